-- The board: its entries, and the last checkpoint that was signed over them.
CREATE TABLE entry (
    position BIGINT PRIMARY KEY CHECK (position >= 0),
    bytes BYTEA NOT NULL
);

-- Ballots are random bytes: nothing is won by trying to compress them.
ALTER TABLE entry ALTER COLUMN bytes SET STORAGE EXTERNAL;

-- One row. size is how many entries the checkpoint is over: who extends the log changes it from what they
-- read, or not at all.
CREATE TABLE head (
    only_one SMALLINT PRIMARY KEY CHECK (only_one = 1),
    size BIGINT NOT NULL CHECK (size >= 0),
    checkpoint TEXT NOT NULL
);

-- How many ballots of a district were recorded in an hour, counted from 1970: whole hours, and nothing of a ballot.
CREATE TABLE turnout (
    district INTEGER NOT NULL CHECK (district >= 0),
    hour BIGINT NOT NULL CHECK (hour >= 0),
    ballots BIGINT NOT NULL CHECK (ballots > 0),
    PRIMARY KEY (district, hour)
);
