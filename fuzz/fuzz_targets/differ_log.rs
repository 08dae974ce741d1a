//! Entries, paths of tiles, and proofs in trees of any size: the crates of the board and the
//! verifier agree.
//!
//! The first byte says which. All leaves of the trees are alike, so that the roots of complete
//! subtrees are few and a tree can have 2^63 - 1 leaves.

#![no_main]

use std::sync::LazyLock;

use isoloir_board::MerkleHash;
use isoloir_board::entry::Entry;
use isoloir_board::merkle::{MAX_TREE_SIZE, TreeHead, empty_root, leaf_hash, node_hash};
use isoloir_board::proof::{ConsistencyProof, InclusionProof, ProofError};
use isoloir_board::tiles::Tile;
use isoloir_encoding::{Decode, DecodeError, Reader};
use isoloir_fuzz::canonical;
use isoloir_fuzz::edits::edit;
use isoloir_verify::log::entry::{Entry as VerifierEntry, chain_hash};
use isoloir_verify::log::merkle::TreeHead as VerifierHead;
use isoloir_verify::log::tiles::Tile as VerifierTile;
use libfuzzer_sys::fuzz_target;

const HASH: usize = 32;

/// The roots of complete trees of 2^level leaves.
static COMPLETE: LazyLock<Vec<MerkleHash>> = LazyLock::new(|| {
    let next = |root: &MerkleHash| Some(node_hash(root, root));
    std::iter::successors(Some(leaf_hash(b"leaf")), next).take(64).collect()
});

fuzz_target!(|bytes: &[u8]| {
    let Some((&mode, rest)) = bytes.split_first() else { return };
    let mut input = Reader::new(rest);
    match mode % 4 {
        0 => entry(rest),
        1 => path(rest),
        // An input that is too short has said nothing.
        2 => drop(inclusion(&mut input)),
        _ => drop(consistency(&mut input)),
    }
});

fn entry(bytes: &[u8]) {
    let crates = canonical(bytes, Entry::decode);
    let verifier = VerifierEntry::decode(bytes);
    assert_eq!(crates.is_some(), verifier.is_ok(), "{verifier:?}");
    let (Some(crates), Ok(verifier)) = (crates, verifier) else { return };
    assert_eq!((crates.kind(), crates.index()), (verifier.kind, verifier.index));
    assert_eq!(crates.payload(), verifier.payload);
    assert_eq!(*crates.chain_hash().as_bytes(), chain_hash(bytes));
}

fn path(bytes: &[u8]) {
    let Ok(path) = core::str::from_utf8(bytes) else { return };
    let (crates, verifier) = (path.parse::<Tile>(), VerifierTile::parse(path));
    assert_eq!(crates.is_ok(), verifier.is_some(), "{crates:?}, {verifier:?}");
    let (Ok(crates), Some(verifier)) = (crates, verifier) else { return };
    assert_eq!(crates.to_string(), verifier.to_string());
    assert_eq!((crates.index(), crates.width()), (verifier.index, verifier.width));
}

fn inclusion(input: &mut Reader<'_>) -> Result<(), DecodeError> {
    let (index, size) = (input.u64("index")?, input.u64("size")?);
    let size = size >> (input.u8("smaller")? % 64);
    let honest = InclusionProof::generate(index, size, complete);
    let hashes = honest.map(|proof| proof.hashes().to_vec()).unwrap_or_default();
    let mut head = head(size);
    let proof = changed(input, hashes, &mut head);
    let leaf = COMPLETE[0];
    let crates = InclusionProof::new(proof.clone());
    let crates = crates.and_then(|proof| proof.verify(index, &leaf, &head));
    let verifier = same(&head)
        .and_then(|head| head.check_inclusion(index, leaf.as_bytes(), &plain(&proof)).ok());
    assert_eq!(crates.is_ok(), verifier.is_some(), "{crates:?}");
    Ok(())
}

fn consistency(input: &mut Reader<'_>) -> Result<(), DecodeError> {
    let (old, new) = (input.u64("old")?, input.u64("new")?);
    let smaller = input.u8("smaller")? % 64;
    let (old, new) = (old >> smaller, new >> smaller);
    let honest = ConsistencyProof::generate(old, new, complete);
    let hashes = honest.map(|proof| proof.hashes().to_vec()).unwrap_or_default();
    let (old, mut new) = (head(old), head(new));
    let proof = changed(input, hashes, &mut new);
    let crates = ConsistencyProof::new(proof.clone());
    let crates = crates.and_then(|proof| proof.verify(&old, &new));
    let verifier = same(&old)
        .zip(same(&new))
        .and_then(|(old, new)| new.check_extends(&old, &plain(&proof)).ok());
    assert_eq!(crates.is_ok(), verifier.is_some(), "{crates:?}");
    Ok(())
}

fn complete(level: u32, _: u64) -> Result<MerkleHash, ProofError> {
    Ok(COMPLETE[level as usize])
}

/// The head of the tree of `size` leaves, also where it is too large to be one.
fn head(size: u64) -> TreeHead {
    let levels = (0..63).filter(|level| size >> level & 1 == 1);
    let roots = levels.map(|level| COMPLETE[level]);
    let root = roots.reduce(|right, left| node_hash(&left, &right)).unwrap_or_else(empty_root);
    TreeHead { size, root }
}

/// Changes the hashes of a proof and the root, which comes last.
fn changed(
    input: &mut Reader<'_>,
    hashes: Vec<MerkleHash>,
    head: &mut TreeHead,
) -> Vec<MerkleHash> {
    let all = hashes.iter().chain([&head.root]);
    let mut bytes: Vec<u8> = all.flat_map(|hash| *hash.as_bytes()).collect();
    edit(input, &mut bytes, 0);
    let (hashes, _) = bytes.as_chunks::<HASH>();
    let mut hashes: Vec<MerkleHash> = hashes.iter().map(|hash| MerkleHash::new(*hash)).collect();
    head.root = hashes.pop().unwrap_or(head.root);
    hashes
}

fn same(head: &TreeHead) -> Option<VerifierHead> {
    let same = VerifierHead::new(head.size, *head.root.as_bytes()).ok();
    assert_eq!(same.is_some(), head.size <= MAX_TREE_SIZE);
    same
}

fn plain(hashes: &[MerkleHash]) -> Vec<[u8; HASH]> {
    hashes.iter().map(|hash| *hash.as_bytes()).collect()
}
