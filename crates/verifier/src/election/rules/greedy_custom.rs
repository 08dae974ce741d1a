//! Rule 3, greedy-custom (`spec/election.md`, section 9.3).

use super::{Award, Decision};

/// Each project that stands, as it is considered, is funded. The first whose cost is above what is
/// left of the budget ends it; it is funded all the same if 5 left >= 4 cost, since the town then
/// adds a fifth of the cost at most. Its amount is its whole cost.
pub(super) fn awards(decision: &Decision<'_>) -> Vec<Award> {
    let mut left = decision.district.budget;
    let mut awards = Vec::new();
    for candidate in decision.considered() {
        let Some(rest) = left.checked_sub(candidate.cost) else {
            if 5 * u128::from(left) >= 4 * u128::from(candidate.cost) {
                awards.push(candidate.award());
            }
            break;
        };
        left = rest;
        awards.push(candidate.award());
    }
    awards
}
