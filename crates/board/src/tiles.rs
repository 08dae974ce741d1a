//! The tiles of a log: c2sp.org/tlog-tiles (`spec/board.md`, 5).
//!
//! A hash tile at level L holds, side by side, up to 256 roots of complete subtrees of 256^L
//! leaves; an entry bundle holds up to 256 entries. Full ones never change. The last one of
//! each level is partial, and has a path of its own for each width.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;
use core::str::FromStr;

use thiserror::Error;

use crate::merkle::MAX_TREE_SIZE;
use crate::{HASH_BYTES, MerkleHash};

/// Hashes in a full hash tile, entries in a full entry bundle.
pub const TILE_WIDTH: u16 = 256;

/// The highest level of a hash tile. The format goes to 63, but a tree of [`MAX_TREE_SIZE`]
/// leaves has none above 7.
pub const MAX_TILE_LEVEL: u8 = 7;

/// Size of a full hash tile, in bytes.
pub const MAX_TILE_BYTES: usize = TILE_WIDTH as usize * HASH_BYTES;

/// Size of the longest path of a tile, in bytes (with room to spare).
pub const MAX_TILE_PATH_BYTES: usize = 64;

/// Levels of the tree within one tile: 2^8 = [`TILE_WIDTH`].
pub const TILE_HEIGHT: u32 = 8;

/// What a tile holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TileKind {
    /// An entry bundle, `tile/entries/`.
    Entries,
    /// Hashes at this level, `tile/<L>/`, 0 to [`MAX_TILE_LEVEL`].
    Hashes(u8),
}

/// One tile: what it holds, where it stands among its kind, and how many items it has. It prints
/// as its path, such as `tile/entries/x001/x234/067` or `tile/1/000.p/17`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Tile {
    kind: TileKind,
    index: u64,
    width: u16,
}

/// Why there is no such tile, or a file is not its content.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TileError {
    /// Not the path of a tile, in the one way to write it.
    #[error("{0:?} is not the path of a tile (c2sp.org/tlog-tiles)")]
    BadPath(String),
    /// No tree that is allowed has this tile.
    #[error("there is no tile of {kind:?} with index {index} and width {width}")]
    NoSuchTile {
        /// What it would hold.
        kind: TileKind,
        /// Where it would stand.
        index: u64,
        /// How many items it would have.
        width: u16,
    },
    /// A hash tile has not 32 bytes for each hash.
    #[error("a hash tile of width {width} has {expected} bytes, not {found}")]
    WrongSize {
        /// How many hashes it must have.
        width: u16,
        /// How many bytes that is.
        expected: usize,
        /// How many there are.
        found: usize,
    },
}

impl TileKind {
    /// All kinds: the bundles, then the levels from 0 up.
    pub fn all() -> impl Iterator<Item = Self> {
        core::iter::once(Self::Entries).chain((0..=MAX_TILE_LEVEL).map(Self::Hashes))
    }

    /// How many items of this kind a tree of `size` leaves has: floor(size / 256^L).
    #[must_use]
    pub fn count(self, size: u64) -> u64 {
        match self {
            Self::Entries => size,
            Self::Hashes(level) => {
                size.checked_shr(TILE_HEIGHT * u32::from(level)).unwrap_or_default()
            }
        }
    }
}

impl Tile {
    /// The tile with these coordinates.
    ///
    /// # Errors
    /// [`TileError::NoSuchTile`] unless the level is at most [`MAX_TILE_LEVEL`], the width is 1
    /// to [`TILE_WIDTH`], and a tree of at most [`MAX_TREE_SIZE`] leaves has that many items.
    pub fn new(kind: TileKind, index: u64, width: u16) -> Result<Self, TileError> {
        let error = TileError::NoSuchTile { kind, index, width };
        if width == 0 || width > TILE_WIDTH {
            return Err(error);
        }
        let start = index.checked_mul(u64::from(TILE_WIDTH));
        match start.and_then(|start| start.checked_add(u64::from(width))) {
            Some(end) if end <= kind.count(MAX_TREE_SIZE) => Ok(Self { kind, index, width }),
            _ => Err(error),
        }
    }

    /// The tile as it is in a tree of `size` leaves; none if it is empty there.
    #[must_use]
    pub fn in_tree(kind: TileKind, index: u64, size: u64) -> Option<Self> {
        let start = index.checked_mul(u64::from(TILE_WIDTH))?;
        let items = kind.count(size).checked_sub(start)?;
        let width = items.min(u64::from(TILE_WIDTH));
        Self::new(kind, index, width as u16).ok()
    }

    /// Where to find the root of the complete subtree over the leaves from index * 2^level to
    /// (index + 1) * 2^level, in a tree of `size` leaves: the hash tile, and those of its hashes
    /// over which [`root_of`](crate::merkle::root_of) is that root. None if the subtree is not
    /// complete in that tree.
    #[must_use]
    pub fn of_subtree(level: u32, index: u64, size: u64) -> Option<(Self, Range<usize>)> {
        let tile_level = u8::try_from(level / TILE_HEIGHT).ok()?;
        let within = level % TILE_HEIGHT;
        let first = index.checked_mul(1 << within)?;
        let tile =
            Self::in_tree(TileKind::Hashes(tile_level), first / u64::from(TILE_WIDTH), size)?;
        let start = (first % u64::from(TILE_WIDTH)) as usize;
        let end = start + (1 << within);
        (end <= usize::from(tile.width)).then_some((tile, start..end))
    }

    /// What it holds.
    #[must_use]
    pub fn kind(&self) -> TileKind {
        self.kind
    }

    /// Where it stands among its kind, from 0.
    #[must_use]
    pub fn index(&self) -> u64 {
        self.index
    }

    /// How many items it has, 1 to [`TILE_WIDTH`].
    #[must_use]
    pub fn width(&self) -> u16 {
        self.width
    }

    /// Whether it has [`TILE_WIDTH`] items, and so never changes.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.width == TILE_WIDTH
    }

    /// The same tile when it is full. Any partial one is the beginning of it.
    ///
    /// # Errors
    /// [`TileError::NoSuchTile`] if no tree that is allowed fills it.
    pub fn full(&self) -> Result<Self, TileError> {
        Self::new(self.kind, self.index, TILE_WIDTH)
    }
}

/// The tiles that a tree of `new` leaves has and one of `old` has not, with their widths in the
/// tree of `new`: the bundles, then the levels from 0 up, each from left to right.
/// `tiles_between(0, size)` are all the tiles of a tree.
pub fn tiles_between(old: u64, new: u64) -> impl Iterator<Item = Tile> {
    TileKind::all().flat_map(move |kind| {
        let width = u64::from(TILE_WIDTH);
        let (before, after) = (kind.count(old), kind.count(new));
        let changed = if before < after { before / width..after.div_ceil(width) } else { 0..0 };
        changed.filter_map(move |index| Tile::in_tree(kind, index, new))
    })
}

/// The content of a hash tile: its hashes, one after the other.
#[must_use]
pub fn encode_hashes(hashes: &[MerkleHash]) -> Vec<u8> {
    hashes.iter().flat_map(|hash| *hash.as_bytes()).collect()
}

/// The hashes of a hash tile of this width.
///
/// # Errors
/// [`TileError::WrongSize`] unless there are exactly 32 bytes for each.
pub fn decode_hashes(bytes: &[u8], width: u16) -> Result<Vec<MerkleHash>, TileError> {
    let expected = usize::from(width) * HASH_BYTES;
    let (hashes, _) = bytes.as_chunks::<HASH_BYTES>();
    if bytes.len() != expected {
        return Err(TileError::WrongSize { width, expected, found: bytes.len() });
    }
    Ok(hashes.iter().map(|hash| MerkleHash::new(*hash)).collect())
}

impl fmt::Display for Tile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            TileKind::Entries => f.write_str("tile/entries/")?,
            TileKind::Hashes(level) => write!(f, "tile/{level}/")?,
        }
        f.write_str(&index_path(self.index))?;
        if self.is_full() { Ok(()) } else { write!(f, ".p/{}", self.width) }
    }
}

/// Only the one way to write a path is read.
impl FromStr for Tile {
    type Err = TileError;

    fn from_str(path: &str) -> Result<Self, TileError> {
        let bad = || TileError::BadPath(path.chars().take(MAX_TILE_PATH_BYTES).collect());
        if path.len() > MAX_TILE_PATH_BYTES {
            return Err(bad());
        }
        let (kind, index, width) = path_fields(path).ok_or_else(bad)?;
        let tile = Self::new(kind, index, width)?;
        // Signs, leading zeroes, a width of 256 written out: each would be a second path.
        if tile.to_string() == path { Ok(tile) } else { Err(bad()) }
    }
}

/// `x001/x234/067` for 1,234,067.
fn index_path(index: u64) -> String {
    let mut path = format!("{:03}", index % 1000);
    let mut rest = index / 1000;
    while rest > 0 {
        path = format!("x{:03}/{path}", rest % 1000);
        rest /= 1000;
    }
    path
}

/// Kind, index and width in a path, read loosely: the caller compares.
fn path_fields(path: &str) -> Option<(TileKind, u64, u16)> {
    let (kind, rest) = path.strip_prefix("tile/")?.split_once('/')?;
    let kind = match kind {
        "entries" => TileKind::Entries,
        level => TileKind::Hashes(level.parse().ok()?),
    };
    let (index, width) = match rest.split_once(".p/") {
        Some((index, width)) => (index, width.parse().ok()?),
        None => (rest, TILE_WIDTH),
    };
    let digits: String = index.chars().filter(|c| !matches!(c, 'x' | '/')).collect();
    Some((kind, digits.parse().ok()?, width))
}
