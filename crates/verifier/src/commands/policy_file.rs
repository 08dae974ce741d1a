//! The keys of a log and its witnesses, as a text file.
//!
//! ```text
//! # the board of the election of Courvelle
//! log board.example/2026+f82a8ff6+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c
//! witness witness.example/w1+df1c0a35+BIE5dw6ofRdfVqNUZsNMfszLjYqRtO43ol32D1uPybOU
//! quorum 1
//! ```
//!
//! One `log` and one `quorum`, as many `witness` as there are, in any order. Empty lines and lines
//! that begin with `#` say nothing.

use thiserror::Error;

use crate::log::checkpoint::{Policy, PolicyError};
use crate::log::key::{KeyError, KeyType, VerifierKey};

/// Bytes of a policy file, at most.
pub(super) const MAX_POLICY_BYTES: usize = 65_536;

/// Why a text is no policy.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub(super) enum PolicyFileError {
    /// Not UTF-8.
    #[error("a policy is text in UTF-8")]
    NotUtf8,
    /// Not one of the three lines.
    #[error("line {0} is not \"log KEY\", \"witness KEY\" or \"quorum NUMBER\"")]
    Line(usize),
    /// No verifier key.
    #[error("line {line}: {error}")]
    Key {
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        error: KeyError,
    },
    /// A second line of a word that stands once.
    #[error("line {line}: there is a line \"{word}\" before it")]
    Again {
        /// The line, from 1.
        line: usize,
        /// The word.
        word: &'static str,
    },
    /// A word that must stand.
    #[error("there is no line \"{0}\"")]
    Missing(&'static str),
    /// The parts make no policy.
    #[error(transparent)]
    Policy(#[from] PolicyError),
}

/// Reads the text of a policy.
pub(super) fn parse(bytes: &[u8]) -> Result<Policy, PolicyFileError> {
    let text = std::str::from_utf8(bytes).map_err(|_| PolicyFileError::NotUtf8)?;
    let (mut log, mut witnesses, mut quorum) = (None, Vec::new(), None);
    for (line, content) in (1..).zip(text.lines()) {
        if content.is_empty() || content.starts_with('#') {
            continue;
        }
        let (word, value) = content.split_once(' ').ok_or(PolicyFileError::Line(line))?;
        let key = |kind| {
            VerifierKey::parse(kind, value).map_err(|error| PolicyFileError::Key { line, error })
        };
        match word {
            "log" => once(&mut log, key(KeyType::Log)?, line, "log")?,
            "witness" => witnesses.push(key(KeyType::Witness)?),
            "quorum" => {
                let number = value.parse().map_err(|_| PolicyFileError::Line(line))?;
                once(&mut quorum, number, line, "quorum")?;
            }
            _ => return Err(PolicyFileError::Line(line)),
        }
    }
    let log = log.ok_or(PolicyFileError::Missing("log"))?;
    let quorum = quorum.ok_or(PolicyFileError::Missing("quorum"))?;
    Ok(Policy::new(log, witnesses, quorum)?)
}

fn once<T>(
    place: &mut Option<T>,
    value: T,
    line: usize,
    word: &'static str,
) -> Result<(), PolicyFileError> {
    match place.replace(value) {
        None => Ok(()),
        Some(_) => Err(PolicyFileError::Again { line, word }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOG: &str =
        "log board.example/2026+f82a8ff6+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c\n";
    const WITNESS: &str =
        "witness witness.example/w1+df1c0a35+BIE5dw6ofRdfVqNUZsNMfszLjYqRtO43ol32D1uPybOU\n";

    #[test]
    fn keys_and_quorum_are_read_with_comments_between() {
        let text = format!("# keys\n{LOG}\n{WITNESS}quorum 1\n");
        let policy = parse(text.as_bytes()).unwrap();
        assert_eq!(policy.log().name(), "board.example/2026");
        assert_eq!(policy.witnesses().len(), 1);
        assert_eq!(policy.quorum(), 1);
    }

    #[test]
    fn whatever_is_missing_unknown_or_double_is_refused_with_its_line() {
        let refused = |text: String| parse(text.as_bytes()).unwrap_err();
        assert_eq!(refused(LOG.to_owned()), PolicyFileError::Missing("quorum"));
        assert_eq!(refused("quorum 0\n".to_owned()), PolicyFileError::Missing("log"));
        assert_eq!(refused(format!("{LOG}{LOG}")), PolicyFileError::Again { line: 2, word: "log" });
        assert_eq!(refused(format!("{LOG}qorum 0\n")), PolicyFileError::Line(2));
        assert_eq!(refused(format!("{LOG}quorum -1\n")), PolicyFileError::Line(2));
        assert_eq!(refused(format!("{LOG} quorum 0\n")), PolicyFileError::Line(2));
        let as_log = format!("{}quorum 0\n", WITNESS.replace("witness ", "log "));
        let wrong_type = PolicyFileError::Key { line: 1, error: KeyError::Type(KeyType::Log) };
        assert_eq!(refused(as_log), wrong_type);
        let too_many = refused(format!("{LOG}{WITNESS}quorum 2\n"));
        assert!(matches!(too_many, PolicyFileError::Policy(PolicyError::Quorum { .. })));
    }
}
