//! Checkpoints and policies (`spec/board.md`, section 7; c2sp.org/tlog-checkpoint,
//! c2sp.org/tlog-cosignature).

use thiserror::Error;

use super::key::{KeyType, PublicKey, SIGNATURE_BYTES, VerifierKey, is_key_name};
use super::merkle::TreeHead;
use super::note::Note;
use super::text;

/// The time in a cosignature, at most, in seconds since 1970.
pub const MAX_COSIGNATURE_SECONDS: u64 = (1 << 63) - 1;
/// Witnesses of a policy, at most.
pub const MAX_WITNESSES: usize = 32;

/// What the text of a checkpoint says. It is not to be relied on before a [`Policy`] opened it; until
/// then it serves to find the definition of the election, which holds the keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// The name of the log's key.
    pub origin: String,
    /// The size of the log and the root of its tree.
    pub head: TreeHead,
}

/// Why a text is not that of a checkpoint.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CheckpointError {
    /// Fewer or more lines.
    #[error("the text of a checkpoint is three lines: origin, size, root")]
    Lines,
    /// The origin is no name of a key.
    #[error("the origin on line 1 is not the name of a key")]
    Origin,
    /// The size is not a number in its one form, or above 2^63 - 1.
    #[error("the size on line 2 is not a decimal number of at most 2^63 - 1")]
    Size,
    /// The root is not a hash in base64.
    #[error("the root on line 3 is not the base64 of 32 bytes")]
    Root,
}

impl Checkpoint {
    /// Reads the text of a note as a checkpoint.
    pub fn parse(mut text: &str) -> Result<Self, CheckpointError> {
        let mut line = || text::line(&mut text).ok_or(CheckpointError::Lines);
        let (origin, size, root) = (line()?, line()?, line()?);
        if !text.is_empty() {
            return Err(CheckpointError::Lines);
        }
        if !is_key_name(origin) {
            return Err(CheckpointError::Origin);
        }
        let size = text::decimal(size).ok_or(CheckpointError::Size)?;
        let root = text::hash(root).ok_or(CheckpointError::Root)?;
        let head = TreeHead::new(size, root).map_err(|_| CheckpointError::Size)?;
        Ok(Self { origin: origin.to_owned(), head })
    }
}

/// Whose signatures make a checkpoint one to rely on: the log's, and those of k of m witnesses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    log: VerifierKey,
    witnesses: Vec<VerifierKey>,
    quorum: usize,
}

/// Why such a policy can't be.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PolicyError {
    /// A key of the wrong type.
    #[error("{name} is not a key of a {needed}")]
    Type {
        /// The name of the key.
        name: String,
        /// What it should be.
        needed: KeyType,
    },
    /// Too many witnesses.
    #[error("{0} witnesses: a policy has at most {MAX_WITNESSES}")]
    Witnesses(usize),
    /// More cosignatures are needed than there are witnesses.
    #[error("{quorum} cosignatures of {witnesses} witnesses are needed")]
    Quorum {
        /// How many are needed.
        quorum: usize,
        /// How many witnesses there are.
        witnesses: usize,
    },
    /// Two witnesses with one name or one public key.
    #[error("witness {0} shares its name or its key with another witness")]
    Shared(String),
    /// A witness has the log's public key.
    #[error("witness {0} has the key of the log")]
    Log(String),
}

/// A checkpoint that a policy opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// What it says.
    pub checkpoint: Checkpoint,
    /// The witnesses of the policy that signed it, in the order of the policy.
    pub cosigners: Vec<Cosigner>,
}

/// A witness whose cosignature counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cosigner {
    /// Its name.
    pub name: String,
    /// When it signed, in seconds since 1970; the latest, if it signed more than once.
    pub time: u64,
}

/// Why a policy does not open a note.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum OpenError {
    /// The text is no checkpoint.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// The checkpoint of another log.
    #[error("it is a checkpoint of {found}, not of {expected}")]
    Origin {
        /// The origin of the checkpoint.
        found: String,
        /// The name of the log's key.
        expected: String,
    },
    /// A line with the name and key id of the log or of a witness does not hold.
    #[error("the signature of {0} does not hold")]
    Signature(String),
    /// The log did not sign.
    #[error("the log {0} did not sign it")]
    Unsigned(String),
    /// Too few witnesses.
    #[error("{found} witnesses signed it, and {needed} are needed")]
    Quorum {
        /// How many signed.
        found: usize,
        /// How many are needed.
        needed: usize,
    },
}

impl Policy {
    /// A policy that needs the signature of `log` and those of `quorum` of the witnesses.
    pub fn new(
        log: VerifierKey,
        witnesses: Vec<VerifierKey>,
        quorum: usize,
    ) -> Result<Self, PolicyError> {
        if witnesses.len() > MAX_WITNESSES {
            return Err(PolicyError::Witnesses(witnesses.len()));
        }
        if quorum > witnesses.len() {
            return Err(PolicyError::Quorum { quorum, witnesses: witnesses.len() });
        }
        of_type(&log, KeyType::Log)?;
        for (i, witness) in witnesses.iter().enumerate() {
            of_type(witness, KeyType::Witness)?;
            let shared = |other: &VerifierKey| {
                other.name() == witness.name() || other.public() == witness.public()
            };
            if witnesses.iter().take(i).any(shared) {
                return Err(PolicyError::Shared(witness.name().to_owned()));
            }
            if witness.public() == log.public() {
                return Err(PolicyError::Log(witness.name().to_owned()));
            }
        }
        Ok(Self { log, witnesses, quorum })
    }

    /// The key of the log.
    pub fn log(&self) -> &VerifierKey {
        &self.log
    }

    /// The keys of the witnesses.
    pub fn witnesses(&self) -> &[VerifierKey] {
        &self.witnesses
    }

    /// How many witnesses must have signed.
    pub fn quorum(&self) -> usize {
        self.quorum
    }

    /// Opens a checkpoint, by the five steps of `spec/board.md`, section 7.
    pub fn open(&self, note: &Note<'_>) -> Result<Opened, OpenError> {
        let checkpoint = Checkpoint::parse(note.text())?;
        if checkpoint.origin != self.log.name() {
            let expected = self.log.name().to_owned();
            return Err(OpenError::Origin { found: checkpoint.origin, expected });
        }
        self.check_log(note)?;
        let mut cosigners = Vec::new();
        for witness in &self.witnesses {
            let times = cosignature_times(witness, note)?;
            if let Some(time) = times.into_iter().max() {
                cosigners.push(Cosigner { name: witness.name().to_owned(), time });
            }
        }
        if cosigners.len() < self.quorum {
            return Err(OpenError::Quorum { found: cosigners.len(), needed: self.quorum });
        }
        Ok(Opened { checkpoint, cosigners })
    }

    /// Step 2: at least one line of the log, and all of them good.
    fn check_log(&self, note: &Note<'_>) -> Result<(), OpenError> {
        let mut signed = false;
        for signature in note.signatures_of(&self.log) {
            let holds = <&[u8; SIGNATURE_BYTES]>::try_from(signature).is_ok_and(|signature| {
                self.log.public().verifies(note.text().as_bytes(), signature)
            });
            if !holds {
                return Err(OpenError::Signature(self.log.name().to_owned()));
            }
            signed = true;
        }
        if signed { Ok(()) } else { Err(OpenError::Unsigned(self.log.name().to_owned())) }
    }
}

fn of_type(key: &VerifierKey, needed: KeyType) -> Result<(), PolicyError> {
    if key.kind() == needed {
        Ok(())
    } else {
        Err(PolicyError::Type { name: key.name().to_owned(), needed })
    }
}

/// Step 3: the times of all lines of a witness, if all of them are good.
fn cosignature_times(witness: &VerifierKey, note: &Note<'_>) -> Result<Vec<u64>, OpenError> {
    note.signatures_of(witness)
        .map(|signature| {
            cosignature_time(witness.public(), signature, note.text())
                .ok_or_else(|| OpenError::Signature(witness.name().to_owned()))
        })
        .collect()
}

/// The time of a good cosignature: `u64` time || Ed25519, 72 bytes (c2sp.org/tlog-cosignature).
fn cosignature_time(witness: &PublicKey, signature: &[u8], text: &str) -> Option<u64> {
    let (time, signature) = signature.split_first_chunk()?;
    let time = u64::from_be_bytes(*time);
    let message = format!("cosignature/v1\ntime {time}\n{text}");
    let holds = witness.verifies(message.as_bytes(), signature.try_into().ok()?);
    (holds && time <= MAX_COSIGNATURE_SECONDS).then_some(time)
}
