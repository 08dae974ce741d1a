//! Inclusion and consistency proofs: RFC 6962, checked by the algorithms of RFC 9162
//! (`spec/board.md`, 4).

use alloc::vec::Vec;

use thiserror::Error;

use crate::MerkleHash;
use crate::merkle::{TreeError, TreeHead, check_size, empty_root, fold_peaks, node_hash};

/// Hashes in the longest proof. A tree of the largest size is 63 levels high.
pub const MAX_PROOF_HASHES: usize = 64;

/// The proof that a leaf is in a tree: PATH(m, D\[n\]) of RFC 6962, 2.1.1, from the sibling of
/// the leaf up.
///
/// It speaks of one root. The size that goes with the root comes from a signed checkpoint; a
/// proof alone does not bind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InclusionProof(Vec<MerkleHash>);

/// The proof that one tree begins with another: PROOF(m, D\[n\]) of RFC 6962, 2.1.2.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsistencyProof(Vec<MerkleHash>);

/// Why a proof does not hold, or can't be made.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ProofError {
    /// More hashes than any proof has.
    #[error("a proof of {count} hashes is above the limit of {MAX_PROOF_HASHES}")]
    TooManyHashes {
        /// How many there are.
        count: usize,
    },
    /// The leaf is not in the tree.
    #[error("leaf {index} is not in a tree of {size} leaves")]
    OutsideTree {
        /// The index of the leaf.
        index: u64,
        /// The size of the tree.
        size: u64,
    },
    /// The later tree is smaller than the earlier one.
    #[error("a tree of {new} leaves can't contain one of {old}: the log has shrunk")]
    Shrunk {
        /// The size of the earlier tree.
        old: u64,
        /// The size of the later tree.
        new: u64,
    },
    /// The tree is above [`MAX_TREE_SIZE`](crate::merkle::MAX_TREE_SIZE).
    #[error(transparent)]
    Tree(#[from] TreeError),
    /// The proof has not as many hashes as the place in the tree asks for.
    #[error("the proof has {count} hashes, which is not the number for these positions")]
    WrongLength {
        /// How many there are.
        count: usize,
    },
    /// The hashes lead to another root.
    #[error("the proof leads to another root: the leaf, the index or a hash is not the right one")]
    WrongRoot,
}

impl InclusionProof {
    /// A proof of these hashes, from the sibling of the leaf up.
    ///
    /// # Errors
    /// If there are more than [`MAX_PROOF_HASHES`].
    pub fn new(hashes: Vec<MerkleHash>) -> Result<Self, ProofError> {
        check_count(hashes).map(Self)
    }

    /// Its hashes, from the sibling of the leaf up.
    #[must_use]
    pub fn hashes(&self) -> &[MerkleHash] {
        &self.0
    }

    /// Makes the proof for leaf `index` in the tree of `size` leaves.
    ///
    /// `hash(level, index)` gives the root of the complete subtree over the leaves from
    /// index * 2^level to (index + 1) * 2^level. It is asked for none that is not in the tree.
    ///
    /// # Errors
    /// If the leaf is not in the tree, the tree too large, or `hash` fails.
    pub fn generate<E: From<ProofError>>(
        index: u64,
        size: u64,
        mut hash: impl FnMut(u32, u64) -> Result<MerkleHash, E>,
    ) -> Result<Self, E> {
        check_size(size).map_err(ProofError::from)?;
        check_index(index, size)?;
        let (mut start, mut end) = (0, size);
        let mut path = Vec::new();
        while end - start > 1 {
            let middle = start + split(end - start);
            if index < middle {
                path.push(range_root(middle, end, &mut hash)?);
                end = middle;
            } else {
                path.push(range_root(start, middle, &mut hash)?);
                start = middle;
            }
        }
        path.reverse();
        Ok(Self(path))
    }

    /// Checks that `leaf` (a [leaf hash](crate::merkle::leaf_hash)) stands at `index` in the tree with this head (RFC
    /// 9162, 2.1.3.2).
    ///
    /// # Errors
    /// Says why the proof does not hold.
    pub fn verify(&self, index: u64, leaf: &MerkleHash, head: &TreeHead) -> Result<(), ProofError> {
        check_size(head.size)?;
        check_index(index, head.size)?;
        let (mut position, mut last) = (index, head.size - 1);
        let mut root = *leaf;
        for sibling in &self.0 {
            if last == 0 {
                return Err(self.wrong_length());
            }
            if position & 1 == 1 || position == last {
                root = node_hash(sibling, &root);
                skip_right_edge(&mut position, &mut last);
            } else {
                root = node_hash(&root, sibling);
            }
            position >>= 1;
            last >>= 1;
        }
        if last != 0 {
            return Err(self.wrong_length());
        }
        if root != head.root {
            return Err(ProofError::WrongRoot);
        }
        Ok(())
    }

    fn wrong_length(&self) -> ProofError {
        ProofError::WrongLength { count: self.0.len() }
    }
}

impl ConsistencyProof {
    /// A proof of these hashes.
    ///
    /// # Errors
    /// If there are more than [`MAX_PROOF_HASHES`].
    pub fn new(hashes: Vec<MerkleHash>) -> Result<Self, ProofError> {
        check_count(hashes).map(Self)
    }

    /// Its hashes, in the order of RFC 6962.
    #[must_use]
    pub fn hashes(&self) -> &[MerkleHash] {
        &self.0
    }

    /// Makes the proof that the tree of `new` leaves begins with that of `old` leaves. It is
    /// empty if `old` is 0 or `new`. For `hash`, see [`InclusionProof::generate`].
    ///
    /// # Errors
    /// If `old` is above `new`, the tree too large, or `hash` fails.
    pub fn generate<E: From<ProofError>>(
        old: u64,
        new: u64,
        mut hash: impl FnMut(u32, u64) -> Result<MerkleHash, E>,
    ) -> Result<Self, E> {
        check_growth(old, new)?;
        let mut path = Vec::new();
        if old == 0 {
            return Ok(Self(path));
        }
        let (mut start, mut end) = (0, new);
        while end != old {
            let middle = start + split(end - start);
            if old <= middle {
                path.push(range_root(middle, end, &mut hash)?);
                end = middle;
            } else {
                path.push(range_root(start, middle, &mut hash)?);
                start = middle;
            }
        }
        // With start = 0 what is left is the whole earlier tree, whose root the verifier has.
        if start != 0 {
            path.push(range_root(start, end, &mut hash)?);
        }
        path.reverse();
        Ok(Self(path))
    }

    /// Checks that the tree `new` begins with the tree `old` (RFC 9162, 2.1.4.2). Equal sizes ask
    /// for equal roots and an empty proof, and so does an `old` of size 0 for the empty root.
    ///
    /// # Errors
    /// Says why the proof does not hold.
    pub fn verify(&self, old: &TreeHead, new: &TreeHead) -> Result<(), ProofError> {
        check_growth(old.size, new.size)?;
        if old.size == 0 || old.size == new.size {
            return self.verify_trivial(old, new);
        }
        let (mut position, mut last) = (old.size - 1, new.size - 1);
        let whole = position.trailing_ones();
        position >>= whole;
        last >>= whole;

        let mut siblings = self.0.iter();
        let first = if old.size.is_power_of_two() { Some(&old.root) } else { siblings.next() };
        let Some(first) = first else { return Err(self.wrong_length()) };
        let (mut old_root, mut new_root) = (*first, *first);
        for sibling in siblings {
            if last == 0 {
                return Err(self.wrong_length());
            }
            if position & 1 == 1 || position == last {
                old_root = node_hash(sibling, &old_root);
                new_root = node_hash(sibling, &new_root);
                skip_right_edge(&mut position, &mut last);
            } else {
                new_root = node_hash(&new_root, sibling);
            }
            position >>= 1;
            last >>= 1;
        }
        if last != 0 {
            return Err(self.wrong_length());
        }
        if old_root != old.root || new_root != new.root {
            return Err(ProofError::WrongRoot);
        }
        Ok(())
    }

    fn verify_trivial(&self, old: &TreeHead, new: &TreeHead) -> Result<(), ProofError> {
        if !self.0.is_empty() {
            return Err(self.wrong_length());
        }
        if old.size == 0 && old.root != empty_root() {
            return Err(ProofError::WrongRoot);
        }
        if old.size == new.size && old.root != new.root {
            return Err(ProofError::WrongRoot);
        }
        Ok(())
    }

    fn wrong_length(&self) -> ProofError {
        ProofError::WrongLength { count: self.0.len() }
    }
}

/// On the right edge, the levels at which a node has no sibling are skipped.
fn skip_right_edge(position: &mut u64, last: &mut u64) {
    while *position & 1 == 0 && *position != 0 {
        *position >>= 1;
        *last >>= 1;
    }
}

/// The largest power of two below `count`, which is at least 2.
fn split(count: u64) -> u64 {
    1 << (count - 1).ilog2()
}

/// MTH of the leaves from `start` to `end`, where `start` is a multiple of the largest power of
/// two in their number.
fn range_root<E>(
    mut start: u64,
    end: u64,
    hash: &mut impl FnMut(u32, u64) -> Result<MerkleHash, E>,
) -> Result<MerkleHash, E> {
    let mut peaks = Vec::new();
    while start < end {
        let level = (end - start).ilog2();
        peaks.push(hash(level, start >> level)?);
        start += 1 << level;
    }
    Ok(fold_peaks(&peaks))
}

fn check_count(hashes: Vec<MerkleHash>) -> Result<Vec<MerkleHash>, ProofError> {
    match hashes.len() {
        count if count > MAX_PROOF_HASHES => Err(ProofError::TooManyHashes { count }),
        _ => Ok(hashes),
    }
}

fn check_index(index: u64, size: u64) -> Result<(), ProofError> {
    if index >= size { Err(ProofError::OutsideTree { index, size }) } else { Ok(()) }
}

fn check_growth(old: u64, new: u64) -> Result<(), ProofError> {
    check_size(new)?;
    if old > new { Err(ProofError::Shrunk { old, new }) } else { Ok(()) }
}
