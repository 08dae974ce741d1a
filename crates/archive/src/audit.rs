use std::path::PathBuf;

use isoloir_board::tiles::Tile;
use isoloir_encoding::Encode;

use crate::TILE_FOLDER;
use crate::disk::read_bounded;
use crate::edge::{Edge, TileFile};
use crate::error::ArchiveError;
use crate::reader::{Reader, beginning, partial_folder};
use crate::walk::{has_place, visit_files};

/// Files named in an [`Audit`] as not belonging to the archive; more are counted.
pub const MAX_STRAYS_LISTED: usize = 100;

/// What a full check of an archive found, besides that all is in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Audit {
    /// How many entries were checked.
    pub entries: u64,
    /// How many files of bundles and tiles were checked.
    pub files: u64,
    /// How many files have no place under the checkpoint: those of an interrupted commit, for
    /// example. They were not checked.
    pub strays: u64,
    /// The first [`MAX_STRAYS_LISTED`] of these files.
    pub listed_strays: Vec<PathBuf>,
}

impl Reader {
    /// Checks every file that has a place under the checkpoint, byte by byte: the entries as
    /// [`entries`](Self::entries) does, and all tiles and bundles, partial ones of earlier
    /// checkpoints included, against what the entries imply.
    ///
    /// Signatures are not checked: see [`Reader`]. Where files can't be listed, partial tiles of earlier
    /// checkpoints and files without a place are not looked for.
    ///
    /// # Errors
    /// Names the first file that is missing, too large or not as it must be.
    pub fn audit(&self) -> Result<Audit, ArchiveError> {
        let mut audit = Audit::default();
        let mut edge = Edge::new();
        for entry in self.entries() {
            let filled = edge.push(&entry?.to_bytes()).map_err(|source| {
                ArchiveError::BadBundle { path: self.files().locate(TILE_FOLDER), source }
            })?;
            audit.entries += 1;
            for file in filled {
                audit.files += self.check_tile(&file)?;
            }
        }
        for file in edge.partial_tiles() {
            audit.files += self.check_tile(&file)?;
        }
        self.find_strays(&mut audit)?;
        Ok(audit)
    }

    /// Checks a tile and the narrower versions of it that are there, and returns how many.
    fn check_tile(&self, (tile, content): &TileFile) -> Result<u64, ArchiveError> {
        let (path, found) = self.tile(tile)?;
        if found != *content {
            return Err(ArchiveError::Differs { path });
        }
        let mut checked = 1;
        let Some(folder) = self.files().folder() else { return Ok(checked) };
        if !partial_folder(folder, tile).is_dir() {
            return Ok(checked);
        }
        for width in 1..tile.width() {
            let Ok(narrow) = Tile::new(tile.kind(), tile.index(), width) else { continue };
            let path = folder.join(narrow.to_string());
            let Some(found) = read_bounded(&path, content.len())? else { continue };
            if found != beginning(&narrow, &path, content.clone())? {
                return Err(ArchiveError::Differs { path });
            }
            checked += 1;
        }
        Ok(checked)
    }

    fn find_strays(&self, audit: &mut Audit) -> Result<(), ArchiveError> {
        let Some(folder) = self.files().folder() else { return Ok(()) };
        visit_files(folder, &mut |relative, path| {
            if !has_place(relative, self.size()) {
                audit.strays += 1;
                if audit.listed_strays.len() < MAX_STRAYS_LISTED {
                    audit.listed_strays.push(path.to_path_buf());
                }
            }
        })
    }
}
