//! A board that is kept: what is put on it is checked, gets its place, lasts, and is shown.
//!
//! ```text
//! cast ── open_ballot ── checker (all cores) ──┐
//! submit ──────────────────────────────────────┴── sequencer ── database ── witnesses ── visible
//! ```
//!
//! Any number of processes may keep one board on one database: each signs with the same key, and the database lets
//! only one of them follow a head.

mod admission;
mod checker;
mod measures;
mod memory;
mod opening;
mod sequencer;
mod snapshot;
mod state;
mod tree;
mod witnesses;

use std::path::PathBuf;
use std::sync::{Arc, RwLock};
use std::thread;
use std::time::Duration;

use anyhow::{Context, bail, ensure};
use axum::body::Bytes;
use isoloir_board::checkpoint::Checkpoint;
use isoloir_board::entry::Entry;
use isoloir_board::keys::{LogKey, LogSigner, WitnessKey};
use isoloir_board::merkle::Frontier;
use isoloir_board::note::Note;
use isoloir_board::receipt::Receipt;
use isoloir_board::tiles::{Tile, TileKind};
use isoloir_crypto::group::NonIdentityPoint;
use isoloir_election::message::{Kind, Messages};
use isoloir_election::phase::{Record, Refusal, Voter};
use isoloir_encoding::Decode;
use tokio::runtime::Handle;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::JoinSet;

use crate::board::checker::{Checkers, Sent, open_ballot};
use crate::board::memory::Memory;
use crate::board::opening::Opening;
use crate::board::sequencer::{Job, Place, Sequencer};
use crate::board::snapshot::{bundle, is_there};
use crate::board::state::{State, Visible, read};
use crate::clock::{Clock, ClockError};
use crate::config::Witness;
use crate::rejected::Rejected;
use crate::store::{HourlyCount, Store, StoreError, Stored};

pub(crate) use measures::Measures;
pub use memory::remembered;
pub use snapshot::Snapshot;
pub(crate) use state::election_of;

/// Checked ballots and messages that wait for their place.
const MAX_JOBS: usize = 2_048;

/// How long a caster waits for the signatures of witnesses.
const WITNESS_PATIENCE: Duration = Duration::from_secs(20);

/// Is told of entries that are read: how many are, and of how many.
pub type Progress<'a> = &'a (dyn Fn(u64, u64) + Sync);

/// A board that is kept here.
pub struct Board {
    shared: Arc<Shared>,
    checkers: Checkers,
    jobs: mpsc::Sender<Job>,
    /// Asks the witnesses. It ends with the board.
    _collector: JoinSet<()>,
    memory: Option<Memory>,
    opening: Opening,
}

/// What its parts share.
pub(crate) struct Shared {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) signer: LogSigner,
    /// The witnesses that can be asked.
    pub(crate) witnesses: Vec<WitnessKey>,
    clock: Clock,
    state: RwLock<State>,
    /// The last checkpoint that is known to be in the database.
    latest: watch::Sender<Option<Visible>>,
    visible: watch::Sender<Option<Visible>>,
    /// Why nothing more is signed, in words for whoever keeps the board: witnesses have seen what it does not have.
    contradiction: watch::Sender<Option<String>>,
    measures: Measures,
}

/// Makes the board in a database: signs for no entries. What is there already stays.
///
/// # Errors
/// If the database fails.
pub async fn create(store: &dyn Store, signer: &LogSigner) -> anyhow::Result<Stored> {
    let head = Frontier::new().head();
    let note = Checkpoint { origin: signer.key().name().clone(), head }.sign(signer)?;
    Ok(store.begin(&note.to_string()).await?)
}

impl Board {
    /// Reads the board in a database and goes on with it.
    ///
    /// What the database holds must be what `signer` has signed for. It is not checked again that ballots are
    /// valid: that was done before they were signed for. From now on the witnesses are asked to sign its checkpoints.
    ///
    /// # Errors
    /// If there is no board, it is of another key, or it is damaged; or the system fails.
    pub async fn open(
        store: Arc<dyn Store>,
        signer: LogSigner,
        witnesses: Vec<Witness>,
        clock: Clock,
    ) -> anyhow::Result<Self> {
        Self::open_telling(store, signer, witnesses, clock, &|_, _| ()).await
    }

    /// The same, with word of how far it is: a large board takes a while.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub async fn open_telling(
        store: Arc<dyn Store>,
        signer: LogSigner,
        witnesses: Vec<Witness>,
        clock: Clock,
        progress: Progress<'_>,
    ) -> anyhow::Result<Self> {
        let shared = Arc::new(Shared {
            store,
            signer,
            witnesses: witnesses.iter().map(|witness| witness.key.clone()).collect(),
            clock,
            state: RwLock::new(State::new()),
            latest: watch::Sender::new(None),
            visible: watch::Sender::new(None),
            contradiction: watch::Sender::new(None),
            measures: Measures::new(),
        });
        let sequencer = Sequencer::open(shared.clone(), progress).await?;
        let (jobs, next_job) = mpsc::channel(MAX_JOBS);
        let checkers =
            Checkers::start(&jobs, &shared.measures.batches).context("no thread can be started")?;
        let handle = Handle::current();
        thread::Builder::new()
            .name("sequencer".into())
            .spawn(move || handle.block_on(sequencer.run(next_job)))
            .context("no thread can be started")?;
        let collector = witnesses::start(&shared, &witnesses, &jobs)?;
        let (memory, opening) = (None, Opening::default());
        Ok(Self { shared, checkers, jobs, _collector: collector, memory, opening })
    }

    /// Compares the board with the checkpoint in a file, and remembers there what it signs: a database that was put back
    /// from an old copy is then noticed. Each server has a file of its own, and makes it if it is not there.
    ///
    /// # Errors
    /// If the database is an old copy, or of another history; or the file can't be read.
    pub fn remembering(self, file: PathBuf) -> anyhow::Result<Self> {
        let memory = Some(Memory::begin(&self.shared, file)?);
        Ok(Self { memory, ..self })
    }

    /// Casts a ballot, or finds that it is cast, and gives the receipt.
    ///
    /// # Errors
    /// Why it is refused; or that nothing is known: then the very same bytes are to be sent again.
    pub async fn cast(&self, payload: &[u8]) -> Result<Receipt, Rejected> {
        let ballot = match open_ballot(&self.shared, payload) {
            Ok(ballot) => ballot,
            Err(rejected) => {
                if !self.look_for_more().await? {
                    return Err(rejected);
                }
                open_ballot(&self.shared, payload)?
            }
        };
        let (answer, answered) = oneshot::channel();
        self.checkers.send(Sent { ballot, answer })?;
        let (entry, bytes) = answered.await.unwrap_or(Err(Rejected::Unavailable))?;
        self.receipt((entry, bytes)).await
    }

    /// The receipt of a ballot on the board; nothing, if the entry is none.
    ///
    /// # Errors
    /// If nothing is known.
    pub async fn receipt_of(&self, index: u64) -> Result<Option<Receipt>, Rejected> {
        if index >= self.size() {
            return Ok(None);
        }
        let bytes = self.entry(index).await?;
        let entry = Entry::from_bytes(&bytes).map_err(|_| Rejected::Unavailable)?;
        if entry.kind() != Kind::Ballot as u8 {
            return Ok(None);
        }
        self.receipt((index, Some(bytes))).await.map(Some)
    }

    /// Puts messages on the board, in their order, and returns the indices of their entries. What is on the
    /// board already is found there. All lasts when this returns.
    ///
    /// # Errors
    /// If one is refused; those before it are on the board.
    pub async fn submit(&self, messages: Messages) -> Result<Vec<u64>, Rejected> {
        let (answer, answered) = oneshot::channel();
        let job = Job::Messages(messages, answer);
        self.jobs.try_send(job).map_err(|_| Rejected::Busy)?;
        answered.await.unwrap_or(Err(Rejected::Unavailable))
    }

    /// How a credential stands; nothing, if it is not on the roll of the district.
    ///
    /// # Errors
    /// If the vote is not open yet, or there is no such district; or the database fails.
    pub async fn voter(
        &self,
        district: u16,
        credential: &NonIdentityPoint,
    ) -> Result<Option<Voter>, Rejected> {
        self.look_for_more().await?;
        let state = read(&self.shared.state);
        let refused = |refusal| Rejected::one(Kind::Ballot, refusal);
        let now = "the vote is not open yet";
        let voting = state.record.phase().voting();
        let voting =
            voting.ok_or(Refusal::OutOfPhase { kind: Kind::Ballot, now }).map_err(refused)?;
        match voting.voter(district, credential) {
            Ok(voter) => Ok(Some(voter.clone())),
            Err(Refusal::NotOnRoll) => Ok(None),
            Err(refusal) => Err(refused(refusal)),
        }
    }

    /// The key that signs its checkpoints.
    #[must_use]
    pub fn key(&self) -> &LogKey {
        self.shared.signer.key()
    }

    /// The checkpoint that people may see: a signed note. None as long as witnesses have to sign it first.
    #[must_use]
    pub fn checkpoint(&self) -> Option<Arc<Note>> {
        self.shared.visible.borrow().as_ref().map(|visible| visible.note.clone())
    }

    /// How many entries that checkpoint is over.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.shared.visible.borrow().as_ref().map_or(0, |visible| visible.size)
    }

    /// The bytes of a tile (`spec/board.md`, section 8); none if the visible tree does not have it.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn tile(&self, tile: &Tile) -> Result<Option<Vec<u8>>, StoreError> {
        if !is_there(tile, self.size()) {
            return Ok(None);
        }
        match tile.kind() {
            TileKind::Hashes(_) => Ok(read(&self.shared.state).tree.tile(tile)),
            TileKind::Entries => bundle(&*self.shared.store, tile).await.map(Some),
        }
    }

    /// What a voter's device needs to seal ballots: entries, as a bundle (`spec/election.md`, section 14). None before the
    /// vote opens.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn opening(&self) -> anyhow::Result<Option<Bytes>> {
        if self.with_record(|record| record.phase().voting().is_none()) {
            return Ok(None);
        }
        self.opening.get(&*self.shared.store).await.map(Some)
    }

    /// Looks at the record: what the entries amount to.
    pub fn with_record<T>(&self, look: impl FnOnce(&Record) -> T) -> T {
        look(&read(&self.shared.state).record)
    }

    /// How many ballots were recorded in each hour, by district.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn turnout(&self) -> Result<Vec<HourlyCount>, StoreError> {
        self.shared.store.turnout().await
    }

    /// Seconds since 1970.
    ///
    /// # Errors
    /// If the clock was set back.
    pub fn now(&self) -> Result<u64, ClockError> {
        self.shared.clock.now()
    }

    /// Whether ballots can be taken: the database answers, can be written and is no old copy, and the clock is right.
    ///
    /// # Errors
    /// Why not.
    pub async fn check(&self) -> anyhow::Result<()> {
        ensure!(!self.shared.measures.has_failed_to_write(), "the database can't be written");
        self.shared.clock.now()?;
        if let Some(why) = &*self.shared.contradiction.borrow() {
            bail!("{why}");
        }
        self.shared.store.head().await?;
        Ok(())
    }

    /// What it measures of itself.
    pub(crate) fn measures(&self) -> &Measures {
        &self.shared.measures
    }

    /// How many ballots wait to be checked, and how much waits for its place.
    pub(crate) fn queues(&self) -> (usize, usize) {
        (self.checkers.waiting(), MAX_JOBS.saturating_sub(self.jobs.capacity()))
    }

    /// Ends: what was sent is dealt with, and the database let go.
    pub async fn close(self) {
        let Self { shared, checkers, jobs, _collector, memory, opening: _ } = self;
        drop((checkers, jobs, _collector));
        if let Some(memory) = memory {
            memory.end().await;
        }
        shared.store.close().await;
    }

    async fn receipt(&self, (entry, bytes): Place) -> Result<Receipt, Rejected> {
        let visible = self.shared.visible_over(entry).await?;
        let bytes: Arc<[u8]> = match bytes {
            Some(bytes) => bytes,
            None => self.entry(entry).await?,
        };
        let proof = read(&self.shared.state).tree.inclusion(entry, visible.size);
        let receipt = proof.ok().map(|proof| Receipt::new(entry, proof, (*visible.note).clone()));
        let receipt = receipt.and_then(|receipt| receipt.with_extra(bytes.to_vec()).ok());
        receipt.ok_or(Rejected::Unavailable)
    }

    async fn entry(&self, index: u64) -> Result<Arc<[u8]>, Rejected> {
        let found = self.shared.store.entries(index, 1).await;
        let found = found.map_err(|error| self.shared.unavailable(error))?;
        found.into_iter().next().map(Arc::from).ok_or(Rejected::Unavailable)
    }

    /// Whether another replica had put something on the board, which is now known.
    async fn look_for_more(&self) -> Result<bool, Rejected> {
        let head = self.shared.store.head().await;
        let head = head.map_err(|error| self.shared.unavailable(error))?;
        let known = self.with_record(|record| record.chain().size());
        if head.is_none_or(|head| head.size <= known) {
            return Ok(false);
        }
        let (answer, answered) = oneshot::channel();
        self.jobs.try_send(Job::Refresh(answer)).map_err(|_| Rejected::Busy)?;
        answered.await.unwrap_or(Err(Rejected::Unavailable))?;
        Ok(true)
    }
}

impl Shared {
    fn now(&self) -> Result<u64, Rejected> {
        self.clock.now().map_err(|error| self.unavailable(error))
    }

    /// A checkpoint is stored. It can be seen at once, unless witnesses have to sign it.
    fn stored(&self, note: Note, size: u64) {
        let stored = Visible { size, note: Arc::new(note) };
        if self.is_signed_by_enough(&stored.note) {
            self.show(stored.clone());
        }
        self.latest.send_replace(Some(stored));
    }

    /// Whether the witnesses that the definition asks for have signed.
    pub(crate) fn is_signed_by_enough(&self, note: &Note) -> bool {
        let state = read(&self.state);
        let election = election_of(&state.record);
        election.is_none_or(|election| election.definition().policy().open(note).is_ok())
    }

    /// Shows a checkpoint, unless a later one is shown, or the same one with more signatures.
    pub(crate) fn show(&self, visible: Visible) {
        let order = |it: &Visible| (it.size, it.note.signatures().len());
        self.visible.send_if_modified(|shown| {
            let is_later = shown.as_ref().is_none_or(|shown| order(shown) < order(&visible));
            if is_later {
                *shown = Some(visible);
            }
            is_later
        });
    }

    /// Says why nothing more may be signed, or that it may.
    fn contradicted(&self, why: Option<String>) {
        self.contradiction.send_if_modified(|known| {
            let is_new = known.is_some() != why.is_some();
            match &why {
                Some(why) if is_new => tracing::error!("nothing is taken any more: {why}"),
                None if is_new => {
                    tracing::info!("the witnesses agree: the board takes entries again")
                }
                _ => {}
            }
            let is_modified = *known != why;
            *known = why;
            is_modified
        });
    }

    /// The visible checkpoint, once it is over this entry.
    async fn visible_over(&self, entry: u64) -> Result<Visible, Rejected> {
        let mut visible = self.visible.subscribe();
        let is_over = |shown: &Option<Visible>| shown.as_ref().is_some_and(|it| it.size > entry);
        let waited = tokio::time::timeout(WITNESS_PATIENCE, visible.wait_for(is_over)).await;
        let shown = waited.ok().and_then(Result::ok).and_then(|shown| shown.clone());
        shown.ok_or(Rejected::Unavailable)
    }

    fn unavailable(&self, error: impl Into<anyhow::Error>) -> Rejected {
        self.failed(&error.into());
        Rejected::Unavailable
    }

    /// What the system says is for those who run the service. It tells nothing of a ballot.
    fn failed(&self, error: &anyhow::Error) {
        self.measures.failures.inc();
        tracing::error!("{error:#}");
    }
}
