//! Where a board is, what it holds, and how something is put on it.
//!
//! A *place* is the address of a board: the URL of a server, or a folder, on this machine or on a stick.
//! Reading is the same for both, entry by entry and checked in full. What a command wants to put on the
//! board are [`Messages`]: they are posted, or written to a file for somebody who can post them.

mod board;
mod http;
mod messages;
mod seen;

pub(crate) use board::{Board, failure_of};
pub(crate) use messages::{read_messages, write_messages};
pub(crate) use seen::SeenHead;

use std::path::{Path, PathBuf};
use std::str::FromStr;

use anyhow::anyhow;
use isoloir_archive::{ArchiveError, CHECKPOINT_FILE, Reader};
use isoloir_board::receipt::Receipt;
use isoloir_crypto::group::NonIdentityPoint;
use isoloir_election::message::Messages;
use isoloir_service::http::VoterStanding;

use crate::failure::Failure;
use crate::host::{BoardFolder, KeptBoard, KeptFiles};
use crate::place::http::Server;
use crate::say::say;

/// The address of a board.
#[derive(Clone, Debug)]
pub(crate) enum Place {
    /// A folder: the one that the board is kept in, or a copy.
    Folder(PathBuf),
    /// A server.
    Server(Server),
}

impl FromStr for Place {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text.starts_with("http://") || text.starts_with("https://") {
            Server::new(text).map(Self::Server)
        } else {
            Ok(Self::Folder(text.into()))
        }
    }
}

impl Place {
    /// The files of the board. Nothing is checked yet but the form of the checkpoint.
    pub(crate) fn reader(&self) -> Result<Reader, Failure> {
        let opened = match self {
            Self::Folder(folder) if is_kept(folder) => {
                Reader::over(Box::new(KeptFiles::open(folder)?))
            }
            Self::Folder(folder) => Reader::open(folder),
            Self::Server(server) => Reader::over(Box::new(server.clone())),
        };
        opened.map_err(|error| match error {
            ArchiveError::Io { .. } | ArchiveError::Unreachable { .. } => Failure::system(error),
            other => Failure::input(other),
        })
    }

    /// Puts messages on the board, or finds that they are there. Returns the indices of their entries.
    pub(crate) fn post(&self, messages: &Messages) -> Result<Vec<u64>, Failure> {
        match self {
            Self::Folder(folder) => kept(folder, POST_ELSEWHERE)?.post(messages.clone()),
            Self::Server(server) => server.post(messages),
        }
    }

    /// Casts a ballot, or finds that it is cast; the receipt is not checked yet.
    pub(crate) fn cast(&self, payload: &[u8]) -> Result<Receipt, Failure> {
        match self {
            Self::Folder(folder) => kept(folder, VOTE_ELSEWHERE)?.cast(payload),
            Self::Server(server) => server.cast(payload),
        }
    }

    /// How a credential stands; nothing, if it is not on the roll of the district.
    pub(crate) fn standing(
        &self,
        district: u16,
        credential: &NonIdentityPoint,
    ) -> Result<Option<VoterStanding>, Failure> {
        match self {
            Self::Folder(folder) => kept(folder, VOTE_ELSEWHERE)?.standing(district, credential),
            Self::Server(server) => server.standing(district, credential),
        }
    }

    /// Where `isoloir-verify` finds the board; none if it is kept in a folder, which has to be copied first.
    pub(crate) fn of_verifier(&self) -> Option<String> {
        match self {
            Self::Folder(folder) if is_kept(folder) => None,
            other => Some(other.to_string()),
        }
    }
}

/// As it was given.
impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Folder(folder) => folder.display().fmt(f),
            Self::Server(server) => server.fmt(f),
        }
    }
}

/// Whether a folder is the one that a board is kept in.
fn is_kept(folder: &Path) -> bool {
    BoardFolder::new(folder).key_file().exists()
}

/// The board in a folder, open for writing; `otherwise` is what to do where the folder holds a copy.
fn kept(folder: &Path, otherwise: &str) -> Result<KeptBoard, Failure> {
    if !is_kept(folder) {
        let shown = folder.display();
        return Err(Failure::input(match folder.join(CHECKPOINT_FILE).exists() {
            true => anyhow!("{shown} is a copy of a board: nothing can be put on it. {otherwise}"),
            false => anyhow!("there is no board in {shown}: correct the path"),
        }));
    }
    KeptBoard::open(folder)
}

/// What to do with messages where there is a copy of a board.
const POST_ELSEWHERE: &str = "Write a file with --out, and have it posted where the board is kept";

/// The same with a ballot.
const VOTE_ELSEWHERE: &str = "Vote at the address where the board is kept";

/// Where the board is, and where messages go.
#[derive(clap::Args)]
pub(crate) struct PostArguments {
    /// The board: the URL of its server, or a folder.
    #[arg(long, value_name = "BOARD")]
    pub(crate) board: Place,

    /// Write the signed messages to FILE and post nothing: `isoloir post` does it where the board is kept.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
}

impl PostArguments {
    /// Posts the messages or writes the file, and says so.
    pub(crate) fn send(&self, messages: &Messages) -> Result<(), Failure> {
        if let Some(file) = &self.out {
            write_messages(messages, file)?;
            say!(
                "Nothing is on the board yet. Give {} to whoever keeps it, who runs: isoloir post --board \
                 BOARD {}",
                file.display(),
                file.display()
            );
            return Ok(());
        }
        let entries = self.board.post(messages)?;
        match entries.as_slice() {
            [] => say!("Nothing had to be put on the board."),
            [entry] => say!("On the board: entry {entry}."),
            [first, .., last] => {
                say!("On the board: {} entries, {first} to {last}.", entries.len())
            }
        }
        Ok(())
    }
}
