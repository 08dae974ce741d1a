//! `isoloir fsck`: a database against its own log.

use std::path::PathBuf;

use anyhow::{Context, ensure};
use isoloir_archive::Reader;
use isoloir_board::keys::LogKey;
use isoloir_board::merkle::TreeHead;
use isoloir_board::policy::Policy;
use isoloir_election::message::Kind;
use isoloir_service::store::HourlyCount;

use crate::failure::Failure;
use crate::host::{BoardFolder, KeptFiles};
use crate::place::failure_of;
use crate::replay::{Until, check_policy, replay_entries};
use crate::say::say;

/// What `--help` says.
pub(crate) const FSCK_ABOUT: &str = "\
Check the database of a board against its own log.

All of it is read and checked anew: that the entries follow one another and are those of the signed checkpoint, \
that the key in the folder has signed it, that the rules allow each entry, with every signature and the proof of \
every ballot, and that nothing is missing of what this server has signed. Nothing is changed; the board may be \
served meanwhile. Exit code 1: something does not hold.";

const ADVICE: &str = "Keep the database as it is, for others to look into, and serve it no more. Put a backup in its place \
    that isoloir fsck finds right, if it has all that was signed; or restore the board from a copy of its files, such as \
    an observer's, with isoloir board restore";

/// The arguments of `isoloir fsck`.
#[derive(clap::Args)]
pub(crate) struct FsckArguments {
    /// The folder of the board.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

pub(crate) fn run_fsck(arguments: &FsckArguments) -> Result<(), Failure> {
    let folder = BoardFolder::new(&arguments.folder);
    let (key, remembered) = (folder.public_key()?, folder.remembered()?);
    let kept = KeptFiles::open(&arguments.folder)?;
    let turnout = kept.turnout().to_vec();
    let board = Reader::over(Box::new(kept)).map_err(anyhow::Error::from);
    let checked = board.and_then(|board| check(&board, &key, remembered.as_ref(), &turnout));
    let checked = checked.map_err(|error| failure_of(error).advise(ADVICE))?;
    say!("All {} entries hold, {} ballots among them.", checked.entries, checked.ballots);
    if let Some(missing) = checked.missing {
        say!("{missing:#}: the server goes on to ask the witnesses.");
    }
    Ok(())
}

/// What was checked of a board.
pub(super) struct Checked {
    entries: u64,
    ballots: u64,
    /// Which signatures of witnesses the checkpoint lacks.
    missing: Option<anyhow::Error>,
}

/// Checks that a board is one that this key has signed, that the rules allow it, and that it has all that is known to be
/// signed.
pub(super) fn check(
    board: &Reader,
    key: &LogKey,
    remembered: Option<&TreeHead>,
    turnout: &[HourlyCount],
) -> anyhow::Result<Checked> {
    Policy::log_only(key.clone())
        .open(board.note())
        .context("the checkpoint is not signed by the key of this folder")?;
    if let Some(remembered) = remembered {
        check_remembered(board, remembered)?;
    }
    let record = replay_entries(board, "Checking the board", Until::End)?.record;
    let mut ballots = 0;
    for entry in board.entries() {
        ballots += u64::from(entry?.kind() == Kind::Ballot as u8);
    }
    let counted: u64 = turnout.iter().map(|count| count.ballots).sum();
    ensure!(
        counted <= ballots,
        "the turnout counts {counted} ballots, and the board has {ballots}"
    );
    let missing = check_policy(board, &record).err();
    Ok(Checked { entries: board.size(), ballots, missing })
}

/// The board must begin with what was signed before.
fn check_remembered(board: &Reader, remembered: &TreeHead) -> anyhow::Result<()> {
    let (signed, size) = (remembered.size, board.size());
    ensure!(
        signed <= size,
        "it has {size} entries, and this server has signed for {signed}: it is an old copy"
    );
    let proof = board.consistency_proof(signed, size)?;
    proof.verify(remembered, &board.checkpoint().head).with_context(|| {
        format!("its first {signed} entries are not those that this server has signed for")
    })
}
