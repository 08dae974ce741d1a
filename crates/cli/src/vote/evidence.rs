//! What is kept of a server that gives a receipt which proves nothing, or one of another board.
//!
//! A receipt is signed: with the checkpoint that was seen before, it shows others what the server has said.

use std::path::{Path, PathBuf};

use anyhow::anyhow;
use isoloir_board::receipt::Receipt;

use crate::failure::Failure;
use crate::safe_file::{self, Access, beside};
use crate::vote::ballot::Cast;
use crate::vote::receipt::{Forked, write_receipt};
use crate::vote::{Poll, texts};

/// Keeps a receipt by which the ballot can't be proved to be on the board that was read, and adds to the reason
/// what was kept and for whom.
pub(super) fn report_unproven(
    poll: &Poll,
    folder: &Path,
    cast: &Cast,
    receipt: &Receipt,
    why: Failure,
) -> Failure {
    match write(poll, folder, "evidence", cast, receipt) {
        Ok((receipt, checkpoint)) => why.advise(&texts::unproven(&receipt, &checkpoint)),
        Err(failure) => why.advise(&texts::evidence_lost(&failure)),
    }
}

/// Keeps a receipt of a board that is not the one that was read, and says so.
pub(super) fn report_fork(
    poll: &Poll,
    folder: &Path,
    cast: &Cast,
    receipt: &Receipt,
    why: &Forked,
) -> Failure {
    match write(poll, folder, "receipt", cast, receipt) {
        Ok((receipt, checkpoint)) => {
            Failure::mismatch(anyhow!("{}", texts::forked(why, &receipt, &checkpoint)))
        }
        // Without its evidence it is an alarm all the same.
        Err(failure) => Failure::mismatch(anyhow!("{why}")).advise(&texts::evidence_lost(&failure)),
    }
}

/// The receipt, and beside it the checkpoint that was seen before.
fn write(
    poll: &Poll,
    folder: &Path,
    stem: &str,
    cast: &Cast,
    receipt: &Receipt,
) -> Result<(PathBuf, PathBuf), Failure> {
    let path = write_receipt(receipt, folder, stem, cast)?;
    let checkpoint = beside(&path, ".checkpoint");
    safe_file::create(&checkpoint, poll.board.archive.checkpoint_note(), Access::Usual)?;
    Ok((path, checkpoint))
}
