//! `isoloir-verify receipt`.

use std::fs;
use std::path::PathBuf;

use super::world::World;
use super::{Ran, path, run};

/// A receipt beside the archive of its board.
struct Stage {
    folder: tempfile::TempDir,
    receipt: PathBuf,
    archive: PathBuf,
}

impl Stage {
    /// The receipt of an entry, made when the board had `size` entries.
    fn new(world: &World, index: u64, size: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let receipt = folder.path().join("ballot.tlog-proof");
        fs::write(&receipt, world.receipt(index, size)).unwrap();
        let archive = world.write_all(&folder.path().join("board"));
        Self { folder, receipt, archive }
    }

    fn against(&self, more: &[&str]) -> Ran {
        run(&[&["receipt", path(&self.receipt), "--against", path(&self.archive)], more].concat())
    }

    fn offline(&self, more: &[&str]) -> Ran {
        let policy = self.folder.path().join("policy");
        fs::write(&policy, format!("# keys\nlog {}\nquorum 0\n", World::log_key())).unwrap();
        run(&[&["receipt", path(&self.receipt), "--policy", path(&policy)], more].concat())
    }
}

#[test]
fn a_recorded_ballot_counts_once_the_vote_is_closed() {
    let mut world = World::opened();
    let sealed = world.seal(0, [true, false, false], 5);
    let ballot = world.cast(&sealed);
    let size = world.entries.len();
    let open = Stage::new(&world, ballot, size);
    open.against(&[]).says(0, &["It is the last ballot of its credential so far", "Compare"]);

    world.vote(1);
    world.close();
    let closed = Stage::new(&world, ballot, size);
    let tracker = hex::encode(world.tracker(&sealed));
    let election = hex::encode(world.election_id);
    let all = ["--tracker", &tracker, "--election-id", &election];
    closed.against(&all).says(0, &["It counts", "all 64 digits", "is recorded: it is entry 7"]);
    closed.against(&["--tracker", &tracker[..32]]).says(0, &["the first 32 of 64 digits"]);
}

#[test]
fn a_ballot_that_was_replaced_revoked_or_cast_on_paper_does_not_count_and_the_entry_is_named() {
    let mut world = World::opened();
    let ballots = [0, 1, 2].map(|voter| world.vote(voter));
    let size = world.entries.len();
    let sealed = world.seal(0, [false, true, false], 3);
    let later = world.cast(&sealed);
    let revoked = world.revoke(1);
    let reissued = world.reissue(1);
    let paper = world.paper(2);
    world.close();

    let says =
        |ballot, words: &[&str]| Stage::new(&world, ballot, size).against(&[]).says(1, words).code;
    let tracker = hex::encode(world.tracker(&sealed));
    let replacing = format!("Entry {later} is a later ballot");
    let checked = ["The signature that casts it holds", "proofs of ballots and the tally were not"];
    says(ballots[0], &["does not count", &replacing, &tracker, checked[0], checked[1]]);
    let replaced = format!("Entry {reissued} put another credential in its place");
    says(ballots[1], &["does not count", &format!("Entry {revoked} revoked"), &replaced]);
    says(ballots[2], &["does not count", &format!("Entry {paper} is a batch of paper ballots")]);
}

#[test]
fn an_entry_that_only_the_log_added_after_the_close_never_counts() {
    let mut world = World::opened();
    world.vote(0);
    let close = world.close();
    let late = world.forge(1);
    let last = world.vote(2);
    // Another entry that looks like a close does not make them ballots.
    world.post(15, &[0; 65]);
    assert!(close < late);
    for ballot in [late, last] {
        let ran = Stage::new(&world, ballot, world.entries.len()).against(&[]);
        ran.says(1, &["does not hold", "observers"]);
        assert!(!ran.out.contains("It counts"), "{}", ran.out);
    }
}

#[test]
fn a_later_ballot_that_its_voter_did_not_sign_shows_that_the_board_does_not_hold() {
    for closed in [false, true] {
        let mut world = World::opened();
        let ballot = world.vote(0);
        let size = world.entries.len();
        let forged = world.forge(0);
        let genuine = world.vote(0);
        if closed {
            world.close();
        }
        let ran = Stage::new(&world, ballot, size).against(&[]);
        ran.says(
            1,
            &[
                &format!("Entry {forged} is a forged ballot"),
                &format!("Entry {genuine} is a later ballot"),
                "This board does not hold",
                "Tell the officials and observers",
                "proofs of ballots and the tally were not checked",
            ],
        );
        assert!(!ran.out.contains("It does not count"), "{}", ran.out);
    }
}

#[test]
fn without_the_board_the_policy_opens_the_receipt_and_the_copied_code_is_compared() {
    let mut world = World::opened();
    let sealed = world.seal(0, [true, false, false], 5);
    let ballot = world.cast(&sealed);
    let stage = Stage::new(&world, ballot, world.entries.len());
    stage
        .offline(&[])
        .says(0, &["is recorded: it is entry 7", "code was not compared", "--against"]);
    let (tracker, fingerprint) =
        (hex::encode(world.tracker(&sealed)), hex::encode(world.fingerprint));
    let both = ["--fingerprint", &fingerprint, "--tracker", &tracker];
    stage.offline(&both).says(0, &["code is the one that was copied"]);
    let other = ["--fingerprint", &"ab".repeat(32), "--tracker", &tracker];
    stage.offline(&other).says(1, &["code is not the one that was copied"]);
}

#[test]
fn another_tracking_code_than_the_copied_one_is_a_failure_though_the_ballot_counts() {
    let mut world = World::opened();
    let ballot = world.vote(0);
    let stage = Stage::new(&world, ballot, world.entries.len());
    stage.against(&["--tracker", &"00".repeat(16)]).says(1, &["not the one that was copied"]);
}

#[test]
fn a_board_that_was_rewritten_or_has_lost_entries_contradicts_the_receipt() {
    let mut world = World::opened();
    let before = world.clone();
    let ballot = world.vote(0);
    world.vote(1);
    let mut stage = Stage::new(&world, ballot, world.entries.len());

    let mut other = before.clone();
    other.vote(2);
    other.vote(1);
    stage.archive = other.write_all(&stage.folder.path().join("rewritten"));
    stage.against(&[]).says(1, &["This board was rewritten"]);

    stage.archive = before.write_all(&stage.folder.path().join("shrunk"));
    stage.against(&[]).says(1, &["take the newest copy", "made for 9 entries", "only 7"]);
}

#[test]
fn a_board_that_does_not_hold_can_not_say_what_counts() {
    let mut world = World::opened();
    let ballot = world.vote(0);
    world.trackers_forgotten();
    world.vote(0);
    let stage = Stage::new(&world, ballot, world.entries.len());
    stage
        .against(&[])
        .says(1, &["The last ballot counts", "entry 8", "The board itself does not hold"]);
}

#[test]
fn a_receipt_of_something_else_is_refused() {
    let mut world = World::opened();
    let ballot = world.vote(0);
    let size = world.entries.len();
    let stage = Stage::new(&world, ballot - 1, size);
    stage.offline(&[]).says(1, &["Its entry is no ballot: open"]);

    let moved = world.receipt(ballot, size).replace("index 7", "index 6");
    fs::write(&stage.receipt, moved).unwrap();
    stage.offline(&[]).says(1, &["a receipt of entry 6, but holds entry 7"]);

    fs::write(
        &stage.receipt,
        world.receipt(ballot, size).replace("board.example", "b0ard.example"),
    )
    .unwrap();
    stage.offline(&[]).says(1, &["does not hold"]);

    let another = ["--election-id", &"00".repeat(32)];
    fs::write(&stage.receipt, world.receipt(ballot, size)).unwrap();
    stage.against(&another).says(1, &["another election"]);
}

#[test]
fn what_can_not_be_read_ends_with_two() {
    let mut world = World::opened();
    let ballot = world.vote(0);
    let stage = Stage::new(&world, ballot, world.entries.len());
    run(&["receipt", path(&stage.receipt)]).says(2, &["--policy"]);
    run(&["receipt", "/nowhere", "--against", path(&stage.archive)])
        .says(2, &["/nowhere can't be read"]);
    run(&["receipt", path(&stage.receipt), "--against", "/nowhere"]).says(2, &["/nowhere"]);
    stage.against(&["--tracker", "1234"]).says(2, &["32 are needed"]);
}
