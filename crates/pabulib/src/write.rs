//! Writing an election whose ballots are secret.

mod check;
mod error;
mod export;

pub use error::{IdProblem, WriteError};
pub use export::{Date, Export, ExportedProject};

use crate::MAX_FILE_BYTES;
use crate::instance::Selected;
use check::{check, line, one_line, short};
use csv::WriterBuilder;
use std::cmp::Reverse;
use std::io;

/// Writes a `.pb` file that tells the result of an election and gives no ballot away.
///
/// A Pabulib file lists ballots, and its readers expect that they add up to the scores. Here
/// ballots are secret and none is made up: VOTES has one row, the sum of all ballots, as a
/// cumulative ballot of the voter `all_ballots` with the projects by points, descending. Without
/// any points it has no row. The first comment in META says so, and how many ballots there were.
///
/// What [`parse`](crate::parse) reads from the file is what was written.
///
/// # Errors
/// The first thing found that the format can't hold.
pub fn write(election: &Export) -> Result<String, WriteError> {
    let total = check(election)?;
    let Export { projects, decimals, .. } = election;
    let mut file = File::new();
    file.row(["META"])?;
    file.meta(election, total)?;
    file.row(["PROJECTS"])?;
    file.row(["project_id", "cost", "score", "name", "selected"])?;
    for project in projects {
        file.row([
            project.id.as_str(),
            &money(project.written_cost(*decimals), *decimals),
            &project.score.to_string(),
            &line("name", &project.name)?,
            digit(project.selected),
        ])?;
    }
    file.row(["VOTES"])?;
    file.row(["voter_id", "vote", "points"])?;
    if total > 0 {
        let (ids, points) = sum_of_ballots(projects)?;
        file.row(["all_ballots", &ids, &points])?;
    }
    file.into_text()
}

/// The rows of a file, as CSV.
struct File {
    csv: csv::Writer<Bounded>,
}

impl File {
    fn new() -> Self {
        let mut builder = WriterBuilder::new();
        Self { csv: builder.delimiter(b';').flexible(true).from_writer(Bounded(Vec::new())) }
    }

    fn row<const N: usize>(&mut self, fields: [&str; N]) -> Result<(), WriteError> {
        // Rows may differ in width, so that only the end of what is bounded is an error.
        self.csv.write_record(fields).map_err(|_| WriteError::FileTooLarge)
    }

    /// The section META without its title, keys in the order of the Pabulib format.
    fn meta(&mut self, election: &Export, total: u64) -> Result<(), WriteError> {
        let Export { projects, budget, decimals, threshold, .. } = election;
        let subunit = election.subunit.as_deref().map(|text| line("subunit", text));
        let is_code = election.currency.len() == 3
            && election.currency.bytes().all(|byte| byte.is_ascii_uppercase());
        let cost: u64 = projects.iter().map(|project| project.written_cost(*decimals)).sum();
        let entries = [
            ("description", Some(line("description", &election.description)?)),
            ("country", Some(line("country", &election.country)?)),
            ("unit", Some(line("unit", &election.unit)?)),
            ("subunit", subunit.transpose()?),
            ("instance", Some(line("instance", &election.instance)?)),
            ("num_projects", Some(projects.len().to_string())),
            ("num_votes", Some(u8::from(total > 0).to_string())),
            ("budget", Some(money(*budget, *decimals))),
            ("vote_type", Some("cumulative".to_owned())),
            ("rule", Some(line("rule", &election.rule)?)),
            ("date_begin", Some(election.date_begin.to_string())),
            ("date_end", Some(election.date_end.to_string())),
            // Cumulative ballots have at least one point to give.
            ("max_sum_points", Some(total.max(1).to_string())),
            ("min_project_score_threshold", (*threshold > 0).then(|| threshold.to_string())),
            ("currency", is_code.then(|| election.currency.clone())),
            ("fully_funded", (cost <= *budget).then(|| "1".to_owned())),
            ("comment", Some(comment(election, total)?)),
        ];
        self.row(["key", "value"])?;
        for (key, value) in entries {
            if let Some(value) = value {
                self.row([key, &value])?;
            }
        }
        Ok(())
    }

    fn into_text(self) -> Result<String, WriteError> {
        let Bounded(bytes) = self.csv.into_inner().map_err(|_| WriteError::FileTooLarge)?;
        // All fields are text, and so are the separators between them.
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }
}

/// At most [`MAX_FILE_BYTES`] bytes.
struct Bounded(Vec<u8>);

impl io::Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let left = MAX_FILE_BYTES.saturating_sub(self.0.len());
        let taken = bytes.get(..left).unwrap_or(bytes);
        self.0.extend_from_slice(taken);
        Ok(taken.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The comments, numbered: the first one is about what VOTES has in place of ballots.
fn comment(election: &Export, total: u64) -> Result<String, WriteError> {
    let instead = if total > 0 {
        "the only row of VOTES is their sum"
    } else {
        "VOTES would have their sum, but they give no project anything"
    };
    let ballots = election.ballots;
    let mut comment = format!("#1: Ballots are secret: {instead}. Number of ballots: {ballots}.");
    let others = election.comments.iter().map(|text| one_line(text));
    for (number, text) in (2..).zip(others.filter(|text| !text.is_empty())) {
        comment += &format!(" #{number}: {text}");
    }
    short("comment", comment)
}

/// The ids of the projects with a score, by score, descending, and their scores; both as lists.
fn sum_of_ballots(projects: &[ExportedProject]) -> Result<(String, String), WriteError> {
    let mut scored: Vec<_> = projects.iter().filter(|project| project.score > 0).collect();
    scored.sort_by_key(|project| Reverse(project.score));
    let ids: Vec<_> = scored.iter().map(|project| project.id.as_str()).collect();
    let points: Vec<_> = scored.iter().map(|project| project.score.to_string()).collect();
    Ok((short("vote", ids.join(","))?, points.join(",")))
}

/// An amount in units of 10^-`decimals`, with the decimals that it needs.
fn money(units: u64, decimals: u8) -> String {
    let decimals = usize::from(decimals);
    let digits = format!("{units:0width$}", width = decimals + 1);
    let (whole, fraction) = digits.split_at(digits.len() - decimals);
    match fraction.trim_end_matches('0') {
        "" => whole.to_owned(),
        fraction => format!("{whole}.{fraction}"),
    }
}

fn digit(selected: Selected) -> &'static str {
    match selected {
        Selected::No => "0",
        Selected::Yes => "1",
        Selected::ByException => "2",
        Selected::FromReserve => "3",
    }
}
