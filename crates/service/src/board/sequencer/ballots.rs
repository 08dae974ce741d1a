//! Ballots: placed together, stored together, each answered for by itself.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use isoloir_election::message::Kind;
use isoloir_election::phase::{CheckedBallot, Phase, Placement, Refusal};
use isoloir_encoding::Encode;

use crate::board::admission::check_time;
use crate::board::sequencer::{ATTEMPTS, BallotJob, Sequencer, Stale};
use crate::board::state::{State, read, write};
use crate::rejected::{Reason, Rejected};
use crate::store::HourlyCount;

impl Sequencer {
    /// Records the ballots that may be, and tells everybody.
    pub(super) async fn record_ballots(&mut self, mut waiting: Vec<BallotJob>) {
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
