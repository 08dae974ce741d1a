//! The cryptography of Isoloir: what `spec/protocol.md` specifies, and nothing else.
//!
//! | module | what it holds | `spec/protocol.md` |
//! |---|---|---|
//! | [`group`] | points and scalars of ristretto255, read strictly | 1 |
//! | [`generators`] | the bases H, K, G_1 .. G_w | 2 |
//! | `transcript` | Fiat-Shamir transcripts, every label | 3 |
//! | [`knowledge`], [`equality`] | the two small proofs | 4 |
//! | [`dkg`] | key generation by t of n trustees, a module for each round | 5 |
//! | [`ballot`] | the encrypted ballot, its proof, its challenge | 6 |
//! | [`credential`] | credentials, the cast signature, possession | 7, 8 |
//! | [`points`] | slots that together say a number | 10, and `spec/election.md`, 3 |
//! | [`tally`] | sums, partial decryptions, counts | 10 |
//!
//! Everything takes its randomness as an argument; nothing here knows about time, files or the network.
//! No function panics on bytes from outside. What depends on a secret runs in constant
//! time, as far as curve25519-dalek and bulletproofs do.

#![no_std]

extern crate alloc;

pub mod ballot;
pub mod credential;
pub mod discrete_log;
pub mod dkg;
pub mod equality;
pub mod generators;
pub mod group;
pub mod knowledge;
pub mod points;
pub mod tally;
mod transcript;

#[cfg(test)]
mod tests;
