//! The files of a board as they stand in a database, for whoever reads it where it is kept.

use std::sync::Arc;

use isoloir_board::bundle::push_entry;
use isoloir_board::merkle::leaf_hash;
use isoloir_board::tiles::{TILE_WIDTH, Tile, TileKind};

use crate::board::Progress;
use crate::board::state::PAGE;
use crate::board::tree::Tree;
use crate::store::{HourlyCount, Store, StoreError};

/// What the last checkpoint of a database is over. Nothing is checked: a reader of the files does that.
pub struct Snapshot {
    store: Arc<dyn Store>,
    checkpoint: String,
    tree: Tree,
    turnout: Vec<HourlyCount>,
}

impl Snapshot {
    /// Takes the last checkpoint and the hashes of all entries; none, if no board was made.
    ///
    /// # Errors
    /// If the database fails, or entries are missing.
    pub async fn take(
        store: Arc<dyn Store>,
        progress: Progress<'_>,
    ) -> Result<Option<Self>, StoreError> {
        // Before the checkpoint: while the board grows, it counts no ballot that the checkpoint is not over.
        let turnout = store.turnout().await?;
        let Some(head) = store.head().await? else { return Ok(None) };
        let mut tree = Tree::new();
        while tree.size() < head.size {
            progress(tree.size(), head.size);
            let rest = u32::try_from(head.size - tree.size()).unwrap_or(PAGE);
            let page = store.entries(tree.size(), PAGE.min(rest)).await?;
            if page.is_empty() {
                return Err(StoreError::Missing(tree.size()));
            }
            page.iter().for_each(|entry| tree.push(leaf_hash(entry)));
        }
        Ok(Some(Self { store, checkpoint: head.checkpoint, tree, turnout }))
    }

    /// How many ballots were recorded in each hour, by district: of those that the checkpoint is over, all or less.
    #[must_use]
    pub fn turnout(&self) -> &[HourlyCount] {
        &self.turnout
    }

    /// The signed note.
    #[must_use]
    pub fn checkpoint(&self) -> &str {
        &self.checkpoint
    }

    /// The bytes of a tile (`spec/board.md`, section 8); none if the tree does not have it.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn tile(&self, tile: &Tile) -> Result<Option<Vec<u8>>, StoreError> {
        if !is_there(tile, self.tree.size()) {
            return Ok(None);
        }
        match tile.kind() {
            TileKind::Hashes(_) => Ok(self.tree.tile(tile)),
            TileKind::Entries => bundle(&*self.store, tile).await.map(Some),
        }
    }
}

/// Whether a tree of this size has a tile.
pub(super) fn is_there(tile: &Tile, size: u64) -> bool {
    first_of(tile) + u64::from(tile.width()) <= tile.kind().count(size)
}

/// The bytes of a bundle of entries, all of which are in the database.
pub(super) async fn bundle(store: &dyn Store, tile: &Tile) -> Result<Vec<u8>, StoreError> {
    let entries = store.entries(first_of(tile), tile.width().into()).await?;
    if entries.len() != usize::from(tile.width()) {
        return Err(StoreError::Missing(first_of(tile) + entries.len() as u64));
    }
    let mut bundle = Vec::with_capacity(entries.iter().map(|entry| 2 + entry.len()).sum());
    for entry in entries {
        push_entry(&mut bundle, &entry).map_err(|_| StoreError::Damaged("an entry is too long"))?;
    }
    Ok(bundle)
}

fn first_of(tile: &Tile) -> u64 {
    tile.index() * u64::from(TILE_WIDTH)
}
