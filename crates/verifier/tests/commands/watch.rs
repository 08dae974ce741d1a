//! `isoloir-verify watch`.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use isoloir_verify::log::checkpoint::Policy;
use isoloir_verify::log::key::{KeyType, VerifierKey};
use isoloir_verify::log::note::Note;

use super::world::World;
use super::{Ran, path, program, run};

/// A board and a watcher of it.
struct Stage {
    folder: tempfile::TempDir,
    board: PathBuf,
    state: PathBuf,
}

impl Stage {
    fn new(world: &World) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let board = world.write_all(&folder.path().join("board"));
        let state = folder.path().join("state");
        Self { folder, board, state }
    }

    fn shows(&self, world: &World) {
        world.write_all(&self.board);
    }

    fn look(&self, more: &[&str]) -> Ran {
        let fixed = ["watch", path(&self.board), "--state", path(&self.state), "--once"];
        run(&[&fixed, more].concat())
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

#[test]
fn the_first_look_trusts_the_board_and_later_ones_see_it_grow() {
    let mut world = World::opened();
    let stage = Stage::new(&world);
    let election = hex::encode(world.election_id);
    stage.look(&[]).says(0, &["First look", &election, &World::log_key().to_string(), "Compare"]);
    world.vote(0);
    world.vote(1);
    stage.shows(&world);
    stage.look(&["--election-id", &election]).says(0, &["9 entries, 2 new"]);
    stage.look(&[]).says(0, &["9 entries, no new one"]);
}

#[test]
fn another_election_is_refused_at_the_first_look_and_later() {
    let stage = Stage::new(&World::opened());
    let other = ["--election-id", &"00".repeat(32)];
    stage.look(&other).says(1, &["another election"]);
    assert!(!stage.state.exists());
    stage.look(&[]).says(0, &[]);
    stage.look(&other).says(2, &["not of the one that was expected"]);
}

#[test]
fn a_rewritten_board_is_refused_and_both_checkpoints_are_kept() {
    let mut world = World::opened();
    let mut same_size = world.clone();
    world.vote(0);
    let stage = Stage::new(&world);
    stage.look(&[]).says(0, &[]);
    let state = fs::read(&stage.state).unwrap();

    same_size.vote(1);
    let mut larger = same_size.clone();
    larger.vote(2);
    for (number, rewritten) in [(1, &same_size), (2, &larger)] {
        stage.shows(rewritten);
        let file = stage.file(&format!("state.conflict-{number}"));
        let words = ["The board was rewritten", "Nothing was cosigned", path(&file)];
        stage.look(&[]).says(1, &words);
        let evidence = fs::read_to_string(&file).unwrap();
        for world in [&world, rewritten] {
            assert!(evidence.contains(&world.checkpoint(world.entries.len())), "{evidence}");
        }
        // The same contradiction is not written again.
        stage.look(&[]).says(1, &[path(&file)]);
    }
    assert!(!stage.file("state.conflict-3").exists());
    assert_eq!(fs::read(&stage.state).unwrap(), state, "the state stays what it was");
}

#[test]
fn an_old_copy_of_the_board_is_no_proof_of_rewriting_and_the_next_look_goes_on() {
    let mut world = World::opened();
    let before = world.clone();
    world.vote(0);
    let stage = Stage::new(&world);
    stage.look(&[]).says(0, &[]);
    let state = fs::read(&stage.state).unwrap();

    stage.shows(&before);
    stage.look(&[]).says(
        1,
        &["7 entries", "8 entries", "an old copy, or entries were removed", "Nothing was cosigned"],
    );
    assert!(!stage.file("state.conflict-1").exists());
    assert_eq!(fs::read(&stage.state).unwrap(), state, "the state stays what it was");

    world.vote(1);
    stage.shows(&world);
    stage.look(&[]).says(0, &["9 entries, 1 new"]);
}

#[test]
fn a_checkpoint_that_the_log_did_not_sign_is_no_conflict_and_changes_nothing() {
    let world = World::opened();
    let stage = Stage::new(&world);
    stage.look(&[]).says(0, &[]);
    let state = fs::read(&stage.state).unwrap();
    let checkpoint = world.checkpoint(world.entries.len());
    fs::write(stage.board.join("checkpoint"), checkpoint.replace("\n7\n", "\n6\n")).unwrap();
    stage.look(&[]).says(1, &["signature of board.example/2026 does not hold"]);
    fs::write(stage.board.join("checkpoint"), "<html>").unwrap();
    stage.look(&[]).says(1, &["checkpoint"]);
    assert_eq!(fs::read(&stage.state).unwrap(), state);
    assert!(!stage.file("state.conflict-1").exists());
}

/// Makes the key of a witness; gives its file and its public part.
fn witness(stage: &Stage) -> (PathBuf, VerifierKey) {
    let file = stage.file("key");
    let made = run(&["key", "witness.example/w1", "--witness", "--out", path(&file)]);
    (file, VerifierKey::parse(KeyType::Witness, made.out.trim_end()).unwrap())
}

/// Opens a checkpoint that needs the witness; gives the time of its cosignature.
fn cosigned_at(file: &Path, witness: &VerifierKey) -> u64 {
    let policy = Policy::new(World::log_key(), vec![witness.clone()], 1).unwrap();
    let bytes = fs::read(file).unwrap();
    policy.open(&Note::parse(&bytes).unwrap()).unwrap().cosigners[0].time
}

#[test]
fn a_witness_cosigns_what_it_saw_with_a_time_that_never_goes_back() {
    let mut world = World::opened();
    let stage = Stage::new(&world);
    let (key, witness) = witness(&stage);
    let cosigned = stage.file("cosigned");
    let with = ["--witness-key", path(&key), "--cosigned", path(&cosigned)];
    stage.look(&with).says(0, &[]);
    let first = cosigned_at(&cosigned, &witness);
    assert!(first > 1_700_000_000, "{first}");

    // The log shows the cosignature, and the clock was set back: the state says so.
    fs::copy(&cosigned, stage.board.join("checkpoint")).unwrap();
    let state = fs::read_to_string(&stage.state).unwrap();
    let line = state.lines().find(|line| line.starts_with("cosigned ")).unwrap().to_owned();
    fs::write(&stage.state, state.replace(&line, "cosigned 9000000000")).unwrap();
    stage.look(&with).says(0, &[]);
    assert_eq!(cosigned_at(&cosigned, &witness), 9_000_000_000);
    let lines = fs::read_to_string(&cosigned).unwrap().matches('\u{2014}').count();
    assert_eq!(lines, 2, "its earlier cosignature is left out");

    let before = fs::read(&cosigned).unwrap();
    world = World::opened();
    world.entries.pop();
    stage.shows(&world);
    stage.look(&with).says(1, &["Nothing was cosigned"]);
    assert_eq!(fs::read(&cosigned).unwrap(), before);
}

#[test]
fn a_key_of_another_kind_and_a_changed_state_are_refused() {
    let world = World::opened();
    let stage = Stage::new(&world);
    let key = stage.file("worker");
    run(&["key", "worker.example", "--out", path(&key)]);
    let cosigned = stage.file("cosigned");
    let with = ["--witness-key", path(&key), "--cosigned", path(&cosigned)];
    stage.look(&with).says(2, &["is not a key"]);
    stage.look(&with[..2]).says(2, &["--cosigned"]);

    stage.look(&[]).says(0, &[]);
    let state = fs::read_to_string(&stage.state).unwrap();
    for (from, to) in [
        ("watch v1", "watch v2"),
        ("cosigned 0", "cosigned 00"),
        ("\n7\n", "\n6\n"),
        ("election ", "election  "),
        ("\n\n", "\n"),
    ] {
        fs::write(&stage.state, state.replacen(from, to, 1)).unwrap();
        stage.look(&[]).says(2, &["is not the state of a watcher, or was changed"]);
    }
}

#[test]
fn a_server_that_does_not_answer_ends_a_single_look_with_two() {
    let stage = Stage::new(&World::opened());
    // Nobody listens on port 1.
    let address = ["watch", "http://127.0.0.1:1", "--state", path(&stage.state), "--once"];
    run(&address).says(2, &["try again later"]);
    run(&["watch", "/nowhere", "--state", path(&stage.state), "--once"]).says(2, &["/nowhere"]);
}

#[test]
#[cfg(unix)]
fn a_watcher_keeps_others_from_its_state_and_ends_when_it_is_told_to() {
    let stage = Stage::new(&World::opened());
    let mut watcher = program()
        .args(["watch", path(&stage.board), "--state", path(&stage.state), "--every", "600"])
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    wait_until("it never looked", || stage.state.exists());
    stage.look(&[]).says(2, &["another watcher uses"]);
    end(&watcher);
    assert_eq!(watcher.wait().unwrap().code(), Some(0));
    stage.look(&[]).says(0, &["no new one"]);
}

#[test]
#[cfg(unix)]
fn a_watcher_outlives_an_old_copy_and_warns_of_it_at_each_look() {
    let mut world = World::opened();
    let before = world.clone();
    world.vote(0);
    let stage = Stage::new(&world);
    let warnings = stage.file("warnings");
    let mut watcher = program()
        .args(["watch", path(&stage.board), "--state", path(&stage.state), "--every", "1"])
        .stdout(Stdio::null())
        .stderr(File::create(&warnings).unwrap())
        .spawn()
        .unwrap();
    wait_until("it never looked", || stage.state.exists());
    stage.shows(&before);
    let warned = || fs::read_to_string(&warnings).unwrap().matches("7 entries").count();
    wait_until("it did not look again", || warned() >= 2);
    world.vote(1);
    stage.shows(&world);
    let newest = world.checkpoint(world.entries.len());
    wait_until("it did not go on", || fs::read_to_string(&stage.state).unwrap().contains(&newest));
    end(&watcher);
    assert_eq!(watcher.wait().unwrap().code(), Some(0));
}

#[cfg(unix)]
#[track_caller]
fn wait_until(otherwise: &str, is_so: impl Fn() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < Duration::from_secs(60), "{otherwise}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Tells a watcher to end.
#[cfg(unix)]
fn end(watcher: &Child) {
    let id = watcher.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
}
