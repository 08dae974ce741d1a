//! What META says that a ballot must keep to.

use std::num::NonZeroU8;

use anyhow::{Result, anyhow, bail};
use isoloir_crypto::points::PointScale;
use isoloir_election::definition::{Bound, DistrictError, Limit, Measure};
use isoloir_pabulib::{Instance, Meta, VoteType};

use super::amount;
use crate::money::money;

/// How many points a ballot gives a project: `max_points`, or all that a ballot has.
pub(super) fn scale(instance: &Instance) -> Result<PointScale> {
    let meta = &instance.meta;
    match meta.vote_type {
        VoteType::Approval | VoteType::ChooseOne => Ok(PointScale::CHOICE),
        VoteType::Ordinal => bail!(
            "ordinal ballots can't be sealed: take a file with approval, choose-1 or cumulative ballots"
        ),
        VoteType::Cumulative | VoteType::Scoring => {
            let Some(most) = [meta.max_points, meta.max_sum_points].into_iter().flatten().min()
            else {
                bail!(
                    "the points of a ballot are not limited: add a row max_sum_points;NUMBER to META"
                );
            };
            match u8::try_from(most).ok().and_then(NonZeroU8::new) {
                Some(most) => Ok(PointScale::new(most)),
                None => {
                    bail!("a ballot gives a project up to {most} points; 1 to 255 can be proved")
                }
            }
        }
    }
}

/// The limits that META states.
pub(super) fn limits(instance: &Instance, scale: PointScale) -> Result<Vec<Limit>> {
    let meta = &instance.meta;
    match meta.vote_type {
        VoteType::Cumulative | VoteType::Scoring => of_points(instance, scale),
        VoteType::ChooseOne => Ok(between(Measure::Count, Some(1), Some(1))),
        VoteType::Approval | VoteType::Ordinal => {
            let cost = |cost: Option<i64>| cost.map(amount).transpose();
            let mut limits =
                between(Measure::Cost, cost(meta.min_sum_cost)?, cost(meta.max_sum_cost)?);
            limits.extend(between(Measure::Count, meta.min_length, meta.max_length));
            Ok(limits)
        }
    }
}

fn of_points(instance: &Instance, scale: PointScale) -> Result<Vec<Limit>> {
    let meta = &instance.meta;
    let measure = if scale == PointScale::CHOICE { Measure::Count } else { Measure::Points };
    let points = |points: Option<i64>| points.map(amount).transpose();
    let (mut least, most) = (points(meta.min_sum_points)?, points(meta.max_sum_points)?);
    refuse_what_points_do_not_show(meta, instance.projects.len(), most)?;
    if meta.min_length == Some(1) {
        least = Some(least.unwrap_or(0).max(1));
    }
    Ok(between(measure, least, most))
}

/// How many projects a ballot names is no linear function of its points. A limit on it can be left out
/// where the points imply it.
fn refuse_what_points_do_not_show(meta: &Meta, projects: usize, most: Option<u64>) -> Result<()> {
    let named = most.map_or(projects as u64, |most| most.min(projects as u64));
    if meta.max_length.is_some_and(|length| length < named) {
        bail!(
            "a ballot with points can't be held to a number of projects, and max_length is below what \
             the points allow; remove the row to hold the election without this limit"
        );
    }
    if meta.min_length.is_some_and(|length| length > 1) || meta.min_points.is_some_and(|p| p > 1) {
        bail!(
            "a ballot with points can't be held to a least number of projects, or of points for one; \
             remove min_length or min_points to hold the election without this limit"
        );
    }
    Ok(())
}

fn between(measure: Measure, least: Option<u64>, most: Option<u64>) -> Vec<Limit> {
    let most = most.map(|most| Limit::new(measure, Bound::AtMost, most));
    let least = least.filter(|&least| least > 0);
    let least = least.map(|least| Limit::new(measure, Bound::AtLeast, least));
    most.into_iter().chain(least).collect()
}

/// What a limit allows, in words: "at most 3".
pub(crate) fn allowed(limit: &Limit, decimals: u8) -> String {
    let amount = match limit.measure {
        Measure::Cost => money(limit.amount, decimals),
        Measure::Count | Measure::Points => limit.amount.to_string(),
    };
    match limit.bound {
        Bound::AtMost => format!("at most {amount}"),
        Bound::AtLeast => format!("at least {amount}"),
    }
}

/// A limit in words: "at most 3 projects".
fn words(limit: &Limit, decimals: u8) -> String {
    let measured = match limit.measure {
        Measure::Cost => "spent",
        Measure::Count => "projects",
        Measure::Points => "points",
    };
    format!("{} {measured}", allowed(limit, decimals))
}

/// Why a district makes no sense, with its limits in words.
pub(super) fn explain(error: DistrictError, limits: &[Limit], decimals: u8) -> anyhow::Error {
    let words = |index: usize| limits.get(index).map(|limit| words(limit, decimals));
    match error {
        DistrictError::MinimumAboveMaximum { least, most } => anyhow!(
            "a ballot has {} and {}: none can keep to both; mend META",
            words(least).unwrap_or_default(),
            words(most).unwrap_or_default()
        ),
        DistrictError::NeverNamed { id, limit } => anyhow!(
            "a ballot has {}, and project {id} alone is more: no ballot can name it; mend META or \
             leave the project out",
            words(limit).unwrap_or_default()
        ),
        other => other.into(),
    }
}
