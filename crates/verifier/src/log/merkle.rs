//! The Merkle tree and its proofs (`spec/board.md`, section 4).

use sha2::{Digest, Sha256};
use thiserror::Error;

use super::Hash;

/// Entries of a board, at most: 2^63 - 1.
pub const MAX_TREE_SIZE: u64 = (1 << 63) - 1;
/// Hashes of an inclusion or consistency proof, at most.
pub const MAX_PROOF_HASHES: usize = 64;

/// The root of the tree without leaves: SHA-256 of nothing (RFC 6962, section 2.1).
pub const EMPTY_ROOT: Hash = [
    0xe3, 0xb0, 0xc4, 0x42, 0x98, 0xfc, 0x1c, 0x14, 0x9a, 0xfb, 0xf4, 0xc8, 0x99, 0x6f, 0xb9, 0x24,
    0x27, 0xae, 0x41, 0xe4, 0x64, 0x9b, 0x93, 0x4c, 0xa4, 0x95, 0x99, 0x1b, 0x78, 0x52, 0xb8, 0x55,
];

/// The leaf hash of an entry: SHA-256(0x00 || bytes of the entry), 32 bytes (RFC 6962, section 2.1).
pub fn leaf_hash(entry: &[u8]) -> Hash {
    Sha256::new().chain_update([0]).chain_update(entry).finalize().into()
}

/// The hash of an inner node: SHA-256(0x01 || left || right), 32 bytes (RFC 6962, section 2.1).
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

/// A tree that grows by leaves and keeps O(log size) hashes: the roots of its complete subtrees,
/// the largest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tree {
    size: u64,
    subtrees: Vec<Hash>,
}

impl Tree {
    /// Adds a leaf.
    pub fn push(&mut self, leaf: Hash) {
        self.push_seeing(leaf, |_, _| ());
    }

    /// Adds a leaf and tells `see` the height and root of each subtree that it completes, from the
    /// leaf itself (height 0) upwards.
    pub fn push_seeing(&mut self, leaf: Hash, mut see: impl FnMut(u32, Hash)) {
        let mut node = leaf;
        see(0, node);
        for height in 1..=self.size.trailing_ones() {
            if let Some(left) = self.subtrees.pop() {
                node = node_hash(&left, &node);
                see(height, node);
            }
        }
        self.subtrees.push(node);
        self.size += 1;
    }

    /// How many leaves there are.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The root, MTH(D[n]) of RFC 6962, section 2.1.
    pub fn root(&self) -> Hash {
        let smallest_first = self.subtrees.iter().rev().copied();
        smallest_first.reduce(|right, left| node_hash(&left, &right)).unwrap_or(EMPTY_ROOT)
    }
}

/// Why a proof does not hold, or can't be about anything.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ProofError {
    /// No board has so many entries.
    #[error("a tree of {0} entries: there are at most 2^63 - 1")]
    Size(u64),
    /// An entry that the tree does not have.
    #[error("entry {index} is not in a tree of {size} entries")]
    Index {
        /// The index of the entry.
        index: u64,
        /// The size of the tree.
        size: u64,
    },
    /// The later tree is smaller than the earlier one.
    #[error("the log has shrunk from {old} entries to {new}")]
    Shrunk {
        /// Entries of the earlier tree.
        old: u64,
        /// Entries of the later tree.
        new: u64,
    },
    /// Too few or too many hashes.
    #[error("{0} hashes are not the number that a proof for these sizes has")]
    Length(usize),
    /// The proof leads to another root.
    #[error("it leads to the root {}, not to {}", hex::encode(found), hex::encode(expected))]
    Root {
        /// What the proof leads to.
        found: Hash,
        /// The root of the tree.
        expected: Hash,
    },
}

/// A size and the root of the tree of that many entries (`spec/board.md`, section 4). A proof says
/// nothing about the size, so the two come together, from a checkpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TreeHead {
    size: u64,
    root: Hash,
}

impl TreeHead {
    /// A size of at most [`MAX_TREE_SIZE`] and a root.
    pub fn new(size: u64, root: Hash) -> Result<Self, ProofError> {
        if size > MAX_TREE_SIZE { Err(ProofError::Size(size)) } else { Ok(Self { size, root }) }
    }

    /// How many entries the tree has.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The root of the tree.
    pub fn root(&self) -> Hash {
        self.root
    }

    /// Checks by an inclusion proof that the entry at `index` has this leaf hash (RFC 9162, section
    /// 2.1.3.2, with the refusals of `spec/board.md`, section 4).
    pub fn check_inclusion(
        &self,
        index: u64,
        leaf: &Hash,
        proof: &[Hash],
    ) -> Result<(), ProofError> {
        if index >= self.size {
            return Err(ProofError::Index { index, size: self.size });
        }
        if proof.len() > MAX_PROOF_HASHES {
            return Err(ProofError::Length(proof.len()));
        }
        let mut path = Path::from_leaf(index, self.size);
        let mut root = *leaf;
        for hash in proof {
            root = match path.climb() {
                Some(Sibling { left: true, .. }) => node_hash(hash, &root),
                Some(Sibling { left: false, .. }) => node_hash(&root, hash),
                None => return Err(ProofError::Length(proof.len())),
            };
        }
        if !path.at_root() {
            return Err(ProofError::Length(proof.len()));
        }
        same_root(root, self.root)
    }

    /// Checks by a consistency proof that this tree begins with the entries of `earlier` (RFC 9162,
    /// section 2.1.4.2, with the refusals of `spec/board.md`, section 4).
    pub fn check_extends(&self, earlier: &Self, proof: &[Hash]) -> Result<(), ProofError> {
        if earlier.size > self.size {
            return Err(ProofError::Shrunk { old: earlier.size, new: self.size });
        }
        if proof.len() > MAX_PROOF_HASHES {
            return Err(ProofError::Length(proof.len()));
        }
        if earlier.size == 0 || earlier.size == self.size {
            if !proof.is_empty() {
                return Err(ProofError::Length(proof.len()));
            }
            if earlier.size == self.size {
                same_root(self.root, earlier.root)?;
            }
            return if earlier.size == 0 { same_root(earlier.root, EMPTY_ROOT) } else { Ok(()) };
        }
        // The proof begins with the seed, unless the earlier tree is the seed.
        let (seed, hashes) = if earlier.size.is_power_of_two() {
            (&earlier.root, proof)
        } else {
            proof.split_first().ok_or(ProofError::Length(0))?
        };
        let (old_root, new_root) =
            both_roots(&mut Path::from_seed(earlier.size, self.size), seed, hashes)
                .ok_or(ProofError::Length(proof.len()))?;
        same_root(old_root, earlier.root)?;
        same_root(new_root, self.root)
    }
}

/// The roots of the earlier and of the later tree, from the seed of a consistency proof and the
/// hashes after it. None if these are too few or too many.
pub(super) fn both_roots(path: &mut Path, seed: &Hash, hashes: &[Hash]) -> Option<(Hash, Hash)> {
    let (mut old, mut new) = (*seed, *seed);
    for hash in hashes {
        if path.climb()?.left {
            old = node_hash(hash, &old);
            new = node_hash(hash, &new);
        } else {
            new = node_hash(&new, hash);
        }
    }
    path.at_root().then_some((old, new))
}

fn same_root(found: Hash, expected: Hash) -> Result<(), ProofError> {
    if found == expected { Ok(()) } else { Err(ProofError::Root { found, expected }) }
}

/// The other child of a node's parent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sibling {
    /// Whether it is the left child.
    pub(super) left: bool,
    /// Its height over the leaves.
    pub(super) height: u32,
    /// Its place on the nodes of this height, from 0.
    pub(super) index: u64,
}

/// The way from a node up to the root (RFC 9162, sections 2.1.3.2 and 2.1.4.2).
#[derive(Debug, Clone)]
pub(super) struct Path {
    height: u32,
    /// The place of the node on those of its height: fn of RFC 9162.
    node: u64,
    /// The place of the last node of this height: sn of RFC 9162.
    last: u64,
}

impl Path {
    /// From the leaf at `index`, in a tree of `size` leaves; the leaf must be one of them.
    pub(super) fn from_leaf(index: u64, size: u64) -> Self {
        Self { height: 0, node: index, last: size.saturating_sub(1) }
    }

    /// From the seed of a consistency proof: the last complete subtree of the earlier tree, which is
    /// a node of both trees. 0 < `earlier` < `size`.
    pub(super) fn from_seed(earlier: u64, size: u64) -> Self {
        let height = earlier.trailing_zeros();
        let last_leaf = earlier.saturating_sub(1);
        Self { height, node: last_leaf >> height, last: size.saturating_sub(1) >> height }
    }

    /// The height and place of the node.
    pub(super) fn node(&self) -> (u32, u64) {
        (self.height, self.node)
    }

    /// Whether the node is the root.
    pub(super) fn at_root(&self) -> bool {
        self.last == 0
    }

    /// Goes to the next parent that has two children; gives the child that the way does not come
    /// from. None at the root.
    pub(super) fn climb(&mut self) -> Option<Sibling> {
        if self.at_root() {
            return None;
        }
        if self.node == self.last {
            // The last node of a level has no sibling on its right. Where it is a left child it
            // moves up as it is.
            self.rise(self.node.trailing_zeros());
        }
        let left = self.node % 2 == 1;
        let sibling = Sibling { left, height: self.height, index: self.node ^ 1 };
        self.rise(1);
        Some(sibling)
    }

    fn rise(&mut self, levels: u32) {
        self.height += levels;
        self.node >>= levels;
        self.last >>= levels;
    }
}
