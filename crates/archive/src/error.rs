use std::io;
use std::path::PathBuf;

use isoloir_board::bundle::BundleError;
use isoloir_board::chain::ChainError;
use isoloir_board::checkpoint::CheckpointError;
use isoloir_board::entry::EntryError;
use isoloir_board::merkle::TreeError;
use isoloir_board::note::NoteError;
use isoloir_board::policy::OpenError;
use isoloir_board::proof::ProofError;
use isoloir_board::tiles::TileError;
use isoloir_encoding::DecodeError;
use thiserror::Error;

/// Why an archive can't be written or read, in which file, and what to do.
#[derive(Debug, Error)]
pub enum ArchiveError {
    /// The file system failed.
    #[error("can't {action} {path}: check the disk and the rights, then try again")]
    Io {
        /// What was tried.
        action: &'static str,
        /// On which file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A server did not answer, or not as it must.
    #[error("can't fetch {path}: check the address and the network, then try again")]
    Unreachable {
        /// The file, as a URL.
        path: PathBuf,
        /// What happened.
        source: io::Error,
    },
    /// A new archive was asked for in a folder that holds something.
    #[error("{0} is not empty: choose another folder, or resume the archive that is there")]
    NotEmpty(PathBuf),
    /// There is no archive in the folder.
    #[error("{0} does not exist: the folder holds no archive; create one, or correct the path")]
    NoCheckpoint(PathBuf),
    /// Another writer has the archive open.
    #[error("{0} is locked: another program writes to this archive; stop it first")]
    Locked(PathBuf),
    /// A file that the checkpoint calls for is not there.
    #[error("{0} is missing: fetch it, or the whole archive, again")]
    Missing(PathBuf),
    /// A file is larger than any of its kind.
    #[error("{path} has more than {limit} bytes: fetch it, or the whole archive, again")]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// The bound, in bytes.
        limit: usize,
    },
    /// The checkpoint is not a signed note.
    #[error("{path} can't be read as a signed note: fetch it again")]
    BadNote {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: NoteError,
    },
    /// The note is not a checkpoint.
    #[error("{path} can't be read as a checkpoint: fetch it again")]
    BadCheckpoint {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: CheckpointError,
    },
    /// The checkpoint is not signed by the key of the log.
    #[error("{path} is not to be trusted: use the key of this log, or fetch the file again")]
    Untrusted {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: OpenError,
    },
    /// A hash tile has the wrong size.
    #[error("{path} is damaged: fetch it, or the whole archive, again")]
    BadTile {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: TileError,
    },
    /// A bundle can't be taken apart.
    #[error("{path} is damaged: fetch it, or the whole archive, again")]
    BadBundle {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: BundleError,
    },
    /// A bundle has not as many entries as the checkpoint calls for.
    #[error(
        "{path} has {found} entries instead of {expected}: fetch it, or the whole archive, again"
    )]
    WrongCount {
        /// The file.
        path: PathBuf,
        /// How many entries there must be.
        expected: usize,
        /// How many there are.
        found: usize,
    },
    /// The bytes of an entry are not an entry.
    #[error("entry {index} in {path} can't be read: fetch the file, or the whole archive, again")]
    BadEntry {
        /// The file.
        path: PathBuf,
        /// The index of the entry.
        index: u64,
        /// What is wrong with it.
        source: DecodeError,
    },
    /// An entry does not follow on the one before it.
    #[error("the chain breaks in {path}: the archive was changed; fetch it again, and report it")]
    BrokenChain {
        /// The file.
        path: PathBuf,
        /// Where and how.
        source: ChainError,
    },
    /// An entry is not the one in the Merkle tree.
    #[error(
        "entry {index} in {path} is not the one in the Merkle tree: one of the two was changed; \
         fetch the archive again, and report it"
    )]
    WrongLeaf {
        /// The file with the entry.
        path: PathBuf,
        /// The index of the entry.
        index: u64,
    },
    /// The entries have another root than the checkpoint.
    #[error(
        "{path} has not the root of the entries and tiles: one of them was changed; fetch the \
         archive again, and report it"
    )]
    WrongRoot {
        /// The file of the checkpoint.
        path: PathBuf,
    },
    /// A tile is not what the entries imply.
    #[error("{path} is not what the entries imply: fetch it, or the whole archive, again")]
    Differs {
        /// The file.
        path: PathBuf,
    },
    /// The signer is not that of this log.
    #[error("the archive is of the log key {expected}: commit with that key, not with {found}")]
    WrongSigner {
        /// The verifier key of the archive.
        expected: String,
        /// The verifier key of the signer.
        found: String,
    },
    /// A note with cosignatures is for another head than the archive's.
    #[error("the note is not for the current checkpoint: have the current one cosigned")]
    OtherCheckpoint,
    /// Too much was appended without a commit.
    #[error("more than {limit} bytes of entries wait: commit before appending more")]
    PendingFull {
        /// The bound, in bytes.
        limit: usize,
    },
    /// There can be no such entry.
    #[error(transparent)]
    Entry(#[from] EntryError),
    /// An entry does not follow on the archive.
    #[error(transparent)]
    Chain(#[from] ChainError),
    /// There can be no such tree.
    #[error(transparent)]
    Tree(#[from] TreeError),
    /// There is no such proof.
    #[error(transparent)]
    Proof(#[from] ProofError),
}
