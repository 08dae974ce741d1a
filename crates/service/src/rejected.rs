//! Why something is not put on the board, in words for people and with a code for programs.

use isoloir_election::message::Kind;
use isoloir_election::phase::Refusal;
use thiserror::Error;

/// Messages, or a ballot, were not taken.
#[derive(Debug, Error)]
pub enum Rejected {
    /// One of them can't be; those before it are on the board.
    #[error("message {position} of {of}, a {kind}, is refused")]
    Refused {
        /// Which one, from 1.
        position: usize,
        /// How many came together.
        of: usize,
        /// Its kind.
        kind: Kind,
        /// Why.
        source: Reason,
    },
    /// More is waiting than can be dealt with soon. Nothing was done: sent again, it may be taken.
    #[error("the service is busy: try again in a moment")]
    Busy,
    /// The database can't be written, or the clock is wrong. What was sent may be on the board or not: sent
    /// again later, it is found or taken.
    #[error("the board can't be written now: try again in a minute")]
    Unavailable,
}

/// Why a message is refused.
#[derive(Debug, Error)]
pub enum Reason {
    /// By the rules of the election.
    #[error(transparent)]
    Rule(#[from] Refusal),
    /// Messages of another election.
    #[error(
        "it is of election {found}, and this board holds election {here}: check the address of the board"
    )]
    OtherElection {
        /// Of which they are.
        found: String,
        /// Which is here.
        here: String,
    },
    /// A definition for another board.
    #[error(
        "the definition names the board {found}, and this is {here}: check the address, or put the line that \
         isoloir board init printed into election.toml"
    )]
    OtherBoard {
        /// The key that it names.
        found: String,
        /// The key of this board.
        here: String,
    },
    /// A definition that asks for cosignatures of witnesses that the service is not told to ask.
    #[error(
        "the definition asks for the signatures of {quorum} witnesses, and this server has the addresses of {known}: \
         whoever keeps it adds them to its configuration first"
    )]
    Witnesses {
        /// How many must sign.
        quorum: u8,
        /// How many of those that it names can be asked.
        known: usize,
    },
    /// Nothing is on the board.
    #[error("the board is empty: an official publishes the election first")]
    Empty,
    /// It is not time yet.
    #[error("the vote {what} at {when}, not before")]
    Early {
        /// opens, or closes.
        what: &'static str,
        /// When.
        when: String,
    },
    /// Voting is over.
    #[error("the vote ended at {when}")]
    Late {
        /// When.
        when: String,
    },
}

impl Rejected {
    /// The refusal of a single message.
    pub(crate) fn one(kind: Kind, reason: impl Into<Reason>) -> Self {
        Self::Refused { position: 1, of: 1, kind, source: reason.into() }
    }

    /// What programs tell it by. It stays the same, whatever the words.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Busy => "busy",
            Self::Unavailable => "unavailable",
            Self::Refused { source, .. } => source.code(),
        }
    }
}

impl Reason {
    /// What programs tell it by. It stays the same, whatever the words.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Rule(refusal) => code_of(refusal),
            Self::OtherElection { .. } => "other-election",
            Self::OtherBoard { .. } => "other-board",
            Self::Witnesses { .. } => "witnesses",
            Self::Empty => "empty",
            Self::Early { .. } => "early",
            Self::Late { .. } => "late",
        }
    }
}

/// Those that a voter can meet have a code of their own.
fn code_of(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::OutOfPhase { .. } => "phase",
        Refusal::Unreadable { .. } => "unreadable",
        Refusal::UnknownDistrict { .. } => "district",
        Refusal::NotOnRoll => "roll",
        Refusal::Revoked => "revoked",
        Refusal::VotedOnPaper => "paper",
        Refusal::NotCast => "signature",
        Refusal::InvalidBallot(_) => "proof",
        Refusal::StalePrevious { .. } => "stale",
        Refusal::Copied => "copied",
        _ => "rules",
    }
}

/// What is said of an error, and of what is behind it.
pub(crate) fn chain_of(error: &dyn std::error::Error) -> String {
    let mut said = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        said = format!("{said}: {error}");
        source = error.source();
    }
    said
}
