//! An entry of the board (`spec/board.md`, 3).

use alloc::vec::Vec;

use isoloir_encoding::{Decode, DecodeError, Encode, Problem, Reader, Writer};
use sha3::{Digest, Sha3_256};
use thiserror::Error;

use crate::merkle::{MAX_TREE_SIZE, leaf_hash};
use crate::{ChainHash, HASH_BYTES, MerkleHash};

/// Size of the largest entry, in bytes: the length of an entry in a bundle is a `u16`
/// (c2sp.org/tlog-tiles, Log entries).
pub const MAX_ENTRY_BYTES: usize = 65_535;

/// Size of what comes before the payload, in bytes: kind (1), index (8), previous (32).
pub const ENTRY_HEADER_BYTES: usize = 1 + 8 + HASH_BYTES;

/// Size of the largest payload, in bytes: 65,494.
pub const MAX_PAYLOAD_BYTES: usize = MAX_ENTRY_BYTES - ENTRY_HEADER_BYTES;

/// One entry of the board: kind (`u8`), index (`u64`), previous (32 bytes), payload (the rest),
/// at most [`MAX_ENTRY_BYTES`] in all (`spec/board.md`, 3).
///
/// The kind and the payload have no meaning here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    index: u64,
    previous: ChainHash,
    kind: u8,
    payload: Vec<u8>,
}

/// Why there can be no such entry.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum EntryError {
    /// The payload does not fit.
    #[error(
        "the payload of entry {index} has {bytes} bytes, above the limit of {MAX_PAYLOAD_BYTES}: \
         split it over several entries"
    )]
    PayloadTooLong {
        /// The index that the entry would have.
        index: u64,
        /// The size of the payload, in bytes.
        bytes: usize,
    },
    /// The board holds [`MAX_TREE_SIZE`] entries.
    #[error("no entry can have the index {index}: a board ends at {MAX_TREE_SIZE} entries")]
    IndexTooLarge {
        /// The index that the entry would have.
        index: u64,
    },
}

impl Entry {
    /// The entry with these fields.
    ///
    /// # Errors
    /// If the payload is above [`MAX_PAYLOAD_BYTES`], or the index not below [`MAX_TREE_SIZE`].
    pub fn new(
        index: u64,
        previous: ChainHash,
        kind: u8,
        payload: Vec<u8>,
    ) -> Result<Self, EntryError> {
        if index >= MAX_TREE_SIZE {
            return Err(EntryError::IndexTooLarge { index });
        }
        if payload.len() > MAX_PAYLOAD_BYTES {
            return Err(EntryError::PayloadTooLong { index, bytes: payload.len() });
        }
        Ok(Self { index, previous, kind, payload })
    }

    /// How many entries come before it.
    #[must_use]
    pub fn index(&self) -> u64 {
        self.index
    }

    /// The chain hash of the entry before it; [`ChainHash::ZERO`] in the first.
    #[must_use]
    pub fn previous(&self) -> ChainHash {
        self.previous
    }

    /// What the payload is, to those who use the board.
    #[must_use]
    pub fn kind(&self) -> u8 {
        self.kind
    }

    /// The content, at most [`MAX_PAYLOAD_BYTES`].
    #[must_use]
    pub fn payload(&self) -> &[u8] {
        &self.payload
    }

    /// The content, without a copy.
    #[must_use]
    pub fn into_payload(self) -> Vec<u8> {
        self.payload
    }

    /// h_i = SHA3-256(bytes of the entry), which the next entry carries.
    #[must_use]
    pub fn chain_hash(&self) -> ChainHash {
        ChainHash::new(Sha3_256::digest(self.to_bytes()).into())
    }

    /// SHA-256(0x00 || bytes of the entry): its leaf in the Merkle tree.
    #[must_use]
    pub fn leaf_hash(&self) -> MerkleHash {
        leaf_hash(&self.to_bytes())
    }
}

impl Encode for Entry {
    fn encode(&self, out: &mut Writer) {
        out.u8(self.kind);
        out.u64(self.index);
        out.raw(self.previous.as_bytes());
        out.raw(&self.payload);
    }
}

/// An entry has no length of its own: it takes up all that is left of the input.
impl Decode for Entry {
    fn decode(input: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let start = input.clone();
        let kind = input.u8("kind of the entry")?;
        let index = input.u64("index of the entry")?;
        let previous = ChainHash::new(input.array("previous hash of the entry")?);
        let payload = input.raw("payload of the entry", input.remaining())?.to_vec();
        Self::new(index, previous, kind, payload).map_err(|error| match error {
            EntryError::PayloadTooLong { bytes, .. } => start.error(
                "payload of the entry",
                Problem::TooLong { length: bytes, limit: MAX_PAYLOAD_BYTES },
            ),
            EntryError::IndexTooLarge { index } => {
                start.error("index of the entry", Problem::Unknown(index))
            }
        })
    }
}
