//! The wrong files, in a folder beside those of the parties.

use std::fs;
use std::path::Path;

use crate::stage::{ALL, At, Stage, good, seal};
use crate::town::Town;

/// Writes them for each point of the election.
pub(crate) fn write(stage: &Stage) {
    for at in ALL {
        everywhere(stage.at(at));
    }
    during(stage.at(At::Voting));
    // What was made while the vote was open, and comes too late.
    for file in ["batch", "voters"] {
        let from = stage.at(At::Voting).folder("wrong").join(file);
        fs::copy(from, stage.at(At::Closed).folder("wrong").join(file)).unwrap();
    }
}

fn everywhere(town: &Town) {
    let wrong = |file: &str, content: &str| town.write("wrong", file, content);
    wrong("minutes", "minutes of the meeting\n");
    wrong("empty", "");
    wrong("guess", "this is not the passphrase\n");
    wrong("short", "short\n");
    wrong("west", "West=A");
    wrong("unknown", "Town=Z");
    wrong("dear", "Town=A,B,C");
    wrong("twice", "Town=A,A");
    wrong("roll-header.csv", "resident,area\n1,Town\n");
    wrong("roll-district.csv", "id,name,language,districts\n1,One,en,West\n");
    wrong("roll-twice.csv", "id,name,language,districts\n1,One,en,Town\n1,One,en,Town\n");
    wrong("residents", "0\n77\n");
    fs::write(town.folder("wrong").join("latin1"), b"caf\xe9\n").unwrap();
    cut(&town.folder("clerk").join("key"), &town.folder("wrong").join("truncated.key"));
    seal(town, "clerk", "future.key", br#"{"isoloir": "official", "version": 9, "content": {}}"#);
    seal(
        town,
        "clerk",
        "other.key",
        br#"{"isoloir": "shopping list", "version": 1, "content": {}}"#,
    );
    wrong("election.toml", "title = \"Budget\"\nvotes = 3\n");
    wrong("projects.csv", "id,name,cost\nA,Trees,much\n");
    town.copy_board(&town.folder("wrong").join("copy"));
    let damaged = town.folder("wrong").join("damaged");
    town.copy_board(&damaged);
    damage(&damaged);
}

/// One byte of the entries of a board is another.
fn damage(log: &Path) {
    for bundles in ["tile/entries/000.p", "tile/entries"] {
        let Ok(files) = fs::read_dir(log.join(bundles)) else { continue };
        for file in files.map(|file| file.unwrap().path()).filter(|file| file.is_file()) {
            let mut bytes = fs::read(&file).unwrap();
            if let Some(byte) = bytes.get_mut(60) {
                *byte ^= 1;
            }
            fs::write(&file, bytes).unwrap();
        }
    }
}

/// The first half of a file.
fn cut(from: &Path, to: &Path) {
    let bytes = fs::read(from).unwrap();
    fs::write(to, &bytes[..bytes.len() / 2]).unwrap();
}

/// Messages, sums and batches, sound and spoilt.
fn during(town: &Town) {
    let wrong = town.folder("wrong");
    good(town, "clerk", "withdraw --district Town --project C KEY BOARD --out ../wrong/withdrawal");
    let bytes = fs::read(wrong.join("withdrawal")).unwrap();
    cut(&wrong.join("withdrawal"), &wrong.join("withdrawal.truncated"));
    let spoilt = |at: usize, name: &str| {
        let mut bytes = bytes.clone();
        bytes[at] ^= 0x40;
        fs::write(wrong.join(name), bytes).unwrap();
    };
    // After the label of 20 bytes: election_id, the count, the kind, the length, the payload.
    spoilt(20, "withdrawal.elsewhere");
    spoilt(54, "withdrawal.kind");
    spoilt(60, "withdrawal.forged");
    fs::write(wrong.join("withdrawal.longer"), [&bytes[..], b"x"].concat()).unwrap();

    town.write("clerk", "ballots.csv", "A\nB\n");
    town.write("wrong", "rows", "A\nZ\n");
    let count = "desk count BOARD --district Town --ballots ballots.csv --out ../wrong/counts";
    good(town, "clerk", count);
    good(town, "clerk", "desk count BOARD --district Town --ballots ballots.csv --out counts");
    cut(&wrong.join("counts"), &wrong.join("counts.truncated"));
    let counts = fs::read_to_string(wrong.join("counts")).unwrap();
    town.write("wrong", "counts.future", &counts.replace("version 1", "version 9"));
    town.write("wrong", "counts.district", &counts.replace("\"Town\"", "\"West\""));
    town.write("registrar1", "signed", "2\n3\n");
    good(
        town,
        "registrar1",
        "registrar paper-list BOARD --district Town --persons signed --out ../wrong/voters KEY",
    );
    let voters = fs::read_to_string(wrong.join("voters")).unwrap();
    let last = voters.lines().last().unwrap();
    town.write("wrong", "voters.one", last);
    town.write("wrong", "voters.twice", &format!("{last}\n{last}\n"));
    let batch = "desk batch BOARD --counts ../wrong/counts --voters ../wrong/voters --out ../stick/batch KEY";
    town.folder("stick");
    good(town, "clerk", batch);
    fs::rename(town.folder("stick").join("batch"), wrong.join("batch")).unwrap();
    cut(&wrong.join("batch"), &wrong.join("batch.truncated"));
    let batch = fs::read_to_string(wrong.join("batch")).unwrap();
    town.write("wrong", "batch.future", &batch.replace("version 1", "version 9"));
    town.write("wrong", "batch.changed", &batch.replace("\"count\": 1", "\"count\": 2"));
}
