//! The bases that commitments are made on (`spec/protocol.md`, section 2).

use alloc::vec::Vec;

use curve25519_dalek::ristretto::{RistrettoBasepointTable, RistrettoPoint};
use curve25519_dalek::scalar::Scalar;
use isoloir_encoding::Writer;
use sha3::{Digest, Sha3_512};

use crate::group::Point;

const MESSAGE_LABEL: &[u8] = b"isoloir/v1 generator H";
const BLINDING_LABEL: &[u8] = b"isoloir/v1 generator K";
const VECTOR_LABEL: &[u8] = b"isoloir/v1 generator G_";

/// `H`, the base of messages.
///
/// Messages are carried on H and not on the basepoint: nobody knows log_G H, a full quorum of
/// trustees included, so nobody can move value between a message and a key.
#[must_use]
pub fn message_base() -> Point {
    hash_to_point(MESSAGE_LABEL)
}

/// `K`, the base of blindings.
#[must_use]
pub fn blinding_base() -> Point {
    hash_to_point(BLINDING_LABEL)
}

/// `G_1 .. G_w`, the bases of the vector commitment.
#[must_use]
pub fn vector_bases(slots: u16) -> Vec<Point> {
    (1..=slots)
        .map(|slot| {
            let mut label = Writer::new();
            label.raw(VECTOR_LABEL);
            label.u16(slot);
            hash_to_point(&label.into_bytes())
        })
        .collect()
}

/// The element-derivation function of RFC 9496, section 4.3.4, on SHA3-512 of the label.
fn hash_to_point(label: &[u8]) -> Point {
    Point::new(RistrettoPoint::from_uniform_bytes(&Sha3_512::digest(label).into()))
}

/// Precomputed multiples of H and K, for Pedersen commitments in constant time.
pub(crate) struct CommitmentBases {
    message: RistrettoBasepointTable,
    blinding: RistrettoBasepointTable,
}

impl CommitmentBases {
    pub(crate) fn new() -> Self {
        Self {
            message: RistrettoBasepointTable::create(message_base().element()),
            blinding: RistrettoBasepointTable::create(blinding_base().element()),
        }
    }

    /// `value H`.
    pub(crate) fn message(&self, value: &Scalar) -> RistrettoPoint {
        value * &self.message
    }

    /// `blinding K`.
    pub(crate) fn blind(&self, blinding: &Scalar) -> RistrettoPoint {
        blinding * &self.blinding
    }

    /// `value H + blinding K`.
    pub(crate) fn commit(&self, value: &Scalar, blinding: &Scalar) -> RistrettoPoint {
        self.message(value) + self.blind(blinding)
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::*;

    #[test]
    fn all_bases_differ() {
        let mut bases = vec![Point::basepoint(), message_base(), blinding_base()];
        bases.extend(vector_bases(300));
        let count = bases.len();
        bases.sort_unstable();
        bases.dedup();
        assert_eq!(bases.len(), count);
    }

    #[test]
    fn more_slots_keep_the_bases_of_fewer() {
        assert_eq!(vector_bases(5)[..3], vector_bases(3));
    }
}
