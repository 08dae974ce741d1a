//! Definitions that are well formed and can't be what their authors meant (`spec/election.md`, section 2).

use alloc::vec::Vec;

use isoloir_crypto::points::PointScale;

use crate::definition::{Bound, DistrictError, DistrictParts, Limit, Scope};
use crate::rules::Rule;

/// Refuses what no city can mean, in the order of the specification.
pub(super) fn check(parts: &DistrictParts) -> Result<(), DistrictError> {
    every_project_can_win(parts)?;
    every_project_can_be_named(parts)?;
    no_minimum_is_above_a_maximum(parts)?;
    no_limit_says_nothing(parts)?;
    groups_suit_the_rule(parts)?;
    if parts.rule == Rule::PerUnit { undertakings_are_apart(parts) } else { Ok(()) }
}

fn every_project_can_win(parts: &DistrictParts) -> Result<(), DistrictError> {
    let hopeless = |cost| !parts.rule.can_fund(cost, parts.budget);
    match parts.projects.iter().find(|project| hopeless(project.cost)) {
        Some(project) => Err(DistrictError::NeverFunded {
            id: project.id.clone(),
            cost: project.cost,
            budget: parts.budget,
        }),
        None => Ok(()),
    }
}

fn every_project_can_be_named(parts: &DistrictParts) -> Result<(), DistrictError> {
    for (index, limit) in parts.limits.iter().enumerate() {
        let mut weights =
            (0..).zip(&parts.projects).map(|(at, project)| (project, limit.weight_of(at, project)));
        let too_much = |&(_, weight): &(_, u64)| weight > limit.amount;
        if limit.bound == Bound::AtMost
            && let Some((project, _)) = weights.find(too_much)
        {
            return Err(DistrictError::NeverNamed { id: project.id.clone(), limit: index });
        }
    }
    Ok(())
}

fn no_minimum_is_above_a_maximum(parts: &DistrictParts) -> Result<(), DistrictError> {
    let projects = parts.projects.len() as u16;
    for (index, least) in parts.limits.iter().enumerate() {
        let no_ballot = |most: &Limit| {
            (least.bound, most.bound) == (Bound::AtLeast, Bound::AtMost)
                && least.measure == most.measure
                && least.amount > most.amount
                && least.is_within(most, projects)
        };
        if let Some(most) = parts.limits.iter().position(no_ballot) {
            return Err(DistrictError::MinimumAboveMaximum { least: index, most });
        }
    }
    Ok(())
}

fn no_limit_says_nothing(parts: &DistrictParts) -> Result<(), DistrictError> {
    for (index, limit) in parts.limits.iter().enumerate() {
        for (other_index, other) in parts.limits.iter().enumerate() {
            if index != other_index && (limit == other || is_covered(limit, other)) {
                return Err(DistrictError::SaysNothing { limit: index, other: other_index });
            }
        }
    }
    Ok(())
}

/// Whether both say that their listed projects exclude each other, and `other` lists all of `limit`.
fn is_covered(limit: &Limit, other: &Limit) -> bool {
    match (&limit.scope, &other.scope) {
        (Scope::Projects(projects), Scope::Projects(_)) => {
            limit.excludes(projects) && other.excludes(projects)
        }
        _ => false,
    }
}

fn groups_suit_the_rule(parts: &DistrictParts) -> Result<(), DistrictError> {
    if !parts.groups.is_empty() && !matches!(parts.rule, Rule::GreedyExclusive | Rule::PerUnit) {
        return Err(DistrictError::GroupsWithoutUse);
    }
    for (group, projects) in parts.groups.iter().enumerate() {
        let holds =
            |other: &Vec<u16>| projects.iter().all(|project| other.binary_search(project).is_ok());
        let mut others = parts.groups.iter().enumerate().filter(|&(index, _)| index != group);
        if let Some((other, _)) = others.find(|(_, others)| holds(others)) {
            return Err(DistrictError::GroupsOverlap { group, other });
        }
    }
    Ok(())
}

/// By unit, a group is one undertaking at several amounts: its projects are in no other group, cost
/// different amounts, and exclude each other on a ballot.
fn undertakings_are_apart(parts: &DistrictParts) -> Result<(), DistrictError> {
    if parts.scale != PointScale::CHOICE {
        return Err(DistrictError::PointsPerUnit);
    }
    for (group, projects) in parts.groups.iter().enumerate() {
        let shares =
            |other: &Vec<u16>| projects.iter().any(|project| other.binary_search(project).is_ok());
        if let Some(other) = parts.groups[..group].iter().position(shares) {
            return Err(DistrictError::GroupsOverlap { group, other });
        }
        let cost = |&project: &u16| parts.projects[usize::from(project)].cost;
        let mut costs: Vec<u64> = projects.iter().map(cost).collect();
        costs.sort_unstable();
        if costs.windows(2).any(|pair| pair[0] == pair[1]) {
            return Err(DistrictError::EqualAmounts { group });
        }
        if !parts.limits.iter().any(|limit| limit.excludes(projects)) {
            return Err(DistrictError::GroupNotExclusive { group });
        }
    }
    Ok(())
}
