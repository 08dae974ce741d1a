//! From contributions to counts (`spec/protocol.md`, section 10.3).

use std::collections::HashMap;

use curve25519_dalek::traits::Identity;
use curve25519_dalek::{RistrettoPoint, Scalar};
use thiserror::Error;

use super::{Contribution, Tally};
use crate::crypto::generators::bases;
use crate::crypto::msm::multiscalar;

/// The most ballots of a tally, and the greatest count that is looked for.
pub const MAX_LIMIT: u64 = 1 << 32;

/// Why a tally has no counts.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TallyError {
    /// Fewer than t trustees have contributed.
    #[error("contributions of {found} trustees, {needed} are needed")]
    Threshold {
        /// t
        needed: u8,
        /// Different trustees among the contributions.
        found: usize,
    },
    /// No number from 0 to the number of ballots is the count of a slot: something that was to be
    /// verified before was not.
    #[error("slot {slot} has no count from 0 to {ballots}")]
    Count {
        /// Which slot, from 1.
        slot: usize,
        /// Number of ballots.
        ballots: u64,
    },
    /// More ballots than a tally may have.
    #[error("{0} ballots: a tally has at most 2^32")]
    TooMany(u64),
}

/// Finds counts by baby steps and giant steps (Shanks, 1971). One serves any number of tallies.
pub struct Counter {
    /// i by the encoding of i H, for i = 0 .. stride - 1.
    baby_steps: HashMap<[u8; 32], u64>,
    stride: u64,
    /// stride H
    giant_step: RistrettoPoint,
}

impl Counter {
    /// A table that suits tallies of up to `ballots` ballots, of at most 2^16 entries. Larger
    /// tallies take longer with it.
    pub fn new(ballots: u64) -> Self {
        let stride = ballots.min(MAX_LIMIT - 1).isqrt() + 1;
        let h = bases().h.group();
        let mut point = RistrettoPoint::identity();
        let mut baby_steps = HashMap::new();
        for i in 0..stride {
            baby_steps.insert(point.compress().to_bytes(), i);
            point += h;
        }
        Self { baby_steps, stride, giant_step: point }
    }

    /// The counts of the slots. The contributions are those whose proof holds; the first
    /// `threshold` of different trustees are used.
    ///
    /// # Errors
    ///
    /// Too few contributions, too many ballots, or a slot without a count.
    pub fn counts(
        &self,
        tally: &Tally,
        threshold: u8,
        contributions: &[Contribution],
    ) -> Result<Vec<u64>, TallyError> {
        let ballots = tally.ballots();
        if ballots > MAX_LIMIT {
            return Err(TallyError::TooMany(ballots));
        }
        let chosen = choose(threshold, contributions)?;
        let weights = interpolation(&chosen);
        let decrypt = |(slot, y): (usize, &_)| {
            let point = decrypted(slot, y, &chosen, &weights);
            let count = point.and_then(|point| self.find(point, ballots));
            count.ok_or(TallyError::Count { slot: slot + 1, ballots })
        };
        tally.y().iter().map(|y| *y.group()).enumerate().map(|(s, y)| decrypt((s, &y))).collect()
    }

    /// The number in 0 .. most of which `point` is the multiple of H.
    pub(crate) fn find(&self, point: RistrettoPoint, most: u64) -> Option<u64> {
        let mut rest = point;
        for giant in 0..=most / self.stride {
            if let Some(baby) = self.baby_steps.get(rest.compress().as_bytes()) {
                let count = giant * self.stride + baby;
                let right = bases().h.group() * Scalar::from(count) == point;
                return (count <= most && right).then_some(count);
            }
            rest -= self.giant_step;
        }
        None
    }
}

/// The first `threshold` contributions of different trustees.
fn choose(threshold: u8, contributions: &[Contribution]) -> Result<Vec<&Contribution>, TallyError> {
    let mut chosen: Vec<&Contribution> = Vec::new();
    for contribution in contributions {
        if chosen.len() < usize::from(threshold)
            && chosen.iter().all(|other| other.trustee() != contribution.trustee())
        {
            chosen.push(contribution);
        }
    }
    if chosen.len() < usize::from(threshold) {
        return Err(TallyError::Threshold { needed: threshold, found: chosen.len() });
    }
    Ok(chosen)
}

/// lambda_i = product over k in S, k not i, of k / (k - i), modulo l.
fn interpolation(chosen: &[&Contribution]) -> Vec<Scalar> {
    let indices: Vec<Scalar> = chosen.iter().map(|c| Scalar::from(c.trustee())).collect();
    let weight = |&i: &Scalar| {
        let others = indices.iter().filter(|&&k| k != i);
        let (above, below) =
            others.fold((Scalar::ONE, Scalar::ONE), |(a, b), &k| (a * k, b * (k - i)));
        // The indices differ and are below l, so no difference is 0.
        above * below.invert()
    };
    indices.iter().map(weight).collect()
}

/// Y*_j - sum_i lambda_i D_ij, where `slot` is j - 1.
fn decrypted(
    slot: usize,
    y: &RistrettoPoint,
    chosen: &[&Contribution],
    weights: &[Scalar],
) -> Option<RistrettoPoint> {
    let shares: Option<Vec<_>> =
        chosen.iter().map(|c| c.shares().get(slot).map(|share| *share.group())).collect();
    Some(y - multiscalar(weights, &shares?))
}
