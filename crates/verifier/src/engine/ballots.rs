//! The ballots of a stream: checked in batches, on all cores, and summed.

use std::time::{Duration, Instant};

use rayon::prelude::*;

use super::ledger::{Ledger, at_entry};
use super::part::Part;
use crate::crypto::ballot::Parameters;
use crate::crypto::batch::{self, BatchOutcome, CastBallot, Equation, Fault};
use crate::crypto::tally::Sums;
use crate::report::Step;

/// The most ballots of one batch. The more, the less a ballot costs, and the more memory the batch
/// takes: some 25 KB a ballot of 20 slots.
const MAX_BATCH: usize = 1_024;

/// The most bytes of sealed ballots in one batch, for ballots of many slots.
const MAX_BATCH_BYTES: usize = 4 << 20;

/// What a reading does about ballots' proofs and sums.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Work {
    /// Checks every ballot and sums what counts.
    All,
    /// Leaves the proofs of ballots out, and so all that follows the close.
    RecordOnly,
    /// Takes parts that others have checked; they are all the bundles of the board, in order.
    Given(Vec<Part>),
}

/// The sums over recorded ballots, by district.
#[derive(Debug)]
pub(super) struct Totals(Vec<Sums>);

impl Totals {
    /// No ballot yet.
    pub(super) fn new(parameters: &[Parameters]) -> Self {
        Self(parameters.iter().map(|district| Sums::neutral(district.style().slots())).collect())
    }

    pub(super) fn add(&mut self, sums: &[(u16, Sums)]) {
        for (district, sums) in sums {
            if let Some(total) = self.0.get_mut(usize::from(*district)) {
                total.add(sums);
            }
        }
    }

    pub(super) fn merge(&mut self, others: &[Sums]) {
        for (total, other) in self.0.iter_mut().zip(others) {
            total.add(other);
        }
    }

    pub(super) fn subtract(&mut self, others: &Self) {
        for (total, other) in self.0.iter_mut().zip(&others.0) {
            total.subtract(other);
        }
    }

    pub(super) fn into_sums(self) -> Vec<Sums> {
        self.0
    }

    pub(super) fn by_district(&self) -> &[Sums] {
        &self.0
    }
}

/// Checks the ballots on all cores, and gives their sums.
pub(super) fn check(ballots: &[CastBallot<'_>], ledger: &mut Ledger) -> Vec<(u16, Sums)> {
    let outcomes: Vec<(BatchOutcome, Duration)> = ballots
        .par_chunks(batch_size(ballots))
        .map(|batch| {
            let begun = Instant::now();
            (batch::check(batch), begun.elapsed())
        })
        .collect();
    ledger.checked(Step::CastSignatures, ballots.len() as u64);
    ledger.checked(Step::BallotProofs, ballots.len() as u64);
    let mut sums = Vec::new();
    for (outcome, time) in outcomes {
        ledger.spent(Step::BallotProofs, time);
        for guilty in outcome.guilty {
            ledger.fail(step(&guilty.fault), at_entry(guilty.entry, &guilty.fault));
        }
        sums.extend(outcome.sums);
    }
    sums
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
