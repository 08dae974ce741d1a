use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use hyper::StatusCode;
use isoloir_service::Rejected;
use isoloir_service::board::Board;
use isoloir_service::clock::Clock;
use isoloir_service::store;
use tokio::runtime::Runtime;

use crate::client::Client;
use crate::crowd::Crowd;
use crate::kept;
use crate::postgres::Postgres;
use crate::process::Running;
use crate::stage::{Stage, UNAVAILABLE, ask, ballots_of, listening};

const PEOPLE: usize = 8;

/// A small disk of the test's own, in memory.
struct Disk(PathBuf);

impl Disk {
    /// None where one can't be made: what a test shows of it is then not shown. CI must show it.
    fn of(folder: &Path, size: &str) -> Option<Self> {
        let disk = folder.join("disk");
        fs::create_dir(&disk).unwrap();
        let mounted = mount(&["-t", "tmpfs", "-o", &format!("size={size}"), "isoloir-test"], &disk);
        if !mounted {
            assert!(std::env::var_os("CI").is_none(), "no disk can be mounted: run as root");
            eprintln!("NOT TESTED: no disk can be mounted (run as root)");
            return None;
        }
        Some(Self(disk))
    }

    fn grow(&self, size: &str) {
        assert!(mount(&["-o", &format!("remount,size={size}")], &self.0));
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // It goes when nobody uses it any more.
        let _ = Command::new("umount").arg("--lazy").arg(&self.0).status();
    }
}

fn mount(arguments: &[&str], at: &Path) -> bool {
    Command::new("mount").args(arguments).arg(at).status().is_ok_and(|status| status.success())
}

#[test]
fn a_full_disk_gives_no_receipt_and_when_there_is_room_again_every_ballot_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let Some(disk) = Disk::of(folder.path(), "2m") else { return };
    let database = format!("sqlite:{}", disk.0.join("board.db").display());
    let stage = Stage::new(1_200, Some(&database));
    let mut server = Running::start(stage.serve());
    let address = listening(&mut server);
    let crowd = Crowd::gather(PEOPLE, stage.ballots(), stage.told());
    crowd.go_to(&[address]);
    crowd.wait_until_refused();
    assert!(crowd.receipts() > 0 && crowd.receipts() < stage.ballots().len());
    assert_eq!(ask(&stage, address), UNAVAILABLE);
    disk.grow("64m");
    let told = crowd.disperse();
    assert_eq!(ask(&stage, address), (StatusCode::OK, StatusCode::OK));
    server.signal("INT");
    assert_eq!(server.wait().code, Some(0));
    stage.is_whole(&told);
}

#[test]
fn a_database_that_can_not_be_written_takes_nothing_until_it_can() {
    let Some(postgres) = Postgres::start() else { return };
    let stage = Stage::new(300, Some(&postgres.database()));
    let mut server = Running::start(stage.serve());
    let address = listening(&mut server);
    let read_only = |setting: &str| {
        let set = format!("ALTER SYSTEM SET default_transaction_read_only = {setting}");
        assert!(postgres.psql("postgres", &set));
        assert!(postgres.psql("postgres", "SELECT pg_reload_conf()"));
    };
    read_only("on");
    let crowd = Crowd::gather(PEOPLE, stage.ballots(), stage.told());
    crowd.go_to(&[address]);
    crowd.wait_until_refused();
    assert_eq!(crowd.receipts(), 0);
    assert_eq!(ask(&stage, address), UNAVAILABLE);
    read_only("off");
    let told = crowd.disperse();
    server.signal("INT");
    assert_eq!(server.wait().code, Some(0));
    stage.is_whole(&told);
}

#[test]
fn while_a_clock_that_was_set_back_is_wrong_no_ballot_is_taken() {
    let stage = Stage::new(3, None);
    let seconds = Arc::new(AtomicU64::new(1_800_000_000));
    let shown = seconds.clone();
    let clock = Clock::new(move || shown.load(Ordering::Relaxed));
    Runtime::new().unwrap().block_on(async {
        let url = format!("sqlite:{}", stage.board().join("board.db").display());
        let store = store::open(&url).await.unwrap();
        let board = Board::open(store, stage.signer(), Vec::new(), clock).await.unwrap();
        let first = board.cast(&stage.ballots()[0]).await.unwrap();
        seconds.fetch_sub(3_600, Ordering::Relaxed);
        let refused = board.cast(&stage.ballots()[1]).await.unwrap_err();
        assert!(matches!(refused, Rejected::Unavailable), "{refused}");
        // What is recorded is recorded, whatever time it is.
        assert_eq!(board.cast(&stage.ballots()[0]).await.unwrap().index(), first.index());
        seconds.fetch_add(3_600, Ordering::Relaxed);
        let second = board.cast(&stage.ballots()[1]).await.unwrap();
        assert_eq!(second.index(), first.index() + 1);
        board.close().await;
    });
    assert_eq!(ballots_of(&kept::entries(&stage.board())).count(), 2);
}

#[test]
fn a_database_that_was_put_back_from_an_old_copy_is_not_served() {
    let stage = Stage::new(2, None);
    let cast = |number: usize| {
        let mut server = Running::start(stage.serve());
        let mut client = Client::new(listening(&mut server));
        let ballot = stage.ballots()[number].clone();
        let answer = Runtime::new().unwrap().block_on(client.post("/ballots", ballot));
        assert_eq!(answer.unwrap().0, StatusCode::OK);
        server.signal("INT");
        assert_eq!(server.wait().code, Some(0));
    };
    let database = stage.board().join("board.db");
    let [old, newest] = ["old", "newest"].map(|name| stage.board().join(name));
    cast(0);
    fs::copy(&database, &old).unwrap();
    cast(1);
    fs::copy(&database, &newest).unwrap();
    fs::copy(&old, &database).unwrap();
    let refused = Running::start(stage.serve()).wait();
    assert_eq!(refused.code, Some(3), "{}", refused.stderr);
    assert!(refused.stderr.contains("it is an old copy"), "{}", refused.stderr);
    assert_eq!(ballots_of(&kept::entries(&stage.board())).count(), 1, "nothing is changed");
    fs::copy(&newest, &database).unwrap();
    cast(1);
    assert_eq!(ballots_of(&kept::entries(&stage.board())).count(), 2);
}
