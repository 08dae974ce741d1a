//! What a database must hold, on each that there is.

#![allow(clippy::unwrap_used)]

mod support {
    #[allow(dead_code, reason = "other tests use the rest")]
    pub(crate) mod postgres;
}

use std::sync::Arc;

use isoloir_service::store::{self, Extension, HourlyCount, Store, Stored, StoredHead};
use tokio::runtime::Runtime;

use support::postgres::Postgres;

/// Runs a test on a fresh SQLite file and on a fresh PostgreSQL database. The test gets the URL.
fn on_each<F: Future<Output = ()>>(test: impl Fn(String) -> F) {
    let runtime = Runtime::new().unwrap();
    let folder = tempfile::tempdir().unwrap();
    runtime.block_on(test(format!("sqlite:{}", folder.path().join("board.db").display())));
    if let Some(postgres) = Postgres::start() {
        runtime.block_on(test(postgres.database()));
    }
}

async fn open(url: &str) -> Arc<dyn Store> {
    store::open(url).await.unwrap()
}

fn extension(from: u64, after: &str, entries: &[&[u8]], checkpoint: &str) -> Extension {
    let entries = entries.iter().map(|&entry| Arc::from(entry)).collect();
    let (after, checkpoint) = (after.into(), checkpoint.into());
    Extension { from, after, entries, checkpoint, turnout: Vec::new() }
}

fn head(size: u64, checkpoint: &str) -> Option<StoredHead> {
    Some(StoredHead { size, checkpoint: checkpoint.into() })
}

#[test]
fn the_contract_of_a_database() {
    on_each(|url| async move {
        an_empty_database_has_no_head_and_begins_once(&url).await;
        entries_and_checkpoint_are_stored_together_and_last(&url).await;
        who_follows_an_old_head_is_overtaken_and_changes_nothing(&url).await;
        a_checkpoint_gets_more_signatures_unless_the_board_has_grown(&url).await;
        of_many_who_follow_one_head_one_does(&url).await;
        large_and_many_entries_come_back_as_they_were(&url).await;
        ballots_are_counted_by_hour_with_their_entries_or_not_at_all(&url).await;
    });
}

async fn an_empty_database_has_no_head_and_begins_once(url: &str) {
    let store = open(url).await;
    assert_eq!(store.head().await.unwrap(), None);
    assert_eq!(store.begin("first").await.unwrap(), Stored::Done);
    assert_eq!(store.begin("again").await.unwrap(), Stored::Overtaken);
    assert_eq!(store.head().await.unwrap(), head(0, "first"));
    assert!(store.entries(0, 10).await.unwrap().is_empty());
}

async fn entries_and_checkpoint_are_stored_together_and_last(url: &str) {
    let store = open(url).await;
    let extended = store.extend(&extension(0, "first", &[b"a", b"", b"c"], "over 3")).await;
    assert_eq!(extended.unwrap(), Stored::Done);
    store.close().await;
    let store = open(url).await;
    assert_eq!(store.head().await.unwrap(), head(3, "over 3"));
    assert_eq!(store.entries(1, 10).await.unwrap(), [b"".to_vec(), b"c".to_vec()]);
    assert_eq!(store.entries(0, 1).await.unwrap(), [b"a".to_vec()]);
}

async fn who_follows_an_old_head_is_overtaken_and_changes_nothing(url: &str) {
    let (store, other) = (open(url).await, open(url).await);
    // The third one follows another board of the same size; the last one what this one was going to be.
    for (from, after) in
        [(0, "first"), (2, "over 3"), (3, "of 3"), (3, "over 3, signed"), (4, "over 3")]
    {
        let late = other.extend(&extension(from, after, &[b"x"], "late")).await;
        assert_eq!(late.unwrap(), Stored::Overtaken, "{from} {after}");
    }
    assert_eq!(store.head().await.unwrap(), head(3, "over 3"));
    assert_eq!(store.entries(0, 10).await.unwrap().len(), 3);
}

async fn a_checkpoint_gets_more_signatures_unless_the_board_has_grown(url: &str) {
    let store = open(url).await;
    let old = head(3, "over 3").unwrap();
    assert_eq!(store.cosign(&old, "over 3, cosigned").await.unwrap(), Stored::Done);
    assert_eq!(store.cosign(&old, "again").await.unwrap(), Stored::Overtaken);
    assert_eq!(store.head().await.unwrap(), head(3, "over 3, cosigned"));
    store.extend(&extension(3, "over 3", &[b"d"], "over 4")).await.unwrap();
    let old = head(3, "over 3, cosigned").unwrap();
    assert_eq!(store.cosign(&old, "too late").await.unwrap(), Stored::Overtaken);
    assert_eq!(store.head().await.unwrap(), head(4, "over 4"));
}

async fn of_many_who_follow_one_head_one_does(url: &str) {
    const REPLICAS: usize = 4;
    for round in 4..12 {
        let mut tasks = Vec::new();
        let after = open(url).await.head().await.unwrap().unwrap().checkpoint;
        for replica in 0..REPLICAS {
            let store = open(url).await;
            let (after, entry) = (after.clone(), format!("{round} by {replica}"));
            tasks.push(tokio::spawn(async move {
                let extended =
                    store.extend(&extension(round, &after, &[entry.as_bytes()], &entry)).await;
                store.close().await;
                (entry, extended.unwrap())
            }));
        }
        let mut done = Vec::new();
        for task in tasks {
            let (entry, stored) = task.await.unwrap();
            done.extend((stored == Stored::Done).then_some(entry));
        }
        let store = open(url).await;
        assert_eq!(done.len(), 1, "round {round}: {done:?}");
        assert_eq!(store.head().await.unwrap(), head(round + 1, &done[0]));
        assert_eq!(store.entries(round, 9).await.unwrap(), [done[0].as_bytes().to_vec()]);
    }
}

async fn large_and_many_entries_come_back_as_they_were(url: &str) {
    let store = open(url).await;
    let StoredHead { size: from, checkpoint } = store.head().await.unwrap().unwrap();
    let entries: Vec<Vec<u8>> = (0..600_u32)
        .map(|number| number.to_be_bytes().repeat(if number % 100 == 0 { 16_383 } else { 7 }))
        .collect();
    let all: Vec<&[u8]> = entries.iter().map(Vec::as_slice).collect();
    store.extend(&extension(from, &checkpoint, &all, "many")).await.unwrap();
    assert_eq!(store.entries(from, 1_000).await.unwrap(), entries);
    assert_eq!(store.entries(from + 599, 5).await.unwrap(), entries[599..]);
}

async fn ballots_are_counted_by_hour_with_their_entries_or_not_at_all(url: &str) {
    let store = open(url).await;
    let count = |district, hour, ballots| HourlyCount { district, hour, ballots };
    assert_eq!(store.turnout().await.unwrap(), []);
    let StoredHead { size: mut from, checkpoint: mut after } = store.head().await.unwrap().unwrap();
    for turnout in [vec![count(1, 7, 2), count(0, 8, 1)], vec![count(1, 7, 3)], Vec::new()] {
        let extension = Extension { turnout, ..extension(from, &after, &[b"a"], "counted") };
        assert_eq!(store.extend(&extension).await.unwrap(), Stored::Done);
        assert_eq!(store.extend(&extension).await.unwrap(), Stored::Overtaken);
        (from, after) = (from + 1, "counted".into());
    }
    assert_eq!(store.turnout().await.unwrap(), [count(0, 8, 1), count(1, 7, 5)]);
}

#[test]
fn a_database_of_an_unknown_kind_is_refused() {
    let runtime = Runtime::new().unwrap();
    for url in ["", "mysql://localhost/board", "board.db"] {
        let error = runtime.block_on(store::open(url)).err().unwrap();
        assert!(error.to_string().contains("sqlite:FILE or postgres://"), "{error}");
    }
}
