//! Points: the slots that a project takes, and their weights (`spec/election.md`, section 3).

use std::num::NonZeroU8;

use curve25519_dalek::RistrettoPoint;

use super::group::{Point, times};

/// p, the most points that a ballot gives a project: 1 to 255. With 1 a project is chosen or not.
///
/// A project takes k slots, as many as p has binary digits, of the weights 1, 2, 4 .. and, last,
/// p - (2^(k-1) - 1). All weights together are p.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Points(NonZeroU8);

impl Points {
    /// A project is chosen or not.
    pub const CHOSEN_OR_NOT: Self = Self(NonZeroU8::MIN);

    /// These points at most; nothing for 0.
    pub fn new(most: u8) -> Option<Self> {
        NonZeroU8::new(most).map(Self)
    }

    /// p
    pub fn most(self) -> u8 {
        self.0.get()
    }

    /// k, 1 to 8.
    pub fn slots(self) -> usize {
        (u8::BITS - self.most().leading_zeros()) as usize
    }

    /// g_1 .. g_k
    pub fn weights(self) -> impl Iterator<Item = u8> {
        let digits = self.slots() - 1;
        let last = self.most() - ((1 << digits) - 1);
        (0..digits).map(|digit| 1 << digit).chain([last])
    }

    /// v_i = sum_e g_e x_(i k + e): the points of each project that the slots of a ballot give.
    pub fn given(self, choices: &[bool]) -> Vec<u8> {
        let of_project = |slots: &[bool]| {
            let set = slots.iter().zip(self.weights()).filter(|(chosen, _)| **chosen);
            set.map(|(_, weight)| weight).sum()
        };
        choices.chunks(self.slots()).map(of_project).collect()
    }

    /// Z_p = sum_e g_e Z_(p k + e) for each project, of points for each slot (`spec/protocol.md`,
    /// section 10).
    pub fn by_project(self, slots: &[Point]) -> Vec<Point> {
        if self.slots() == 1 {
            return slots.to_vec();
        }
        let of_project = |slots: &[Point]| -> RistrettoPoint {
            slots.iter().zip(self.weights()).map(|(slot, g)| times(*slot.group(), g)).sum()
        };
        slots.chunks(self.slots()).map(|slots| Point::new(of_project(slots))).collect()
    }
}
