//! Entry bundles: c2sp.org/tlog-tiles, Log entries (`spec/board.md`, 5).

use alloc::vec::Vec;

use thiserror::Error;

use crate::entry::MAX_ENTRY_BYTES;
use crate::tiles::TILE_WIDTH;

/// Entries in the largest bundle.
pub const MAX_BUNDLE_ENTRIES: usize = TILE_WIDTH as usize;

/// Size of the largest bundle, in bytes: 256 entries of 65,535 bytes, with their lengths.
pub const MAX_BUNDLE_BYTES: usize = MAX_BUNDLE_ENTRIES * (2 + MAX_ENTRY_BYTES);

/// Why some bytes are not a bundle, or some entries can't be put in one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum BundleError {
    /// A length of zero. Every entry of a board has a header.
    #[error("entry {position} of the bundle is empty")]
    EmptyEntry {
        /// Where in the bundle, from 0.
        position: usize,
    },
    /// Above [`MAX_ENTRY_BYTES`].
    #[error("an entry of {bytes} bytes is above the limit of {MAX_ENTRY_BYTES}")]
    EntryTooLong {
        /// The size of the entry, in bytes.
        bytes: usize,
    },
    /// The bundle ends inside an entry or its length.
    #[error("the bundle ends inside entry {position}")]
    Truncated {
        /// Where in the bundle, from 0.
        position: usize,
    },
    /// More than [`MAX_BUNDLE_ENTRIES`].
    #[error("a bundle has at most {MAX_BUNDLE_ENTRIES} entries")]
    TooManyEntries,
}

/// Adds one entry, given by its bytes, to the end of a bundle: its length as a `u16`, big-endian,
/// then its bytes.
///
/// # Errors
/// If the entry is empty or above [`MAX_ENTRY_BYTES`].
pub fn push_entry(bundle: &mut Vec<u8>, entry: &[u8]) -> Result<(), BundleError> {
    if entry.is_empty() {
        return Err(BundleError::EmptyEntry { position: 0 });
    }
    let length =
        u16::try_from(entry.len()).map_err(|_| BundleError::EntryTooLong { bytes: entry.len() })?;
    bundle.extend_from_slice(&length.to_be_bytes());
    bundle.extend_from_slice(entry);
    Ok(())
}

/// The bytes of the entries in a bundle, which takes up all of `bytes`.
///
/// # Errors
/// If an entry is empty or cut off, or there are more than [`MAX_BUNDLE_ENTRIES`].
pub fn decode(bytes: &[u8]) -> Result<Vec<&[u8]>, BundleError> {
    let mut entries = Vec::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        let position = entries.len();
        if position == MAX_BUNDLE_ENTRIES {
            return Err(BundleError::TooManyEntries);
        }
        let truncated = BundleError::Truncated { position };
        let (length, after) = rest.split_first_chunk().ok_or(truncated)?;
        let length = usize::from(u16::from_be_bytes(*length));
        if length == 0 {
            return Err(BundleError::EmptyEntry { position });
        }
        let (entry, after) = after.split_at_checked(length).ok_or(truncated)?;
        entries.push(entry);
        rest = after;
    }
    Ok(entries)
}
