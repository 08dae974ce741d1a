//! Small discrete logarithms to the base H, by baby steps and giant steps (Shanks, 1971).

use alloc::vec::Vec;

use curve25519_dalek::ristretto::RistrettoPoint;
use curve25519_dalek::scalar::Scalar;
use curve25519_dalek::traits::Identity;

use crate::generators::message_base;

/// The largest number whose logarithm can be looked for: 2^32 points or ballots.
const MAX_LIMIT: u64 = 1 << 32;

/// Finds x in 0 ..= limit from x H, in about the square root of `limit` additions each.
pub struct DiscreteLog {
    limit: u64,
    /// The encodings of 0 H, 1 H, .. (size - 1) H with their multiples, in order of encoding.
    baby_steps: Vec<([u8; 32], u64)>,
    /// -size H.
    giant_step: RistrettoPoint,
}

impl DiscreteLog {
    /// Prepares for numbers of at most `limit`, itself at most 2^32.
    #[must_use]
    pub fn new(limit: u64) -> Self {
        let limit = limit.min(MAX_LIMIT);
        let size = limit.isqrt() + 1;
        let base = *message_base().element();
        let mut point = RistrettoPoint::identity();
        let mut baby_steps = Vec::new();
        for multiple in 0..size {
            baby_steps.push((point.compress().to_bytes(), multiple));
            point += base;
        }
        baby_steps.sort_unstable();
        Self { limit, baby_steps, giant_step: Scalar::from(size) * -base }
    }

    /// x with point = x H, if it is at most the limit.
    #[must_use]
    pub fn solve(&self, point: &RistrettoPoint) -> Option<u64> {
        let size = self.baby_steps.len() as u64;
        let mut rest = *point;
        for giant in 0..=self.limit / size {
            let encoded = rest.compress().to_bytes();
            if let Ok(found) = self.baby_steps.binary_search_by_key(&encoded, |&(bytes, _)| bytes) {
                let x = giant * size + self.baby_steps[found].1;
                return (x <= self.limit).then_some(x);
            }
            rest += self.giant_step;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn multiple(x: u64) -> RistrettoPoint {
        Scalar::from(x) * message_base().element()
    }

    #[test]
    fn every_number_up_to_the_limit_is_found_and_none_above() {
        for limit in 0..40 {
            let table = DiscreteLog::new(limit);
            for x in 0..=limit {
                assert_eq!(table.solve(&multiple(x)), Some(x), "{x} of {limit}");
            }
            assert_eq!(table.solve(&multiple(limit + 1)), None, "{limit}");
        }
    }

    #[test]
    fn a_count_past_the_table_or_negative_is_not_a_count() {
        let table = DiscreteLog::new(1_000);
        assert_eq!(table.solve(&multiple(1_000_000)), None);
        assert_eq!(table.solve(&-multiple(1)), None);
    }
}
