//! A board under one checkpoint, for those who ask something of it without checking all of it.

use thiserror::Error;

use super::policy;
use crate::election::Definition;
use crate::election::record::{Placed, Record, Refusal};
use crate::log::checkpoint::{Checkpoint, CheckpointError, OpenError, Opened};
use crate::log::entry::{Chain, ChainError, Entry, chain_hash};
use crate::log::files::{CHECKPOINT, Fault, FileFault, LogFiles};
use crate::log::merkle::{TreeHead, leaf_hash};
use crate::log::note::{MAX_NOTE_BYTES, Note, NoteError};
use crate::log::prover::{ProverError, prove_inclusion};
use crate::log::tiles::TILE_WIDTH;
use crate::source::{Source, SourceError};
use crate::wire::WireError;

/// A board whose checkpoint was opened by the keys of its definition. It is a source itself, whose
/// checkpoint stays what it was when the board was opened, though the log may grow.
pub struct Board {
    source: Box<dyn Source>,
    note: Vec<u8>,
    checkpoint: Opened,
    definition: Definition,
}

/// Why a board can't be opened, or an entry of it can't be shown.
#[derive(Debug, Error)]
pub enum BoardError {
    /// The checkpoint can't be read.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// There is no checkpoint.
    #[error(
        "{0} has no file \"checkpoint\": it is not the archive of an election, or not all of it"
    )]
    NoCheckpoint(String),
    /// The checkpoint is no signed note.
    #[error("checkpoint: {0}")]
    Note(#[from] NoteError),
    /// The text of the checkpoint is none.
    #[error("checkpoint: {0}")]
    Checkpoint(#[from] CheckpointError),
    /// The keys of the definition do not open the checkpoint.
    #[error("checkpoint: {0}")]
    Open(#[from] OpenError),
    /// The definition names keys that make no policy.
    #[error("the keys in the definition: {0}")]
    Policy(String),
    /// A file is not what it must be.
    #[error(transparent)]
    File(#[from] FileFault),
    /// There is no entry yet.
    #[error("the board has no entry yet, so nobody can know its keys; try again later")]
    Empty,
    /// Entry 0 does not decode.
    #[error("entry 0: {0}")]
    Entry(#[from] WireError),
    /// Entry 0 is not the first of a chain.
    #[error("entry 0: {0}")]
    Chain(#[from] ChainError),
    /// Entry 0 is no definition.
    #[error("entry 0: {0}")]
    Definition(#[from] Refusal),
    /// An entry that was read is not the one in the tree.
    #[error("entry {0} is not the one in the tree of the checkpoint")]
    NotInTree(u64),
    /// The hash tiles give no proof.
    #[error(transparent)]
    Proof(#[from] ProverError),
}

impl BoardError {
    /// Whether something could not be read, as opposed to being wrong.
    pub fn is_unreadable(&self) -> bool {
        let of_file = |fault: &FileFault| matches!(fault.what, Fault::Source(_) | Fault::Missing);
        match self {
            Self::Source(_) | Self::NoCheckpoint(_) | Self::Empty => true,
            Self::File(fault) | Self::Proof(ProverError::File(fault)) => of_file(fault),
            _ => false,
        }
    }
}

/// The bytes of the checkpoint. Nobody has vouched for them yet.
pub fn read_checkpoint(source: &dyn Source) -> Result<Vec<u8>, BoardError> {
    let note = source.read(CHECKPOINT, MAX_NOTE_BYTES)?;
    note.ok_or_else(|| BoardError::NoCheckpoint(source.location().to_owned()))
}

/// The definition, which is entry 0 of the tree with this head.
pub fn read_definition(source: &dyn Source, head: TreeHead) -> Result<Definition, BoardError> {
    if head.size() == 0 {
        return Err(BoardError::Empty);
    }
    let bundle = LogFiles::new(source, head).read_bundle(0)?;
    let bytes = bundle.entries().next().unwrap_or_default();
    check_in_tree(source, head, 0, bytes)?;
    let entry = Entry::decode(bytes)?;
    let chain_hash = chain_hash(bytes);
    Chain::default().follow(&entry, chain_hash)?;
    let Entry { kind, index, previous, payload } = entry;
    let mut record = Record::new();
    record.apply(&Placed { kind, index, previous, chain_hash, payload }, || head.root())?;
    record.definition().cloned().ok_or(BoardError::Empty)
}

fn check_in_tree(
    source: &dyn Source,
    head: TreeHead,
    index: u64,
    entry: &[u8],
) -> Result<(), BoardError> {
    let shown = prove_inclusion(source, head, index)?.leaf == leaf_hash(entry);
    if shown { Ok(()) } else { Err(BoardError::NotInTree(index)) }
}

impl Board {
    /// Opens the checkpoint by the keys and the quorum of the definition under it.
    pub fn open(source: Box<dyn Source>) -> Result<Self, BoardError> {
        let note = read_checkpoint(&*source)?;
        let parsed = Note::parse(&note)?;
        let head = Checkpoint::parse(parsed.text())?.head;
        let definition = read_definition(&*source, head)?;
        let policy = policy(&definition).map_err(BoardError::Policy)?;
        let checkpoint = policy.open(&parsed)?;
        Ok(Self { source, note, checkpoint, definition })
    }

    /// The general part of the definition.
    pub fn definition(&self) -> &Definition {
        &self.definition
    }

    /// The name of the log.
    pub fn origin(&self) -> &str {
        &self.checkpoint.checkpoint.origin
    }

    /// Size and root of the log.
    pub fn head(&self) -> TreeHead {
        self.checkpoint.checkpoint.head
    }

    /// Shows the bytes of the entries from `first` on, in order. Whether they are those of the tree
    /// is for the caller to check.
    pub fn entries_from(
        &self,
        first: u64,
        mut visit: impl FnMut(u64, &[u8]),
    ) -> Result<(), FileFault> {
        let files = LogFiles::new(self, self.head());
        for number in first / u64::from(TILE_WIDTH)..files.bundles() {
            let bundle = files.read_bundle(number)?;
            for (index, entry) in (bundle.first()..).zip(bundle.entries()) {
                if index >= first {
                    visit(index, entry);
                }
            }
        }
        Ok(())
    }

    /// Checks that these are the bytes of the entry at `index`.
    pub fn check_entry(&self, index: u64, entry: &[u8]) -> Result<(), BoardError> {
        check_in_tree(self, self.head(), index, entry)
    }
}

impl Source for Board {
    fn read(&self, path: &str, most: usize) -> Result<Option<Vec<u8>>, SourceError> {
        if path == CHECKPOINT { Ok(Some(self.note.clone())) } else { self.source.read(path, most) }
    }

    fn list(&self) -> Result<Option<Vec<String>>, SourceError> {
        self.source.list()
    }

    fn location(&self) -> &str {
        self.source.location()
    }
}
