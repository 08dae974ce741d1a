//! What every ballot of a district must keep to (`spec/election.md`, section 3).

use super::{District, amount, position};
use crate::crypto::points::Points;
use crate::crypto::style::{Constraint, MAX_CONSTRAINTS, MAX_SLOTS};
use crate::wire::{Reader, Rule, WireError};

/// A limit on the ballots of a district.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    /// What is measured.
    pub measure: Measure,
    /// Whether the amount bounds from above or from below.
    pub bound: Bound,
    /// The amount, at most 2^53 - 1.
    pub amount: u64,
    /// The projects that it speaks of, by position, ascending; none stands for all.
    pub projects: Vec<u16>,
}

/// What a limit measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// The cost of the chosen projects.
    Cost,
    /// The number of chosen projects.
    Count,
    /// The points that projects are given.
    Points,
}

/// On which side a limit bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// At most the amount.
    AtMost,
    /// At least the amount.
    AtLeast,
}

impl Limit {
    /// Whether the limit speaks of the project at this position.
    pub fn names(&self, position: u16) -> bool {
        self.projects.is_empty() || self.projects.binary_search(&position).is_ok()
    }

    /// M_i: what the project at this position adds to the measure for each vote or point.
    pub fn measure_of(&self, position: u16, cost: u64) -> u64 {
        match self.measure {
            _ if !self.names(position) => 0,
            Measure::Cost => cost,
            Measure::Count | Measure::Points => 1,
        }
    }

    /// sum_i M_i v_i, where v_i is the number of votes or points of each project.
    pub fn measured<V: Copy + Into<u64>>(&self, district: &District, votes: &[V]) -> u128 {
        let projects = (0_u16..).zip(district.projects.iter().zip(votes));
        let of_project = |(position, (project, &votes)): (u16, (&super::Project, &V))| {
            u128::from(self.measure_of(position, project.cost)) * u128::from(votes.into())
        };
        projects.map(of_project).sum()
    }

    /// Whether `ballots` ballots that each keep to the limit can measure so much together; with 1
    /// whether a ballot keeps to it.
    pub fn allows(&self, measured: u128, ballots: u64) -> bool {
        let amount = u128::from(self.amount) * u128::from(ballots);
        match self.bound {
            Bound::AtMost => measured <= amount,
            Bound::AtLeast => measured >= amount,
        }
    }

    /// The linear constraint b + sum_j a_j x_j >= 0 that the limit is, with a_(i k + e) = M_i g_e
    /// or its negative. A cost is below 2^53 and is measured only where all weights are 1, so all
    /// fit an `i64`.
    pub(super) fn constraint(&self, district: &District) -> Constraint {
        let (sign_b, sign_a) = match self.bound {
            Bound::AtMost => (1, -1),
            Bound::AtLeast => (-1, 1),
        };
        let coefficients = (0_u16..).zip(&district.projects).flat_map(|(position, project)| {
            let measure = sign_a * self.measure_of(position, project.cost) as i64;
            district.points.weights().map(move |weight| measure * i64::from(weight))
        });
        let coefficients = coefficients.collect();
        Constraint { constant: sign_b * self.amount as i64, coefficients }
    }
}

/// Reads the limits of a district of so many projects.
pub(super) fn limits(
    reader: &mut Reader<'_>,
    points: Points,
    projects: usize,
) -> Result<Vec<Limit>, WireError> {
    let count = reader.count("limits", 0, MAX_CONSTRAINTS)?;
    (0..count).map(|_| limit(reader, points, projects)).collect()
}

fn limit(reader: &mut Reader<'_>, points: Points, projects: usize) -> Result<Limit, WireError> {
    let measure = measure(reader, points)?;
    let bound = bound(reader)?;
    let amount = amount(reader, "amount of a limit")?;
    let projects = ascending(reader, "project of a limit", 0, projects)?;
    Ok(Limit { measure, bound, amount, projects })
}

fn measure(reader: &mut Reader<'_>, points: Points) -> Result<Measure, WireError> {
    let offset = reader.offset();
    match (reader.u8("measure of a limit")?, points == Points::CHOSEN_OR_NOT) {
        (1, true) => Ok(Measure::Cost),
        (2, true) => Ok(Measure::Count),
        (3, false) => Ok(Measure::Points),
        (_, true) => {
            let rule = Rule::Meaningless(
                "where a project is chosen or not, a limit measures cost (1) or count (2)",
            );
            Reader::refuse("measure of a limit", offset, rule)
        }
        (_, false) => {
            let rule = Rule::Meaningless("where ballots give points, a limit measures them (3)");
            Reader::refuse("measure of a limit", offset, rule)
        }
    }
}

fn bound(reader: &mut Reader<'_>) -> Result<Bound, WireError> {
    let offset = reader.offset();
    match reader.u8("bound of a limit")? {
        1 => Ok(Bound::AtMost),
        2 => Ok(Bound::AtLeast),
        _ => {
            let rule = Rule::Meaningless("a limit bounds at most (1) or at least (2)");
            Reader::refuse("bound of a limit", offset, rule)
        }
    }
}

/// A list of at least `least` positions below `projects`, in strictly ascending order.
pub(super) fn ascending(
    reader: &mut Reader<'_>,
    field: &'static str,
    least: usize,
    projects: usize,
) -> Result<Vec<u16>, WireError> {
    let count = reader.count(field, least, MAX_SLOTS)?;
    let mut positions: Vec<u16> = Vec::with_capacity(count);
    for _ in 0..count {
        let offset = reader.offset();
        let position = position(reader, field, projects)?;
        if positions.last().is_some_and(|&last| position <= last) {
            let rule = Rule::Order("the projects are in strictly ascending order");
            return Reader::refuse(field, offset, rule);
        }
        positions.push(position);
    }
    Ok(positions)
}
