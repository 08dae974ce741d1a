use std::fs;
use std::path::Path;

use isoloir_board::checkpoint::Checkpoint;
use isoloir_board::entry::Entry;
use isoloir_board::merkle::Frontier;
use isoloir_board::note::Note;
use isoloir_election::message::Kind;
use isoloir_encoding::Encode;
use isoloir_service::store::{self, Extension, Stored};
use sqlx::{Connection, SqliteConnection};
use tokio::runtime::Runtime;

use crate::client::Client;
use crate::crowd::Crowd;
use crate::kept;
use crate::postgres::Postgres;
use crate::process::{Finished, Running, isoloir};
use crate::stage::{Stage, listening};

const BALLOTS: usize = 70;

/// A board with ballots.
fn board(database: Option<&str>) -> Stage {
    let stage = Stage::new(BALLOTS, database);
    let mut server = Running::start(stage.serve());
    let mut client = Client::new(listening(&mut server));
    Runtime::new().unwrap().block_on(async {
        for ballot in stage.ballots() {
            client.post("/ballots", ballot.clone()).await.unwrap();
        }
    });
    server.signal("INT");
    assert_eq!(server.wait().code, Some(0));
    stage
}

fn run(words: &[&str], path: &Path, more: &[&Path]) -> Finished {
    let mut command = isoloir();
    command.args(words).arg(path).args(more);
    Running::start(command).wait()
}

fn fsck(stage: &Stage) -> Finished {
    run(&["fsck"], &stage.board(), &[])
}

/// A copy of a board's files, as an observer has one.
fn copy(stage: &Stage) -> std::path::PathBuf {
    let copy = stage.board().with_extension("copy");
    let copied = run(&["board", "copy"], &stage.board(), &[Path::new("--out"), &copy]);
    assert_eq!(copied.code, Some(0), "{}", copied.stderr);
    copy
}

fn restore(stage: &Stage, copy: &Path) -> Finished {
    run(&["board", "restore"], &stage.board(), &[Path::new("--from"), copy])
}

/// Runs a statement in the file of a board.
fn change(stage: &Stage, statement: &str) {
    let url = format!("sqlite:{}", stage.board().join("board.db").display());
    Runtime::new().unwrap().block_on(async {
        let mut database = SqliteConnection::connect(&url).await.unwrap();
        sqlx::raw_sql(statement).execute(&mut database).await.unwrap();
        database.close().await.unwrap();
    });
}

fn lose_database(stage: &Stage) {
    for file in ["board.db", "board.db-wal", "board.db-shm"] {
        let _ = fs::remove_file(stage.board().join(file));
    }
}

#[test]
fn fsck_finds_a_good_database_right_also_while_it_is_served() {
    let postgres = Postgres::start();
    let url = postgres.as_ref().map(Postgres::database);
    for database in [None].into_iter().chain(url.as_deref().map(Some)) {
        let stage = board(database);
        let mut server = Running::start(stage.serve());
        listening(&mut server);
        let checked = fsck(&stage);
        assert_eq!(checked.code, Some(0), "{}", checked.stderr);
        let said = "entries hold, 70 ballots among them.";
        assert!(checked.stdout.contains(said), "{}", checked.stdout);
        server.kill();
    }
}

#[test]
fn fsck_finds_nothing_wrong_while_ballots_are_cast() {
    let stage = Stage::new(800, None);
    let mut server = Running::start(stage.serve());
    let crowd = Crowd::gather(8, stage.ballots(), stage.told());
    crowd.go_to(&[listening(&mut server)]);
    for receipts in [50, 100, 150] {
        crowd.wait_for(receipts);
        let checked = fsck(&stage);
        assert_eq!(checked.code, Some(0), "{}", checked.stderr);
    }
    crowd.disperse();
    server.signal("INT");
    assert_eq!(server.wait().code, Some(0));
}

#[test]
fn fsck_says_what_is_wrong_with_a_database() {
    let last = |stage: &Stage| kept::entries(&stage.board()).len() as u64 - 1;
    let other_head = |stage: &Stage| {
        let head = Checkpoint {
            origin: stage.signer().key().name().clone(),
            head: Frontier::new().head(),
        };
        let note = head.sign(&stage.signer()).unwrap().to_string();
        format!("UPDATE head SET checkpoint = '{note}'")
    };
    type Change = Box<dyn Fn(&Stage) -> String>;
    let changes: [(Change, &str); 5] = [
        (
            Box::new(move |stage| {
                let entry = kept::entries(&stage.board())[last(stage) as usize].to_bytes();
                let mut bytes = entry.clone();
                bytes[500] ^= 1;
                let bytes = hex::encode(bytes);
                format!("UPDATE entry SET bytes = x'{bytes}' WHERE position = {}", last(stage))
            }),
            "checkpoint",
        ),
        (Box::new(|_| "DELETE FROM entry WHERE position = 20".into()), "entry 20 is missing"),
        (Box::new(|_| "UPDATE entry SET bytes = x'00' WHERE position = 30".into()), "30"),
        (Box::new(other_head), "it is an old copy"),
        (Box::new(|_| "UPDATE turnout SET ballots = 1000".into()), "the turnout counts"),
    ];
    for (change_of, says) in changes {
        let stage = board(None);
        change(&stage, &change_of(&stage));
        let checked = fsck(&stage);
        assert_eq!(checked.code, Some(1), "{says}: {}", checked.stdout);
        assert!(checked.stderr.contains(says), "{says}: {}", checked.stderr);
    }
}

#[test]
fn fsck_finds_a_ballot_that_its_own_server_should_have_refused() {
    let stage = board(None);
    let mut payload = stage.ballots()[0].to_vec();
    let middle = payload.len() / 2;
    payload[middle] ^= 1;
    kept::force(&stage.board(), Kind::Ballot as u8, payload);
    let size = kept::entries(&stage.board()).len();
    let checked = fsck(&stage);
    assert_eq!(checked.code, Some(1), "{}", checked.stdout);
    let says = format!("entry {} is refused", size - 1);
    assert!(checked.stderr.contains(&says), "{}", checked.stderr);
    assert!(checked.stderr.contains("isoloir board restore"), "{}", checked.stderr);
}

#[test]
fn a_board_comes_back_from_a_copy_with_the_receipts_that_people_hold() {
    let stage = board(None);
    let copy = copy(&stage);
    let before = kept::entries(&stage.board());
    lose_database(&stage);
    let restored = restore(&stage, &copy);
    assert_eq!(restored.code, Some(0), "{}", restored.stderr);
    assert_eq!(kept::entries(&stage.board()), before);
    let told = stage.told();
    let mut server = Running::start(stage.serve());
    let mut client = Client::new(listening(&mut server));
    Runtime::new().unwrap().block_on(async {
        for ballot in stage.ballots() {
            let (_, receipt) = client.post("/ballots", ballot.clone()).await.unwrap();
            told.receipt(&receipt, ballot);
        }
    });
    server.signal("INT");
    assert_eq!(server.wait().code, Some(0));
    stage.is_whole(&told);
    let again = restore(&stage, &copy);
    assert_eq!(again.code, Some(2), "{}", again.stdout);
    assert!(again.stderr.contains("it holds a board already"), "{}", again.stderr);
}

#[test]
fn a_restore_that_was_interrupted_is_served_by_nobody_and_taken_up() {
    let stage = board(None);
    let copy = copy(&stage);
    let entries = kept::entries(&stage.board());
    lose_database(&stage);
    let checkpoint = fs::read_to_string(copy.join("checkpoint")).unwrap();
    let url = format!("sqlite:{}", stage.board().join("board.db").display());
    Runtime::new().unwrap().block_on(async {
        let store = store::open(&url).await.unwrap();
        store.begin(&checkpoint).await.unwrap();
        let entries = entries[..50].iter().map(|entry| entry.to_bytes().into()).collect();
        let after = checkpoint.clone();
        let part = Extension { from: 0, after, entries, checkpoint, turnout: Vec::new() };
        assert_eq!(store.extend(&part).await.unwrap(), Stored::Done);
        store.close().await;
    });
    assert_eq!(Running::start(stage.serve()).wait().code, Some(3));
    let restored = restore(&stage, &copy);
    assert_eq!(restored.code, Some(0), "{}", restored.stderr);
    assert_eq!(kept::entries(&stage.board()), entries);
}

#[test]
fn a_copy_that_lacks_what_was_signed_or_is_changed_is_not_restored() {
    let stage = board(None);
    let old = copy(&stage);
    let signed = kept::entries(&stage.board()).len();
    kept::force(&stage.board(), Kind::Ballot as u8, vec![0; 100]);
    let head = kept::entries(&stage.board());
    assert_eq!(head.len(), signed + 1);
    // As the server has it: it has signed for one entry more.
    fs::write(stage.board().join("board.head"), checkpoint_of(&stage, &head)).unwrap();
    lose_database(&stage);
    let refused = restore(&stage, &old);
    assert_eq!(refused.code, Some(1), "{}", refused.stdout);
    assert!(refused.stderr.contains("it is an old copy"), "{}", refused.stderr);
    fs::remove_file(stage.board().join("board.head")).unwrap();
    let bundle = old.join("tile/entries/000.p").read_dir().unwrap().next().unwrap().unwrap();
    let mut bytes = fs::read(bundle.path()).unwrap();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    fs::write(bundle.path(), bytes).unwrap();
    let refused = restore(&stage, &old);
    assert_eq!(refused.code, Some(1), "{}", refused.stdout);
    assert_ne!(Running::start(stage.serve()).wait().code, Some(0));
}

fn checkpoint_of(stage: &Stage, entries: &[Entry]) -> String {
    let mut log = Frontier::new();
    entries.iter().for_each(|entry| log.append(entry.leaf_hash()).unwrap());
    let origin = stage.signer().key().name().clone();
    let note: Note = Checkpoint { origin, head: log.head() }.sign(&stage.signer()).unwrap();
    note.to_string()
}
