//! What `isoloir simulate` does with input that it can't use: it says where and what to do, and
//! leaves nothing.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use std::fs;

use common::process::{Finished, Running, isoloir};
use common::{Place, contents, many_voters, pb};

const META: [&str; 3] = ["budget;100", "vote_type;approval", "rule;greedy"];
const PROJECTS: [&str; 2] = ["a;60;Trees", "b;50;Benches"];
const VOTES: [&str; 2] = ["1;a", "2;b"];

/// Asserts that a run ended with exit code 2 and said this, in one line.
fn assert_refused(finished: &Finished, said: &[&str]) {
    let stderr = &finished.stderr;
    assert_eq!(finished.code, Some(2), "{stderr}");
    assert_eq!(finished.stdout, "");
    assert_eq!(stderr.lines().count(), 1, "{stderr}");
    assert!(stderr.starts_with("isoloir: "), "{stderr}");
    for said in said {
        assert!(stderr.contains(said), "{said:?} is not in {stderr:?}");
    }
}

/// Asserts that the file is refused with this said, and that nothing was written.
fn refuses(place: &Place, options: &[&str], said: &[&str]) {
    assert_refused(&place.simulate(options), said);
    assert!(!place.out.exists(), "an archive was begun");
    assert!(!place.state().exists(), "a state was written");
}

/// Asserts that the file is refused at this line, with this advice.
fn refuses_at(election: impl AsRef<[u8]>, line: usize, said: &[&str]) {
    let place = Place::with(election);
    let at = format!("{}:{line}: ", place.file.display());
    refuses(&place, &[], &[&[at.as_str()], said].concat());
}

/// A section that is absent is asked for at the end of the file.
#[test]
fn a_missing_section_is_named_with_what_to_add() {
    let whole = pb(&META, &PROJECTS, &VOTES);
    let no_votes = whole.split("VOTES").next().unwrap();
    refuses_at(no_votes, 9, &["the section VOTES is missing", "add its title line"]);
    let without = |from, to| {
        let (before, rest) = whole.split_once(from).unwrap();
        format!("{before}{to}{}", rest.split_once(to).unwrap().1)
    };
    let no_projects = without("PROJECTS", "VOTES");
    refuses_at(no_projects, 9, &["the section PROJECTS is missing", "add its title line"]);
    let no_meta = without("META", "PROJECTS");
    refuses_at(no_meta, 8, &["the section META is missing", "add its title line"]);
}

#[test]
fn a_negative_cost_is_refused_in_its_line() {
    let projects = ["a;60;Trees", "b;-1;Benches"];
    refuses_at(pb(&META, &projects, &VOTES), 9, &["the cost \"-1\" is negative; write 0 or more"]);
}

#[test]
fn a_budget_of_ten_to_the_thirtieth_is_refused() {
    let budget = format!("budget;1{}", "0".repeat(30));
    let meta = [budget.as_str(), "vote_type;approval", "rule;greedy"];
    refuses_at(pb(&meta, &PROJECTS, &VOTES), 3, &["the budget", "too large", "amounts go up to"]);
}

#[test]
fn a_number_in_words_in_hexadecimal_or_with_an_exponent_is_refused() {
    for number in ["sixty", "0x60", "6e1", "1,000", "1 000", "+60", "NaN", "60.", ".5"] {
        let project = format!("a;{number};Trees");
        let said = ["is not a number; write digits"];
        refuses_at(pb(&META, &[&project, "b;50;Benches"], &VOTES), 8, &said);
    }
}

#[test]
fn a_vote_for_an_unknown_project_is_refused_with_its_id() {
    let said = ["the vote names the project \"z\"", "correct the id"];
    refuses_at(pb(&META, &PROJECTS, &["1;a", "2;b,z"]), 13, &said);
}

#[test]
fn bytes_that_are_not_utf_8_are_refused_with_their_line() {
    let mut bytes = pb(&META, &PROJECTS, &VOTES).into_bytes();
    let at = bytes.windows(5).position(|window| window == b"Trees").unwrap();
    bytes[at] = 0xE9;
    refuses_at(bytes, 8, &["this line is not UTF-8; save the file with the encoding UTF-8"]);
}

#[test]
fn a_repeated_voter_is_refused_with_what_to_keep() {
    let said = ["the voter_id \"1\" is already taken", "keep one vote for each voter"];
    refuses_at(pb(&META, &PROJECTS, &["1;a", "2;b", "1;b"]), 14, &said);
}

#[test]
fn a_repeated_project_is_refused() {
    let said = ["the project_id \"a\" is already taken", "give each project its own"];
    refuses_at(pb(&META, &["a;60;Trees", "a;50;Benches"], &VOTES), 9, &said);
}

#[test]
fn a_key_that_meta_must_have_is_asked_for() {
    let meta = ["vote_type;approval", "rule;greedy"];
    refuses_at(pb(&meta, &PROJECTS, &VOTES), 1, &["META does not say the budget; add a row"]);
}

#[test]
fn a_row_of_another_width_than_its_header_is_refused() {
    let said = ["this row of PROJECTS has 4 fields where the header has 3", "quote a field"];
    refuses_at(pb(&META, &["a;60;Trees; and shade", "b;50;B"], &VOTES), 8, &said);
}

#[test]
fn a_quote_that_is_never_closed_is_refused_where_it_opens() {
    let said = ["a quote is opened in this row and never closed; add the closing"];
    refuses_at(pb(&META, &["a;60;\"Trees", "b;50;Benches"], &VOTES), 8, &said);
}

#[test]
fn a_wrong_number_of_votes_in_meta_is_refused() {
    let meta = [META.as_slice(), &["num_votes;3"]].concat();
    let said = ["num_votes is 3, and the section has 2 rows; correct it"];
    refuses_at(pb(&meta, &PROJECTS, &VOTES), 6, &said);
}

#[test]
fn an_empty_file_is_refused() {
    refuses_at("", 1, &["the section META is missing", "add its title line"]);
}

#[test]
fn a_file_of_something_else_is_refused() {
    refuses_at("<!doctype html>\n<title>404</title>\n", 1, &["start the file with META"]);
}

#[test]
fn ordinal_ballots_are_refused_with_what_to_take() {
    let meta = ["budget;100", "vote_type;ordinal", "rule;greedy"];
    let place = Place::with(pb(&meta, &PROJECTS, &VOTES));
    let file = place.file.display().to_string();
    let said = "take a file with approval, choose-1 or cumulative ballots";
    refuses(&place, &[], &[&file, "ordinal ballots can't be sealed", said]);
}

/// Asserts that a file of cumulative ballots with these rows of META is refused with this said.
fn refuses_points(rows: &[&str], said: &str) {
    let meta = [&["budget;100", "vote_type;cumulative", "rule;greedy"], rows].concat();
    let place = Place::with(pb(&meta, &PROJECTS, &VOTES));
    refuses(&place, &[], &[&place.file.display().to_string(), said]);
}

#[test]
fn points_that_can_not_be_proved_are_refused_with_the_row_to_change() {
    refuses_points(&[], "add a row max_sum_points;NUMBER to META");
    refuses_points(&["max_sum_points;256"], "1 to 255 can be proved");
    refuses_points(&["max_points;0"], "1 to 255 can be proved");
    // Five points name up to two projects, and one is allowed.
    refuses_points(&["max_sum_points;5", "max_length;1"], "can't be held to a number of projects");
    refuses_points(&["max_sum_points;5", "min_length;2"], "remove min_length or min_points");
    refuses_points(&["max_sum_points;5", "min_points;2"], "remove min_length or min_points");
    refuses_points(
        &["max_sum_points;5", "min_sum_points;6"],
        "a ballot has at least 6 points and at most 5 points",
    );
}

#[test]
fn a_definition_that_makes_no_sense_is_refused_in_words() {
    let refused = |row: &str, projects: &[&str], said: &str| {
        let meta = [META.as_slice(), &[row]].concat();
        let place = Place::with(pb(&meta, projects, &VOTES));
        refuses(&place, &[], &[&place.file.display().to_string(), said]);
    };
    let dear = ["a;101;Trees", "b;50;Benches"];
    refused("max_length;2", &dear, "project a costs more than the budget can pay for");
    refused("max_sum_cost;55", &PROJECTS, "project a alone is more: no ballot can name it");
    refused("max_length;1\nmin_length;2", &PROJECTS, "at least 2 projects and at most 1 projects");
    refused("max_length;0", &PROJECTS, "no ballot can name it");
}

#[test]
fn a_threshold_that_the_rule_asks_for_and_the_file_does_not_state_is_asked_for() {
    let meta = ["budget;100", "vote_type;approval", "rule;greedy-threshold"];
    let place = Place::with(pb(&meta, &PROJECTS, &VOTES));
    refuses(&place, &[], &["min_project_score_threshold;NUMBER"]);
}

#[test]
fn limits_that_no_ballot_can_meet_are_refused_before_anything_is_written() {
    for impossible in ["min_length;3", "min_sum_cost;111", "min_length;1000000000000"] {
        let meta = [META.as_slice(), &[impossible]].concat();
        let place = Place::with(pb(&meta, &PROJECTS, &VOTES));
        let file = place.file.display().to_string();
        refuses(&place, &[], &[&file]);
    }
}

#[test]
fn what_the_definition_of_an_election_cannot_hold_is_refused_with_how_to_shorten_it() {
    let long = "x".repeat(70);
    let (id, currency) = (format!("{long};60;Trees"), format!("currency;{long}"));
    let of_currency = pb(&[META.as_slice(), &[&currency]].concat(), &PROJECTS, &VOTES);
    let of_id = pb(&META, &[&id, "b;50;Benches"], &["1;b"]);
    let projects: Vec<String> = (0..1_000).map(|id| format!("{id};1;Tree")).collect();
    let projects: Vec<&str> = projects.iter().map(String::as_str).collect();
    let of_projects = pb(&META, &projects, &["1;7"]);
    let cases = [
        (of_currency, "the currency has 70 bytes; shorten it"),
        (of_id, "the id of a project has 70 bytes; shorten it"),
        (of_projects, "1000 projects; there must be between 1 and"),
    ];
    for (election, said) in cases {
        let place = Place::with(election);
        refuses(&place, &[], &[&place.file.display().to_string(), said]);
    }
}

#[test]
fn an_election_of_which_no_ballot_is_left_is_refused() {
    let meta = [META.as_slice(), &["max_length;1"]].concat();
    let all_rejected = Place::with(pb(&meta, &PROJECTS, &["1;a,b"]));
    refuses(&all_rejected, &[], &["no ballot to simulate"]);
    let no_rows = Place::with(pb(&META, &PROJECTS, &[]));
    refuses(&no_rows, &[], &["no ballot to simulate"]);
    let limited = Place::with(pb(&META, &PROJECTS, &VOTES));
    refuses(&limited, &["--limit", "0"], &["no ballot to simulate"]);
}

#[test]
fn a_missing_file_and_a_folder_in_its_place_are_refused_with_their_names() {
    let mut place = Place::with("");
    place.file = place.root().join("absent.pb");
    refuses(&place, &[], &["absent.pb can't be read"]);
    place.file = place.root().join("folder.pb");
    fs::create_dir(&place.file).unwrap();
    refuses(&place, &[], &["folder.pb can't be read"]);
}

#[test]
fn a_folder_that_holds_something_is_left_as_it_is() {
    let place = Place::with(pb(&META, &PROJECTS, &VOTES));
    fs::create_dir(&place.out).unwrap();
    fs::write(place.out.join("letter.txt"), "Dear mayor").unwrap();
    let before = contents(place.root());
    let finished = place.simulate(&[]);
    assert_refused(&finished, &["board is not empty: choose another folder, or add --resume"]);
    assert_eq!(contents(place.root()), before);
}

#[test]
fn a_file_in_the_place_of_the_folder_is_left_as_it_is() {
    let mut place = Place::with(pb(&META, &PROJECTS, &VOTES));
    fs::write(&place.out, "a letter").unwrap();
    let before = contents(place.root());
    assert_refused(&place.simulate(&[]), &["board is a file or lies in one: choose a folder"]);
    place.out = place.out.join("deeper");
    assert_refused(&place.simulate(&[]), &["is a file or lies in one: choose a folder"]);
    assert_eq!(contents(place.root()), before);
}

/// The state would lie in the archive, and be served with it.
#[test]
fn a_folder_without_a_name_is_refused_since_the_secrets_could_not_lie_beside_it() {
    let mut place = Place::with(pb(&META, &PROJECTS, &VOTES));
    fs::create_dir(&place.out).unwrap();
    for unnamed in [".", ".."] {
        let run = place.start_in(&place.out.clone(), unnamed, &[]);
        assert_refused(&run.wait(), &["has no name: give the folder's path"]);
        assert_eq!(contents(&place.out).len(), 0);
    }
    place.out = "/".into();
    assert_refused(&place.simulate(&["--resume"]), &["has no name"]);
}

#[test]
fn a_finished_archive_is_neither_overwritten_nor_resumed() {
    let place = Place::with(pb(&META, &PROJECTS, &VOTES));
    place.report(&[]);
    let before = contents(place.root());
    assert_refused(&place.simulate(&[]), &["is not empty"]);
    let finished = place.simulate(&["--resume"]);
    assert_refused(&finished, &["was finished, or never begun; run it without --resume"]);
    assert_eq!(contents(place.root()), before);
}

#[test]
fn a_resumption_of_what_was_never_begun_is_refused() {
    let place = Place::with(pb(&META, &PROJECTS, &VOTES));
    refuses(&place, &["--resume"], &["board.simulation", "run it without --resume"]);
}

#[test]
fn a_damaged_state_is_refused_and_left_as_it_is() {
    let whole = format!(r#"{{"seed":"{}","limit":null,"file_sha3_256":""}}"#, "00".repeat(32));
    let short = whole.replace("0000", "00");
    let unknown = whole.replace("limit", "limits");
    for state in ["", "{}", "\u{0}\u{0}", &whole[..20], &short, &unknown] {
        let place = Place::with(pb(&META, &PROJECTS, &VOTES));
        fs::write(place.state(), state).unwrap();
        let finished = place.simulate(&["--resume"]);
        assert_refused(&finished, &["board.simulation is damaged; begin again in another folder"]);
        assert!(!place.out.exists());
        assert_eq!(fs::read_to_string(place.state()).unwrap(), state);
    }
}

#[test]
fn a_resumption_with_another_file_or_limit_is_refused_and_the_right_one_goes_on() {
    let election = many_voters(100);
    let place = Place::with(&election);
    let mut running = place.start(&["--limit", "60"]);
    running.until("the state is kept", |_| place.state().exists());
    running.kill();

    fs::write(&place.file, election.replace("99;c,b", "99;c")).unwrap();
    let finished = place.simulate(&["--resume"]);
    assert_refused(&finished, &["the election file is not the one that this simulation"]);
    fs::write(&place.file, &election).unwrap();
    let finished = place.simulate(&["--resume", "--limit", "70"]);
    assert_refused(&finished, &["--limit is not the one", "leave it out"]);
    assert_eq!(place.report(&["--resume"]).counts(), [("a", 36), ("b", 36), ("c", 36)]);
}

#[test]
fn arguments_that_make_no_sense_are_refused_with_where_to_find_help() {
    let cases = [
        ["simulate", "x.pb"].as_slice(),
        &["simulate", "--out", "board"],
        &["simulate", "x.pb", "--out", "board", "--limit", "-1"],
        &["simulate", "x.pb", "--out", "board", "--limit", "many"],
        &["simulate", "x.pb", "--out", "board", "--seed", "s", "--resume"],
        &["simulate", "x.pb", "--out", "board", "--dry-run"],
        &["tally"],
    ];
    for arguments in cases {
        let mut command = isoloir();
        command.args(arguments);
        let finished = Running::start(command).wait();
        assert_eq!(finished.code, Some(2), "{arguments:?}");
        assert_eq!(finished.stdout, "", "{arguments:?}");
        assert!(finished.stderr.contains("--help"), "{}", finished.stderr);
    }
}

#[test]
fn no_change_of_a_byte_makes_the_program_fail_otherwise() {
    let whole = pb(&META, &["a;60;\"Trees; \"\"old\"\"\"", "b;50.5;Benches"], &VOTES);
    for at in 0..whole.len() {
        let mut changed = whole.clone().into_bytes();
        changed[at] = [b';', b'"', b'\n', 0, b'-', b'9', 0xC3][at % 7];
        let place = Place::with(changed);
        let finished = place.simulate(&["--limit", "0"]);
        assert_refused(&finished, &[&place.file.display().to_string()]);
        assert!(!place.out.exists() && !place.state().exists());
    }
}

#[test]
fn no_beginning_of_a_file_makes_the_program_fail_otherwise() {
    let whole = pb(&META, &["a;60;\"Trees; \"\"old\"\"\"", "b;50;Benches"], &VOTES);
    let last_vote = whole.rfind("2;b").unwrap();
    for length in (0..last_vote).step_by(7) {
        let place = Place::with(&whole[..length]);
        let finished = place.simulate(&["--limit", "0"]);
        assert_refused(&finished, &[&place.file.display().to_string()]);
        assert!(!place.out.exists() && !place.state().exists());
    }
}
