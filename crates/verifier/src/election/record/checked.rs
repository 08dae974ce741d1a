//! How much was checked, by step of the report.

use crate::report::Step;

/// Counts of things that were checked and hold. What is counted in a step is [`Step::unit`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Checked([u64; Step::ALL.len()]);

impl Checked {
    /// How many of a step hold.
    pub fn of(&self, step: Step) -> u64 {
        self.0[step as usize - 1]
    }

    pub(super) fn add(&mut self, step: Step, number: usize) {
        self.0[step as usize - 1] += number as u64;
    }
}
