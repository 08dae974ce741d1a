use isoloir_board::tiles::TileKind;
use isoloir_encoding::Encode;

use crate::edge::{Edge, TileFile};
use crate::error::ArchiveError;
use crate::reader::Reader;
use crate::{CHECKPOINT_FILE, TILE_FOLDER};

impl Reader {
    /// Gives the files of this archive, and no others, in ascending byte order of their paths: what a copy for
    /// good is made of (`spec/board.md`, section 9.3).
    ///
    /// They are what the entries imply, and not what the tiles hold; the entries are checked as by
    /// [`entries`](Self::entries), **the last of them after the last file was given**: after an error the copy
    /// is worth nothing. All hash tiles, 32 bytes for each entry, are in memory at once.
    ///
    /// # Errors
    /// Names the file that can't be read or does not hold; or what `take` says.
    pub fn export<E: From<ArchiveError>>(
        &self,
        mut take: impl FnMut(&str, &[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        take(CHECKPOINT_FILE, self.checkpoint_note())?;
        let mut hashes = Vec::new();
        self.each_tile(|file| {
            if is_hashes(file) {
                hashes.push((file.0.to_string(), file.1.clone()));
            }
            Ok::<(), ArchiveError>(())
        })?;
        hashes.sort();
        for (path, bytes) in &hashes {
            take(path, bytes)?;
        }
        // The paths of bundles come after those of hash tiles, and in the order of their indices.
        let mut take_bundle = |file: &TileFile| take(&file.0.to_string(), &file.1);
        self.each_tile(|file| if is_hashes(file) { Ok(()) } else { take_bundle(file) })
    }

    /// Every tile and bundle that the entries imply, as soon as it is full; the partial ones at the end.
    fn each_tile<E: From<ArchiveError>>(
        &self,
        mut visit: impl FnMut(&TileFile) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut edge = Edge::new();
        for entry in self.entries() {
            let filled = edge.push(&entry?.to_bytes()).map_err(|source| {
                ArchiveError::BadBundle { path: self.files().locate(TILE_FOLDER), source }
            })?;
            filled.iter().try_for_each(&mut visit)?;
        }
        edge.partial_tiles().iter().try_for_each(&mut visit)
    }
}

fn is_hashes((tile, _): &TileFile) -> bool {
    matches!(tile.kind(), TileKind::Hashes(_))
}
