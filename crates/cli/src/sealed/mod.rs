//! What a role keeps: one file, encrypted with a passphrase (the age format, C2SP age, `scrypt` recipient).
//!
//! The content is a JSON object with the name of the role and a version. It is written whole or not at all, and
//! locked while a command works on it, so that two commands can't sign two different things.

mod passphrase;

pub(crate) use passphrase::{Passphrase, PassphraseArguments};

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use age::DecryptError;
use age::scrypt::{Identity, Recipient};
use anyhow::{Context, anyhow};
use fs4::{FileExt, TryLockError};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::failure::Failure;
use crate::safe_file::{self, Access, beside};

/// log2 of the cost of the passphrase: 2^17 blocks of 1 KiB, half a second and 128 MiB for each guess.
#[cfg(not(test))]
const WORK_FACTOR: u8 = 17;

/// In the tests of this crate, which open and save hundreds of times, next to nothing. Those of the whole program
/// see the real one.
#[cfg(test)]
const WORK_FACTOR: u8 = 4;

/// The most that a file may ask for: 2^20, 1 GiB.
const MAX_WORK_FACTOR: u8 = 20;

/// The largest file: a registrar's link of a million residents.
const MAX_FILE_BYTES: u64 = 1 << 30;

/// What a role keeps.
pub(crate) trait Content: Serialize + DeserializeOwned {
    /// What the file says that it is.
    const ROLE: &'static str;
    /// The version of the content. A program reads its own alone.
    const VERSION: u32;
}

#[derive(Serialize, Deserialize)]
struct Envelope<C> {
    isoloir: String,
    version: u32,
    content: C,
}

/// The beginning of an envelope, of whatever role and version.
#[derive(Deserialize)]
struct Label {
    isoloir: String,
    version: u32,
}

/// An open file of a role.
pub(crate) struct Sealed<C> {
    /// As it was given, for people.
    name: PathBuf,
    /// The file itself, where the name is a link.
    path: PathBuf,
    passphrase: Passphrase,
    /// What it holds. [`Sealed::save`] makes a change last.
    pub(crate) content: C,
    /// Locked as long as the file is open.
    _lock: File,
}

impl<C: Content> Sealed<C> {
    /// Makes a file that is not there yet.
    pub(crate) fn create(path: &Path, passphrase: Passphrase, content: C) -> Result<Self, Failure> {
        let lock = lock(path)?;
        let (name, path) = (path.to_path_buf(), path.to_path_buf());
        let sealed = Self { name, path, passphrase, content, _lock: lock };
        safe_file::create(&sealed.path, &sealed.encrypt(&sealed.passphrase)?, Access::Owner)?;
        Ok(sealed)
    }

    /// Opens a file.
    pub(crate) fn open(path: &Path, passphrase: Passphrase) -> Result<Self, Failure> {
        if path.is_dir() {
            return Err(Failure::input(anyhow!(
                "{} is a folder: give the file in it that `isoloir {} init` made",
                path.display(),
                C::ROLE
            )));
        }
        if !path.is_file() {
            return Err(Failure::input(anyhow!(
                "{} does not exist: correct its name, or make one with `isoloir {} init`",
                path.display(),
                C::ROLE
            )));
        }
        // The file itself and not a link to it: a new version put in the place of the link would leave the old
        // one in use elsewhere.
        let file = path.canonicalize().map_err(Failure::system)?;
        let lock = lock(&file)?;
        let bytes = safe_file::read(&file, MAX_FILE_BYTES)?;
        let content = decrypt(&bytes, &passphrase).with_context(|| path.display().to_string());
        let content = content.map_err(Failure::input)?;
        Ok(Self { name: path.to_path_buf(), path: file, passphrase, content, _lock: lock })
    }

    /// Writes the content. On the disk when this returns; if it fails, the file is as it was.
    pub(crate) fn save(&self) -> Result<(), Failure> {
        safe_file::replace(&self.path, &self.encrypt(&self.passphrase)?, Access::Owner)
    }

    /// The file.
    pub(crate) fn name(&self) -> &Path {
        &self.name
    }

    fn encrypt(&self, passphrase: &Passphrase) -> Result<Vec<u8>, Failure> {
        encrypt(&self.content, passphrase)
    }
}

fn encrypt<C: Content>(content: &C, passphrase: &Passphrase) -> Result<Vec<u8>, Failure> {
    let envelope = Envelope { isoloir: C::ROLE.to_owned(), version: C::VERSION, content };
    // Measured first, so that the text grows into no second place that nobody erases.
    let mut length = Length(0);
    serde_json::to_writer(&mut length, &envelope).map_err(Failure::system)?;
    let mut plain = Zeroizing::new(Vec::with_capacity(length.0));
    serde_json::to_writer(&mut *plain, &envelope).map_err(Failure::system)?;
    let mut recipient = Recipient::new(passphrase.secret());
    recipient.set_work_factor(WORK_FACTOR);
    let bytes = age::encrypt(&recipient, &plain).map_err(Failure::system)?;
    if bytes.len() as u64 > MAX_FILE_BYTES {
        return Err(Failure::input(anyhow!(
            "the file would have more than {MAX_FILE_BYTES} bytes and could not be opened again"
        )));
    }
    Ok(bytes)
}

/// Counts what is written.
struct Length(usize);

impl io::Write for Length {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn decrypt<C: Content>(bytes: &[u8], passphrase: &Passphrase) -> anyhow::Result<C> {
    let mut identity = Identity::new(passphrase.secret());
    identity.set_max_work_factor(MAX_WORK_FACTOR);
    let plain = age::decrypt(&identity, bytes).map(Zeroizing::new).map_err(explain)?;
    let label: Label = serde_json::from_slice(&plain)
        .map_err(|_| anyhow!("it was not made by isoloir; choose another file"))?;
    if label.isoloir != C::ROLE {
        return Err(anyhow!(
            "it is a file of the role {}, and this takes one of the role {}",
            label.isoloir,
            C::ROLE
        ));
    }
    if label.version != C::VERSION {
        return Err(anyhow!(
            "it has version {}, and this program reads version {}; use the program that made it",
            label.version,
            C::VERSION
        ));
    }
    // The error would show what it found, a secret perhaps.
    serde_json::from_slice::<Envelope<C>>(&plain)
        .map(|envelope| envelope.content)
        .map_err(|_| anyhow!("its content can't be read; take your backup"))
}

fn explain(error: DecryptError) -> anyhow::Error {
    match error {
        DecryptError::DecryptionFailed
        | DecryptError::KeyDecryptionFailed
        | DecryptError::InvalidMac
        // What a changed byte of the content gives.
        | DecryptError::Io(_) => {
            anyhow!(
                "the passphrase is wrong, or the file is damaged; try again, or take your backup"
            )
        }
        DecryptError::ExcessiveWork { .. } => {
            anyhow!("it asks for more work than any file of isoloir; choose another file")
        }
        _ => anyhow!(
            "it is not a file that isoloir encrypted with a passphrase; choose another file"
        ),
    }
}

/// Nobody else works on the file until this is dropped.
fn lock(path: &Path) -> Result<File, Failure> {
    let name = beside(path, ".lock");
    let doing = || format!("{} can't be locked", name.display());
    let file = File::options().create(true).truncate(false).write(true).open(&name);
    let file = file.with_context(doing).map_err(Failure::system)?;
    match FileExt::try_lock(&file) {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Failure::input(anyhow!(
            "another command works on {}; wait for it to end",
            path.display()
        ))),
        Err(TryLockError::Error(error)) => Err(Failure::system(error)),
    }
}

#[cfg(test)]
mod tests;
