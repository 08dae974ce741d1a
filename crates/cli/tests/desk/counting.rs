//! Ballots on paper, entered and summed.

use std::fs;

use crate::support::process::{Serving, isoloir, isoloir_at, isoloir_given};
use crate::support::town::{AFTER, NORTH, Town};
use crate::{batch, count, count_arguments, read, town, vote};

#[test]
fn only_sums_are_written_and_the_order_of_the_ballots_says_nothing() {
    let town = town();
    count(&town, "P0 P1\n-\nP2\n!\nP0\n").says(0, &["4 valid ballots, 1 invalid"]);
    let sums = read(&town.path("counts.json"));
    let expected = |sums: &str| {
        // Random, and another for each file.
        let counts_id = sums.split('"').nth(7).unwrap();
        assert_eq!(counts_id.len(), 32);
        let id = town.id.to_string();
        format!(
            "{{\n  \"isoloir\": \"sums of ballots on paper, version 1\",\n  \"counts_id\": \"{counts_id}\",\n  \
             \"election_id\": \"{id}\",\n  \"district_index\": 0,\n  \"district\": \"North\",\n  \
             \"valid_ballots\": 4,\n  \"invalid_ballots\": 1,\n  \"projects\": [\n    {{\n      \"id\": \"P0\",\n      \
             \"count\": 2\n    }},\n    {{\n      \"id\": \"P1\",\n      \"count\": 1\n    }},\n    {{\n      \
             \"id\": \"P2\",\n      \"count\": 1\n    }}\n  ]\n}}\n"
        )
    };
    assert_eq!(sums, expected(&sums));
    count(&town, "P0\nP0 P1\n!\n-\nP2\n").says(0, &[]);
    let other = read(&town.path("counts.json"));
    assert_eq!(other, expected(&other));
    assert_ne!(other, sums);
}

#[test]
fn an_invalid_ballot_is_counted_and_told_with_its_line() {
    let town = town();
    let counted = count(&town, "P0,P1\nP1 P2\n!\n\"P0\",P1,P2\n");
    counted.says(0, &["North: 1 valid ballot, 3 invalid"]);
    counted.says(
        0,
        &[
            "Line 2: an invalid ballot: the limit is at most 400 EUR, and these are 500 EUR.",
            "Line 3: an invalid ballot, as it is marked.",
            "Line 4: an invalid ballot: the limit is at most 400 EUR, and these are 600 EUR.",
        ],
    );
}

#[test]
fn a_row_that_can_not_be_read_stops_the_count() {
    let town = town();
    for (rows, reason) in [
        (
            "P0\nP7\n",
            "ballots.csv, line 2, which is ! if the ballot is invalid: North has no project P7; its projects \
             are P0, P1, P2",
        ),
        (
            "P0\nP1\nP0 P0\n",
            "ballots.csv, line 3, which is ! if the ballot is invalid: project P0 is named twice",
        ),
        (
            "P0\n\nP1\n",
            "ballots.csv, line 2, which is ! if the ballot is invalid: nothing is there; a ballot without a \
             project is written -",
        ),
    ] {
        count(&town, rows).fails(2, reason);
        assert!(!town.path("counts.json").exists());
    }
}

#[test]
fn a_district_without_paper_and_one_that_does_not_exist_are_refused() {
    let town = town();
    town.write("ballots.csv", "P0\n");
    isoloir(&town, &count_arguments("South", &["--ballots", "ballots.csv"]))
        .fails(2, "South takes no ballots on paper");
    isoloir(&town, &count_arguments("West", &["--ballots", "ballots.csv"]))
        .fails(2, "no district is called West; there are: North, South");
}

#[test]
fn ballots_are_typed_line_by_line_and_a_slip_is_taken_back() {
    let town = town();
    let typed = "1 2\nP2\nP9\n2 3\n!\n3\n<\n-\n\n";
    let counted = isoloir_given(&town, typed, &count_arguments("North", &[]));
    counted.says(0, &["  1  Trees (P0), 100 EUR", "North: 3 valid ballots, 1 invalid"]);
    counted.says(
        0,
        &[
            "North has no project P9; its projects are P0, P1, P2. Type this ballot again.",
            "the limit is at most 400 EUR, and these are 500 EUR. If it is so on the paper, the ballot is \
             invalid: type ! instead.",
        ],
    );
    let sums = read(&town.path("counts.json"));
    assert_eq!(sums.matches("\"count\": 1").count(), 3, "{sums}");
}

#[test]
fn a_desk_knows_withdrawn_projects_from_a_server_too() {
    let town = town();
    vote(&town, 3, "North=P2").says(0, &[]);
    isoloir(&town, &["post", "--board", "board", town.withdrawal(NORTH, 2).to_str().unwrap()])
        .says(0, &[]);
    let server = Serving::start(&town);
    let fixed = ["desk", "count", "--board", &server.url, "--district", "North"];
    let counted =
        isoloir_given(&town, "3\n1\n\n", &[&fixed[..], &["--out", "counts.json"]].concat());
    counted.says(
        0,
        &["  2  Benches (P1), 200 EUR\n", "  3  Lamps (P2), 300 EUR - WITHDRAWN, CAN'T WIN\n"],
    );
    // What was voted stays as it is.
    counted.says(0, &["North: 2 valid ballots, 0 invalid", "     1  P2"]);
    batch(&town, &[0, 1]).says(0, &["     1  Lamps (P2) - WITHDRAWN, CAN'T WIN\n"]);
}

#[test]
fn an_input_that_ends_before_the_empty_line_counts_nothing() {
    let town = town();
    let counted = isoloir_given(&town, "1\n2\n", &count_arguments("North", &[]));
    counted.fails(130, "the input has ended: nothing more was done");
    assert!(!town.path("counts.json").exists());
}

#[test]
fn sums_are_never_written_over_others_and_those_of_another_election_are_refused() {
    let town = town();
    count(&town, "P0\nP1\n").says(0, &[]);
    isoloir(&town, &count_arguments("North", &["--ballots", "ballots.csv"]))
        .fails(2, "counts.json is there already: nothing is written over it; choose another name");
    let other = Town::elsewhere();
    fs::copy(town.path("counts.json"), other.path("counts.json")).unwrap();
    batch(&other, &[0, 1])
        .fails(2, "counts.json holds the sums of another election: check the address of the board");
}

#[test]
fn nobody_counts_for_a_vote_that_is_closed() {
    let town = town();
    isoloir_at(&town, AFTER, &["post", "--board", "board", town.close().to_str().unwrap()])
        .says(0, &[]);
    count(&town, "P0\n").fails(2, "the vote is closed: no ballots on paper are taken any more");
    assert!(!town.path("counts.json").exists());
}
