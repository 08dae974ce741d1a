//! The few operations by which files and folders of a role change on the disk. Tests stop the program at each.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use crate::safe_file::Access;
#[cfg(test)]
use crate::safe_file::power;

/// Makes an empty file that is not there yet.
pub(crate) fn create_file(path: &Path, access: Access) -> io::Result<File> {
    #[cfg(test)]
    power::makes(path)?;
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    if access == Access::Owner {
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    }
    options.open(path)
}

/// Fills a file, and returns once its content is on the disk.
pub(crate) fn write_synced(mut file: File, bytes: &[u8]) -> io::Result<()> {
    #[cfg(test)]
    power::fills(&mut file, bytes)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Makes a folder that only its owner can look into.
pub(crate) fn create_folder(path: &Path) -> io::Result<()> {
    #[cfg(test)]
    power::makes(path)?;
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Moves a file over another, or a folder to where nothing is.
pub(crate) fn rename(from: &Path, to: &Path) -> io::Result<()> {
    #[cfg(test)]
    power::moves(from, to)?;
    fs::rename(from, to)
}

/// Removes a file.
pub(crate) fn remove_file(path: &Path) -> io::Result<()> {
    #[cfg(test)]
    power::removes(path)?;
    fs::remove_file(path)
}

/// Removes an empty folder.
pub(crate) fn remove_folder(path: &Path) -> io::Result<()> {
    #[cfg(test)]
    power::removes(path)?;
    fs::remove_dir(path)
}

/// Returns once the names in a folder are on the disk.
pub(crate) fn sync_folder(path: &Path) -> io::Result<()> {
    #[cfg(test)]
    power::syncs(path)?;
    // Elsewhere a folder can't be opened, and renaming is durable by the file system's journal.
    if cfg!(unix) { File::open(path)?.sync_all() } else { Ok(()) }
}
