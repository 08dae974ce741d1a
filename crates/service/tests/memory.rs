//! What a server remembers of its board, when the database is another one.
#![allow(clippy::unwrap_used)]

#[allow(dead_code, reason = "other tests use the rest")]
#[path = "support/town.rs"]
mod town;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use isoloir_board::chain::Chain;
use isoloir_board::entry::Entry;
use isoloir_board::note::Note;
use isoloir_board::policy::Policy;
use isoloir_service::board::Board;
use isoloir_service::clock::Clock;
use isoloir_service::store::{self, Store};
use tempfile::TempDir;

/// A server's folder: its memory is there, and its databases by their names.
struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn memory(&self) -> PathBuf {
        self.0.path().join("board.head")
    }

    /// How many entries it remembers.
    fn remembered(&self) -> u64 {
        let note = Note::parse(&fs::read(self.memory()).unwrap()).unwrap();
        Policy::log_only(town::signer().key().clone()).open(&note).unwrap().head().size
    }

    /// Serves a database with these entries for a moment.
    async fn serve(&self, database: &str, entries: &[Entry]) -> Result<(), String> {
        let board = self.board(database, entries).await;
        let board = board.remembering(self.memory()).map_err(|error| format!("{error:#}"))?;
        board.close().await;
        Ok(())
    }

    async fn board(&self, database: &str, entries: &[Entry]) -> Board {
        let store = store(&self.0.path().join(database)).await;
        town::put(&*store, entries, None).await;
        Board::open(store, town::signer(), Vec::new(), clock()).await.unwrap()
    }
}

/// A time at which the vote is open.
fn clock() -> Clock {
    Clock::new(|| 1_790_200_000)
}

async fn store(file: &Path) -> Arc<dyn Store> {
    store::open(&format!("sqlite:{}", file.display())).await.unwrap()
}

#[tokio::test]
async fn a_server_goes_on_with_what_it_knows_and_with_what_others_have_added() {
    let (folder, entries) = (Folder::new(), town::entries());
    let known = &entries[..entries.len() - 2];
    folder.serve("first", known).await.unwrap();
    assert_eq!(folder.remembered(), known.len() as u64);
    folder.serve("again", known).await.unwrap();
    folder.serve("more", &entries).await.unwrap();
    assert_eq!(folder.remembered(), entries.len() as u64);
}

#[tokio::test]
async fn an_old_copy_of_the_database_is_not_gone_on_with() {
    let (folder, entries) = (Folder::new(), town::entries());
    folder.serve("new", &entries).await.unwrap();
    let refused = folder.serve("old", &entries[..entries.len() - 1]).await.unwrap_err();
    assert!(refused.contains("it is an old copy"), "{refused}");
    assert!(refused.contains("isoloir board restore"), "{refused}");
    folder.serve("newest", &entries).await.unwrap();
}

#[tokio::test]
async fn a_database_that_has_gone_another_way_is_refused_however_long_it_is() {
    let (folder, entries) = (Folder::new(), town::entries());
    let (head, [one, another]) = entries.split_last_chunk::<2>().unwrap();
    let mut chain = Chain::new();
    head.iter().for_each(|entry| chain.follow(entry).unwrap());
    let mut other_way = head.to_vec();
    for entry in [another, one] {
        other_way.push(chain.append(entry.kind(), entry.payload().to_vec()).unwrap());
    }
    folder.serve("one", &entries[..entries.len() - 1]).await.unwrap();
    let refused = folder.serve("other", &other_way).await.unwrap_err();
    assert!(refused.contains("it has gone another way"), "{refused}");
}

#[tokio::test]
async fn a_memory_that_can_not_be_read_is_not_passed_over() {
    let (folder, entries) = (Folder::new(), town::entries());
    for (number, damaged) in ["", "no checkpoint\n", &"x".repeat(200_000)].iter().enumerate() {
        fs::write(folder.memory(), damaged).unwrap();
        let refused = folder.serve(&format!("board{number}"), &entries).await.unwrap_err();
        assert!(refused.contains("is no checkpoint of this board"), "{refused}");
    }
}

#[tokio::test]
async fn a_board_is_kept_where_its_server_can_remember_nothing() {
    let folder = Folder::new();
    let board = town::open(store(&folder.0.path().join("board")).await, clock()).await;
    let board = board.remembering(folder.0.path().join("absent/board.head")).unwrap();
    assert!(board.cast(&town::ballots()[0]).await.is_ok());
    board.close().await;
}
