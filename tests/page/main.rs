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

use stage::Stage;

#[test]
fn a_resident_chooses_seals_casts_and_has_a_receipt_in_each_language_and_width() {
    Stage::open().drive("journey");
}

#[test]
fn the_back_button_neither_stops_a_ballot_on_its_way_nor_leads_nowhere() {
    Stage::open().drive("back");
}
