//! The tables `[[district]]` of `election.toml`.

use std::num::NonZeroU8;

use isoloir_crypto::points::PointScale;
use isoloir_election::definition::{ADVISED_FLOOR, MAX_AMOUNT, Measure};
use isoloir_election::rules::Rule;

use super::fields::Fields;
use super::finding::{Findings, List, Located};
use crate::imported;

/// What an official writes about a district; a field that could not be read is absent.
pub(crate) struct Draft {
    pub(crate) line: usize,
    pub(crate) name: Option<Located<String>>,
    pub(crate) budget: Option<Located<u64>>,
    pub(crate) rule: Option<Located<Rule>>,
    pub(crate) threshold: u64,
    pub(crate) has_listed_ties: Option<bool>,
    pub(crate) points: Located<PointScale>,
    pub(crate) floor: Located<u32>,
    pub(crate) paper_floor: Located<u32>,
    pub(crate) limits: Vec<DraftLimit>,
    /// Exclusive groups, by ids.
    pub(crate) groups: Vec<List>,
    /// Whether all of it could be read.
    pub(crate) is_sound: bool,
}

/// A table `[[district.limit]]`.
pub(crate) struct DraftLimit {
    pub(crate) line: usize,
    pub(crate) measure: Measure,
    pub(crate) at_most: Option<u64>,
    pub(crate) at_least: Option<u64>,
    pub(crate) projects: DraftScope,
}

/// Of which projects a limit speaks.
pub(crate) enum DraftScope {
    All,
    Category(Located<String>),
    Listed(List),
}

impl Draft {
    pub(super) fn read(mut fields: Fields<'_>, decimals: u8, findings: &mut Findings) -> Self {
        let before = findings.count();
        let line = fields.line;
        let name = fields.text("name", "name = \"...\"", findings);
        let budget = match fields.required("budget", "budget = 300000", findings) {
            Some(()) => fields.amount("budget", decimals, findings),
            None => None,
        };
        let points = fields.number("points", u8::MAX.into(), findings);
        let rule = rule(&mut fields, findings);
        let threshold = fields.number("threshold", MAX_AMOUNT, findings);
        check_threshold(rule.as_ref(), threshold.as_ref(), line, findings);
        let draft = Self {
            line,
            name,
            budget,
            rule: rule.map(|(rule, _)| rule),
            threshold: threshold.map_or(0, |threshold| threshold.value),
            has_listed_ties: ties(&mut fields, findings),
            points: scale(points, line, findings),
            floor: floor(&mut fields, "floor", ADVISED_FLOOR, findings),
            paper_floor: floor(&mut fields, "paper_floor", 0, findings),
            limits: fields
                .tables("limit", "[[district.limit]]", findings)
                .into_iter()
                .filter_map(|fields| DraftLimit::read(fields, decimals, findings))
                .collect(),
            groups: groups(&mut fields, findings),
            is_sound: true,
        };
        fields.finish(findings);
        Self { is_sound: findings.count() == before, ..draft }
    }

    /// As people call it.
    pub(crate) fn title(&self) -> &str {
        self.name.as_ref().map_or("?", |name| name.value.as_str())
    }
}

impl DraftLimit {
    fn read(mut fields: Fields<'_>, decimals: u8, findings: &mut Findings) -> Option<Self> {
        let line = fields.line;
        let measure = measure(&mut fields, findings);
        let mut bound = |name| match measure {
            Some(Measure::Cost) | None => fields.amount(name, decimals, findings),
            Some(Measure::Count | Measure::Points) => fields.number(name, MAX_AMOUNT, findings),
        };
        let (at_most, at_least) = (bound("at_most"), bound("at_least"));
        let category = fields.optional_text("category", findings);
        let listed = fields.texts("projects", findings);
        let projects = match (category, listed) {
            (Some(category), Some(_)) => {
                let how = "a limit names a category or projects, and not both; make it two limits";
                findings.problem(category.line, how);
                DraftScope::Category(category)
            }
            (Some(category), None) => DraftScope::Category(category),
            (None, Some(listed)) => DraftScope::Listed(listed),
            (None, None) => DraftScope::All,
        };
        let written = |name| fields.has(name);
        if !written("at_most") && !written("at_least") {
            let how = "the limit says neither at_most nor at_least; add one of them, or both";
            findings.problem(line, how);
        }
        fields.finish(findings);
        let limit = |bound: Option<Located<u64>>| bound.map(|bound| bound.value);
        let (at_most, at_least) = (limit(at_most), limit(at_least));
        measure.map(|measure| Self { line, measure, at_most, at_least, projects })
    }
}

const MEASURES: &str = "\"cost\" (money), \"count\" (projects) or \"points\"";

fn measure(fields: &mut Fields<'_>, findings: &mut Findings) -> Option<Measure> {
    let example = format!("measure = ..., which is {MEASURES}");
    let measure = fields.text("measure", &example, findings)?;
    match measure.value.as_str() {
        "cost" => Some(Measure::Cost),
        "count" => Some(Measure::Count),
        "points" => Some(Measure::Points),
        other => {
            let how = format!("{other:?} is no measure; write {MEASURES}");
            findings.problem(measure.line, how);
            None
        }
    }
}

/// The rule, and whether its name asks for a threshold.
fn rule(fields: &mut Fields<'_>, findings: &mut Findings) -> Option<(Located<Rule>, bool)> {
    let names: Vec<&str> = Rule::ALL.into_iter().map(|rule| rule.name(0)).collect();
    let names = names.join(", ");
    let written = fields.text("rule", &format!("rule = ..., one of: {names}"), findings)?;
    let line = written.line;
    match imported::rule(&written.value) {
        Some(value) => Some((Located { value, line }, written.value == "greedy-threshold")),
        None => {
            let how = format!("{:?} is no rule; write one of: {names}", written.value);
            findings.problem(line, how);
            None
        }
    }
}

fn check_threshold(
    rule: Option<&(Located<Rule>, bool)>,
    threshold: Option<&Located<u64>>,
    line: usize,
    findings: &mut Findings,
) {
    if let (Some((rule, true)), None) = (rule, threshold) {
        let line = line.max(rule.line);
        let how = "the rule is greedy-threshold and there is no threshold; add threshold = ..., the \
                   least score that can win";
        findings.problem(line, how);
    }
}

const TIES: &str = "\"listed\" (the one that comes first in projects.csv wins) or \"lot\" (drawn \
                    after the vote)";

fn ties(fields: &mut Fields<'_>, findings: &mut Findings) -> Option<bool> {
    let ties = fields.text("ties", &format!("ties = ..., which is {TIES}"), findings)?;
    match ties.value.as_str() {
        "listed" => Some(true),
        "lot" => Some(false),
        other => {
            findings.problem(ties.line, format!("{other:?} settles no ties; write {TIES}"));
            None
        }
    }
}

fn scale(
    points: Option<Located<u64>>,
    line: usize,
    findings: &mut Findings,
) -> Located<PointScale> {
    let Some(points) = points else { return Located { value: PointScale::CHOICE, line } };
    let line = points.line;
    match u8::try_from(points.value).ok().and_then(NonZeroU8::new) {
        Some(most) => Located { value: PointScale::new(most), line },
        None => {
            let how = "points is how many points a ballot can give a project: at least 1; with 1, a \
                       project is chosen or not";
            findings.problem(line, how);
            Located { value: PointScale::CHOICE, line }
        }
    }
}

fn floor(
    fields: &mut Fields<'_>,
    name: &'static str,
    default: u32,
    findings: &mut Findings,
) -> Located<u32> {
    match fields.number(name, u32::MAX.into(), findings) {
        Some(floor) => Located { value: floor.value as u32, line: floor.line },
        None => Located { value: default, line: fields.line },
    }
}

/// The exclusive groups. One that can't be a group is reported and left out.
fn groups(fields: &mut Fields<'_>, findings: &mut Findings) -> Vec<List> {
    let groups = fields.lists_of_texts("exclusive", findings);
    let mut groups = groups.map_or_else(Vec::new, |groups| groups.value);
    groups.retain(|group| {
        let is_group = group.value.len() >= 2;
        if !is_group {
            let how = "an exclusive group has one project or none; name two or more, or remove it";
            findings.problem(group.line, how);
        }
        is_group
    });
    groups
}
