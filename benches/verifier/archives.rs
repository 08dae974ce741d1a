//! The archives that are verified, made once and kept in the target folder.

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result};
use isoloir_archive::Reader;
use isoloir_election::message::Kind;
use rayon::prelude::*;

use crate::election::{Board, Election};

/// To be raised when what archives hold changes, so that none of an older form is taken.
const FORM: u32 = 1;

/// Ballots that are sealed at once, on all cores.
const BATCH: usize = 1_024;

/// An archive of which every ballot is valid.
pub(crate) fn valid(ballots: usize) -> Result<PathBuf> {
    made_once(&format!("{ballots}-v{FORM}"), |folder| {
        let begun = Instant::now();
        eprintln!("Making an election of {ballots} ballots, once");
        let election = Election::open(ballots)?;
        let sealed = (0..ballots)
            .step_by(BATCH)
            .flat_map(|first| seal(&election, first..ballots.min(first + BATCH)));
        election.write(&mut Board::create(folder, election.board_signer())?, sealed)?;
        eprintln!("Made in {:.0} s", begun.elapsed().as_secs_f64());
        Ok(())
    })
}

/// The archive [`valid`] with one ballot whose proof does not hold.
pub(crate) struct Spoilt {
    pub(crate) folder: PathBuf,
    /// The index on the board of the wrong ballot.
    pub(crate) entry: u64,
}

/// The same election as [`valid`], where one voter's ballot is wrong. Chain, tiles, checkpoint and
/// decryption are made anew over it.
pub(crate) fn spoilt(ballots: usize) -> Result<Spoilt> {
    let valid = valid(ballots)?;
    let election = Election::open(ballots)?;
    // Not where a batch begins or ends, whatever the verifier's batches are.
    let wrong = ballots * 7 / 11;
    let folder = made_once(&format!("{ballots}-v{FORM}-spoilt"), |folder| {
        let archive = Reader::open(&valid)?;
        let cast = archive.entries().filter_map(|entry| match entry {
            Ok(entry) => (entry.kind() == Kind::Ballot as u8).then(|| Ok(entry.payload().to_vec())),
            Err(error) => Some(Err(error.into())),
        });
        let with_one_wrong = cast.enumerate().map(|(voter, payload)| match payload {
            Ok(payload) if voter == wrong => election.spoil(voter, payload),
            other => other,
        });
        election.write(&mut Board::create(folder, election.board_signer())?, with_one_wrong)
    })?;
    Ok(Spoilt { folder, entry: election.first_ballot() + wrong as u64 })
}

fn seal(election: &Election, voters: Range<usize>) -> Vec<Result<Vec<u8>>> {
    voters.into_par_iter().map(|voter| election.ballot(voter)).collect()
}

/// The folder of what benchmarks keep from one run to the next.
pub(crate) fn cache() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("bench-archives")
}

/// A folder in the cache. What `make` leaves there is whole: it is renamed when it is finished.
pub(crate) fn made_once(name: &str, make: impl FnOnce(&Path) -> Result<()>) -> Result<PathBuf> {
    let folder = cache().join(name);
    if folder.exists() {
        return Ok(folder);
    }
    let unfinished = folder.with_extension("unfinished");
    if unfinished.exists() {
        fs::remove_dir_all(&unfinished)?;
    }
    fs::create_dir_all(&unfinished)?;
    make(&unfinished).with_context(|| format!("{} can't be made", folder.display()))?;
    fs::rename(&unfinished, &folder)?;
    Ok(folder)
}
