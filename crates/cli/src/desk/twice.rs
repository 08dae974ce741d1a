//! Whether the same ballots on paper are about to be counted twice, as far as a program can see.
//!
//! It sees a batch of the same file of sums that lies beside it, and a batch on the board with the same sums and the
//! same number of ballots. It can't see ballots: whether two files of sums are of the same sheets, or two batches with
//! other sums, the officials know who emptied the box.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::anyhow;
use isoloir_election::message::PaperBatch;

use crate::desk::batch_file::{BatchFile, MAX_FILE_BYTES};
use crate::desk::counts_file::CountsId;
use crate::failure::Failure;
use crate::place::Board;
use crate::replay::PostedBatch;
use crate::safe_file::{self, folder_of};

/// How many files of a folder are looked at.
const MAX_FILES: usize = 4_096;

/// Refuses sums of which a batch was made that lies in the folder of one of these files.
pub(super) fn check_unused(id: CountsId, counts: &Path, out: &Path) -> Result<(), Failure> {
    for folder in [folder_of(counts), folder_of(out)] {
        if let Some(batch) = find_batch(folder, id) {
            return Err(Failure::input(anyhow!(
                "of the sums in {} a batch was made already: {}. Have that one signed. If it is to be made anew and \
                 nobody has put it on the board, remove that file first; for other ballots, count them with desk \
                 count",
                counts.display(),
                batch.display()
            )));
        }
    }
    Ok(())
}

/// What can't be read is no batch of ours: it can't be signed either.
fn find_batch(folder: &Path, id: CountsId) -> Option<PathBuf> {
    let files = fs::read_dir(folder).ok()?.take(MAX_FILES).filter_map(Result::ok);
    let mut paths: Vec<PathBuf> = files.map(|file| file.path()).collect();
    paths.sort();
    paths.into_iter().find(|path| is_batch_of(path, id))
}

fn is_batch_of(path: &Path, id: CountsId) -> bool {
    let is_small_file = fs::metadata(path)
        .is_ok_and(|metadata| metadata.is_file() && metadata.len() <= MAX_FILE_BYTES);
    is_small_file
        && safe_file::read(path, MAX_FILE_BYTES)
            .is_ok_and(|bytes| BatchFile::counts_of(&bytes) == Some(id))
}

/// The entry of this very batch, if it is on the board.
pub(super) fn posted(board: &Board, batch: &PaperBatch) -> Option<u64> {
    board.milestones.paper.iter().find(|posted| posted.batch == *batch).map(|posted| posted.entry)
}

/// A warning, if a batch on the board has the same sums and the same number of ballots.
pub(super) fn warning(board: &Board, batch: &PaperBatch) -> String {
    let is_alike = |posted: &&PostedBatch| {
        posted.batch.district == batch.district
            && posted.batch.credentials.len() == batch.credentials.len()
            && posted.batch.counts == batch.counts
    };
    let alike: Vec<String> = board
        .milestones
        .paper
        .iter()
        .filter(is_alike)
        .map(|posted| posted.entry.to_string())
        .collect();
    if alike.is_empty() {
        return String::new();
    }
    format!(
        "WARNING: a batch with the same sums and as many ballots is on the board: entry {}. The board can't tell \
         whether these are the same ballots: if they are, don't sign, for they would count twice.\n",
        alike.join(", ")
    )
}
