//! The bulletin board, as data (`spec/board.md`): entries in a hash chain, and over the same
//! entries a transparency log by the [C2SP](https://c2sp.org) specifications.
//!
//! | module | what | source |
//! |---|---|---|
//! | [`entry`], [`chain`] | entries, each with the hash of the one before it | `spec/board.md`, 3 |
//! | [`merkle`], [`proof`] | tree heads, inclusion and consistency proofs | RFC 6962, RFC 9162 |
//! | [`tiles`], [`bundle`] | the static files of the log | c2sp.org/tlog-tiles |
//! | [`note`], [`keys`] | signed notes, log keys, witness keys | c2sp.org/signed-note, c2sp.org/tlog-cosignature |
//! | [`checkpoint`], [`policy`] | signed tree heads, and when to believe one | c2sp.org/tlog-checkpoint |
//! | [`receipt`] | the voter's offline proof | c2sp.org/tlog-proof |
//!
//! Nothing here reads a file, a clock or a random generator: bytes, times and keys are
//! arguments.

#![no_std]

extern crate alloc;

pub mod bundle;
pub mod chain;
pub mod checkpoint;
pub mod entry;
mod hash;
pub mod keys;
pub mod merkle;
pub mod note;
pub mod policy;
pub mod proof;
pub mod receipt;
pub mod tiles;

pub use hash::{ChainHash, HASH_BYTES, MerkleHash};
