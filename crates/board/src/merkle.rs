//! The Merkle tree over the entries: RFC 6962 hashing with SHA-256 (`spec/board.md`, 4).

use alloc::vec::Vec;

use sha2::{Digest, Sha256};
use thiserror::Error;

use crate::MerkleHash;

/// Leaves of the largest tree: 2^63 - 1, since other programs keep sizes in signed 64-bit
/// integers.
pub const MAX_TREE_SIZE: u64 = (1 << 63) - 1;

/// The size and the root of a tree: what a checkpoint signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TreeHead {
    /// How many leaves there are.
    pub size: u64,
    /// MTH(leaves) of RFC 6962, 2.1.
    pub root: MerkleHash,
}

/// Why there can be no such tree.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TreeError {
    /// The tree is above [`MAX_TREE_SIZE`].
    #[error("a tree of {size} leaves is above the limit of {MAX_TREE_SIZE}")]
    TooLarge {
        /// The size of the tree.
        size: u64,
    },
    /// The right edge has not as many hashes as the size has bits.
    #[error("{count} hashes can't be the right edge of a tree of {size} leaves")]
    WrongEdge {
        /// The size of the tree.
        size: u64,
        /// How many hashes there are.
        count: usize,
    },
}

/// SHA-256(0x00 || leaf).
#[must_use]
pub fn leaf_hash(leaf: &[u8]) -> MerkleHash {
    let hash = Sha256::new().chain_update([0x00]).chain_update(leaf);
    MerkleHash::new(hash.finalize().into())
}

/// SHA-256(0x01 || left || right).
#[must_use]
pub fn node_hash(left: &MerkleHash, right: &MerkleHash) -> MerkleHash {
    let hash = Sha256::new()
        .chain_update([0x01])
        .chain_update(left.as_bytes())
        .chain_update(right.as_bytes());
    MerkleHash::new(hash.finalize().into())
}

/// The root of the tree without leaves, SHA-256 of nothing.
#[must_use]
pub fn empty_root() -> MerkleHash {
    MerkleHash::new(Sha256::digest([]).into())
}

/// The root over hashes that stand at one level of a tree: MTH, with the hashes as leaves.
#[must_use]
pub fn root_of(hashes: &[MerkleHash]) -> MerkleHash {
    let mut frontier = Frontier::new();
    for hash in hashes {
        frontier.push(*hash);
    }
    frontier.root()
}

/// The right edge of a growing tree: the roots of its complete subtrees, largest first, one
/// for each bit of the size. It takes at most 63 hashes, and knows the root at any time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    peaks: Vec<MerkleHash>,
}

impl Frontier {
    /// The edge of the tree without leaves.
    #[must_use]
    pub fn new() -> Self {
        Self { size: 0, peaks: Vec::new() }
    }

    /// The edge of a tree of `size` leaves, whose complete subtrees have the roots `peaks`,
    /// largest first.
    ///
    /// # Errors
    /// If the size is too large, or there are not as many peaks as the size has bits.
    pub fn resume(size: u64, peaks: Vec<MerkleHash>) -> Result<Self, TreeError> {
        check_size(size)?;
        if peaks.len() != size.count_ones() as usize {
            return Err(TreeError::WrongEdge { size, count: peaks.len() });
        }
        Ok(Self { size, peaks })
    }

    /// How many leaves there are.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The roots of the complete subtrees, largest first.
    #[must_use]
    pub fn peaks(&self) -> &[MerkleHash] {
        &self.peaks
    }

    /// Adds a leaf, given by its [`leaf_hash`].
    ///
    /// # Errors
    /// [`TreeError::TooLarge`] if the tree is full.
    pub fn append(&mut self, leaf: MerkleHash) -> Result<(), TreeError> {
        check_size(self.size.saturating_add(1))?;
        self.push(leaf);
        Ok(())
    }

    /// MTH of all leaves; [`empty_root`] if there are none.
    #[must_use]
    pub fn root(&self) -> MerkleHash {
        fold_peaks(&self.peaks)
    }

    /// Size and root.
    #[must_use]
    pub fn head(&self) -> TreeHead {
        TreeHead { size: self.size, root: self.root() }
    }

    fn push(&mut self, leaf: MerkleHash) {
        let mut carry = leaf;
        for _ in 0..self.size.trailing_ones() {
            if let Some(left) = self.peaks.pop() {
                carry = node_hash(&left, &carry);
            }
        }
        self.peaks.push(carry);
        self.size += 1;
    }
}

impl Default for Frontier {
    fn default() -> Self {
        Self::new()
    }
}

/// The root over the roots of complete subtrees, largest first.
pub(crate) fn fold_peaks(peaks: &[MerkleHash]) -> MerkleHash {
    let Some((smallest, larger)) = peaks.split_last() else { return empty_root() };
    larger.iter().rev().fold(*smallest, |right, left| node_hash(left, &right))
}

pub(crate) fn check_size(size: u64) -> Result<(), TreeError> {
    if size > MAX_TREE_SIZE { Err(TreeError::TooLarge { size }) } else { Ok(()) }
}
