use alloc::vec::Vec;

use isoloir_crypto::ballot::{LinearConstraint, MAX_SLOTS};
use isoloir_crypto::points::PointScale;
use isoloir_encoding::{Decode, DecodeError, Encode, Problem, Reader, Writer};

use crate::definition::Project;

/// What a ballot must keep to: "the costs of the chosen projects sum to at most 500,000", "at least one
/// project", "at most one of these three".
///
/// Each limit is one linear constraint of the ballot's proof (`spec/election.md`, section 3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limit {
    /// What is summed over the chosen projects.
    pub measure: Measure,
    /// Over which projects.
    pub scope: Scope,
    /// On which side of `amount` the sum must be.
    pub bound: Bound,
    /// In units of the definition for costs, else in projects or points.
    pub amount: u64,
}

/// What a limit sums.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// The costs of the chosen projects.
    Cost = 1,
    /// The number of chosen projects.
    Count = 2,
    /// The points, where a ballot gives a project more than one.
    Points = 3,
}

impl Measure {
    /// Whether a limit on ballots of this scale can sum it. On a scale of one, points are a count.
    pub(super) fn suits(self, scale: PointScale) -> bool {
        (self == Self::Points) == (scale != PointScale::CHOICE)
    }
}

/// Which projects a limit sums over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// All of the district's.
    All,
    /// These, by position, ascending.
    Projects(Vec<u16>),
}

/// On which side of the amount a sum must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// sum <= amount.
    AtMost,
    /// sum >= amount.
    AtLeast,
}

impl Limit {
    /// The limit `measure` `bound` `amount` on all projects.
    #[must_use]
    pub fn new(measure: Measure, bound: Bound, amount: u64) -> Self {
        Self { measure, scope: Scope::All, bound, amount }
    }

    /// The costs of all chosen projects sum to at most `amount`.
    #[must_use]
    pub fn spend_at_most(amount: u64) -> Self {
        Self::new(Measure::Cost, Bound::AtMost, amount)
    }

    /// They sum to at least `percent` per cent of the budget, rounded up.
    #[must_use]
    pub fn spend_at_least_share(percent: u8, budget: u64) -> Self {
        let amount = (u128::from(budget) * u128::from(percent)).div_ceil(100);
        Self::new(Measure::Cost, Bound::AtLeast, u64::try_from(amount).unwrap_or(u64::MAX))
    }

    /// At most `amount` projects.
    #[must_use]
    pub fn choose_at_most(amount: u64) -> Self {
        Self::new(Measure::Count, Bound::AtMost, amount)
    }

    /// At least `amount` projects.
    #[must_use]
    pub fn choose_at_least(amount: u64) -> Self {
        Self::new(Measure::Count, Bound::AtLeast, amount)
    }

    /// At most one of these projects, by position, ascending: they exclude each other on a ballot.
    #[must_use]
    pub fn at_most_one_of(projects: Vec<u16>) -> Self {
        Self::choose_at_most(1).within(projects)
    }

    /// At most `amount` points on a ballot.
    #[must_use]
    pub fn give_at_most(amount: u64) -> Self {
        Self::new(Measure::Points, Bound::AtMost, amount)
    }

    /// The same limit on these projects alone, by position, ascending: those of a category, for example.
    #[must_use]
    pub fn within(self, projects: Vec<u16>) -> Self {
        Self { scope: Scope::Projects(projects), ..self }
    }

    /// Whether the scope names existing projects, each once, in order.
    pub(super) fn scope_is_of(&self, projects: usize) -> bool {
        match &self.scope {
            Scope::All => true,
            Scope::Projects(listed) => {
                listed.windows(2).all(|pair| pair[0] < pair[1])
                    && listed.last().is_some_and(|&last| usize::from(last) < projects)
            }
        }
    }

    /// Whether it speaks of this project.
    pub(super) fn speaks_of(&self, position: u16) -> bool {
        match &self.scope {
            Scope::All => true,
            Scope::Projects(listed) => listed.binary_search(&position).is_ok(),
        }
    }

    /// Whether every one of the `projects` projects that this limit speaks of is one of `other`.
    pub(super) fn is_within(&self, other: &Self, projects: u16) -> bool {
        (0..projects).all(|position| !self.speaks_of(position) || other.speaks_of(position))
    }

    /// Whether it says that of these projects, which it lists, at most one is chosen.
    pub(super) fn excludes(&self, projects: &[u16]) -> bool {
        (self.measure, self.bound, self.amount) == (Measure::Count, Bound::AtMost, 1)
            && projects.iter().all(|&position| self.speaks_of(position))
    }

    /// M: what one point for this project adds to the sum.
    pub(super) fn weight_of(&self, position: u16, project: &Project) -> u64 {
        match self.measure {
            _ if !self.speaks_of(position) => 0,
            Measure::Cost => project.cost,
            Measure::Count | Measure::Points => 1,
        }
    }

    /// Whether `sum`, over `ballots` ballots together, is one that the limit allows.
    pub(crate) fn allows_in_sum(&self, sum: u128, ballots: u64) -> bool {
        let amount = u128::from(self.amount) * u128::from(ballots);
        match self.bound {
            Bound::AtMost => sum <= amount,
            Bound::AtLeast => sum >= amount,
        }
    }

    /// v = amount - sum M_i g_e x, or sum M_i g_e x - amount, over the slots of all projects. Amounts and
    /// costs are below 2^53, weights below 2^8.
    pub(super) fn constraint(&self, projects: &[Project], scale: PointScale) -> LinearConstraint {
        let sign = match self.bound {
            Bound::AtMost => -1,
            Bound::AtLeast => 1,
        };
        let slots = |(position, project): (u16, &Project)| {
            let weight = sign * self.weight_of(position, project) as i64;
            scale.weights().map(move |slot| weight * i64::from(slot))
        };
        LinearConstraint {
            constant: -sign * self.amount as i64,
            coefficients: (0..).zip(projects).flat_map(slots).collect(),
        }
    }
}

impl Encode for Limit {
    fn encode(&self, out: &mut Writer) {
        out.u8(self.measure as u8);
        out.u8(match self.bound {
            Bound::AtMost => 1,
            Bound::AtLeast => 2,
        });
        out.u64(self.amount);
        // No scope names no project, so an empty list stands for all of them.
        let listed: &[u16] = match &self.scope {
            Scope::All => &[],
            Scope::Projects(listed) => listed,
        };
        out.u16(listed.len() as u16);
        listed.iter().for_each(|&position| out.u16(position));
    }
}

impl Decode for Limit {
    fn decode(input: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let start = input.clone();
        let measure = match input.u8("measure of a limit")? {
            1 => Measure::Cost,
            2 => Measure::Count,
            3 => Measure::Points,
            other => return Err(start.error("measure of a limit", Problem::Unknown(other.into()))),
        };
        let start = input.clone();
        let bound = match input.u8("bound of a limit")? {
            1 => Bound::AtMost,
            2 => Bound::AtLeast,
            other => return Err(start.error("bound of a limit", Problem::Unknown(other.into()))),
        };
        let amount = input.u64("amount of a limit")?;
        let count = super::bounded_count(input, "projects of a limit", MAX_SLOTS)?;
        let listed = input.items(count, |input| input.u16("project of a limit"))?;
        let scope = if listed.is_empty() { Scope::All } else { Scope::Projects(listed) };
        Ok(Self { measure, scope, bound, amount })
    }
}
