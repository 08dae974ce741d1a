//! Why a command ends before its end.

use super::{Ended, print};
use crate::engine::board::BoardError;
use crate::log::prover::ProverError;
use crate::report::terminal::hanging;
use crate::source::SourceError;

/// Why a command goes no further.
#[derive(Debug)]
pub(super) enum Stop {
    /// Something does not hold, in words.
    Fails(String),
    /// Something could not be read or written.
    Unreadable(anyhow::Error),
}

impl Stop {
    /// Something does not hold.
    pub(super) fn fails(what: impl ToString) -> Self {
        Self::Fails(what.to_string())
    }

    /// The same, with the place that it is about.
    pub(super) fn of(self, place: &str) -> Self {
        match self {
            Self::Fails(what) => Self::Fails(format!("{place}: {what}")),
            Self::Unreadable(error) => Self::Unreadable(error.context(place.to_owned())),
        }
    }
}

impl From<BoardError> for Stop {
    fn from(error: BoardError) -> Self {
        if error.is_unreadable() { Self::Unreadable(error.into()) } else { Self::fails(error) }
    }
}

impl From<ProverError> for Stop {
    fn from(error: ProverError) -> Self {
        BoardError::from(error).into()
    }
}

impl From<SourceError> for Stop {
    fn from(error: SourceError) -> Self {
        Self::Unreadable(error.into())
    }
}

impl From<anyhow::Error> for Stop {
    fn from(error: anyhow::Error) -> Self {
        Self::Unreadable(error)
    }
}

/// How the command ended, after saying what does not hold.
pub(super) fn ended(result: Result<Ended, Stop>) -> anyhow::Result<Ended> {
    match result {
        Ok(ended) => Ok(ended),
        Err(Stop::Fails(what)) => {
            print(&no(&what))?;
            Ok(Ended::Fails)
        }
        Err(Stop::Unreadable(error)) => Err(error),
    }
}

/// A line that says what holds.
pub(super) fn yes(what: &str) -> String {
    hanging("✓ ", what)
}

/// A line that says what does not hold.
pub(super) fn no(what: &str) -> String {
    hanging("✗ ", what)
}

/// A line that says something else.
pub(super) fn note(what: &str) -> String {
    hanging("  ", what)
}
