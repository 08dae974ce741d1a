//! `isoloir rules`: the winners of a file, by its rule or another, and why.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use common::process::{Finished, Running, isoloir};
use common::{Place, pb};
use serde_json::Value;

const META: [&str; 3] = ["budget;100", "vote_type;approval", "rule;greedy"];
const HEADER: &str = "project_id;cost;votes;name";
const PROJECTS: [&str; 4] = ["a;60;9;Trees", "b;50;7;Benches", "c;40;7;Books", "d;45;6;Bikes"];

/// A file with the columns that `header` names.
fn file(meta: &[&str], header: &str, projects: &[&str], votes: &str) -> String {
    format!(
        "META\nkey;value\n{}\nPROJECTS\n{header}\n{}\nVOTES\n{votes}\n",
        meta.join("\n"),
        projects.join("\n")
    )
}

fn plain(meta: &[&str]) -> String {
    file(meta, HEADER, &PROJECTS, "voter_id;vote")
}

fn rules(path: &Path, options: &[&str]) -> Finished {
    let mut command = isoloir();
    command.arg("rules").arg(path).args(options);
    Running::start(command).wait()
}

/// The JSON of a file, and what was said to standard error.
fn json(election: &str, options: &[&str]) -> (Value, String) {
    let place = Place::with(election);
    let finished = rules(&place.file, &[&["--json"], options].concat());
    assert_eq!(finished.code, Some(0), "{}", finished.stderr);
    (serde_json::from_str(&finished.stdout).unwrap(), finished.stderr)
}

fn winners(election: &str, options: &[&str]) -> Vec<String> {
    strings(&json(election, options).0["winners"])
}

fn strings(list: &Value) -> Vec<String> {
    list.as_array().unwrap().iter().map(|id| id.as_str().unwrap().to_owned()).collect()
}

/// Asserts exit code 2, nothing on standard output and this in the message.
fn refuses(election: &str, options: &[&str], said: &str) {
    let place = Place::with(election);
    let finished = rules(&place.file, options);
    assert_eq!((finished.code, finished.stdout.as_str()), (Some(2), ""), "{}", finished.stderr);
    assert!(finished.stderr.contains(said), "{said:?} is not in {:?}", finished.stderr);
}

#[test]
fn every_rule_can_decide_a_file() {
    let election = plain(&META);
    let decided = |rule: &str| winners(&election, &["--rule", rule]).join(" ");
    assert_eq!(decided("greedy"), "a c");
    assert_eq!(decided("greedy-no-skip"), "a");
    assert_eq!(decided("greedy-custom"), "a b", "40 is 80 % of 50");
    assert_eq!(decided("greedy-exclusive"), "a c");
    assert_eq!(decided("optimal"), "a c");
    assert_eq!(decided("per-unit"), "a b", "b gets the 40 that are left");
    assert_eq!(winners(&election, &["--rule", "greedy-threshold", "--threshold", "8"]), ["a"]);
}

#[test]
fn the_rounds_say_score_cost_what_remained_and_why() {
    let (report, _) = json(&plain(&META), &[]);
    assert_eq!(report["rule"], "greedy");
    let rounds = report["rounds"].as_array().unwrap();
    let second = serde_json::json!({
        "project": "b", "name": "Benches", "score": 7, "cost": 50, "left": 40,
        "funded": false, "verdict": "does-not-fit",
    });
    assert_eq!((rounds.len(), &rounds[1]), (4, &second));
    assert_eq!((&report["budget"], &report["spent"]), (&100.into(), &100.into()));
    assert_eq!((&report["selected"], &report["as_selected"]), (&Value::Null, &Value::Null));
}

#[test]
fn amounts_with_decimals_stay_exact() {
    let projects = ["a;0.1;3;A", "b;0.2;2;B", "c;0.01;1;C"];
    let meta = ["budget;0.3", "vote_type;approval", "rule;greedy"];
    let (report, _) = json(&file(&meta, HEADER, &projects, "voter_id;vote"), &[]);
    assert_eq!(strings(&report["winners"]), ["a", "b"], "0.1 + 0.2 is 0.3 here");
    assert_eq!((&report["decimals"], &report["spent"]), (&2.into(), &30.into()));
}

#[test]
fn a_score_counts_before_the_votes_and_ties_are_in_the_order_of_the_file() {
    let header = "project_id;cost;votes;score;name";
    let projects = ["a;60;9;1;A", "b;60;1;5;B", "c;60;1;5;C"];
    assert_eq!(winners(&file(&META, header, &projects, "voter_id;vote"), &[]), ["b"]);
}

#[test]
fn ordinal_ballots_without_a_score_are_counted_by_borda() {
    let meta = ["budget;60", "vote_type;ordinal", "rule;greedy", "max_length;3"];
    let votes = "voter_id;vote\n1;a,b\n2;c,b\n3;b,a\n4;c,a";
    // a: 3 + 2 + 2 = 7, b: 2 + 2 + 3 = 7, c: 3 + 3 = 6; by votes alone they would tie at 3, 3, 2.
    let election = file(&meta, "project_id;cost;name", &["c;60;C", "b;60;B", "a;60;A"], votes);
    let (report, _) = json(&election, &[]);
    assert_eq!(strings(&report["winners"]), ["b"]);
    let scores: Vec<u64> =
        report["rounds"].as_array().unwrap().iter().map(|r| r["score"].as_u64().unwrap()).collect();
    assert_eq!(scores, [7, 7, 6]);
}

#[test]
fn ballots_that_give_other_totals_are_warned_of_and_do_not_decide() {
    let votes = "voter_id;vote\n1;a,b\n2;b";
    let (report, stderr) = json(&file(&META, HEADER, &PROJECTS, votes), &[]);
    assert_eq!(strings(&report["winners"]), ["a", "c"]);
    assert!(stderr.contains("warning"), "{stderr}");
    assert!(stderr.contains("a (votes 9, the ballots give 1)"), "{stderr}");
    assert_eq!(report["warnings"].as_array().unwrap().len(), 1);
}

#[test]
fn faults_that_decide_no_winner_are_told_and_read_past() {
    let votes = "voter_id;vote\n1;a,zebra";
    let (report, stderr) = json(&file(&META, HEADER, &PROJECTS, votes), &[]);
    assert_eq!(strings(&report["winners"]), ["a", "c"]);
    assert!(stderr.contains("zebra") && stderr.contains("it decides no winner"), "{stderr}");
}

#[test]
fn the_threshold_of_a_file_holds_for_its_own_rule_alone() {
    let meta = [META[0], META[1], "rule;greedy-no-skip", "min_project_score_threshold;8"];
    let election = plain(&meta);
    assert_eq!(winners(&election, &[]), ["a"]);
    assert_eq!(winners(&election, &["--rule", "greedy"]), ["a", "c"]);
    assert_eq!(winners(&election, &["--rule", "greedy-threshold"]), ["a"]);
    assert_eq!(winners(&election, &["--rule", "optimal"]), ["a", "c"]);
    assert_eq!(winners(&election, &["--rule", "optimal", "--threshold", "9"]), ["a"]);
}

#[test]
fn a_project_that_the_format_marks_as_withdrawn_takes_no_money_and_ends_nothing() {
    let projects = ["a;999999999;9;Withdrawn", "b;50;7;Benches"];
    let meta = [META[0], META[1], "rule;greedy-no-skip"];
    let (report, _) = json(&file(&meta, HEADER, &projects, "voter_id;vote"), &[]);
    assert_eq!(strings(&report["winners"]), ["b"]);
    assert_eq!(report["rounds"][1]["verdict"], "withdrawn");
}

#[test]
fn projects_that_exclude_each_other_are_named_on_the_command_line() {
    let meta = ["budget;200", META[1], "rule;greedy-exclusive"];
    let (report, stderr) = json(&plain(&meta), &["--exclusive", "a,b", "--exclusive", "c,d"]);
    assert_eq!(strings(&report["winners"]), ["a", "c"]);
    assert_eq!(report["rounds"][1]["by"], "a");
    assert!(!stderr.contains("warning"), "{stderr}");
    let (_, stderr) = json(&plain(&meta), &[]);
    assert!(stderr.contains("does not say which projects exclude each other"), "{stderr}");
    refuses(&plain(&META), &["--exclusive", "a,b"], "is for the rules");
    refuses(&plain(&meta), &["--exclusive", "a,zebra"], "there is no project \"zebra\"");
    refuses(&plain(&meta), &["--exclusive", "a,a"], "two projects or more");
}

#[test]
fn a_lot_orders_equal_scores_by_its_seed() {
    let projects: Vec<String> = (0..20).map(|number| format!("p{number};10;5;Equal")).collect();
    let projects: Vec<&str> = projects.iter().map(String::as_str).collect();
    let election = file(&META, HEADER, &projects, "voter_id;vote");
    let by = |digit: &str| winners(&election, &["--lot", &digit.repeat(64)]);
    assert_eq!(by("0"), by("0"));
    assert_ne!(by("0"), by("1"));
    assert_ne!(by("0"), winners(&election, &[]));
    refuses(&election, &["--lot", "12"], "64 hexadecimal digits");
}

#[test]
fn rules_that_need_whole_ballots_and_unknown_ones_are_refused_with_the_choice() {
    let meta = [META[0], META[1], "rule;equalshares"];
    refuses(&plain(&meta), &[], "choose one with --rule");
    assert_eq!(winners(&plain(&meta), &["--rule", "greedy"]), ["a", "c"]);
    refuses(&plain(&META), &["--rule", "best"], "\"best\" needs whole ballots or is unknown");
    refuses(&plain(&META), &["--rule", "greedy-threshold"], "add --threshold SCORE");
}

#[test]
fn a_file_that_leaves_the_winners_open_is_refused_in_its_line() {
    let place = Place::with(pb(&META, &["a;-1;Trees"], &[]));
    let finished = rules(&place.file, &[]);
    assert_eq!(finished.code, Some(2));
    let at = format!("isoloir: {}:8: ", place.file.display());
    assert!(finished.stderr.starts_with(&at), "{}", finished.stderr);
    let negative = file(&META, "project_id;cost;score;name", &["a;1;-5;A"], "voter_id;vote");
    refuses(&negative, &[], "the score of project a is negative");
    refuses(&pb(&META, &["a;1;Trees"], &[]), &[], "there are no totals and no ballots");
}

#[test]
fn the_text_shows_the_same_to_people() {
    let place = Place::with(plain(&META));
    let finished = rules(&place.file, &[]);
    for said in
        ["Rule: greedy", "no: costs more than is left", "Winners, in the order funded: a, c"]
    {
        assert!(finished.stdout.contains(said), "{said:?} is not in\n{}", finished.stdout);
    }
}

/// Where the real elections are.
fn real_files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/pabulib");
    let Ok(listing) = fs::read_dir(folder) else { return Vec::new() };
    listing
        .map(|entry| entry.unwrap().path())
        .filter(|p| p.extension() == Some("pb".as_ref()))
        .collect()
}

/// Every file of the collection at hand whose rule is of the greedy family and that names winners. The
/// test says nothing where the files are not.
#[test]
fn the_official_winners_of_real_elections_are_found() {
    let mut decided = 0;
    for file in real_files() {
        let finished = rules(&file, &["--json"]);
        if finished.stderr.contains("needs whole ballots") {
            continue;
        }
        assert_eq!(finished.code, Some(0), "{}", finished.stderr);
        let report: Value = serde_json::from_str(&finished.stdout).unwrap();
        if report["as_selected"] != Value::Null {
            assert_eq!(report["as_selected"], true, "{}", file.display());
            decided += 1;
        }
    }
    assert!(decided == 0 || decided >= 20, "{decided}");
}
