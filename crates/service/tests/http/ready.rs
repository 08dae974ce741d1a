use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use async_trait::async_trait;
use isoloir_election::definition::{Definition, ElectionId};
use isoloir_election::message::{Kind, Message, Messages};
use isoloir_encoding::{Decode, Encode, Reader};
use isoloir_service::board::{self, Board};
use isoloir_service::clock::Clock;
use isoloir_service::config::Witness;
use isoloir_service::store::{Extension, HourlyCount, Store, StoreError, Stored, StoredHead};

use crate::served::{Served, config, store};
use crate::town;

/// A database that can be told to fail.
struct Failing {
    store: Arc<dyn Store>,
    reads: Arc<AtomicBool>,
    writes: Arc<AtomicBool>,
}

impl Failing {
    fn new(store: Arc<dyn Store>) -> Self {
        Self { store, reads: Arc::default(), writes: Arc::default() }
    }
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

    async fn turnout(&self) -> Result<Vec<HourlyCount>, StoreError> {
        self.store.turnout().await
    }

    async fn begin(&self, checkpoint: &str) -> Result<Stored, StoreError> {
        self.store.begin(checkpoint).await
    }

    async fn extend(&self, extension: &Extension) -> Result<Stored, StoreError> {
        if self.writes.load(Ordering::Relaxed) {
            return Err(StoreError::Damaged("a test says so"));
        }
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
    let failing = Failing::new(store(&folder).await);
    let reads = failing.reads.clone();
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

#[tokio::test]
async fn a_service_that_could_not_write_is_not_ready_until_it_can() {
    let entries = town::entries();
    let payload = entries[0].payload().to_vec();
    let message = Message { kind: Kind::Definition, payload: payload.clone() };
    let definition = Definition::decode(&mut Reader::new(&payload[1..])).unwrap();
    let url = "http://127.0.0.1:1".to_owned();
    let witnesses = definition.witnesses.iter().cloned();
    let witnesses = witnesses.map(|key| Witness { key, url: url.clone() }).collect();
    let messages = Messages { election: ElectionId([0; 32]), list: vec![message] }.to_bytes();

    let folder = tempfile::tempdir().unwrap();
    let failing = Failing::new(store(&folder).await);
    let writes = failing.writes.clone();
    let failing = Arc::new(failing);
    board::create(&*failing, &town::signer()).await.unwrap();
    let board = Board::open(failing, town::signer(), witnesses, Clock::system()).await.unwrap();
    let served = Served::board(board, folder, config("")).await;
    let head = format!("POST /messages HTTP/1.1\nContent-Length: {}", messages.len());
    writes.store(true, Ordering::Relaxed);
    let answer = served.ask(&head, &messages).await;
    assert_eq!((answer.status, answer.problem().as_str()), (503, "unavailable"));
    assert_eq!(served.get("/readyz").await.status, 503);
    writes.store(false, Ordering::Relaxed);
    let answer = served.ask(&head, &messages).await;
    assert_eq!((answer.status, answer.json()["entries"][0].as_u64()), (200, Some(0)));
    assert_eq!(served.get("/readyz").await.status, 200);
}
