//! The rules that choose the winners from the counts, in exact integers (`spec/election.md`, section 9).

mod greedy;

use alloc::collections::BTreeSet;
use alloc::vec::Vec;
use core::cmp::Reverse;

use crate::definition::{District, Rule};

/// The funded projects of a district by position, in the order in which they are funded.
///
/// `scores` has one number for each project; those in `withdrawn` are not considered. A project without a
/// score comes last.
#[must_use]
pub fn winners(district: &District, scores: &[u64], withdrawn: &BTreeSet<u16>) -> Vec<u16> {
    let order = by_score(district, scores, withdrawn);
    match district.rule {
        Rule::Greedy => greedy::winners(district, order),
    }
}

/// The projects by score, descending; of equal ones the first in the definition's order of ties.
fn by_score(district: &District, scores: &[u64], withdrawn: &BTreeSet<u16>) -> Vec<u16> {
    let standing = district.ties.iter().copied().filter(|project| !withdrawn.contains(project));
    let mut order: Vec<u16> = standing.collect();
    order.sort_by_key(|&position| Reverse(scores.get(usize::from(position)).copied()));
    order
}

#[cfg(test)]
mod tests;
