//! A disk whose power fails, for tests: what changes files stops after so many operations, and what was not synced is
//! lost. Each thread has its own.

#![allow(clippy::unwrap_used)]

use std::cell::RefCell;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

#[derive(Default)]
struct Power {
    /// Operations that still succeed; without a number, all do.
    left: Option<usize>,
    /// An operation was tried after the last that succeeds.
    is_off: bool,
    /// How names stood before they were changed, in folders that were not synced since; oldest first.
    unsynced: Vec<(PathBuf, Before)>,
}

/// What had a name.
enum Before {
    Nothing,
    File(Vec<u8>),
    EmptyFolder,
    /// What has this name now.
    MovedTo(PathBuf),
}

thread_local! {
    static POWER: RefCell<Power> = RefCell::default();
}

/// From here on so many operations succeed.
pub(crate) fn fails_after(operations: usize) {
    POWER.set(Power { left: Some(operations), ..Power::default() });
}

/// Whether the power has failed. It is back when this returns; if it was `lost` by the whole machine and not by the
/// program alone, names that were not synced are as they were.
pub(crate) fn comes_back(lost: bool) -> bool {
    let Power { is_off, unsynced, .. } = POWER.take();
    if lost {
        unsynced.into_iter().rev().for_each(|(path, before)| undo(&path, before));
    }
    is_off
}

fn undo(path: &Path, before: Before) {
    match before {
        Before::Nothing if path.is_dir() => fs::remove_dir_all(path).unwrap(),
        Before::Nothing => drop(fs::remove_file(path)),
        Before::File(bytes) => fs::write(path, bytes).unwrap(),
        Before::EmptyFolder => fs::create_dir(path).unwrap(),
        Before::MovedTo(now) => fs::rename(now, path).unwrap(),
    }
}

/// A file or a folder is about to be made.
pub(super) fn makes(path: &Path) -> io::Result<()> {
    step()?;
    remember(path, Before::Nothing);
    Ok(())
}

/// A file is about to be filled; half of it is when the power fails.
pub(super) fn fills(file: &mut File, bytes: &[u8]) -> io::Result<()> {
    step().inspect_err(|_| file.write_all(&bytes[..bytes.len() / 2]).unwrap())
}

/// A file or an empty folder is about to be removed.
pub(super) fn removes(path: &Path) -> io::Result<()> {
    step()?;
    remember(path, now(path));
    Ok(())
}

/// What has one name is about to have another.
pub(super) fn moves(from: &Path, to: &Path) -> io::Result<()> {
    step()?;
    remember(to, now(to));
    remember(from, Before::MovedTo(to.to_path_buf()));
    Ok(())
}

/// The names in a folder are about to last.
pub(super) fn syncs(folder: &Path) -> io::Result<()> {
    step()?;
    POWER.with_borrow_mut(|power| {
        power.unsynced.retain(|(path, _)| path.parent() != Some(folder));
    });
    Ok(())
}

fn step() -> io::Result<()> {
    POWER.with_borrow_mut(|power| match &mut power.left {
        Some(0) => {
            power.is_off = true;
            Err(io::Error::other("the power is off"))
        }
        Some(left) => {
            *left -= 1;
            Ok(())
        }
        None => Ok(()),
    })
}

fn now(path: &Path) -> Before {
    match fs::symlink_metadata(path) {
        Err(_) => Before::Nothing,
        Ok(found) if found.is_dir() => Before::EmptyFolder,
        Ok(_) => Before::File(fs::read(path).unwrap()),
    }
}

fn remember(path: &Path, before: Before) {
    POWER.with_borrow_mut(|power| {
        if power.left.is_some() {
            power.unsynced.push((path.to_path_buf(), before));
        }
    });
}
