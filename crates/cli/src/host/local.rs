//! A board that is kept in a folder of this machine, for a command that reads it or puts something on it.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use anyhow::anyhow;
use isoloir_archive::{ArchiveError, CHECKPOINT_FILE, Files};
use isoloir_board::receipt::Receipt;
use isoloir_crypto::group::NonIdentityPoint;
use isoloir_election::message::Messages;
use isoloir_service::Rejected;
use isoloir_service::board::{Board, Snapshot};
use isoloir_service::config::Overrides;
use isoloir_service::http::VoterStanding;
use isoloir_service::store::{HourlyCount, StoreError};
use tokio::runtime::Runtime;

use crate::clock;
use crate::failure::Failure;
use crate::host::BoardFolder;
use crate::progress::Step;

/// The entries of a board that takes a while to read.
const LARGE: u64 = 5_000;

/// A board that is open for writing. A server may have it open at the same time.
pub(crate) struct KeptBoard {
    runtime: Runtime,
    board: Board,
}

impl KeptBoard {
    pub(crate) fn open(folder: &Path) -> Result<Self, Failure> {
        let runtime = runtime()?;
        let folder = BoardFolder::new(folder);
        let config = folder.config(None, Overrides::default())?;
        let board = runtime.block_on(folder.open(&config, clock::ticking()?))?;
        Ok(Self { runtime, board })
    }

    /// Puts messages on the board, or finds that they are there. Returns the indices of their entries.
    pub(crate) fn post(self, messages: Messages) -> Result<Vec<u64>, Failure> {
        self.ask(async |board| board.submit(messages).await)
    }

    /// Casts a ballot, or finds that it is cast.
    pub(crate) fn cast(self, payload: &[u8]) -> Result<Receipt, Failure> {
        self.ask(async |board| board.cast(payload).await)
    }

    /// How a credential stands; nothing, if it is not on the roll of the district.
    pub(crate) fn standing(
        self,
        district: u16,
        credential: &NonIdentityPoint,
    ) -> Result<Option<VoterStanding>, Failure> {
        let voter = self.ask(async |board| board.voter(district, credential).await)?;
        Ok(voter.as_ref().map(VoterStanding::of))
    }

    fn ask<T>(self, what: impl AsyncFnOnce(&Board) -> Result<T, Rejected>) -> Result<T, Failure> {
        let answer = self.runtime.block_on(what(&self.board));
        self.runtime.block_on(self.board.close());
        answer.map_err(failure_of)
    }
}

fn failure_of(rejected: Rejected) -> Failure {
    match rejected {
        Rejected::Refused { .. } => Failure::input(rejected),
        Rejected::Busy | Rejected::Unavailable => Failure::system(rejected),
    }
}

/// The files of a board that is kept here, as they are when it is opened.
pub(crate) struct KeptFiles {
    folder: PathBuf,
    runtime: Runtime,
    snapshot: Snapshot,
}

impl KeptFiles {
    pub(crate) fn open(folder: &Path) -> Result<Self, Failure> {
        let runtime = runtime()?;
        let snapshot = runtime.block_on(async {
            let store = BoardFolder::new(folder).store_to_read().await?;
            let reading = Reading::default();
            let taken = Snapshot::take(store, &|done, of| reading.tell(done, of)).await;
            reading.finish();
            taken.map_err(|error| match error {
                StoreError::Damaged(_) | StoreError::Missing(_) => Failure::mismatch(error),
                _ => Failure::system(error),
            })
        })?;
        let snapshot = snapshot.ok_or_else(|| no_board(folder))?;
        Ok(Self { folder: folder.to_path_buf(), runtime, snapshot })
    }

    /// How many ballots were recorded in each hour, by district.
    pub(super) fn turnout(&self) -> &[HourlyCount] {
        self.snapshot.turnout()
    }
}

impl Files for KeptFiles {
    fn read(&self, path: &str, limit: usize) -> Result<Option<Vec<u8>>, ArchiveError> {
        let bytes = if path == CHECKPOINT_FILE {
            Some(self.snapshot.checkpoint().as_bytes().to_vec())
        } else if let Ok(tile) = path.parse() {
            self.runtime
                .block_on(self.snapshot.tile(&tile))
                .map_err(|error| self.io(path, error))?
        } else {
            None
        };
        match bytes {
            Some(bytes) if bytes.len() > limit => {
                Err(ArchiveError::TooLarge { path: self.locate(path), limit })
            }
            bytes => Ok(bytes),
        }
    }

    fn locate(&self, path: &str) -> PathBuf {
        self.folder.join(path)
    }
}

impl KeptFiles {
    fn io(&self, path: &str, error: StoreError) -> ArchiveError {
        ArchiveError::Io {
            action: "read",
            path: self.locate(path),
            source: io::Error::other(error),
        }
    }
}

impl fmt::Debug for KeptFiles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("KeptFiles").field(&self.folder).finish()
    }
}

/// Tells how far the reading of a database is. Of a small one, which takes no time, it says nothing.
#[derive(Default)]
pub(super) struct Reading(OnceLock<Step>);

impl Reading {
    /// So many entries are read, of so many.
    pub(super) fn tell(&self, done: u64, of: u64) {
        if of >= LARGE {
            self.0.get_or_init(|| Step::begin("Reading the database", of)).reach(done);
        }
    }

    pub(super) fn finish(self) {
        if let Some(step) = self.0.into_inner() {
            let entries = step.length();
            step.finish(&format!("{entries} entries"));
        }
    }
}

/// A folder has the key of a board, and no board.
pub(super) fn no_board(folder: &Path) -> Failure {
    Failure::input(anyhow!(
        "{} has the key of a board, and its database has no entries: make the board with isoloir board init, or take \
         it from a copy with isoloir board restore",
        folder.display()
    ))
}

pub(super) fn runtime() -> Result<Runtime, Failure> {
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    runtime.enable_io().enable_time().build().map_err(Failure::system)
}
