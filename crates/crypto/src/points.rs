//! Points: how several slots together say a number (`spec/election.md`, section 3).

use core::num::NonZeroU8;

/// How many points a ballot gives a project: 0 to p, with 1 <= p <= 255. For p = 1 a project is chosen or
/// not.
///
/// A project takes k slots, k being the number of binary digits of p, of the weights 1, 2, .., 2^(k-2)
/// and p - (2^(k-1) - 1). They sum to p, so no ballot can give more, and every number up to p is the sum
/// of some of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PointScale(NonZeroU8);

impl PointScale {
    /// p = 1: chosen or not.
    pub const CHOICE: Self = Self(NonZeroU8::MIN);

    /// The scale from 0 to `most` points.
    #[must_use]
    pub fn new(most: NonZeroU8) -> Self {
        Self(most)
    }

    /// p, the most points of a ballot for a project.
    #[must_use]
    pub fn most(self) -> u8 {
        self.0.get()
    }

    /// k, from 1 to 8: the slots of a project.
    #[must_use]
    pub fn slots(self) -> u16 {
        (u8::BITS - self.0.leading_zeros()) as u16
    }

    /// g_1 .. g_k, the weights of a project's slots in their order.
    pub fn weights(self) -> impl Iterator<Item = u8> + Clone {
        let last = self.slots() - 1;
        (0..last).map(|digit| 1 << digit).chain([self.weight_of_last()])
    }

    /// g_k = p - (2^(k-1) - 1).
    fn weight_of_last(self) -> u8 {
        self.most() - (self.first_with_last() - 1)
    }

    /// 2^(k-1), the least number of points that is written with the last slot set.
    fn first_with_last(self) -> u8 {
        1 << (self.slots() - 1)
    }

    /// The slots that say `points`, in their order; nothing for more than p points. Where two choices of
    /// slots say the same number, this is the one of the specification.
    #[must_use]
    pub fn digits(self, points: u8) -> Option<impl Iterator<Item = bool> + use<>> {
        if points > self.most() {
            return None;
        }
        let last = points >= self.first_with_last();
        let rest = if last { points - self.weight_of_last() } else { points };
        let digits = (0..self.slots() - 1).map(move |digit| rest & (1 << digit) != 0);
        Some(digits.chain([last]))
    }

    /// The points that the slots of a project say, in whatever way.
    #[must_use]
    pub fn sum(self, slots: impl IntoIterator<Item = bool>) -> u8 {
        let set = self.weights().zip(slots).filter(|&(_, is_set)| is_set);
        set.map(|(weight, _)| weight).sum()
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::*;

    fn scales() -> impl Iterator<Item = PointScale> {
        (1..=255).map(|most| PointScale::new(NonZeroU8::new(most).unwrap()))
    }

    fn weights(most: u8) -> Vec<u8> {
        PointScale::new(NonZeroU8::new(most).unwrap()).weights().collect()
    }

    #[test]
    fn the_weights_are_those_of_the_specification() {
        assert_eq!(weights(1), [1]);
        assert_eq!(weights(2), [1, 1]);
        assert_eq!(weights(3), [1, 2]);
        assert_eq!(weights(4), [1, 2, 1]);
        assert_eq!(weights(10), [1, 2, 4, 3]);
        assert_eq!(weights(255), [1, 2, 4, 8, 16, 32, 64, 128]);
    }

    #[test]
    fn the_weights_sum_to_the_most_points() {
        for scale in scales() {
            assert_eq!(scale.weights().map(u32::from).sum::<u32>(), scale.most().into());
            assert_eq!(scale.weights().count(), scale.slots().into());
        }
    }

    #[test]
    fn every_number_of_points_up_to_the_most_comes_back_and_no_other_is_written() {
        for scale in scales() {
            for points in 0..=scale.most() {
                let digits: Vec<bool> = scale.digits(points).unwrap().collect();
                assert_eq!(digits.len(), scale.slots().into());
                assert_eq!(scale.sum(digits), points, "of {}", scale.most());
            }
            assert!(scale.most() == 255 || scale.digits(scale.most() + 1).is_none());
        }
    }
}
