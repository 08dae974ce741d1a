//! Tests of the board: each module stages the ways in which one part can be abused.
#![allow(clippy::unwrap_used)]

mod chain;
mod frozen;
mod keys;
mod merkle;
mod notes;
mod policy;
mod receipts;
mod tiles;

use ed25519_dalek::SigningKey;
use isoloir_board::chain::Chain;
use isoloir_board::checkpoint::Checkpoint;
use isoloir_board::entry::Entry;
use isoloir_board::keys::{LogSigner, WitnessSigner};
use isoloir_board::merkle::{Frontier, TreeHead, leaf_hash, root_of};
use isoloir_board::{HASH_BYTES, MerkleHash};

/// A log whose secret is 32 bytes of `seed`.
fn log(name: &str, seed: u8) -> LogSigner {
    LogSigner::new(name.parse().unwrap(), SigningKey::from_bytes(&[seed; 32])).unwrap()
}

/// A witness whose secret is 32 bytes of `seed`.
fn witness(name: &str, seed: u8) -> WitnessSigner {
    WitnessSigner::new(name.parse().unwrap(), SigningKey::from_bytes(&[seed; 32])).unwrap()
}

/// A board of `count` entries that differ in kind and payload.
fn entries(count: u64) -> Vec<Entry> {
    let mut chain = Chain::new();
    (0..count).map(|n| chain.append(n as u8, vec![n as u8; n as usize % 7]).unwrap()).collect()
}

/// The hashes of leaves 0, 1, 2, ...
fn leaves(count: u64) -> Vec<MerkleHash> {
    (0..count).map(|n| leaf_hash(&n.to_be_bytes())).collect()
}

fn head(leaves: &[MerkleHash]) -> TreeHead {
    let mut tree = Frontier::new();
    for leaf in leaves {
        tree.append(*leaf).unwrap();
    }
    tree.head()
}

/// The root of a complete subtree over some leaves: what proofs are made from.
fn subtree(leaves: &[MerkleHash], level: u32, index: u64) -> MerkleHash {
    let start = (index << level) as usize;
    root_of(&leaves[start..start + (1 << level)])
}

fn checkpoint(origin: &str, head: TreeHead) -> Checkpoint {
    Checkpoint { origin: origin.parse().unwrap(), head }
}

/// The same hash with its first bit flipped.
fn flipped(hash: &MerkleHash) -> MerkleHash {
    let mut bytes: [u8; HASH_BYTES] = *hash.as_bytes();
    bytes[0] ^= 1;
    MerkleHash::new(bytes)
}
