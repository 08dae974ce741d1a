//! Where the hash tiles and bundles are (`spec/board.md`, section 5; c2sp.org/tlog-tiles).

use std::fmt;

use super::merkle::MAX_TREE_SIZE;
use super::text;

/// Hashes of a full hash tile, and entries of a full bundle.
pub const TILE_WIDTH: u16 = 256;
/// The highest level of a hash tile.
pub const MAX_TILE_LEVEL: u8 = 7;
/// Bytes of a hash.
pub const HASH_BYTES: usize = 32;
/// Bytes of the path of a tile, at most.
pub const MAX_TILE_PATH_BYTES: usize = 64;

/// Leaves of the tree under one hash of the next level, as a power of two: 256 = 2^8.
pub(super) const LEVEL_BITS: u32 = 8;

/// What a tile holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Content {
    /// Entries: the tile is a bundle.
    Entries,
    /// The hashes of a level, 0 to [`MAX_TILE_LEVEL`].
    Hashes(u8),
}

impl Content {
    /// How many items of this kind a tree of `size` entries has: floor(size / 256^level).
    pub fn items(self, size: u64) -> u64 {
        match self {
            Self::Entries => size,
            Self::Hashes(level) => size.checked_shr(LEVEL_BITS * u32::from(level)).unwrap_or(0),
        }
    }

    /// How many tiles hold them.
    pub fn tiles(self, size: u64) -> u64 {
        self.items(size).div_ceil(u64::from(TILE_WIDTH))
    }
}

/// A hash tile or a bundle: `tile/<L>/<N>[.p/<W>]`, `tile/entries/<N>[.p/<W>]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tile {
    /// What it holds.
    pub content: Content,
    /// N: its place among the tiles of the same content.
    pub index: u64,
    /// W: how many items it holds, 1 to [`TILE_WIDTH`].
    pub width: u16,
}

impl Tile {
    /// The tile at `index` as a tree of `size` entries has it; None if it has none there.
    pub fn of_tree(content: Content, index: u64, size: u64) -> Option<Self> {
        let before = index.checked_mul(u64::from(TILE_WIDTH))?;
        let left = content.items(size).checked_sub(before)?;
        let width = u16::try_from(left).map_or(TILE_WIDTH, |left| left.min(TILE_WIDTH));
        (width > 0).then_some(Self { content, index, width })
    }

    /// Reads a path in its one form.
    pub fn parse(path: &str) -> Option<Self> {
        if path.len() > MAX_TILE_PATH_BYTES {
            return None;
        }
        let (content, rest) = path.strip_prefix("tile/")?.split_once('/')?;
        let content = match content {
            "entries" => Content::Entries,
            level => Content::Hashes(text::decimal(level)?.try_into().ok()?),
        };
        let (groups, width) = match rest.split_once(".p/") {
            Some((groups, width)) => (groups, text::decimal(width)?.try_into().ok()?),
            None => (rest, TILE_WIDTH),
        };
        let digits: String = groups.chars().filter(char::is_ascii_digit).collect();
        let tile = Self { content, index: digits.parse().ok()?, width };
        // What is written again in the same way is in its one form.
        (tile.is_possible() && tile.to_string() == path).then_some(tile)
    }

    /// Whether any tree has such a tile.
    fn is_possible(&self) -> bool {
        let level_exists = match self.content {
            Content::Entries => true,
            Content::Hashes(level) => level <= MAX_TILE_LEVEL,
        };
        level_exists
            && Self::of_tree(self.content, self.index, MAX_TREE_SIZE)
                .is_some_and(|largest| (1..=largest.width).contains(&self.width))
    }

    /// Whether the tile has all the items that a tile can have.
    pub fn is_full(&self) -> bool {
        self.width == TILE_WIDTH
    }

    /// The full tile at the same place.
    pub fn full(&self) -> Self {
        Self { width: TILE_WIDTH, ..*self }
    }

    /// The index of its first item.
    pub fn first_item(&self) -> u64 {
        self.index.saturating_mul(u64::from(TILE_WIDTH))
    }
}

impl fmt::Display for Tile {
    /// The path of the tile.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.content {
            Content::Entries => f.write_str("tile/entries/")?,
            Content::Hashes(level) => write!(f, "tile/{level}/")?,
        }
        let mut groups = vec![format!("{:03}", self.index % 1000)];
        let mut rest = self.index / 1000;
        while rest > 0 {
            groups.push(format!("x{:03}", rest % 1000));
            rest /= 1000;
        }
        groups.reverse();
        f.write_str(&groups.join("/"))?;
        if self.is_full() { Ok(()) } else { write!(f, ".p/{}", self.width) }
    }
}
