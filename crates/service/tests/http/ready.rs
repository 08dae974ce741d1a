use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use async_trait::async_trait;
use isoloir_service::clock::Clock;
use isoloir_service::store::{Extension, Store, StoreError, Stored, StoredHead};

use crate::served::{Served, config, store};
use crate::town;

/// A database that can be told to fail.
struct Failing {
    store: Arc<dyn Store>,
    reads: Arc<AtomicBool>,
}

#[async_trait]
impl Store for Failing {
    async fn head(&self) -> Result<Option<StoredHead>, StoreError> {
        if self.reads.load(Ordering::Relaxed) {
            return Err(StoreError::Damaged("a test says so"));
        }
        self.store.head().await
    }

    async fn entries(&self, from: u64, count: u32) -> Result<Vec<Vec<u8>>, StoreError> {
        self.store.entries(from, count).await
    }

    async fn begin(&self, checkpoint: &str) -> Result<Stored, StoreError> {
        self.store.begin(checkpoint).await
    }

    async fn extend(&self, extension: &Extension) -> Result<Stored, StoreError> {
        self.store.extend(extension).await
    }

    async fn cosign(&self, old: &StoredHead, checkpoint: &str) -> Result<Stored, StoreError> {
        self.store.cosign(old, checkpoint).await
    }

    async fn close(&self) {
        self.store.close().await;
    }
}

#[tokio::test]
async fn a_service_whose_database_fails_lives_and_is_not_ready() {
    let folder = tempfile::tempdir().unwrap();
    let reads = Arc::new(AtomicBool::new(false));
    let failing = Failing { store: store(&folder).await, reads: reads.clone() };
    let board = town::open(Arc::new(failing), Clock::system()).await;
    let served = Served::board(board, folder, config("")).await;
    assert_eq!(served.get("/readyz").await.status, 200);
    reads.store(true, Ordering::Relaxed);
    let answer = served.get("/readyz").await;
    assert_eq!((answer.status, answer.problem().as_str()), (503, "unavailable"));
    assert_eq!(answer.header("retry-after"), Some("1"));
    assert!(!answer.text().contains("a test says so"), "that is for the log");
    assert_eq!(answer.header("x-request-id").unwrap().len(), 16);
    assert_eq!(served.get("/healthz").await.status, 200);
    reads.store(false, Ordering::Relaxed);
    assert_eq!(served.get("/readyz").await.status, 200);
}

#[tokio::test]
async fn a_service_whose_clock_was_set_back_is_not_ready() {
    let folder = tempfile::tempdir().unwrap();
    let shown = Arc::new(AtomicU64::new(1_790_900_000));
    let clock = Clock::new({
        let shown = shown.clone();
        move || shown.load(Ordering::Relaxed)
    });
    let board = town::open(store(&folder).await, clock).await;
    let served = Served::board(board, folder, config("")).await;
    assert_eq!(served.get("/readyz").await.status, 200);
    shown.fetch_sub(3_600, Ordering::Relaxed);
    assert_eq!(served.get("/readyz").await.status, 503);
}
