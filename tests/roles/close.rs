//! The close, its statements and the decryption: as they should be, and with a server that shows two closes.

use std::fs;
use std::sync::OnceLock;

use crate::attacker::open_file;
use crate::town::{AFTER, BEFORE, COMPLAINTS, DURING, Plan, Town};

/// A town of three trustees in which four residents have voted.
fn voted() -> Town {
    static TEMPLATE: OnceLock<Town> = OnceLock::new();
    let template = TEMPLATE.get_or_init(|| {
        let town = Town::new(Plan::small(3, 2));
        town.publish();
        town.ceremony();
        town.issue(&vec![vec!["Whole town"]; 5]);
        town.open();
        let codes = town.codes();
        for resident in 0..4 {
            vote(&town, resident, &codes[&resident.to_string()]);
        }
        town
    });
    template.copy()
}

fn vote(town: &Town, resident: usize, codes: &[String]) {
    let choice = ["A,B", "A", "B", ""][resident % 4];
    let choice = format!("Whole town={choice}");
    let (who, board) = (format!("resident{resident}"), town.board());
    town.write(&who, "choices", &choice);
    let more = ["--choose-file", "choices", "--cast"];
    town.votes(&who, board.to_str().unwrap(), codes, &more);
}

const CLOSE: [&str; 3] = ["close", "KEY", "BOARD"];
const STATE: [&str; 4] = ["trustee", "close-statement", "KEY", "BOARD"];
const DECRYPT: [&str; 4] = ["trustee", "decrypt", "KEY", "BOARD"];

#[test]
fn a_phase_is_entered_neither_early_nor_twice() {
    let town = Town::published();
    town.refused(
        "clerk",
        BEFORE,
        &["open", "KEY", "BOARD"],
        2,
        "the vote opens at 2027-03-01 07:00 UTC, not before",
    );
    town.refused("clerk", DURING, &["open", "KEY", "BOARD"], 2, "the key ceremony is not finished");
    town.refused("clerk", DURING, &CLOSE, 2, "the vote is not open: there is nothing to close");
    let town = voted();
    town.refused(
        "clerk",
        DURING,
        &["open", "KEY", "BOARD"],
        2,
        "the vote was opened before: nothing was done",
    );
    town.refused("clerk", DURING, &CLOSE, 2, "the vote closes at 2027-03-08 11:00 UTC, not before");
    town.refused(
        "trustee1",
        AFTER,
        &STATE,
        2,
        "the vote is not closed: nothing is stated and nothing is decrypted before",
    );
    town.refused("trustee1", AFTER, &DECRYPT, 2, "the vote is not closed");
    town.refused(
        "clerk",
        AFTER,
        &["publish-result", "KEY", "BOARD"],
        2,
        "the vote is not closed: there is no result",
    );
    town.good("clerk", COMPLAINTS, &CLOSE);
    town.refused("clerk", COMPLAINTS, &CLOSE, 2, "the vote was closed before: nothing was done");
    let early =
        "complaints about the vote are heard until 2027-03-11 11:00 UTC: come back after that";
    town.refused("trustee1", COMPLAINTS, &STATE, 2, early);
    town.refused("trustee1", COMPLAINTS, &DECRYPT, 2, early);
    // Three of three must state the close where two decrypt.
    town.good("trustee1", AFTER, &STATE);
    town.good("trustee2", AFTER, &STATE);
    let words = "3 identical close statements must come first, there are 2";
    town.refused("trustee1", AFTER, &DECRYPT, 2, words);
    town.good("trustee3", AFTER, &STATE);
    let said = town.good("trustee1", AFTER, &DECRYPT).stdout;
    assert!(said.starts_with("Whole town: 4 ballots count\n"), "{said}");
    town.refused("clerk", AFTER, &["publish-result", "KEY", "BOARD"], 2, "no district is ready");
    town.good("trustee3", AFTER, &DECRYPT);
    town.good("clerk", AFTER, &["publish-result", "KEY", "BOARD"]);
    town.refused(
        "clerk",
        AFTER,
        &["publish-result", "KEY", "BOARD"],
        2,
        "all results are published: nothing was done",
    );
    town.refused("trustee2", AFTER, &DECRYPT, 2, "the election is decided: nothing is left to do");
}

#[test]
fn a_district_with_fewer_ballots_than_its_floor_is_named_as_withheld() {
    let mut plan = Plan::small(1, 1);
    let hamlet = plan.districts.replace("Whole town", "Hamlet").replace("floor = 0", "floor = 2");
    plan.districts += &hamlet;
    plan.projects += "D,Pond,50,Hamlet\n";
    let town = Town::new(plan);
    town.publish();
    town.ceremony();
    town.issue(&[vec!["Whole town", "Hamlet"], vec!["Whole town"]]);
    town.open();
    let codes = town.codes();
    town.write("resident0", "choices", "Whole town=A\nHamlet=D");
    let board = town.board();
    let more = ["--choose-file", "choices", "--cast"];
    town.votes("resident0", board.to_str().unwrap(), &codes["0"], &more);
    town.good("clerk", COMPLAINTS, &CLOSE);
    town.good("trustee1", AFTER, &STATE);
    let said = town.good("trustee1", AFTER, &DECRYPT).stdout;
    let words = "Decrypted now: 1 of 2 districts. Withheld, with fewer ballots than the floor: Hamlet. With";
    assert!(said.contains(words), "{said}");
    let said = town.good("clerk", AFTER, &["publish-result", "KEY", "BOARD"]).stdout;
    let words = "Hamlet: withheld. 1 encrypted ballots count, and the floor is 2: fewer would give votes away. \
                 Nobody decrypts them, and no project wins.\n";
    assert!(said.contains(words) && !said.contains("Whole town: withheld"), "{said}");
}

#[test]
fn a_server_that_shows_two_trustees_two_closes_gets_nothing_decrypted() {
    let town = voted();
    // The same board with one ballot more, to learn that ballot by subtraction.
    let other = town.copy();
    vote(&other, 4, &other.codes()["4"]);
    town.good("clerk", COMPLAINTS, &CLOSE);
    other.good("clerk", COMPLAINTS, &CLOSE);
    let shown = |number: usize, step: &'static str, board: &Town| {
        let board = board.board();
        let board = board.to_str().unwrap().to_owned();
        let arguments = ["trustee", step, "KEY", "--board", &board];
        town.run(&format!("trustee{number}"), AFTER, &arguments)
    };
    assert_eq!(shown(1, "close-statement", &town).code, Some(0));
    assert_eq!(shown(2, "close-statement", &other).code, Some(0));
    assert_eq!(shown(3, "close-statement", &other).code, Some(0));
    // Each is bound to the close that it stated, for ever.
    for (number, board) in [(1, &other), (2, &town), (3, &town)] {
        for step in ["close-statement", "decrypt"] {
            let done = shown(number, step, board);
            assert_eq!(done.code, Some(1), "{}", done.stderr);
            let said = &done.stderr;
            let is_other = said.contains("this is not the board that was shown here before");
            assert!(
                is_other || said.contains("is older than the board that was shown here"),
                "{said}"
            );
        }
        let file = open_file(&town.folder(&format!("trustee{number}")));
        assert!(file["content"]["election"]["signed"].get("decryption of district 0").is_none());
    }
    // Neither close has its three statements: no decryption comes out.
    for (number, board) in [(1, &town), (2, &other), (3, &other)] {
        let done = shown(number, "decrypt", board);
        assert_eq!(done.code, Some(2), "{}", done.stderr);
        assert!(
            done.stderr.contains("3 identical close statements must come first"),
            "{}",
            done.stderr
        );
    }
}

#[test]
fn a_file_that_has_forgotten_the_board_is_still_bound_to_its_close() {
    let town = voted();
    let other = town.copy();
    vote(&other, 4, &other.codes()["4"]);
    town.good("clerk", COMPLAINTS, &CLOSE);
    other.good("clerk", COMPLAINTS, &CLOSE);
    // The file of before the close, which has seen neither close; the statement went to a stick.
    let elsewhere = ["trustee", "close-statement", "KEY", "BOARD", "--out", "statement"];
    town.good("trustee1", AFTER, &elsewhere);
    let board = other.board();
    let statement = ["trustee", "close-statement", "KEY", "--board", board.to_str().unwrap()];
    let done = town.run("trustee1", AFTER, &statement);
    assert_eq!(done.code, Some(1), "{}", done.stderr);
    // And once more the same, as often as one likes.
    town.good("trustee1", AFTER, &STATE);
    let first = fs::read(town.folder("trustee1").join("statement")).unwrap();
    fs::remove_file(town.folder("trustee1").join("statement")).unwrap();
    town.good("trustee1", AFTER, &elsewhere);
    assert_eq!(fs::read(town.folder("trustee1").join("statement")).unwrap(), first);
}
