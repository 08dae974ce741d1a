use alloc::vec::Vec;

use isoloir_crypto::ballot::{LinearConstraint, MAX_SLOTS};
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
    /// In units of the definition for costs, in projects for counts.
    pub amount: u64,
}

/// What a limit sums.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// The costs of the chosen projects.
    Cost,
    /// The number of chosen projects.
    Count,
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
    /// The costs of all chosen projects sum to at most `amount`.
    #[must_use]
    pub fn spend_at_most(amount: u64) -> Self {
        Self { measure: Measure::Cost, scope: Scope::All, bound: Bound::AtMost, amount }
    }

    /// At most `amount` projects.
    #[must_use]
    pub fn choose_at_most(amount: u64) -> Self {
        Self { measure: Measure::Count, scope: Scope::All, bound: Bound::AtMost, amount }
    }

    /// At least `amount` projects.
    #[must_use]
    pub fn choose_at_least(amount: u64) -> Self {
        Self { measure: Measure::Count, scope: Scope::All, bound: Bound::AtLeast, amount }
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

    /// v = amount - sum m_j x_j, or sum m_j x_j - amount, with m_j the measure of project j, 0 outside
    /// the scope. Amounts and costs are below 2^53.
    pub(super) fn constraint(&self, projects: &[Project]) -> LinearConstraint {
        let sign = match self.bound {
            Bound::AtMost => -1,
            Bound::AtLeast => 1,
        };
        let measure = |(position, project): (usize, &Project)| {
            let within = match &self.scope {
                Scope::All => true,
                Scope::Projects(listed) => listed.contains(&(position as u16)),
            };
            match self.measure {
                _ if !within => 0,
                Measure::Cost => sign * project.cost as i64,
                Measure::Count => sign,
            }
        };
        LinearConstraint {
            constant: -sign * self.amount as i64,
            coefficients: projects.iter().enumerate().map(measure).collect(),
        }
    }
}

impl Encode for Limit {
    fn encode(&self, out: &mut Writer) {
        out.u8(match self.measure {
            Measure::Cost => 1,
            Measure::Count => 2,
        });
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
