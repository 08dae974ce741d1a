//! Codes, choices and boards with which nobody votes.

use std::fs;

use crate::support::process::{Serving, isoloir, isoloir_at};
use crate::support::proxy::{Exchange, between};
use crate::support::town::{AFTER, DURING, NORTH, Town};
use crate::{cast, choices, files, post, text, vote};

#[test]
fn codes_in_the_wrong_order_are_on_no_roll() {
    let town = Town::open();
    choices(&town, &["North=P0"]);
    let swapped = town.write("swapped", format!("{}\n{}\n", town.code(0, 1), town.code(0, 0)));
    let arguments =
        ["vote", "board", "--code-file", text(&swapped), "--choose-file", "choices", "--cast"];
    isoloir(&town, &arguments).fails(
        2,
        "these voting codes are on no roll of \"Budget of Courvelle 1\": check that your letters are of this \
         election, and that you gave the codes in this order: Registrar 0, Registrar 1",
    );
}

#[test]
fn the_codes_of_two_people_and_those_of_another_election_are_on_no_roll() {
    let (town, other) = (Town::open(), Town::elsewhere());
    choices(&town, &["North="]);
    let mixed = town.write("mixed", format!("{}\n{}\n", town.code(0, 0), town.code(1, 1)));
    for codes in [mixed, other.codes(0)] {
        let arguments =
            ["vote", "board", "--code-file", text(&codes), "--choose-file", "choices", "--cast"];
        isoloir(&town, &arguments).says(2, &["these voting codes are on no roll of"]);
    }
}

#[test]
fn a_mistyped_code_is_named_by_its_line_and_never_repeated() {
    let town = Town::open();
    choices(&town, &["North=P0"]);
    let code = town.code(0, 1);
    let last = if code.ends_with('7') { '8' } else { '7' };
    let mistyped = format!("{}{last}", &code[..code.len() - 1]);
    let wrong = town.write("wrong", format!("{}\n{mistyped}\n", town.code(0, 0)));
    let arguments =
        ["vote", "board", "--code-file", text(&wrong), "--choose-file", "choices", "--cast"];
    let ran = isoloir(&town, &arguments);
    ran.fails(
        2,
        &format!(
            "{}, line 2: a letter or digit of the voting code is wrong: compare with your letter",
            wrong.display()
        ),
    );
    assert!(!ran.error.contains(&mistyped));
}

#[test]
fn each_registrar_has_sent_a_code() {
    let town = Town::open();
    choices(&town, &["North=P0"]);
    let one = town.write("one", format!("{}\n", town.code(0, 0)));
    let arguments =
        ["vote", "board", "--code-file", text(&one), "--choose-file", "choices", "--cast"];
    let reason = format!(
        "{} has 1 voting codes, and this election asks for 2: one on each line, of Registrar 0, Registrar 1, \
         in this order",
        one.display()
    );
    isoloir(&town, &arguments).fails(2, &reason);
}

#[test]
fn a_choice_that_is_no_ballot_is_refused_before_anything_is_sealed() {
    let town = Town::open();
    for (choice, reason) in [
        (
            "North=P1,P2",
            "the ballot on North does not keep to its limits: the limit is at most 400 EUR, and these are 500 EUR",
        ),
        ("North=P9", "the ballot on North: North has no project P9; its projects are P0, P1, P2"),
        ("North=1", "the ballot on North: North has no project 1; its projects are P0, P1, P2"),
        ("North=P0,P0", "the ballot on North: project P0 is named twice"),
        (
            "South=P0:4",
            "the ballot on South: P0:4 must be a project, a colon and 0 to 3 points, such as P0:3",
        ),
        (
            "South=P0",
            "the ballot on South: P0 must be a project, a colon and 0 to 3 points, such as P0:3",
        ),
        (
            "South=P0:3,P1:3",
            "the ballot on South does not keep to its limits: the limit is at most 5 points, and these are 6 \
             points",
        ),
        ("West=P0", "no district is called West; there are: North, South"),
        (
            "North",
            "this must be the name of a district, an equals sign, and ids of projects with \
             commas between them",
        ),
    ] {
        let ran = cast(&town, "board", 0, choice);
        ran.fails(2, &format!("choices, line 1: {reason}"));
        assert!(!ran.out.contains("sealed"), "{ran:?}");
    }
    let before = town.size();
    let cast = |lines: &[&str]| {
        choices(&town, lines);
        vote(&town, "board", 0, &["--choose-file", "choices", "--cast"])
    };
    cast(&["North=P0", "", "North=P1"]).fails(
        2,
        "choices, line 3: there is another choice for North: a vote is one ballot on each district",
    );
    let twice = ["--choose", "North=P0", "--choose", "North=P1", "--cast"];
    vote(&town, "board", 0, &twice).fails(
        2,
        "--choose number 2: there is another choice for North: a vote is one ballot on each district",
    );
    // The second can't be read: the first is not cast either.
    cast(&["North=P0", "South=P9:1"]).says(2, &["South has no project P9"]);
    assert_eq!(town.size(), before);
}

#[test]
fn a_file_that_holds_no_choices_is_refused_before_a_code_is_looked_at() {
    let town = Town::open();
    let refused = |file: &str, reason: &str| {
        isoloir(&town, &["vote", "board", "--choose-file", file, "--cast"]).fails(2, reason);
    };
    refused("none", "none can't be read: No such file or directory (os error 2)");
    refused("board", "board can't be read: Is a directory (os error 21)");
    for empty in ["", "\n \n"] {
        town.write("choices", empty);
        refused(
            "choices",
            "choices holds no choice: write a line for each district, such as North=P1,P2; nothing after the = \
             is an empty ballot",
        );
    }
    town.write("choices", b"North=P0\xff");
    refused("choices", "choices is not a text in UTF-8");
    town.write("choices", "North=P0\n".repeat(40_000));
    refused("choices", "choices has more than 262144 bytes: it is not the file that is meant");
    let both = ["vote", "board", "--code-file", "-", "--choose-file", "-", "--cast"];
    isoloir(&town, &both).fails(
        2,
        "voting codes and choices can't both come from the standard input: write one of them to a file",
    );
}

#[test]
fn a_district_on_whose_roll_a_person_is_not_takes_no_ballot_of_theirs() {
    let town = Town::open();
    cast(&town, "board", 4, "South=P0:1")
        .fails(2, "your voting codes are not on the roll of South");
}

#[test]
fn without_a_terminal_it_must_be_said_what_becomes_of_the_ballot() {
    let town = Town::open();
    choices(&town, &["North=P0"]);
    vote(&town, "board", 0, &["--choose-file", "choices"]).says(2, &["--cast", "--challenge"]);
    vote(&town, "board", 0, &["--choose-file", "choices", "--cast", "--challenge"])
        .says(2, &["cannot be used with"]);
    vote(&town, "board", 0, &["--choose-file", "choices", "--choose", "North=P0", "--cast"])
        .says(2, &["cannot be used with"]);
    vote(&town, "board", 0, &["--cast"]).fails(
        2,
        "--cast and --challenge say what becomes of the ballots of --choose-file: without it you are asked",
    );
    vote(&town, "board", 0, &[]).fails(
        2,
        "nobody can be asked what to choose: there is no terminal; give --choose-file FILE, and --cast or \
         --challenge",
    );
    isoloir(&town, &["vote", "board", "--choose-file", "choices", "--cast"]).fails(
        2,
        "nobody can be asked for a voting code: there is no terminal; give --code-file FILE",
    );
    vote(&town, "board", 0, &["--choose-file", "choices", "--cast", "--receipts", "none"])
        .fails(2, "none is no folder: make it, or choose another with --receipts");
}

#[test]
fn a_board_with_another_fingerprint_than_the_expected_one_is_refused() {
    let town = Town::open();
    choices(&town, &["North=P0"]);
    let expected = "ab".repeat(32);
    let choice = ["--choose-file", "choices", "--cast", "--fingerprint"];
    vote(&town, "board", 0, &[&choice[..], &[&expected]].concat()).fails(
        1,
        &format!(
            "the board at board has the fingerprint {}, not the one that was expected. Don't vote here: check \
             the address, and tell the officials",
            town.fingerprint()
        ),
    );
    let published = town.fingerprint();
    vote(&town, "board", 0, &[&choice[..], &[&published]].concat())
        .says(0, &["The fingerprint is the one that you gave."]);
}

#[test]
fn a_board_whose_setup_was_changed_is_refused() {
    let town = Town::open();
    isoloir(&town, &["board", "copy", "board", "--out", "copy"]).says(0, &[]);
    let bundle = town.path("copy/tile/entries/000.p");
    let file = fs::read_dir(&bundle).unwrap().next().unwrap().unwrap().path();
    let mut bytes = fs::read(&file).unwrap();
    let end = bytes.len() - 200;
    bytes[end] ^= 1;
    fs::write(&file, bytes).unwrap();
    cast(&town, "copy", 0, "North=P0").says(1, &["the board at copy can't be relied upon"]);
}

#[test]
fn after_the_closing_time_no_ballot_is_taken() {
    let town = Town::open();
    choices(&town, &["North=P0"]);
    let codes = town.codes(0);
    let arguments =
        ["vote", "board", "--code-file", text(&codes), "--choose-file", "choices", "--cast"];
    let late = isoloir_at(&town, AFTER, &arguments);
    late.says(
        2,
        &["WARNING: by the clock of this machine the vote ended at 2127-03-15 08:00 UTC."],
    );
    late.fails(2, "message 1 of 1, a ballot, is refused: the vote ended at 2127-03-15 08:00 UTC");
    assert_eq!(files(&town, "unsent-"), [""; 0]);
}

#[test]
fn after_the_close_nobody_is_asked_anything() {
    let town = Town::open();
    post(&town, AFTER, &town.close());
    let closed = "the vote is closed: no ballot is taken any more. isoloir status says what comes next; a ballot \
                  whose answer was lost can still get its receipt, with --resend";
    let server = Serving::start(&town);
    for board in ["board", &server.url] {
        // Neither codes nor choices are there: they are not looked at.
        let arguments = ["vote", board, "--code-file", "none", "--choose-file", "none", "--cast"];
        let ran = isoloir(&town, &arguments);
        ran.fails(2, closed);
        assert_eq!(ran.out, "");
        isoloir(&town, &["vote", board]).fails(2, closed);
    }
}

#[test]
fn a_lost_answer_is_asked_for_after_the_close_too() {
    let town = Town::open();
    let server = Serving::start(&town);
    let lose = |exchange: Exchange<'_>| (!exchange.casts()).then_some(exchange.answer);
    let url = between(server.address(), Box::new(|_| {}), Box::new(lose));
    cast(&town, &url, 0, "North=P0").says(3, &["--resend"]);
    drop(server);
    post(&town, AFTER, &town.close());
    isoloir_at(&town, AFTER, &["vote", "board", "--resend", &files(&town, "unsent-0-")[0]])
        .says(0, &["is recorded"]);
}

#[test]
fn a_revoked_code_can_not_vote_and_says_why() {
    let town = Town::open();
    post(&town, DURING, &town.revocation(NORTH, 0));
    cast(&town, "board", 0, "North=P0").fails(
        2,
        "you can't vote on North: your voting code was revoked; ask the registrars for a new one",
    );
    // The other district is not concerned.
    cast(&town, "board", 0, "South=P0:1").says(0, &["Still to vote on: South."]);
}

#[test]
fn a_copy_of_a_board_takes_no_ballot() {
    let town = Town::open();
    isoloir(&town, &["board", "copy", "board", "--out", "copy"]).says(0, &[]);
    cast(&town, "copy", 0, "North=P0").says(2, &["copy is a copy of a board"]);
}
