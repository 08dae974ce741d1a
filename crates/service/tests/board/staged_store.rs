use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use isoloir_service::board::Board;
use isoloir_service::store::{Extension, HourlyCount, Store, StoreError, Stored, StoredHead};
use tokio::sync::oneshot;

/// What happens to a write.
pub(crate) enum Fate {
    /// It fails, and nothing is written.
    FailsBefore,
    /// It is written, and nobody is told so.
    FailsAfter,
    /// Another board records this ballot first.
    IsLate(Arc<Board>, Vec<u8>),
    /// It waits until it is let go. Somebody is told when it has come.
    Waits(oneshot::Sender<()>, oneshot::Receiver<()>),
}

/// A database that fails when it is told to.
pub(crate) struct StagedStore {
    store: Mutex<Arc<dyn Store>>,
    fates: Mutex<VecDeque<Fate>>,
    is_silent: AtomicBool,
    writes: AtomicUsize,
}

impl StagedStore {
    pub(crate) fn new(store: Arc<dyn Store>) -> Arc<Self> {
        let (fates, is_silent, writes) = Default::default();
        Arc::new(Self { store: Mutex::new(store), fates, is_silent, writes })
    }

    /// From now on it is another database.
    pub(crate) fn exchange(&self, store: Arc<dyn Store>) {
        *self.store.lock().unwrap() = store;
    }

    fn store(&self) -> Arc<dyn Store> {
        self.store.lock().unwrap().clone()
    }

    /// What happens to the next writes.
    pub(crate) fn stage(&self, fates: impl IntoIterator<Item = Fate>) {
        self.fates.lock().unwrap().extend(fates);
    }

    /// Holds up the next write: until the sender is used. The receiver is told when the write has come.
    pub(crate) fn hold(&self) -> (oneshot::Receiver<()>, oneshot::Sender<()>) {
        let (comes, has_come) = oneshot::channel();
        let (let_go, is_let_go) = oneshot::channel();
        self.stage([Fate::Waits(comes, is_let_go)]);
        (has_come, let_go)
    }

    /// Whether nothing that is read from it is answered.
    pub(crate) fn be_silent(&self, is_silent: bool) {
        self.is_silent.store(is_silent, Ordering::Relaxed);
    }

    /// How often something was to be written.
    pub(crate) fn writes(&self) -> usize {
        self.writes.load(Ordering::Relaxed)
    }

    fn speak(&self) -> Result<(), StoreError> {
        if self.is_silent.load(Ordering::Relaxed) { Err(StoreError::Silent) } else { Ok(()) }
    }
}

#[async_trait]
impl Store for StagedStore {
    async fn head(&self) -> Result<Option<StoredHead>, StoreError> {
        self.speak()?;
        self.store().head().await
    }

    async fn entries(&self, from: u64, count: u32) -> Result<Vec<Vec<u8>>, StoreError> {
        self.speak()?;
        self.store().entries(from, count).await
    }

    async fn turnout(&self) -> Result<Vec<HourlyCount>, StoreError> {
        self.store().turnout().await
    }

    async fn begin(&self, checkpoint: &str) -> Result<Stored, StoreError> {
        self.store().begin(checkpoint).await
    }

    async fn extend(&self, extension: &Extension) -> Result<Stored, StoreError> {
        self.writes.fetch_add(1, Ordering::Relaxed);
        let fate = self.fates.lock().unwrap().pop_front();
        match fate {
            None => {}
            Some(Fate::FailsBefore) => return Err(StoreError::Silent),
            Some(Fate::FailsAfter) => {
                self.store().extend(extension).await?;
                return Err(StoreError::Silent);
            }
            Some(Fate::IsLate(other, ballot)) => drop(other.cast(&ballot).await.unwrap()),
            Some(Fate::Waits(comes, is_let_go)) => {
                comes.send(()).unwrap();
                is_let_go.await.unwrap();
            }
        }
        self.store().extend(extension).await
    }

    async fn cosign(&self, old: &StoredHead, checkpoint: &str) -> Result<Stored, StoreError> {
        self.store().cosign(old, checkpoint).await
    }

    async fn close(&self) {
        self.store().close().await;
    }
}
