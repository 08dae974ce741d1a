use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};
use serde::{Deserialize, Serialize};
use sha3::{Digest, Sha3_256};

use crate::failure::Failure;
use crate::safe_file::{self, Access};
use crate::simulate::seed::Seed;

/// What a simulation needs to be resumed. It lies beside the archive and not in it, because an
/// archive is public and this holds every secret.
pub(crate) struct State {
    pub(crate) seed: Seed,
    pub(crate) limit: Option<usize>,
    file_hash: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StateFile {
    seed: String,
    limit: Option<usize>,
    file_sha3_256: String,
}

impl State {
    pub(crate) fn new(seed: Seed, limit: Option<usize>, files: &[Vec<u8>]) -> Self {
        Self { seed, limit, file_hash: hash(files) }
    }

    /// Writes the state for an archive that is about to be made, readable by its owner only.
    ///
    /// The archive's folder must be absent or empty: otherwise something is there that this must
    /// not disturb.
    pub(crate) fn save_for(&self, archive: &Path) -> Result<(), Failure> {
        let path = path_for(archive).map_err(Failure::input)?;
        if has_content(archive)? {
            return Err(Failure::input(anyhow!(
                "{} is not empty: choose another folder, or add --resume to go on there",
                archive.display()
            )));
        }
        self.write(&path)
    }

    fn write(&self, path: &Path) -> Result<(), Failure> {
        let file = StateFile {
            seed: self.seed.to_hex(),
            limit: self.limit,
            file_sha3_256: self.file_hash.clone(),
        };
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)
                .with_context(|| format!("{} can't be written", path.display()))
                .map_err(Failure::system)?;
        }
        let text = serde_json::to_vec_pretty(&file).map_err(Failure::system)?;
        // Whole or not at all: a state cut short could not be resumed.
        safe_file::replace(path, &text, Access::Owner)
    }

    /// Reads the state of an interrupted simulation of these very files.
    pub(crate) fn load(
        archive: &Path,
        files: &[Vec<u8>],
        limit: Option<usize>,
    ) -> Result<Self, Failure> {
        Self::read(archive, files, limit).map_err(Failure::Input)
    }

    fn read(archive: &Path, files: &[Vec<u8>], limit: Option<usize>) -> Result<Self> {
        let path = path_for(archive)?;
        let bytes = match fs::read(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => bail!(
                "there is no {}: the simulation in {} was finished, or never begun; run it without \
                 --resume",
                path.display(),
                archive.display()
            ),
            read => read.with_context(|| format!("{} can't be read", path.display()))?,
        };
        let damaged = || format!("{} is damaged; begin again in another folder", path.display());
        let state: StateFile = serde_json::from_slice(&bytes).with_context(damaged)?;
        let seed = Seed::from_hex(&state.seed).with_context(damaged)?;
        if state.file_sha3_256 != hash(files) {
            bail!("the election file is not the one that this simulation was begun with");
        }
        if limit.is_some() && limit != state.limit {
            bail!("--limit is not the one that this simulation was begun with; leave it out");
        }
        Ok(Self { seed, limit: state.limit, file_hash: state.file_sha3_256 })
    }

    /// The simulation is finished.
    pub(crate) fn remove(archive: &Path) -> Result<(), Failure> {
        let path = path_for(archive).map_err(Failure::input)?;
        fs::remove_file(&path)
            .with_context(|| format!("{} can't be removed; remove it by hand", path.display()))
            .map_err(Failure::system)
    }
}

/// `DIR.simulation`, beside the archive. `.` and `..` have nothing beside them that is sure not to be
/// in the archive.
fn path_for(archive: &Path) -> Result<PathBuf> {
    let mut name = archive
        .file_name()
        .with_context(|| format!("{} has no name: give the folder's path", archive.display()))?
        .to_owned();
    name.push(".simulation");
    Ok(archive.with_file_name(name))
}

fn has_content(folder: &Path) -> Result<bool, Failure> {
    match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) if error.kind() == ErrorKind::NotADirectory => Err(Failure::input(anyhow!(
            "{} is a file or lies in one: choose a folder",
            folder.display()
        ))),
        listing => {
            let mut listing = listing
                .with_context(|| format!("{} can't be read", folder.display()))
                .map_err(Failure::system)?;
            Ok(listing.next().is_some())
        }
    }
}

/// Of one file its hash, of several the hash of their hashes.
fn hash(files: &[Vec<u8>]) -> String {
    let hashes: Vec<_> = files.iter().map(Sha3_256::digest).collect();
    hex::encode(if let [only] = hashes.as_slice() {
        *only
    } else {
        Sha3_256::digest(hashes.concat())
    })
}
