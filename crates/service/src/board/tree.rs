use isoloir_board::MerkleHash;
use isoloir_board::merkle::root_of;
use isoloir_board::proof::{InclusionProof, ProofError};
use isoloir_board::tiles::{MAX_TILE_LEVEL, TILE_WIDTH, Tile, TileKind, encode_hashes};

/// The hashes of a growing log, level by level as tiles have them: level L has the roots of its complete subtrees
/// over 256^L leaves. 32 bytes for each entry, and little more.
pub(super) struct Tree([Vec<MerkleHash>; MAX_TILE_LEVEL as usize + 1]);

impl Tree {
    pub(super) fn new() -> Self {
        Self(Default::default())
    }

    pub(super) fn size(&self) -> u64 {
        let [leaves, ..] = &self.0;
        leaves.len() as u64
    }

    /// Adds the hash of a leaf.
    pub(super) fn push(&mut self, leaf: MerkleHash) {
        let width = usize::from(TILE_WIDTH);
        let mut hash = leaf;
        for hashes in &mut self.0 {
            hashes.push(hash);
            if hashes.len() % width != 0 {
                return;
            }
            hash = root_of(&hashes[hashes.len() - width..]);
        }
    }

    /// The bytes of a tile of hashes; none if the tree has not grown to it.
    pub(super) fn tile(&self, tile: &Tile) -> Option<Vec<u8>> {
        self.hashes(tile).map(encode_hashes)
    }

    /// That the entry with this index is in the tree of this size, which this one has grown from.
    pub(super) fn inclusion(&self, index: u64, size: u64) -> Result<InclusionProof, ProofError> {
        InclusionProof::generate(index, size, |level, index| self.subtree(level, index, size))
    }

    fn subtree(&self, level: u32, index: u64, size: u64) -> Result<MerkleHash, ProofError> {
        let found = Tile::of_subtree(level, index, size.min(self.size()));
        let hashes = found.as_ref().and_then(|(tile, range)| self.hashes(tile)?.get(range.clone()));
        hashes.map(root_of).ok_or(ProofError::OutsideTree { index, size })
    }

    fn hashes(&self, tile: &Tile) -> Option<&[MerkleHash]> {
        let TileKind::Hashes(level) = tile.kind() else { return None };
        let start = usize::try_from(tile.index() * u64::from(TILE_WIDTH)).ok()?;
        self.0.get(usize::from(level))?.get(start..start + usize::from(tile.width()))
    }
}
