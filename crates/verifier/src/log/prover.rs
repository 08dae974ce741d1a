//! Proofs out of hash tiles, with O(log size) tiles read (`spec/board.md`, sections 4 and 5).

use std::collections::BTreeMap;

use thiserror::Error;

use super::Hash;
use super::files::{Fault, FileFault, LogFiles};
use super::merkle::{Path, ProofError, Tree, TreeHead, both_roots, node_hash};
use super::tiles::{Content, HASH_BYTES, LEVEL_BITS, TILE_WIDTH, Tile};
use crate::source::Source;

/// Why there is no proof.
#[derive(Debug, Error)]
pub enum ProverError {
    /// A hash tile is missing or has not its form.
    #[error(transparent)]
    File(FileFault),
    /// The hash tiles do not lead to the root of the checkpoint, so they prove nothing.
    #[error("the hash tiles do not belong to the checkpoint: they lead to another root")]
    Tiles,
    /// What was to be proved is not so.
    #[error(transparent)]
    Proof(#[from] ProofError),
}

/// An inclusion proof that was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inclusion {
    /// The index of the entry.
    pub index: u64,
    /// The leaf hash of the entry.
    pub leaf: Hash,
    /// PATH(index, D\[size\]) of RFC 6962, section 2.1.1.
    pub proof: Vec<Hash>,
}

/// The inclusion proof of the entry at `index` in the log at `source`, whose checkpoint is `head`.
pub fn prove_inclusion(
    source: &dyn Source,
    head: TreeHead,
    index: u64,
) -> Result<Inclusion, ProverError> {
    if index >= head.size() {
        return Err(ProofError::Index { index, size: head.size() }.into());
    }
    let mut nodes = Nodes::new(source, head);
    let leaf = nodes.node(0, index)?;
    let proof = nodes.siblings(Path::from_leaf(index, head.size()))?;
    head.check_inclusion(index, &leaf, &proof).map_err(|_| ProverError::Tiles)?;
    Ok(Inclusion { index, leaf, proof })
}

/// Checks that the log at `source`, whose checkpoint is `later`, begins with the entries of `earlier`.
/// Gives the consistency proof, PROOF(earlier, D\[later\]) of RFC 6962, section 2.1.2.
///
/// A [`ProverError::Proof`] means that the log contradicts the earlier tree head; the other errors
/// that its files don't show it.
pub fn prove_consistency(
    source: &dyn Source,
    earlier: TreeHead,
    later: TreeHead,
) -> Result<Vec<Hash>, ProverError> {
    let mut proof = Vec::new();
    if 0 < earlier.size() && earlier.size() < later.size() {
        let mut nodes = Nodes::new(source, later);
        let path = Path::from_seed(earlier.size(), later.size());
        let (height, index) = path.node();
        let seed = nodes.node(height, index)?;
        let hashes = nodes.siblings(path.clone())?;
        // First the later root, from the tiles alone: otherwise a damaged tile would pass for a log
        // that contradicts itself.
        let roots = both_roots(&mut path.clone(), &seed, &hashes).ok_or(ProverError::Tiles)?;
        if roots.1 != later.root() {
            return Err(ProverError::Tiles);
        }
        if roots.0 != earlier.root() {
            let (found, expected) = (roots.0, earlier.root());
            return Err(ProofError::Root { found, expected }.into());
        }
        if !earlier.size().is_power_of_two() {
            proof.push(seed);
        }
        proof.extend(hashes);
    }
    later.check_extends(&earlier, &proof)?;
    Ok(proof)
}

/// The nodes of a tree, out of its hash tiles.
struct Nodes<'a> {
    files: LogFiles<'a>,
    /// Tiles that were read: for each level the few that lie on the way.
    tiles: BTreeMap<Tile, Vec<u8>>,
}

impl<'a> Nodes<'a> {
    fn new(source: &'a dyn Source, head: TreeHead) -> Self {
        Self { files: LogFiles::new(source, head), tiles: BTreeMap::new() }
    }

    /// The siblings on the way up to the root.
    fn siblings(&mut self, mut path: Path) -> Result<Vec<Hash>, ProverError> {
        let mut hashes = Vec::new();
        while let Some(sibling) = path.climb() {
            hashes.push(self.node(sibling.height, sibling.index)?);
        }
        Ok(hashes)
    }

    /// The root over the leaves index 2^height to (index + 1) 2^height - 1, or to the last leaf.
    fn node(&mut self, height: u32, index: u64) -> Result<Hash, ProverError> {
        let size = self.files.head().size();
        let mut start = index << height;
        let mut left = (size - start).min(1 << height);
        let mut subtrees = Vec::new();
        while left > 0 {
            let height = left.ilog2();
            subtrees.push(self.complete(height, start >> height)?);
            start += 1 << height;
            left -= 1 << height;
        }
        let right_to_left = subtrees.into_iter().rev();
        right_to_left.reduce(|right, left| node_hash(&left, &right)).ok_or(ProverError::Tiles)
    }

    /// The root over 2^(height mod 8) hashes of the tiles at level floor(height / 8).
    fn complete(&mut self, height: u32, index: u64) -> Result<Hash, ProverError> {
        let hashes = 1_u64 << (height % LEVEL_BITS);
        let first = index * hashes;
        let width = u64::from(TILE_WIDTH);
        let start = (first % width) as usize * HASH_BYTES;
        let level = (height / LEVEL_BITS) as u8;
        let tile = self.tile(Content::Hashes(level), first / width)?;
        let end = start + hashes as usize * HASH_BYTES;
        let bytes = tile.get(start..end).ok_or(ProverError::Tiles)?;
        let mut tree = Tree::default();
        bytes.as_chunks().0.iter().for_each(|hash| tree.push(*hash));
        Ok(tree.root())
    }

    fn tile(&mut self, content: Content, index: u64) -> Result<&[u8], ProverError> {
        let tile = self.files.tile(content, index).map_err(ProverError::File)?;
        if !self.tiles.contains_key(&tile) {
            let (_, bytes) = self.files.read_hashes(tile).map_err(ProverError::File)?;
            self.tiles.insert(tile, bytes);
        }
        let missing = || ProverError::File(Fault::Missing.of(tile));
        self.tiles.get(&tile).map(Vec::as_slice).ok_or_else(missing)
    }
}
