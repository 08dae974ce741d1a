//! What a Pabulib file says, in the terms of an election.

mod district;
mod general;
mod limits;

pub(crate) use district::district;
pub(crate) use general::{DAY, one_line, period, title};
pub(crate) use limits::allowed;

use anyhow::{Context, Result, bail};
use isoloir_election::rules::Rule;
use isoloir_pabulib::{Instance, Meta, VoteType};

/// The rule of this name; of greedy with a threshold too. Nothing for rules that need whole ballots, and for
/// names that nobody knows.
pub(crate) fn rule(name: &str) -> Option<Rule> {
    match name {
        "greedy-threshold" => Some(Rule::Greedy),
        _ => Rule::ALL.into_iter().find(|rule| rule.name(0) == name),
    }
}

/// The least score that wins; 0 if there is none.
pub(crate) fn threshold(meta: &Meta) -> Result<u64> {
    let stated = meta.min_project_score_threshold;
    if stated.is_none() && meta.rule == "greedy-threshold" {
        bail!(
            "the rule is greedy-threshold and there is no threshold: add a row \
             min_project_score_threshold;NUMBER to META"
        );
    }
    stated.map_or(Ok(0), |least| u64::try_from(least).context("the threshold is negative"))
}

/// Whether ballots give points.
pub(crate) fn has_points(instance: &Instance) -> bool {
    matches!(instance.meta.vote_type, VoteType::Cumulative | VoteType::Scoring)
}

/// An amount or a number of points that is not negative.
pub(crate) fn amount(amount: i64) -> Result<u64> {
    u64::try_from(amount).context("an amount is negative")
}
