//! The files of a log, read and checked for their form (`spec/board.md`, sections 5 and 9.2).

use std::collections::BTreeSet;
use std::ops::Range;

use thiserror::Error;

use super::Hash;
use super::entry::{Entry, MAX_ENTRY_BYTES};
use super::merkle::TreeHead;
use super::tiles::{Content, HASH_BYTES, TILE_WIDTH, Tile};
use crate::source::{Source, SourceError};
use crate::wire::WireError;

/// The path of the checkpoint.
pub const CHECKPOINT: &str = "checkpoint";

/// Files that an archive may hold beside those of the log (`spec/board.md`, section 9).
const OF_THE_WRITER: [&str; 2] = [".lock", "checkpoint.next"];

/// Bytes of the length before each entry of a bundle.
const LENGTH_BYTES: usize = 2;
/// Bytes of an entry in a bundle, at most.
const MAX_ITEM_BYTES: usize = LENGTH_BYTES + MAX_ENTRY_BYTES;

/// A file of the log that is not what it must be.
#[derive(Debug, Error)]
#[error("{path}: {what}")]
pub struct FileFault {
    /// The path of the file in the log.
    pub path: String,
    /// What is wrong with it.
    pub what: Fault,
}

/// What can be wrong with a file.
#[derive(Debug, Error)]
pub enum Fault {
    /// It is not there.
    #[error("the file is missing")]
    Missing,
    /// It can't be read.
    #[error(transparent)]
    Source(SourceError),
    /// A hash tile of another length.
    #[error("{found} bytes; {expected} hashes take 32 bytes each")]
    TileLength {
        /// How many bytes there are.
        found: usize,
        /// How many hashes there should be.
        expected: u16,
    },
    /// A bundle that is not so many entries, each with its length.
    #[error("entry {item} of {expected} in this file, at byte {offset}: {rule}")]
    Bundle {
        /// The number of the entry in the bundle, from 1.
        item: usize,
        /// How many entries there should be.
        expected: u16,
        /// Where it begins.
        offset: usize,
        /// What is wrong.
        rule: &'static str,
    },
    /// An entry that does not decode.
    #[error("entry {index}: {error}")]
    Entry {
        /// The index of the entry on the board.
        index: u64,
        /// What is wrong.
        error: WireError,
    },
    /// A hash tile differs from what the entries imply.
    #[error(
        "hash {item} of this file is {}, but the entries give {}",
        hex::encode(found),
        hex::encode(expected)
    )]
    Hash {
        /// The number of the hash in the tile, from 1.
        item: usize,
        /// The hash in the file.
        found: Hash,
        /// What follows from the entries.
        expected: Hash,
    },
    /// A file that was read twice was not the same.
    #[error("it was read twice, and the second time it held something else")]
    Changed,
    /// A partial tile or bundle of an earlier size is not the beginning of the present one.
    #[error("this file of an earlier size is not the beginning of {0}")]
    Earlier(String),
    /// The entries have another root than the checkpoint says.
    #[error(
        "it names the root {}, but the {size} entries have the root {}",
        hex::encode(expected),
        hex::encode(found)
    )]
    Root {
        /// How many entries there are.
        size: u64,
        /// The root of the entries.
        found: Hash,
        /// The root in the checkpoint.
        expected: Hash,
    },
}

impl Fault {
    /// The fault as one of the file at `path`.
    pub fn of(self, path: impl ToString) -> FileFault {
        FileFault { path: path.to_string(), what: self }
    }
}

/// The files that a log of a known size has.
pub struct LogFiles<'a> {
    source: &'a dyn Source,
    head: TreeHead,
    /// Partial tiles of earlier sizes; empty if the source can't list its files.
    earlier: BTreeSet<Tile>,
    strays: Option<Vec<String>>,
}

impl<'a> LogFiles<'a> {
    /// The files that the log at `source` must have for the tree of a checkpoint.
    pub fn new(source: &'a dyn Source, head: TreeHead) -> Self {
        Self { source, head, earlier: BTreeSet::new(), strays: None }
    }

    /// Lists the source, if it can be listed, so that partial tiles of earlier sizes are checked
    /// too, and files without a place can be named: an *audit* (`spec/board.md`, section 9.2).
    pub fn audit(source: &'a dyn Source, head: TreeHead) -> Result<Self, SourceError> {
        let mut files = Self::new(source, head);
        if let Some(mut paths) = source.list()? {
            paths.sort_unstable();
            let present: BTreeSet<Tile> =
                paths.iter().filter_map(|path| Tile::parse(path)).collect();
            paths.retain(|path| !files.has_place(path, &present));
            files.earlier = present.into_iter().filter(|tile| files.is_earlier(tile)).collect();
            files.strays = Some(paths);
        }
        Ok(files)
    }

    /// The size and root of the checkpoint.
    pub fn head(&self) -> TreeHead {
        self.head
    }

    /// Files that have no place under the checkpoint; they are not used. None if the source was not
    /// or could not be listed: then partial tiles of earlier sizes are not checked either.
    pub fn strays(&self) -> Option<&[String]> {
        self.strays.as_deref()
    }

    /// How many bundles there are.
    pub fn bundles(&self) -> u64 {
        Content::Entries.tiles(self.head.size())
    }

    /// The bundle with this number, below [`Self::bundles`]. May be called from several threads.
    pub fn read_bundle(&self, number: u64) -> Result<Bundle, FileFault> {
        let tile = self.tile(Content::Entries, number)?;
        let (path, read, bytes) = self.read_present(tile)?;
        let mut ends = item_ends(&bytes, read.width).map_err(|fault| fault.of(&path))?;
        ends.truncate(tile.width.into());
        let mut bundle = Bundle { path, first: tile.first_item(), bytes, ends, files: 1 };
        bundle.files += self.check_earlier(&tile, |width| bundle.prefix(width))?;
        Ok(bundle)
    }

    /// The hashes of a tile of the tree of the checkpoint; checks nothing but the form.
    pub(super) fn read_hashes(&self, tile: Tile) -> Result<(String, Vec<u8>), FileFault> {
        let (path, read, mut bytes) = self.read_present(tile)?;
        if bytes.len() != tile_bytes(read.width) {
            let fault = Fault::TileLength { found: bytes.len(), expected: read.width };
            return Err(fault.of(path));
        }
        bytes.truncate(tile_bytes(tile.width));
        Ok((path, bytes))
    }

    /// The tile of the tree of the checkpoint at `index`.
    pub(super) fn tile(&self, content: Content, index: u64) -> Result<Tile, FileFault> {
        let tile = Tile::of_tree(content, index, self.head.size());
        tile.ok_or_else(|| Fault::Missing.of(Tile { content, index, width: TILE_WIDTH }))
    }

    /// Checks that each partial tile of an earlier size that is still there is the beginning of
    /// `tile`, whose first bytes `prefix` gives. Says how many there are.
    pub(super) fn check_earlier<'b>(
        &self,
        tile: &Tile,
        prefix: impl Fn(u16) -> &'b [u8],
    ) -> Result<u64, FileFault> {
        let first = Tile { width: 1, ..*tile };
        let mut files = 0;
        for earlier in self.earlier.range(first..*tile) {
            let expected = prefix(earlier.width);
            // The log's writer may have removed it since it was listed; it decides nothing.
            let Some(bytes) = self.read_file(earlier, expected.len())? else { continue };
            if bytes != expected {
                return Err(Fault::Earlier(tile.to_string()).of(earlier));
            }
            files += 1;
        }
        Ok(files)
    }

    /// Reads a tile, or the full tile of which it is the beginning. Gives the path of the file, the
    /// tile that the file is, and its bytes.
    fn read_present(&self, tile: Tile) -> Result<(String, Tile, Vec<u8>), FileFault> {
        for candidate in [tile, tile.full()] {
            if let Some(bytes) = self.read_file(&candidate, most_bytes(&candidate))? {
                return Ok((candidate.to_string(), candidate, bytes));
            }
        }
        Err(Fault::Missing.of(tile))
    }

    fn read_file(&self, tile: &Tile, most: usize) -> Result<Option<Vec<u8>>, FileFault> {
        let path = tile.to_string();
        self.source.read(&path, most).map_err(|error| Fault::Source(error).of(path))
    }

    fn has_place(&self, path: &str, present: &BTreeSet<Tile>) -> bool {
        let Some(tile) = Tile::parse(path) else {
            return path == CHECKPOINT || OF_THE_WRITER.contains(&path);
        };
        let Some(of_tree) = Tile::of_tree(tile.content, tile.index, self.head.size()) else {
            return false;
        };
        let stands_for_partial = tile.is_full() && !present.contains(&of_tree);
        tile == of_tree || self.is_earlier(&tile) || stands_for_partial
    }

    /// Whether a tile is a partial one that the tree of an earlier size had.
    fn is_earlier(&self, tile: &Tile) -> bool {
        Tile::of_tree(tile.content, tile.index, self.head.size())
            .is_some_and(|of_tree| tile.width < of_tree.width)
    }
}

fn tile_bytes(width: u16) -> usize {
    usize::from(width) * HASH_BYTES
}

fn most_bytes(tile: &Tile) -> usize {
    match tile.content {
        Content::Entries => usize::from(tile.width) * MAX_ITEM_BYTES,
        Content::Hashes(_) => tile_bytes(tile.width),
    }
}

/// Entries that one file holds, 1 to 256.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bundle {
    path: String,
    first: u64,
    bytes: Vec<u8>,
    /// Where each entry ends in the bytes.
    ends: Vec<usize>,
    files: u64,
}

impl Bundle {
    /// The path of its file.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The index of its first entry on the board.
    pub fn first(&self) -> u64 {
        self.first
    }

    /// How many files were read and checked for it: itself, and partial ones of earlier sizes.
    pub fn files(&self) -> u64 {
        self.files
    }

    /// The bytes of each entry, in order.
    pub fn entries(&self) -> impl ExactSizeIterator<Item = &[u8]> + Clone {
        self.ranges().map(|range| self.bytes.get(range).unwrap_or_default())
    }

    /// The entries, each decoded.
    pub fn decode(&self) -> Result<Vec<Entry<'_>>, FileFault> {
        (self.first..)
            .zip(self.entries())
            .map(|(index, bytes)| {
                Entry::decode(bytes).map_err(|error| Fault::Entry { index, error }.of(&self.path))
            })
            .collect()
    }

    fn ranges(&self) -> impl ExactSizeIterator<Item = Range<usize>> + Clone {
        let mut start = LENGTH_BYTES;
        self.ends.iter().map(move |&end| {
            let range = start..end;
            start = end + LENGTH_BYTES;
            range
        })
    }

    /// The bytes of the first `width` entries with their lengths.
    fn prefix(&self, width: u16) -> &[u8] {
        let last = usize::from(width).checked_sub(1);
        let end = last.and_then(|last| self.ends.get(last)).copied().unwrap_or(0);
        self.bytes.get(..end).unwrap_or_default()
    }
}

/// Where each of the `width` entries of a bundle ends; nothing may follow the last one.
fn item_ends(bytes: &[u8], width: u16) -> Result<Vec<usize>, Fault> {
    let mut ends = Vec::with_capacity(width.into());
    let mut offset = 0;
    let fault = |item: usize, offset, rule| {
        Err(Fault::Bundle { item: item + 1, expected: width, offset, rule })
    };
    for item in 0..usize::from(width) {
        let Some((length, rest)) = bytes.get(offset..).and_then(|b| b.split_first_chunk()) else {
            return fault(item, offset, "the file ends before it");
        };
        let length = usize::from(u16::from_be_bytes(*length));
        if length == 0 {
            return fault(item, offset, "its length is 0");
        }
        if length > rest.len() {
            return fault(item, offset, "the file ends inside it");
        }
        offset += LENGTH_BYTES + length;
        ends.push(offset);
    }
    if offset < bytes.len() {
        return fault(width.into(), offset, "the file goes on after its last entry");
    }
    Ok(ends)
}
