//! The hash tiles, against the entries (`spec/board.md`, section 9.2, *audit*).

use super::Hash;
use super::files::{CHECKPOINT, Fault, FileFault, LogFiles};
use super::merkle::Tree;
use super::tiles::{Content, HASH_BYTES, LEVEL_BITS, TILE_WIDTH};

/// Compares every hash tile of every level with what the entries imply, as the leaf hashes come.
/// It keeps one tile of each level.
pub struct TileChecker<'f, 'a> {
    files: &'f LogFiles<'a>,
    tree: Tree,
    levels: Vec<Level>,
    checked: Checked,
}

/// How much a [`TileChecker`] compared.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Checked {
    /// Hash tiles, those of earlier sizes included.
    pub files: u64,
    /// Hashes in the tiles of the checkpoint's tree.
    pub hashes: u64,
}

/// The tile of a level that is being filled.
#[derive(Default)]
struct Level {
    index: u64,
    bytes: Vec<u8>,
}

impl<'f, 'a> TileChecker<'f, 'a> {
    /// Begins before the first entry.
    pub fn new(files: &'f LogFiles<'a>) -> Self {
        Self { files, tree: Tree::default(), levels: Vec::new(), checked: Checked::default() }
    }

    /// Goes on with the leaf hashes of the next entries, and compares the tiles that they fill.
    pub fn add(&mut self, leaves: impl IntoIterator<Item = Hash>) -> Result<(), FileFault> {
        for leaf in leaves {
            let levels = &mut self.levels;
            self.tree.push_seeing(leaf, |height, node| {
                if height % LEVEL_BITS == 0 {
                    append(levels, height / LEVEL_BITS, &node);
                }
            });
            if self.tree.size().is_multiple_of(TILE_WIDTH.into()) {
                self.compare(|level| level.bytes.len() == usize::from(TILE_WIDTH) * HASH_BYTES)?;
            }
        }
        Ok(())
    }

    /// Compares the partial tiles at the end of each level, and the root of all entries with that of
    /// the checkpoint.
    pub fn finish(mut self) -> Result<Checked, FileFault> {
        self.compare(|level| !level.bytes.is_empty())?;
        let (size, found) = (self.tree.size(), self.tree.root());
        let head = self.files.head();
        if (size, found) != (head.size(), head.root()) {
            return Err(Fault::Root { size, found, expected: head.root() }.of(CHECKPOINT));
        }
        Ok(self.checked)
    }

    /// Compares the tiles that are `due`, from level 0 up, and begins the next ones.
    fn compare(&mut self, due: impl Fn(&Level) -> bool) -> Result<(), FileFault> {
        for (number, level) in (0..).zip(&mut self.levels) {
            if due(level) {
                let bytes = std::mem::take(&mut level.bytes);
                let index = level.index;
                level.index += 1;
                self.checked.files += compare_tile(self.files, number, index, &bytes)?;
                self.checked.hashes += (bytes.len() / HASH_BYTES) as u64;
            }
        }
        Ok(())
    }
}

fn append(levels: &mut Vec<Level>, number: u32, node: &Hash) {
    let number = number as usize;
    if levels.len() <= number {
        levels.resize_with(number + 1, Level::default);
    }
    if let Some(level) = levels.get_mut(number) {
        level.bytes.extend_from_slice(node);
    }
}

/// Compares one tile, and the partial ones of earlier sizes at its place. Says how many files that
/// makes.
fn compare_tile(
    files: &LogFiles<'_>,
    level: u8,
    index: u64,
    expected: &[u8],
) -> Result<u64, FileFault> {
    let tile = files.tile(Content::Hashes(level), index)?;
    let (path, found) = files.read_hashes(tile)?;
    let pairs = found.as_chunks::<HASH_BYTES>().0.iter().zip(expected.as_chunks().0);
    if let Some((item, (found, expected))) = (1..).zip(pairs).find(|(_, (a, b))| a != b) {
        return Err(Fault::Hash { item, found: *found, expected: *expected }.of(path));
    }
    let prefix = |width: u16| expected.get(..usize::from(width) * HASH_BYTES).unwrap_or_default();
    Ok(1 + files.check_earlier(&tile, prefix)?)
}
