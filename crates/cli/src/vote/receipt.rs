//! Receipts, which prove that a ballot is recorded on the board that was read.

use std::path::{Path, PathBuf};

use anyhow::Context;
use isoloir_board::merkle::TreeHead;
use isoloir_board::proof::ProofError;
use isoloir_board::receipt::Receipt;
use thiserror::Error;

use crate::failure::Failure;
use crate::safe_file::{self, Access};
use crate::vote::ballot::Cast;
use crate::vote::{Poll, texts};

/// How many receipts of one ballot are kept side by side.
const MAX_COPIES: u32 = 100;

/// A receipt that proves a ballot to be recorded, on the board that was read before.
#[derive(Debug)]
pub(super) struct Proven {
    receipt: Receipt,
    /// The entry of the ballot.
    pub(super) entry: u64,
}

/// Why the board of a receipt is not the one that was read.
#[derive(Debug, Error)]
pub(super) enum Forked {
    #[error(
        "the receipt is of the board with {found} entries, and this program has read {seen} before"
    )]
    Older { seen: u64, found: u64 },
    #[error("the board of the receipt does not begin with the entries that this program has read")]
    Rewritten(#[from] ProofError),
}

/// Whether the board of a receipt, with this head, continues the one that was read. The board is asked for
/// the proof.
pub(super) fn check_growth(poll: &Poll, head: &TreeHead) -> Result<Result<(), Forked>, Failure> {
    let seen = poll.board.head();
    if head.size < seen.size {
        return Ok(Err(Forked::Older { seen: seen.size, found: head.size }));
    }
    let proof = poll.place.reader()?.consistency_proof(seen.size, head.size);
    let proof = proof
        .context("the board has no proof yet that it only grew; send the ballot again in a minute")
        .map_err(Failure::system)?;
    Ok(proof.verify(&seen, head).map_err(Forked::from))
}

impl Proven {
    pub(super) fn new(receipt: Receipt) -> Self {
        Self { entry: receipt.index(), receipt }
    }

    /// Writes the receipt to a file of its own.
    pub(super) fn write(&self, folder: &Path, cast: &Cast) -> Result<PathBuf, Failure> {
        write_receipt(&self.receipt, folder, "receipt", cast)
            .map_err(|failure| failure.advise(&texts::recorded_without_file(self.entry)))
    }
}

/// Writes a receipt to a file of its own, whose name begins with `stem`.
pub(super) fn write_receipt(
    receipt: &Receipt,
    folder: &Path,
    stem: &str,
    cast: &Cast,
) -> Result<PathBuf, Failure> {
    let path = free_name(folder, &format!("{stem}-{}", short_name(cast)), "tlog-proof");
    safe_file::create(&path, receipt.to_string().as_bytes(), Access::Usual)?;
    Ok(path)
}

/// What the files of a ballot are called: its district, and the beginning of its tracking code.
pub(super) fn short_name(cast: &Cast) -> String {
    format!("{}-{}", cast.district, hex::encode(&cast.tracker.as_bytes()[..4]))
}

/// `stem.extension` in this folder; with a number if there is such a file.
pub(super) fn free_name(folder: &Path, stem: &str, extension: &str) -> PathBuf {
    let plain = folder.join(format!("{stem}.{extension}"));
    let numbered =
        (2..=MAX_COPIES).map(|number| folder.join(format!("{stem}-{number}.{extension}")));
    // If all are taken, the first is, and is not written over.
    let mut names = std::iter::once(plain.clone()).chain(numbered);
    names.find(|path| !path.exists()).unwrap_or(plain)
}

#[cfg(test)]
mod tests;
