//! The section VOTES.

use crate::error::{ErrorKind, ParseError, excerpt};
use crate::instance::{Project, Vote};
use crate::number::whole;
use crate::table::{Row, Table};
use std::collections::{BTreeMap, BTreeSet};

/// Reads all votes, their projects by index into `projects`.
pub(crate) fn read(table: &Table, projects: &[Project]) -> Result<Vec<Vote>, ParseError> {
    let voter_id = table.required_column("voter_id")?;
    let columns =
        Columns { voter_id, vote: table.required_column("vote")?, points: table.column("points") };
    let indices: Indices<'_> =
        projects.iter().map(|project| project.id.as_str()).zip(0..).collect();

    let mut voters = BTreeSet::new();
    let mut votes = Vec::with_capacity(table.rows.len());
    for row in &table.rows {
        let vote = columns.vote(row, &indices).map_err(|kind| kind.at(row.line))?;
        if !voters.insert(row.get(voter_id)) {
            let id = excerpt(&vote.voter_id);
            return Err(ErrorKind::RepeatedVoterId { id }.at(row.line));
        }
        votes.push(vote);
    }
    Ok(votes)
}

/// The index of each project, by its id.
type Indices<'a> = BTreeMap<&'a str, usize>;

/// Which fields of a row are which.
struct Columns {
    voter_id: usize,
    vote: usize,
    points: Option<usize>,
}

impl Columns {
    fn vote(&self, row: &Row, indices: &Indices<'_>) -> Result<Vote, ErrorKind> {
        let voter_id = row.get(self.voter_id).ok_or(ErrorKind::EmptyVoterId)?.to_owned();
        let projects = list(row.get(self.vote), |id| match indices.get(id) {
            Some(&index) => Ok(index),
            None => Err(ErrorKind::UnknownProject { id: excerpt(id) }),
        })?;
        let Some(column) = self.points else {
            return Ok(Vote { voter_id, projects, points: None });
        };
        let points = list(row.get(column), |text| whole("points", text))?;
        if points.len() != projects.len() {
            let (projects, points) = (projects.len(), points.len());
            return Err(ErrorKind::PointsLength { projects, points });
        }
        Ok(Vote { voter_id, projects, points: Some(points) })
    }
}

/// Reads a list by commas. An absent field is the empty list.
fn list<T>(
    text: Option<&str>,
    item: impl Fn(&str) -> Result<T, ErrorKind>,
) -> Result<Vec<T>, ErrorKind> {
    text.into_iter().flat_map(|text| text.split(',')).map(|text| item(text.trim())).collect()
}
