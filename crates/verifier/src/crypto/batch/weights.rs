//! The random weights of equations (`spec/protocol.md`, section 6.4).

use curve25519_dalek::Scalar;
use rand_core::{OsRng, RngCore};
use sha3::digest::core_api::XofReaderCoreWrapper;
use sha3::digest::{ExtendableOutput, Update, XofReader};
use sha3::{Shake256, Shake256ReaderCore};

use super::Equation;
use super::terms::EquationWeights;

/// Bytes of a weight.
const WEIGHT_BYTES: usize = 16;

/// A stream of weights of 128 bits: SHAKE256 keyed with 32 bytes of the system's generator.
///
/// It is drawn when the ballots are there, so they can't be made to suit it.
pub(super) struct Weights(XofReaderCoreWrapper<Shake256ReaderCore>);

impl Weights {
    /// A fresh stream.
    pub(super) fn draw() -> Self {
        let mut key = [0; 32];
        OsRng.fill_bytes(&mut key);
        let mut hash = Shake256::default();
        hash.update(b"weights of a batch");
        hash.update(&key);
        Self(hash.finalize_xof())
    }

    /// A weight for each equation of one ballot; none is used twice.
    pub(super) fn next(&mut self) -> EquationWeights {
        let mut bytes = [0; WEIGHT_BYTES * Equation::COUNT];
        self.0.read(&mut bytes);
        let (weights, _) = bytes.as_chunks::<WEIGHT_BYTES>();
        let mut scalars = [Scalar::ZERO; Equation::COUNT];
        for (scalar, weight) in scalars.iter_mut().zip(weights) {
            *scalar = Scalar::from(u128::from_le_bytes(*weight));
        }
        scalars
    }
}
