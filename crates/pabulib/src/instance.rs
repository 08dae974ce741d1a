//! What a `.pb` file says.

use crate::WITHDRAWN_COST;
use std::collections::BTreeMap;

/// An election, as a `.pb` file describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instance {
    /// How many decimals one unit of money has: every amount in this instance is a whole number
    /// of 10^-`decimals` of [`Meta::currency`]. It is the least that makes all costs and bounds of
    /// the file whole, from 0 to [`MAX_DECIMALS`](crate::MAX_DECIMALS).
    pub decimals: u8,
    /// The section META.
    pub meta: Meta,
    /// The section PROJECTS, at least one, in the order of its rows. No two have the same id.
    pub projects: Vec<Project>,
    /// The section VOTES, in the order of its rows. No two have the same voter.
    pub votes: Vec<Vote>,
}

impl Instance {
    /// Whether a project of this instance was withdrawn after the vote: it costs exactly
    /// [`WITHDRAWN_COST`].
    pub fn is_withdrawn(&self, project: &Project) -> bool {
        let unit = 10_i64.checked_pow(self.decimals.into());
        unit.and_then(|unit| unit.checked_mul(WITHDRAWN_COST)) == Some(project.cost)
    }
}

/// The section META: the election as a whole and the limits of its ballots.
///
/// `num_projects` and `num_votes` are not here: where the file states them, they are the lengths of
/// [`Instance::projects`] and [`Instance::votes`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meta {
    /// A title or a sentence.
    pub description: Option<String>,
    /// The country, in English.
    pub country: Option<String>,
    /// The city, or whoever holds the election.
    pub unit: Option<String>,
    /// The part of the city, where the election is not for the whole.
    pub subunit: Option<String>,
    /// Which election of this unit: mostly a year.
    pub instance: Option<String>,
    /// The first day of voting, `dd.mm.yyyy` or `yyyy`, as written.
    pub date_begin: Option<String>,
    /// The last day of voting, `dd.mm.yyyy` or `yyyy`, as written.
    pub date_end: Option<String>,
    /// The language of names and descriptions (ISO 639).
    pub language: Option<String>,
    /// The currency of all amounts (ISO 4217).
    pub currency: Option<String>,
    /// The money to spend, in units, from 0 to [`MAX_AMOUNT`](crate::MAX_AMOUNT).
    pub budget: i64,
    /// The kind of ballot.
    pub vote_type: VoteType,
    /// The rule that chose the winners, by its Pabulib name, as written: `greedy`, for example.
    pub rule: String,
    /// The least number of projects on a ballot.
    pub min_length: Option<u64>,
    /// The greatest number of projects on a ballot.
    pub max_length: Option<u64>,
    /// The least that the projects on a ballot may cost together, in units.
    pub min_sum_cost: Option<i64>,
    /// The most that the projects on a ballot may cost together, in units.
    pub max_sum_cost: Option<i64>,
    /// The fewest points for one project.
    pub min_points: Option<i64>,
    /// The most points for one project.
    pub max_points: Option<i64>,
    /// The fewest points on a ballot.
    pub min_sum_points: Option<i64>,
    /// The most points on a ballot.
    pub max_sum_points: Option<i64>,
    /// The least score with which a project can win.
    pub min_project_score_threshold: Option<i64>,
    /// Every other key and its value, as written.
    pub other: BTreeMap<String, String>,
}

/// The kind of ballot, `vote_type` in META.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VoteType {
    /// `approval`: a set of projects.
    Approval,
    /// `ordinal`: projects from the best down.
    Ordinal,
    /// `cumulative`: points from a purse, shared among projects.
    Cumulative,
    /// `scoring`: points for each project, without a purse.
    Scoring,
    /// `choose-1`: exactly one project.
    ChooseOne,
}

/// A row of the section PROJECTS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Project {
    /// The id by which votes name it, without commas and not empty.
    pub id: String,
    /// What it costs, in units, from 0 to [`MAX_AMOUNT`](crate::MAX_AMOUNT).
    pub cost: i64,
    /// What it is called.
    pub name: Option<String>,
    /// How many ballots name it, as the file says.
    pub votes: Option<u64>,
    /// Its points, or whatever the rule compared, as the file says.
    pub score: Option<i64>,
    /// Whether it won, as the file says.
    pub selected: Option<Selected>,
    /// The kinds of project that it is (column `category`, a list by commas).
    pub category: Vec<String>,
    /// The people that it is for (column `beneficiaries`, or `target` as it was called until
    /// 2026; a list by commas).
    pub beneficiaries: Vec<String>,
}

/// Whether a project won, `selected` in PROJECTS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Selected {
    /// `0`: not funded.
    No,
    /// `1`: funded.
    Yes,
    /// `2`: funded by an exception to the rule.
    ByException,
    /// `3`: funded from reserve money.
    FromReserve,
}

/// A row of the section VOTES: one ballot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vote {
    /// Who cast it: not empty.
    pub voter_id: String,
    /// The projects on the ballot, as indices into [`Instance::projects`], in the order written.
    /// It may be empty, and may name a project twice.
    pub projects: Vec<usize>,
    /// The points for each of `projects`, in the same order and as many, where the file has the
    /// column `points`.
    pub points: Option<Vec<i64>>,
}
