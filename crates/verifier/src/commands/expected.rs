//! What was published elsewhere, and whether the record of a board holds.

use super::arguments::Expected;
use super::print;
use super::stop::Stop;
use crate::election::Definition;
use crate::election::record::Record;
use crate::engine::board::Board;
use crate::engine::{self, Options, Work};
use crate::log::Hash;
use crate::report::Report;
use crate::report::progress::Progress;
use crate::report::terminal::{self, Paint};

/// Refuses another election than the one that was published.
pub(super) fn check_election(definition: &Definition, expected: &Expected) -> Result<(), Stop> {
    match expected.election_id {
        Some(published) if published != definition.election_id => Err(Stop::Fails(format!(
            "This is the board of another election, {} (\"{}\"), not of the one that was expected.",
            hex::encode(definition.election_id),
            definition.title
        ))),
        _ => Ok(()),
    }
}

/// What to compare with what was published elsewhere.
pub(super) fn identifiers(election_id: &Hash, fingerprint: &Hash) -> String {
    let mut text =
        "\nCompare with what officials and trustees have published elsewhere:\n".to_owned();
    terminal::labelled(&mut text, "election", &hex::encode(election_id));
    terminal::labelled(&mut text, "fingerprint", &hex::encode(fingerprint));
    text.push('\n');
    text
}

/// Reads a whole board, and checks all but the proofs of ballots and what follows from them.
pub(super) fn check_record(board: &Board, expected: &Expected) -> Result<Record, Stop> {
    let progress = Progress::stderr();
    let options = Options {
        work: Work::RecordOnly,
        in_progress: true,
        election_id: expected.election_id,
        fingerprint: expected.fingerprint,
        ..Options::new(&progress)
    };
    let verified = engine::verify(board, options).map_err(anyhow::Error::from)?;
    if verified.report.failing_steps().next().is_some() {
        return Err(refused(&verified.report)?);
    }
    Ok(verified.record)
}

fn refused(report: &Report) -> anyhow::Result<Stop> {
    for step in report.failing_steps() {
        print(&terminal::step(step, Paint::of_stdout()))?;
    }
    Ok(Stop::fails(
        "The board itself does not hold, so it can't say which ballots count. Tell the officials \
         and observers.",
    ))
}
