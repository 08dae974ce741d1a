//! Checks ballots on all cores, those that wait together in one go.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use isoloir_election::message::Kind;
use isoloir_election::phase::{Phase, Refusal, UncheckedBallot};
use prometheus_client::metrics::histogram::Histogram;
use rand_core::OsRng;
use tokio::sync::{mpsc, oneshot};

use crate::board::Shared;
use crate::board::sequencer::{BallotJob, Job, Place};
use crate::board::state::read;
use crate::rejected::Rejected;

/// The most ballots that are checked in one go: more save little, and make all wait for the last.
const MAX_BATCH: usize = 64;

/// Ballots that wait to be checked: what two cores do in a second. More are told to come back.
pub(super) const MAX_WAITING: usize = 2_048;

/// A ballot that was sent, and whom to tell.
pub(super) struct Sent {
    pub(super) ballot: UncheckedBallot,
    pub(super) answer: oneshot::Sender<Result<Place, Rejected>>,
}

/// The threads that check. They end when this is dropped and nothing waits any more.
pub(super) struct Checkers(Arc<Queue>);

impl Checkers {
    /// Starts as many as there are cores.
    pub(super) fn start(jobs: &mpsc::Sender<Job>, batches: &Histogram) -> std::io::Result<Self> {
        let checkers = Self(Arc::default());
        let cores = thread::available_parallelism().map_or(1, usize::from);
        for number in 0..cores {
            let (queue, jobs, batches) = (checkers.0.clone(), jobs.clone(), batches.clone());
            let name = format!("checker {number}");
            thread::Builder::new().name(name).spawn(move || {
                while let Some(batch) = queue.next_batch() {
                    batches.observe(batch.ballots.len() as f64);
                    check(batch, &jobs);
                }
            })?;
        }
        Ok(checkers)
    }

    /// Has a ballot checked, and then recorded.
    pub(super) fn send(&self, sent: Sent) -> Result<(), Rejected> {
        let mut waiting = self.0.lock();
        if waiting.ballots.len() >= MAX_WAITING {
            return Err(Rejected::Busy);
        }
        waiting.ballots.push_back(sent);
        self.0.changed.notify_one();
        Ok(())
    }

    /// How many ballots wait.
    pub(super) fn waiting(&self) -> usize {
        self.0.lock().ballots.len()
    }
}

impl Drop for Checkers {
    fn drop(&mut self) {
        self.0.lock().is_closed = true;
        self.0.changed.notify_all();
    }
}

/// What waits for a checker.
///
/// One checks whatever waits, and what comes meanwhile waits for it: so batches are as large as ballots are many. Another
/// core helps when a whole batch waits. If each took what it found, most batches would be of a few ballots, which take
/// several times as long.
#[derive(Default)]
struct Queue {
    waiting: Mutex<Waiting>,
    changed: Condvar,
}

#[derive(Default)]
struct Waiting {
    ballots: VecDeque<Sent>,
    /// How many batches are being checked.
    working: usize,
    is_closed: bool,
}

/// Ballots that are checked together.
struct Batch<'a> {
    ballots: Vec<Sent>,
    queue: &'a Queue,
}

impl Queue {
    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for ballots. None at the end.
    fn next_batch(&self) -> Option<Batch<'_>> {
        let must_wait = |it: &mut Waiting| match it.ballots.len() {
            0 => !it.is_closed,
            1..MAX_BATCH => it.working > 0 && !it.is_closed,
            _ => false,
        };
        let waiting = self.changed.wait_while(self.lock(), must_wait);
        let mut waiting = waiting.unwrap_or_else(PoisonError::into_inner);
        let count = waiting.ballots.len().min(MAX_BATCH);
        let ballots: Vec<_> = waiting.ballots.drain(..count).collect();
        if ballots.is_empty() {
            return None;
        }
        waiting.working += 1;
        Some(Batch { ballots, queue: self })
    }
}

/// Also after a panic.
impl Drop for Batch<'_> {
    fn drop(&mut self) {
        self.queue.lock().working -= 1;
        self.queue.changed.notify_one();
    }
}

/// Looks for whose ballot it is: what takes no time. All that takes some is for the checkers, so that ballots gather
/// for them, and whoever only reads the board does not wait.
pub(super) fn open_ballot(shared: &Shared, payload: &[u8]) -> Result<UncheckedBallot, Rejected> {
    let state = read(&shared.state);
    let refused = |refusal: Refusal| Rejected::one(Kind::Ballot, refusal);
    let now = match state.record.phase() {
        Phase::Empty => "there is no election on this board yet",
        _ => "the vote is not open yet",
    };
    let voting = state.record.phase().voting();
    let voting = voting.ok_or(Refusal::OutOfPhase { kind: Kind::Ballot, now }).map_err(refused)?;
    voting.read(payload).map_err(refused)
}

fn check(mut batch: Batch<'_>, jobs: &mpsc::Sender<Job>) {
    let sent = std::mem::take(&mut batch.ballots);
    let (ballots, answers): (Vec<_>, Vec<_>) =
        sent.into_iter().map(|Sent { ballot, answer }| (ballot, answer)).unzip();
    let checked = UncheckedBallot::check_all(&ballots, &mut OsRng);
    for ((checked, ballot), answer) in checked.into_iter().zip(ballots).zip(answers) {
        // Who has gone away needs no answer.
        match checked {
            Ok(checked) => {
                let payload = ballot.into_payload();
                let job = Job::Ballot(BallotJob { ballot: checked, payload, answer });
                if let Err(mpsc::error::SendError(Job::Ballot(job))) = jobs.blocking_send(job) {
                    let _ = job.answer.send(Err(Rejected::Unavailable));
                }
            }
            Err(refusal) => {
                let _ = answer.send(Err(Rejected::one(Kind::Ballot, refusal)));
            }
        }
    }
}
