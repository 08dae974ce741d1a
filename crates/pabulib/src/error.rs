//! What can be wrong with a `.pb` file.

use crate::{
    MAX_AMOUNT, MAX_COLUMNS, MAX_DECIMALS, MAX_FIELD_BYTES, MAX_FILE_BYTES, MAX_META_ROWS,
    MAX_PROJECTS, MAX_VOTES,
};
use std::fmt;

/// The first thing found to be wrong with a file, and where.
///
/// The text is `line N: ` and then what is wrong and what to do. A program that knows the file's
/// name can print `FILE:N: ` and [`kind`](Self::kind) instead.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {kind}")]
pub struct ParseError {
    /// The line of the file, counted from 1. For a row of several lines, the first of them; for
    /// something that is absent, the line of what should hold it.
    pub line: usize,
    /// What is wrong.
    pub kind: ErrorKind,
}

/// What is wrong with a file. Texts from the file are cut to a short excerpt.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ErrorKind {
    /// The file is larger than [`MAX_FILE_BYTES`].
    #[error("the file has {bytes} bytes, at most {MAX_FILE_BYTES} are read; is it the right file?")]
    FileTooLarge {
        /// The size of the file.
        bytes: usize,
    },
    /// A byte is not part of any UTF-8 character.
    #[error("this line is not UTF-8; save the file with the encoding UTF-8")]
    InvalidUtf8,
    /// A quoted field goes on to the end of the file.
    #[error("a quote is opened in this row and never closed; add the closing \"")]
    UnclosedQuote,
    /// A field is longer than [`MAX_FIELD_BYTES`].
    #[error(
        "a field has {bytes} bytes, at most {MAX_FIELD_BYTES} are allowed; \
         shorten it, or look for a quote that is closed too late"
    )]
    FieldTooLong {
        /// The length of the field.
        bytes: usize,
    },
    /// A section has more than [`MAX_COLUMNS`] columns.
    #[error("the section {section} has {columns} columns, at most {MAX_COLUMNS} are allowed")]
    TooManyColumns {
        /// The section.
        section: Section,
        /// How many columns its header has.
        columns: usize,
    },
    /// A section has more than [`Section::max_rows`] rows.
    #[error("the section {section} goes on after {} rows, the most allowed", section.max_rows())]
    TooManyRows {
        /// The section.
        section: Section,
    },
    /// A row comes before the first section.
    #[error("expected the section title META and found {found:?}; start the file with META")]
    OutsideSection {
        /// The first field of the row.
        found: String,
    },
    /// A section is not in the file.
    #[error("the section {section} is missing; add its title line, its header line and its rows")]
    MissingSection {
        /// The section.
        section: Section,
    },
    /// A section has a second title line.
    #[error("the section {section} begins a second time; keep all its rows in one section")]
    RepeatedSection {
        /// The section.
        section: Section,
    },
    /// A section has a title line and nothing else.
    #[error("the section {section} has no header line; add one with the names of its columns")]
    MissingHeader {
        /// The section.
        section: Section,
    },
    /// A header lacks a column that is needed.
    #[error("the section {section} has no column {column:?}; add it to the header and every row")]
    MissingColumn {
        /// The section.
        section: Section,
        /// The column.
        column: &'static str,
    },
    /// A header names a column twice.
    #[error("the section {section} has the column {column:?} twice; remove or rename one of them")]
    RepeatedColumn {
        /// The section.
        section: Section,
        /// The column.
        column: String,
    },
    /// A row has more or fewer fields than the header of its section.
    #[error(
        "this row of {section} has {found} fields where the header has {expected}; \
         quote a field that contains ; or \""
    )]
    RowWidth {
        /// The section.
        section: Section,
        /// How many columns the header has.
        expected: usize,
        /// How many fields the row has.
        found: usize,
    },
    /// META lacks a key that is needed, or its value is empty.
    #[error("META does not say the {key}; add a row {key};VALUE")]
    MissingKey {
        /// The key.
        key: &'static str,
    },
    /// META has a key twice.
    #[error("META has the key {key:?} twice; keep one")]
    RepeatedKey {
        /// The key.
        key: String,
    },
    /// A vote type that the format doesn't know.
    #[error(
        "the vote_type {found:?} is unknown; \
         use approval, ordinal, cumulative, scoring or choose-1"
    )]
    UnknownVoteType {
        /// The value found.
        found: String,
    },
    /// A number can't be read or used.
    #[error("the {field} {found:?} {problem}")]
    Number {
        /// The column or the META key.
        field: &'static str,
        /// The value found.
        found: String,
        /// Why it can't be read or used.
        problem: NumberProblem,
    },
    /// `num_projects` or `num_votes` in META differs from the number of rows.
    #[error("{key} is {stated}, and the section has {rows} rows; correct it, or find the rows")]
    WrongCount {
        /// The META key.
        key: &'static str,
        /// What META says.
        stated: u64,
        /// How many rows there are.
        rows: usize,
    },
    /// PROJECTS has no rows.
    #[error("there are no projects; add a row for each")]
    NoProjects,
    /// A project id is empty, or has a comma, so that no vote can name it.
    #[error("the project_id {id:?} is empty or has a comma; use a number or a short word")]
    InvalidProjectId {
        /// The id.
        id: String,
    },
    /// Two projects have the same id.
    #[error("the project_id {id:?} is already taken by an earlier row; give each project its own")]
    RepeatedProjectId {
        /// The id.
        id: String,
    },
    /// A value of `selected` that the format doesn't know.
    #[error("selected is {found:?}; use 0 (no), 1 (yes), 2 (by exception) or 3 (from reserve)")]
    UnknownSelected {
        /// The value found.
        found: String,
    },
    /// A vote has no voter.
    #[error("the voter_id is empty; give each voter an id")]
    EmptyVoterId,
    /// Two votes have the same voter.
    #[error("the voter_id {id:?} is already taken by an earlier row; keep one vote for each voter")]
    RepeatedVoterId {
        /// The voter.
        id: String,
    },
    /// A vote names a project that PROJECTS doesn't have.
    #[error("the vote names the project {id:?}, which PROJECTS does not have; correct the id")]
    UnknownProject {
        /// The id in the vote.
        id: String,
    },
    /// A vote has not one number of points for each project.
    #[error("the vote has {projects} projects and {points} points; write one number for each")]
    PointsLength {
        /// How many projects the vote names.
        projects: usize,
        /// How many numbers of points it has.
        points: usize,
    },
}

/// Why a number can't be read or used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NumberProblem {
    /// It is not digits, or digits, a point and digits.
    #[error("is not a number; write digits, with a point before the decimals and no spaces")]
    NotANumber,
    /// It is below zero, and must not be.
    #[error("is negative; write 0 or more")]
    Negative,
    /// It has a fraction, and must not have one.
    #[error("is not a whole number; remove its decimals")]
    NotWhole,
    /// It has more than [`MAX_DECIMALS`] decimals.
    #[error("has too many decimals; round it to at most {MAX_DECIMALS}")]
    TooManyDecimals,
    /// It is above [`MAX_AMOUNT`], counted in the unit that all amounts of the file share.
    #[error(
        "is too large; amounts go up to {MAX_AMOUNT}, counted in the smallest unit \
         that the decimals of this file need"
    )]
    TooLarge,
}

/// A section of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// `META`: the election as a whole.
    Meta,
    /// `PROJECTS`: what can be voted for.
    Projects,
    /// `VOTES`: the ballots.
    Votes,
}

impl Section {
    /// The most rows that this section may have, its title and header not counted.
    pub fn max_rows(self) -> usize {
        match self {
            Self::Meta => MAX_META_ROWS,
            Self::Projects => MAX_PROJECTS,
            Self::Votes => MAX_VOTES,
        }
    }
}

impl fmt::Display for Section {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Meta => "META",
            Self::Projects => "PROJECTS",
            Self::Votes => "VOTES",
        })
    }
}

impl ErrorKind {
    /// This error at a line of the file.
    pub(crate) fn at(self, line: usize) -> ParseError {
        ParseError { line, kind: self }
    }
}

/// The start of a text from the file, short enough for an error message.
pub(crate) fn excerpt(text: &str) -> String {
    const MAX_CHARS: usize = 60;
    match text.char_indices().nth(MAX_CHARS) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.to_owned(),
    }
}
