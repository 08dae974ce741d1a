//! Reads an election from a Pabulib `.pb` file, and writes one whose ballots are secret.
//!
//! [Pabulib](https://pabulib.org) collects the participatory budgets of many cities in one text
//! format: Faliszewski et al., "Participatory Budgeting: Data, Tools, and Analysis", IJCAI 2023.
//! A file is UTF-8 (a byte order mark is allowed), its lines end in LF or CRLF, and its fields
//! are separated by `;` and may be quoted with `"`, doubled inside. It has three sections, each a
//! title line, a header line and rows:
//!
//! ```
//! let file = "META\nkey;value\nbudget;100\nvote_type;approval\nrule;greedy\n\
//!             PROJECTS\nproject_id;cost;name\np1;60.5;Bike racks\np2;30;Trees\n\
//!             VOTES\nvoter_id;vote\nv1;p2,p1\n";
//! let instance = isoloir_pabulib::parse(file.as_bytes())?;
//!
//! assert_eq!((instance.decimals, instance.meta.budget), (1, 1000));
//! assert_eq!(instance.projects[0].cost, 605);
//! assert_eq!(instance.votes[0].projects, [1, 0]);
//! # Ok::<(), isoloir_pabulib::ParseError>(())
//! ```
//!
//! Columns and META keys come in any order. Columns that [`Project`] and [`Vote`] don't have are
//! ignored; META keys that [`Meta`] doesn't have are kept in [`Meta::other`]. White space around
//! a field is dropped, and an empty field is an absent one.
//!
//! A ballot may break the limits of its own election, or name a project twice. It is kept as it
//! was written: leaving it out is a decision that the caller takes and reports.
//!
//! [`parse`] refuses a file for anything that is wrong with it, [`parse_totals`] only for what
//! leaves the winners open. [`write()`] makes a file of an election of which only sums are
//! known.

mod error;
mod instance;
mod meta;
mod number;
mod projects;
mod scores;
mod table;
mod totals;
mod votes;
mod write;

pub use error::{ErrorKind, NumberProblem, ParseError, Section};
pub use instance::{Instance, Meta, Project, Selected, Vote, VoteType};
pub use totals::{Totals, parse_totals};
pub use write::{Date, Export, ExportedProject, IdProblem, WriteError, write};

use meta::Entries;
use table::Tables;
use totals::{OnFault, excuse};

/// The size of the largest file that is read, in bytes: 64 MiB.
pub const MAX_FILE_BYTES: usize = 64 << 20;
/// The length of the longest field, in bytes of UTF-8, quotes not counted.
pub const MAX_FIELD_BYTES: usize = 64 << 10;
/// The most columns in a section.
pub const MAX_COLUMNS: usize = 64;
/// The most rows in the section META.
pub const MAX_META_ROWS: usize = 1_000;
/// The most projects. The costs of so many projects, each at most [`MAX_AMOUNT`], add up to less
/// than 2^63.
pub const MAX_PROJECTS: usize = 1_024;
/// The most votes.
pub const MAX_VOTES: usize = 1_000_000;
/// The most decimals that an amount of money may need, trailing zeros not counted.
pub const MAX_DECIMALS: u8 = 6;
/// The largest amount of money, in units of 10^-[`decimals`](Instance::decimals), and the largest
/// size of any other number: 2^53 - 1.
pub const MAX_AMOUNT: i64 = (1 << 53) - 1;
/// The cost, in whole [`currency`](Meta::currency), of a project that was withdrawn after the
/// vote. By this convention of Pabulib's files and checker, no budget is spent on it:
/// [`Instance::is_withdrawn`].
pub const WITHDRAWN_COST: i64 = 999_999_999;

/// Reads a whole `.pb` file from its bytes.
///
/// # Errors
/// The first thing found to be wrong, with its line.
pub fn parse(bytes: &[u8]) -> Result<Instance, ParseError> {
    read(bytes, &mut Err)
}

/// Reads a file. What leaves the winners as they are goes to `on_fault`, in the order in which it
/// is found; everything else is an error.
fn read(bytes: &[u8], on_fault: &mut OnFault<'_>) -> Result<Instance, ParseError> {
    let tables = Tables::read(bytes, on_fault)?;
    let mut entries = Entries::read(&tables.meta, on_fault)?;
    let decimals = entries.decimals(on_fault)?.max(projects::decimals(&tables.projects)?);

    let projects = projects::read(&tables.projects, decimals)?;
    let votes = match tables.votes {
        Some(table) => excuse(votes::read(&table, &projects), on_fault)?,
        None => None,
    };
    entries.take_count("num_projects", Some(projects.len()), on_fault)?;
    entries.take_count("num_votes", votes.as_ref().map(Vec::len), on_fault)?;
    let meta = entries.into_meta(decimals, on_fault)?;
    Ok(Instance { decimals, meta, projects, votes: votes.unwrap_or_default() })
}
