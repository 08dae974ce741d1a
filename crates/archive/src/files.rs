use std::fmt::Debug;
use std::path::{Path, PathBuf};

use crate::disk::read_bounded;
use crate::error::ArchiveError;

/// Where the files of an archive are read from: a folder, or a server that serves one.
pub trait Files: Debug + Send + Sync {
    /// The file at this path within the archive, `/` between the names; none if there is none.
    ///
    /// # Errors
    /// [`ArchiveError::TooLarge`] if it has more than `limit` bytes: no more than that may be kept in memory.
    /// [`ArchiveError::Io`] or [`ArchiveError::Unreachable`], with what the system or the other end said.
    fn read(&self, path: &str, limit: usize) -> Result<Option<Vec<u8>>, ArchiveError>;

    /// What people call the file at this path.
    fn locate(&self, path: &str) -> PathBuf;

    /// The folder, if these are the files of one: only its files can be listed.
    fn folder(&self) -> Option<&Path> {
        None
    }
}

/// The files of a folder.
#[derive(Debug)]
pub(crate) struct Folder(pub(crate) PathBuf);

impl Files for Folder {
    fn read(&self, path: &str, limit: usize) -> Result<Option<Vec<u8>>, ArchiveError> {
        read_bounded(&self.locate(path), limit)
    }

    fn locate(&self, path: &str) -> PathBuf {
        self.0.join(path)
    }

    fn folder(&self) -> Option<&Path> {
        Some(&self.0)
    }
}
