use proptest::prelude::*;

use super::archive::Log;
use super::proofs::{naive_consistency, naive_inclusion};
use crate::log::merkle::{ProofError, TreeHead};
use crate::log::prover::{ProverError, prove_consistency, prove_inclusion};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn proofs_from_tiles_are_those_of_the_definition(size in 1_usize..1500, other: usize) {
        let log = Log::new(size);
        let index = other % size;
        let found = prove_inclusion(&log.source, log.head(), index as u64).unwrap();
        prop_assert_eq!(found.leaf, log.leaves[index]);
        prop_assert_eq!(found.proof, naive_inclusion(index, &log.leaves));
        let earlier = 1 + index;
        let proof = prove_consistency(&log.source, log.head_at(earlier), log.head()).unwrap();
        prop_assert_eq!(proof, naive_consistency(earlier, &log.leaves, true));
    }
}

#[test]
fn proofs_in_a_log_of_three_levels_hold() {
    let log = Log::new(66_000);
    for index in [0, 255, 256, 65_535, 65_536, 65_999] {
        let found = prove_inclusion(&log.source, log.head(), index).unwrap();
        assert_eq!(found.proof, naive_inclusion(index as usize, &log.leaves), "{index}");
    }
    for earlier in [1, 256, 300, 65_535, 65_536, 65_537, 65_999, 66_000] {
        let proof = prove_consistency(&log.source, log.head_at(earlier), log.head()).unwrap();
        assert_eq!(proof, naive_consistency(earlier, &log.leaves, true), "{earlier}");
    }
}

#[test]
fn a_log_that_begins_otherwise_contradicts_the_earlier_head() {
    let log = Log::new(700);
    for size in [1, 2, 256, 300, 512, 699, 700] {
        let other = TreeHead::new(size, [7; 32]).unwrap();
        let error = prove_consistency(&log.source, other, log.head()).unwrap_err();
        assert!(matches!(error, ProverError::Proof(ProofError::Root { .. })), "{size}: {error}");
    }
}

#[test]
fn a_log_that_shrank_contradicts_the_earlier_head() {
    let log = Log::new(700);
    let larger = TreeHead::new(701, [7; 32]).unwrap();
    let error = prove_consistency(&log.source, larger, log.head()).unwrap_err();
    assert!(matches!(error, ProverError::Proof(ProofError::Shrunk { old: 701, new: 700 })));
}

#[test]
fn every_log_begins_with_the_empty_one() {
    let log = Log::new(700);
    let empty = Log::new(0).head();
    assert!(prove_consistency(&log.source, empty, log.head()).unwrap().is_empty());
    let false_one = TreeHead::new(0, [7; 32]).unwrap();
    assert!(prove_consistency(&log.source, false_one, log.head()).is_err());
}

#[test]
fn a_damaged_tile_is_no_contradiction_of_the_log() {
    for (path, earlier) in [("tile/0/001", 300), ("tile/1/000.p/2", 300), ("tile/0/000", 256)] {
        let mut log = Log::new(700);
        log.change(path, |bytes| bytes.iter_mut().for_each(|byte| *byte ^= 1));
        let error = prove_consistency(&log.source, log.head_at(earlier), log.head());
        // The leaves under a complete subtree are not needed, and then the damage does not show.
        if let Err(error) = error {
            assert!(matches!(error, ProverError::Tiles), "{path}: {error}");
        } else {
            assert_eq!(path, "tile/0/000");
        }
    }
}

#[test]
fn a_missing_or_misshapen_tile_is_named() {
    let mut log = Log::new(700);
    log.change("tile/0/001", |bytes| bytes.truncate(32));
    let error = prove_inclusion(&log.source, log.head(), 400).unwrap_err();
    assert!(error.to_string().starts_with("tile/0/001: "), "{error}");
    log.source.files.remove("tile/0/001");
    let error = prove_inclusion(&log.source, log.head(), 400).unwrap_err();
    assert_eq!(error.to_string(), "tile/0/001: the file is missing");
}

#[test]
fn an_entry_outside_the_log_has_no_proof() {
    let log = Log::new(3);
    let error = prove_inclusion(&log.source, log.head(), 3).unwrap_err();
    assert!(matches!(error, ProverError::Proof(ProofError::Index { index: 3, size: 3 })));
}
