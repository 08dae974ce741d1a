use std::fs;
use std::path::Path;

use isoloir_board::tiles::Tile;

use crate::disk::io_error;
use crate::error::ArchiveError;
use crate::{CHECKPOINT_FILE, LOCK_FILE, TILE_FOLDER};

/// Folders within each other, `tile/` included: no path of a tile is deeper.
const MAX_FOLDER_DEPTH: usize = 12;

/// Whether a file is one that an archive of `size` entries may have: the checkpoint, the lock, a
/// tile of its tree, or a partial one of an earlier tree.
pub(crate) fn has_place(relative: &str, size: u64) -> bool {
    if relative == CHECKPOINT_FILE || relative == LOCK_FILE {
        return true;
    }
    let Ok(tile) = relative.parse::<Tile>() else { return false };
    Tile::in_tree(tile.kind(), tile.index(), size)
        .is_some_and(|visible| tile.width() <= visible.width())
}

/// Calls `visit` for each file, with its path within the archive, `/` between the names. A folder
/// that is not below `tile/` counts as a file.
pub(crate) fn visit_files(
    archive: &Path,
    visit: &mut dyn FnMut(&str, &Path),
) -> Result<(), ArchiveError> {
    visit_folder(archive, "", visit)
}

fn visit_folder(
    folder: &Path,
    prefix: &str,
    visit: &mut dyn FnMut(&str, &Path),
) -> Result<(), ArchiveError> {
    for file in fs::read_dir(folder).map_err(io_error("list", folder))? {
        let file = file.map_err(io_error("list", folder))?;
        let (path, name) = (file.path(), file.file_name());
        let relative = format!("{prefix}{}", name.to_string_lossy());
        let is_folder = file.file_type().map_err(io_error("inspect", &path))?.is_dir();
        let depth = relative.split('/').count();
        let below_tiles = relative.split('/').next() == Some(TILE_FOLDER);
        if is_folder && below_tiles && depth <= MAX_FOLDER_DEPTH {
            visit_folder(&path, &format!("{relative}/"), visit)?;
        } else {
            visit(&relative, &path);
        }
    }
    Ok(())
}
