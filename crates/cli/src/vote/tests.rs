#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;

use isoloir_service::http::VoterStanding;

use super::testing::Script;
use super::testing::town::{NORTH, SOUTH, Town};
use super::*;
use crate::place::read_messages;

/// A person of the town answers these lines, after their codes.
fn journey(town: &Town, resident: usize, answers: &[&str]) -> (Script, Result<(), Failure>) {
    let poll = Poll::open(&Place::Folder(town.board()), None).unwrap();
    let codes = [town.code(resident, 0), town.code(resident, 1)];
    let mut script = Script::new(codes.iter().map(String::as_str).chain(answers.iter().copied()));
    let (folder, keeping) = (town.folder.path(), Keeping::Always);
    let done = Journey { dialogue: &mut script, poll: &poll, folder, keeping }.run_with_own_codes();
    (script, done)
}

/// The same, where all goes well and every line was asked for.
#[track_caller]
fn goes_well(town: &Town, resident: usize, answers: &[&str]) -> Script {
    let (script, done) = journey(town, resident, answers);
    assert!(done.is_ok() && script.is_over(), "{done:?}\n{}", script.heard);
    script
}

fn standing(town: &Town, district: u16, resident: usize) -> VoterStanding {
    let place = Place::Folder(town.board());
    place.standing(district, &town.credential(district, resident)).unwrap().unwrap()
}

/// The beginning of the names of the files beside the board.
fn written(town: &Town) -> Vec<String> {
    let entries = fs::read_dir(town.folder.path()).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut kinds: Vec<String> =
        names.map(|name| name.split('-').next().unwrap().to_owned()).collect();
    kinds.sort();
    kinds
}

#[test]
fn a_person_chooses_looks_copies_the_tracking_code_and_then_casts() {
    let town = Town::open();
    let heard = goes_well(&town, 0, &["y", "1 2", "", "y", "cast", "n"]);
    heard.heard_in_order(&[
        "Voting code from Registrar 0",
        "Voting code from Registrar 1",
        "You can vote on:",
        "Still to vote on: North, South.",
        "Vote on North? [Y/n]",
        "  1  Trees (P0), 100 EUR",
        "Chosen: 0 projects, which cost 0 EUR; the budget is 400 EUR.",
        "  at most 400 EUR: 0 EUR so far, 400 EUR left",
        "* 1  Trees (P0), 100 EUR",
        "  at most 400 EUR: 300 EUR so far, 100 EUR left",
        "  at most 2 projects: 2 projects so far, 0 projects left",
        "Your ballot on North:",
        "  - Benches (P1), 200 EUR",
        "Is this your ballot?",
        "is sealed, and not cast. Its tracking code:",
        "Copy it to where this machine can't change it",
        "\"cast\"",
        "Your ballot on North is recorded",
        "isoloir-verify receipt",
        "Vote on South? [Y/n]",
    ]);
    assert_eq!(standing(&town, NORTH, 0).ballots.len(), 1);
    assert_eq!(standing(&town, SOUTH, 0).ballots.len(), 0);
    assert_eq!(written(&town), ["board", "receipt"]);
    let tracker = standing(&town, NORTH, 0).current().to_string();
    let groups: Vec<&str> = (0..8).map(|group| &tracker[4 * group..4 * group + 4]).collect();
    heard.heard_in_order(&["Its tracking code:", &groups.join(" "), "\"cast\"", &tracker]);
}

#[test]
fn a_choice_over_a_limit_is_marked_and_not_sealed_before_it_is_changed() {
    let town = Town::open();
    let heard = goes_well(&town, 3, &["", "2 3", "", "3 1", "", "", "stop"]);
    heard.heard_in_order(&[
        "! at most 400 EUR: 500 EUR, 100 EUR too much",
        "This is no ballot yet: see the limits marked with !",
        "! at most 400 EUR: 500 EUR",
        "  at most 400 EUR: 300 EUR so far",
        "is sealed",
        "The ballot is thrown away. Nothing was cast.",
    ]);
    assert_eq!(standing(&town, NORTH, 3).ballots.len(), 0);
    assert_eq!(written(&town), ["board"]);
}

#[test]
fn a_withdrawn_project_is_marked_and_can_be_chosen_all_the_same() {
    let town = Town::open();
    let place = Place::Folder(town.board());
    place.post(&read_messages(&town.withdrawal(NORTH, 1)).unwrap()).unwrap();
    let answers = ["y", "2", "", "y", "cast"];
    let heard = goes_well(&town, 3, &answers);
    heard.heard_in_order(&[
        "North, a budget of 400 EUR\nWithdrawn on North, and can't win: Benches (P1).\n",
        "  1  Trees (P0), 100 EUR\n",
        "  2  Benches (P1), 200 EUR - WITHDRAWN, CAN'T WIN\n",
        "* 2  Benches (P1), 200 EUR - WITHDRAWN, CAN'T WIN\n",
        "is recorded",
    ]);
}

#[test]
fn a_line_with_a_slip_changes_nothing() {
    let town = Town::open();
    let heard = goes_well(&town, 3, &["y", "1 7", "P1", "", "y", "cast"]);
    heard.heard_in_order(&[
        "North has no project 7",
        "  1  Trees (P0)",
        "* 2  Benches (P1)",
        "Your ballot on North:\n  - Benches (P1), 200 EUR\nChosen: 1 project",
    ]);
}

#[test]
fn a_challenged_ballot_is_thrown_away_and_the_next_one_has_another_tracking_code() {
    let town = Town::open();
    let answers = ["y", "1", "", "y", "maybe", "challenge", "y", "cast", "n"];
    let heard = goes_well(&town, 0, &answers);
    heard.heard_in_order(&[
        "Type one of the three words.",
        "The ballot is opened, and will never be cast.",
        "isoloir-verify challenge",
        "Seal a new ballot with the same choices?",
        "is recorded",
    ]);
    let codes: Vec<&str> =
        heard.heard.split("Its tracking code:").skip(1).map(|t| &t[..45]).collect();
    assert_eq!(codes.len(), 2);
    assert_ne!(codes[0], codes[1]);
    assert_eq!(standing(&town, NORTH, 0).ballots.len(), 1);
    assert_eq!(written(&town), ["board", "challenge", "receipt"]);
}

#[test]
fn points_are_typed_with_a_colon_and_taken_back_with_zero() {
    let town = Town::open();
    let answers = ["n", "y", "1", "1:3 2:3", "2:0", "2:2", "", "n", "2:1", "", "y", "cast"];
    goes_well(&town, 1, &answers).heard_in_order(&[
        "1 must be a project, a colon and 0 to 3 points, such as P0:3",
        "! at most 5 points: 6 points, 1 point too much",
        "* 1  Pond (P0), 100 EUR: 3 points",
        "Given: 5 points to 2 projects.",
        "Your ballot on South:\n  - 3 points: Pond (P0), 100 EUR\n  - 2 points: Library (P1), 200 EUR\n",
        "Your ballot on South:\n  - 3 points: Pond (P0), 100 EUR\n  - 1 point: Library (P1), 200 EUR\n",
        "is recorded",
    ]);
}

#[test]
fn who_has_voted_is_not_asked_to_by_the_enter_key_and_can_all_the_same() {
    let town = Town::open();
    goes_well(&town, 3, &["y", "", "y", "cast"])
        .heard_in_order(&["  - no project: an empty ballot"]);
    goes_well(&town, 3, &[""])
        .heard_in_order(&["North: 1 ballot recorded", "Vote on North? [y/N]"]);
    goes_well(&town, 3, &["y", "3", "", "y", "cast"]);
    assert_eq!(standing(&town, NORTH, 3).ballots.len(), 2);
}

#[test]
fn a_mistyped_code_is_asked_for_again_and_not_shown() {
    let town = Town::open();
    let poll = Poll::open(&Place::Folder(town.board()), None).unwrap();
    let (first, second) = (town.code(3, 0), town.code(3, 1));
    let swapped = format!("{}{}", &second[..second.len() - 9], &second[second.len() - 4..]);
    let mut script = Script::new([&*first, &swapped, &second, "n"]);
    let folder = town.folder.path();
    Journey { dialogue: &mut script, poll: &poll, folder, keeping: Keeping::Always }
        .run_with_own_codes()
        .unwrap();
    script.heard_in_order(&[
        "Voting code from Registrar 1",
        "a voting code has 24 letters and digits, this has 20.",
        "Voting code from Registrar 1",
    ]);
    assert!(!script.heard.contains(&first) && !script.heard.contains(&second));
}

#[test]
fn where_an_id_looks_like_a_number_projects_are_named_by_their_ids_alone() {
    use isoloir_election::definition::{District, DistrictParts, Project};

    let project = |id: &str| Project { id: id.into(), name: "Name".into(), cost: 1 };
    let district = |ids: &[&str]| {
        let projects = ids.iter().copied().map(project).collect();
        District::new(DistrictParts::new("North", 10, projects)).unwrap()
    };
    let numbers = district(&["7", "1"]);
    assert_eq!(Naming::of(&numbers), Naming::Ids);
    let read = |district: &District, item: &str| {
        let read = Selection::read(district, Naming::of(district), [item].into_iter());
        read.ok().map(|selection| selection.points().to_vec())
    };
    assert_eq!(read(&numbers, "1"), Some(vec![0, 1]));
    assert_eq!(read(&numbers, "2"), None);
    let words = district(&["a", "b"]);
    assert_eq!(Naming::of(&words), Naming::NumbersAndIds);
    assert_eq!(read(&words, "2"), Some(vec![0, 1]));
    assert_eq!(read(&words, "a"), Some(vec![1, 0]));
    assert_eq!((read(&words, "0"), read(&words, "3"), read(&words, "+1")), (None, None, None));
}
