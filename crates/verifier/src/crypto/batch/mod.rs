//! Checking many ballots at once (`spec/protocol.md`, sections 6.4, 7 and 11.4).
//!
//! Every equation of every ballot gets a random weight, and all of them are one sum that must be
//! the neutral element. The bases that ballots share are in it once. If the sum is not neutral, its
//! halves are tried, with fresh weights, down to single ballots; the equations of those are looked
//! at one by one, without weights.

mod decode;
mod fixed;
mod outcome;
mod replay;
mod terms;
mod weights;

use std::collections::HashMap;

use curve25519_dalek::Scalar;

use super::msm::multiscalar_affine;
use super::tally::Sums;
use decode::{Batch, Decoded};
use fixed::Fixed;
pub use outcome::{BatchOutcome, CastBallot, Equation, Fault, Guilty};
use terms::EquationWeights;
use weights::Weights;

/// Checks the ballots: their form, their cast signatures and their proofs.
///
/// A batch takes six to ten times the memory of its sealed ballots: bound it in bytes, too.
/// Without a fault it costs one multi-scalar multiplication. Each guilty ballot costs some more, of
/// decreasing size, log2(size) at most.
///
/// # Panics
///
/// If the operating system gives no random bytes for the weights.
pub fn check(ballots: &[CastBallot<'_>]) -> BatchOutcome {
    let (batch, mut guilty) = Batch::decode(ballots);
    let sums = batch.sums();
    let (sound, suspect): (Vec<_>, Vec<_>) =
        batch.ballots.iter().partition(|ballot| ballot.range_fault.is_none());
    let mut search = Search { batch: &batch, weights: Weights::draw(), guilty: Vec::new() };
    search.run(&sound);
    suspect.into_iter().for_each(|ballot| search.accuse(ballot));
    guilty.append(&mut search.guilty);
    guilty.sort_by_key(|(position, _)| *position);
    let guilty = guilty
        .into_iter()
        .filter_map(|(position, fault)| Some(Guilty { entry: ballots.get(position)?.entry, fault }))
        .collect();
    BatchOutcome { guilty, sums }
}

/// The search for the guilty ballots of a batch.
struct Search<'b, 'a> {
    batch: &'b Batch<'a>,
    weights: Weights,
    /// By position in the batch.
    guilty: Vec<(usize, Fault)>,
}

impl<'b, 'a> Search<'b, 'a> {
    fn run(&mut self, ballots: &[&'b Decoded<'a>]) {
        if !self.holds(ballots) {
            self.split(ballots);
        }
    }

    /// Looks for the guilty among ballots some of which are.
    fn split(&mut self, ballots: &[&'b Decoded<'a>]) {
        if let [ballot] = ballots {
            return self.accuse(ballot);
        }
        let (left, right) = ballots.split_at(ballots.len() / 2);
        if self.holds(left) {
            // So it is the others.
            self.split(right);
        } else {
            self.split(left);
            self.run(right);
        }
    }

    /// Whether all equations of these ballots hold, except with probability 2^-128.
    fn holds(&mut self, ballots: &[&Decoded<'_>]) -> bool {
        let weights = &mut self.weights;
        self.batch.sum_is_neutral(ballots.iter().map(|ballot| (*ballot, weights.next())))
    }

    fn accuse(&mut self, ballot: &Decoded<'_>) {
        if let Some(fault) = self.batch.faults(ballot).next() {
            self.guilty.push((ballot.position, fault));
        }
    }
}

impl<'a> Batch<'a> {
    /// By district, the sums over all ballots.
    fn sums(&self) -> Vec<(u16, Sums)> {
        let mut places = HashMap::new();
        let mut sums: Vec<(u16, Sums)> = Vec::new();
        for ballot in &self.ballots {
            let parameters = ballot.cast.parameters;
            let district = parameters.district();
            let slots = parameters.style().slots();
            let place = *places.entry(district).or_insert_with(|| {
                sums.push((district, Sums::neutral(slots)));
                sums.len() - 1
            });
            // The points begin with U, A, Y_1 .. Y_w.
            sums[place].1.add_ciphertext(&self.points_of(ballot)[1..][..slots + 1]);
        }
        sums
    }

    /// Whether the equations of these ballots, with these weights, have a neutral sum.
    fn sum_is_neutral<'i>(
        &self,
        ballots: impl ExactSizeIterator<Item = (&'i Decoded<'a>, EquationWeights)>,
    ) -> bool
    where
        'a: 'i,
    {
        let capacity = self.points.len() / self.ballots.len().max(1) * ballots.len();
        let mut scalars = Vec::with_capacity(capacity);
        let mut points = Vec::with_capacity(capacity);
        let mut fixed = Fixed::new(&self.affine_keys);
        for (ballot, weights) in ballots {
            terms::add(ballot, self.scalars_of(ballot), &weights, &mut scalars, &mut fixed);
            points.extend(self.points_of(ballot));
        }
        fixed.append_to(&mut scalars, &mut points);
        multiscalar_affine(&scalars, points).is_neutral()
    }

    /// Whether one equation of a ballot holds.
    fn equation_holds(&self, ballot: &Decoded<'a>, equation: Equation) -> bool {
        let mut weights = [Scalar::ZERO; Equation::COUNT];
        weights[equation as usize] = Scalar::ONE;
        self.sum_is_neutral([(ballot, weights)].into_iter())
    }

    /// The faults of a ballot, in the order of section 6.4. Where the range proof is refused before
    /// its equations, what comes after that says nothing.
    fn faults(&self, ballot: &Decoded<'a>) -> impl Iterator<Item = Fault> {
        let (before, range) = Equation::ALL.split_at(Equation::RangeValue as usize);
        let failing = |equations: &'static [Equation]| {
            equations.iter().filter(|equation| !self.equation_holds(ballot, **equation))
        };
        let refused = ballot.range_fault.clone();
        failing(before)
            .map(|equation| Fault::Equation(*equation))
            .chain(refused)
            .chain(failing(range).map(|equation| Fault::Equation(*equation)))
    }
}

#[cfg(test)]
mod tests;
