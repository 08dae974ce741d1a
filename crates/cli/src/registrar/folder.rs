use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow};
use isoloir_election::code::VotingCode;
use isoloir_words::secret_text::SecretText;
use rand_core::{OsRng, RngCore};
use serde::{Deserialize, Serialize};
use sha3::{Digest, Sha3_256};

use crate::failure::Failure;
use crate::identity::Identity;
use crate::registrar::codes_table;
use crate::registrar::letters::Mailing;
use crate::registrar::roll_file::Resident;
use crate::safe_file::{self, Access, beside, disk, sync_parent};
use crate::say::say;

/// The table of the codes.
const CODES_FILE: &str = "codes.csv";

/// The signed number of residents.
const COUNT_FILE: &str = "roll-count.txt";

/// What a hash begins with that tells whose unfinished folder it is.
const OWNER_LABEL: &[u8] = b"isoloir/v1 letters of";

/// A folder with letters, and the name that it has until everything that has to last does: the registrar's file
/// names both. Nothing but these letters ever has that name, so that no others can come in their place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Folder {
    path: PathBuf,
    /// `<path>.<owner>-<16 random hexadecimal digits>.tmp`
    unfinished: PathBuf,
}

impl Folder {
    /// A new one, of the registrar with this identity: nothing may be in its place, and none of those that the
    /// registrar's file names may be on its way there.
    pub(super) fn new<'a>(
        path: &Path,
        identity: &Identity,
        named: impl IntoIterator<Item = &'a Self>,
    ) -> Result<Self, Failure> {
        let absolute = std::path::absolute(path)
            .with_context(|| format!("{} can't be used for letters", path.display()))
            .map_err(Failure::input)?;
        check_free(path, &absolute)?;
        if named.into_iter().any(|other| other.path == absolute && other.unfinished.is_dir()) {
            return Err(Failure::input(anyhow!(
                "{} is where the letters of an interrupted command will be: run that again, which moves them \
                 there, and give another folder for these letters",
                path.display()
            )));
        }
        let suffix = format!(".{}-{:016x}.tmp", owner(identity), OsRng.next_u64());
        Ok(Self { unfinished: beside(&absolute, &suffix), path: absolute })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Writes letters, the table of their codes, and the count if there is one, under the unfinished name. On the
    /// disk when this returns, and readable by their owner alone.
    pub(super) fn write(
        &self,
        mailing: &Mailing<'_>,
        letters: &[(&Resident, &VotingCode)],
        count: Option<&str>,
    ) -> Result<(), Failure> {
        disk::create_folder(&self.unfinished)
            .with_context(|| format!("{} can't be made", self.unfinished.display()))
            .map_err(Failure::system)?;
        let file = |name: &str, bytes: &[u8]| {
            safe_file::create(&self.unfinished.join(name), bytes, Access::Owner)
        };
        for letters in mailing.files(letters.iter().copied()) {
            let letters = letters.map_err(Failure::input)?;
            file(&letters.name, letters.html.as_bytes())?;
        }
        let mut table = SecretText::default();
        for row in codes_table::rows(mailing.districts, mailing.page, letters.iter().copied()) {
            table.push_str(&row);
        }
        file(CODES_FILE, table.finish().as_bytes())?;
        count.map_or(Ok(()), |count| file(COUNT_FILE, count.as_bytes()))?;
        self.sync_names()
    }

    /// Gives the folder its name, unless it has it.
    pub(super) fn publish(&self) -> Result<(), Failure> {
        if !self.unfinished.is_dir() {
            return Ok(());
        }
        let renamed = match disk::remove_folder(&self.path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => disk::rename(&self.unfinished, &self.path),
        };
        renamed
            .with_context(|| {
                format!(
                    "the letters are in {} and can't be moved to {}: make room there and run this again",
                    self.unfinished.display(),
                    self.path.display()
                )
            })
            .map_err(Failure::system)?;
        self.sync_names()
    }

    /// Removes the unfinished folders beside this one that interrupted commands of the same registrar left, and
    /// says so. No roll has the codes of those that are not `named` by the registrar's file.
    pub(super) fn clear_others<'a>(
        &self,
        named: impl IntoIterator<Item = &'a Self>,
    ) -> Result<(), Failure> {
        let (Some(parent), Some(owner)) = (self.unfinished.parent(), owner_of(&self.unfinished))
        else {
            return Ok(());
        };
        let named: Vec<Option<&OsStr>> =
            named.into_iter().map(|other| other.unfinished.file_name()).collect();
        let left = left_by(owner, parent)
            .with_context(|| format!("{} can't be read", parent.display()))
            .map_err(Failure::system)?;
        // The names are random: one alone tells which folder is meant, whatever links lead there.
        for folder in left.iter().filter(|folder| !named.contains(&folder.file_name())) {
            match remove(folder) {
                Ok(None) => say!(
                    "Removed: {}, which an interrupted command left. Its codes are on no roll.",
                    folder.display()
                ),
                Ok(Some(other)) => say!(
                    "{} was left by an interrupted command, and its codes are on no roll; it stays because of {}, \
                     which isoloir did not write there. Take that out, and destroy the folder.",
                    folder.display(),
                    other.display()
                ),
                Err(error) => {
                    let what = format!("{} can't be removed", folder.display());
                    return Err(Failure::system(anyhow::Error::new(error).context(what)));
                }
            }
        }
        Ok(())
    }

    fn sync_names(&self) -> Result<(), Failure> {
        sync_parent(&self.path)
            .with_context(|| format!("the folder of {} can't be written", self.path.display()))
            .map_err(Failure::system)
    }
}

/// Letters go where nothing is yet. `path` is what the user called it.
fn check_free(path: &Path, absolute: &Path) -> Result<(), Failure> {
    match fs::read_dir(absolute) {
        Ok(mut files) => match files.next() {
            None => Ok(()),
            Some(_) => Err(Failure::input(anyhow!(
                "{} is not empty: give another folder for the letters",
                path.display()
            ))),
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => {
            let what = format!("{} can't be used for letters", path.display());
            Err(Failure::input(anyhow::Error::new(error).context(what)))
        }
    }
}

/// Tells the folders of registrars apart who write into one place: 8 hexadecimal digits.
///
/// ```text
/// first 4 bytes of SHA3-256("isoloir/v1 letters of" || public key)
/// ```
fn owner(identity: &Identity) -> String {
    let hash = Sha3_256::new_with_prefix(OWNER_LABEL)
        .chain_update(identity.public().as_bytes())
        .finalize();
    hex::encode(&hash[..4])
}

/// The owner that the name of an unfinished folder tells; nothing, if it is no such name.
fn owner_of(path: &Path) -> Option<&str> {
    let name = path.file_name()?.to_str()?.strip_suffix(".tmp")?;
    let (_, suffix) = name.rsplit_once('.')?;
    let (owner, random) = suffix.split_once('-')?;
    let is_hex = |text: &str, digits: usize| {
        text.len() == digits && text.bytes().all(|byte| byte.is_ascii_hexdigit())
    };
    (is_hex(owner, 8) && is_hex(random, 16)).then_some(owner)
}

/// The unfinished folders of this owner in a folder.
fn left_by(owner: &str, parent: &Path) -> io::Result<Vec<PathBuf>> {
    let mut left = Vec::new();
    for entry in fs::read_dir(parent)? {
        let entry = entry?;
        if owner_of(&entry.path()) == Some(owner) && entry.file_type()?.is_dir() {
            left.push(entry.path());
        }
    }
    Ok(left)
}

/// Removes a folder that holds nothing but files that [`Folder::write`] writes; else gives what else it holds, and
/// removes nothing.
fn remove(folder: &Path) -> io::Result<Option<PathBuf>> {
    let mut ours = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let name = name.strip_suffix(".tmp").unwrap_or(&name);
        let is_ours = name == CODES_FILE || name == COUNT_FILE || name.starts_with("letters-");
        if !is_ours || entry.file_type()?.is_dir() {
            return Ok(Some(entry.path()));
        }
        ours.push(entry.path());
    }
    ours.iter().try_for_each(|file| disk::remove_file(file))?;
    disk::remove_folder(folder)?;
    Ok(None)
}

#[cfg(test)]
mod tests;
