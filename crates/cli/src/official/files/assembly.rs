//! From what is written about a district to a district, and from what is wrong with it to the lines on
//! which that is written.

use std::collections::BTreeSet;

use isoloir_crypto::ballot::{MAX_CONSTRAINTS, MAX_SLOTS, StyleError};
use isoloir_election::definition::{
    Bound, District, DistrictError, DistrictParts, Limit, MAX_AMOUNT, Project, Scope, Ties,
};

use super::district::{Draft, DraftLimit, DraftScope};
use super::finding::{Findings, List, Located, PROJECTS};
use super::projects::{DistrictRows, Row};

/// The most mistakes of limits and groups that are looked for in a district in one reading.
const MAX_ROUNDS: usize = 20;

/// Makes the district. Nothing if there is anything to mend.
pub(super) fn assemble(
    draft: &Draft,
    rows: &DistrictRows<'_>,
    findings: &mut Findings,
) -> Option<District> {
    let before = findings.count();
    check_name(draft, findings);
    check_costs(draft, rows, findings);
    if !rows.are_complete || !counts_are_possible(draft, rows, findings) {
        return None;
    }
    let (limits, limit_drafts) = limits(draft, rows, findings);
    let (groups, group_drafts) = groups(draft, rows, findings);
    let (Some(name), Some(budget), Some(rule), Some(has_listed_ties)) =
        (&draft.name, &draft.budget, &draft.rule, draft.has_listed_ties)
    else {
        return None;
    };
    if !draft.is_sound || !rows.are_sound {
        return None;
    }
    let parts = DistrictParts {
        scale: draft.points.value,
        limits,
        groups,
        rule: rule.value,
        threshold: draft.threshold,
        ties: if has_listed_ties {
            Ties::Listed((0..rows.rows.len() as u16).collect())
        } else {
            Ties::Lot
        },
        floor: draft.floor.value,
        paper_floor: draft.paper_floor.value,
        ..DistrictParts::new(
            name.value.clone(),
            budget.value,
            rows.rows.iter().map(|row| row.project.clone()).collect(),
        )
    };
    let lost_a_limit = findings.count() > before;
    let (limits, groups) = (limit_drafts, group_drafts);
    let mut attempt = Attempt { draft, parts, limits, groups, lost_a_limit };
    let district = attempt.check(findings);
    district.filter(|_| findings.count() == before)
}

/// Whether there are projects, and not too many of them or of limits: what limits and groups say is looked
/// at only then.
fn counts_are_possible(draft: &Draft, rows: &DistrictRows<'_>, findings: &mut Findings) -> bool {
    let name = draft.title();
    let projects = rows.rows.len();
    let bounds = draft.limits.iter().flat_map(|limit| [limit.at_most, limit.at_least]);
    let limits = bounds.flatten().count();
    let how = if projects == 0 {
        format!(
            "district {name:?} has no project; write rows in projects.csv with this name in the \
             column district"
        )
    } else if projects > MAX_SLOTS {
        format!("district {name:?} has {projects} projects; a ballot has room for {MAX_SLOTS}")
    } else if limits > MAX_CONSTRAINTS {
        format!(
            "district {name:?} has {limits} limits (at_most and at_least are one each); a ballot can \
             be held to {MAX_CONSTRAINTS}: remove some"
        )
    } else {
        return true;
    };
    findings.problem(draft.line, how);
    false
}

fn check_name(draft: &Draft, findings: &mut Findings) {
    let Some(name) = &draft.name else { return };
    let project = Project { id: "1".into(), name: "Project".into(), cost: 0 };
    if let Err(error) = District::new(DistrictParts::new(&*name.value, 0, vec![project])) {
        findings.problem(name.line, error.to_string());
    }
}

/// Every project can win, if only its score is high enough.
fn check_costs(draft: &Draft, rows: &DistrictRows<'_>, findings: &mut Findings) {
    let (Some(rule), Some(budget)) = (&draft.rule, &draft.budget) else { return };
    for row in &rows.rows {
        let Project { id, cost, .. } = &row.project;
        if row.is_sound && !rule.value.can_fund(*cost, budget.value) {
            let error =
                DistrictError::NeverFunded { id: id.clone(), cost: *cost, budget: budget.value };
            findings.problem_in(PROJECTS, row.line, error.to_string());
        }
    }
}

/// The limits, and for each the table that it comes from.
fn limits<'a>(
    draft: &'a Draft,
    rows: &DistrictRows<'_>,
    findings: &mut Findings,
) -> (Vec<Limit>, Vec<&'a DraftLimit>) {
    let mut limits = Vec::new();
    let mut drafts = Vec::new();
    for written in &draft.limits {
        let Some(scope) = scope(written, rows, findings) else { continue };
        let bounds = [(Bound::AtMost, written.at_most), (Bound::AtLeast, written.at_least)];
        for (bound, amount) in bounds {
            let Some(amount) = amount else { continue };
            limits
                .push(Limit { scope: scope.clone(), ..Limit::new(written.measure, bound, amount) });
            drafts.push(written);
        }
    }
    (limits, drafts)
}

fn scope(limit: &DraftLimit, rows: &DistrictRows<'_>, findings: &mut Findings) -> Option<Scope> {
    match &limit.projects {
        DraftScope::All => Some(Scope::All),
        DraftScope::Listed(listed) if listed.value.is_empty() => {
            let how = "the limit names no project; name some, or remove `projects` to mean all";
            findings.problem(listed.line, how);
            None
        }
        DraftScope::Listed(listed) => positions(&listed.value, rows, findings).map(Scope::Projects),
        DraftScope::Category(category) => {
            let is_one = |row: &Row| row.categories.contains(&category.value);
            let positions: Vec<u16> =
                (0..).zip(&rows.rows).filter(|(_, row)| is_one(row)).map(|(at, _)| at).collect();
            if positions.is_empty() {
                let how = format!(
                    "no project of the district has the category {:?} in projects.csv; mend one of \
                     the two",
                    category.value
                );
                findings.problem(category.line, how);
                return None;
            }
            Some(Scope::Projects(positions))
        }
    }
}

/// The exclusive groups, and for each where it is written.
fn groups<'a>(
    draft: &'a Draft,
    rows: &DistrictRows<'_>,
    findings: &mut Findings,
) -> (Vec<Vec<u16>>, Vec<&'a List>) {
    let read = draft.groups.iter().filter_map(|group| {
        positions(&group.value, rows, findings).map(|positions| (positions, group))
    });
    read.unzip()
}

/// Projects by position, in ascending order. Ids that are not there, or twice, are reported.
fn positions(
    ids: &[Located<String>],
    rows: &DistrictRows<'_>,
    findings: &mut Findings,
) -> Option<Vec<u16>> {
    let before = findings.count();
    let mut positions = BTreeSet::new();
    for id in ids {
        match rows.position(&id.value) {
            Some(position) if positions.insert(position) => {}
            Some(_) => {
                let how = format!("project {:?} is named twice; name it once", id.value);
                findings.problem(id.line, how);
            }
            None => {
                let how = format!(
                    "project {:?} is not among those of this district in projects.csv; mend one of \
                     the two",
                    id.value
                );
                findings.problem(id.line, how);
            }
        }
    }
    (findings.count() == before).then(|| positions.into_iter().collect())
}

/// A district to be, whose mistakes are taken out one by one so that all are found.
struct Attempt<'a> {
    draft: &'a Draft,
    parts: DistrictParts,
    /// Where each limit of the parts is written.
    limits: Vec<&'a DraftLimit>,
    /// Where each group of the parts is written.
    groups: Vec<&'a List>,
    /// Whether a limit that is written is not among those of the parts.
    lost_a_limit: bool,
}

/// What an error blames.
enum Blamed {
    Limit(usize),
    Group(usize),
    /// Whatever is checked after it can't be told.
    Rest,
}

impl Attempt<'_> {
    fn check(&mut self, findings: &mut Findings) -> Option<District> {
        let budget = self.parts.budget;
        let costs = self.parts.projects.iter().map(|project| project.cost);
        if !costs.clone().all(|cost| self.parts.rule.can_fund(cost, budget)) {
            // That was said for each project; the rest of the check does not need the budget.
            self.parts.budget = MAX_AMOUNT;
        }
        for _ in 0..MAX_ROUNDS {
            let error = match District::new(self.parts.clone()) {
                Ok(district) => return Some(district),
                Err(error) => error,
            };
            // It may only be for want of a limit that is a problem itself.
            if self.lost_a_limit && matches!(error, DistrictError::GroupNotExclusive { .. }) {
                return None;
            }
            let (line, text, blamed) = self.translate(error);
            findings.problem(line, text);
            match blamed {
                Blamed::Limit(at) if at < self.limits.len() => {
                    self.lost_a_limit = true;
                    self.limits.remove(at);
                    self.parts.limits.remove(at);
                }
                Blamed::Group(at) if at < self.groups.len() => {
                    self.groups.remove(at);
                    self.parts.groups.remove(at);
                }
                _ => return None,
            }
        }
        None
    }

    /// The line, what is wrong and what to do, and what is to blame.
    fn translate(&self, error: DistrictError) -> (usize, String, Blamed) {
        let limit_line =
            |at: usize| self.limits.get(at).map_or(self.draft.line, |limit| limit.line);
        let group = |at: usize| self.groups.get(at).copied();
        let group_line = |at: usize| group(at).map_or(self.draft.line, |group| group.line);
        let points_line = self.draft.points.line;
        let words = |at: usize| group(at).map_or_else(String::new, words);
        match error {
            DistrictError::Measure { limit } => {
                let how = if self.parts.scale.most() == 1 {
                    "the limit is about points, and projects are chosen or not; write measure = \
                     \"count\" or \"cost\", or set `points` above 1"
                } else {
                    "the limit is not about points, and this ballot gives points; write measure = \
                     \"points\", or set `points` to 1"
                };
                (limit_line(limit), how.into(), Blamed::Limit(limit))
            }
            DistrictError::NeverNamed { id, limit } => {
                let how = format!(
                    "the limit is too low for project {id:?} alone, so no ballot can name it; raise \
                     the limit, or leave the project out"
                );
                (limit_line(limit), how, Blamed::Limit(limit))
            }
            DistrictError::MinimumAboveMaximum { least, most } => {
                let (line, other) = (limit_line(least), limit_line(most));
                let how = if line == other {
                    "at_least is above at_most, so no ballot can keep to both; mend one of them"
                        .into()
                } else {
                    format!(
                        "the limit asks for more than the limit of line {other} allows, so no ballot \
                         can keep to both; mend one of them"
                    )
                };
                (line, how, Blamed::Limit(least))
            }
            DistrictError::SaysNothing { limit, other } => {
                let how = format!(
                    "the limit says nothing that the limit of line {} does not say; remove it, or \
                     mend its projects",
                    limit_line(other)
                );
                (limit_line(limit), how, Blamed::Limit(limit))
            }
            DistrictError::GroupsWithoutUse => {
                let how = format!(
                    "there are exclusive groups, and the rule {} takes none; remove `exclusive`, or \
                     choose greedy-exclusive or per-unit",
                    self.parts.rule.name(self.parts.threshold)
                );
                (group_line(0), how, Blamed::Rest)
            }
            DistrictError::GroupsOverlap { group, other } => {
                let how = format!(
                    "the exclusive group {} overlaps wrongly with the group {}; unite them, or take \
                     them apart",
                    words(group),
                    words(other)
                );
                (group_line(group), how, Blamed::Group(group))
            }
            DistrictError::EqualAmounts { group } => {
                let how = format!(
                    "two projects of the group {} cost the same; by the rule per-unit each is another \
                     amount for one undertaking: mend their costs",
                    words(group)
                );
                (group_line(group), how, Blamed::Group(group))
            }
            DistrictError::GroupNotExclusive { group } => {
                let how = format!(
                    "a ballot could name two projects of the group {ids}, which the rule per-unit does \
                     not allow; add [[district.limit]] with measure = \"count\", at_most = 1, \
                     projects = [{ids}]",
                    ids = words(group)
                );
                (group_line(group), how, Blamed::Group(group))
            }
            DistrictError::Slots { .. } | DistrictError::PointsPerUnit => {
                (points_line, error.to_string(), Blamed::Rest)
            }
            DistrictError::Style(StyleError::Unsatisfiable { index }) => {
                let how = "no ballot at all can keep to this limit; lower at_least";
                (limit_line(index), how.into(), Blamed::Limit(index))
            }
            DistrictError::Style(StyleError::TooWide { index }) => {
                let how = "the limit adds up to numbers above 64 bits; use fewer `decimals`";
                (limit_line(index), how.into(), Blamed::Limit(index))
            }
            other => {
                let name = self.draft.title();
                (self.draft.line, format!("district {name:?}: {other}"), Blamed::Rest)
            }
        }
    }
}

/// The ids of a group, as they are written in a list.
fn words(group: &List) -> String {
    let ids: Vec<String> = group.value.iter().map(|id| format!("{:?}", id.value)).collect();
    ids.join(", ")
}
