//! The ballots of a stream: checked in batches, on all cores, and summed.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use rayon::prelude::*;

use super::ledger::{Ledger, at_entry};
use super::part::Parts;
use crate::crypto::ballot::Parameters;
use crate::crypto::batch::{self, BatchOutcome, CastBallot, Equation, Fault};
use crate::crypto::tally::Sums;
use crate::report::Step;

/// The most ballots of one batch. The more, the less a ballot costs, and the more memory the batch
/// takes: some 14 KB a ballot of 20 slots.
const MAX_BATCH: usize = 1_024;

/// The most bytes of sealed ballots in one batch, for ballots of many slots.
const MAX_BATCH_BYTES: usize = 5 << 19;

/// What a reading does about ballots' proofs and sums.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Work {
    /// Checks every ballot and sums what counts.
    All,
    /// Leaves the proofs of ballots out, and so decryptions and results.
    RecordOnly,
    /// Takes over what others have found in their parts.
    Given(Parts),
}

/// The sums over ballots, of the districts in which there are any.
#[derive(Debug, Default)]
pub(super) struct Totals(BTreeMap<u16, Sums>);

impl Totals {
    pub(super) fn add(&mut self, district: u16, sums: &Sums) {
        let total = self.0.entry(district).or_insert_with(|| Sums::neutral(sums.slots()));
        total.add(sums);
    }

    pub(super) fn merge(&mut self, others: &Self) {
        others.0.iter().for_each(|(district, sums)| self.add(*district, sums));
    }

    pub(super) fn subtract(&mut self, others: &Self) {
        for (district, sums) in &others.0 {
            if let Some(total) = self.0.get_mut(district) {
                total.subtract(sums);
            }
        }
    }

    /// The sums of all districts, neutral where there is no ballot.
    pub(super) fn into_sums(mut self, parameters: &[Parameters]) -> Vec<Sums> {
        (0..)
            .zip(parameters)
            .map(|(index, district)| {
                let none = || Sums::neutral(district.style().slots());
                self.0.remove(&index).unwrap_or_else(none)
            })
            .collect()
    }
}

/// Checks the ballots on all cores, and adds them to the totals.
pub(super) fn check(ballots: &[CastBallot<'_>], ledger: &mut Ledger, totals: &mut Totals) {
    let outcomes: Vec<(BatchOutcome, Duration)> = ballots
        .par_chunks(batch_size(ballots))
        .map(|batch| {
            let begun = Instant::now();
            (batch::check(batch), begun.elapsed())
        })
        .collect();
    ledger.checked(Step::CastSignatures, ballots.len() as u64);
    ledger.checked(Step::BallotProofs, ballots.len() as u64);
    for (outcome, time) in outcomes {
        ledger.spent(Step::BallotProofs, time);
        for guilty in outcome.guilty {
            ledger.fail(step(&guilty.fault), at_entry(guilty.entry, &guilty.fault));
        }
        outcome.sums.iter().for_each(|(district, sums)| totals.add(*district, sums));
    }
}

/// As many batches as there are cores, or a multiple of that, of nearly one size.
fn batch_size(ballots: &[CastBallot<'_>]) -> usize {
    let bytes: usize = ballots.iter().map(|ballot| ballot.sealed.len()).sum();
    let batches = ballots.len().div_ceil(MAX_BATCH).max(bytes.div_ceil(MAX_BATCH_BYTES));
    let cores = rayon::current_num_threads();
    ballots.len().div_ceil(batches.next_multiple_of(cores).max(cores)).max(1)
}

fn step(fault: &Fault) -> Step {
    match fault {
        Fault::Wire(_) => Step::Form,
        Fault::Equation(Equation::Cast) => Step::CastSignatures,
        Fault::Equation(_) | Fault::NeutralRangePoint(_) | Fault::ZeroRangeChallenge => {
            Step::BallotProofs
        }
    }
}
