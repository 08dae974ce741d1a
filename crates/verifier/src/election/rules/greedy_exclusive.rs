//! Rule 4, greedy-exclusive (`spec/election.md`, section 9.3).

use super::{Award, Decision};

/// Each project that stands, as it is considered: skipped if one of an exclusive group that it is
/// in has been funded; else funded if its cost is at most what is left of the budget, and skipped
/// if not.
pub(super) fn awards(decision: &Decision<'_>) -> Vec<Award> {
    let mut left = decision.district.budget;
    let mut awards: Vec<Award> = Vec::new();
    for candidate in decision.considered() {
        let groups = decision.district.groups.iter();
        let mut groups = groups.filter(|group| group.contains(&candidate.project));
        if groups.any(|group| awards.iter().any(|award| group.contains(&award.project))) {
            continue;
        }
        if let Some(rest) = left.checked_sub(candidate.cost) {
            left = rest;
            awards.push(candidate.award());
        }
    }
    awards
}
