//! How awards follow from scores (`spec/election.md`, section 9).

mod greedy;
mod greedy_custom;
mod greedy_exclusive;
mod greedy_no_skip;
pub mod lot;
mod optimal;
mod per_unit;

use std::cmp::Reverse;

pub use self::optimal::TooHard;
use super::District;

/// The rule of a district (section 9.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// Rule 1: the highest score first, as long as the money lasts.
    Greedy,
    /// Rule 2: the same, and the first project that does not fit ends it.
    GreedyNoSkip,
    /// Rule 3: the same, and the town adds up to a fifth for the first that does not fit.
    GreedyCustom,
    /// Rule 4: as rule 1, with one project of an exclusive group.
    GreedyExclusive,
    /// Rule 5: the set with the greatest sum of scores.
    Optimal,
    /// Rule 6: every unit of money is a candidate.
    PerUnit,
}

impl Rule {
    /// All rules, by their number from 1.
    pub const ALL: [Self; 6] = [
        Self::Greedy,
        Self::GreedyNoSkip,
        Self::GreedyCustom,
        Self::GreedyExclusive,
        Self::Optimal,
        Self::PerUnit,
    ];

    /// The rule with this number in a district's part.
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number).checked_sub(1)?).copied()
    }

    /// Its name, in a district with this threshold.
    pub fn name(self, threshold: u64) -> &'static str {
        match self {
            Self::Greedy if threshold > 0 => "greedy-threshold",
            Self::Greedy => "greedy",
            Self::GreedyNoSkip => "greedy-no-skip",
            Self::GreedyCustom => "greedy-custom",
            Self::GreedyExclusive => "greedy-exclusive",
            Self::Optimal => "optimal",
            Self::PerUnit => "per-unit",
        }
    }
}

/// A project that wins, and what it is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Award {
    /// The project by position.
    pub project: u16,
    /// The amount of money.
    pub amount: u64,
}

/// All that a rule decides on.
pub struct Decision<'a> {
    district: &'a District,
    /// The projects that are not withdrawn, in the order of ties.
    candidates: Vec<Candidate>,
}

/// A project with its score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Candidate {
    project: u16,
    cost: u64,
    score: u64,
}

impl Candidate {
    /// It is given what it costs.
    fn award(&self) -> Award {
        Award { project: self.project, amount: self.cost }
    }
}

impl<'a> Decision<'a> {
    /// The decision on these scores, by position: a score is a count plus a paper count. `ties` is
    /// the order of ties, `withdrawn` the positions of withdrawn projects. A project without a
    /// score, or that `ties` does not name, is as good as withdrawn.
    pub fn new(district: &'a District, scores: &[u64], withdrawn: &[u16], ties: &[u16]) -> Self {
        let candidate = |&project: &u16| {
            let cost = district.projects.get(usize::from(project))?.cost;
            Some(Candidate { project, cost, score: *scores.get(usize::from(project))? })
        };
        let candidates = ties.iter().filter(|project| !withdrawn.contains(project));
        Self { district, candidates: candidates.filter_map(candidate).collect() }
    }

    /// The awards of the district's rule, in its order.
    ///
    /// # Errors
    ///
    /// Rule 5, if its knapsack is too hard for the memory that this program allows itself.
    pub fn awards(&self) -> Result<Vec<Award>, TooHard> {
        Ok(match self.district.rule {
            Rule::Greedy => greedy::awards(self),
            Rule::GreedyNoSkip => greedy_no_skip::awards(self),
            Rule::GreedyCustom => greedy_custom::awards(self),
            Rule::GreedyExclusive => greedy_exclusive::awards(self),
            Rule::Optimal => optimal::awards(self)?,
            Rule::PerUnit => per_unit::awards(self),
        })
    }

    /// The projects that stand, in the order of ties: not withdrawn, and with a score that is at
    /// least the threshold.
    fn standing(&self) -> impl Iterator<Item = Candidate> {
        let threshold = self.district.threshold;
        self.candidates.iter().copied().filter(move |candidate| candidate.score >= threshold)
    }

    /// The projects that stand as they are considered: by score, the highest first; of equal
    /// scores the one that comes first in the order of ties (section 9.1).
    fn considered(&self) -> Vec<Candidate> {
        let mut considered: Vec<Candidate> = self.standing().collect();
        // The sort is stable: the order of ties, from which it starts, stays among equal scores.
        considered.sort_by_key(|candidate| Reverse(candidate.score));
        considered
    }
}
