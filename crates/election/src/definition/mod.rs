//! The definition of an election: all that is fixed before the vote (`spec/election.md`, section 2).
//!
//! It is made of a general part and one part for each district. The general part names the hash of
//! each district's, so its own hash, the `election_id`, binds everything.

mod district;
mod error;
mod limit;
mod sense;
mod text;

pub use district::{ADVISED_FLOOR, District, DistrictParts, MAX_AMOUNT, Project, Ties};
pub use error::{DefinitionError, DistrictError};
pub use limit::{Bound, Limit, Measure, Scope};
pub use text::disturbs_a_line;

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::ops::Deref;

use ed25519_dalek::VerifyingKey;
use isoloir_board::keys::{LogKey, WitnessKey, verifying_key};
use isoloir_board::note::KeyName;
use isoloir_board::policy::{MAX_WITNESSES, Policy};
use isoloir_crypto::dkg::{MAX_TRUSTEES, ParametersError};
use isoloir_encoding::{Decode, DecodeError, Encode, Problem, Reader, Writer};
use sha3::{Digest, Sha3_256};

use crate::definition::text::{MAX_NAME_BYTES, check_text};

/// The version of the protocol that this code speaks.
pub const PROTOCOL_VERSION: u16 = 1;

/// The most officials of an election.
pub const MAX_OFFICIALS: usize = 16;

/// The most registrars of an election.
pub const MAX_REGISTRARS: usize = 8;

/// The most districts of an election.
pub const MAX_DISTRICTS: usize = 1_024;

/// The longest currency, in bytes.
const MAX_CURRENCY_BYTES: usize = 16;

/// The most decimals of an amount.
const MAX_DECIMALS: u8 = 6;

/// SHA3-256 of the general part of the definition, 32 bytes. It has no keys of the ceremony in it:
/// it salts the voting codes and binds the ceremony's proofs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ElectionId(pub [u8; 32]);

impl fmt::Display for ElectionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// SHA3-256 of the manifest of a voting page, 32 bytes (`spec/election.md`, section 15).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageDigest(pub [u8; 32]);

impl fmt::Display for PageDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        ElectionId(self.0).fmt(f)
    }
}

/// Somebody with a part to play: a name for people and a key (Ed25519, 32 bytes) for programs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// Who it is.
    pub name: String,
    /// The key of its signatures on the board.
    pub key: VerifyingKey,
}

/// The general part of a definition, not yet checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DefinitionParts {
    /// What people call the election.
    pub title: String,
    /// The currency of all amounts, as people write it.
    pub currency: String,
    /// How many decimals amounts have: they are integers of 10^-decimals of the currency.
    pub decimals: u8,
    /// When the vote is to open, in seconds since 1970. For people: the board itself tells no time.
    pub opens: u64,
    /// When the vote is to close, in seconds since 1970.
    pub closes: u64,
    /// Until when complaints about the vote are heard, in seconds since 1970: trustees state no close
    /// before. Not before `closes`.
    pub complaints: u64,
    /// The key of the board's checkpoints; its name is the log's origin.
    pub board: LogKey,
    /// m witnesses of the board.
    pub witnesses: Vec<WitnessKey>,
    /// k: how many of them must cosign what is relied upon.
    pub witness_quorum: u8,
    /// Who opens and closes.
    pub officials: Vec<Party>,
    /// Who keeps the rolls.
    pub registrars: Vec<Party>,
    /// Who holds the keys, numbered from 1.
    pub trustees: Vec<Party>,
    /// t: how many trustees decrypt.
    pub threshold: u8,
    /// SHA3-256 of each district's part, in order.
    pub districts: Vec<[u8; 32]>,
    /// The files that the voting page may run; none, if the election vouches for no page.
    pub page: Option<PageDigest>,
}

/// The general part of a definition that makes sense.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    parts: DefinitionParts,
    policy: Policy,
}

impl Definition {
    /// Checks the parts.
    ///
    /// # Errors
    /// Says what does not make sense, and what to do about it.
    pub fn new(parts: DefinitionParts) -> Result<Self, DefinitionError> {
        check_text("title", &parts.title, MAX_NAME_BYTES)?;
        check_text("currency", &parts.currency, MAX_CURRENCY_BYTES)?;
        if parts.decimals > MAX_DECIMALS {
            return Err(DefinitionError::TooManyDecimals { decimals: parts.decimals });
        }
        if parts.opens >= parts.closes {
            return Err(DefinitionError::ClosesBeforeItOpens);
        }
        if parts.complaints < parts.closes {
            return Err(DefinitionError::ComplaintsEndBeforeTheClose);
        }
        check_parties("officials", &parts.officials, MAX_OFFICIALS)?;
        check_parties("registrars", &parts.registrars, MAX_REGISTRARS)?;
        check_parties("trustees", &parts.trustees, MAX_TRUSTEES.into())?;
        let trustees = parts.trustees.len() as u8;
        if !(1..=trustees).contains(&parts.threshold) {
            let threshold = parts.threshold;
            return Err(DefinitionError::Ceremony(ParametersError::Threshold {
                threshold,
                trustees,
            }));
        }
        if !(1..=MAX_DISTRICTS).contains(&parts.districts.len()) {
            return Err(DefinitionError::Districts { districts: parts.districts.len() });
        }
        let policy =
            Policy::new(parts.board.clone(), parts.witnesses.clone(), parts.witness_quorum.into())?;
        Ok(Self { parts, policy })
    }

    /// SHA3-256 of the encoding of this general part.
    #[must_use]
    pub fn election_id(&self) -> ElectionId {
        ElectionId(Sha3_256::digest(self.to_bytes()).into())
    }

    /// Whose signatures a checkpoint of this election's board needs.
    #[must_use]
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Q = floor((n + t - 1) / 2) + 1: how many identical close statements come before any
    /// decryption (`spec/election.md`, section 8).
    #[must_use]
    pub fn close_quorum(&self) -> usize {
        (self.parts.trustees.len() + usize::from(self.parts.threshold) - 1) / 2 + 1
    }
}

impl Deref for Definition {
    type Target = DefinitionParts;

    fn deref(&self) -> &DefinitionParts {
        &self.parts
    }
}

/// Checks that a party can have this name.
///
/// # Errors
/// If it is empty, too long, or holds what disturbs a line.
pub fn check_name(name: &str) -> Result<(), DefinitionError> {
    check_text("name of a party", name, MAX_NAME_BYTES)
}

fn check_parties(
    role: &'static str,
    parties: &[Party],
    most: usize,
) -> Result<(), DefinitionError> {
    if !(1..=most).contains(&parties.len()) {
        return Err(DefinitionError::Parties { role, parties: parties.len(), most });
    }
    for (index, party) in parties.iter().enumerate() {
        check_name(&party.name)?;
        if verifying_key(party.key.as_bytes()).is_none() {
            return Err(DefinitionError::WeakKey { role, name: party.name.clone() });
        }
        if parties[..index].iter().any(|other| other.key == party.key) {
            return Err(DefinitionError::RepeatedKey { role, name: party.name.clone() });
        }
    }
    Ok(())
}

impl Encode for Party {
    fn encode(&self, out: &mut Writer) {
        out.string(&self.name);
        out.raw(self.key.as_bytes());
    }
}

impl Decode for Party {
    fn decode(input: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let name = input.string("name of a party", MAX_NAME_BYTES)?;
        let start = input.clone();
        let key = verifying_key(&input.array("key of a party")?).ok_or_else(|| {
            let problem = Problem::NotCanonical("not an Ed25519 key, or one of small order");
            start.error("key of a party", problem)
        })?;
        Ok(Self { name, key })
    }
}

impl Encode for Definition {
    fn encode(&self, out: &mut Writer) {
        let parts = &self.parts;
        out.u16(PROTOCOL_VERSION);
        out.string(&parts.title);
        out.string(&parts.currency);
        out.u8(parts.decimals);
        out.u64(parts.opens);
        out.u64(parts.closes);
        out.u64(parts.complaints);
        encode_log_key(out, parts.board.name(), parts.board.as_bytes());
        out.u16(parts.witnesses.len() as u16);
        for witness in &parts.witnesses {
            encode_log_key(out, witness.name(), witness.as_bytes());
        }
        out.u8(parts.witness_quorum);
        out.list(&parts.officials);
        out.list(&parts.registrars);
        out.list(&parts.trustees);
        out.u8(parts.threshold);
        out.u16(parts.districts.len() as u16);
        for digest in &parts.districts {
            out.raw(digest);
        }
        out.u16(parts.page.iter().len() as u16);
        if let Some(PageDigest(digest)) = &parts.page {
            out.raw(digest);
        }
    }
}

impl Decode for Definition {
    fn decode(input: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let start = input.clone();
        let version = input.u16("version of the protocol")?;
        if version != PROTOCOL_VERSION {
            let problem = Problem::Unknown(version.into());
            return Err(start.error("version of the protocol", problem));
        }
        let parts = DefinitionParts {
            title: input.string("title", MAX_NAME_BYTES)?,
            currency: input.string("currency", MAX_CURRENCY_BYTES)?,
            decimals: input.u8("decimals")?,
            opens: input.u64("opening time")?,
            closes: input.u64("closing time")?,
            complaints: input.u64("end of complaints")?,
            board: decode_log_key(input, "key of the board", LogKey::new)?,
            witnesses: {
                let count = bounded_count(input, "witnesses", MAX_WITNESSES)?;
                input.items(count, |input| {
                    decode_log_key(input, "key of a witness", WitnessKey::new)
                })?
            },
            witness_quorum: input.u8("quorum of witnesses")?,
            officials: input.list("officials", MAX_OFFICIALS)?,
            registrars: input.list("registrars", MAX_REGISTRARS)?,
            trustees: input.list("trustees", MAX_TRUSTEES.into())?,
            threshold: input.u8("threshold")?,
            districts: {
                let count = bounded_count(input, "districts", MAX_DISTRICTS)?;
                input.items(count, |input| input.array("hash of a district"))?
            },
            page: match bounded_count(input, "pages", 1)? {
                0 => None,
                _ => Some(PageDigest(input.array("digest of the page")?)),
            },
        };
        Self::new(parts).map_err(|_| {
            start.error("definition", Problem::NotCanonical("its parts do not fit together"))
        })
    }
}

fn encode_log_key(out: &mut Writer, name: &KeyName, key: &[u8; 32]) {
    out.string(name.as_str());
    out.raw(key);
}

fn decode_log_key<K, E>(
    input: &mut Reader<'_>,
    what: &'static str,
    new: impl Fn(KeyName, &[u8; 32]) -> Result<K, E>,
) -> Result<K, DecodeError> {
    let start = input.clone();
    let name = input.string(what, MAX_NAME_BYTES)?;
    let key = input.array(what)?;
    name.parse()
        .ok()
        .and_then(|name| new(name, &key).ok())
        .ok_or_else(|| start.error(what, Problem::NotCanonical("not a key name and Ed25519 key")))
}

pub(crate) fn bounded_count(
    input: &mut Reader<'_>,
    what: &'static str,
    limit: usize,
) -> Result<usize, DecodeError> {
    let start = input.clone();
    let length = usize::from(input.u16(what)?);
    if length > limit {
        return Err(start.error(what, Problem::TooLong { length, limit }));
    }
    Ok(length)
}
