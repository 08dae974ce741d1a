//! Reading what the winners follow from, past faults elsewhere.

use crate::error::ParseError;
use crate::instance::Instance;
use crate::read;

/// What the winners of a file follow from, and what is wrong with the rest of the file.
///
/// Published files have faults that change no winner: a ballot for a project that is not there, a
/// number of ballots that is not theirs. Here they are told and read past.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Totals {
    /// What the file says.
    ///
    /// After a fault in the section VOTES, and without that section, [`votes`](Instance::votes) is
    /// empty. A value of META with a fault is absent, and so is a field that a row is too short
    /// for. Of a key or a column that comes twice, the first is taken. The file's `num_projects`
    /// and `num_votes` may differ from the rows.
    pub instance: Instance,
    /// What is wrong with the file, by line; [`parse`](crate::parse) would refuse the file for each
    /// of them. At most one is about VOTES, and one about each row, column and value of the rest.
    pub faults: Vec<ParseError>,
}

/// Reads a `.pb` file though its ballots, or values that decide no winner, are faulty.
///
/// # Errors
/// The first thing found that leaves the winners open, as [`parse`](crate::parse) has it: bytes
/// that are not UTF-8; a limit exceeded, unless in VOTES; META or PROJECTS absent or there twice;
/// a column `key`, `value`, `project_id`, `cost`, `votes`, `score` or `selected` that is there
/// twice, or is needed and absent; and a wrong value, or none where there must be one, of the
/// budget, `vote_type`, `rule`, `min_project_score_threshold` or any of these columns of a project.
pub fn parse_totals(bytes: &[u8]) -> Result<Totals, ParseError> {
    let mut faults = Vec::new();
    let instance = read(bytes, &mut |fault| {
        faults.push(fault);
        Ok(())
    })?;
    faults.sort_by_key(|fault| fault.line);
    Ok(Totals { instance, faults })
}

/// What becomes of a fault that leaves the winners as they are: an error ends the reading.
pub(crate) type OnFault<'a> = dyn FnMut(ParseError) -> Result<(), ParseError> + 'a;

/// The value, or none if it is faulty and `on_fault` lets the reading go on.
pub(crate) fn excuse<T>(
    value: Result<T, ParseError>,
    on_fault: &mut OnFault<'_>,
) -> Result<Option<T>, ParseError> {
    value.map(Some).or_else(|fault| on_fault(fault).map(|()| None))
}
