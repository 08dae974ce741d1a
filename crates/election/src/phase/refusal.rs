use alloc::string::String;

use isoloir_board::chain::ChainError;
use isoloir_crypto::ballot::{BallotError, BallotTracker, CastError};
use isoloir_crypto::dkg::{DkgError, TrusteeIndex};
use isoloir_encoding::DecodeError;
use thiserror::Error;

use crate::definition::{DefinitionError, MAX_DISTRICTS};
use crate::message::{Kind, MAX_ROLL, SignedError};

/// Why an entry is not accepted. Nothing has changed when one is refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Refusal {
    /// The entry does not follow the one before.
    #[error("the entry does not continue the chain")]
    Chain(#[from] ChainError),
    /// The log is full.
    #[error("the log can hold no more entries")]
    LogFull,
    /// A kind that the specification does not know.
    #[error("entries of kind {kind} do not exist")]
    UnknownKind {
        /// The byte.
        kind: u8,
    },
    /// An entry that a voter's device needs is not there.
    #[error("the {kind} is missing, or out of its place")]
    Missing {
        /// What.
        kind: Kind,
    },
    /// The kind does not belong to the phase.
    #[error("a {kind} can't come now: {now}")]
    OutOfPhase {
        /// What came.
        kind: Kind,
        /// Where the election stands.
        now: &'static str,
    },
    /// The payload is not canonical.
    #[error("the {kind} can't be read")]
    Unreadable {
        /// What came.
        kind: Kind,
        /// Why.
        #[source]
        source: DecodeError,
    },
    /// The signature is missing or wrong.
    #[error("the entry is not signed as it must be")]
    Unsigned(#[from] SignedError),
    /// The definition makes no sense.
    #[error("the definition makes no sense")]
    Definition(#[from] DefinitionError),
    /// A district's part is not the one that the definition names.
    #[error("the part of district {district} is not the one that the definition names")]
    WrongDistrict {
        /// Which district.
        district: u16,
    },
    /// More districts than the definition names.
    #[error("district {district} does not exist; an election has {MAX_DISTRICTS} at most")]
    UnknownDistrict {
        /// Which district.
        district: u16,
    },
    /// The ceremony failed: it must be begun again, on a new board.
    #[error("the key ceremony failed")]
    Ceremony(#[from] DkgError),
    /// A trustee signed what bears another trustee's index.
    #[error("trustee {signer} signed a message of trustee {named}")]
    SignedForAnother {
        /// Who signed.
        signer: u8,
        /// Whose message it claims to be.
        named: TrusteeIndex,
    },
    /// A trustee confirmed or stated something that this board does not show.
    #[error("trustee {trustee} saw another board than this one: somebody shows two")]
    AnotherBoard {
        /// Who.
        trustee: TrusteeIndex,
    },
    /// A trustee's second message of a kind that it sends once.
    #[error("trustee {trustee} sent this before")]
    Repeated {
        /// Who.
        trustee: TrusteeIndex,
    },
    /// A roll's chunk does not begin where the one before ended, or is empty.
    #[error("the roll of district {district} must go on at position {expected}")]
    RollOutOfPlace {
        /// Which district.
        district: u16,
        /// The next position.
        expected: u32,
    },
    /// No proof that the registrar knows the credentials' secrets.
    #[error("registrar {registrar} did not prove that it knows the credentials' secrets")]
    NoPossession {
        /// Who.
        registrar: u8,
    },
    /// The registrars' rolls of a district differ in length, or are empty.
    #[error("the registrars' rolls of district {district} are empty or differ in length")]
    IncompleteRoll {
        /// Which district.
        district: u16,
    },
    /// A credential stands on a roll twice.
    #[error("a credential stands twice on the roll of district {district}")]
    RepeatedCredential {
        /// Which district.
        district: u16,
    },
    /// The opening names another head.
    #[error("the vote was opened on another board than this one")]
    OpenedElsewhere,
    /// The ballot's credential is not on the roll.
    #[error("this voting code is not on the roll of the district")]
    NotOnRoll,
    /// The credential was revoked.
    #[error("this voting code was replaced by a new one")]
    Revoked,
    /// The credential was used up by a ballot on paper.
    #[error("a ballot on paper was cast with this voting code")]
    VotedOnPaper,
    /// A project that does not exist, or was withdrawn before.
    #[error("project {project} of district {district} does not exist or is withdrawn")]
    NotInTheRunning {
        /// Which district.
        district: u16,
        /// Which project, by position.
        project: u16,
    },
    /// A reissue names a credential that is not revoked, or was replaced before.
    #[error("only a revoked credential can be replaced, and only once")]
    NotToReplace,
    /// A batch on paper that can't be: its size, its order, or its sums.
    #[error("the batch on paper can't be: {problem}")]
    PaperBatch {
        /// What is wrong with it.
        problem: &'static str,
    },
    /// The cast signature is wrong.
    #[error("the ballot is not signed by its credential")]
    NotCast,
    /// The ballot's proof fails.
    #[error("the ballot is not a valid one")]
    InvalidBallot(#[from] BallotError),
    /// prev is not the last recorded ballot.
    #[error(
        "another ballot of this credential was recorded in between; the current tracker is {current}"
    )]
    StalePrevious {
        /// The tracker of the last recorded ballot.
        current: BallotTracker,
    },
    /// Another valid ballot has the same A: the ballot is a copy.
    #[error("the ballot is a copy of one that is recorded")]
    Copied,
    /// A close statement or a decryption comes twice, or before its time.
    #[error("{quorum} identical close statements must come first, there are {found}")]
    NoQuorum {
        /// Q.
        quorum: usize,
        /// How many there are.
        found: usize,
    },
    /// Too few ballots count to decrypt anything.
    #[error("in {district} {ballots} ballots count and the floor is {floor}: nothing is decrypted")]
    BelowFloor {
        /// Its name.
        district: String,
        /// How many ballots count.
        ballots: u64,
        /// The floor.
        floor: u32,
    },
    /// Fewer than t valid contributions.
    #[error("district {district} has {valid} valid contributions, {threshold} are needed")]
    TooFewContributions {
        /// Which district.
        district: u16,
        /// How many there are.
        valid: usize,
        /// t.
        threshold: usize,
    },
    /// The published result is not the one that comes out.
    #[error("the result of district {district} is not what the board gives")]
    WrongResult {
        /// Which district.
        district: u16,
    },
    /// A ballot was checked as the payload of another entry, or in another election.
    #[error("the ballot that was checked is not the one in this entry")]
    OtherBallot,
    /// Sums are given before the close, or are those of another close.
    #[error("these are not the sums of this close")]
    OtherClose,
    /// A roll is too long.
    #[error("the roll of district {district} has more than {MAX_ROLL} credentials")]
    RollTooLong {
        /// Which district.
        district: u16,
    },
    /// The ballots to sum are not those that count.
    #[error("the tally needs the ballot in entry {index}, and did not get it")]
    BallotMissing {
        /// Which entry.
        index: u64,
    },
}

impl From<CastError> for Refusal {
    fn from(error: CastError) -> Self {
        match error {
            CastError::Signature(_) => Self::NotCast,
            CastError::Proof(error) => Self::InvalidBallot(error),
        }
    }
}
