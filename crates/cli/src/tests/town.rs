use std::fs;
use std::path::{Path, PathBuf};

use age::secrecy::SecretString;
use clap::Parser;
use ed25519_dalek::SigningKey;
use serde_json::Value;
use tempfile::TempDir;

use crate::failure::Failure;
use crate::host::BoardFolder;
use crate::identity::table;
use crate::party_key::{PartyKey, Role};
use crate::place::{Board, Place};

const PASSPHRASE: &str = "correct horse battery staple";

/// What `election.toml` says besides keys. The vote can be opened at any time, and does not close.
const ELECTION: &str = "\
title = \"Participatory budget\"
currency = \"EUR\"
decimals = 0
[dates]
opens = 2001-01-01T00:00:00Z
closes = 2999-01-01T00:00:00Z
complaints_until = 2999-01-02T00:00:00Z
[[district]]
name = \"Whole town\"
budget = 100
rule = \"greedy\"
ties = \"listed\"
floor = 0
[[district.limit]]
measure = \"cost\"
at_most = 100
";

const PROJECTS: &str = "id,name,cost,district\nA,Trees,60,Whole town\nB,Benches,40,Whole town\n";

/// A roll of two.
const ROLL: &str = "id,name,districts\nr1,Ada,Whole town\nr2,Ben,Whole town\n";

/// Parties with a folder each, and a board, whose commands are run in this very process.
pub(super) struct Town(TempDir);

impl Town {
    /// The definition is on the board.
    pub(super) fn published(registrars: usize, trustees: usize) -> Self {
        let town = Self(tempfile::tempdir().unwrap());
        let mut tables = String::new();
        let mut party = |role: Role, who: String| {
            let arguments = [role.name(), "init", "--name", &who, "KEY"];
            town.good(&who, &arguments);
            let key = PartyKey { role, key: town.signing_key(&who).verifying_key() };
            tables += &format!("{}\n", table(&who, &key));
        };
        party(Role::Official, "clerk".into());
        (1..=registrars).for_each(|number| party(Role::Registrar, format!("registrar{number}")));
        (1..=trustees).for_each(|number| party(Role::Trustee, format!("trustee{number}")));
        let origin = "vote.example.org/2027".parse().unwrap();
        let key = BoardFolder::new(&town.path("board")).create(&origin, None).unwrap();
        let (dates, districts) = ELECTION.split_once("[[district]]").unwrap();
        let election = format!(
            "{dates}[board]\norigin = \"{origin}\"\nkey = \"{key}\"\n[trustees]\nthreshold = {trustees}\n\
             {tables}[[district]]{districts}"
        );
        let folder = town.path("election");
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join("election.toml"), election).unwrap();
        fs::write(folder.join("projects.csv"), PROJECTS).unwrap();
        fs::write(town.path("roll.csv"), ROLL).unwrap();
        town.good("clerk", &["publish", "@election", "KEY", "BOARD"]);
        town
    }

    /// The vote is open.
    pub(super) fn open(registrars: usize) -> Self {
        let town = Self::published(registrars, 1);
        for number in 1..=registrars {
            town.good(&format!("registrar{number}"), &ISSUE);
        }
        for step in ["commit", "share", "confirm"] {
            town.good("trustee1", &["trustee", step, "KEY", "BOARD"]);
        }
        town.good("clerk", &["open", "KEY", "BOARD"]);
        town
    }

    /// The same town once more.
    pub(super) fn copy(&self) -> Self {
        let copy = Self(tempfile::tempdir().unwrap());
        copy_folder(self.0.path(), copy.0.path());
        copy
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// The folder of a party.
    pub(super) fn folder(&self, who: &str) -> PathBuf {
        let folder = self.path(who);
        if !folder.exists() {
            fs::create_dir(&folder).unwrap();
            fs::write(folder.join("passphrase"), PASSPHRASE).unwrap();
        }
        folder
    }

    /// Runs a command. `KEY` stands for the party's file with its passphrase, `BOARD` for the board; `@name` is a
    /// path in the town, `./name` one in the party's folder.
    pub(super) fn run(&self, who: &str, arguments: &[&str]) -> Result<(), Failure> {
        let folder = self.folder(who);
        let text = |path: PathBuf| path.to_str().unwrap().to_owned();
        let mut line = vec!["isoloir".to_owned()];
        for &argument in arguments {
            match argument {
                "KEY" => {
                    line.extend(["--key".into(), text(folder.join("key"))]);
                    line.extend(["--passphrase-file".into(), text(folder.join("passphrase"))]);
                }
                "BOARD" => line.extend(["--board".into(), text(self.path("board"))]),
                _ => line.push(match (argument.strip_prefix('@'), argument.strip_prefix("./")) {
                    (Some(name), _) => text(self.path(name)),
                    (None, Some(name)) => text(folder.join(name)),
                    (None, None) => argument.to_owned(),
                }),
            }
        }
        crate::run(crate::Arguments::try_parse_from(line).unwrap().command)
    }

    pub(super) fn good(&self, who: &str, arguments: &[&str]) {
        self.run(who, arguments).unwrap();
    }

    /// What a party's file holds; nothing, if there is no file. A file that is half-written panics.
    pub(super) fn held(&self, who: &str) -> Option<Value> {
        let bytes = fs::read(self.folder(who).join("key")).ok()?;
        let identity = age::scrypt::Identity::new(SecretString::from(PASSPHRASE.to_owned()));
        let plain = age::decrypt(&identity, &bytes).unwrap();
        Some(serde_json::from_slice::<Value>(&plain).unwrap()["content"].clone())
    }

    fn signing_key(&self, who: &str) -> SigningKey {
        let held = self.held(who).unwrap();
        let key = hex::decode(held["identity"]["key"].as_str().unwrap()).unwrap();
        SigningKey::from_bytes(&key.try_into().unwrap())
    }

    /// The board, all of it checked.
    pub(super) fn board(&self) -> Board {
        Board::read(&Place::Folder(self.path("board"))).unwrap()
    }

    /// Whether a party's folder holds nothing that is unfinished.
    pub(super) fn is_tidy(&self, who: &str) -> bool {
        let names = fs::read_dir(self.folder(who)).unwrap().map(|it| it.unwrap().path());
        names.into_iter().all(|path| path.extension().is_none_or(|end| end != "tmp"))
    }
}

/// What a registrar runs to issue.
pub(super) const ISSUE: [&str; 10] = [
    "registrar",
    "issue",
    "--roll",
    "@roll.csv",
    "--shuffle",
    "@order",
    "--letters",
    "./letters",
    "KEY",
    "BOARD",
];

fn copy_folder(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            fs::create_dir(&target).unwrap();
            copy_folder(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}
