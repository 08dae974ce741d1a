//! A district's part of the definition, and its limits (`spec/election.md`, sections 2 and 3).

mod limit;
mod sense;

use std::collections::HashSet;

use sha3::{Digest as _, Sha3_256};

pub use self::limit::{Bound, Limit, Measure};
use super::definition::MAX_NAME_BYTES;
use super::rules::Rule as WinnersRule;
use super::text::text;
use crate::crypto::points::Points;
use crate::crypto::style::{MAX_SLOTS, Style, StyleError};
use crate::log::entry::MAX_PAYLOAD_BYTES;
use crate::wire::{Reader, Rule, WireError};

/// Bytes of a project's identifier.
pub const MAX_PROJECT_ID_BYTES: usize = 64;
/// Bytes of a project's name.
pub const MAX_PROJECT_NAME_BYTES: usize = 1_024;
/// The largest amount of money, 2^53 - 1, and the largest threshold.
pub const MAX_AMOUNT: u64 = (1 << 53) - 1;
/// Exclusive groups of a district.
pub const MAX_GROUPS: usize = 480;

/// One budget with its own roll and its own tally (`spec/election.md`, section 2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct District {
    /// SHA3-256 of the part, which the general part names.
    pub digest: [u8; 32],
    /// Its name.
    pub name: String,
    /// What the winners may cost together.
    pub budget: u64,
    /// The P projects by position, 1 to 960.
    pub projects: Vec<Project>,
    /// p, the most points that a ballot gives a project. With its k, P k is at most 960.
    pub points: Points,
    /// What every ballot keeps to.
    pub limits: Vec<Limit>,
    /// Projects by position, ascending, that exclude each other (section 9).
    pub groups: Vec<Vec<u16>>,
    /// The rule that finds the winners.
    pub rule: WinnersRule,
    /// The least score with which a project can win; 0: none.
    pub threshold: u64,
    /// How equal scores are told apart.
    pub ties: Ties,
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

/// How equal scores are told apart (`spec/election.md`, section 9.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ties {
    /// The order of ties: every position once.
    Listed(Vec<u16>),
    /// An order by lot, whose seed comes with the decryption.
    ByLot,
}

impl District {
    /// Reads a district's part, the whole of `bytes`, makes sure that its ballot style exists, and
    /// refuses what can't be meant.
    pub fn read(bytes: &[u8]) -> Result<Self, WireError> {
        if bytes.len() > MAX_PAYLOAD_BYTES {
            return Reader::refuse("district", 0, Rule::TooLong(MAX_PAYLOAD_BYTES));
        }
        let mut reader = Reader::new(bytes);
        let name = text(&mut reader, "name of the district", MAX_NAME_BYTES)?;
        let budget = amount(&mut reader, "budget")?;
        let projects_at = reader.offset();
        let projects = projects(&mut reader)?;
        let points_at = reader.offset();
        let points = points(&mut reader, projects.len())?;
        let limits_at = reader.offset();
        let limits = limit::limits(&mut reader, points, projects.len())?;
        let groups_at = reader.offset();
        let groups = groups(&mut reader, projects.len())?;
        let rule = rule(&mut reader)?;
        let threshold = amount(&mut reader, "threshold")?;
        let ties = ties(&mut reader, projects.len())?;
        let floor = reader.u32("floor")?;
        let paper_floor = reader.u32("paper floor")?;
        reader.finish("district")?;

        let digest = Sha3_256::digest(bytes).into();
        let district = Self {
            digest,
            name,
            budget,
            projects,
            points,
            limits,
            groups,
            rule,
            threshold,
            ties,
            floor,
            paper_floor,
        };
        if district.style().is_err() {
            let rule = Rule::Meaningless(
                "a limit that no ballot can keep, or whose value can exceed 64 bits",
            );
            return Reader::refuse("limits", limits_at, rule);
        }
        sense::check(&district).or_else(|sense::Nonsense { field, why }| {
            let offset = match field {
                "projects" => projects_at,
                "points" => points_at,
                "limits" => limits_at,
                _ => groups_at,
            };
            Reader::refuse(field, offset, Rule::Meaningless(why))
        })?;
        Ok(district)
    }

    /// The number w = P k of slots of a ballot.
    pub fn slots(&self) -> usize {
        self.projects.len() * self.points.slots()
    }

    /// The ballot style (`spec/protocol.md`, section 6.1). It is made anew at each call, since
    /// it takes up to 8 w q bytes and is seldom needed.
    pub fn style(&self) -> Result<Style, StyleError> {
        Style::new(self.slots(), self.limits.iter().map(|limit| limit.constraint(self)).collect())
    }

    /// Whether `ballots` ballots that each keep to the limits can add up to these counts
    /// (`spec/election.md`, section 7, paper batch).
    pub fn limits_allow_in_sum(&self, ballots: usize, counts: &[u32]) -> bool {
        let allows = |limit: &Limit| limit.allows(limit.measured(self, counts), ballots as u64);
        self.limits.iter().all(allows)
    }
}

fn amount(reader: &mut Reader<'_>, field: &'static str) -> Result<u64, WireError> {
    let offset = reader.offset();
    let amount = reader.u64(field)?;
    if amount > MAX_AMOUNT {
        return Reader::refuse(field, offset, Rule::Meaningless("it is at most 2^53 - 1"));
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

fn points(reader: &mut Reader<'_>, projects: usize) -> Result<Points, WireError> {
    let offset = reader.offset();
    let Some(points) = Points::new(reader.u8("points")?) else {
        let rule = Rule::Meaningless("a ballot gives a project at least 1 point at most");
        return Reader::refuse("points", offset, rule);
    };
    if projects * points.slots() > MAX_SLOTS {
        return Reader::refuse(
            "points",
            offset,
            Rule::Meaningless("a ballot has 960 slots at most"),
        );
    }
    Ok(points)
}

fn position(
    reader: &mut Reader<'_>,
    field: &'static str,
    projects: usize,
) -> Result<u16, WireError> {
    let offset = reader.offset();
    let position = reader.u16(field)?;
    if usize::from(position) >= projects {
        return Reader::refuse(field, offset, Rule::Meaningless("there is no such project"));
    }
    Ok(position)
}

fn groups(reader: &mut Reader<'_>, projects: usize) -> Result<Vec<Vec<u16>>, WireError> {
    let count = reader.count("exclusive groups", 0, MAX_GROUPS)?;
    let group = |_| limit::ascending(reader, "project of an exclusive group", 2, projects);
    (0..count).map(group).collect()
}

fn rule(reader: &mut Reader<'_>) -> Result<WinnersRule, WireError> {
    let offset = reader.offset();
    WinnersRule::from_number(reader.u8("rule")?).ok_or(WireError {
        field: "rule",
        offset,
        rule: Rule::Meaningless("there are rules 1 to 6"),
    })
}

fn ties(reader: &mut Reader<'_>, projects: usize) -> Result<Ties, WireError> {
    let offset = reader.offset();
    match reader.u8("ties")? {
        1 => Ok(Ties::Listed(order_of_ties(reader, projects)?)),
        2 => Ok(Ties::ByLot),
        _ => {
            let rule = Rule::Meaningless("ties are listed (1) or by lot (2)");
            Reader::refuse("ties", offset, rule)
        }
    }
}

fn order_of_ties(reader: &mut Reader<'_>, projects: usize) -> Result<Vec<u16>, WireError> {
    let mut seen = vec![false; projects];
    let mut ties = Vec::with_capacity(projects);
    for _ in 0..projects {
        let offset = reader.offset();
        let position = position(reader, "order of ties", projects)?;
        if std::mem::replace(&mut seen[usize::from(position)], true) {
            let rule = Rule::Order("the order of ties names every project once");
            return Reader::refuse("order of ties", offset, rule);
        }
        ties.push(position);
    }
    Ok(ties)
}
