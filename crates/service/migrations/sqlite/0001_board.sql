-- The board: its entries, and the last checkpoint that was signed over them.
CREATE TABLE entry (
    position INTEGER PRIMARY KEY NOT NULL CHECK (position >= 0),
    bytes BLOB NOT NULL
) STRICT;

-- One row. size is how many entries the checkpoint is over: who extends the log changes it from what they
-- read, or not at all.
CREATE TABLE head (
    only_one INTEGER PRIMARY KEY NOT NULL CHECK (only_one = 1),
    size INTEGER NOT NULL CHECK (size >= 0),
    checkpoint TEXT NOT NULL
) STRICT;

-- How many ballots of a district were recorded in an hour, counted from 1970: whole hours, and nothing of a ballot.
CREATE TABLE turnout (
    district INTEGER NOT NULL CHECK (district >= 0),
    hour INTEGER NOT NULL CHECK (hour >= 0),
    ballots INTEGER NOT NULL CHECK (ballots > 0),
    PRIMARY KEY (district, hour)
) STRICT;
