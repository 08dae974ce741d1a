//! Files that are written whole or not at all.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::failure::Failure;
use crate::safe_file::{Access, Unfinished, folder_of, sync_parent};

/// A file to be written: its path is one, and nothing was written yet.
pub(crate) struct Output {
    /// What the user called it.
    named: PathBuf,
    /// Where it is, links followed.
    path: PathBuf,
}

impl Output {
    /// # Errors
    /// If there can be no such file: no folder, or something else in its place.
    pub(crate) fn new(named: &Path) -> Result<Self> {
        if let Ok(found) = fs::metadata(named) {
            ensure!(found.is_file(), "{} is not a file: choose another name", named.display());
            let path = fs::canonicalize(named)
                .with_context(|| format!("{} can't be found", named.display()))?;
            return Ok(Self { named: named.to_owned(), path });
        }
        let folder = folder_of(named);
        let missing = || {
            let (named, folder) = (named.display(), folder.display());
            format!("{named} can't be written: there is no folder {folder}")
        };
        let name = named.file_name().with_context(missing)?;
        let path = fs::canonicalize(folder).with_context(missing)?.join(name);
        Ok(Self { named: named.to_owned(), path })
    }

    pub(super) fn is_same_as(&self, other: &Self) -> bool {
        self.path == other.path
    }
}

/// Writes all files or none: a file that is there is replaced once all the new ones are on the disk.
pub(crate) fn write_all(files: &[(Output, String)]) -> Result<(), Failure> {
    let written = files.iter().map(|(output, text)| {
        Unfinished::write(&output.path, text.as_bytes(), Access::Usual)
            .with_context(|| format!("{} can't be written", output.named.display()))
            .map_err(Failure::system)
    });
    let written = written.collect::<Result<Vec<_>, _>>()?;
    for (unfinished, (output, _)) in written.into_iter().zip(files) {
        unfinished
            .take_name()
            .and_then(|()| sync_parent(&output.path))
            .with_context(|| format!("{} can't be replaced", output.named.display()))
            .map_err(Failure::system)?;
        eprintln!("Written: {}", output.named.display());
    }
    Ok(())
}
