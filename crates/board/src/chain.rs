//! The hash chain over the entries (`spec/board.md`, 3).

use alloc::vec::Vec;

use thiserror::Error;

use crate::ChainHash;
use crate::entry::{Entry, EntryError};
use crate::merkle::MAX_TREE_SIZE;

/// Where a chain stands: its size, and the hash of its last entry.
///
/// The one who keeps the board extends it by [`append`](Self::append); the one who checks it
/// by [`follow`](Self::follow).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain {
    size: u64,
    head: ChainHash,
}

/// Why an entry does not follow on a chain, or a chain can't be resumed.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ChainError {
    /// An entry is missing, repeated, or out of order.
    #[error("entry {found} stands where entry {expected} must: one was dropped or moved")]
    WrongIndex {
        /// The index that follows on the chain.
        expected: u64,
        /// The index in the entry.
        found: u64,
    },
    /// An earlier entry is not the one that this entry was made on.
    #[error(
        "entry {index} follows on an entry with the hash {found}, but the one before it has the \
         hash {expected}: one of the two was replaced"
    )]
    WrongPrevious {
        /// The index of the entry.
        index: u64,
        /// The head of the chain.
        expected: ChainHash,
        /// The hash in the entry.
        found: ChainHash,
    },
    /// No chain has this size and this head.
    #[error("no chain has the size {size} and the head {head}: resume from what was stored")]
    NoSuchChain {
        /// The size asked for.
        size: u64,
        /// The head asked for.
        head: ChainHash,
    },
}

impl Chain {
    /// The chain without entries: size 0, head [`ChainHash::ZERO`].
    #[must_use]
    pub fn new() -> Self {
        Self { size: 0, head: ChainHash::ZERO }
    }

    /// The chain that ended with these.
    ///
    /// # Errors
    /// [`ChainError::NoSuchChain`] if the size is above [`MAX_TREE_SIZE`], or exactly one of
    /// size and head is zero.
    pub fn resume(size: u64, head: ChainHash) -> Result<Self, ChainError> {
        if size > MAX_TREE_SIZE || (size == 0) != (head == ChainHash::ZERO) {
            return Err(ChainError::NoSuchChain { size, head });
        }
        Ok(Self { size, head })
    }

    /// How many entries there are; the index of the next.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The hash of the last entry; [`ChainHash::ZERO`] if there is none.
    #[must_use]
    pub fn head(&self) -> ChainHash {
        self.head
    }

    /// Makes the next entry, and moves on to it.
    ///
    /// # Errors
    /// As [`Entry::new`]; the chain then stays where it was.
    pub fn append(&mut self, kind: u8, payload: Vec<u8>) -> Result<Entry, EntryError> {
        let entry = Entry::new(self.size, self.head, kind, payload)?;
        self.advance(&entry);
        Ok(entry)
    }

    /// Checks that `entry` is the next one, and moves on to it.
    ///
    /// # Errors
    /// If its index or its previous hash is another; the chain then stays where it was.
    pub fn follow(&mut self, entry: &Entry) -> Result<(), ChainError> {
        let (index, previous) = (entry.index(), entry.previous());
        if index != self.size {
            return Err(ChainError::WrongIndex { expected: self.size, found: index });
        }
        if previous != self.head {
            let expected = self.head;
            return Err(ChainError::WrongPrevious { index, expected, found: previous });
        }
        self.advance(entry);
        Ok(())
    }

    fn advance(&mut self, entry: &Entry) {
        self.size += 1;
        self.head = entry.chain_hash();
    }
}

impl Default for Chain {
    fn default() -> Self {
        Self::new()
    }
}
