//! Simulations that are stopped, and go on.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::Duration;

use common::process::Running;
use common::{Place, audit, contents, many_voters};
use isoloir_archive::Reader;
use isoloir_board::entry::Entry;
use isoloir_board::merkle::TreeHead;
use isoloir_election::message::Kind;
use rand_chacha::ChaCha20Rng;
use rand_core::{RngCore, SeedableRng};

/// More than two commits of 256 ballots.
const VOTERS: usize = 600;

/// The counts of [`many_voters`], of which each five name a three times, b three times, c three
/// times.
fn expected_counts(voters: u64) -> [(&'static str, u64); 3] {
    assert_eq!(voters % 5, 0);
    ["a", "b", "c"].map(|id| (id, voters / 5 * 3))
}

/// What is visible of an archive.
fn head(folder: &Path) -> Option<TreeHead> {
    Reader::open(folder).ok().map(|archive| archive.checkpoint().head)
}

fn ballots(entries: &[Entry]) -> usize {
    entries.iter().filter(|entry| entry.kind() == Kind::Ballot as u8).count()
}

/// Asserts that the archive, once finished, begins with what was visible before.
fn assert_begins_with(folder: &Path, early: &TreeHead, early_entries: &[Entry]) {
    let archive = Reader::open(folder).unwrap();
    let late = archive.checkpoint().head;
    assert!(early.size < late.size);
    let proof = archive.consistency_proof(early.size, late.size).unwrap();
    proof.verify(early, &late).unwrap();
    assert_eq!(audit::entries(folder)[..early_entries.len()], *early_entries);
}

/// Asserts that the archive passes every check, with these many ballots.
fn assert_verifies(folder: &Path, voters: u64) {
    let policy = audit::policy(&audit::entries(folder));
    let outcome = audit::verify(folder, &policy).unwrap();
    assert_eq!(outcome.result.ballots, voters);
    assert_eq!(outcome.result.counts, Some(expected_counts(voters).map(|(_, n)| n).to_vec()));
}

/// Asserts that nobody but the owner can read the state, and that nothing of it is in the archive.
fn assert_secrets_are_apart(place: &Place) {
    let mode = fs::metadata(place.state()).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let state: serde_json::Value =
        serde_json::from_slice(&fs::read(place.state()).unwrap()).unwrap();
    let seed_hex = state["seed"].as_str().unwrap();
    let seed = hex::decode(seed_hex).unwrap();
    assert_eq!(seed.len(), 32);
    for (path, bytes) in contents(&place.out) {
        for secret in [seed.as_slice(), seed_hex.as_bytes()] {
            let found = bytes.windows(secret.len()).any(|window| window == secret);
            assert!(!found, "the seed is in {path:?}");
        }
    }
}

#[test]
fn ctrl_c_between_ballots_leaves_a_beginning_that_resumes_to_the_same_election() {
    let place = Place::with(many_voters(VOTERS));
    let mut running = place.start(&[]);
    running.until("the first ballots are visible", |_| {
        head(&place.out).is_some_and(|head| head.size > 256)
    });
    running.signal("INT");
    let stopped = running.wait();
    assert_eq!(stopped.code, Some(130), "{}", stopped.stderr);
    assert_eq!(stopped.stdout, "");
    assert!(stopped.stderr.contains("once more to stop at once"), "{}", stopped.stderr);
    let hint =
        format!("isoloir simulate {} --out {} --resume", place.file.display(), place.out.display());
    assert!(stopped.stderr.contains(&hint), "{}", stopped.stderr);
    assert_secrets_are_apart(&place);

    let early = head(&place.out).unwrap();
    let early_entries = audit::entries(&place.out);
    let cast = ballots(&early_entries);
    assert!((256..VOTERS).contains(&cast), "{cast} ballots were cast");

    let report = place.report(&["--resume"]);
    assert_eq!(report.counts(), expected_counts(VOTERS as u64));
    assert!(report.counts_equal);
    assert_begins_with(&place.out, &early, &early_entries);
    assert_verifies(&place.out, VOTERS as u64);
}

#[test]
fn a_second_ctrl_c_stops_at_once_and_the_simulation_still_resumes() {
    let place = Place::with(many_voters(300));
    let mut running = place.start(&[]);
    running.until("the archive is begun", |_| head(&place.out).is_some());
    running.signal("INT");
    running.until("the first is heard", |running| running.stderr().contains("once more to stop"));
    running.signal("INT");
    assert!(running.ends_within(Duration::from_secs(20)));
    let stopped = running.wait();
    assert_eq!(stopped.code, Some(130), "{}", stopped.stderr);
    assert_eq!(place.report(&["--resume"]).counts(), expected_counts(300));
    assert_verifies(&place.out, 300);
}

#[test]
fn a_terminated_program_stops_as_with_ctrl_c() {
    let place = Place::with(many_voters(100));
    let mut running = place.start(&[]);
    running.until("the archive is begun", |_| head(&place.out).is_some());
    running.signal("TERM");
    let stopped = running.wait();
    assert_eq!(stopped.code, Some(130), "{}", stopped.stderr);
    assert_eq!(head(&place.out).map(|head| head.size > 0), Some(true), "the opening is visible");
    assert_eq!(place.report(&["--resume"]).counts(), expected_counts(100));
}

#[test]
fn a_simulation_killed_again_and_again_at_any_moment_ends_as_if_it_never_was() {
    /// How many entries are visible when the wait for the moment begins: none, the opening, the
    /// first batch of ballots.
    const VISIBLE: [u64; 4] = [0, 1, 257, 257];
    const LONGEST_MILLISECONDS: u64 = 300;
    const SEED: [&str; 2] = ["--seed", "killed"];
    let place = Place::with(many_voters(VOTERS));
    let mut rng = ChaCha20Rng::seed_from_u64(20_261_005);
    let mut seen: Vec<Entry> = Vec::new();
    for visible in [VISIBLE, VISIBLE].concat() {
        let mut running = begin_or_resume(&place, &SEED);
        running.until_or_end("the entries are visible", |_| {
            head(&place.out).map_or(0, |head| head.size) >= visible
        });
        let moment = Duration::from_millis(rng.next_u64() % LONGEST_MILLISECONDS);
        let ended = running.ends_within(moment);
        running.kill();
        if head(&place.out).is_some() {
            let now = audit::entries(&place.out);
            assert!(now.starts_with(&seen), "something that was visible is gone");
            seen = now;
        }
        if ended {
            break;
        }
    }
    if place.state().exists() || !place.out.exists() {
        let finished = begin_or_resume(&place, &SEED).wait();
        assert_eq!(finished.code, Some(0), "{}", finished.stderr);
    }
    assert_verifies(&place.out, VOTERS as u64);

    let undisturbed = Place::with(many_voters(VOTERS));
    undisturbed.report(&SEED);
    let [checkpoint, expected] =
        [&place, &undisturbed].map(|place| fs::read(place.out.join("checkpoint")).unwrap());
    assert_eq!(checkpoint, expected);
}

/// What a user does after a crash.
fn begin_or_resume(place: &Place, options: &[&str]) -> Running {
    if place.state().exists() { place.start(&["--resume"]) } else { place.start(options) }
}

#[test]
fn a_crash_before_the_archive_has_its_first_checkpoint_can_be_resumed() {
    let begun = Place::with(many_voters(50));
    let mut running = begun.start(&[]);
    running.until("the state is kept", |_| begun.state().exists());
    running.kill();
    // Whatever came after the state is as if it never was; at most the lock was made.
    for lock in [false, true] {
        let place = Place::with(many_voters(50));
        fs::copy(begun.state(), place.state()).unwrap();
        if lock {
            fs::create_dir(&place.out).unwrap();
            fs::write(place.out.join(".lock"), "").unwrap();
        }
        assert_eq!(place.report(&["--resume"]).counts(), expected_counts(50));
    }
}

/// A simulation that was stopped when nothing but the opening was visible.
fn stopped_at_the_opening(voters: usize) -> Place {
    let place = Place::with(many_voters(voters));
    let mut running = place.start(&[]);
    running.until("the archive is begun", |_| head(&place.out).is_some());
    running.signal("INT");
    let stopped = running.wait();
    assert_eq!(stopped.code, Some(130), "{}", stopped.stderr);
    place
}

#[test]
fn a_beginning_that_was_changed_meanwhile_is_not_gone_on_with() {
    let place = stopped_at_the_opening(100);
    let files = contents(&place.out);
    assert!(files.len() > 3);
    for (path, bytes) in files.iter().filter(|(_, bytes)| !bytes.is_empty()) {
        for at in [0, bytes.len() / 2, bytes.len() - 1] {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            fs::write(place.out.join(path), changed).unwrap();
            let refused = place.simulate(&["--resume"]);
            assert_eq!(refused.code, Some(2), "byte {at} of {path:?}: {}", refused.stderr);
            assert!(refused.stderr.contains("board/"), "{}", refused.stderr);
            fs::write(place.out.join(path), bytes).unwrap();
        }
    }
    assert_eq!(contents(&place.out), files, "a refused resumption changed something");
    assert_eq!(place.report(&["--resume"]).counts(), expected_counts(100));
}

#[test]
fn a_second_program_on_the_same_archive_is_refused_and_disturbs_nothing() {
    let place = Place::with(many_voters(300));
    let mut running = place.start(&[]);
    running.until("the archive is begun", |_| head(&place.out).is_some());
    let second = place.simulate(&["--resume"]);
    assert_eq!(second.code, Some(2), "{}", second.stderr);
    assert!(second.stderr.contains("is locked: another program writes"), "{}", second.stderr);
    let third = place.simulate(&[]);
    assert_eq!(third.code, Some(2), "{}", third.stderr);
    assert!(third.stderr.contains("is not empty"), "{}", third.stderr);
    let finished = running.wait();
    assert_eq!(finished.code, Some(0), "{}", finished.stderr);
    assert_verifies(&place.out, 300);
}
