//! When to believe a checkpoint: the log's signature and k of m witnesses (`spec/board.md`, 7).

use alloc::vec::Vec;

use thiserror::Error;

use crate::checkpoint::{Checkpoint, CheckpointError};
use crate::keys::{KeyError, LogKey, WitnessKey};
use crate::merkle::TreeHead;
use crate::note::{KeyName, Note};

/// Witnesses of one log. With the log itself they fit in the signature lines of a note.
pub const MAX_WITNESSES: usize = 32;

/// Whose signatures a checkpoint needs: the log's, and those of `quorum` (k) of the witnesses (m).
///
/// The origin of the log is the name of its key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    log: LogKey,
    witnesses: Vec<WitnessKey>,
    quorum: usize,
}

/// A checkpoint that satisfied a [`Policy`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenedCheckpoint {
    checkpoint: Checkpoint,
    cosigners: Vec<Cosigner>,
}

/// A witness that cosigned a checkpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cosigner {
    /// The name of the witness.
    pub name: KeyName,
    /// When it saw the checkpoint, in seconds since 1970, as it says.
    pub seconds: u64,
}

/// Why a policy makes no sense.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PolicyError {
    /// More than [`MAX_WITNESSES`].
    #[error("{0} witnesses are above the limit of {MAX_WITNESSES}")]
    TooManyWitnesses(usize),
    /// More cosignatures asked for than there are witnesses.
    #[error("{quorum} cosignatures can't be had from {witnesses} witnesses")]
    QuorumTooLarge {
        /// How many cosignatures are asked for.
        quorum: usize,
        /// How many witnesses there are.
        witnesses: usize,
    },
    /// Two witnesses share a name or a key. A cosignature does not bind the name of the witness, so
    /// one could be copied to count as two.
    #[error("two witnesses share the name {0} or its key: each must have its own")]
    SharedWitness(KeyName),
    /// The log is its own witness.
    #[error("the witness {0} has the key of the log: a log can't witness itself")]
    LogIsWitness(KeyName),
}

/// Why a note is not a checkpoint to believe.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum OpenError {
    /// Not a checkpoint.
    #[error("the note is not a checkpoint")]
    BadCheckpoint(#[from] CheckpointError),
    /// The checkpoint of another log.
    #[error("the checkpoint is of the log {found}, not of {expected}")]
    WrongOrigin {
        /// The log of the policy.
        expected: KeyName,
        /// The log of the checkpoint.
        found: KeyName,
    },
    /// The log has not signed.
    #[error("the checkpoint has no signature by the key of {0}")]
    NotSignedByLog(KeyName),
    /// A signature by a known key is not good.
    #[error("the checkpoint can't be trusted")]
    BadSignature(#[from] KeyError),
    /// Not enough witnesses have cosigned.
    #[error(
        "{found} of the {needed} cosignatures needed are there: ask for the checkpoint again later"
    )]
    TooFewCosignatures {
        /// How many are needed.
        needed: usize,
        /// How many there are.
        found: usize,
    },
}

impl Policy {
    /// The policy of this log, these witnesses, and this many cosignatures.
    ///
    /// # Errors
    /// If there are too many witnesses, fewer than `quorum`, or two of them are one.
    pub fn new(
        log: LogKey,
        witnesses: Vec<WitnessKey>,
        quorum: usize,
    ) -> Result<Self, PolicyError> {
        if witnesses.len() > MAX_WITNESSES {
            return Err(PolicyError::TooManyWitnesses(witnesses.len()));
        }
        if quorum > witnesses.len() {
            return Err(PolicyError::QuorumTooLarge { quorum, witnesses: witnesses.len() });
        }
        for (position, witness) in witnesses.iter().enumerate() {
            let name = witness.name();
            if witness.as_bytes() == log.as_bytes() {
                return Err(PolicyError::LogIsWitness(name.clone()));
            }
            let same =
                |other: &WitnessKey| other.name() == name || other.as_bytes() == witness.as_bytes();
            if witnesses.iter().take(position).any(same) {
                return Err(PolicyError::SharedWitness(name.clone()));
            }
        }
        Ok(Self { log, witnesses, quorum })
    }

    /// The policy that asks for the log's signature alone.
    #[must_use]
    pub fn log_only(log: LogKey) -> Self {
        Self { log, witnesses: Vec::new(), quorum: 0 }
    }

    /// The key of the log.
    #[must_use]
    pub fn log(&self) -> &LogKey {
        &self.log
    }

    /// The witnesses (m of them).
    #[must_use]
    pub fn witnesses(&self) -> &[WitnessKey] {
        &self.witnesses
    }

    /// How many cosignatures are needed (k).
    #[must_use]
    pub fn quorum(&self) -> usize {
        self.quorum
    }

    /// Checks a note, and returns the checkpoint in it and who cosigned.
    ///
    /// Signature lines of keys that the policy does not know are ignored. A bad one of a key
    /// that it knows refuses the note, however many good ones there are.
    ///
    /// # Errors
    /// Says why the note is not to be believed.
    pub fn open(&self, note: &Note) -> Result<OpenedCheckpoint, OpenError> {
        let checkpoint: Checkpoint = note.text().parse()?;
        if checkpoint.origin != *self.log.name() {
            let expected = self.log.name().clone();
            return Err(OpenError::WrongOrigin { expected, found: checkpoint.origin });
        }
        self.check_log(note)?;
        let mut cosigners = Vec::new();
        for witness in &self.witnesses {
            cosigners.extend(cosigner(witness, note)?);
        }
        if cosigners.len() < self.quorum {
            let (needed, found) = (self.quorum, cosigners.len());
            return Err(OpenError::TooFewCosignatures { needed, found });
        }
        Ok(OpenedCheckpoint { checkpoint, cosigners })
    }

    fn check_log(&self, note: &Note) -> Result<(), OpenError> {
        let mut signed = false;
        for line in note.signatures().iter().filter(|line| self.log.is_of(line)) {
            self.log.verify(note.text(), line)?;
            signed = true;
        }
        if signed { Ok(()) } else { Err(OpenError::NotSignedByLog(self.log.name().clone())) }
    }
}

impl OpenedCheckpoint {
    /// Origin and tree head.
    #[must_use]
    pub fn checkpoint(&self) -> &Checkpoint {
        &self.checkpoint
    }

    /// The size and the root of the tree.
    #[must_use]
    pub fn head(&self) -> &TreeHead {
        &self.checkpoint.head
    }

    /// The witnesses of the policy that cosigned, each once, in the order of the policy.
    #[must_use]
    pub fn cosigners(&self) -> &[Cosigner] {
        &self.cosigners
    }
}

/// The cosignature of a witness, the latest if it made several; none if it made none.
fn cosigner(witness: &WitnessKey, note: &Note) -> Result<Option<Cosigner>, KeyError> {
    let mut latest = None;
    for line in note.signatures().iter().filter(|line| witness.is_of(line)) {
        latest = latest.max(Some(witness.verify(note.text(), line)?));
    }
    Ok(latest.map(|seconds| Cosigner { name: witness.name().clone(), seconds }))
}
