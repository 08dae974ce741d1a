//! What each kind of entry holds (`spec/election.md`, section 5.2).
//!
//! The messages of the key ceremony (kinds 3 to 6) are read by
//! [`crypto::ceremony`](crate::crypto::ceremony), since their form depends on its parameters.

use crate::crypto::group::{Point, ReadGroup as _};
use crate::crypto::knowledge::KnowledgeProof;
use crate::crypto::style::MAX_SLOTS;
use crate::election::rules::Award;
use crate::wire::{Reader, Rule, WireError};

/// Credentials of one list of a roll.
pub const MAX_ROLL_CHUNK: usize = 1_900;
/// Ballots of a batch on paper.
pub const MAX_PAPER_BATCH: usize = 1_750;
/// Officials who sign a batch on paper (`spec/election.md`, section 5.2).
pub const PAPER_SIGNERS: usize = 2;

/// The kinds of entries (`spec/election.md`, first table).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Kind {
    /// The general part of the definition.
    Definition = 1,
    /// A district's part.
    District,
    /// Round 0 of the key ceremony.
    DealingCommitment,
    /// Round 1.
    DealingOpening,
    /// Round 2.
    Deal,
    /// Round 3: a deal is wrong.
    Complaint,
    /// Round 3: all deals are right.
    Confirmation,
    /// A list of a registrar's roll.
    Roll,
    /// The vote begins.
    Open,
    /// A ballot.
    Ballot,
    /// A project can't win any more.
    Withdrawal,
    /// A credential can't vote any more.
    Revocation,
    /// A revoked credential is replaced.
    Reissue,
    /// Ballots on paper.
    PaperBatch,
    /// The vote ends.
    Close,
    /// A trustee has seen the close.
    CloseStatement,
    /// A trustee's contribution to a tally.
    Decryption,
    /// The result of a district.
    Result,
}

impl Kind {
    /// All kinds, by their number from 1.
    const ALL: [Self; 18] = [
        Self::Definition,
        Self::District,
        Self::DealingCommitment,
        Self::DealingOpening,
        Self::Deal,
        Self::Complaint,
        Self::Confirmation,
        Self::Roll,
        Self::Open,
        Self::Ballot,
        Self::Withdrawal,
        Self::Revocation,
        Self::Reissue,
        Self::PaperBatch,
        Self::Close,
        Self::CloseStatement,
        Self::Decryption,
        Self::Result,
    ];

    /// The kind with this number, 1 to 18.
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number).checked_sub(1)?).copied()
    }

    /// Its number.
    pub fn number(self) -> u8 {
        self as u8
    }

    /// Its name for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Definition => "definition",
            Self::District => "district",
            Self::DealingCommitment => "dealing commitment",
            Self::DealingOpening => "dealing opening",
            Self::Deal => "deal",
            Self::Complaint => "complaint",
            Self::Confirmation => "confirmation",
            Self::Roll => "roll",
            Self::Open => "open",
            Self::Ballot => "ballot",
            Self::Withdrawal => "withdrawal",
            Self::Revocation => "revocation",
            Self::Reissue => "reissue",
            Self::PaperBatch => "paper batch",
            Self::Close => "close",
            Self::CloseStatement => "close statement",
            Self::Decryption => "decryption",
            Self::Result => "result",
        }
    }
}

/// Kinds 7 and 9: the chain hash of an earlier entry. 32 bytes.
pub fn head(message: &[u8]) -> Result<[u8; 32], WireError> {
    let mut reader = Reader::new(message);
    let head = reader.array("chain hash")?;
    reader.finish("chain hash")?;
    Ok(head)
}

/// Kind 15, the close: nothing.
pub fn nothing(message: &[u8]) -> Result<(), WireError> {
    Reader::new(message).finish("close")
}

/// Kind 8: a list of a registrar's roll of a district.
#[derive(Debug, Clone)]
pub struct RollList {
    /// The district.
    pub district: u16,
    /// The position of the first credential on the roll, from 0.
    pub first: u32,
    /// The registrar's U_k, none of them neutral.
    pub credentials: Vec<Point>,
    /// That the registrar knows their secrets (`spec/protocol.md`, section 8).
    pub proof: KnowledgeProof,
}

impl RollList {
    /// Reads the message.
    pub fn read(message: &[u8]) -> Result<Self, WireError> {
        let mut reader = Reader::new(message);
        let district = reader.u16("district")?;
        let first = reader.u32("first")?;
        let count = reader.count("credentials", 1, MAX_ROLL_CHUNK)?;
        let credentials = keys(&mut reader, "credential", count)?;
        let proof = KnowledgeProof::read(&mut reader)?;
        reader.finish("roll")?;
        Ok(Self { district, first, credentials, proof })
    }
}

/// Kind 10: a ballot's entry, whose sealed part is only cut out here. It has no signer; the
/// credential casts it.
#[derive(Debug, Clone, Copy)]
pub struct BallotParts<'a> {
    /// The district.
    pub district: u16,
    /// The credential U, as bytes that need not be a point.
    pub credential: &'a [u8; 32],
    /// The tracker of the last ballot for U, or zeros.
    pub previous: &'a [u8; 32],
    /// The sealed ballot (`spec/protocol.md`, section 6.3).
    pub sealed: &'a [u8],
    /// The cast signature (`spec/protocol.md`, section 7).
    pub signature: &'a [u8; KnowledgeProof::BYTES],
}

impl<'a> BallotParts<'a> {
    /// Bytes of the payload besides the sealed ballot.
    pub const AROUND: usize = 2 + 32 + 32 + KnowledgeProof::BYTES;

    /// Cuts the payload. `sealed_bytes` gives the length of a sealed ballot of a district, if
    /// there is such a district.
    pub fn read(
        payload: &'a [u8],
        sealed_bytes: impl Fn(u16) -> Option<usize>,
    ) -> Result<Self, WireError> {
        let district = Reader::new(payload).u16("district")?;
        let Some(sealed_bytes) = sealed_bytes(district) else { return no_district() };
        let cut = || {
            let (_, rest) = payload.split_at_checked(2)?;
            let (credential, rest) = rest.split_first_chunk()?;
            let (previous, rest) = rest.split_first_chunk()?;
            let (sealed, signature) = rest.split_last_chunk()?;
            Some(Self { district, credential, previous, sealed, signature })
        };
        match cut() {
            Some(parts) if parts.sealed.len() == sealed_bytes => Ok(parts),
            _ if payload.len() > sealed_bytes + Self::AROUND => {
                Reader::refuse("ballot", sealed_bytes + Self::AROUND, Rule::Trailing)
            }
            _ => Reader::refuse("ballot", payload.len(), Rule::Truncated),
        }
    }
}

/// Kind 11: a project that can't win.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Withdrawal {
    /// The district.
    pub district: u16,
    /// The project by position.
    pub project: u16,
}

impl Withdrawal {
    /// Reads the message.
    pub fn read(message: &[u8]) -> Result<Self, WireError> {
        let mut reader = Reader::new(message);
        let district = reader.u16("district")?;
        let project = reader.u16("project")?;
        reader.finish("withdrawal")?;
        Ok(Self { district, project })
    }
}

/// Kind 12: a credential that can't vote any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Revocation {
    /// The district.
    pub district: u16,
    /// The credential U.
    pub credential: [u8; 32],
}

impl Revocation {
    /// Reads the message.
    pub fn read(message: &[u8]) -> Result<Self, WireError> {
        let mut reader = Reader::new(message);
        let district = reader.u16("district")?;
        let credential = *reader.key("credential")?.bytes();
        reader.finish("revocation")?;
        Ok(Self { district, credential })
    }
}

/// Kind 13: a new credential in place of a revoked one.
#[derive(Debug, Clone)]
pub struct Reissue {
    /// The district.
    pub district: u16,
    /// The revoked credential U.
    pub revoked: [u8; 32],
    /// For each registrar in order its U_k and that it knows the secret (`spec/protocol.md`,
    /// section 8).
    pub shares: Vec<(Point, KnowledgeProof)>,
}

impl Reissue {
    /// Reads the message of an election with this many registrars.
    pub fn read(message: &[u8], registrars: usize) -> Result<Self, WireError> {
        let mut reader = Reader::new(message);
        let district = reader.u16("district")?;
        let revoked = *reader.key("revoked credential")?.bytes();
        let share = |_| Ok((reader.key("credential")?, KnowledgeProof::read(&mut reader)?));
        let shares = (0..registrars).map(share).collect::<Result<_, WireError>>()?;
        reader.finish("reissue")?;
        Ok(Self { district, revoked, shares })
    }
}

/// Kind 14: ballots on paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperBatch {
    /// The district.
    pub district: u16,
    /// The credentials U that are used up, as they stand in the message: their order is a rule
    /// of the record.
    pub credentials: Vec<[u8; 32]>,
    /// For each project how many of the ballots chose it, or the points that they gave it.
    pub counts: Vec<u32>,
}

impl PaperBatch {
    /// Reads the message. `projects` gives the number P of projects of a district, if there is such
    /// a district.
    pub fn read(
        message: &[u8],
        projects: impl Fn(u16) -> Option<usize>,
    ) -> Result<Self, WireError> {
        let mut reader = Reader::new(message);
        let district = reader.u16("district")?;
        let Some(projects) = projects(district) else { return no_district() };
        let count = reader.count("credentials", 0, MAX_PAPER_BATCH)?;
        let points = keys(&mut reader, "credential", count)?;
        let credentials = points.iter().map(|point| *point.bytes()).collect();
        let counts = (0..projects).map(|_| reader.u32("count")).collect::<Result<_, _>>()?;
        reader.finish("paper batch")?;
        Ok(Self { district, credentials, counts })
    }
}

/// Kind 16: the log with the close as its last entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CloseStatement {
    /// Entries of the log.
    pub size: u64,
    /// Root of its tree.
    pub root: [u8; 32],
}

impl CloseStatement {
    /// Reads the message.
    pub fn read(message: &[u8]) -> Result<Self, WireError> {
        let mut reader = Reader::new(message);
        let size = reader.u64("size")?;
        let root = reader.array("root")?;
        reader.finish("close statement")?;
        Ok(Self { size, root })
    }
}

/// Kind 17: the district, and the partial decryption as bytes (`spec/protocol.md`, section 10.2).
pub fn decryption(message: &[u8]) -> Result<(u16, &[u8]), WireError> {
    let mut reader = Reader::new(message);
    let district = reader.u16("district")?;
    Ok((district, reader.remaining()))
}

/// Kind 18: the result of a district.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResultMessage {
    /// The district.
    pub district: u16,
    /// Ballots that count.
    pub ballots: u64,
    /// For each project how many of them chose it, or the points that they gave it; absent below
    /// the floor.
    pub counts: Option<Vec<u64>>,
    /// Ballots on paper.
    pub paper_ballots: u64,
    /// The same of these; empty if there was no batch.
    pub paper_counts: Vec<u64>,
    /// The awards, in the order of the rule.
    pub awards: Vec<Award>,
}

impl ResultMessage {
    /// Reads the message.
    pub fn read(message: &[u8]) -> Result<Self, WireError> {
        let mut reader = Reader::new(message);
        let district = reader.u16("district")?;
        let ballots = reader.u64("ballots")?;
        let counts = match reader.present("counts")? {
            true => Some(numbers(&mut reader, "counts")?),
            false => None,
        };
        let paper_ballots = reader.u64("paper ballots")?;
        let paper_counts = numbers(&mut reader, "paper counts")?;
        let count = reader.count("awards", 0, MAX_SLOTS)?;
        let mut award = || {
            let project = reader.u16("project of an award")?;
            Ok(Award { project, amount: reader.u64("amount of an award")? })
        };
        let awards = (0..count).map(|_| award()).collect::<Result<_, WireError>>()?;
        reader.finish("result")?;
        Ok(Self { district, ballots, counts, paper_ballots, paper_counts, awards })
    }
}

fn numbers(reader: &mut Reader<'_>, field: &'static str) -> Result<Vec<u64>, WireError> {
    let count = reader.count(field, 0, MAX_SLOTS)?;
    (0..count).map(|_| reader.u64(field)).collect()
}

/// `count` points, none of them neutral. The bytes are taken first, so that a count that the
/// message can't hold is refused before any point is computed.
fn keys(
    reader: &mut Reader<'_>,
    field: &'static str,
    count: usize,
) -> Result<Vec<Point>, WireError> {
    reader.clone().bytes(field, 32 * count)?;
    (0..count).map(|_| reader.key(field)).collect()
}

fn no_district<T>() -> Result<T, WireError> {
    Reader::refuse("district", 0, Rule::Meaningless("there is no such district"))
}
