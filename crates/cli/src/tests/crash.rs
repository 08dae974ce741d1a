//! Steps of the roles that stop at each single operation on the disk, by a kill or by a loss of power, and are done
//! again: nothing is lost, nothing else is signed, nothing stays half-written.

use std::collections::BTreeMap;
use std::fs;

use isoloir_crypto::credential::VoterCredential;
use isoloir_election::code::VotingCode;
use isoloir_election::phase::{Phase, Standing};
use serde_json::Value;

use super::town::{ISSUE, Town};
use crate::safe_file::power;

/// No step has more operations than this.
const MANY: usize = 300;

/// A step of a party.
#[derive(Clone, Copy)]
struct Step<'a> {
    who: &'a str,
    arguments: &'a [&'a str],
}

impl Step<'_> {
    fn run(self, town: &Town) {
        town.good(self.who, self.arguments);
    }

    /// Stops it at each operation, by a kill and by a loss of power; `then` goes on and checks.
    fn stopped_everywhere(self, base: &Town, then: impl Fn(&Town)) {
        for power_is_lost in [false, true] {
            let stops = |&operations: &usize| {
                let town = base.copy();
                let is_stopped = self.stopped_after(&town, operations, power_is_lost);
                then(&town);
                is_stopped
            };
            let operations = (0..MANY).take_while(stops).count();
            assert!((4..MANY).contains(&operations), "{operations}");
        }
    }

    /// Whether it stopped before its end.
    fn stopped_after(self, town: &Town, operations: usize, power_is_lost: bool) -> bool {
        power::fails_after(operations);
        let done = town.run(self.who, self.arguments);
        let is_stopped = power::comes_back(power_is_lost);
        assert_eq!(done.is_err(), is_stopped, "{operations}: {done:?}");
        is_stopped
    }

    /// Stops it everywhere and does it again. What it had signed stays signed as it was; the board becomes as long as
    /// if it had never been stopped.
    fn repeated(self, base: &Town, check: impl Fn(&Town)) {
        let whole = base.copy();
        self.run(&whole);
        let entries = size(&whole);
        self.stopped_everywhere(base, |town| {
            let signed = signed(town, self.who);
            self.run(town);
            let now = self::signed(town, self.who);
            // What is known to be on the board need not be kept: one entry more would tell of another.
            assert!(signed.iter().all(|(what, value)| now.get(what).is_none_or(|it| it == value)));
            assert_eq!(size(town), entries);
            assert!(town.is_tidy(self.who));
            check(town);
        });
    }
}

fn size(town: &Town) -> u64 {
    town.board().head().size
}

/// What a party's file has signed and is not known to be on the board, by what it is for.
fn signed(town: &Town, who: &str) -> BTreeMap<String, Value> {
    let held = town.held(who).unwrap_or_default();
    let election = &held["election"];
    let mut signed = BTreeMap::new();
    for (step, value) in election["signed"].as_object().into_iter().flatten() {
        signed.insert(step.clone(), value.clone());
    }
    if election["roll"].as_array().is_some_and(|roll| !roll.is_empty()) {
        signed.insert("roll".into(), election["roll"].clone());
    }
    signed
}

/// The codes of a folder of letters, by the id of the resident; none, if there is no such folder.
fn codes(town: &Town, who: &str, letters: &str) -> BTreeMap<String, VotingCode> {
    let table = town.folder(who).join(letters).join("codes.csv");
    let Ok(table) = fs::read_to_string(table) else { return BTreeMap::new() };
    let code = |row: &str| {
        let cells: Vec<&str> = row[1..row.len() - 1].split("\",\"").collect();
        (cells[0].to_owned(), cells[6].parse().unwrap())
    };
    table.lines().skip(1).map(code).collect()
}

/// Whether these codes, one of each registrar, vote.
fn vote(town: &Town, codes: &[&VotingCode]) -> bool {
    let board = town.board();
    let voting = board.record.phase().voting().unwrap();
    let id = voting.election().id();
    let share = |(registrar, code): (u8, &&VotingCode)| code.stretch(&id).share(registrar, 0);
    let shares: Vec<_> = (0..).zip(codes).map(share).collect();
    let credential = VoterCredential::from_shares(&shares).unwrap();
    voting.voter(0, credential.public()).is_ok_and(|voter| voter.standing == Standing::Active)
}

fn reissue<'a>(person: &'a str, letters: &'a str) -> [&'a str; 10] {
    let file = "@request";
    [
        "registrar",
        "reissue",
        "--person",
        person,
        "--letters",
        letters,
        "--request",
        file,
        "KEY",
        "BOARD",
    ]
}

/// The vote is open, and the codes of both residents are revoked.
fn revoked(registrars: usize) -> Town {
    let town = Town::open(registrars);
    for person in ["r1", "r2"] {
        town.good("registrar1", &["registrar", "revoke", "--person", person, "KEY", "BOARD"]);
    }
    town
}

#[test]
fn a_file_that_is_made_is_whole_or_not_there() {
    let base = Town::published(1, 1);
    for role in ["official", "registrar", "trustee"] {
        let arguments = [role, "init", "--name", "Somebody", "KEY"];
        let step = Step { who: "somebody", arguments: &arguments };
        step.stopped_everywhere(&base, |town| {
            let before = town.held("somebody");
            let again = town.run("somebody", &arguments);
            assert_eq!(again.is_err(), before.is_some(), "it is never made over another");
            let now = town.held("somebody").unwrap();
            assert!(before.is_none_or(|before| before == now));
            assert_eq!(now["identity"]["name"], "Somebody");
            assert!(town.is_tidy("somebody"));
        });
    }
}

#[test]
fn a_trustee_stopped_anywhere_goes_on_and_signs_nothing_else() {
    let town = Town::published(1, 2);
    let step = |number: usize, name: &'static str| {
        let who = ["trustee1", "trustee2"][number - 1];
        (who, ["trustee", name, "KEY", "BOARD"])
    };
    for name in ["commit", "share", "confirm"] {
        // The other is ahead: this one completes each round, and deals as soon as it has opened.
        let (other, arguments) = step(2, name);
        town.good(other, &arguments);
        let (who, arguments) = step(1, name);
        let own = Step { who, arguments: &arguments };
        own.repeated(&town, |town| {
            let board = town.board();
            let Phase::Setup(setup) = board.record.phase() else { panic!() };
            let held = town.held(who).unwrap();
            let has_share = held["election"]["secret"].get("share").is_some();
            assert_eq!((setup.keys().is_some(), has_share), (name == "confirm", name == "confirm"));
        });
        own.run(&town);
        if name == "share" {
            town.good(other, &step(2, name).1);
        }
    }
}

#[test]
fn an_issue_stopped_anywhere_gives_every_resident_one_code_that_is_on_the_roll() {
    let base = Town::published(1, 1);
    let issue = Step { who: "registrar1", arguments: &ISSUE };
    issue.repeated(&base, |town| {
        let board = town.board();
        let Phase::Setup(setup) = board.record.phase() else { panic!() };
        let roll = setup.combined_roll(0).unwrap();
        let codes = codes(town, "registrar1", "letters");
        assert_eq!(codes.keys().collect::<Vec<_>>(), ["r1", "r2"]);
        for code in codes.values() {
            let share = code.stretch(&setup.election().id()).share(0, 0);
            let credential = VoterCredential::from_shares(&[share]).unwrap();
            assert!(roll.contains(credential.public()));
        }
    });
}

#[test]
fn a_reissue_stopped_anywhere_gives_the_code_that_is_in_the_letter() {
    let base = revoked(1);
    let arguments = reissue("r1", "./new");
    Step { who: "registrar1", arguments: &arguments }.repeated(&base, |town| {
        assert!(vote(town, &[&codes(town, "registrar1", "new")["r1"]]));
    });
}

#[test]
fn each_turn_of_a_reissue_by_two_may_stop_anywhere() {
    let town = revoked(2);
    let arguments = reissue("r1", "./new");
    let turn = |who| Step { who, arguments: &arguments };
    let turns = ["registrar1", "registrar2", "registrar1"];
    for (at, who) in turns.into_iter().enumerate() {
        turn(who).repeated(&town, |town| {
            turns[at + 1..].iter().for_each(|who| turn(who).run(town));
            let codes = ["registrar1", "registrar2"].map(|who| codes(town, who, "new"));
            assert!(vote(town, &[&codes[0]["r1"], &codes[1]["r1"]]));
        });
        turn(who).run(&town);
    }
}

#[test]
fn letters_of_a_reissue_stopped_anywhere_are_not_mixed_up_with_the_next() {
    let base = revoked(1);
    let (one, two) = (reissue("r1", "./new"), reissue("r2", "./new"));
    Step { who: "registrar1", arguments: &one }.stopped_everywhere(&base, |town| {
        // Both name one folder; whoever comes second is told to take another.
        if town.run("registrar1", &two).is_err() {
            town.good("registrar1", &reissue("r2", "./for-r2"));
        }
        let entries = base.board().head().size + 2;
        if size(town) < entries && town.run("registrar1", &one).is_err() {
            town.good("registrar1", &reissue("r1", "./for-r1"));
        }
        let mut seen = Vec::new();
        for letters in ["new", "for-r1", "for-r2"] {
            for (person, code) in codes(town, "registrar1", letters) {
                assert!(vote(town, &[&code]), "{letters}: {person}");
                seen.push(person);
            }
        }
        seen.sort();
        assert_eq!(seen, ["r1", "r2"]);
        assert!(town.is_tidy("registrar1"));
    });
}
