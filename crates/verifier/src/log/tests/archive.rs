//! Logs that are made in memory.

use std::collections::BTreeMap;

use super::proofs::naive_root;
use crate::log::Hash;
use crate::log::entry::{ZERO_HEAD, chain_hash};
use crate::log::files::LogFiles;
use crate::log::merkle::{TreeHead, leaf_hash};
use crate::source::{Source, SourceError};

/// A source in memory.
#[derive(Default)]
pub(super) struct Memory {
    pub(super) files: BTreeMap<String, Vec<u8>>,
    /// Whether it can't say which files it has, like a server.
    pub(super) silent: bool,
}

impl Source for Memory {
    fn read(&self, path: &str, most: usize) -> Result<Option<Vec<u8>>, SourceError> {
        match self.files.get(path) {
            Some(bytes) if bytes.len() > most => {
                Err(SourceError::TooLarge { place: path.to_owned(), most })
            }
            found => Ok(found.cloned()),
        }
    }

    fn list(&self) -> Result<Option<Vec<String>>, SourceError> {
        Ok((!self.silent).then(|| self.files.keys().cloned().collect()))
    }

    fn location(&self) -> &str {
        "memory"
    }
}

/// A log with the tiles of a size, and of earlier ones.
pub(super) struct Log {
    pub(super) source: Memory,
    pub(super) leaves: Vec<Hash>,
    entries: Vec<Vec<u8>>,
}

impl Log {
    /// A log of `size` entries.
    pub(super) fn new(size: usize) -> Self {
        let mut previous = ZERO_HEAD;
        let entry = |index| {
            let mut entry = vec![7];
            entry.extend((index as u64).to_be_bytes());
            entry.extend(previous);
            entry.resize(entry.len() + index % 5, 9);
            previous = chain_hash(&entry);
            entry
        };
        let entries: Vec<Vec<u8>> = (0..size).map(entry).collect();
        let leaves = entries.iter().map(|entry| leaf_hash(entry)).collect();
        let mut log = Self { source: Memory::default(), leaves, entries };
        log.write(size);
        log
    }

    /// Writes the tiles that the log had when it was of this size.
    pub(super) fn write(&mut self, size: usize) {
        let item = |entry: &Vec<u8>| [&(entry.len() as u16).to_be_bytes(), &entry[..]].concat();
        let items: Vec<Vec<u8>> = self.entries[..size].iter().map(item).collect();
        self.write_level("entries", &items);
        let mut hashes = self.leaves[..size].to_vec();
        for level in 0.. {
            if hashes.is_empty() {
                break;
            }
            let items: Vec<Vec<u8>> = hashes.iter().map(|hash| hash.to_vec()).collect();
            self.write_level(&level.to_string(), &items);
            hashes = hashes.chunks_exact(256).map(naive_root).collect();
        }
    }

    fn write_level(&mut self, level: &str, items: &[Vec<u8>]) {
        for (index, items) in items.chunks(256).enumerate() {
            let part =
                if items.len() < 256 { format!(".p/{}", items.len()) } else { String::new() };
            let path = match index {
                0..1000 => format!("tile/{level}/{index:03}{part}"),
                _ => format!("tile/{level}/x{:03}/{:03}{part}", index / 1000, index % 1000),
            };
            self.source.files.insert(path, items.concat());
        }
    }

    pub(super) fn head(&self) -> TreeHead {
        self.head_at(self.leaves.len())
    }

    pub(super) fn head_at(&self, size: usize) -> TreeHead {
        TreeHead::new(size as u64, naive_root(&self.leaves[..size])).unwrap()
    }

    pub(super) fn files(&self) -> LogFiles<'_> {
        LogFiles::new(&self.source, self.head())
    }

    pub(super) fn audit(&self) -> LogFiles<'_> {
        LogFiles::audit(&self.source, self.head()).unwrap()
    }

    pub(super) fn change(&mut self, path: &str, change: impl FnOnce(&mut Vec<u8>)) {
        change(self.source.files.get_mut(path).unwrap_or_else(|| panic!("{path} is there")));
    }

    pub(super) fn rename(&mut self, from: &str, to: &str) {
        let bytes = self.source.files.remove(from).unwrap_or_else(|| panic!("{from} is there"));
        self.source.files.insert(to.to_owned(), bytes);
    }
}
