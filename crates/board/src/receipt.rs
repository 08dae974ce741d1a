//! Receipts: c2sp.org/tlog-proof (`spec/board.md`, 8).

use alloc::vec::Vec;
use core::fmt;

use base64ct::{Base64, Encoding};
use thiserror::Error;

use crate::MerkleHash;
use crate::checkpoint::{hash_line, parse_decimal, parse_hash};
use crate::note::{MAX_NOTE_BYTES, Note, NoteError};
use crate::policy::{OpenError, OpenedCheckpoint, Policy};
use crate::proof::{InclusionProof, MAX_PROOF_HASHES, ProofError};

/// Size of the extra data of a receipt, in bytes: an entry fits.
pub const MAX_EXTRA_BYTES: usize = 65_535;

/// Size of the largest receipt, in bytes: the lines before the checkpoint, and the checkpoint.
pub const MAX_RECEIPT_BYTES: usize = HEADER.len()
    + 8
    + MAX_EXTRA_BYTES.div_ceil(3) * 4
    + 32
    + 45 * MAX_PROOF_HASHES
    + MAX_NOTE_BYTES;

/// The first line.
const HEADER: &str = "c2sp.org/tlog-proof@v1";

/// The proof that an entry is on the board: its index, the way from its leaf to the root, and the
/// checkpoint with the root. It can be checked offline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    extra: Option<Vec<u8>>,
    index: u64,
    proof: InclusionProof,
    checkpoint: Note,
}

/// Why some bytes are not a receipt, or a receipt proves nothing.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ReceiptError {
    /// Above [`MAX_RECEIPT_BYTES`].
    #[error("a receipt of {bytes} bytes is above the limit of {MAX_RECEIPT_BYTES}")]
    TooLong {
        /// Its size, in bytes.
        bytes: usize,
    },
    /// Not UTF-8.
    #[error("a receipt must be UTF-8")]
    NotUtf8,
    /// Another first line.
    #[error("the first line of a receipt must be {HEADER}")]
    BadHeader,
    /// The `extra` line is not the base64 of 1 to [`MAX_EXTRA_BYTES`] bytes.
    #[error("the extra data of a receipt must be the base64 of 1 to {MAX_EXTRA_BYTES} bytes")]
    BadExtra,
    /// The `index` line is missing, or its number is not decimal without leading zeroes.
    #[error("a receipt must state \"index\" and a decimal number")]
    BadIndex,
    /// A line of the proof is not the base64 of 32 bytes.
    #[error("hash {0} of the receipt must be the base64 of 32 bytes")]
    BadHash(usize),
    /// No empty line and checkpoint after the proof.
    #[error("a receipt must end in an empty line and a checkpoint")]
    NoCheckpoint,
    /// The checkpoint is not a signed note.
    #[error("the checkpoint of the receipt can't be read")]
    BadNote(#[from] NoteError),
    /// The checkpoint is not to be believed.
    #[error("the checkpoint of the receipt is not enough")]
    BadCheckpoint(#[from] OpenError),
    /// The proof does not lead from the entry to the root of the checkpoint.
    #[error("the receipt is not for this entry")]
    BadProof(#[from] ProofError),
}

impl Receipt {
    /// The receipt for entry `index`, with this proof in the tree of this checkpoint.
    #[must_use]
    pub fn new(index: u64, proof: InclusionProof, checkpoint: Note) -> Self {
        Self { extra: None, index, proof, checkpoint }
    }

    /// The same with extra data, which nothing authenticates.
    ///
    /// # Errors
    /// [`ReceiptError::BadExtra`] unless there are 1 to [`MAX_EXTRA_BYTES`] bytes.
    pub fn with_extra(self, extra: Vec<u8>) -> Result<Self, ReceiptError> {
        if extra.is_empty() || extra.len() > MAX_EXTRA_BYTES {
            return Err(ReceiptError::BadExtra);
        }
        Ok(Self { extra: Some(extra), ..self })
    }

    /// Reads a receipt that takes up all of `bytes`.
    ///
    /// # Errors
    /// Says what is not as the format wants it.
    pub fn parse(bytes: &[u8]) -> Result<Self, ReceiptError> {
        if bytes.len() > MAX_RECEIPT_BYTES {
            return Err(ReceiptError::TooLong { bytes: bytes.len() });
        }
        let text = core::str::from_utf8(bytes).map_err(|_| ReceiptError::NotUtf8)?;
        let (lines, checkpoint) = text.split_once("\n\n").ok_or(ReceiptError::NoCheckpoint)?;
        let mut lines = lines.split('\n').peekable();
        if lines.next() != Some(HEADER) {
            return Err(ReceiptError::BadHeader);
        }
        let extra = lines.next_if(|line| line.starts_with("extra "));
        let extra = extra.map(parse_extra).transpose()?;
        let index = lines.next().and_then(|line| parse_decimal(line.strip_prefix("index ")?));
        let index = index.ok_or(ReceiptError::BadIndex)?;
        let proof = parse_proof(lines)?;
        Ok(Self { extra, index, proof, checkpoint: Note::parse(checkpoint.as_bytes())? })
    }

    /// The extra data, which nothing authenticates.
    #[must_use]
    pub fn extra(&self) -> Option<&[u8]> {
        self.extra.as_deref()
    }

    /// The index of the entry, as the receipt says; proved by [`verify`](Self::verify).
    #[must_use]
    pub fn index(&self) -> u64 {
        self.index
    }

    /// The way from the leaf to the root.
    #[must_use]
    pub fn proof(&self) -> &InclusionProof {
        &self.proof
    }

    /// The checkpoint, as the receipt says; proved by [`verify`](Self::verify).
    #[must_use]
    pub fn checkpoint(&self) -> &Note {
        &self.checkpoint
    }

    /// Checks that the entry with this [leaf hash](crate::merkle::leaf_hash) stands at
    /// [`index`](Self::index) on the board of the policy, and returns the checkpoint.
    ///
    /// # Errors
    /// Says why the receipt proves nothing.
    pub fn verify(
        &self,
        leaf: &MerkleHash,
        policy: &Policy,
    ) -> Result<OpenedCheckpoint, ReceiptError> {
        let opened = policy.open(&self.checkpoint)?;
        self.proof.verify(self.index, leaf, opened.head())?;
        Ok(opened)
    }
}

/// The receipt as it is stored and sent.
impl fmt::Display for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{HEADER}")?;
        if let Some(extra) = &self.extra {
            writeln!(f, "extra {}", Base64::encode_string(extra))?;
        }
        writeln!(f, "index {}", self.index)?;
        for hash in self.proof.hashes() {
            writeln!(f, "{}", hash_line(hash))?;
        }
        write!(f, "\n{}", self.checkpoint)
    }
}

fn parse_extra(line: &str) -> Result<Vec<u8>, ReceiptError> {
    let base64 = line.strip_prefix("extra ").unwrap_or_default();
    match Base64::decode_vec(base64) {
        Ok(extra) if !extra.is_empty() && extra.len() <= MAX_EXTRA_BYTES => Ok(extra),
        _ => Err(ReceiptError::BadExtra),
    }
}

fn parse_proof<'a>(lines: impl Iterator<Item = &'a str>) -> Result<InclusionProof, ReceiptError> {
    // One more than allowed, so that the proof refuses its length.
    let numbered = lines.take(MAX_PROOF_HASHES + 1).enumerate();
    let hashes = numbered.map(|(n, line)| parse_hash(line).ok_or(ReceiptError::BadHash(n + 1)));
    Ok(InclusionProof::new(hashes.collect::<Result<_, _>>()?)?)
}
