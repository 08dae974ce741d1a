use isoloir_board::MerkleHash;
use isoloir_board::merkle::{Frontier, TreeHead, node_hash};
use isoloir_board::proof::{ConsistencyProof, InclusionProof, ProofError};
use isoloir_board::tiles::{TILE_HEIGHT, TILE_WIDTH, Tile, TileKind, encode_hashes};

/// The hashes of a growing log: level k has the roots of its complete subtrees over 2^k leaves. That is 64 bytes for
/// each entry. With the levels of tiles only it would be half of it, and a receipt would hash up to 500 nodes anew.
pub(super) struct Tree(Vec<Vec<MerkleHash>>);

impl Tree {
    pub(super) fn new() -> Self {
        Self(Vec::new())
    }

    pub(super) fn size(&self) -> u64 {
        self.0.first().map_or(0, |leaves| leaves.len() as u64)
    }

    /// Adds the hash of a leaf.
    pub(super) fn push(&mut self, leaf: MerkleHash) {
        let mut hash = leaf;
        for hashes in &mut self.0 {
            hashes.push(hash);
            // A right child completes its parent.
            let [.., left, right] = &hashes[..] else { return };
            if hashes.len() % 2 != 0 {
                return;
            }
            hash = node_hash(left, right);
        }
        self.0.push(vec![hash]);
    }

    /// The bytes of a tile of hashes; none if the tree has not grown to it.
    pub(super) fn tile(&self, tile: &Tile) -> Option<Vec<u8>> {
        let TileKind::Hashes(level) = tile.kind() else { return None };
        let start = usize::try_from(tile.index() * u64::from(TILE_WIDTH)).ok()?;
        let hashes = self.0.get(usize::from(level) * TILE_HEIGHT as usize)?;
        hashes.get(start..start + usize::from(tile.width())).map(encode_hashes)
    }

    /// Size and root of the tree of the first `size` leaves; none if there are fewer.
    pub(super) fn head(&self, size: u64) -> Option<TreeHead> {
        let mut peaks = Vec::new();
        let mut start = 0;
        for level in (0..u64::BITS).rev().filter(|level| size >> level & 1 == 1) {
            peaks.push(self.subtree(level, start >> level).ok()?);
            start += 1 << level;
        }
        Frontier::resume(size, peaks).ok().map(|log| log.head())
    }

    /// That the entry with this index is in the tree of this size, which this one has grown from.
    pub(super) fn inclusion(&self, index: u64, size: u64) -> Result<InclusionProof, ProofError> {
        InclusionProof::generate(index, size, |level, index| self.subtree(level, index))
    }

    /// That the tree of `new` leaves, which this one has grown from, begins with that of `old` leaves.
    pub(super) fn consistency(&self, old: u64, new: u64) -> Result<ConsistencyProof, ProofError> {
        ConsistencyProof::generate(old, new, |level, index| self.subtree(level, index))
    }

    fn subtree(&self, level: u32, index: u64) -> Result<MerkleHash, ProofError> {
        let hashes = self.0.get(level as usize);
        let hash = usize::try_from(index).ok().and_then(|index| hashes?.get(index)).copied();
        hash.ok_or(ProofError::OutsideTree { index, size: self.size() })
    }
}

#[cfg(test)]
mod tests {
    use isoloir_board::merkle::leaf_hash;
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
            prop_assert_eq!(tree.head(old), Some(*head_of_old));
            prop_assert_eq!(tree.head(size + 1), None);
            prop_assert!(tree.consistency(new + 1, new).is_err(), "a log does not shrink");
            prop_assert!(tree.consistency(1, size + 1).is_err(), "the tree has not grown so far");
        }
    }
}
