//! The bases that ballots share, and the scalars that all ballots of a batch give them.

use curve25519_dalek::{RistrettoPoint, Scalar};

use crate::crypto::generators::{bases, range_bases, slot_bases};
use crate::crypto::group::Point;
use crate::crypto::range::RangeSums;

/// One scalar for each base, added up over the ballots.
pub(super) struct Fixed<'b> {
    pub(super) g: Scalar,
    pub(super) h: Scalar,
    pub(super) k: Scalar,
    /// Those of G_1, G_2 ..
    pub(super) slots: Vec<Scalar>,
    /// Those of PK_1, PK_2 .. for each set of keys.
    pub(super) keys: Vec<Vec<Scalar>>,
    pub(super) range: RangeSums,
    key_sets: &'b [&'b [Point]],
}

impl<'b> Fixed<'b> {
    /// All scalars 0.
    pub(super) fn new(key_sets: &'b [&'b [Point]]) -> Self {
        let slots = key_sets.iter().map(|set| set.len()).max().unwrap_or(0);
        Self {
            g: Scalar::ZERO,
            h: Scalar::ZERO,
            k: Scalar::ZERO,
            slots: vec![Scalar::ZERO; slots],
            keys: key_sets.iter().map(|set| vec![Scalar::ZERO; set.len()]).collect(),
            range: RangeSums::default(),
            key_sets,
        }
    }

    /// Appends the bases whose scalar is not 0.
    pub(super) fn append_to(self, scalars: &mut Vec<Scalar>, points: &mut Vec<RistrettoPoint>) {
        let mut append = |scalar: &Scalar, point: &RistrettoPoint| {
            if *scalar != Scalar::ZERO {
                scalars.push(*scalar);
                points.push(*point);
            }
        };
        let fixed = bases();
        append(&self.g, fixed.g.group());
        append(&self.h, fixed.h.group());
        append(&self.k, fixed.k.group());
        for (scalar, base) in self.slots.iter().zip(slot_bases()) {
            append(scalar, base.group());
        }
        for (set, keys) in self.keys.iter().zip(self.key_sets) {
            for (scalar, key) in set.iter().zip(*keys) {
                append(scalar, key.group());
            }
        }
        for (p, value) in self.range.values.iter().enumerate() {
            let vectors = range_bases(p);
            for (scalar, base) in value.g.iter().zip(&vectors.g) {
                append(scalar, base);
            }
            for (scalar, base) in value.h.iter().zip(&vectors.h) {
                append(scalar, base);
            }
        }
    }
}
