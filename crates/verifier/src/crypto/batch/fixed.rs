//! The bases that ballots share, and the scalars that all ballots of a batch give them.

use curve25519_dalek::Scalar;

use crate::crypto::generators::{affine_bases, range_bases};
use crate::crypto::msm::Affine;
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
    key_sets: &'b [Vec<Affine>],
}

impl<'b> Fixed<'b> {
    /// All scalars 0.
    pub(super) fn new(key_sets: &'b [Vec<Affine>]) -> Self {
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
    pub(super) fn append_to(self, scalars: &mut Vec<Scalar>, points: &mut Vec<&'b Affine>) {
        let mut append = |list: &[Scalar], bases: &'b [Affine]| {
            for (scalar, base) in list.iter().zip(bases).filter(|(s, _)| **s != Scalar::ZERO) {
                scalars.push(*scalar);
                points.push(base);
            }
        };
        let (bases, slot_bases) = affine_bases();
        append(&[self.g, self.h, self.k], bases);
        append(&self.slots, slot_bases);
        for (list, keys) in self.keys.iter().zip(self.key_sets) {
            append(list, keys);
        }
        for (p, value) in self.range.values.iter().enumerate() {
            let vectors = range_bases(p);
            append(&value.g, &vectors.g);
            append(&value.h, &vectors.h);
        }
    }
}
