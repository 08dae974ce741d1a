//! A district's part of the definition, and its limits (`spec/election.md`, sections 2 and 3).

use std::collections::HashSet;

use sha3::{Digest as _, Sha3_256};

use super::definition::MAX_NAME_BYTES;
use super::rules::Rule as WinnersRule;
use super::text::text;
use crate::crypto::style::{Constraint, MAX_CONSTRAINTS, MAX_SLOTS, Style, StyleError};
use crate::log::entry::MAX_PAYLOAD_BYTES;
use crate::wire::{Reader, Rule, WireError};

/// Bytes of a project's identifier.
pub const MAX_PROJECT_ID_BYTES: usize = 64;
/// Bytes of a project's name.
pub const MAX_PROJECT_NAME_BYTES: usize = 1_024;
/// The largest amount of money, 2^53 - 1.
pub const MAX_AMOUNT: u64 = (1 << 53) - 1;

/// One budget with its own roll and its own tally (`spec/election.md`, section 2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct District {
    /// SHA3-256 of the part, which the general part names.
    pub digest: [u8; 32],
    /// Its name.
    pub name: String,
    /// What the winners may cost together.
    pub budget: u64,
    /// The w projects by position, 1 to 960. Slot j of a ballot is the project at j - 1.
    pub projects: Vec<Project>,
    /// What every ballot keeps to.
    pub limits: Vec<Limit>,
    /// The rule that finds the winners.
    pub rule: WinnersRule,
    /// The order of ties: every position once.
    pub ties: Vec<u16>,
    /// Least number of counted ballots; fewer are not decrypted.
    pub floor: u32,
    /// Least number of ballots in a batch on paper; 0: none are taken.
    pub paper_floor: u32,
}

/// A project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Project {
    /// Its identifier, of which a district has no two.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its cost.
    pub cost: u64,
}

/// What every ballot of a district keeps to (`spec/election.md`, section 3).
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
}

/// On which side a limit bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// At most the amount.
    AtMost,
    /// At least the amount.
    AtLeast,
}

impl District {
    /// Reads a district's part, the whole of `bytes`, and makes sure that its ballot style exists.
    pub fn read(bytes: &[u8]) -> Result<Self, WireError> {
        if bytes.len() > MAX_PAYLOAD_BYTES {
            return Reader::refuse("district", 0, Rule::TooLong(MAX_PAYLOAD_BYTES));
        }
        let mut reader = Reader::new(bytes);
        let name = text(&mut reader, "name of the district", MAX_NAME_BYTES)?;
        let budget = amount(&mut reader, "budget")?;
        let projects = projects(&mut reader)?;
        let limits_at = reader.offset();
        let limits = limits(&mut reader, projects.len())?;
        let rule = rule(&mut reader)?;
        let ties = ties(&mut reader, projects.len())?;
        let floor = reader.u32("floor")?;
        let paper_floor = reader.u32("paper floor")?;
        reader.finish("district")?;

        let digest = Sha3_256::digest(bytes).into();
        let district =
            Self { digest, name, budget, projects, limits, rule, ties, floor, paper_floor };
        if district.style().is_err() {
            let rule = Rule::Meaningless(
                "a limit that no ballot can keep, or whose value can exceed 64 bits",
            );
            return Reader::refuse("limits", limits_at, rule);
        }
        Ok(district)
    }

    /// The number w of slots of a ballot.
    pub fn slots(&self) -> usize {
        self.projects.len()
    }

    /// The ballot style (`spec/protocol.md`, section 6.1). It is made anew at each call, since
    /// it takes up to 8 w q bytes and is seldom needed.
    pub fn style(&self) -> Result<Style, StyleError> {
        Style::new(self.slots(), self.limits.iter().map(|limit| limit.constraint(self)).collect())
    }

    /// Whether `ballots` ballots that each keep to the limits can add up to these counts: for
    /// every constraint, ballots b + sum_j a_j count_j >= 0 (`spec/election.md`, section 7).
    pub fn limits_allow_in_sum(&self, ballots: usize, counts: &[u32]) -> bool {
        self.limits.iter().all(|limit| {
            let constraint = limit.constraint(self);
            let chosen: i128 = constraint
                .coefficients
                .iter()
                .zip(counts)
                .map(|(&a, &count)| i128::from(a) * i128::from(count))
                .sum();
            i128::from(constraint.constant) * ballots as i128 + chosen >= 0
        })
    }
}

impl Limit {
    /// The linear constraint b + sum_j a_j x_j >= 0 that the limit is. Amounts are below 2^53, so
    /// all fit an `i64`.
    fn constraint(&self, district: &District) -> Constraint {
        let (sign_b, sign_a) = match self.bound {
            Bound::AtMost => (1, -1),
            Bound::AtLeast => (-1, 1),
        };
        let measure = |project: &Project| match self.measure {
            Measure::Cost => project.cost as i64,
            Measure::Count => 1,
        };
        let mut coefficients = vec![0; district.slots()];
        for (position, (coefficient, project)) in
            (0_u16..).zip(coefficients.iter_mut().zip(&district.projects))
        {
            if self.projects.is_empty() || self.projects.binary_search(&position).is_ok() {
                *coefficient = sign_a * measure(project);
            }
        }
        Constraint { constant: sign_b * self.amount as i64, coefficients }
    }
}

fn amount(reader: &mut Reader<'_>, field: &'static str) -> Result<u64, WireError> {
    let offset = reader.offset();
    let amount = reader.u64(field)?;
    if amount > MAX_AMOUNT {
        return Reader::refuse(field, offset, Rule::Meaningless("an amount is at most 2^53 - 1"));
    }
    Ok(amount)
}

fn projects(reader: &mut Reader<'_>) -> Result<Vec<Project>, WireError> {
    let count = reader.count("projects", 1, MAX_SLOTS)?;
    let mut projects = Vec::with_capacity(count);
    let mut ids = HashSet::with_capacity(count);
    for _ in 0..count {
        let offset = reader.offset();
        let id = text(reader, "id of a project", MAX_PROJECT_ID_BYTES)?;
        let name = text(reader, "name of a project", MAX_PROJECT_NAME_BYTES)?;
        let cost = amount(reader, "cost of a project")?;
        if !ids.insert(id.clone()) {
            let rule = Rule::Order("no two projects have the same id");
            return Reader::refuse("id of a project", offset, rule);
        }
        projects.push(Project { id, name, cost });
    }
    Ok(projects)
}

fn limits(reader: &mut Reader<'_>, slots: usize) -> Result<Vec<Limit>, WireError> {
    let count = reader.count("limits", 0, MAX_CONSTRAINTS)?;
    (0..count).map(|_| limit(reader, slots)).collect()
}

fn limit(reader: &mut Reader<'_>, slots: usize) -> Result<Limit, WireError> {
    let offset = reader.offset();
    let measure = match reader.u8("measure of a limit")? {
        1 => Measure::Cost,
        2 => Measure::Count,
        _ => {
            let rule = Rule::Meaningless("a limit measures cost (1) or count (2)");
            return Reader::refuse("measure of a limit", offset, rule);
        }
    };
    let offset = reader.offset();
    let bound = match reader.u8("bound of a limit")? {
        1 => Bound::AtMost,
        2 => Bound::AtLeast,
        _ => {
            let rule = Rule::Meaningless("a limit bounds at most (1) or at least (2)");
            return Reader::refuse("bound of a limit", offset, rule);
        }
    };
    let amount = amount(reader, "amount of a limit")?;
    let count = reader.count("projects of a limit", 0, MAX_SLOTS)?;
    let mut projects: Vec<u16> = Vec::with_capacity(count);
    for _ in 0..count {
        let offset = reader.offset();
        let position = position(reader, "project of a limit", slots)?;
        if projects.last().is_some_and(|&last| position <= last) {
            let rule = Rule::Order("the projects of a limit are in strictly ascending order");
            return Reader::refuse("project of a limit", offset, rule);
        }
        projects.push(position);
    }
    Ok(Limit { measure, bound, amount, projects })
}

fn position(reader: &mut Reader<'_>, field: &'static str, slots: usize) -> Result<u16, WireError> {
    let offset = reader.offset();
    let position = reader.u16(field)?;
    if usize::from(position) >= slots {
        return Reader::refuse(field, offset, Rule::Meaningless("there is no such project"));
    }
    Ok(position)
}

fn rule(reader: &mut Reader<'_>) -> Result<WinnersRule, WireError> {
    let offset = reader.offset();
    WinnersRule::from_number(reader.u8("rule")?).ok_or(WireError {
        field: "rule",
        offset,
        rule: Rule::Meaningless("the only rule is greedy (1)"),
    })
}

fn ties(reader: &mut Reader<'_>, slots: usize) -> Result<Vec<u16>, WireError> {
    let mut seen = vec![false; slots];
    let mut ties = Vec::with_capacity(slots);
    for _ in 0..slots {
        let offset = reader.offset();
        let position = position(reader, "order of ties", slots)?;
        if std::mem::replace(&mut seen[usize::from(position)], true) {
            let rule = Rule::Order("the order of ties names every project once");
            return Reader::refuse("order of ties", offset, rule);
        }
        ties.push(position);
    }
    Ok(ties)
}
