use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use crate::TEMPORARY_SUFFIX;
use crate::error::ArchiveError;

/// The few operations that change an archive, so that tests can stop a commit at each of them.
pub(crate) trait Disk: Send {
    /// Makes one folder; its parent exists.
    fn create_folder(&self, path: &Path) -> io::Result<()>;
    /// Writes a file, and returns once its content is on the disk.
    fn write_synced(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;
    /// Moves a file over another, atomically.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Returns once the names in a folder are on the disk.
    fn sync_folder(&self, path: &Path) -> io::Result<()>;
    /// Removes a file.
    fn remove_file(&self, path: &Path) -> io::Result<()>;
    /// Removes a folder and what it holds.
    fn remove_folder(&self, path: &Path) -> io::Result<()>;
}

/// The disk of the system.
pub(crate) struct SystemDisk;

impl Disk for SystemDisk {
    fn create_folder(&self, path: &Path) -> io::Result<()> {
        fs::create_dir(path)
    }

    fn write_synced(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut file = File::create(path)?;
        file.write_all(bytes)?;
        file.sync_all()
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        // Elsewhere a folder can't be opened, and renaming is durable by the file system's journal.
        if cfg!(unix) { File::open(path)?.sync_all() } else { Ok(()) }
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        fs::remove_dir_all(path)
    }
}

/// Writes files that appear whole or not at all, and remembers which folders to make durable.
pub(crate) struct Batch<'a> {
    disk: &'a dyn Disk,
    folders: Vec<PathBuf>,
}

impl<'a> Batch<'a> {
    pub(crate) fn new(disk: &'a dyn Disk) -> Self {
        Self { disk, folders: Vec::new() }
    }

    /// Writes a file under a temporary name, then gives it its own. Missing folders are made.
    pub(crate) fn write(&mut self, path: &Path, bytes: &[u8]) -> Result<(), ArchiveError> {
        if let Some(folder) = path.parent() {
            self.create_folders(folder)?;
            self.touch(folder);
        }
        let mut temporary = path.as_os_str().to_owned();
        temporary.push(TEMPORARY_SUFFIX);
        let temporary = Path::new(&temporary);
        self.disk.write_synced(temporary, bytes).map_err(io_error("write", temporary))?;
        self.disk.rename(temporary, path).map_err(io_error("rename a file to", path))
    }

    /// Returns once all that was written is on the disk.
    pub(crate) fn sync(self) -> Result<(), ArchiveError> {
        for folder in &self.folders {
            self.disk.sync_folder(folder).map_err(io_error("sync the folder", folder))?;
        }
        Ok(())
    }

    fn create_folders(&mut self, folder: &Path) -> Result<(), ArchiveError> {
        if folder.is_dir() {
            return Ok(());
        }
        if let Some(parent) = folder.parent() {
            self.create_folders(parent)?;
            self.touch(parent);
        }
        self.disk.create_folder(folder).map_err(io_error("make the folder", folder))
    }

    fn touch(&mut self, folder: &Path) {
        if !self.folders.iter().any(|known| known == folder) {
            self.folders.push(folder.to_path_buf());
        }
    }
}

/// Reads a file of at most `limit` bytes; none if it does not exist.
pub(crate) fn read_bounded(path: &Path, limit: usize) -> Result<Option<Vec<u8>>, ArchiveError> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(io_error("open", path)(error)),
    };
    let mut bytes = Vec::new();
    file.take(limit as u64 + 1).read_to_end(&mut bytes).map_err(io_error("read", path))?;
    if bytes.len() > limit {
        return Err(ArchiveError::TooLarge { path: path.to_path_buf(), limit });
    }
    Ok(Some(bytes))
}

/// Says what was tried on which path.
pub(crate) fn io_error(
    action: &'static str,
    path: &Path,
) -> impl FnOnce(io::Error) -> ArchiveError {
    move |source| ArchiveError::Io { action, path: path.to_path_buf(), source }
}
