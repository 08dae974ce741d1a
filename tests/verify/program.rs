//! Some of the attacks, as somebody meets them who runs `isoloir-verify`: the exit code, the JSON
//! report, and the comparison with an older copy.

use std::process::Output;

use isoloir_election::message::Kind;
use serde_json::Value;
use tempfile::TempDir;

use crate::board::{Board, before, payload};
use crate::files::{Files, Seal};
use crate::process::isoloir_verify;

fn run(arguments: &[&str]) -> Output {
    isoloir_verify().args(arguments).output().unwrap()
}

/// An archive on the disk, and its path.
fn archive(files: &Files) -> (TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    files.write(folder.path());
    let path = folder.path().to_str().unwrap().to_owned();
    (folder, path)
}

/// The exit code, and the JSON report.
fn verified(files: &Files) -> (Option<i32>, Value) {
    let (_folder, path) = archive(files);
    let output = run(&[&path, "--json", "-"]);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    let report = serde_json::from_slice(&output.stdout);
    (output.status.code(), report.unwrap_or_else(|error| panic!("{error}: {told}")))
}

/// The failing steps by id, each with the entry of its first failure.
fn failing(report: &Value) -> Vec<(String, Option<u64>)> {
    let steps = report["steps"].as_array().unwrap().iter();
    let failing = steps.filter(|step| step["ok"] == Value::Bool(false));
    failing
        .map(|step| {
            (step["id"].as_str().unwrap().to_owned(), step["failures"][0]["entry"].as_u64())
        })
        .collect()
}

#[test]
fn an_honest_archive_ends_with_0_and_a_report_that_accepts() {
    let (code, report) = verified(&Board::honest().files());
    assert_eq!(code, Some(0));
    assert_eq!(report["verdict"], "accept");
    assert!(failing(&report).is_empty());
}

#[test]
fn an_attack_ends_with_1_and_a_report_that_names_step_and_entry() {
    let close = before(Kind::Close, 0);
    let older = payload(before(Kind::Ballot, 0));
    let replayed = Board::honest().insert(close, Kind::Ballot, older).counted_again();
    let late = payload(before(Kind::Ballot, 1));
    let late = Board::honest().insert(close + 1, Kind::Ballot, late);
    let mut result = payload(before(Kind::Result, 0));
    result[20] ^= 1;
    let unsigned = Board::honest().replace(before(Kind::Result, 0), result);
    let cases = [
        (replayed, "history", close),
        (late, "form", close + 1),
        (unsigned, "signatures", before(Kind::Result, 0)),
    ];
    for (board, step, entry) in cases {
        let (code, report) = verified(&board.files());
        assert_eq!(code, Some(1));
        assert_eq!(report["verdict"], "reject");
        assert_eq!(failing(&report), [(step.to_owned(), Some(entry as u64))]);
    }
}

#[test]
fn a_board_without_its_witnesses_ends_with_1() {
    let seal = Seal { witnesses: Vec::new(), ..Seal::honest() };
    let (code, report) = verified(&Files::of(&Board::honest().entries(), &seal));
    assert_eq!(code, Some(1));
    assert_eq!(failing(&report), [("checkpoint".to_owned(), None)]);
}

#[test]
fn what_is_no_archive_ends_with_2() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_str().unwrap();
    for place in [path.to_owned(), format!("{path}/missing")] {
        let output = run(&[&place, "--json", "-"]);
        assert_eq!(output.status.code(), Some(2), "{output:?}");
        assert!(output.stdout.is_empty());
        assert!(String::from_utf8_lossy(&output.stderr).starts_with("isoloir-verify: "));
    }
}

/// The exit code of `diff`, and what it says.
fn compared(old: &Files, new: &Files) -> (Option<i32>, String) {
    let ((_old, old), (_new, new)) = (archive(old), archive(new));
    let output = run(&["diff", &old, &new]);
    let said = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8_lossy(&said).into_owned())
}

#[test]
fn a_board_that_grew_is_told_from_one_that_shrank_or_was_rewritten() {
    let honest = Board::honest();
    let close = before(Kind::Close, 0);
    let kept = Board(honest.0[..close].to_vec()).files();
    let (code, said) = compared(&kept, &honest.files());
    assert_eq!(code, Some(0), "{said}");

    let (code, said) = compared(&honest.files(), &kept);
    assert_eq!(code, Some(1), "{said}");

    // One ballot less, everything else made anew: nothing of the new board alone tells.
    let dropped = before(Kind::Ballot, 8);
    let forged = honest.without(dropped).counted_again();
    assert_eq!(verified(&forged.files()).0, Some(0));
    let (code, said) = compared(&kept, &forged.files());
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains(&dropped.to_string()), "{said}");
}
