//! Gives what is put on the board its place, one group after another.
//!
//! A group is stored, on the disk, before any of it is told to anybody. What the database says last is what
//! counts: after a failure, or when another replica was first, the sequencer reads what is there and tries
//! again; a ballot that had been stored is then found, and gets its receipt.

use std::collections::{BTreeMap, HashSet};
use std::sync::{Arc, PoisonError, RwLock};

use anyhow::ensure;
use isoloir_board::checkpoint::Checkpoint;
use isoloir_board::entry::Entry;
use isoloir_board::note::Note;
use isoloir_election::message::{Kind, Message, Messages};
use isoloir_election::phase::{CheckedBallot, Phase, Placement, Refusal};
use isoloir_encoding::Encode;
use rand_core::OsRng;
use tokio::sync::{mpsc, oneshot};

use crate::board::admission::{check_definition, check_election, check_time};
use crate::board::state::{
    State, Tip, check_head, digest, read, read_page, take_back, tally, write,
};
use crate::board::{Progress, Shared};
use crate::rejected::{Reason, Rejected};
use crate::store::{Extension, HourlyCount, StoreError, Stored, StoredHead};

/// The most ballots that share one commit.
const MAX_GROUP: usize = 512;

/// How often a group is tried: others may be first, again and again.
const ATTEMPTS: usize = 8;

/// The most entries of other replicas that are read beside those that are known; with more, all are read anew.
const MAX_GAP: u64 = 4_096;

/// Where a ballot is on the board, and the bytes of its entry if they are at hand.
pub(super) type Place = (u64, Option<Arc<[u8]>>);

/// Something to put on the board, and whom to tell.
pub(super) enum Job {
    Ballot(BallotJob),
    Messages(Messages, oneshot::Sender<Result<Vec<u64>, Rejected>>),
    /// Look what other replicas have put on it.
    Refresh(oneshot::Sender<Result<(), Rejected>>),
}

/// A ballot whose proof and signature hold.
pub(super) struct BallotJob {
    pub(super) ballot: CheckedBallot,
    pub(super) payload: Vec<u8>,
    pub(super) answer: oneshot::Sender<Result<Place, Rejected>>,
}

/// The one that writes.
pub(super) struct Sequencer {
    shared: Arc<Shared>,
    tip: Tip,
    /// Whether the database may hold more than `tip`, or the record more than the database.
    stale: Stale,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stale {
    /// Nothing is known of the kind.
    No,
    /// The database may hold more.
    Behind,
    /// The record has taken what may not be stored: it is made anew.
    Ahead,
}

impl Sequencer {
    /// Reads the board from the database.
    pub(super) async fn open(shared: Arc<Shared>, progress: Progress<'_>) -> anyhow::Result<Self> {
        let mut sequencer = Self { shared, tip: Tip::new(), stale: Stale::Ahead };
        sequencer.refresh(progress).await?;
        Ok(sequencer)
    }

    /// Works until nobody can send a job any more. Who has gone away needs no answer: here and below, what can't be sent
    /// is dropped.
    pub(super) async fn run(mut self, mut jobs: mpsc::Receiver<Job>) {
        let mut ballots = Vec::new();
        while let Some(first) = jobs.recv().await {
            let mut next = Some(first);
            while let Some(job) = next {
                match job {
                    Job::Ballot(job) => ballots.push(job),
                    Job::Messages(messages, answer) => {
                        self.record_ballots(std::mem::take(&mut ballots)).await;
                        let _ = answer.send(self.record_messages(&messages).await);
                    }
                    Job::Refresh(answer) => {
                        self.stale_at_least(Stale::Behind);
                        let _ = answer.send(self.refresh_or_log().await);
                    }
                }
                next = if ballots.len() < MAX_GROUP { jobs.try_recv().ok() } else { None };
            }
            self.record_ballots(std::mem::take(&mut ballots)).await;
        }
    }

    /// Records the ballots that may be, and tells everybody.
    async fn record_ballots(&mut self, mut waiting: Vec<BallotJob>) {
        for _ in 0..ATTEMPTS {
            if waiting.is_empty() {
                return;
            }
            if self.ready().await.is_err() {
                break;
            }
            let (group, later) = self.place(waiting).await;
            waiting = self.record_group(group).await;
            waiting.extend(later);
        }
        for job in waiting {
            let _ = job.answer.send(Err(Rejected::Unavailable));
        }
    }

    /// Answers for what is recorded or refused; returns what is new, and what has to wait for the next group because it
    /// stands on something in this one.
    async fn place(&mut self, jobs: Vec<BallotJob>) -> (Vec<BallotJob>, Vec<BallotJob>) {
        let (mut group, mut later, mut refused) = (Vec::new(), Vec::new(), Vec::new());
        let mut taken = HashSet::new();
        {
            let state = read(&self.shared.state);
            for job in jobs {
                let of_voter = (job.ballot.district(), *job.ballot.credential());
                let of_a = (u16::MAX, *job.ballot.first_component());
                if taken.contains(&of_voter) || taken.contains(&of_a) {
                    later.push(job);
                    continue;
                }
                match self.place_one(&state, &job.ballot) {
                    Ok(Placement::New) => {
                        taken.extend([of_voter, of_a]);
                        group.push(job);
                    }
                    Ok(Placement::Recorded { entry }) => {
                        let _ = job.answer.send(Ok((entry, None)));
                    }
                    Err(reason) => refused.push((job, reason)),
                }
            }
        }
        if !refused.is_empty() {
            later.extend(self.refuse(refused).await);
        }
        (group, later)
    }

    /// A ballot that is on the board is found whatever the time and the phase.
    fn place_one(&self, state: &State, ballot: &CheckedBallot) -> Result<Placement, Rejected> {
        let refused = |reason: Reason| Rejected::one(Kind::Ballot, reason);
        let not_open = || {
            let now = "the vote is not open";
            refused(Refusal::OutOfPhase { kind: Kind::Ballot, now }.into())
        };
        let phase = state.record.phase();
        let placed = phase.voting().ok_or_else(not_open)?.place(ballot);
        let placement = placed.map_err(|refusal| refused(refusal.into()))?;
        if placement == Placement::New {
            if !matches!(phase, Phase::Voting(_)) {
                return Err(not_open());
            }
            check_time(&state.record, Kind::Ballot, self.shared.now()?).map_err(refused)?;
        }
        Ok(placement)
    }

    /// Refuses, unless what is refused stands on something that another replica has recorded: that is tried again.
    async fn refuse(&mut self, refused: Vec<(BallotJob, Rejected)>) -> Vec<BallotJob> {
        let size = self.tip.size();
        self.stale_at_least(Stale::Behind);
        let is_known = self.refresh_or_log().await.is_ok();
        if is_known && self.tip.size() != size {
            return refused.into_iter().map(|(job, _)| job).collect();
        }
        for (job, rejected) in refused {
            let _ = job.answer.send(Err(if is_known { rejected } else { Rejected::Unavailable }));
        }
        Vec::new()
    }

    /// Stores ballots and tells whom they are of. Returns them, if somebody else was first or it is not known
    /// whether they are stored.
    async fn record_group(&mut self, group: Vec<BallotJob>) -> Vec<BallotJob> {
        if group.is_empty() {
            return group;
        }
        let mut tip = self.tip.clone();
        let mut entries = Vec::with_capacity(group.len());
        for job in &group {
            match tip.chain.append(Kind::Ballot as u8, job.payload.clone()) {
                Ok(entry) if tip.log.append(entry.leaf_hash()).is_ok() => entries.push(entry),
                // A log that is full takes nothing any more.
                _ => return group,
            }
        }
        let bytes: Vec<Arc<[u8]>> = entries.iter().map(|entry| entry.to_bytes().into()).collect();
        // Without a clock nothing is placed: this reads it once more.
        let Ok(now) = self.shared.now() else { return group };
        let note = match self.store(&tip, bytes.clone(), turnout(&group, now)).await {
            Ok(note) => note,
            Err(_) => {
                self.stale_at_least(Stale::Behind);
                return group;
            }
        };
        let mut answers = Vec::with_capacity(group.len());
        {
            let mut state = write(&self.shared.state);
            for ((job, entry), bytes) in group.into_iter().zip(&entries).zip(bytes) {
                // It was placed, and nothing else has changed the record since.
                if state.record.apply_ballot(entry, job.ballot).is_err() {
                    self.stale = Stale::Ahead;
                }
                state.note(entry);
                answers.push((job.answer, (entry.index(), Some(bytes))));
            }
        }
        self.tip = tip;
        self.shared.measures.groups.observe(answers.len() as f64);
        self.shared.stored(note, self.tip.size());
        for (answer, place) in answers {
            let _ = answer.send(Ok(place));
        }
        Vec::new()
    }

    /// Records messages in their order, up to the first that is refused.
    async fn record_messages(&mut self, messages: &Messages) -> Result<Vec<u64>, Rejected> {
        for _ in 0..ATTEMPTS {
            self.stale_at_least(Stale::Behind);
            self.ready().await?;
            let now = self.shared.now()?;
            let (mut tip, mut taken) = (self.tip.clone(), Vec::new());
            let done = {
                let mut state = write(&self.shared.state);
                self.take_all(&mut state, &mut tip, &mut taken, messages, now)
            };
            if taken.is_empty() {
                return done;
            }
            let bytes = taken.iter().map(|entry| entry.to_bytes().into()).collect();
            let Ok(note) = self.store(&tip, bytes, Vec::new()).await else {
                // The record has taken them already.
                self.stale = Stale::Ahead;
                continue;
            };
            self.tip = tip;
            {
                let mut state = write(&self.shared.state);
                taken.iter().for_each(|entry| state.note(entry));
            }
            self.shared.stored(note, self.tip.size());
            self.tally().await;
            return done;
        }
        Err(Rejected::Unavailable)
    }

    /// Applies messages to the record; `taken` are the entries that are new. They may not be stored yet when others
    /// see what they change: a roll, a phase. Nothing is told of an entry before it is.
    fn take_all(
        &self,
        state: &mut State,
        tip: &mut Tip,
        taken: &mut Vec<Entry>,
        messages: &Messages,
        now: u64,
    ) -> Result<Vec<u64>, Rejected> {
        let mut indices = Vec::with_capacity(messages.list.len());
        let mut districts = 0;
        let mut fresh = std::collections::HashMap::new();
        for (position, message) in messages.list.iter().enumerate() {
            let digest = digest(message.kind as u8, districts, &message.payload);
            districts += u64::from(message.kind == Kind::District);
            let known = state.recorded.get(&digest).or_else(|| fresh.get(&digest)).copied();
            let index = match known {
                Some(index) => Ok(index),
                None => self.take(state, tip, messages, message, now).map(|entry| {
                    let index = entry.index();
                    fresh.insert(digest, index);
                    taken.push(entry);
                    index
                }),
            };
            indices.push(index.map_err(|source| Rejected::Refused {
                position: position + 1,
                of: messages.list.len(),
                kind: message.kind,
                source,
            })?);
        }
        Ok(indices)
    }

    fn take(
        &self,
        state: &mut State,
        tip: &mut Tip,
        messages: &Messages,
        message: &Message,
        now: u64,
    ) -> Result<Entry, Reason> {
        let kind = message.kind;
        check_election(&state.record, messages.election, kind)?;
        if kind == Kind::Definition {
            let (key, witnesses) = (self.shared.signer.key(), &self.shared.witnesses);
            check_definition(&message.payload, key, witnesses)?;
        }
        check_time(&state.record, kind, now)?;
        let (index, head) = (tip.chain.size(), tip.chain.head());
        let unreadable = |_| Refusal::LogFull;
        let entry = Entry::new(index, head, kind as u8, message.payload.clone());
        let entry = entry.map_err(unreadable)?;
        state.record.apply(&entry, &mut OsRng)?;
        tip.follow(&entry).map_err(|_| Refusal::LogFull)?;
        Ok(entry)
    }

    /// After the close, the sums. It takes a while for a city; ballots are over.
    async fn tally(&mut self) {
        if !matches!(read(&self.shared.state).record.phase(), Phase::Closed(_)) {
            return;
        }
        if let Err(error) = tally(&*self.shared.store, &self.shared.state).await {
            self.shared.failed(&error);
            self.stale = Stale::Ahead;
        }
    }

    /// Signs and stores.
    async fn store(
        &self,
        tip: &Tip,
        entries: Vec<Arc<[u8]>>,
        turnout: Vec<HourlyCount>,
    ) -> Result<Note, NotStored> {
        let signer = &self.shared.signer;
        let checkpoint = Checkpoint { origin: signer.key().name().clone(), head: tip.log.head() };
        let note = checkpoint.sign(signer).map_err(|error| {
            self.shared.failed(&error.into());
            NotStored
        })?;
        let from = self.tip.size();
        let extension = Extension { from, entries, checkpoint: note.to_string(), turnout };
        let stored = self.shared.store.extend(&extension).await;
        self.shared.measures.wrote(stored.is_ok());
        match stored {
            Ok(Stored::Done) => Ok(note),
            Ok(Stored::Overtaken) => Err(NotStored),
            Err(error) => {
                self.shared.failed(&error.into());
                Err(NotStored)
            }
        }
    }

    fn stale_at_least(&mut self, stale: Stale) {
        if self.stale == Stale::No {
            self.stale = stale;
        }
    }

    /// Brings the record to what the database holds; fails if that is an old copy, for then nothing is signed.
    async fn ready(&mut self) -> Result<(), Rejected> {
        self.refresh_or_log().await?;
        let is_old = self.shared.contradiction.borrow().is_some();
        if is_old { Err(Rejected::Unavailable) } else { Ok(()) }
    }

    async fn refresh_or_log(&mut self) -> Result<(), Rejected> {
        self.refresh(&|_, _| ()).await.map_err(|error| {
            self.shared.failed(&error);
            Rejected::Unavailable
        })
    }

    /// Brings the record to what the database holds.
    async fn refresh(&mut self, progress: Progress<'_>) -> anyhow::Result<()> {
        if self.stale == Stale::No {
            return Ok(());
        }
        let head = self.shared.store.head().await?;
        let head = head.ok_or(StoreError::Damaged("it has no checkpoint"))?;
        if self.stale == Stale::Behind && head.size == self.tip.size() {
            self.stale = Stale::No;
            return Ok(());
        }
        ensure!(
            head.size >= self.tip.size(),
            "the database has {} entries, and had {}: an old copy of it was put in its place",
            head.size,
            self.tip.size()
        );
        let note = if self.stale == Stale::Behind && head.size - self.tip.size() <= MAX_GAP {
            self.read_more(&head).await
        } else {
            self.read_anew(&head, progress).await
        };
        // After an error the record may have taken a part.
        self.stale = if note.is_ok() { Stale::No } else { Stale::Ahead };
        self.shared.stored(note?, head.size);
        Ok(())
    }

    /// Reads what others have added. It is all checked before any of it is taken.
    async fn read_more(&mut self, head: &StoredHead) -> anyhow::Result<Note> {
        let (store, mut tip, mut entries) = (&*self.shared.store, self.tip.clone(), Vec::new());
        while tip.size() < head.size {
            entries.extend(read_page(store, &mut tip, head).await?);
        }
        let note = check_head(&tip, head, self.shared.signer.key())?;
        take_back(store, &self.shared.state, &entries).await?;
        self.tip = tip;
        Ok(note)
    }

    /// Reads all of it. What was known stands until then.
    async fn read_anew(
        &mut self,
        head: &StoredHead,
        progress: Progress<'_>,
    ) -> anyhow::Result<Note> {
        let (store, mut tip) = (&*self.shared.store, Tip::new());
        let state = RwLock::new(State::new());
        while tip.size() < head.size {
            let page = read_page(store, &mut tip, head).await?;
            take_back(store, &state, &page).await?;
            progress(tip.size(), head.size);
        }
        let note = check_head(&tip, head, self.shared.signer.key())?;
        let state = state.into_inner().unwrap_or_else(PoisonError::into_inner);
        *write(&self.shared.state) = state;
        self.tip = tip;
        Ok(note)
    }
}

/// What ballots that are recorded now add to the turnout.
fn turnout(group: &[BallotJob], now: u64) -> Vec<HourlyCount> {
    let mut ballots = BTreeMap::<u16, u64>::new();
    for job in group {
        *ballots.entry(job.ballot.district()).or_default() += 1;
    }
    let hour = now / 3_600;
    ballots.into_iter().map(|(district, ballots)| HourlyCount { district, hour, ballots }).collect()
}

/// What was to be stored is not, or may not be.
struct NotStored;
