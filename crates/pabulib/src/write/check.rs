//! What the format can hold.

use super::error::{IdProblem, WriteError};
use super::export::{Date, Export, ExportedProject, withdrawn_cost};
use crate::instance::Selected;
use crate::{MAX_AMOUNT, MAX_DECIMALS, MAX_FIELD_BYTES, MAX_PROJECTS};
use std::collections::BTreeSet;

/// Checks all but the texts, and gives the sum of all scores.
pub(super) fn check(election: &Export) -> Result<u64, WriteError> {
    check_ids(&election.projects)?;
    check_amounts(election)?;
    check_dates(election.date_begin, election.date_end)?;
    // At most MAX_PROJECTS scores of at most MAX_AMOUNT: less than 2^63.
    let total = election.projects.iter().map(|project| project.score).sum();
    check_number("max_sum_points", total)?;
    Ok(total)
}

/// A text as one line of a field that must not be empty.
pub(super) fn line(field: &'static str, text: &str) -> Result<String, WriteError> {
    let text = one_line(text);
    if text.is_empty() {
        return Err(WriteError::Empty { field });
    }
    short(field, text)
}

/// A text without white space around it, and with a space for each line break, other control
/// character, or several of these.
pub(super) fn one_line(text: &str) -> String {
    let breaks_a_line = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    let parts = text.split(breaks_a_line).map(str::trim).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(" ")
}

/// A text, if a field can hold it.
pub(super) fn short(field: &'static str, text: String) -> Result<String, WriteError> {
    match text.len() {
        bytes if bytes > MAX_FIELD_BYTES => Err(WriteError::TooLong { field, bytes }),
        _ => Ok(text),
    }
}

fn check_ids(projects: &[ExportedProject]) -> Result<(), WriteError> {
    if !(1..=MAX_PROJECTS).contains(&projects.len()) {
        return Err(WriteError::Projects { projects: projects.len() });
    }
    let mut ids = BTreeSet::new();
    for ExportedProject { id, .. } in projects {
        if let Some(problem) = id_problem(id) {
            return Err(WriteError::ProjectId { id: id.clone(), problem });
        }
        if !ids.insert(id) {
            return Err(WriteError::RepeatedProjectId { id: id.clone() });
        }
        short("project_id", id.clone())?;
    }
    Ok(())
}

fn id_problem(id: &str) -> Option<IdProblem> {
    let is_title = |title: &&str| id.eq_ignore_ascii_case(title);
    if id.is_empty() {
        Some(IdProblem::Empty)
    } else if id.contains(',') {
        Some(IdProblem::Comma)
    } else if ["meta", "projects", "votes"].iter().any(is_title) {
        Some(IdProblem::SectionTitle)
    } else if one_line(id) != id {
        Some(IdProblem::Blank)
    } else {
        None
    }
}

fn check_amounts(election: &Export) -> Result<(), WriteError> {
    let Export { decimals, projects, .. } = election;
    if *decimals > MAX_DECIMALS {
        return Err(WriteError::Decimals { decimals: *decimals });
    }
    check_number("budget", election.budget)?;
    check_number("min_project_score_threshold", election.threshold)?;
    for project in projects {
        let ExportedProject { cost, withdrawn, selected, .. } = *project;
        check_number("cost", cost)?;
        check_number("score", project.score)?;
        if !withdrawn && cost == withdrawn_cost(*decimals) {
            return Err(WriteError::CostOfWithdrawn { id: project.id.clone() });
        }
        if withdrawn && selected != Selected::No {
            return Err(WriteError::SelectedThoughWithdrawn { id: project.id.clone() });
        }
    }
    Ok(())
}

fn check_number(field: &'static str, number: u64) -> Result<(), WriteError> {
    if number > MAX_AMOUNT.unsigned_abs() {
        return Err(WriteError::TooLarge { field, number });
    }
    Ok(())
}

fn check_dates(begin: Date, end: Date) -> Result<(), WriteError> {
    for (field, date) in [("date_begin", begin), ("date_end", end)] {
        if !date.exists() {
            return Err(WriteError::Date { field, date });
        }
    }
    if end < begin {
        return Err(WriteError::EndBeforeBegin { begin, end });
    }
    Ok(())
}
