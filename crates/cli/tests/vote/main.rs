//! `isoloir vote` as a separate process, against a folder and against a server.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "../support/mod.rs"]
mod support;

mod answers;
mod refusals;

use std::fs;
use std::path::Path;

use support::process::{Ran, Serving, isoloir, isoloir_at, isoloir_given, verify_as_told};
use support::town::{DURING, NORTH, Town};

/// A vote in which nobody is asked.
pub(crate) fn vote(town: &Town, board: &str, resident: usize, more: &[&str]) -> Ran {
    let codes = town.codes(resident);
    isoloir(town, &[&["vote", board, "--code-file", text(&codes)], more].concat())
}

pub(crate) fn cast(town: &Town, board: &str, resident: usize, choice: &str) -> Ran {
    choices(town, &[choice]);
    vote(town, board, resident, &["--choose-file", "choices", "--cast"])
}

/// The file `choices`, with these.
pub(crate) fn choices(town: &Town, lines: &[&str]) {
    town.write("choices", lines.join("\n"));
}

pub(crate) fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

pub(crate) fn post(town: &Town, now: &str, messages: &Path) {
    isoloir_at(town, now, &["post", "--board", "board", text(messages)]).says(0, &[]);
}

/// The names of the files beside the board that begin so.
pub(crate) fn files(town: &Town, prefix: &str) -> Vec<String> {
    let entries = fs::read_dir(town.folder.path()).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut found: Vec<String> = names.filter(|name| name.starts_with(prefix)).collect();
    found.sort();
    found
}

pub(crate) fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => copy_folder(&entry.path(), &target),
            false => drop(fs::copy(entry.path(), target).unwrap()),
        }
    }
}

#[test]
fn a_ballot_cast_at_a_server_gives_a_receipt_that_another_program_accepts() {
    let town = Town::open();
    let server = Serving::start(&town);
    let ran = cast(&town, &server.url, 0, "North=P0,P1");
    ran.says(0, &["Budget of Courvelle 1", &town.fingerprint(), "Still to vote on: North, South."]);
    ran.says(
        0,
        &["Your ballot on North is recorded", "Until 2127-03-15 08:00 UTC you can vote again"],
    );
    let tracker = ran.after("tracking code");
    assert_eq!(ran.after("receipt "), format!("./receipt-0-{}.tlog-proof", &tracker[..8]));
    let checked = verify_as_told(&town, &ran);
    checked.says(
        0,
        &["The ballot is recorded", "It is the last ballot of its credential so far", &tracker],
    );
}

#[test]
fn a_folder_takes_ballots_as_a_server_does() {
    let town = Town::open();
    let ran = cast(&town, "board", 0, "South=P0:3,P1:2");
    verify_as_told(&town, &ran).says(0, &["The ballot is recorded"]);
    assert_eq!(files(&town, "receipt-1-").len(), 1);
}

#[test]
fn ballots_on_two_districts_are_cast_at_once_and_an_empty_one_is_a_ballot() {
    let town = Town::open();
    let server = Serving::start(&town);
    choices(&town, &["North=", "", "  South = P1:1 "]);
    vote(&town, &server.url, 2, &["--choose-file", "choices", "--cast"])
        .says(0, &["on North is recorded", "on South is recorded"]);
    let again = cast(&town, &server.url, 2, "North=P2");
    again.says(0, &["You have voted wherever you can.", "South: 1 ballot recorded"]);
    assert_eq!(files(&town, "receipt-").len(), 3);
}

#[test]
fn the_last_ballot_counts_and_the_receipt_of_the_first_says_so() {
    let town = Town::open();
    let server = Serving::start(&town);
    let first = cast(&town, &server.url, 0, "North=P0");
    let second = cast(&town, &server.url, 0, "North=P1");
    second.says(
        0,
        &["North: 1 ballot recorded", &first.after("tracking code"), "you can vote again"],
    );
    verify_as_told(&town, &first).says(1, &["It does not count", &second.after("tracking code")]);
    verify_as_told(&town, &second).says(0, &["The ballot is recorded"]);
}

#[test]
fn a_challenged_ballot_is_opened_by_another_program_and_never_cast() {
    let town = Town::open();
    let server = Serving::start(&town);
    let before = town.size();
    choices(&town, &["North=P1,P0"]);
    let ran = vote(&town, &server.url, 0, &["--choose-file", "choices", "--challenge"]);
    ran.says(0, &["will never be cast"]);
    assert_eq!(town.size(), before);
    let opened = verify_as_told(&town, &ran);
    opened.says(0, &["all 64 digits", "Trees (P0)", "Benches (P1)", "This ballot was not cast"]);
    assert!(!opened.out.contains("Lamps"));
    let names = files(&town, "challenge-0-");
    let file = fs::read_to_string(town.path(&names[0])).unwrap();
    // 66 + 1 bytes of the opening, and 66 before it.
    assert_eq!((file.lines().count(), file.trim_end().len()), (1, 178));
    #[cfg(unix)]
    {
        let access = fs::metadata(town.path(&names[0])).unwrap().permissions();
        assert_eq!(std::os::unix::fs::PermissionsExt::mode(&access) & 0o777, 0o600);
    }
}

#[test]
fn a_withdrawn_project_is_told_from_a_folder_and_status_tells_it_of_a_server() {
    let town = Town::open();
    cast(&town, "board", 1, "North=P2").says(0, &[]);
    post(&town, DURING, &town.withdrawal(NORTH, 2));
    cast(&town, "board", 2, "North=P0").says(
        0,
        &["Withdrawn on North, and can't win: Lamps (P2).\nYour ballot on North is sealed"],
    );
    // South has none.
    let south = cast(&town, "board", 2, "South=P0:1");
    assert!(!south.out.contains("ithdrawn"), "{south:?}");
    let server = Serving::start(&town);
    cast(&town, &server.url, 0, "North=P0").says(
        0,
        &["If a project was withdrawn since the opening, it is not marked here: isoloir status names it."],
    );
    isoloir(&town, &["status", "--board", &server.url]).says(
        0,
        &["North: 5 on the roll, 3 ballots recorded\n  withdrawn, and can't win: P2\nSouth"],
    );
}

#[test]
fn points_are_challenged_as_points() {
    let town = Town::open();
    choices(&town, &["South=P1:3,P0:1"]);
    let ran = vote(&town, "board", 1, &["--choose-file", "choices", "--challenge"]);
    let opened = verify_as_told(&town, &ran);
    opened.says(0, &["3 points: Library (P1)", "1 point: Pond (P0)"]);
}

#[test]
fn codes_come_from_the_standard_input_as_people_write_them() {
    let town = Town::open();
    let typed = format!(
        "\n{}\n\n  {}  \n",
        town.code(3, 0).to_lowercase().replace('-', " "),
        town.code(3, 1).replace('0', "o")
    );
    choices(&town, &["North=P0"]);
    let fixed = ["vote", "board", "--code-file", "-", "--choose-file"];
    isoloir_given(&town, &typed, &[&fixed[..], &["choices", "--cast"]].concat())
        .says(0, &["You can vote on:\n  North: no ballot yet"]);
}

#[test]
fn choices_come_from_the_standard_input_and_are_then_on_no_disk_and_no_command_line() {
    let town = Town::open();
    let codes = town.codes(0);
    let fixed = ["vote", "board", "--code-file", text(&codes), "--choose-file", "-"];
    isoloir_given(&town, "North=P0,P1\nSouth=P0:3\n", &[&fixed[..], &["--cast"]].concat())
        .says(0, &["on North is recorded", "on South is recorded"]);
    let mut left = files(&town, "");
    left.retain(|name| !name.starts_with("receipt-"));
    assert_eq!(left, ["board", "codes-0"]);
}

#[test]
fn choices_on_the_command_line_are_taken_from_those_who_know_that_others_see_it() {
    let town = Town::open();
    vote(&town, "board", 0, &["--choose", "North=P0", "--choose", "South=P1:1", "--cast"])
        .says(0, &["on North is recorded", "on South is recorded"]);
}

#[test]
fn no_code_and_no_choice_is_printed_or_left_in_a_file() {
    let town = Town::open();
    let ran = cast(&town, "board", 0, "North=P0,P1");
    for secret in [town.code(0, 0), town.code(0, 1), town.code(0, 0).replace('-', "")] {
        assert!(!ran.out.contains(&secret) && !ran.error.contains(&secret));
    }
    for name in ["Trees", "Benches", "P0", "P1"] {
        assert!(!ran.out.contains(name) && !ran.error.contains(name), "{ran:?}");
    }
    let mut left = files(&town, "");
    left.retain(|name| !name.starts_with("receipt-"));
    assert_eq!(left, ["board", "choices", "codes-0"]);
}

#[test]
fn codes_that_came_in_the_place_of_others_vote_though_no_roll_of_the_opening_has_them() {
    let mut town = Town::open();
    post(&town, DURING, &town.revocation(NORTH, 1));
    let (messages, codes) = town.reissue(NORTH, 1);
    post(&town, DURING, &messages);
    let server = Serving::start(&town);
    choices(&town, &["North=P2"]);
    let choice = ["--choose-file", "choices", "--cast"];
    let fixed = ["vote", &server.url, "--code-file", text(&codes)];
    let ran = isoloir(&town, &[&fixed[..], &choice].concat());
    ran.says(0, &["You can vote on:\n  North: no ballot yet\nStill"]);
    verify_as_told(&town, &ran).says(0, &["The ballot is recorded"]);
    cast(&town, &server.url, 1, "North=P2").fails(
        2,
        "you can't vote on North: your voting code was replaced by a new one; take the new letter",
    );
}
