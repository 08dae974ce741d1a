use super::{PROJECTS, election, examine, key, replaced};
use crate::party_key::Role;
use std::path::Path;

fn advised(election: &str) -> Vec<String> {
    let advice = examine(election, PROJECTS).findings.advice;
    advice.iter().map(|finding| finding.told(Path::new(""))).collect()
}

/// The election with so many trustees.
fn with_trustees(count: u8, threshold: u8) -> String {
    let table = |n: u8| {
        let key = key(Role::Trustee, n);
        format!("[[trustee]]\nname = \"Trustee {n}\"\nkey = \"{key}\"\n")
    };
    let tables: String = (10..9 + count).map(table).collect();
    let election = replaced(&election(), "[[trustee]] # line 29", &(tables + "[[trustee]]"));
    replaced(&election, "threshold = 1", &format!("threshold = {threshold}"))
}

#[test]
fn trustees_of_whom_one_can_be_missing_need_no_advice() {
    for (count, threshold) in [(4, 2), (5, 2), (5, 3), (9, 5)] {
        assert_eq!(advised(&with_trustees(count, threshold)), [""; 0], "{threshold} of {count}");
    }
}

#[test]
fn a_threshold_that_leaves_no_spare_trustee_is_advised_against() {
    assert_eq!(
        advised(&with_trustees(2, 2)),
        [
            "election.toml:28: 2 of 2 trustees are needed to count, and 2 to confirm the close: if one of them is absent, there is no result; have more trustees"
        ]
    );
    assert_eq!(
        advised(&with_trustees(3, 3)),
        [
            "election.toml:28: 3 of 3 trustees are needed to count, and 3 to confirm the close: if one of them is absent, there is no result; have more trustees, or lower the threshold to 2"
        ]
    );
    assert_eq!(
        advised(&with_trustees(7, 5)),
        [
            "election.toml:28: 5 of 7 trustees are needed to count, and 6 to confirm the close: if 2 of them are absent, there is no result; have more trustees, or lower the threshold to 4"
        ]
    );
}

#[test]
fn trustees_of_whom_each_must_confirm_the_close_are_advised_against() {
    assert_eq!(
        advised(&with_trustees(3, 2)),
        [
            "election.toml:28: all 3 trustees are needed to confirm the close: if one of them is absent, or loses their file, there is no result; have five of whom three count"
        ]
    );
}

#[test]
fn one_trustee_who_can_read_every_vote_is_advised_against() {
    assert_eq!(
        advised(&election()),
        [
            "election.toml:28: the threshold is 1, so one trustee alone could read every vote; have three trustees or more, and ask for two or more of them"
        ]
    );
}

fn advised_of(from: &str, to: &str) -> Vec<String> {
    advised(&replaced(&with_trustees(5, 3), from, to))
}

#[test]
fn one_registrar_is_advised_against() {
    let registrar = format!(
        "[[registrar]] # line 24\nname = \"Council\"\nkey = \"{}\"\n",
        key(Role::Registrar, 4)
    );
    assert_eq!(
        advised_of(&registrar, ""),
        [
            "election.toml:21: there is one registrar, who alone could make voting codes up and vote with them; name a second, independent of the first"
        ]
    );
}

#[test]
fn floors_that_give_votes_away_are_advised_against() {
    assert_eq!(
        advised_of("ties = \"lot\"", "ties = \"lot\"\nfloor = 9\npaper_floor = 2"),
        [
            "election.toml:62: district \"North\" is counted from 9 ballots on: so few give votes away; write floor = 10 or more",
            "election.toml:63: district \"North\" takes batches of 2 ballots on paper: so few give votes away; write paper_floor = 10 or more"
        ]
    );
}

#[test]
fn a_ballot_without_a_limit_is_advised_against() {
    assert_eq!(
        advised_of("at_most = 2\nat_least = 1\n", "at_least = 1\n"),
        [
            "election.toml:56: a ballot in district \"North\" may choose all projects at once; if that is not meant, add [[district.limit]] with measure and at_most"
        ]
    );
}

#[test]
fn a_rule_for_groups_without_groups_is_advised_against() {
    assert_eq!(
        advised_of("exclusive = [[\"N1\", \"N2\"]]\n", ""),
        [
            "election.toml:59: the rule of district \"North\" is for projects that exclude each other, and none do; list them in `exclusive`, or choose another rule"
        ]
    );
}

#[test]
fn a_board_without_witnesses_is_advised_against() {
    let election = with_trustees(5, 3);
    let start = election.find("[witnesses]").unwrap();
    let end = election.find("[[official]] # line 15").unwrap();
    assert_eq!(
        advised(&(election[..start].to_owned() + &election[end..])),
        [
            "election.toml:1: there is no witness, so a board that shows two people different things is noticed late; name one: [[witness]]"
        ]
    );
    assert_eq!(
        advised_of("quorum = 1", "quorum = 0"),
        ["election.toml:12: the quorum is 0, so the witnesses are asked for nothing; raise it"]
    );
}
