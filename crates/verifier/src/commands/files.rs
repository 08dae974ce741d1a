//! Files that people name on the command line.

use std::fs::{File, OpenOptions};
use std::io::{Read as _, Write as _};
use std::path::Path;

use anyhow::{Context as _, bail};
use zeroize::Zeroizing;

use crate::log::key::KeyType;
use crate::log::signer::{MAX_SIGNER_BYTES, Signer};

/// Reads a file of at most `most` bytes; "-" is the standard input.
pub(super) fn read_bounded(file: &Path, most: usize) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let limit = most as u64 + 1;
    let read = if file == Path::new("-") {
        std::io::stdin().lock().take(limit).read_to_end(&mut bytes)
    } else {
        File::open(file).and_then(|open| open.take(limit).read_to_end(&mut bytes))
    };
    read.with_context(|| format!("{} can't be read", file.display()))?;
    if bytes.len() > most {
        bail!("{} has more than {most} bytes, the most that such a file can have", file.display());
    }
    Ok(bytes)
}

/// Reads a secret key that "isoloir-verify key" has written.
pub(super) fn read_key(file: &Path, kind: KeyType) -> anyhow::Result<Signer> {
    let bytes = Zeroizing::new(read_bounded(file, MAX_SIGNER_BYTES)?);
    std::str::from_utf8(&bytes)
        .context("a key is text")
        .and_then(|text| Ok(Signer::parse(kind, text)?))
        .with_context(|| format!("{} is not a key", file.display()))
}

/// Writes a file that must not be there yet, and makes it durable.
pub(super) fn write_new(file: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    create(file, bytes, OpenOptions::new())
}

/// As [`write_new`], for the eyes of its owner alone.
pub(super) fn write_secret(file: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    create(file, bytes, options)
}

/// Replaces a file so that, whatever happens meanwhile, either the old or the new one is there,
/// and the new one on the disk when this returns.
pub(super) fn replace(file: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let mut name = file.as_os_str().to_owned();
    name.push(".tmp");
    let next = Path::new(&name);
    let replaced = File::create(next)
        .and_then(|mut open| {
            open.write_all(bytes)?;
            open.sync_all()
        })
        .and_then(|()| std::fs::rename(next, file))
        .and_then(|()| sync_folder_of(file));
    replaced.with_context(|| format!("{} can't be written", file.display()))
}

/// Makes durable which names the folder of a file holds.
#[cfg_attr(not(unix), expect(clippy::unnecessary_wraps, reason = "only Unix syncs folders"))]
fn sync_folder_of(file: &Path) -> std::io::Result<()> {
    #[cfg(unix)]
    {
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
        File::open(folder.unwrap_or(Path::new(".")))?.sync_all()?;
    }
    #[cfg(not(unix))]
    let _ = file;
    Ok(())
}

fn create(file: &Path, bytes: &[u8], mut options: OpenOptions) -> anyhow::Result<()> {
    options.write(true).create_new(true);
    let written = options.open(file).and_then(|mut open| {
        open.write_all(bytes)?;
        open.sync_all()
    });
    let written = written.and_then(|()| sync_folder_of(file));
    written.with_context(|| format!("{} can't be written; it must not exist", file.display()))
}
