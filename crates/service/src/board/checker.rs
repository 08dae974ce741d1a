//! Checks ballots on all cores, those that wait together in one go.

use std::sync::{Arc, Mutex, PoisonError};
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

/// A ballot that was sent, and whom to tell.
pub(super) struct Sent {
    pub(super) ballot: UncheckedBallot,
    pub(super) payload: Vec<u8>,
    pub(super) answer: oneshot::Sender<Result<Place, Rejected>>,
}

/// Reads a ballot and looks for its credential on the roll: what is quick.
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

/// Starts as many threads as there are cores. They end when nobody can send any more.
pub(super) fn start(
    sent: mpsc::Receiver<Sent>,
    jobs: &mpsc::Sender<Job>,
    batches: &Histogram,
) -> std::io::Result<()> {
    let sent = Arc::new(Mutex::new(sent));
    let cores = thread::available_parallelism().map_or(1, usize::from);
    for number in 0..cores {
        let (sent, jobs, batches) = (sent.clone(), jobs.clone(), batches.clone());
        let name = format!("checker {number}");
        thread::Builder::new().name(name).spawn(move || {
            while let Some(batch) = next_batch(&sent) {
                batches.observe(batch.len() as f64);
                check(batch, &jobs);
            }
        })?;
    }
    Ok(())
}

/// What waits; or what comes next, if nothing does. None at the end.
fn next_batch(sent: &Mutex<mpsc::Receiver<Sent>>) -> Option<Vec<Sent>> {
    let mut sent = sent.lock().unwrap_or_else(PoisonError::into_inner);
    let mut batch = vec![sent.blocking_recv()?];
    while batch.len() < MAX_BATCH
        && let Ok(next) = sent.try_recv()
    {
        batch.push(next);
    }
    Some(batch)
}

fn check(batch: Vec<Sent>, jobs: &mpsc::Sender<Job>) {
    let mut ballots = Vec::with_capacity(batch.len());
    let mut rest = Vec::with_capacity(batch.len());
    for Sent { ballot, payload, answer } in batch {
        ballots.push(ballot);
        rest.push((payload, answer));
    }
    let checked = UncheckedBallot::check_all(ballots, &mut OsRng);
    for (checked, (payload, answer)) in checked.into_iter().zip(rest) {
        // Who has gone away needs no answer.
        match checked {
            Ok(ballot) => {
                let job = Job::Ballot(BallotJob { ballot, payload, answer });
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
