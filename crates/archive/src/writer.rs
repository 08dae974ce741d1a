use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use fs4::{FileExt, TryLockError};
use isoloir_board::chain::Chain;
use isoloir_board::checkpoint::Checkpoint;
use isoloir_board::entry::Entry;
use isoloir_board::keys::{LogKey, LogSigner};
use isoloir_board::merkle::TreeHead;
use isoloir_board::note::{MAX_NOTE_BYTES, Note};
use isoloir_board::policy::Policy;
use isoloir_board::tiles::Tile;
use isoloir_encoding::Encode;

use crate::disk::{Batch, Disk, SystemDisk, io_error, read_bounded};
use crate::edge::{Edge, TileFile};
use crate::error::ArchiveError;
use crate::reader::{Reader, partial_folder};
use crate::walk::{has_place, visit_files};
use crate::{CHECKPOINT_FILE, LOCK_FILE, NEXT_CHECKPOINT_FILE, TEMPORARY_SUFFIX, TILE_FOLDER};

/// Size of the entries that may wait for a commit, in bytes: 64 MiB.
pub const MAX_PENDING_BYTES: usize = 64 << 20;

/// Extends an archive: [`append`](Self::append) buffers, [`commit`](Self::commit) makes durable,
/// then visible.
///
/// One writer has an archive at a time. What was appended and not committed is gone when the
/// writer is.
pub struct Writer {
    folder: PathBuf,
    disk: Box<dyn Disk>,
    log: LogKey,
    /// What is visible.
    note: Note,
    committed: TreeHead,
    /// What was appended: the chain and the tree with it, and the tiles that it filled.
    chain: Chain,
    edge: Edge,
    filled: Vec<TileFile>,
    pending_bytes: usize,
    /// Whether a commit has failed since: its checkpoint may be visible or not.
    interrupted: bool,
    /// The lock is held as long as the file is open.
    _lock: File,
}

impl Writer {
    /// Makes an empty archive, with a signed checkpoint of size 0, in a folder that is absent or
    /// empty.
    ///
    /// # Errors
    /// [`ArchiveError::NotEmpty`], [`ArchiveError::Locked`], or what the file system says.
    pub fn create(folder: &Path, signer: &LogSigner) -> Result<Self, ArchiveError> {
        Self::create_on(Box::new(SystemDisk), folder, signer)
    }

    /// Opens an archive to go on after its checkpoint, which must be signed by `log`. A commit that
    /// was interrupted after it signed is completed; tiles of one that was interrupted before are
    /// removed.
    ///
    /// # Errors
    /// If there is no archive, another writer has it, its checkpoint is not signed by `log`, or
    /// its last tiles are not those of the checkpoint.
    pub fn resume(folder: &Path, log: &LogKey) -> Result<Self, ArchiveError> {
        Self::resume_on(Box::new(SystemDisk), folder, log)
    }

    pub(crate) fn create_on(
        disk: Box<dyn Disk>,
        folder: &Path,
        signer: &LogSigner,
    ) -> Result<Self, ArchiveError> {
        fs::create_dir_all(folder).map_err(io_error("make the folder", folder))?;
        let lock = lock(folder)?;
        check_empty(folder)?;
        let edge = Edge::new();
        let committed = edge.head()?;
        let note = sign(signer, committed)?;
        let writer = Self {
            folder: folder.to_path_buf(),
            disk,
            log: signer.key().clone(),
            note,
            committed,
            chain: Chain::new(),
            edge,
            filled: Vec::new(),
            pending_bytes: 0,
            interrupted: false,
            _lock: lock,
        };
        writer.write_checkpoint(&writer.note)?;
        // The name of the new folder has to last, too.
        match folder.parent() {
            Some(parent) if parent.as_os_str().is_empty() => {
                sync_folder(writer.disk.as_ref(), Path::new("."))?;
            }
            Some(parent) => sync_folder(writer.disk.as_ref(), parent)?,
            None => {}
        }
        Ok(writer)
    }

    pub(crate) fn resume_on(
        disk: Box<dyn Disk>,
        folder: &Path,
        log: &LogKey,
    ) -> Result<Self, ArchiveError> {
        let checkpoint = folder.join(CHECKPOINT_FILE);
        if !checkpoint.exists() {
            return Err(ArchiveError::NoCheckpoint(checkpoint));
        }
        let lock = lock(folder)?;
        recover_next_checkpoint(disk.as_ref(), folder, log)?;
        let reader = Reader::open(folder)?;
        let opened = Policy::log_only(log.clone())
            .open(reader.note())
            .map_err(|source| ArchiveError::Untrusted { path: checkpoint.clone(), source })?;
        let committed = *opened.head();
        let edge = reader.edge()?;
        if edge.head()? != committed {
            return Err(ArchiveError::WrongRoot { path: checkpoint });
        }
        let chain = reader.chain()?;
        remove_leftovers(disk.as_ref(), folder, committed.size)?;
        Ok(Self {
            folder: folder.to_path_buf(),
            disk,
            log: log.clone(),
            note: reader.note().clone(),
            committed,
            chain,
            edge,
            filled: Vec::new(),
            pending_bytes: 0,
            interrupted: false,
            _lock: lock,
        })
    }

    /// The chain with all that was appended, committed or not.
    #[must_use]
    pub fn chain(&self) -> &Chain {
        &self.chain
    }

    /// The visible checkpoint.
    #[must_use]
    pub fn note(&self) -> &Note {
        &self.note
    }

    /// The size and the root of the visible checkpoint.
    #[must_use]
    pub fn committed(&self) -> &TreeHead {
        &self.committed
    }

    /// Makes the next entry. It is neither durable nor visible before the next commit.
    ///
    /// # Errors
    /// If the payload is too long, or [`MAX_PENDING_BYTES`] wait for a commit.
    pub fn append(&mut self, kind: u8, payload: Vec<u8>) -> Result<Entry, ArchiveError> {
        let entry = Entry::new(self.chain.size(), self.chain.head(), kind, payload)?;
        self.append_entry(&entry)?;
        Ok(entry)
    }

    /// Adds an entry made elsewhere, which must be the next one. It is neither durable nor
    /// visible before the next commit.
    ///
    /// # Errors
    /// If it does not follow on the chain, or [`MAX_PENDING_BYTES`] wait for a commit.
    pub fn append_entry(&mut self, entry: &Entry) -> Result<(), ArchiveError> {
        let bytes = entry.to_bytes();
        if self.pending_bytes + bytes.len() > MAX_PENDING_BYTES {
            return Err(ArchiveError::PendingFull { limit: MAX_PENDING_BYTES });
        }
        self.chain.follow(entry)?;
        self.filled.extend(self.edge.push(&bytes).map_err(|source| ArchiveError::BadBundle {
            path: self.folder.join(TILE_FOLDER),
            source,
        })?);
        self.pending_bytes += bytes.len();
        Ok(())
    }

    /// Makes what was appended durable, then visible, and returns the new checkpoint. If nothing
    /// was appended, the checkpoint and its cosignatures stay.
    ///
    /// After an error the archive shows the old checkpoint or the new one, whole; commit again, or
    /// resume.
    ///
    /// # Errors
    /// [`ArchiveError::WrongSigner`], or what the file system says.
    pub fn commit(&mut self, signer: &LogSigner) -> Result<Note, ArchiveError> {
        if *signer.key() != self.log {
            let (expected, found) = (self.log.to_string(), signer.key().to_string());
            return Err(ArchiveError::WrongSigner { expected, found });
        }
        let head = self.edge.head()?;
        if head.size == self.committed.size {
            return Ok(self.note.clone());
        }
        let note = sign(signer, head)?;
        self.write_tiles()?;
        self.interrupted = true;
        self.write_checkpoint(&note)?;
        self.interrupted = false;
        self.remove_superseded();
        self.note = note;
        self.committed = head;
        self.filled.clear();
        self.pending_bytes = 0;
        Ok(self.note.clone())
    }

    /// Replaces the checkpoint by a note for the same head that has more signatures: those of
    /// witnesses.
    ///
    /// # Errors
    /// [`ArchiveError::OtherCheckpoint`] if it is for another head, or the last commit failed;
    /// [`ArchiveError::Untrusted`] if the log's signature is not in it; or what the file system
    /// says.
    pub fn publish(&mut self, note: Note) -> Result<(), ArchiveError> {
        if self.interrupted || note.text() != self.note.text() {
            return Err(ArchiveError::OtherCheckpoint);
        }
        Policy::log_only(self.log.clone()).open(&note).map_err(|source| {
            ArchiveError::Untrusted { path: self.folder.join(CHECKPOINT_FILE), source }
        })?;
        self.write_checkpoint(&note)?;
        self.note = note;
        Ok(())
    }

    /// Writes the tiles that the visible tree has not, and waits until they are on the disk.
    fn write_tiles(&self) -> Result<(), ArchiveError> {
        let mut batch = Batch::new(self.disk.as_ref());
        let partial = self.edge.partial_tiles();
        for (tile, bytes) in self.filled.iter().chain(&partial) {
            let visible = Tile::in_tree(tile.kind(), tile.index(), self.committed.size);
            if visible != Some(*tile) {
                batch.write(&self.path(tile), bytes)?;
            }
        }
        batch.sync()
    }

    /// Makes a checkpoint durable, then visible. It is on the disk under another name before
    /// anyone sees it: were it to appear and then be lost with the power, another tree of the
    /// same size could be signed.
    fn write_checkpoint(&self, note: &Note) -> Result<(), ArchiveError> {
        let next = self.folder.join(NEXT_CHECKPOINT_FILE);
        self.disk
            .write_synced(&next, note.to_string().as_bytes())
            .map_err(io_error("write", &next))?;
        sync_folder(self.disk.as_ref(), &self.folder)?;
        show_next_checkpoint(self.disk.as_ref(), &self.folder)
    }

    /// Removes the partial versions of tiles that are now full, as c2sp.org/tlog-tiles allows. The
    /// commit stands whether or not this works, and readers bear with partial tiles that stay.
    fn remove_superseded(&self) {
        for (tile, _) in &self.filled {
            let folder = partial_folder(&self.folder, tile);
            if folder.is_dir() {
                let _ = self.disk.remove_folder(&folder);
            }
        }
    }

    fn path(&self, tile: &Tile) -> PathBuf {
        self.folder.join(tile.to_string())
    }
}

fn sign(signer: &LogSigner, head: TreeHead) -> Result<Note, ArchiveError> {
    let checkpoint = Checkpoint { origin: signer.key().name().clone(), head };
    let path = PathBuf::from(CHECKPOINT_FILE);
    checkpoint.sign(signer).map_err(|source| ArchiveError::BadNote { path, source })
}

/// Puts the next checkpoint in the place of the current one.
fn show_next_checkpoint(disk: &dyn Disk, folder: &Path) -> Result<(), ArchiveError> {
    let (next, checkpoint) = (folder.join(NEXT_CHECKPOINT_FILE), folder.join(CHECKPOINT_FILE));
    disk.rename(&next, &checkpoint).map_err(io_error("rename a file to", &checkpoint))?;
    sync_folder(disk, folder)
}

/// Completes a commit that was interrupted after its checkpoint was signed: its tiles are on the
/// disk. One that was only half written was shown to nobody, and is overwritten later.
fn recover_next_checkpoint(
    disk: &dyn Disk,
    folder: &Path,
    log: &LogKey,
) -> Result<(), ArchiveError> {
    let current = Reader::open(folder)?;
    let next = read_bounded(&folder.join(NEXT_CHECKPOINT_FILE), MAX_NOTE_BYTES)?;
    let next = next.and_then(|bytes| Note::parse(&bytes).ok());
    let opened = next.and_then(|note| Policy::log_only(log.clone()).open(&note).ok());
    if opened.is_some_and(|opened| opened.head().size >= current.size()) {
        sync_folder(disk, folder)?;
        return show_next_checkpoint(disk, folder);
    }
    // The last commit may have been interrupted before its rename was on the disk.
    sync_folder(disk, folder)
}

/// Removes the tiles of a commit that was interrupted before it signed. The next commit may be of
/// other entries: a tile left over would then pass for one of an earlier tree.
fn remove_leftovers(disk: &dyn Disk, folder: &Path, size: u64) -> Result<(), ArchiveError> {
    let mut leftovers = Vec::new();
    visit_files(folder, &mut |relative, path| {
        let tile = relative.strip_suffix(TEMPORARY_SUFFIX).unwrap_or(relative);
        if tile.parse::<Tile>().is_ok() && !has_place(relative, size) {
            leftovers.push(path.to_path_buf());
        }
    })?;
    for path in leftovers {
        disk.remove_file(&path).map_err(io_error("remove", &path))?;
        if let Some(parent) = path.parent() {
            sync_folder(disk, parent)?;
        }
    }
    Ok(())
}

fn sync_folder(disk: &dyn Disk, folder: &Path) -> Result<(), ArchiveError> {
    disk.sync_folder(folder).map_err(io_error("sync the folder", folder))
}

/// Takes the lock of the writer. The system gives it back when the program ends, however it ends.
fn lock(folder: &Path) -> Result<File, ArchiveError> {
    let path = folder.join(LOCK_FILE);
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .map_err(io_error("open", &path))?;
    match FileExt::try_lock(&file) {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(ArchiveError::Locked(path)),
        Err(TryLockError::Error(source)) => Err(io_error("lock", &path)(source)),
    }
}

/// What an interrupted creation leaves is no obstacle to the next.
fn check_empty(folder: &Path) -> Result<(), ArchiveError> {
    let list = || -> io::Result<bool> {
        for file in fs::read_dir(folder)? {
            let name = file?.file_name();
            if name != LOCK_FILE && name != NEXT_CHECKPOINT_FILE {
                return Ok(false);
            }
        }
        Ok(true)
    };
    match list() {
        Ok(true) => Ok(()),
        Ok(false) => Err(ArchiveError::NotEmpty(folder.to_path_buf())),
        Err(error) => Err(io_error("list", folder)(error)),
    }
}
