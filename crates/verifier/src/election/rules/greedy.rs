//! Rule 1, greedy (`spec/election.md`, section 9.3).

use super::{Award, Decision};

/// Each project that stands, as it is considered: funded if its cost is at most what is left of the
/// budget, which shrinks by it; else skipped. With a threshold this is greedy-threshold.
pub(super) fn awards(decision: &Decision<'_>) -> Vec<Award> {
    let mut left = decision.district.budget;
    let mut awards = Vec::new();
    for candidate in decision.considered() {
        if let Some(rest) = left.checked_sub(candidate.cost) {
            left = rest;
            awards.push(candidate.award());
        }
    }
    awards
}
