//! From contributions to counts (`spec/protocol.md`, section 10.3).

use std::collections::HashMap;

use curve25519_dalek::traits::Identity;
use curve25519_dalek::{RistrettoPoint, Scalar};
use thiserror::Error;

use super::{Contribution, Tally};
use crate::crypto::generators::bases;
use crate::crypto::group::Point;
use crate::crypto::msm::multiscalar;

/// The largest count that a tally may have, and that is looked for.
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
    /// No number from 0 to the largest possible is the count of a project: something that was to
    /// be verified before was not.
    #[error("project {project} has no count from 0 to {most}")]
    Count {
        /// Which project, from 0.
        project: usize,
        /// Number of ballots times the most points of one.
        most: u64,
    },
    /// Counts could be larger than those of a tally may be.
    #[error("counts can be up to {0}: those of a tally are at most 2^32")]
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
    /// A table that suits counts up to `most`, of at most 2^16 entries. Larger counts take longer
    /// with it.
    pub fn new(most: u64) -> Self {
        let stride = most.min(MAX_LIMIT - 1).isqrt() + 1;
        let h = bases().h.group();
        let mut point = RistrettoPoint::identity();
        let mut baby_steps = HashMap::new();
        for i in 0..stride {
            baby_steps.insert(point.compress().to_bytes(), i);
            point += h;
        }
        Self { baby_steps, stride, giant_step: point }
    }

    /// The counts of the projects. The contributions are those whose proof holds; the first
    /// `threshold` of different trustees are used.
    ///
    /// # Errors
    ///
    /// Too few contributions, counts that can be too large, or a project without a count.
    pub fn counts(
        &self,
        tally: &Tally,
        threshold: u8,
        contributions: &[Contribution],
    ) -> Result<Vec<u64>, TallyError> {
        let most = tally.most();
        if most > MAX_LIMIT {
            return Err(TallyError::TooMany(most));
        }
        let chosen = choose(threshold, contributions)?;
        let weights = interpolation(&chosen);
        let decrypt = |(project, y): (usize, &Point)| {
            let point = decrypted(project, y.group(), &chosen, &weights);
            let count = point.and_then(|point| self.find(point, most));
            count.ok_or(TallyError::Count { project, most })
        };
        tally.y().iter().enumerate().map(decrypt).collect()
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

/// lambda_i = product over h in S, h not i, of h / (h - i), modulo l.
fn interpolation(chosen: &[&Contribution]) -> Vec<Scalar> {
    let indices: Vec<Scalar> = chosen.iter().map(|c| Scalar::from(c.trustee())).collect();
    let weight = |&i: &Scalar| {
        let others = indices.iter().filter(|&&h| h != i);
        let (above, below) =
            others.fold((Scalar::ONE, Scalar::ONE), |(a, b), &h| (a * h, b * (h - i)));
        // The indices differ and are below l, so no difference is 0.
        above * below.invert()
    };
    indices.iter().map(weight).collect()
}

/// Y*_p - sum_i lambda_i D_ip = count_p H.
fn decrypted(
    project: usize,
    y: &RistrettoPoint,
    chosen: &[&Contribution],
    weights: &[Scalar],
) -> Option<RistrettoPoint> {
    let shares: Option<Vec<_>> =
        chosen.iter().map(|c| c.shares().get(project).map(|share| *share.group())).collect();
    Some(y - multiscalar(weights, &shares?))
}
