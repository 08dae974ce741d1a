//! The rules that choose the winners from the counts, in exact integers (`spec/election.md`, section 9).

mod greedy;

use alloc::vec::Vec;

use crate::definition::{District, Rule};

/// The funded projects of a district by position, in the order in which they are funded.
///
/// `counts` has one number for each project.
#[must_use]
pub fn winners(district: &District, counts: &[u64]) -> Vec<u16> {
    match district.rule {
        Rule::Greedy => greedy::winners(district, counts),
    }
}

/// All projects by score, descending; of equal ones the first in the definition's order of ties.
fn by_score(district: &District, scores: &[u64]) -> Vec<u16> {
    let mut order = district.ties.clone();
    order.sort_by_key(|&position| core::cmp::Reverse(scores[usize::from(position)]));
    order
}

#[cfg(test)]
mod tests;
