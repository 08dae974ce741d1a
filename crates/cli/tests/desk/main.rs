//! `isoloir desk` and `isoloir official` as separate processes: ballots on paper on their way to the board.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "../support/mod.rs"]
mod support;

mod batches;
mod counting;

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use base64ct::{Base64UrlUnpadded, Encoding};
use ed25519_dalek::VerifyingKey;
use sha2::{Digest, Sha256};

use support::process::{Ran, isoloir};
use support::town::{NORTH, Town};

const PASSPHRASE: &str = "four words and some more\n";

/// A town whose officials 1 and 2 have key files: `first.key`, `second.key`.
pub(crate) fn town() -> Town {
    // Made once: a passphrase takes its time.
    static OFFICIALS: OnceLock<Vec<(String, Vec<u8>, VerifyingKey)>> = OnceLock::new();
    let officials = OFFICIALS.get_or_init(|| {
        let maker = Town::open();
        let make = |name: &str| {
            let public = make_official(&maker, name);
            let file = format!("{name}.key");
            (file.clone(), fs::read(maker.path(&file)).unwrap(), public)
        };
        vec![make("first"), make("second")]
    });
    let keys: Vec<VerifyingKey> = officials.iter().map(|(_, _, public)| *public).collect();
    let town = Town::with(1, &keys);
    town.write("passphrase", PASSPHRASE);
    for (file, bytes, _) in officials {
        town.write(file, bytes);
    }
    town
}

pub(crate) fn make_official(town: &Town, name: &str) -> VerifyingKey {
    town.write("passphrase", PASSPHRASE);
    let key = format!("{name}.key");
    let arguments = ["official", "init", "--name", name, "--key", &key];
    let ran = isoloir(town, &[&arguments[..], &["--passphrase-file", "passphrase"]].concat());
    ran.says(0, &["For election.toml:", "[[official]]"]);
    let line = ran.out.lines().last().unwrap();
    read_key_line(line.strip_prefix("key = \"").and_then(|key| key.strip_suffix('"')).unwrap())
}

/// `official+<check>+<key>`
fn read_key_line(line: &str) -> VerifyingKey {
    let parts: Vec<&str> = line.split('+').collect();
    let [role, check, key] = parts[..] else { panic!("{line}") };
    let key = Base64UrlUnpadded::decode_vec(key).unwrap();
    let hash = Sha256::digest([b"isoloir/v1 party key", role.as_bytes(), b"\n", &key].concat());
    assert_eq!((role, check), ("official", &*hex::encode(&hash[..4])));
    VerifyingKey::from_bytes(&key.try_into().unwrap()).unwrap()
}

/// Counts these rows for North, into `counts.json`.
pub(crate) fn count(town: &Town, rows: &str) -> Ran {
    town.write("ballots.csv", rows);
    // Not over another.
    let _ = fs::remove_file(town.path("counts.json"));
    isoloir(town, &count_arguments("North", &["--ballots", "ballots.csv"]))
}

pub(crate) fn count_arguments<'a>(district: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let fixed =
        ["desk", "count", "--board", "board", "--district", district, "--out", "counts.json"];
    [&fixed[..], more].concat()
}

/// Makes a batch of these residents in `batch.json`.
pub(crate) fn batch(town: &Town, residents: &[usize]) -> Ran {
    let line = |&resident: &usize| {
        format!("{}\n", hex::encode(town.credential(NORTH, resident).as_bytes()))
    };
    let lines: Vec<String> = residents.iter().map(line).collect();
    town.write("voters", format!("# North\n\n{}", lines.concat()));
    let fixed =
        ["desk", "batch", "--board", "board", "--counts", "counts.json", "--voters", "voters"];
    let more = ["--key", "first.key", "--out", "batch.json", "--passphrase-file", "passphrase"];
    isoloir(town, &[&fixed[..], &more].concat())
}

pub(crate) fn sign(town: &Town, key: &str, more: &[&str]) -> Ran {
    let fixed = ["desk", "sign", "--board", "board", "--batch", "batch.json", "--key", key];
    isoloir(town, &[&fixed[..], &["--passphrase-file", "passphrase"], more].concat())
}

pub(crate) fn vote(town: &Town, resident: usize, choice: &str) -> Ran {
    let codes = town.codes(resident);
    let codes = codes.to_str().unwrap();
    town.write("choices", choice);
    isoloir(town, &["vote", "board", "--code-file", codes, "--choose-file", "choices", "--cast"])
}

pub(crate) fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap()
}
#[test]
fn the_name_of_an_official_is_one_that_a_definition_takes() {
    let town = town();
    let space =
        "the name of a party is empty or has space around it: write something, without the space";
    let control = "the name of a party holds a control character; write it on one line";
    for (name, words) in [("", space), (" Clerk", space), ("Clerk\u{202e}", control)] {
        let arguments = ["official", "init", "--name", name, "--key", "new.key"];
        isoloir(&town, &[&arguments[..], &["--passphrase-file", "passphrase"]].concat())
            .fails(2, words);
    }
    assert!(!town.path("new.key").exists());
}
