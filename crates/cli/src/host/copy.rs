//! A copy of a board, as a folder of files: for a stick, for a web server, or against the day when a disk fails.

use std::fs;
use std::path::Path;

use anyhow::Context;
use isoloir_archive::Reader;
use isoloir_board::tiles::tiles_between;

use crate::failure::Failure;
use crate::place::Place;
use crate::progress::Step;
use crate::safe_file::{Access, beside, check_absent, disk, folder_of, sync_parent};
use crate::say::say;

/// Writes the files of a board into a folder that is not there yet.
pub(super) fn copy(board: &Place, out: &Path) -> Result<(), Failure> {
    check_absent(out)?;
    let board = board.reader()?;
    let unfinished = beside(out, ".tmp");
    let done = write(&board, &unfinished).and_then(|files| {
        disk::rename(&unfinished, out)?;
        sync_parent(out)?;
        Ok(files)
    });
    let files = done
        .with_context(|| format!("{} can't be written", out.display()))
        .map_err(Failure::system)?;
    say!("{}: {} entries in {files} files", out.display(), board.size());
    Ok(())
}

/// Returns how many files there are.
fn write(board: &Reader, folder: &Path) -> anyhow::Result<u64> {
    if folder.exists() {
        // An attempt that was interrupted.
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    let length = tiles_between(0, board.size()).count() as u64 + 1;
    let step = Step::begin("Copying the board", length);
    let mut files = 0;
    board.export(|path, bytes| {
        let path = folder.join(path);
        fs::create_dir_all(folder_of(&path))?;
        disk::write_synced(disk::create_file(&path, Access::Usual)?, bytes)?;
        files += 1;
        step.advance(1);
        anyhow::Ok(())
    })?;
    step.finish(&format!("{files} files"));
    Ok(files)
}
