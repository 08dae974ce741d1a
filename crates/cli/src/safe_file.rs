//! Files that appear whole or not at all, whatever happens while they are written.

pub(crate) mod disk;
#[cfg(test)]
pub(crate) mod power;
mod unfinished;

pub(crate) use unfinished::Unfinished;

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow};

use crate::failure::Failure;

/// Who may read a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    /// Its owner alone.
    Owner,
    /// Whom the system allows.
    Usual,
}

/// Writes a file that must not be there yet.
pub(crate) fn create(path: &Path, bytes: &[u8], access: Access) -> Result<(), Failure> {
    check_absent(path)?;
    replace(path, bytes, access)
}

/// Refuses a name that is taken.
pub(crate) fn check_absent(path: &Path) -> Result<(), Failure> {
    if path.exists() {
        return Err(Failure::input(anyhow!(
            "{} is there already: nothing is written over it; choose another name",
            path.display()
        )));
    }
    Ok(())
}

/// Writes a file, in the place of the one that may be there. On the disk when this returns.
pub(crate) fn replace(path: &Path, bytes: &[u8], access: Access) -> Result<(), Failure> {
    Unfinished::write(path, bytes, access)
        .and_then(Unfinished::take_name)
        .with_context(|| {
            format!("{} can't be written; what was there is as it was", path.display())
        })
        .map_err(Failure::system)?;
    sync_parent(path)
        .with_context(|| {
            format!("{} is written, but may be lost if the power fails now", path.display())
        })
        .map_err(Failure::system)
}

/// The name of a file has to last, too.
pub(crate) fn sync_parent(path: &Path) -> io::Result<()> {
    disk::sync_folder(folder_of(path))
}

/// The folder in which a file has its name.
pub(crate) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// `path` with this at its end.
pub(crate) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    name.into()
}

/// Reads a file of at most `limit` bytes.
pub(crate) fn read(path: &Path, limit: u64) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(limit + 1).read_to_end(&mut bytes))
        .with_context(|| format!("{} can't be read", path.display()))
        .map_err(Failure::input)?;
    if bytes.len() as u64 > limit {
        return Err(Failure::input(anyhow!(
            "{} has more than {limit} bytes: it is not the file that is meant",
            path.display()
        )));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests;
