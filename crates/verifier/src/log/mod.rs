//! The bulletin board as its readers see it (`spec/board.md`).
//!
//! - [`entry`]: entries and the hash chain
//! - [`merkle`]: the Merkle tree and its proofs
//! - [`key`], [`note`], [`checkpoint`]: what the log and its witnesses sign
//! - [`signer`]: secret keys of witnesses, and of machines that check a part
//! - [`receipt`]: the proof that an entry is on the board, in one small file
//! - [`tiles`]: where the files are
//! - [`files`]: reads the entries from them; [`tile_checker`]: checks the hash tiles
//! - [`prover`]: proofs out of hash tiles

pub mod checkpoint;
pub mod entry;
pub mod files;
pub mod key;
pub mod merkle;
pub mod note;
pub mod prover;
pub mod receipt;
pub mod signer;
pub(crate) mod text;
pub mod tile_checker;
pub mod tiles;

#[cfg(test)]
mod tests;

/// A hash of 32 bytes: SHA3-256 in the chain, SHA-256 in the tree.
pub type Hash = [u8; 32];
