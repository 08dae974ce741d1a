//! One changed bit anywhere in an archive: the verifier refuses it in a named step, or can't read it.
//!
//! The archive is that of a small simulated election. `ISOLOIR_FLIP_ARCHIVE=DIR` takes another one, and
//! `ISOLOIR_FLIPS=N` that many positions.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use std::collections::BTreeMap;
use std::env;
use std::path::Path;
use std::sync::Arc;

use common::{Place, contents, many_voters};
use isoloir_verify::engine::{self, Options, Work};
use isoloir_verify::report::progress::Progress;
use isoloir_verify::source::{Source, SourceError};
use rand_chacha::ChaCha20Rng;
use rand_core::{RngCore, SeedableRng};

/// How many positions are tried where nothing else is said.
const FLIPS: usize = 120;

/// The files of an archive, one bit of which is not what it was.
struct Flipped {
    files: Arc<BTreeMap<String, Vec<u8>>>,
    path: String,
    at: usize,
    bit: u8,
}

impl Source for Flipped {
    fn read(&self, path: &str, most: usize) -> Result<Option<Vec<u8>>, SourceError> {
        let Some(mut bytes) = self.files.get(path).cloned() else { return Ok(None) };
        if bytes.len() > most {
            return Err(SourceError::TooLarge { place: path.to_owned(), most });
        }
        if path == self.path {
            bytes[self.at] ^= 1 << self.bit;
        }
        Ok(Some(bytes))
    }

    fn list(&self) -> Result<Option<Vec<String>>, SourceError> {
        Ok(Some(self.files.keys().cloned().collect()))
    }

    fn location(&self) -> &str {
        "memory"
    }
}

/// The files that a verifier reads; the writer's lock is none of them.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let named = contents(folder).into_iter();
    let named = named.map(|(path, bytes)| (path.to_str().unwrap().to_owned(), bytes));
    named.filter(|(path, _)| path != ".lock").collect()
}

/// The ids of the failing steps. The proofs of ballots, the slowest of all checks, are left out: what
/// fails without them fails with them.
fn failing(source: &dyn Source) -> Vec<&'static str> {
    let progress = Progress::hidden();
    let options = Options { work: Work::RecordOnly, in_progress: true, ..Options::new(&progress) };
    let report = engine::verify(source, options).unwrap().report;
    report.failing_steps().map(|step| step.id).collect()
}

#[test]
fn a_flipped_bit_anywhere_in_an_archive_is_refused_in_a_named_step() {
    let simulated = Place::with(many_voters(300));
    let folder = env::var("ISOLOIR_FLIP_ARCHIVE").map_or_else(
        |_| {
            assert_eq!(simulated.simulate(&[]).code, Some(0));
            simulated.out.clone()
        },
        Into::into,
    );
    let flips = env::var("ISOLOIR_FLIPS").map_or(FLIPS, |number| number.parse().unwrap());
    let files = Arc::new(files(&folder));
    let total: usize = files.values().map(Vec::len).sum();
    let mut rng = ChaCha20Rng::from_seed([7; 32]);
    let mut found: BTreeMap<Vec<&str>, usize> = BTreeMap::new();
    for _ in 0..flips {
        let mut at = (rng.next_u64() % total as u64) as usize;
        let (path, _) = files
            .iter()
            .find(|(_, bytes)| {
                let here = at < bytes.len();
                at -= if here { 0 } else { bytes.len() };
                here
            })
            .unwrap();
        let bit = (rng.next_u32() % 8) as u8;
        let flipped = Flipped { files: Arc::clone(&files), path: path.clone(), at, bit };
        let steps = failing(&flipped);
        assert!(!steps.is_empty(), "bit {bit} of byte {at} of {path} can be changed");
        *found.entry(steps).or_default() += 1;
    }
    println!("{flips} changed bits of {total} bytes failed in these steps: {found:#?}");
}

#[test]
fn the_archive_as_it_is_fails_in_no_step() {
    let simulated = Place::with(many_voters(20));
    assert_eq!(simulated.simulate(&[]).code, Some(0));
    let files = Arc::new(files(&simulated.out));
    let untouched = Flipped { files, path: String::new(), at: 0, bit: 0 };
    assert!(failing(&untouched).is_empty());
}
