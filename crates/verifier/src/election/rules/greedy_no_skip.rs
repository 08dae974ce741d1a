//! Rule 2, greedy-no-skip (`spec/election.md`, section 9.3).

use super::{Award, Decision};

/// Each project that stands, as it is considered, is funded; the first whose cost is above what is
/// left of the budget ends it.
pub(super) fn awards(decision: &Decision<'_>) -> Vec<Award> {
    let mut left = decision.district.budget;
    let mut awards = Vec::new();
    for candidate in decision.considered() {
        let Some(rest) = left.checked_sub(candidate.cost) else { break };
        left = rest;
        awards.push(candidate.award());
    }
    awards
}
