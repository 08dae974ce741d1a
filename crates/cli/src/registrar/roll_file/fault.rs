//! What can be wrong with a roll.

use std::fmt;

use super::columns::Column;
use super::row::{MAX_ADDRESS_LINE, MAX_DISTRICTS_OF_RESIDENT, MAX_PRINTED_LINES, PRINTED_LINE};
use super::{MAX_FILE_BYTES, MAX_RESIDENTS};
use crate::language::LANGUAGES;

/// The most problems that are told one by one.
const MAX_SHOWN: usize = 20;

/// The most characters of a cell that a message repeats.
const MAX_QUOTED: usize = 60;

/// All that is wrong with a file: `FILE:LINE: what is wrong; what to do`, a line for each.
#[derive(Debug)]
pub(crate) struct Problems {
    file: String,
    shown: Vec<(usize, Fault)>,
    more: usize,
}

/// Something wrong with a line.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Fault {
    #[error("the file is above {} MiB; split the roll", MAX_FILE_BYTES >> 20)]
    TooLarge,
    #[error("a character is not in UTF-8; save the table as \"CSV UTF-8\"")]
    NotUtf8,
    #[error("the file is empty; its first line names the columns: {}", column_names())]
    NoHeader,
    #[error("no column is called {}; the columns are {}, separated by , or ;", quoted(.name), column_names())]
    UnknownColumn { name: String },
    #[error("the column {} is there twice; remove one", .column.name())]
    RepeatedColumn { column: Column },
    #[error("there is no column {}; add it to the first line, and to each row", .column.name())]
    MissingColumn { column: Column },
    #[error("there is nobody below the first line; add a row for each resident")]
    NoResidents,
    #[error("these are more than {MAX_RESIDENTS} residents; split the roll")]
    TooManyResidents,
    #[error(
        "this row goes on for {lines} lines; a quote that ends one of its cells seems to be missing"
    )]
    EndlessRow { lines: usize },
    #[error(
        "there are {found} cells and {expected} columns; put a cell with , or ; or a line break in it between quotes"
    )]
    Cells { found: usize, expected: usize },
    #[error("the {} is empty; fill it in", .column.name())]
    Empty { column: Column },
    #[error("the {} has {characters} characters; shorten it to {most}", .column.name())]
    TooLong { column: Column, characters: usize, most: usize },
    #[error(
        "a line of the address has {characters} characters; shorten it to {MAX_ADDRESS_LINE} or break it in two"
    )]
    LongAddressLine { characters: usize },
    #[error(
        "name and address take {lines} lines of {PRINTED_LINE} characters; the window of an envelope shows \
         {MAX_PRINTED_LINES}: shorten them"
    )]
    LongAddress { lines: usize },
    #[error("the {} has a character that can't be printed, {:?}; remove it", .column.name(), .character)]
    ControlCharacter { column: Column, character: char },
    #[error("the id {} is that of line {first} too; give each resident one row and an id of their own", quoted(.id))]
    RepeatedId { id: String, first: usize },
    #[error("{} is not an e-mail address; correct it or leave the cell empty", quoted(.email))]
    Email { email: String },
    #[error("there are no texts in the language {}; take one of {}, or leave the cell empty", quoted(.tag), languages())]
    Language { tag: String },
    #[error("there is no district; name those that this resident votes in, separated by ; or +")]
    NoDistrict,
    #[error("no district of the election is called {}; write it as the definition does", quoted(.name))]
    UnknownDistrict { name: String },
    #[error("two districts of the election are called {}; their definition must tell them apart first", quoted(.name))]
    AmbiguousDistrict { name: String },
    #[error("the district {} is there twice; name it once", quoted(.name))]
    RepeatedDistrict { name: String },
    #[error(
        "there are {districts} districts; a resident votes in at most {MAX_DISTRICTS_OF_RESIDENT}"
    )]
    TooManyDistricts { districts: usize },
}

impl Problems {
    pub(super) fn of(file: &str) -> Self {
        Self { file: file.to_owned(), shown: Vec::new(), more: 0 }
    }

    pub(super) fn add(&mut self, line: usize, fault: Fault) {
        if self.shown.len() < MAX_SHOWN {
            self.shown.push((line, fault));
        } else {
            self.more += 1;
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.shown.is_empty()
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, (line, fault)) in self.shown.iter().enumerate() {
            let separator = if position == 0 { "" } else { "\n" };
            write!(f, "{separator}{}:{line}: {fault}", self.file)?;
        }
        match self.more {
            0 => Ok(()),
            1 => write!(f, "\n{}: and one more problem; correct these first", self.file),
            more => write!(f, "\n{}: and {more} more problems; correct these first", self.file),
        }
    }
}

impl std::error::Error for Problems {}

/// A text of the file for a message, cut if it is long, its control characters escaped.
fn quoted(text: &str) -> String {
    match text.char_indices().nth(MAX_QUOTED) {
        Some((end, _)) => format!("{:?}...", text.get(..end).unwrap_or_default()),
        None => format!("{text:?}"),
    }
}

fn column_names() -> String {
    Column::ALL.map(Column::name).join(", ")
}

fn languages() -> String {
    LANGUAGES.map(|language| language.code).join(", ")
}
