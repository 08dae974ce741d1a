//! Parts that can't be what their authors meant (`spec/election.md`, section 2, 1 to 6).

use std::collections::HashSet;

use super::{Bound, District, Limit, Measure};
use crate::crypto::points::Points;
use crate::election::rules::Rule;

/// A rule that a part breaks: the field, and why it can't be meant.
pub(super) struct Nonsense {
    pub(super) field: &'static str,
    pub(super) why: &'static str,
}

/// Refuses a part by the first of the six rules that it breaks.
pub(super) fn check(district: &District) -> Result<(), Nonsense> {
    costs(district)?;
    limits(district)?;
    groups(district)?;
    if district.rule == Rule::PerUnit { per_unit(district) } else { Ok(()) }
}

fn refuse(field: &'static str, why: &'static str) -> Result<(), Nonsense> {
    Err(Nonsense { field, why })
}

/// 1: a project can never win.
fn costs(district: &District) -> Result<(), Nonsense> {
    // Amounts are below 2^53.
    let out_of_reach = |cost: u64| match district.rule {
        Rule::GreedyCustom => 4 * cost > 5 * district.budget,
        _ => cost > district.budget,
    };
    if district.projects.iter().any(|project| out_of_reach(project.cost)) {
        return refuse("projects", "a project costs more than any winner can");
    }
    Ok(())
}

/// 2 to 4: limits that leave a project or every ballot out, or say nothing.
fn limits(district: &District) -> Result<(), Nonsense> {
    for limit in &district.limits {
        let mut projects = (0_u16..).zip(&district.projects);
        let above =
            |(i, project): (u16, &super::Project)| limit.measure_of(i, project.cost) > limit.amount;
        if limit.bound == Bound::AtMost && projects.any(above) {
            return refuse("limits", "by a limit no ballot can name one of its projects");
        }
    }
    let projects = district.projects.len();
    for (i, a) in district.limits.iter().enumerate() {
        for (j, b) in district.limits.iter().enumerate() {
            if a.measure == b.measure
                && (a.bound, b.bound) == (Bound::AtLeast, Bound::AtMost)
                && b.amount < a.amount
                && is_within(a, b, projects)
            {
                return refuse("limits", "two limits together leave no ballot");
            }
            if i < j && a == b {
                return refuse("limits", "two limits are equal");
            }
            let listed = |limit: &Limit| is_one_of(limit) && !limit.projects.is_empty();
            if i != j && listed(a) && listed(b) && is_within(a, b, projects) {
                return refuse("limits", "a limit \"at most one\" says nothing beside another");
            }
        }
    }
    Ok(())
}

/// 5: groups that the rule does not know, or that say nothing.
fn groups(district: &District) -> Result<(), Nonsense> {
    let groups = &district.groups;
    if !groups.is_empty() && !matches!(district.rule, Rule::GreedyExclusive | Rule::PerUnit) {
        return refuse("exclusive groups", "the rule has no exclusive groups");
    }
    for (i, a) in groups.iter().enumerate() {
        let holds_a = |b: &[u16]| a.iter().all(|project| b.binary_search(project).is_ok());
        let mut others = groups.iter().enumerate().filter(|(j, _)| *j != i);
        // A group that is longer is in no other one.
        if others.any(|(_, b)| a.len() <= b.len() && holds_a(b)) {
            return refuse("exclusive groups", "every project of a group is one of another's");
        }
    }
    Ok(())
}

/// 6: groups that are no undertakings at several amounts, of which a ballot names one.
fn per_unit(district: &District) -> Result<(), Nonsense> {
    if district.points != Points::CHOSEN_OR_NOT {
        return refuse("points", "by rule 6 a project is chosen or not");
    }
    let mut grouped = HashSet::new();
    for group in &district.groups {
        if group.iter().any(|project| !grouped.insert(*project)) {
            return refuse("exclusive groups", "by rule 6 a project is in one group");
        }
        let cost = |project: &u16| Some(district.projects.get(usize::from(*project))?.cost);
        let mut costs = HashSet::new();
        if group.iter().filter_map(cost).any(|cost| !costs.insert(cost)) {
            return refuse("exclusive groups", "by rule 6 the costs in a group differ");
        }
        let mut limits = district.limits.iter().filter(|limit| is_one_of(limit));
        if !limits.any(|limit| group.iter().all(|&project| limit.names(project))) {
            return refuse(
                "exclusive groups",
                "by rule 6 a limit lets a ballot name one project of a group at most",
            );
        }
    }
    Ok(())
}

/// (count, at most, 1).
fn is_one_of(limit: &Limit) -> bool {
    (limit.measure, limit.bound, limit.amount) == (Measure::Count, Bound::AtMost, 1)
}

/// Whether every project of `a` is one of `b`'s, in a district of so many projects.
fn is_within(a: &Limit, b: &Limit, projects: usize) -> bool {
    match (a.projects.is_empty(), b.projects.is_empty()) {
        (_, true) => true,
        // No two projects of a list are equal.
        (true, false) => b.projects.len() == projects,
        (false, false) => {
            a.projects.len() <= b.projects.len() && a.projects.iter().all(|&i| b.names(i))
        }
    }
}
