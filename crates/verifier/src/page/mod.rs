//! The voting page: whether a server sends what the election vouches for (`spec/election.md`,
//! section 15).
//!
//! - [`address`]: addresses as browsers understand them, and where they lead
//! - [`manifest`]: the files of a page and their hashes
//! - [`headers`]: what a document is sent with
//! - [`html`]: what a document holds
//! - [`files`]: the manifest and the files, read from a server
//! - [`documents`]: the documents, read from a server

pub mod address;
pub mod documents;
pub mod files;
pub mod headers;
pub mod html;
pub mod manifest;

#[cfg(test)]
mod tests;

use std::time::{Duration, Instant};

use serde::Serialize;
use thiserror::Error;

use crate::source::SourceError;

/// How long to go on reading a page. A server that sends everything at its slowest must not hold
/// anybody for days.
const MAX_TIME: Duration = Duration::from_secs(2 * 60 * 60);

/// Why not all of a page could be read.
#[derive(Debug, Error)]
pub enum UnreadError {
    /// Something can't be read.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// It took too long.
    #[error(
        "reading the page took longer than {} hours, so it was given up; the server is slow, or does \
         not want to be checked",
        MAX_TIME.as_secs() / 3_600
    )]
    TooLong,
}

/// When to give up.
#[derive(Debug, Clone, Copy)]
pub struct Deadline(Instant);

impl Deadline {
    /// Begins to wait now.
    pub fn begin() -> Self {
        Self(Instant::now())
    }

    fn check(self) -> Result<(), UnreadError> {
        if self.0.elapsed() > MAX_TIME { Err(UnreadError::TooLong) } else { Ok(()) }
    }
}

/// What was found on a page.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Findings {
    /// Files that were compared with the manifest.
    pub files: u64,
    /// Documents that were read.
    pub documents: u64,
    /// What does not hold.
    pub refusals: Vec<Refusal>,
}

/// Something that does not hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refusal {
    /// The address of the file or document.
    pub place: String,
    /// The line of a document, from 1.
    pub line: Option<usize>,
    /// What does not hold, in words.
    pub what: String,
}

impl Findings {
    /// Notes what does not hold.
    pub fn refuse(&mut self, place: &str, line: Option<usize>, what: impl ToString) {
        let (place, what) = (place.to_owned(), what.to_string());
        self.refusals.push(Refusal { place, line, what });
    }
}

/// A text from outside as a sentence shows it: its beginning.
fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

impl Refusal {
    /// Place, line and sentence.
    pub fn in_words(&self) -> String {
        let line = self.line.map(|line| format!(", line {line}")).unwrap_or_default();
        format!("{}{line}: {}.", self.place, self.what.trim_end_matches('.'))
    }
}
