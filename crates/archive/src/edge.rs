use isoloir_board::MerkleHash;
use isoloir_board::bundle;
use isoloir_board::merkle::{Frontier, TreeError, TreeHead, leaf_hash, root_of};
use isoloir_board::tiles::{MAX_TILE_LEVEL, TILE_WIDTH, Tile, TileKind, encode_hashes};

/// The hashes of the partial tile of each level: at most 255 each.
pub(crate) type Levels = [Vec<MerkleHash>; MAX_TILE_LEVEL as usize + 1];

/// A tile and the bytes of its file.
pub(crate) type TileFile = (Tile, Vec<u8>);

/// The right edge of the tiles of a growing tree: the last, partial tile of each kind, which
/// says what every further tile will be.
#[derive(Debug)]
pub(crate) struct Edge {
    size: u64,
    bundle: Vec<u8>,
    levels: Levels,
}

impl Edge {
    pub(crate) fn new() -> Self {
        Self { size: 0, bundle: Vec::new(), levels: Default::default() }
    }

    /// The edge of a tree of `size` leaves with these partial tiles. Whether they are right
    /// shows in [`head`](Self::head).
    pub(crate) fn resume(size: u64, bundle: Vec<u8>, levels: Levels) -> Self {
        Self { size, bundle, levels }
    }

    /// The hashes of the entries in the partial bundle.
    pub(crate) fn leaves(&self) -> &[MerkleHash] {
        let [leaves, ..] = &self.levels;
        leaves
    }

    /// Adds the bytes of an entry, and returns the tiles that it fills.
    pub(crate) fn push(&mut self, entry: &[u8]) -> Result<Vec<TileFile>, bundle::BundleError> {
        bundle::push_entry(&mut self.bundle, entry)?;
        self.size += 1;
        let mut filled = Vec::new();
        let mut hash = leaf_hash(entry);
        for (level, hashes) in (0..).zip(&mut self.levels) {
            hashes.push(hash);
            if hashes.len() < usize::from(TILE_WIDTH) {
                break;
            }
            let kind = TileKind::Hashes(level);
            filled.extend(last_tile(kind, self.size, encode_hashes(hashes)));
            hash = root_of(hashes);
            hashes.clear();
        }
        if self.leaves().is_empty() {
            let bundle = std::mem::take(&mut self.bundle);
            filled.extend(last_tile(TileKind::Entries, self.size, bundle));
        }
        Ok(filled)
    }

    /// The partial tiles, none of them empty.
    pub(crate) fn partial_tiles(&self) -> Vec<TileFile> {
        let bundle = last_tile(TileKind::Entries, self.size, self.bundle.clone());
        let levels = (0..).zip(&self.levels).filter_map(|(level, hashes)| {
            last_tile(TileKind::Hashes(level), self.size, encode_hashes(hashes))
        });
        bundle.into_iter().chain(levels).filter(|(_, bytes)| !bytes.is_empty()).collect()
    }

    /// Size and root of the tree.
    pub(crate) fn head(&self) -> Result<TreeHead, TreeError> {
        let mut peaks = Vec::new();
        for hashes in self.levels.iter().rev() {
            let mut rest = hashes.as_slice();
            while let Some(power) = rest.len().checked_ilog2() {
                let (subtree, after) = rest.split_at(1 << power);
                peaks.push(root_of(subtree));
                rest = after;
            }
        }
        Ok(Frontier::resume(self.size, peaks)?.head())
    }
}

/// The last tile of this kind in a tree of `size` leaves.
fn last_tile(kind: TileKind, size: u64, bytes: Vec<u8>) -> Option<TileFile> {
    let last = kind.count(size).checked_sub(1)?;
    Some((Tile::in_tree(kind, last / u64::from(TILE_WIDTH), size)?, bytes))
}
