//! Checkpoints: signed tree heads, c2sp.org/tlog-checkpoint (`spec/board.md`, 7).

use alloc::string::{String, ToString};
use core::fmt;
use core::str::FromStr;

use base64ct::{Base64, Encoding};
use thiserror::Error;

use crate::keys::{KeyError, LogSigner, WitnessSigner};
use crate::merkle::{MAX_TREE_SIZE, TreeHead};
use crate::note::{KeyName, Note, NoteError, SignatureLine};
use crate::{HASH_BYTES, MerkleHash};

/// The text that a log signs: origin, size and root, a line each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// Whose log it is: the name of the log's key.
    pub origin: KeyName,
    /// The size and the root of the tree.
    pub head: TreeHead,
}

/// Why a text is not a checkpoint.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CheckpointError {
    /// Not three lines, each with its newline.
    #[error("a checkpoint has three lines: origin, size, root")]
    NotThreeLines,
    /// More than three lines. Boards write no extension lines, which nobody could audit.
    #[error("a checkpoint of a board has no extension lines after origin, size and root")]
    ExtensionLines,
    /// The origin can't be the name of a key.
    #[error("the origin of a checkpoint must be the name of the log's key")]
    BadOrigin(#[source] NoteError),
    /// The size is not decimal without leading zeroes, or above [`MAX_TREE_SIZE`].
    #[error("the size of a checkpoint must be a decimal number up to {MAX_TREE_SIZE}")]
    BadSize,
    /// The root is not the base64 of 32 bytes.
    #[error("the root of a checkpoint must be the base64 of {HASH_BYTES} bytes")]
    BadRoot,
}

impl Checkpoint {
    /// The checkpoint as a note, with the signature of the log.
    ///
    /// A log must never sign two roots for one size, nor a tree that does not begin with one
    /// signed before. That is for the caller to ensure.
    ///
    /// # Errors
    /// [`NoteError::BadKeyName`] if the signer is of another log.
    pub fn sign(&self, signer: &LogSigner) -> Result<Note, NoteError> {
        if *signer.key().name() != self.origin {
            return Err(NoteError::BadKeyName(signer.key().name().to_string()));
        }
        let text = self.to_string();
        let line = signer.sign(&text);
        Note::new(text, [line].into())
    }

    /// The cosignature of a witness at this time, in seconds since 1970.
    ///
    /// A witness must first have checked that the tree begins with the one it cosigned before.
    ///
    /// # Errors
    /// [`KeyError::TimeTooLate`] if the time is after 2^63 - 1.
    pub fn cosign(&self, signer: &WitnessSigner, seconds: u64) -> Result<SignatureLine, KeyError> {
        signer.cosign(&self.to_string(), seconds)
    }
}

/// The text of the note, with its final newline.
impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n{}\n{}", self.origin, self.head.size, hash_line(&self.head.root))
    }
}

/// Only the one way to write a checkpoint is read.
impl FromStr for Checkpoint {
    type Err = CheckpointError;

    fn from_str(text: &str) -> Result<Self, CheckpointError> {
        let text = text.strip_suffix('\n').ok_or(CheckpointError::NotThreeLines)?;
        let mut lines = text.split('\n');
        let (Some(origin), Some(size), Some(root)) = (lines.next(), lines.next(), lines.next())
        else {
            return Err(CheckpointError::NotThreeLines);
        };
        if lines.next().is_some() {
            return Err(CheckpointError::ExtensionLines);
        }
        let origin = origin.parse().map_err(CheckpointError::BadOrigin)?;
        let size = parse_decimal(size).filter(|size| *size <= MAX_TREE_SIZE);
        let size = size.ok_or(CheckpointError::BadSize)?;
        let root = parse_hash(root).ok_or(CheckpointError::BadRoot)?;
        Ok(Self { origin, head: TreeHead { size, root } })
    }
}

/// A number in decimal digits, without leading zeroes.
pub(crate) fn parse_decimal(text: &str) -> Option<u64> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit());
    let canonical = plain && (text == "0" || !text.starts_with('0'));
    if canonical { text.parse().ok() } else { None }
}

/// The base64 of 32 bytes.
pub(crate) fn parse_hash(text: &str) -> Option<MerkleHash> {
    // Decoding into a fixed buffer bounds the length before any memory is reserved.
    let mut bytes = [0; HASH_BYTES];
    match Base64::decode(text, &mut bytes) {
        Ok(decoded) if decoded.len() == HASH_BYTES => Some(MerkleHash::new(bytes)),
        _ => None,
    }
}

/// The base64 of a hash.
pub(crate) fn hash_line(hash: &MerkleHash) -> String {
    Base64::encode_string(hash.as_bytes())
}
