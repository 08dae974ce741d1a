//! Rule 1, greedy.

use std::cmp::Reverse;

use crate::election::District;

/// Projects by score, the highest first, and of equal scores in the order of ties. Each is funded
/// if its cost is at most what is left of the budget.
pub(super) fn winners(district: &District, scores: &[u64], withdrawn: &[u16]) -> Vec<u16> {
    let mut considered: Vec<(u64, u16, u64)> = district
        .ties
        .iter()
        .filter(|position| !withdrawn.contains(position))
        .filter_map(|&position| {
            let cost = district.projects.get(usize::from(position))?.cost;
            Some((*scores.get(usize::from(position))?, position, cost))
        })
        .collect();
    // The sort is stable: the order of ties, from which it starts, stays among equal scores.
    considered.sort_by_key(|&(score, ..)| Reverse(score));

    let mut left = district.budget;
    considered
        .into_iter()
        .filter_map(|(_, position, cost)| {
            left = left.checked_sub(cost)?;
            Some(position)
        })
        .collect()
}
