//! `isoloir result` as a separate process, on archives that `isoloir simulate` leaves.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// The longest that a test waits for what must happen.
const PATIENCE: Duration = Duration::from_secs(240);

fn isoloir() -> Command {
    Command::new(env!("CARGO_BIN_EXE_isoloir"))
}

fn demo(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("demo").join(name)
}

/// The archive of an election of these files, in a folder of its own.
fn archive(files: &[PathBuf]) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let archive = folder.path().join("archive");
    let simulated = isoloir().arg("simulate").args(files).arg("--out").arg(&archive).output();
    assert!(simulated.unwrap().status.success());
    (folder, archive)
}

fn result(archive: &Path, arguments: &[&str]) -> Output {
    let folder = archive.parent().unwrap();
    isoloir().current_dir(folder).arg("result").arg(archive).args(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn without_a_file_the_result_is_told_as_text_in_the_language_asked_for() {
    let (_folder, archive) = archive(&[demo("tiny.pb")]);
    let told = result(&archive, &["--language", "fr"]);
    assert_eq!(told.status.code(), Some(0));
    let told = text(&told.stdout);
    assert!(told.contains("4 projets sont financés sur 5."), "{told}");
    assert!(told.contains("Comment les gagnants ont été choisis"), "{told}");
}

#[test]
fn all_files_are_written_at_once_and_nothing_else_is_said() {
    let (folder, archive) = archive(&[demo("tiny.pb")]);
    let files = ["--html", "a.html", "--pb", "a.pb", "--csv", "a.csv", "--json", "a.json"];
    let told = result(&archive, &files);
    assert_eq!((told.status.code(), told.stdout.len()), (Some(0), 0));
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
    assert!(read("a.html").starts_with("<!doctype html>"));
    assert!(read("a.csv").contains(
        "\r\n0,Petit-Courvelle,pont,Réparer le petit pont,500,7,0,7,yes,500,2,funded,EUR\r\n"
    ));
    let json: serde_json::Value = serde_json::from_str(&read("a.json")).unwrap();
    assert_eq!(json["districts"][0]["electronic_ballots"], 12);

    // Deciding the exported file again gives the same winners.
    let decided = isoloir().arg("rules").arg(folder.path().join("a.pb")).arg("--json").output();
    let decided: serde_json::Value = serde_json::from_slice(&decided.unwrap().stdout).unwrap();
    assert_eq!(decided["as_selected"], true);
}

#[test]
fn a_pabulib_file_of_several_districts_needs_one_and_nothing_is_written_without() {
    let (folder, archive) = archive(&[demo("tiny.pb"), demo("tiny.pb")]);
    let refused = result(&archive, &["--pb", "a.pb", "--html", "a.html"]);
    assert_eq!(refused.status.code(), Some(2));
    let said = text(&refused.stderr);
    assert!(said.contains("choose it with --district, 0 to 1"), "{said}");
    assert!(!folder.path().join("a.html").exists());
    assert!(result(&archive, &["--pb", "a.pb", "--district", "1"]).status.success());
}

#[test]
fn a_folder_without_an_archive_is_an_error_of_the_input() {
    let folder = tempfile::tempdir().unwrap();
    let refused = result(&folder.path().join("none"), &[]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused.stderr).contains("the folder holds no archive"));
}

#[test]
fn two_outputs_in_one_file_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let refused = result(&folder.path().join("none"), &["--csv", "a", "--json", "./a"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused.stderr).contains("two outputs go to one file"));
}

#[test]
fn an_archive_that_was_changed_has_no_result() {
    let (folder, archive) = archive(&[demo("tiny.pb")]);
    let folders = fs::read_dir(archive.join("tile/entries")).unwrap();
    for bundle in folders.flat_map(|folder| fs::read_dir(folder.unwrap().path()).unwrap()) {
        let bundle = bundle.unwrap().path();
        let mut bytes = fs::read(&bundle).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        fs::write(&bundle, bytes).unwrap();
    }
    let refused = result(&archive, &["--json", "a.json"]);
    assert_eq!(refused.status.code(), Some(1), "{}", text(&refused.stderr));
    assert!(!folder.path().join("a.json").exists());
}

/// A simulation that is interrupted while the vote is open leaves the archive of an open vote.
#[cfg(unix)]
#[test]
fn an_election_that_is_not_decided_says_where_it_stands_and_leaves_the_old_file() {
    let folder = tempfile::tempdir().unwrap();
    let archive = folder.path().join("archive");
    let mut simulation = isoloir()
        .arg("simulate")
        .arg(demo("Courvelle_2026.pb"))
        .args(["--limit", "300", "--out"])
        .arg(&archive)
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let begun = Instant::now();
    while !archive.join("checkpoint").exists() {
        assert!(begun.elapsed() < PATIENCE, "the vote does not open");
        thread::sleep(Duration::from_millis(5));
    }
    let sent = Command::new("kill").args(["-INT", &simulation.id().to_string()]).status();
    assert!(sent.unwrap().success());
    assert_eq!(simulation.wait().unwrap().code(), Some(130));
    fs::write(folder.path().join("a.html"), "the old one").unwrap();

    let refused = result(&archive, &["--html", "a.html"]);

    assert_eq!(refused.status.code(), Some(2));
    let said = text(&refused.stderr);
    assert!(said.contains("the vote is open, so there is no result"), "{said}");
    assert_eq!(fs::read_to_string(folder.path().join("a.html")).unwrap(), "the old one");
}
