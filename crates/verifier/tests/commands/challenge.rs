//! `isoloir-verify challenge`.

use std::fs;

use base64ct::{Base64UrlUnpadded, Encoding as _};

use super::world::{Sealed, World};
use super::{Ran, path, run};

/// Challenges a ballot and compares it with a tracker.
fn challenge(world: &World, sealed: &Sealed, tracker: &str, more: &[&str]) -> Ran {
    let bytes = world.challenge(sealed);
    open(world, &Base64UrlUnpadded::encode_string(&bytes), tracker, more)
}

fn open(world: &World, text: &str, tracker: &str, more: &[&str]) -> Ran {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("challenge");
    fs::write(&file, text).unwrap();
    let archive = world.write_all(&folder.path().join("board"));
    let fixed = ["challenge", path(&file), "--tracker", tracker, "--against", path(&archive)];
    run(&[&fixed, more].concat())
}

#[test]
fn a_challenged_ballot_shows_its_projects_costs_and_limits() {
    let world = World::opened();
    let sealed = world.seal(2, [true, true, false], 9);
    let tracker = hex::encode(world.tracker(&sealed));
    let fingerprint = hex::encode(world.fingerprint);
    let ran = challenge(&world, &sealed, &tracker, &["--fingerprint", &fingerprint]);
    ran.says(
        0,
        &["Trees (a), 40.00 EUR", "Benches (b), 25.00 EUR", "Together they cost 65.00 EUR"],
    );
    ran.says(
        0,
        &["at most 2 projects. These are 2 projects.", "at most 100.00 EUR. These are 65.00"],
    );
    ran.says(0, &["This ballot was not cast", "all 64 digits", &fingerprint]);
    assert!(!ran.out.contains("Lamps"), "{}", ran.out);

    let link = format!(
        "https://vote.example/check#{}\n",
        Base64UrlUnpadded::encode_string(&world.challenge(&sealed))
    );
    open(&world, &link, &tracker[..40], &[]).says(0, &["the first 40 of 64 digits"]);
}

#[test]
fn a_ballot_over_the_limits_is_shown_with_the_limits_that_it_breaks() {
    let world = World::opened();
    let sealed = world.seal(0, [true, true, true], 9);
    let ran = challenge(&world, &sealed, &hex::encode(world.tracker(&sealed)), &[]);
    ran.says(
        0,
        &["These are 3 projects: the board would refuse", "164.00 EUR: the board would refuse"],
    );
}

#[test]
fn a_device_that_opens_another_ballot_than_it_showed_is_caught() {
    let world = World::opened();
    let (shown, opened) =
        (world.seal(0, [false, false, true], 9), world.seal(0, [true, false, false], 9));
    let tracker = hex::encode(world.tracker(&shown));
    let ran = challenge(&world, &opened, &tracker, &[]);
    ran.says(1, &["opened another ballot", "don't vote with this device"]);
    assert!(!ran.out.contains("Trees"), "nothing of it is shown: {}", ran.out);
}

#[test]
fn a_challenged_ballot_that_was_cast_is_found_on_the_board() {
    let mut world = World::opened();
    let sealed = world.seal(1, [true, false, false], 9);
    let entry = world.cast(&sealed);
    let ran = challenge(&world, &sealed, &hex::encode(world.tracker(&sealed)), &[]);
    ran.says(1, &[&format!("on the board, as entry {entry}"), "the device cast a ballot"]);
}

#[test]
fn a_challenge_of_another_election_or_district_or_of_no_form_is_refused() {
    let world = World::opened();
    let sealed = world.seal(0, [true, false, false], 9);
    let tracker = hex::encode(world.tracker(&sealed));
    let changed = |at: usize, byte: u8| {
        let mut bytes = world.challenge(&sealed);
        bytes[at] = byte;
        let text = Base64UrlUnpadded::encode_string(&bytes);
        open(&world, &text, &tracker, &[])
    };
    changed(0, world.fingerprint[0] ^ 1).says(1, &["another election"]);
    changed(33, 1).says(1, &["no district 1"]);
    changed(131, 2).says(1, &["opening"]);
    changed(132, 0xff).says(1, &["choices"]);
    let whole = Base64UrlUnpadded::encode_string(&world.challenge(&sealed));
    open(&world, &format!("{whole}="), &tracker, &[]).says(1, &["base64url without padding"]);
    open(&world, &whole[..100], &tracker, &[]).says(1, &["The challenge"]);
    let other = ["--fingerprint", &"00".repeat(32)];
    challenge(&world, &sealed, &tracker, &other).says(1, &["not the one that was expected"]);
    challenge(&world, &sealed, "12", &[]).says(2, &["32 are needed"]);
}

#[test]
fn a_neutral_credential_is_refused() {
    let world = World::opened();
    let mut bytes = world.challenge(&world.seal(0, [true, false, false], 9));
    bytes[34..66].fill(0);
    let text = Base64UrlUnpadded::encode_string(&bytes);
    open(&world, &text, &"00".repeat(32), &[]).says(1, &["neutral element"]);
}

#[test]
fn before_the_opening_no_ballot_can_be_opened() {
    let opened = World::opened();
    let text = Base64UrlUnpadded::encode_string(&opened.challenge(&opened.seal(0, [true; 3], 9)));
    let defined = World::defined("A vote");
    open(&defined, &text, &"00".repeat(32), &[]).says(1, &["has not been opened"]);
}
