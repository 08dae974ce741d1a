//! The voting page in a browser: each test opens a vote of its own, serves it, and has a script drive Chromium.
//!
//! `ISOLOIR_PAGE_SHOTS=FOLDER` keeps pictures of the page as it goes.
#![allow(clippy::unwrap_used)]

#[path = "../common/process.rs"]
#[allow(dead_code)]
mod process;
#[path = "../roles/residents.rs"]
#[allow(dead_code)]
mod residents;
mod stage;
#[path = "../roles/town.rs"]
#[allow(dead_code)]
mod town;

use process::{Running, isoloir, isoloir_verify};
use stage::Stage;

#[test]
fn a_resident_votes_by_mouse_in_each_language_and_width() {
    Stage::open().drive("journey", &["mouse"]);
}

#[test]
fn a_resident_votes_by_the_keyboard_alone() {
    Stage::open().drive("journey", &["keyboard"]);
}

#[test]
fn a_resident_votes_by_touch() {
    Stage::open().drive("journey", &["touch"]);
}

#[test]
fn the_back_button_neither_stops_a_ballot_on_its_way_nor_leads_nowhere() {
    Stage::open().drive("back", &[]);
}

#[test]
fn fast_clicks_break_no_limit_and_cast_one_ballot() {
    Stage::open().drive("clicks", &[]);
}

#[test]
fn two_tabs_of_a_resident_know_of_each_other() {
    Stage::open().drive("tabs", &[]);
}

#[test]
fn a_cast_that_was_cut_off_is_finished_later_with_the_same_bytes() {
    Stage::open().drive("network", &[]);
}

#[test]
fn a_code_that_is_wrong_or_revoked_is_told_so() {
    Stage::with_a_revoked_code().drive("refused", &[]);
}

#[test]
fn a_closed_vote_takes_no_ballot() {
    Stage::closed().drive("closed", &[]);
}

#[test]
fn a_challenged_ballot_is_checked_from_a_second_browser() {
    Stage::open().drive("challenge", &[]);
}

#[test]
fn a_receipt_is_checked_anywhere_and_a_false_one_is_found_out() {
    Stage::open().drive("receipt", &[]);
}

#[test]
fn a_page_that_was_changed_lets_nobody_vote() {
    Stage::open().drive("changed", &[]);
}

#[test]
fn nothing_of_the_choices_leaves_the_page_or_stays_in_it() {
    Stage::open().drive("privacy", &[]);
}

#[test]
fn a_device_that_many_use_keeps_nothing() {
    Stage::open().drive("kiosk", &[]);
}

#[test]
fn the_page_is_light() {
    Stage::open().drive("weight", &[]);
}

#[test]
fn the_page_can_be_on_a_server_of_its_own() {
    let stage = Stage::open();
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("page");
    let mut write = isoloir();
    write.arg("page").arg(stage.address()).args(["--address", stage.address(), "--out"]).arg(&out);
    let done = Running::start(write).wait();
    assert_eq!(done.code, Some(0), "{}\n{}", done.stdout, done.stderr);
    let (_, policy) = done.stdout.split_once("Content-Security-Policy: ").unwrap();
    let verifier = isoloir_verify();
    let verifier = verifier.get_program().to_str().unwrap();
    stage.drive("apart", &[out.to_str().unwrap(), policy.trim(), verifier]);
}

#[test]
fn the_page_is_there_in_the_dark_on_paper_and_from_right_to_left() {
    Stage::open().drive("looks", &[]);
}

#[test]
fn a_verifier_accepts_the_page_that_is_served() {
    let stage = Stage::open();
    let mut verify = isoloir_verify();
    verify.arg("page").arg(stage.address());
    let done = Running::start(verify).wait();
    assert_eq!(done.code, Some(0), "{}\n{}", done.stdout, done.stderr);
}
