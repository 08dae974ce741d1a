//! The files that the commands of the roles write: pinned as examples, so that no form changes unseen. What is
//! random gives way to placeholders.
//!
//! `ISOLOIR_WRITE_EXAMPLES=1 cargo test --test files` writes `tests/files/*.txt` anew; read what changed.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what can't be staged must fail its test")]

#[path = "common/pinned.rs"]
mod pinned;
#[path = "common/process.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod process;
#[path = "roles/residents.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod residents;
#[path = "common/stage.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod stage;
#[path = "roles/town.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod town;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use pinned::steady;
use stage::{At, Stage, good};
use town::Town;

type Found = BTreeMap<String, String>;

#[test]
fn each_file_that_a_command_writes_has_the_form_that_is_pinned() {
    let stage = Stage::new();
    let mut found = Found::new();
    keys(stage.at(At::Defined), &mut found);
    letters(stage.at(At::Voting), &mut found);
    while_voting(stage.at(At::Voting), &mut found);
    on_paper(stage.at(At::Voting), &mut found);
    reissue(stage.at(At::Voting), &mut found);
    archive(stage.at(At::Decided), &mut found);
    pinned::compare("files", &found);
}

fn pin(found: &mut Found, name: &str, text: &str) {
    assert!(found.insert(format!("{name}.txt"), steady(text)).is_none(), "{name} twice");
}

fn pin_file(found: &mut Found, name: &str, path: &Path) {
    pin(found, name, &fs::read_to_string(path).unwrap());
}

/// A file of bytes: its label, and then its parts in hexadecimal digits, by their lengths; the last is all the rest.
fn pin_bytes(found: &mut Found, name: &str, path: &Path, parts: &[(&str, usize)]) {
    let bytes = fs::read(path).unwrap();
    let label = bytes.iter().position(|byte| *byte == b'\n').unwrap() + 1;
    let mut text = String::from_utf8(bytes[..label].to_vec()).unwrap();
    let mut rest = &bytes[label..];
    for (part, length) in parts {
        let (these, others) = rest.split_at((*length).min(rest.len()));
        text += &format!("{part}: {}\n", hex::encode(these));
        rest = others;
    }
    assert!(rest.is_empty(), "{name}: {} bytes more", rest.len());
    pin(found, name, &text);
}

/// The one file of a folder whose name begins and ends so.
fn only(town: &Town, who: &str, begins: &str, ends: &str) -> std::path::PathBuf {
    let files = fs::read_dir(town.folder(who)).unwrap().map(|file| file.unwrap().path());
    let is_it = |path: &std::path::PathBuf| {
        let name = path.file_name().unwrap().to_str().unwrap();
        name.starts_with(begins) && name.ends_with(ends)
    };
    let found: Vec<_> = files.filter(is_it).collect();
    let [file] = &*found else { panic!("{begins}*{ends}: {found:?}") };
    file.clone()
}

/// Definition and keys.
fn keys(town: &Town, found: &mut Found) {
    good(town, "clerk", "new example");
    pin_file(found, "new-election.toml", &town.folder("clerk").join("example/election.toml"));
    pin_file(found, "new-projects.csv", &town.folder("clerk").join("example/projects.csv"));
    for role in ["official", "registrar", "trustee"] {
        let init =
            format!("{role} init --name Someone --key {role}.key --passphrase-file passphrase");
        pin(found, &format!("{role}-init"), &good(town, "clerk", &init).stdout);
        // The age format: one stanza for the passphrase, with its work factor, then what is encrypted.
        let key = fs::read(town.folder("clerk").join(format!("{role}.key"))).unwrap();
        let outer: Vec<String> =
            String::from_utf8_lossy(&key).lines().take(2).map(outer_line).collect();
        pin(found, &format!("{role}.key"), &outer.join("\n"));
    }
    let init = "board init new --origin vote.example.org/2028";
    pin(found, "board-init", &good(town, "server", init).stdout);
    let key = fs::read_to_string(town.folder("server").join("new/board.key")).unwrap();
    pin(found, "board.key", &key);
    good(town, "server", "board copy new --out copied");
    pin_file(found, "board-checkpoint", &town.folder("server").join("copied/checkpoint"));
}

/// `-> scrypt SALT FACTOR`: the salt is random, and shorter than what is replaced everywhere.
fn outer_line(line: &str) -> String {
    match line.strip_prefix("-> scrypt ").and_then(|rest| rest.split_once(' ')) {
        Some((_, factor)) => format!("-> scrypt <salt> {factor}"),
        None => line.to_owned(),
    }
}

/// What a registrar's issue leaves.
fn letters(town: &Town, found: &mut Found) {
    let folder = town.folder("registrar1").join("letters");
    let mut names: Vec<String> = fs::read_dir(&folder)
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    pin(found, "letters-folder", &names.join("\n"));
    for name in &names {
        let text = fs::read_to_string(folder.join(name)).unwrap();
        // The squares of a code to scan are another for each.
        let lines = text.lines().map(|line| match line.find(" d=\"") {
            Some(at) => format!("{} d=\"<squares>\"...", &line[..at]),
            None => line.to_owned(),
        });
        pin(found, &format!("letters-{name}"), &lines.collect::<Vec<_>>().join("\n"));
    }
    pin_file(found, "shuffle", &town.folder("registrar1").join("../shuffle"));
}

/// Receipts, challenges, notices, messages.
fn while_voting(town: &Town, found: &mut Found) {
    pin_file(found, "receipt", &only(town, "resident0", "receipt-0-", ".tlog-proof"));
    let challenge = "vote ../server/board --code-file codes --choose-file choices --challenge";
    good(town, "resident1", challenge);
    pin_file(found, "challenge", &only(town, "resident1", "challenge-0-", ".txt"));
    good(town, "registrar1", "registrar notify BOARD --out notices.csv KEY");
    pin_file(found, "notices.csv", &town.folder("registrar1").join("notices.csv"));
    good(town, "clerk", "withdraw --district Town --project C KEY BOARD --out withdrawal");
    let parts = [
        ("election_id", 32),
        ("messages", 2),
        ("kind", 1),
        ("length", 2),
        ("signer", 1),
        ("district", 2),
        ("project", 2),
        ("signature", 64),
    ];
    pin_bytes(found, "messages", &town.folder("clerk").join("withdrawal"), &parts);
}

/// Voters, sums and a batch.
fn on_paper(town: &Town, found: &mut Found) {
    town.write("registrar1", "signed", "2\n3\n1\n");
    let list =
        "registrar paper-list BOARD --district Town --persons signed --out ../clerk/voters KEY";
    good(town, "registrar1", list);
    town.write("clerk", "ballots.csv", "A\nB\n!\n");
    good(town, "clerk", "desk count BOARD --district Town --ballots ballots.csv --out counts");
    good(town, "clerk", "desk batch BOARD --counts counts --voters voters --out batch KEY");
    for file in ["voters", "counts", "batch"] {
        pin_file(found, file, &town.folder("clerk").join(file));
    }
}

/// What one registrar asks the other for.
fn reissue(town: &Town, found: &mut Found) {
    good(town, "registrar1", "registrar revoke --person 3 KEY BOARD");
    let reissue = "registrar reissue --person 3 --request ../request --letters again KEY BOARD";
    good(town, "registrar1", reissue);
    pin_file(found, "request", &town.folder("registrar1").join("../request"));
}

/// The names in an archive.
fn archive(town: &Town, found: &mut Found) {
    good(town, "clerk", "archive ../server/board --out election.tar");
    let mut list = std::process::Command::new("tar");
    list.arg("-tf").arg(town.folder("clerk").join("election.tar"));
    let names = String::from_utf8(list.output().unwrap().stdout).unwrap();
    pin(found, "archive", &names);
}
