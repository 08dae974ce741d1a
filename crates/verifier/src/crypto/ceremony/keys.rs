//! The keys that come out (`spec/protocol.md`, section 5.6).

use std::collections::HashSet;

use curve25519_dalek::RistrettoPoint;
use curve25519_dalek::traits::Identity;

use crate::crypto::group::{Point, times};

/// The keys of the slots and the verification keys of the trustees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keys {
    slots: Vec<Point>,
    /// By trustee, then by slot.
    verification: Vec<Vec<Point>>,
}

impl Keys {
    /// PK_1 .. PK_w: different, and none of them neutral.
    pub fn slots(&self) -> &[Point] {
        &self.slots
    }

    /// PK_i1 .. PK_iw of trustee i, from 1.
    pub fn verification_keys(&self, trustee: u8) -> Option<&[Point]> {
        let at = usize::from(trustee).checked_sub(1)?;
        self.verification.get(at).map(Vec::as_slice)
    }

    /// The keys from sum_d C_djk by slot, then by k; nothing if a PK_j is neutral or two are equal.
    pub(super) fn from_sums(sums: &[Vec<RistrettoPoint>], trustees: u8) -> Option<Self> {
        let constant = |slot: &Vec<RistrettoPoint>| slot.first().map(|sum| Point::new(*sum));
        let slots: Vec<Point> = sums.iter().map(constant).collect::<Option<_>>()?;
        let distinct: HashSet<&Point> = slots.iter().collect();
        if distinct.len() < slots.len() || slots.iter().any(Point::is_neutral) {
            return None;
        }
        let of_trustee = |i| sums.iter().map(|slot| Point::new(evaluate(slot, i))).collect();
        let verification = (1..=trustees).map(of_trustee).collect();
        Some(Self { slots, verification })
    }
}

/// sum_k i^k C_k, from the highest coefficient down (Horner).
pub(super) fn evaluate<'a>(
    coefficients: impl IntoIterator<Item = &'a RistrettoPoint, IntoIter: DoubleEndedIterator>,
    i: u8,
) -> RistrettoPoint {
    let descending = coefficients.into_iter().rev();
    descending.fold(RistrettoPoint::identity(), |sum, coefficient| times(sum, i) + coefficient)
}
