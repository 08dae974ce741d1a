//! Gives what is put on the board its place, one group after another.
//!
//! A group is stored, on the disk, before any of it is told to anybody. What the database says last is what
//! counts: after a failure, or when another replica was first, the sequencer reads what is there and tries
//! again; a ballot that had been stored is then found, and gets its receipt.

mod ballots;
mod catch_up;
mod messages;

use std::sync::Arc;

use isoloir_board::checkpoint::Checkpoint;
use isoloir_board::note::Note;
use isoloir_election::message::Messages;
use isoloir_election::phase::CheckedBallot;
use tokio::sync::{mpsc, oneshot};

use crate::board::state::Tip;
use crate::board::{Progress, Shared};
use crate::rejected::Rejected;
use crate::store::{Extension, HourlyCount, Stored};

/// The most ballots that share one commit.
const MAX_GROUP: usize = 512;

/// How often a group is tried: others may be first, again and again.
const ATTEMPTS: usize = 8;

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

    /// Signs and stores.
    async fn store(
        &self,
        tip: &Tip,
        entries: Vec<Arc<[u8]>>,
        turnout: Vec<HourlyCount>,
    ) -> Result<Note, NotStored> {
        let signer = &self.shared.signer;
        let checkpoint =
            |tip: &Tip| Checkpoint { origin: signer.key().name().clone(), head: tip.log.head() };
        let note = checkpoint(tip).sign(signer).map_err(|error| {
            self.shared.failed(&error.into());
            NotStored
        })?;
        let (from, after) = (self.tip.size(), checkpoint(&self.tip).to_string());
        let extension = Extension { from, after, entries, checkpoint: note.to_string(), turnout };
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
}

/// What was to be stored is not, or may not be.
struct NotStored;
