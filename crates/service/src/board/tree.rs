use isoloir_board::MerkleHash;
use isoloir_board::merkle::root_of;
use isoloir_board::proof::{ConsistencyProof, InclusionProof, ProofError};
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

    /// That the tree of `new` leaves, which this one has grown from, begins with that of `old` leaves.
    pub(super) fn consistency(&self, old: u64, new: u64) -> Result<ConsistencyProof, ProofError> {
        ConsistencyProof::generate(old, new, |level, index| self.subtree(level, index, new))
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

#[cfg(test)]
mod tests {
    use isoloir_board::merkle::{Frontier, leaf_hash};
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn every_tree_is_shown_to_begin_with_every_earlier_one(
            (size, new, old) in (1_u64..1_200)
                .prop_flat_map(|size| (Just(size), 0..=size))
                .prop_flat_map(|(size, new)| (Just(size), Just(new), 0..=new)),
        ) {
            let (mut tree, mut log) = (Tree::new(), Frontier::new());
            let mut heads = vec![log.head()];
            for number in 0..size {
                let leaf = leaf_hash(&number.to_be_bytes());
                tree.push(leaf);
                log.append(leaf).unwrap();
                heads.push(log.head());
            }
            let (head_of_old, head_of_new) = (&heads[old as usize], &heads[new as usize]);
            let proof = tree.consistency(old, new).unwrap();
            prop_assert_eq!(proof.verify(head_of_old, head_of_new), Ok(()));
            prop_assert!(tree.consistency(new + 1, new).is_err(), "a log does not shrink");
            prop_assert!(tree.consistency(1, size + 1).is_err(), "the tree has not grown so far");
        }
    }
}
