use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use crate::safe_file::{Access, beside, disk};

/// A file that is written beside the one that it will be, under a name that ends in `.tmp`. It is removed if it never
/// is: half a file helps nobody.
pub(crate) struct Unfinished {
    path: PathBuf,
    temporary: PathBuf,
    has_name: bool,
}

impl Unfinished {
    /// An empty one, to be written and synced.
    pub(crate) fn begin(path: &Path, access: Access) -> io::Result<(Self, File)> {
        let temporary = beside(path, ".tmp");
        // Whatever is left there, of an attempt that was killed or put there by somebody else, is not written to.
        match disk::remove_file(&temporary) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let file = disk::create_file(&temporary, access)?;
        Ok((Self { path: path.to_path_buf(), temporary, has_name: false }, file))
    }

    /// One with this content, which is on the disk when this returns.
    pub(crate) fn write(path: &Path, bytes: &[u8], access: Access) -> io::Result<Self> {
        let (this, file) = Self::begin(path, access)?;
        disk::write_synced(file, bytes)?;
        Ok(this)
    }

    /// Gives the file its name, in the place of the one that may have it. The name lasts once the folder is synced.
    pub(crate) fn take_name(mut self) -> io::Result<()> {
        disk::rename(&self.temporary, &self.path)?;
        self.has_name = true;
        Ok(())
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        if !self.has_name {
            // If it can't be removed, the next attempt does it.
            let _ = disk::remove_file(&self.temporary);
        }
    }
}
