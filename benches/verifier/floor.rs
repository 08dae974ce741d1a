//! What a verifier that reads every point of every ballot can't go below: each point has to be
//! decompressed, and multiplied by a scalar in a large sum.

use std::hint::black_box;
use std::time::Instant;

use curve25519_dalek::ristretto::{CompressedRistretto, RistrettoPoint};
use curve25519_dalek::scalar::Scalar;
use curve25519_dalek::traits::VartimeMultiscalarMul;
use rand_core::OsRng;

use crate::election::SLOTS;

/// Points of one multi-scalar multiplication.
const POINTS: usize = 4_096;

/// Multiplications in one measurement.
const REPETITIONS: usize = 20;

/// Limits of a ballot: the budget.
const CONSTRAINTS: usize = 1;

/// Folding steps of the range proof: log2 of its 32 bits.
const RANGE_STEPS: usize = 5;

/// Points of a ballot and its signature (`spec/protocol.md`, 6.3, 7, 11): A and the Y, Cx and Cm, the V,
/// TA, TY, P1, P0 and E, then A', S', T_1, T_2, the L and the R of the range proof, R and U.
pub(crate) const POINTS_OF_A_BALLOT: usize =
    (1 + SLOTS) + 2 + CONSTRAINTS + 5 + (4 + 2 * RANGE_STEPS) + 2;

/// Random points and scalars.
pub(crate) struct Floor {
    encodings: Vec<CompressedRistretto>,
    points: Vec<RistrettoPoint>,
    scalars: Vec<Scalar>,
}

/// What a point costs on one core, in seconds.
#[derive(Clone, Copy)]
pub(crate) struct PointCost {
    pub(crate) decompression: f64,
    pub(crate) multiplication: f64,
}

impl PointCost {
    /// The floor for one ballot.
    pub(crate) fn of_a_ballot(self) -> f64 {
        POINTS_OF_A_BALLOT as f64 * (self.decompression + self.multiplication)
    }
}

impl Floor {
    pub(crate) fn new() -> Self {
        let points: Vec<_> = (0..POINTS).map(|_| RistrettoPoint::random(&mut OsRng)).collect();
        Self {
            encodings: points.iter().map(RistrettoPoint::compress).collect(),
            points,
            scalars: (0..POINTS).map(|_| Scalar::random(&mut OsRng)).collect(),
        }
    }

    pub(crate) fn measure(&self) -> PointCost {
        let decompress = || {
            for encoding in &self.encodings {
                black_box(black_box(encoding).decompress());
            }
        };
        let multiply = || {
            let (scalars, points) = (black_box(&self.scalars), black_box(&self.points));
            black_box(RistrettoPoint::vartime_multiscalar_mul(scalars, points));
        };
        PointCost { decompression: per_point(decompress), multiplication: per_point(multiply) }
    }
}

fn per_point(work: impl Fn()) -> f64 {
    let begun = Instant::now();
    (0..REPETITIONS).for_each(|_| work());
    begun.elapsed().as_secs_f64() / (REPETITIONS * POINTS) as f64
}
