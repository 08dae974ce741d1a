//! Reads an election from a Pabulib `.pb` file.
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

mod error;
mod instance;
mod meta;
mod number;
mod projects;
mod table;
mod votes;

pub use error::{ErrorKind, NumberProblem, ParseError, Section};
pub use instance::{Instance, Meta, Project, Selected, Vote, VoteType};

use meta::Entries;
use table::Tables;

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

/// Reads a whole `.pb` file from its bytes.
///
/// # Errors
/// The first thing found to be wrong, with its line.
pub fn parse(bytes: &[u8]) -> Result<Instance, ParseError> {
    let tables = Tables::read(bytes)?;
    let mut entries = Entries::read(&tables.meta)?;
    let decimals = entries.decimals()?.max(projects::decimals(&tables.projects)?);

    let projects = projects::read(&tables.projects, decimals)?;
    let votes = votes::read(&tables.votes, &projects)?;
    entries.take_count("num_projects", projects.len())?;
    entries.take_count("num_votes", votes.len())?;
    Ok(Instance { decimals, meta: entries.into_meta(decimals)?, projects, votes })
}
