//! Why an election can't be written.

use super::export::Date;
use crate::{
    MAX_AMOUNT, MAX_DECIMALS, MAX_FIELD_BYTES, MAX_FILE_BYTES, MAX_PROJECTS, WITHDRAWN_COST,
};

/// The first thing found that a `.pb` file can't hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WriteError {
    /// A text that every file has is empty.
    #[error("the {field} is empty; every Pabulib file has one")]
    Empty {
        /// The META key or the column.
        field: &'static str,
    },
    /// A text is longer than [`MAX_FIELD_BYTES`].
    #[error("the {field} has {bytes} bytes, at most {MAX_FIELD_BYTES} can be written; shorten it")]
    TooLong {
        /// The META key or the column. `vote` has the ids of all projects with a score.
        field: &'static str,
        /// Its length.
        bytes: usize,
    },
    /// There are no projects, or more than [`MAX_PROJECTS`].
    #[error("there are {projects} projects; a file has 1 to {MAX_PROJECTS}")]
    Projects {
        /// How many there are.
        projects: usize,
    },
    /// No vote could name a project by its id.
    #[error("the project id {id:?} {problem}; choose another id")]
    ProjectId {
        /// The id.
        id: String,
        /// Why it can't be written.
        problem: IdProblem,
    },
    /// Two projects have the same id.
    #[error("two projects have the id {id:?}; give each its own")]
    RepeatedProjectId {
        /// The id.
        id: String,
    },
    /// Amounts have more than [`MAX_DECIMALS`] decimals.
    #[error("amounts have {decimals} decimals, at most {MAX_DECIMALS} can be written")]
    Decimals {
        /// How many they have.
        decimals: u8,
    },
    /// A number is above [`MAX_AMOUNT`].
    #[error("the {field} is {number}; numbers go up to {MAX_AMOUNT}")]
    TooLarge {
        /// The META key or the column. `max_sum_points` is the sum of all scores.
        field: &'static str,
        /// The number.
        number: u64,
    },
    /// A project that is not withdrawn has the cost that marks one that is.
    #[error(
        "the project {id:?} costs exactly {WITHDRAWN_COST}, by which every reader takes it for \
         withdrawn; no file can hold this cost"
    )]
    CostOfWithdrawn {
        /// The project.
        id: String,
    },
    /// A project that was withdrawn has won.
    #[error("the project {id:?} is withdrawn and selected; it can only be one of them")]
    SelectedThoughWithdrawn {
        /// The project.
        id: String,
    },
    /// A date that no calendar has, or of a year above 9999.
    #[error("the {field} is {date}, a day that does not exist")]
    Date {
        /// The META key.
        field: &'static str,
        /// The date.
        date: Date,
    },
    /// The vote ends before it begins.
    #[error("the vote begins on {begin} and ends before that, on {end}; exchange the dates")]
    EndBeforeBegin {
        /// The first day.
        begin: Date,
        /// The last day.
        end: Date,
    },
    /// The file would be larger than [`MAX_FILE_BYTES`].
    #[error("the file has more than {MAX_FILE_BYTES} bytes; shorten the names of projects")]
    FileTooLarge,
}

/// Why a project id can't be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdProblem {
    /// It is empty.
    #[error("is empty")]
    Empty,
    /// It has a comma, by which a vote separates ids.
    #[error("has a comma, which separates ids in a vote")]
    Comma,
    /// It is `META`, `PROJECTS` or `VOTES`, in any case.
    #[error("would be read as the title of a section")]
    SectionTitle,
    /// It has white space at its start or end, which readers drop, or a line break or another
    /// control character.
    #[error("has a space at its start or end, a line break or another control character")]
    Blank,
}
