//! The rules that choose the winners from the scores, in exact integers, and say why, round by round
//! (`spec/election.md`, section 9).
//!
//! | module | rule |
//! |---|---|
//! | `greedy` | by score; what does not fit is skipped |
//! | `greedy_no_skip` | by score; the first that does not fit ends it |
//! | `greedy_custom` | the same, with an exception for the one that almost fits |
//! | `greedy_exclusive` | by score; of projects that exclude one another the first |
//! | `optimal` | the set with the greatest sum of scores |
//! | `per_unit` | every unit of money is a candidate |
//! | [`lot`] | the order of projects with equal scores, drawn from a seed |

pub mod lot;

mod greedy;
mod greedy_custom;
mod greedy_exclusive;
mod greedy_no_skip;
mod optimal;
mod per_unit;
mod purse;

use alloc::vec::Vec;
use core::cmp::Reverse;

/// How the winners are chosen (`spec/election.md`, section 9.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// By score, descending; funded if it fits what is left, else skipped.
    Greedy = 1,
    /// By score; the first that does not fit ends it.
    GreedyNoSkip = 2,
    /// As without skips, but the first that does not fit is funded if what is left is 80 % of its cost.
    GreedyCustom = 3,
    /// By score; a project that one funded before excludes is skipped.
    GreedyExclusive = 4,
    /// The set of the greatest total score within the budget.
    Optimal = 5,
    /// Every unit of money is a candidate.
    PerUnit = 6,
}

impl Rule {
    /// All rules, in the order of their numbers.
    pub const ALL: [Self; 6] = [
        Self::Greedy,
        Self::GreedyNoSkip,
        Self::GreedyCustom,
        Self::GreedyExclusive,
        Self::Optimal,
        Self::PerUnit,
    ];

    /// The rule of this number in a definition.
    #[must_use]
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|&rule| rule as u8 == number)
    }

    /// What cities and Pabulib call the rule. Greedy with a threshold has a name of its own.
    #[must_use]
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

    /// Whether a project of this cost can win by this rule with this budget, if only its score is high.
    #[must_use]
    pub fn can_fund(self, cost: u64, budget: u64) -> bool {
        match self {
            Self::GreedyCustom => greedy_custom::covers_enough(budget, cost),
            _ => cost <= budget,
        }
    }
}

/// What a rule decides on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standings {
    /// What the winners may cost together.
    pub budget: u64,
    /// The least score with which a project can win; 0: none.
    pub threshold: u64,
    /// The projects, by position; at most [`MAX_SLOTS`](isoloir_crypto::ballot::MAX_SLOTS).
    pub projects: Vec<Candidate>,
    /// All positions: of two projects with one score, the one that comes first here is considered first.
    pub ties: Vec<u16>,
    /// The exclusive groups, by position.
    pub groups: Vec<Vec<u16>>,
}

/// A project as a rule sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// What it costs; at most 2^53 - 1.
    pub cost: u64,
    /// Its votes or points.
    pub score: u64,
    /// Whether it was withdrawn and can't win.
    pub is_withdrawn: bool,
}

/// What a rule decided, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// What was funded, in the order in which it was.
    pub awards: Vec<Award>,
    /// Every project in the order in which it was considered (by unit: every step of one), then those
    /// that could not win.
    pub rounds: Vec<Round>,
}

/// An amount of money for a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Award {
    /// The project, by position.
    pub project: u16,
    /// Its cost; by unit, perhaps less.
    pub amount: u64,
}

/// What was decided about one project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Round {
    /// The project, by position.
    pub project: u16,
    /// Its score; by unit, that of the step.
    pub score: u64,
    /// What it costs; by unit, what the step adds.
    pub cost: u64,
    /// What remained of the budget before.
    pub left: u64,
    /// Taken or not, and why.
    pub verdict: Verdict,
}

/// Whether a project was funded, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It fits what is left.
    Funded,
    /// It does not fit, but what is left is at least 80 % of its cost.
    FundedByException,
    /// All that is left goes to it, and it is less than it costs.
    FundedInPart,
    /// It belongs to the set with the greatest total score.
    InBestSet,
    /// It costs more than what is left.
    DoesNotFit,
    /// An earlier project did not fit, and that ended it.
    AfterTheEnd,
    /// A project that excludes it has been funded.
    Excluded {
        /// Which, by position.
        by: u16,
    },
    /// It belongs to no set that is as good as the best and comes before the others of them.
    NotInBestSet,
    /// Its score is below the threshold.
    BelowThreshold,
    /// It was withdrawn.
    Withdrawn,
}

impl Verdict {
    /// Whether the project gets money.
    #[must_use]
    pub fn is_funded(self) -> bool {
        match self {
            Self::Funded | Self::FundedByException | Self::FundedInPart | Self::InBestSet => true,
            Self::DoesNotFit
            | Self::AfterTheEnd
            | Self::Excluded { .. }
            | Self::NotInBestSet
            | Self::BelowThreshold
            | Self::Withdrawn => false,
        }
    }
}

/// Who wins by `rule`, and why.
#[must_use]
pub fn decide(rule: Rule, standings: &Standings) -> Decision {
    match rule {
        Rule::Greedy => greedy::decide(standings),
        Rule::GreedyNoSkip => greedy_no_skip::decide(standings),
        Rule::GreedyCustom => greedy_custom::decide(standings),
        Rule::GreedyExclusive => greedy_exclusive::decide(standings),
        Rule::Optimal => optimal::decide(standings),
        Rule::PerUnit => per_unit::decide(standings),
    }
}

impl Standings {
    fn project(&self, position: u16) -> Candidate {
        self.projects[usize::from(position)]
    }

    fn stands(&self, position: u16) -> bool {
        let project = self.project(position);
        !project.is_withdrawn && project.score >= self.threshold
    }

    /// The projects that stand, in the order in which they are considered: by score, descending; of equal
    /// ones the first in the order of ties.
    fn considered(&self) -> Vec<u16> {
        let mut order: Vec<u16> =
            self.ties.iter().copied().filter(|&position| self.stands(position)).collect();
        order.sort_by_key(|&position| Reverse(self.project(position).score));
        order
    }
}

#[cfg(test)]
mod tests;
