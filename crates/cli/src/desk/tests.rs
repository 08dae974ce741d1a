#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;

use super::*;
use crate::place::Place;
use crate::vote::Poll;
use crate::vote::testing::Script;
use crate::vote::testing::town::Town;

/// A desk of the town, at which these lines are typed; C0.1 stands for the code that registrar 1 sent
/// resident 0.
fn desk(town: &Town, typed: &[&str]) -> Script {
    let poll = Poll::open(&Place::Folder(town.board()), None).unwrap();
    let code = |line: &&str| {
        let numbers = line.strip_prefix('C').and_then(|rest| rest.split_once('.'));
        let Some((resident, registrar)) = numbers else { return (*line).to_owned() };
        town.code(resident.parse().unwrap(), registrar.parse().unwrap())
    };
    let lines: Vec<String> = typed.iter().map(code).collect();
    let mut script = Script::new(lines.iter().map(String::as_str));
    assist::serve(&mut script, &poll, true, town.folder.path()).unwrap();
    assert!(script.is_over(), "{}", script.heard);
    script
}

fn files(town: &Town) -> usize {
    fs::read_dir(town.folder.path()).unwrap().count()
}

#[test]
fn one_person_after_the_other_votes_and_the_screen_is_cleared_between_them() {
    let town = Town::open();
    let first = ["", "C3.0", "C3.1", "y", "1", "", "y", "cast", "", ""];
    let second = ["", "C4.0", "C4.1", "y", "2", "", "y", "cast", "y", "", "end"];
    let script = desk(&town, &[&first[..], &second].concat());
    script.heard_in_order(&[
        "\x1b[2J\x1b[3J\x1b[H",
        "Next person",
        "Trees",
        "Write the receipt to a file, which proves that the ballot is recorded? [y/N]",
        "is recorded",
        "Press Enter: the screen is then cleared.",
        "\x1b[2J\x1b[3J\x1b[H",
        "Next person",
        "isoloir-verify receipt",
        "\x1b[2J\x1b[3J\x1b[H",
    ]);
    // The board, and the receipt that the second person asked for.
    assert_eq!(files(&town), 2);
}

#[test]
fn a_challenge_is_shown_on_the_screen_and_written_only_if_it_is_wished() {
    let town = Town::open();
    let typed = ["", "C3.0", "C3.1", "y", "1", "", "y", "challenge", "n", "n", "", "end"];
    let script = desk(&town, &typed);
    script.heard_in_order(&[
        "Write the opening to a file?",
        "Its opening, which shows what you chose:",
    ]);
    assert_eq!(files(&town), 1);
}

#[test]
fn what_goes_wrong_for_one_person_does_not_end_the_desk() {
    let town = Town::open();
    let typed = ["", "C3.1", "C3.0", "", "", "C3.0", "C3.1", "n", "", "end"];
    let script = desk(&town, &typed);
    script.heard_in_order(&[
        "these voting codes are on no roll",
        "Press Enter",
        "You can vote on:",
    ]);
}

#[test]
fn where_every_ballot_must_give_something_an_invalid_one_is_in_no_batch() {
    use isoloir_election::definition::{District, DistrictParts, Limit, Project};

    let projects = ["a", "b"].map(|id| Project { id: id.into(), name: id.into(), cost: 1 });
    let parts = DistrictParts::new("North", 10, projects.to_vec());
    let limits = vec![Limit::choose_at_least(1)];
    let district = District::new(DistrictParts { limits, paper_floor: 2, ..parts }).unwrap();
    let sums = |a: u32, b: u32| -> counts_file::Counts {
        let text = format!(
            r#"{{"isoloir": "", "counts_id": "{}", "election_id": "{}", "district_index": 0, "district": "North",
                "valid_ballots": 3, "invalid_ballots": 1,
                "projects": [{{"id": "a", "count": {a}}}, {{"id": "b", "count": {b}}}]}}"#,
            "00".repeat(16),
            "00".repeat(32)
        );
        serde_json::from_str(&text).unwrap()
    };
    // Three ballots give three choices, and four ballots would have to give four.
    let strict = sums(2, 1);
    assert_eq!(strict.ballots(&district), 3);
    assert_eq!(
        count::on_invalid(&district, &strict),
        "The batch takes 3 voters: in North every ballot must give something, so the board takes none that gives \
         nothing. Nobody knows whose the 1 invalid are: strike as many signatures off the register by lot, before \
         witnesses, and write it into the minutes.\n"
    );
    // Where the others gave more, the board takes it.
    let ample = sums(2, 2);
    assert_eq!(ample.ballots(&district), 4);
    assert!(
        count::on_invalid(&district, &ample).starts_with("The batch takes 4 voters: an invalid")
    );
}
