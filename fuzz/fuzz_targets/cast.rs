//! What is sent to be cast, to a board on which everybody has voted.
//!
//! A payload that is on the board gets its receipt, and any other is refused: by the rules, and not because the service has
//! failed.
#![no_main]

use std::sync::{Arc, LazyLock, Mutex};

use async_trait::async_trait;
use isoloir_service::Rejected;
use isoloir_service::board::Board;
use isoloir_service::clock::Clock;
use isoloir_service::store::{Extension, HourlyCount, Store, StoreError, Stored, StoredHead};
use libfuzzer_sys::fuzz_target;
use tokio::runtime::Runtime;

#[path = "../../crates/service/tests/support/town.rs"]
#[allow(dead_code, reason = "tests use the rest")]
mod town;

/// A time at which the vote is open.
const NOW: u64 = 1_790_200_000;

static BOARD: LazyLock<(Runtime, Board, Vec<Vec<u8>>)> = LazyLock::new(|| {
    let runtime = Runtime::new().unwrap();
    let board = runtime.block_on(town::open(Arc::new(Memory::default()), Clock::new(|| NOW)));
    (runtime, board, town::ballots())
});

fuzz_target!(|payload: &[u8]| {
    let (runtime, board, recorded) = &*BOARD;
    let is_recorded = recorded.iter().any(|ballot| ballot == payload);
    match runtime.block_on(board.cast(payload)) {
        Ok(_) => assert!(is_recorded, "a ballot was taken that nobody has made"),
        Err(Rejected::Refused { .. }) => assert!(!is_recorded, "a ballot lost its receipt"),
        Err(failed) => panic!("{failed}"),
    }
});

/// A database in memory.
#[derive(Default)]
struct Memory(Mutex<(Option<StoredHead>, Vec<Vec<u8>>)>);

#[async_trait]
impl Store for Memory {
    async fn head(&self) -> Result<Option<StoredHead>, StoreError> {
        Ok(self.0.lock().unwrap().0.clone())
    }

    async fn entries(&self, from: u64, count: u32) -> Result<Vec<Vec<u8>>, StoreError> {
        let entries = &self.0.lock().unwrap().1;
        Ok(entries.iter().skip(from as usize).take(count as usize).cloned().collect())
    }

    async fn turnout(&self) -> Result<Vec<HourlyCount>, StoreError> {
        Ok(Vec::new())
    }

    async fn begin(&self, checkpoint: &str) -> Result<Stored, StoreError> {
        self.0.lock().unwrap().0 = Some(StoredHead { size: 0, checkpoint: checkpoint.to_owned() });
        Ok(Stored::Done)
    }

    async fn extend(&self, extension: &Extension) -> Result<Stored, StoreError> {
        let (head, entries) = &mut *self.0.lock().unwrap();
        entries.extend(extension.entries.iter().map(|entry| entry.to_vec()));
        let checkpoint = extension.checkpoint.clone();
        *head = Some(StoredHead { size: entries.len() as u64, checkpoint });
        Ok(Stored::Done)
    }

    async fn cosign(&self, _: &StoredHead, _: &str) -> Result<Stored, StoreError> {
        Ok(Stored::Overtaken)
    }

    async fn close(&self) {}
}
