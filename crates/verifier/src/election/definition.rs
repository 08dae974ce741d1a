//! The general part of the definition (`spec/election.md`, section 2).

use sha3::{Digest as _, Sha3_256};

use super::message::Kind;
use super::party::{Party, Signers, read_key};
use super::text::{key_name, text};
use crate::log::key::PublicKey;
use crate::wire::{Reader, Rule, WireError};

/// Bytes of a title, of a district's, a party's or a key's name.
pub const MAX_NAME_BYTES: usize = 255;
/// Bytes of the currency.
pub const MAX_CURRENCY_BYTES: usize = 16;
/// Decimals of amounts.
pub const MAX_DECIMALS: u8 = 6;
/// Officials of an election.
pub const MAX_OFFICIALS: usize = 16;
/// Registrars of an election.
pub const MAX_REGISTRARS: usize = 8;
/// Trustees of an election.
pub const MAX_TRUSTEES: usize = 32;
/// Witnesses of the board.
pub const MAX_WITNESSES: usize = 32;
/// Districts of an election.
pub const MAX_DISTRICTS: usize = 1_024;

/// The version of the definition that this program reads.
const VERSION: u16 = 1;

/// What is fixed before the vote: the general part of the definition (`spec/election.md`, section
/// 2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// election_id = SHA3-256(general part), 32 bytes.
    pub election_id: [u8; 32],
    /// The title.
    pub title: String,
    /// The currency, as people write it.
    pub currency: String,
    /// Amounts are whole numbers of 10^-decimals of the currency.
    pub decimals: u8,
    /// When the vote is meant to open, in seconds since 1970.
    pub opens: u64,
    /// When the vote is meant to close, in seconds since 1970.
    pub closes: u64,
    /// Until when complaints about the vote are heard before anything is decrypted, in seconds
    /// since 1970; not before it is meant to close. The board tells no time, so nothing on it is
    /// refused for this.
    pub complaints: u64,
    /// The key of the board's log; its name is the log's origin.
    pub board: LogKey,
    /// The m keys of the board's witnesses.
    pub witnesses: Vec<LogKey>,
    /// k, how many cosignatures a checkpoint needs; at most m.
    pub cosignatures: u8,
    /// The officials, by index from 0.
    pub officials: Vec<Party>,
    /// The registrars, by index from 0.
    pub registrars: Vec<Party>,
    /// The N trustees; the first one here has index 1 in the ceremony.
    pub trustees: Vec<Party>,
    /// t, how many trustees decrypt; 1 to N.
    pub threshold: u8,
    /// SHA3-256 of each district's part, in order.
    pub districts: Vec<[u8; 32]>,
    /// The digest of the voting page (section 15); None if the election vouches for none.
    pub page: Option<[u8; 32]>,
}

/// A key of the board's log or of a witness, with its name (`spec/board.md`, section 6).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogKey {
    /// The name of the key.
    pub name: String,
    /// The Ed25519 key.
    pub key: PublicKey,
}

impl Definition {
    /// Reads the general part, the whole of `bytes`.
    pub fn read(bytes: &[u8]) -> Result<Self, WireError> {
        let mut reader = Reader::new(bytes);
        version(&mut reader)?;
        let title = text(&mut reader, "title", MAX_NAME_BYTES)?;
        let currency = text(&mut reader, "currency", MAX_CURRENCY_BYTES)?;
        let decimals = decimals(&mut reader)?;
        let Times { opens, closes, complaints } = times(&mut reader)?;
        let board = log_key(&mut reader)?;
        let witnesses = witnesses(&mut reader, &board)?;
        let cosignatures = cosignatures(&mut reader, witnesses.len())?;
        let officials = parties(&mut reader, "officials", MAX_OFFICIALS)?;
        let registrars = parties(&mut reader, "registrars", MAX_REGISTRARS)?;
        let trustees = parties(&mut reader, "trustees", MAX_TRUSTEES)?;
        let threshold = threshold(&mut reader, trustees.len())?;
        let count = reader.count("districts", 1, MAX_DISTRICTS)?;
        let districts = (0..count).map(|_| reader.array("district")).collect::<Result<_, _>>()?;
        let page = page(&mut reader)?;
        reader.finish("definition")?;

        Ok(Self {
            election_id: Sha3_256::digest(bytes).into(),
            title,
            currency,
            decimals,
            opens,
            closes,
            complaints,
            board,
            witnesses,
            cosignatures,
            officials,
            registrars,
            trustees,
            threshold,
            districts,
            page,
        })
    }

    /// Q = floor((N + t - 1) / 2) + 1, how many close statements decryptions need
    /// (`spec/election.md`, section 8).
    pub fn close_quorum(&self) -> usize {
        (self.trustees.len() + usize::from(self.threshold) - 1) / 2 + 1
    }

    /// Who signs the entries of a kind, and over what (`spec/election.md`, section 5.1): the
    /// context is election_id for kinds 1 to 9, the fingerprint for kinds 11 to 18. Districts
    /// and ballots have no signer.
    pub fn signers<'a>(&'a self, kind: Kind, context: &'a [u8; 32]) -> Signers<'a> {
        let (role, parties): (_, &[Party]) = match kind {
            Kind::Definition
            | Kind::Open
            | Kind::Withdrawal
            | Kind::PaperBatch
            | Kind::Close
            | Kind::Result => ("officials", &self.officials),
            Kind::Roll | Kind::Revocation | Kind::Reissue => ("registrars", &self.registrars),
            Kind::DealingCommitment
            | Kind::DealingOpening
            | Kind::Deal
            | Kind::Complaint
            | Kind::Confirmation
            | Kind::CloseStatement
            | Kind::Decryption => ("trustees", &self.trustees),
            Kind::District | Kind::Ballot => ("nobody", &[]),
        };
        Signers { role, parties, context, kind: kind.number() }
    }
}

fn version(reader: &mut Reader<'_>) -> Result<(), WireError> {
    let offset = reader.offset();
    if reader.u16("version")? != VERSION {
        return Reader::refuse("version", offset, Rule::Meaningless("only version 1 is known"));
    }
    Ok(())
}

fn decimals(reader: &mut Reader<'_>) -> Result<u8, WireError> {
    let offset = reader.offset();
    let decimals = reader.u8("decimals")?;
    if decimals > MAX_DECIMALS {
        return Reader::refuse("decimals", offset, Rule::Meaningless("there are at most 6"));
    }
    Ok(decimals)
}

/// opens < closes <= complaints, in seconds since 1970.
struct Times {
    opens: u64,
    closes: u64,
    complaints: u64,
}

fn times(reader: &mut Reader<'_>) -> Result<Times, WireError> {
    let opens = reader.u64("opens")?;
    let offset = reader.offset();
    let closes = reader.u64("closes")?;
    if closes <= opens {
        return Reader::refuse("closes", offset, Rule::Meaningless("a vote opens and then closes"));
    }
    let offset = reader.offset();
    let complaints = reader.u64("complaints")?;
    if complaints < closes {
        let rule = Rule::Meaningless("complaints are heard at least until the vote closes");
        return Reader::refuse("complaints", offset, rule);
    }
    Ok(Times { opens, closes, complaints })
}

fn log_key(reader: &mut Reader<'_>) -> Result<LogKey, WireError> {
    let name = key_name(reader, "name of a log key", MAX_NAME_BYTES)?;
    let key = read_key(reader, "log key")?;
    Ok(LogKey { name, key })
}

/// A cosignature does not bind the name of its witness, so a key may stand here only once.
fn witnesses(reader: &mut Reader<'_>, board: &LogKey) -> Result<Vec<LogKey>, WireError> {
    let count = reader.count("witnesses", 0, MAX_WITNESSES)?;
    let mut witnesses: Vec<LogKey> = Vec::with_capacity(count);
    for _ in 0..count {
        let offset = reader.offset();
        let witness = log_key(reader)?;
        if witness.key == board.key {
            let rule = Rule::Meaningless("a witness does not have the key of the board");
            return Reader::refuse("witness", offset, rule);
        }
        if witnesses.iter().any(|other| other.name == witness.name || other.key == witness.key) {
            let rule = Rule::Order("no two witnesses share a name or a key");
            return Reader::refuse("witness", offset, rule);
        }
        witnesses.push(witness);
    }
    Ok(witnesses)
}

fn cosignatures(reader: &mut Reader<'_>, witnesses: usize) -> Result<u8, WireError> {
    let offset = reader.offset();
    let cosignatures = reader.u8("cosignatures")?;
    if usize::from(cosignatures) > witnesses {
        let rule = Rule::Meaningless("more cosignatures are needed than there are witnesses");
        return Reader::refuse("cosignatures", offset, rule);
    }
    Ok(cosignatures)
}

fn parties(
    reader: &mut Reader<'_>,
    role: &'static str,
    most: usize,
) -> Result<Vec<Party>, WireError> {
    let count = reader.count(role, 1, most)?;
    let mut parties: Vec<Party> = Vec::with_capacity(count);
    for _ in 0..count {
        let offset = reader.offset();
        let name = text(reader, "name of a party", MAX_NAME_BYTES)?;
        let key = read_key(reader, "key of a party")?;
        if parties.iter().any(|other| other.key == key) {
            let rule = Rule::Order("no two parties of a role share a key");
            return Reader::refuse(role, offset, rule);
        }
        parties.push(Party { name, key });
    }
    Ok(parties)
}

fn threshold(reader: &mut Reader<'_>, trustees: usize) -> Result<u8, WireError> {
    let offset = reader.offset();
    let threshold = reader.u8("threshold")?;
    if threshold == 0 || usize::from(threshold) > trustees {
        let rule = Rule::Meaningless("the threshold is from 1 to the number of trustees");
        return Reader::refuse("threshold", offset, rule);
    }
    Ok(threshold)
}

/// A list of at most one digest.
fn page(reader: &mut Reader<'_>) -> Result<Option<[u8; 32]>, WireError> {
    let count = reader.count("voting page", 0, 1)?;
    (count == 1).then(|| reader.array("digest of the voting page")).transpose()
}
