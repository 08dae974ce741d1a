use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::vec;

use isoloir_board::MerkleHash;
use isoloir_board::bundle::{self, MAX_BUNDLE_BYTES};
use isoloir_board::chain::{Chain, ChainError};
use isoloir_board::checkpoint::Checkpoint;
use isoloir_board::entry::Entry;
use isoloir_board::merkle::{Frontier, leaf_hash, root_of};
use isoloir_board::note::{MAX_NOTE_BYTES, Note};
use isoloir_board::proof::{ConsistencyProof, InclusionProof, ProofError};
use isoloir_board::tiles::{MAX_TILE_BYTES, TILE_WIDTH, Tile, TileKind, decode_hashes};
use isoloir_encoding::Decode;

use crate::CHECKPOINT_FILE;
use crate::edge::{Edge, Levels};
use crate::error::ArchiveError;
use crate::files::{Files, Folder};

/// Reads an archive as its checkpoint says it is, in bounded memory: one bundle and a few tiles at
/// a time.
///
/// **The signatures of the checkpoint are not checked here**: the caller has the keys, and opens
/// [`note`](Self::note) by a [`Policy`](isoloir_board::policy::Policy). Everything else is checked
/// against the checkpoint.
#[derive(Debug)]
pub struct Reader {
    files: Box<dyn Files>,
    bytes: Vec<u8>,
    note: Note,
    checkpoint: Checkpoint,
}

impl Reader {
    /// Opens the archive in a folder, as of its checkpoint. A writer may go on meanwhile.
    ///
    /// # Errors
    /// If there is no checkpoint, or it can't be read.
    pub fn open(folder: &Path) -> Result<Self, ArchiveError> {
        Self::over(Box::new(Folder(folder.to_path_buf())))
    }

    /// Opens the archive with these files, wherever they are, as of its checkpoint.
    ///
    /// # Errors
    /// As [`Reader::open`].
    pub fn over(files: Box<dyn Files>) -> Result<Self, ArchiveError> {
        let path = files.locate(CHECKPOINT_FILE);
        let Some(bytes) = files.read(CHECKPOINT_FILE, MAX_NOTE_BYTES)? else {
            return Err(ArchiveError::NoCheckpoint(path));
        };
        let note = Note::parse(&bytes)
            .map_err(|source| ArchiveError::BadNote { path: path.clone(), source })?;
        let checkpoint =
            note.text().parse().map_err(|source| ArchiveError::BadCheckpoint { path, source })?;
        Ok(Self { files, bytes, note, checkpoint })
    }

    /// The bytes of the checkpoint, as they were found.
    #[must_use]
    pub fn checkpoint_note(&self) -> &[u8] {
        &self.bytes
    }

    /// The checkpoint as a note, to be opened by a policy.
    #[must_use]
    pub fn note(&self) -> &Note {
        &self.note
    }

    /// Origin, size and root, as the checkpoint says.
    #[must_use]
    pub fn checkpoint(&self) -> &Checkpoint {
        &self.checkpoint
    }

    /// How many entries there are.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.checkpoint.head.size
    }

    /// All entries, in order. Each is checked against the chain and the tiles, and at the end
    /// the root against the checkpoint: **only after the last are they all certain**. After an
    /// error there is nothing more.
    #[must_use]
    pub fn entries(&self) -> Entries<'_> {
        Entries {
            archive: self,
            chain: Chain::new(),
            tree: Frontier::new(),
            bundle: Vec::new().into_iter(),
            done: false,
        }
    }

    /// Entry `index`, checked by its inclusion proof against the root of the checkpoint.
    ///
    /// # Errors
    /// If there is no such entry, or a file is missing or damaged.
    pub fn entry(&self, index: u64) -> Result<Entry, ArchiveError> {
        let size = self.size();
        let proof = self.inclusion_proof(index, size)?;
        let width = u64::from(TILE_WIDTH);
        let tile = Tile::in_tree(TileKind::Entries, index / width, size)
            .ok_or(ProofError::OutsideTree { index, size })?;
        let bundle = self.bundle(&tile)?;
        let bytes = bundle
            .entries
            .into_iter()
            .nth((index % width) as usize)
            .ok_or(ProofError::OutsideTree { index, size })?;
        let path = bundle.path;
        if proof.verify(index, &leaf_hash(&bytes), &self.checkpoint.head).is_err() {
            return Err(ArchiveError::WrongLeaf { path, index });
        }
        let entry = decode_entry(&path, index, &bytes)?;
        if entry.index() != index {
            let source = ChainError::WrongIndex { expected: index, found: entry.index() };
            return Err(ArchiveError::BrokenChain { path, source });
        }
        Ok(entry)
    }

    /// The proof that entry `index` is in the tree of the first `size` entries.
    ///
    /// # Errors
    /// If there is no such entry or tree, or a tile is missing or has the wrong size. Tiles that
    /// were changed give a proof that does not verify.
    pub fn inclusion_proof(&self, index: u64, size: u64) -> Result<InclusionProof, ArchiveError> {
        self.check_size(size)?;
        let mut tiles = Tiles { archive: self, read: HashMap::new() };
        InclusionProof::generate(index, size, |level, index| tiles.subtree(level, index))
    }

    /// The proof that the tree of the first `new` entries begins with that of the first `old`.
    ///
    /// # Errors
    /// If there are no such trees, or a tile is missing or has the wrong size. Tiles that were
    /// changed give a proof that does not verify.
    pub fn consistency_proof(&self, old: u64, new: u64) -> Result<ConsistencyProof, ArchiveError> {
        self.check_size(new)?;
        let mut tiles = Tiles { archive: self, read: HashMap::new() };
        ConsistencyProof::generate(old, new, |level, index| tiles.subtree(level, index))
    }

    /// The chain after the last entry.
    pub(crate) fn chain(&self) -> Result<Chain, ArchiveError> {
        match self.size().checked_sub(1) {
            None => Ok(Chain::new()),
            Some(last) => Ok(Chain::resume(self.size(), self.entry(last)?.chain_hash())?),
        }
    }

    /// The last, partial tiles. The bundle is checked against the leaves, the hashes are not.
    pub(crate) fn edge(&self) -> Result<Edge, ArchiveError> {
        let mut levels = Levels::default();
        for (level, hashes) in (0..).zip(&mut levels) {
            if let Some(tile) = self.partial_tile(TileKind::Hashes(level)) {
                *hashes = self.hashes(&tile)?;
            }
        }
        let mut bytes = Vec::new();
        if let Some(tile) = self.partial_tile(TileKind::Entries) {
            let bundle = self.bundle(&tile)?;
            let [leaves, ..] = &levels;
            let first = self.size() - u64::from(tile.width());
            for ((index, entry), leaf) in (first..).zip(&bundle.entries).zip(leaves) {
                if leaf_hash(entry) != *leaf {
                    return Err(ArchiveError::WrongLeaf { path: bundle.path, index });
                }
                bundle::push_entry(&mut bytes, entry).map_err(|source| {
                    ArchiveError::BadBundle { path: bundle.path.clone(), source }
                })?;
            }
        }
        Ok(Edge::resume(self.size(), bytes, levels))
    }

    pub(crate) fn files(&self) -> &dyn Files {
        self.files.as_ref()
    }

    /// The content of a tile, and the file that it is from. Where a partial tile is gone because
    /// the archive has grown, the full one begins with it.
    pub(crate) fn tile(&self, tile: &Tile) -> Result<(PathBuf, Vec<u8>), ArchiveError> {
        let name = tile.to_string();
        let path = self.files.locate(&name);
        if let Some(bytes) = self.files.read(&name, limit(tile.kind()))? {
            return Ok((path, bytes));
        }
        if let Some(full) = tile.full().ok().filter(|full| full != tile) {
            let full_name = full.to_string();
            let full_path = self.files.locate(&full_name);
            if let Some(bytes) = self.files.read(&full_name, limit(tile.kind()))? {
                check_full(&full, &full_path, &bytes)?;
                let bytes = beginning(tile, &full_path, bytes)?;
                return Ok((full_path, bytes));
            }
        }
        Err(ArchiveError::Missing(path))
    }

    fn hashes(&self, tile: &Tile) -> Result<Vec<MerkleHash>, ArchiveError> {
        let (path, bytes) = self.tile(tile)?;
        decode_hashes(&bytes, tile.width()).map_err(|source| ArchiveError::BadTile { path, source })
    }

    fn bundle(&self, tile: &Tile) -> Result<Bundle, ArchiveError> {
        let (path, bytes) = self.tile(tile)?;
        let entries = match bundle::decode(&bytes) {
            Ok(entries) => entries.into_iter().map(Vec::from).collect::<Vec<_>>(),
            Err(source) => return Err(ArchiveError::BadBundle { path, source }),
        };
        let (expected, found) = (usize::from(tile.width()), entries.len());
        if expected != found {
            return Err(ArchiveError::WrongCount { path, expected, found });
        }
        Ok(Bundle { path, entries })
    }

    fn partial_tile(&self, kind: TileKind) -> Option<Tile> {
        let index = kind.count(self.size()) / u64::from(TILE_WIDTH);
        Tile::in_tree(kind, index, self.size())
    }

    fn check_size(&self, size: u64) -> Result<(), ArchiveError> {
        if size > self.size() {
            return Err(ProofError::Shrunk { old: size, new: self.size() }.into());
        }
        Ok(())
    }
}

/// The entries of an archive, in order: see [`Reader::entries`].
#[derive(Debug)]
pub struct Entries<'a> {
    archive: &'a Reader,
    chain: Chain,
    tree: Frontier,
    bundle: vec::IntoIter<Entry>,
    done: bool,
}

impl Entries<'_> {
    /// Reads and checks the bundle that follows; none if there is no more.
    fn next_bundle(&mut self) -> Result<Option<Vec<Entry>>, ArchiveError> {
        let (first, size) = (self.chain.size(), self.archive.size());
        let number = first / u64::from(TILE_WIDTH);
        let leaves = Tile::in_tree(TileKind::Hashes(0), number, size);
        let bundle = Tile::in_tree(TileKind::Entries, number, size);
        let (Some(leaves), Some(bundle)) = (leaves, bundle.filter(|_| first < size)) else {
            return self.check_head().map(|()| None);
        };
        let leaves = self.archive.hashes(&leaves)?;
        let bundle = self.archive.bundle(&bundle)?;
        let mut entries = Vec::with_capacity(bundle.entries.len());
        for ((index, bytes), leaf) in (first..).zip(&bundle.entries).zip(leaves) {
            let path = &bundle.path;
            let entry = decode_entry(path, index, bytes)?;
            self.chain
                .follow(&entry)
                .map_err(|source| ArchiveError::BrokenChain { path: path.clone(), source })?;
            if leaf_hash(bytes) != leaf {
                return Err(ArchiveError::WrongLeaf { path: path.clone(), index });
            }
            self.tree.append(leaf)?;
            entries.push(entry);
        }
        Ok(Some(entries))
    }

    fn check_head(&self) -> Result<(), ArchiveError> {
        if self.tree.head() != self.archive.checkpoint.head {
            let path = self.archive.files.locate(CHECKPOINT_FILE);
            return Err(ArchiveError::WrongRoot { path });
        }
        Ok(())
    }
}

impl Iterator for Entries<'_> {
    type Item = Result<Entry, ArchiveError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        if let Some(entry) = self.bundle.next() {
            return Some(Ok(entry));
        }
        match self.next_bundle() {
            Ok(Some(entries)) => {
                self.bundle = entries.into_iter();
                self.bundle.next().map(Ok)
            }
            Ok(None) => {
                self.done = true;
                None
            }
            Err(error) => {
                self.done = true;
                Some(Err(error))
            }
        }
    }
}

/// The entries of one bundle, and the file that they are from.
struct Bundle {
    path: PathBuf,
    entries: Vec<Vec<u8>>,
}

/// The tiles read for one proof: a few for each level.
struct Tiles<'a> {
    archive: &'a Reader,
    read: HashMap<Tile, Vec<MerkleHash>>,
}

impl Tiles<'_> {
    /// The root of a complete subtree.
    fn subtree(&mut self, level: u32, index: u64) -> Result<MerkleHash, ArchiveError> {
        let size = self.archive.size();
        let outside = ProofError::OutsideTree { index, size };
        let (tile, range) = Tile::of_subtree(level, index, size).ok_or(outside.clone())?;
        if !self.read.contains_key(&tile) {
            self.read.insert(tile, self.archive.hashes(&tile)?);
        }
        let hashes = self.read.get(&tile).and_then(|hashes| hashes.get(range));
        Ok(root_of(hashes.ok_or(outside)?))
    }
}

fn decode_entry(path: &Path, index: u64, bytes: &[u8]) -> Result<Entry, ArchiveError> {
    Entry::from_bytes(bytes).map_err(|source| ArchiveError::BadEntry {
        path: path.to_path_buf(),
        index,
        source,
    })
}

/// The folder with the partial versions of a tile, whether or not they are there.
pub(crate) fn partial_folder(folder: &Path, tile: &Tile) -> PathBuf {
    match tile.to_string().split_once(".p/") {
        Some((full, _)) => folder.join(format!("{full}.p")),
        None => folder.join(format!("{tile}.p")),
    }
}

/// Size of the largest file of a kind, in bytes.
fn limit(kind: TileKind) -> usize {
    match kind {
        TileKind::Entries => MAX_BUNDLE_BYTES,
        TileKind::Hashes(_) => MAX_TILE_BYTES,
    }
}

/// Checks that a file that stands for a narrower one has itself the form of a full tile
/// (`spec/board.md`, section 9.2).
fn check_full(full: &Tile, path: &Path, bytes: &[u8]) -> Result<(), ArchiveError> {
    let path = || path.to_path_buf();
    match full.kind() {
        TileKind::Hashes(_) => decode_hashes(bytes, full.width())
            .map(|_| ())
            .map_err(|source| ArchiveError::BadTile { path: path(), source }),
        TileKind::Entries => {
            let entries = bundle::decode(bytes)
                .map_err(|source| ArchiveError::BadBundle { path: path(), source })?;
            let (expected, found) = (usize::from(full.width()), entries.len());
            if expected != found {
                return Err(ArchiveError::WrongCount { path: path(), expected, found });
            }
            Ok(())
        }
    }
}

/// The content of `tile`, from that of a wider one at the same place.
pub(crate) fn beginning(
    tile: &Tile,
    path: &Path,
    mut wider: Vec<u8>,
) -> Result<Vec<u8>, ArchiveError> {
    let width = usize::from(tile.width());
    let length = match tile.kind() {
        TileKind::Hashes(_) => width * isoloir_board::HASH_BYTES,
        TileKind::Entries => match bundle::decode(&wider) {
            Ok(entries) => entries.iter().take(width).map(|entry| 2 + entry.len()).sum(),
            Err(source) => {
                return Err(ArchiveError::BadBundle { path: path.to_path_buf(), source });
            }
        },
    };
    wider.truncate(length);
    Ok(wider)
}
