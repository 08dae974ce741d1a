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
