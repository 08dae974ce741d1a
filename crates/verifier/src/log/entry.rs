//! Entries and the hash chain (`spec/board.md`, section 3).

use sha3::{Digest, Sha3_256};
use thiserror::Error;

use super::Hash;
use super::merkle::MAX_TREE_SIZE;
use crate::wire::{Reader, Rule, WireError};

/// Bytes of an entry, at most.
pub const MAX_ENTRY_BYTES: usize = 65_535;
/// Bytes of an entry before its payload.
pub const ENTRY_HEADER_BYTES: usize = 41;
/// Bytes of a payload, at most.
pub const MAX_PAYLOAD_BYTES: usize = MAX_ENTRY_BYTES - ENTRY_HEADER_BYTES;

/// The head of a chain without entries, and what entry 0 names as the hash before it.
pub const ZERO_HEAD: Hash = [0; 32];

/// An entry of the board (`spec/board.md`, section 3): 41 bytes and its payload.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry<'a> {
    /// What the payload is; the board gives it no meaning.
    pub kind: u8,
    /// How many entries come before this one; below [`MAX_TREE_SIZE`].
    pub index: u64,
    /// The chain hash of the entry before, or [`ZERO_HEAD`] in entry 0.
    pub previous: Hash,
    /// The content: 0 to [`MAX_PAYLOAD_BYTES`].
    pub payload: &'a [u8],
}

impl<'a> Entry<'a> {
    /// Reads an entry that takes up all of `bytes`.
    pub fn decode(bytes: &'a [u8]) -> Result<Self, WireError> {
        if bytes.len() > MAX_ENTRY_BYTES {
            return Reader::refuse("entry", 0, Rule::TooLong(MAX_ENTRY_BYTES));
        }
        let mut reader = Reader::new(bytes);
        let kind = reader.u8("kind")?;
        let offset = reader.offset();
        let index = reader.u64("index")?;
        if index >= MAX_TREE_SIZE {
            return Reader::refuse(
                "index",
                offset,
                Rule::Meaningless("an index is below 2^63 - 1"),
            );
        }
        let previous = reader.array("previous")?;
        Ok(Self { kind, index, previous, payload: reader.remaining() })
    }
}

/// The chain hash of an entry: h_i = SHA3-256(bytes of entry i), 32 bytes (`spec/board.md`,
/// section 3; FIPS 202).
pub fn chain_hash(entry: &[u8]) -> Hash {
    Sha3_256::digest(entry).into()
}

/// Why an entry does not follow on the chain.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ChainError {
    /// Another place than the next one.
    #[error("it says that it is entry {named}, but entry {expected} comes here")]
    Index {
        /// The index in the entry.
        named: u64,
        /// The size of the chain.
        expected: u64,
    },
    /// It follows on another entry than the last one.
    #[error(
        "it names {} as the hash of the entry before, which is {}",
        hex::encode(named),
        hex::encode(expected)
    )]
    Previous {
        /// The hash in the entry.
        named: Hash,
        /// The head of the chain.
        expected: Hash,
    },
    /// No chain of this size has this head.
    #[error("a chain has a head of zeros exactly while it has no entry; this one has {0} entries")]
    Head(u64),
}

/// What a reader keeps of the entries that it has read: how many there are, and the head, the
/// chain hash of the last one (`spec/board.md`, section 3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    size: u64,
    head: Hash,
}

impl Default for Chain {
    /// The chain without entries.
    fn default() -> Self {
        Self { size: 0, head: ZERO_HEAD }
    }
}

impl Chain {
    /// Goes on from a size and head that were read before.
    pub fn resume(size: u64, head: Hash) -> Result<Self, ChainError> {
        if (size == 0) == (head == ZERO_HEAD) {
            Ok(Self { size, head })
        } else {
            Err(ChainError::Head(size))
        }
    }

    /// How many entries the chain has.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The chain hash of the last entry, [`ZERO_HEAD`] if there is none.
    pub fn head(&self) -> Hash {
        self.head
    }

    /// Adds an entry whose [`chain_hash`] is `hash`, if it is the next one.
    pub fn follow(&mut self, entry: &Entry<'_>, hash: Hash) -> Result<(), ChainError> {
        if entry.index != self.size {
            return Err(ChainError::Index { named: entry.index, expected: self.size });
        }
        if entry.previous != self.head {
            return Err(ChainError::Previous { named: entry.previous, expected: self.head });
        }
        self.size += 1;
        self.head = hash;
        Ok(())
    }
}
