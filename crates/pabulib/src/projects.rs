//! The section PROJECTS.

use crate::error::{ErrorKind, ParseError, excerpt};
use crate::instance::{Project, Selected};
use crate::number::{Decimal, amount, count, whole};
use crate::table::{Row, Table};
use std::collections::BTreeSet;

/// How many decimals the costs need.
pub(crate) fn decimals(table: &Table) -> Result<u8, ParseError> {
    let cost = table.required_column("cost")?;
    let mut decimals = 0;
    for row in &table.rows {
        let text = row.get(cost).unwrap_or_default();
        let number = Decimal::parse("cost", text).map_err(|kind| kind.at(row.line))?;
        decimals = decimals.max(number.decimals);
    }
    Ok(decimals)
}

/// Reads all projects, with costs in units of 10^-`decimals`.
pub(crate) fn read(table: &Table, decimals: u8) -> Result<Vec<Project>, ParseError> {
    let columns = Columns::of(table)?;
    let mut ids = BTreeSet::new();
    let mut projects = Vec::with_capacity(table.rows.len());
    for row in &table.rows {
        let project = columns.project(row, decimals).map_err(|kind| kind.at(row.line))?;
        if !ids.insert(row.get(columns.id)) {
            let id = excerpt(&project.id);
            return Err(ErrorKind::RepeatedProjectId { id }.at(row.line));
        }
        projects.push(project);
    }
    if projects.is_empty() {
        return Err(ErrorKind::NoProjects.at(table.line));
    }
    Ok(projects)
}

/// Which fields of a row are which.
struct Columns {
    id: usize,
    cost: usize,
    name: Option<usize>,
    votes: Option<usize>,
    score: Option<usize>,
    selected: Option<usize>,
    category: Option<usize>,
    beneficiaries: Option<usize>,
}

impl Columns {
    fn of(table: &Table) -> Result<Self, ParseError> {
        Ok(Self {
            id: table.required_column("project_id")?,
            cost: table.required_column("cost")?,
            name: table.column("name"),
            votes: table.column("votes"),
            score: table.column("score"),
            selected: table.column("selected"),
            category: table.column("category"),
            beneficiaries: table.column("beneficiaries").or_else(|| table.column("target")),
        })
    }

    fn project(&self, row: &Row, decimals: u8) -> Result<Project, ErrorKind> {
        let get = |column: Option<usize>| column.and_then(|column| row.get(column));
        Ok(Project {
            id: project_id(row.get(self.id).unwrap_or_default())?,
            cost: amount("cost", row.get(self.cost).unwrap_or_default(), decimals)?,
            name: get(self.name).map(str::to_owned),
            votes: get(self.votes).map(|text| count("votes", text)).transpose()?,
            score: get(self.score).map(|text| whole("score", text)).transpose()?,
            selected: get(self.selected).map(selected).transpose()?,
            category: list(get(self.category)),
            beneficiaries: list(get(self.beneficiaries)),
        })
    }
}

fn project_id(text: &str) -> Result<String, ErrorKind> {
    if text.is_empty() || text.contains(',') {
        return Err(ErrorKind::InvalidProjectId { id: excerpt(text) });
    }
    Ok(text.to_owned())
}

fn selected(text: &str) -> Result<Selected, ErrorKind> {
    match text {
        "0" => Ok(Selected::No),
        "1" => Ok(Selected::Yes),
        "2" => Ok(Selected::ByException),
        "3" => Ok(Selected::FromReserve),
        _ => Err(ErrorKind::UnknownSelected { found: excerpt(text) }),
    }
}

fn list(text: Option<&str>) -> Vec<String> {
    let items = text.unwrap_or_default().split(',').map(str::trim);
    items.filter(|item| !item.is_empty()).map(str::to_owned).collect()
}
