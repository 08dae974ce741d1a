//! A bulletin board as a folder (`spec/board.md`, 9): the very tree of static files that a web
//! server serves by c2sp.org/tlog-tiles.
//!
//! ```text
//! checkpoint              the signed tree head
//! tile/entries/000.p/17   entry bundles
//! tile/0/000.p/17         hash tiles, a folder for each level
//! .lock                   held by the one writer
//! ```
//!
//! [`Writer`] makes durable before it makes visible: bundles and tiles are on the disk before
//! the checkpoint that covers them replaces the one before, atomically. [`Reader`] streams the
//! entries in bounded memory and refuses the first byte that is not as it must be.
//!
//! Nothing here reads a clock, a random generator or the network; [`Files`] lets a program that does read an
//! archive from there.

mod audit;
mod disk;
mod edge;
mod error;
mod export;
mod files;
mod reader;
mod walk;
mod writer;

pub use audit::{Audit, MAX_STRAYS_LISTED};
pub use error::ArchiveError;
pub use files::Files;
pub use reader::{Entries, Reader};
pub use writer::{MAX_PENDING_BYTES, Writer};

/// The file with the signed tree head.
pub const CHECKPOINT_FILE: &str = "checkpoint";

/// The checkpoint that a commit has signed and not yet made visible. A writer that resumes makes
/// it visible, so that no other tree of that size is ever signed.
pub const NEXT_CHECKPOINT_FILE: &str = "checkpoint.next";

/// The folder with bundles and hash tiles.
pub const TILE_FOLDER: &str = "tile";

/// The empty file on which a writer holds a lock. It need not be served.
pub const LOCK_FILE: &str = ".lock";

/// What the name of a file ends with while it is being written.
pub const TEMPORARY_SUFFIX: &str = ".tmp";

#[cfg(test)]
mod tests;
