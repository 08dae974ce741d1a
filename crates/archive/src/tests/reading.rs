//! What an archive gives: entries, proofs, and the files that c2sp.org/tlog-tiles asks for.

use isoloir_board::merkle::{Frontier, TreeHead};
use isoloir_board::proof::ProofError;
use isoloir_board::receipt::Receipt;
use isoloir_board::tiles::tiles_between;
use proptest::prelude::*;
use tempfile::tempdir;

use super::*;
use crate::ArchiveError;

/// The heads of the trees of the first 0, 1, 2, ... entries.
fn heads(entries: &[Entry]) -> Vec<TreeHead> {
    let mut tree = Frontier::new();
    let mut heads = vec![tree.head()];
    for entry in entries {
        tree.append(entry.leaf_hash()).unwrap();
        heads.push(tree.head());
    }
    heads
}

#[test]
fn an_empty_archive_has_no_entries_and_the_empty_root() {
    let folder = tempdir().unwrap();
    drop(archive(folder.path(), &[]));
    assert_eq!(audited(folder.path()), []);
    assert_eq!(signed_head(folder.path()), Frontier::new().head());
    let reader = Reader::open(folder.path()).unwrap();
    let error = reader.entry(0).unwrap_err();
    assert!(matches!(error, ArchiveError::Proof(ProofError::OutsideTree { index: 0, size: 0 })));
}

#[test]
fn every_entry_of_every_tree_has_a_proof() {
    let folder = tempdir().unwrap();
    drop(archive(folder.path(), &[270]));
    let (reader, entries) = (Reader::open(folder.path()).unwrap(), audited(folder.path()));
    let heads = heads(&entries);
    for size in [1, 2, 3, 255, 256, 257, 270] {
        for index in (0..size).step_by(17).chain([size - 1]) {
            let proof = reader.inclusion_proof(index, size).unwrap();
            let leaf = entries[index as usize].leaf_hash();
            proof.verify(index, &leaf, &heads[size as usize]).unwrap();
        }
    }
    for index in [0, 1, 255, 256, 269] {
        assert_eq!(reader.entry(index).unwrap(), entries[index as usize]);
    }
}

#[test]
fn every_tree_is_consistent_with_every_later_one() {
    let folder = tempdir().unwrap();
    drop(archive(folder.path(), &[270]));
    let (reader, entries) = (Reader::open(folder.path()).unwrap(), audited(folder.path()));
    let heads = heads(&entries);
    for (old, new) in (0..271).step_by(9).flat_map(|old| [old, 256, 269, 270].map(|new| (old, new)))
    {
        let proof = reader.consistency_proof(old, new);
        if old <= new {
            proof.unwrap().verify(&heads[old as usize], &heads[new as usize]).unwrap();
        } else {
            proof.unwrap_err();
        }
    }
}

#[test]
fn proofs_beyond_the_checkpoint_are_refused() {
    let folder = tempdir().unwrap();
    drop(archive(folder.path(), &[5]));
    let reader = Reader::open(folder.path()).unwrap();
    reader.inclusion_proof(5, 5).unwrap_err();
    reader.inclusion_proof(0, 6).unwrap_err();
    reader.inclusion_proof(0, 0).unwrap_err();
    reader.consistency_proof(3, 6).unwrap_err();
    reader.entry(5).unwrap_err();
    reader.entry(u64::MAX).unwrap_err();
}

#[test]
fn a_receipt_from_an_archive_proves_its_entry() {
    let folder = tempdir().unwrap();
    drop(archive(folder.path(), &[300]));
    let reader = Reader::open(folder.path()).unwrap();
    let proof = reader.inclusion_proof(271, reader.size()).unwrap();
    let receipt = Receipt::new(271, proof, reader.note().clone()).to_string();
    let receipt = Receipt::parse(receipt.as_bytes()).unwrap();
    let policy = Policy::log_only(signer().key().clone());
    receipt.verify(&reader.entry(271).unwrap().leaf_hash(), &policy).unwrap();
}

#[test]
fn the_files_are_those_that_the_specification_asks_for_and_the_bytes_of_the_checkpoint_are_kept() {
    let folder = tempdir().unwrap();
    let writer = archive(folder.path(), &[100, 300, 513]);
    let found = files(&folder.path().join("tile"));
    // Of the earlier sizes only partial tiles that are full now were removed.
    let mut expected: Vec<_> = tiles_between(0, 513)
        .map(|tile| folder.path().join(tile.to_string()))
        .chain([folder.path().join("tile/1/000.p/1")])
        .collect();
    expected.sort();
    assert_eq!(found, expected);
    let reader = Reader::open(folder.path()).unwrap();
    assert_eq!(reader.checkpoint_note(), writer.note().to_string().as_bytes());
}

#[test]
fn a_reader_goes_on_while_the_archive_grows_past_its_tiles() {
    let folder = tempdir().unwrap();
    let mut writer = archive(folder.path(), &[100]);
    let reader = Reader::open(folder.path()).unwrap();
    let before: Vec<_> = reader.entries().collect::<Result<_, _>>().unwrap();
    extend(&mut writer, 200, 9);
    assert!(!folder.path().join("tile/entries/000.p/100").exists());
    let after: Vec<_> = reader.entries().collect::<Result<_, _>>().unwrap();
    assert_eq!(before, after);
    assert_eq!(reader.entry(99).unwrap(), before[99]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn what_is_written_is_read_however_it_is_cut_into_commits(
        commits in proptest::collection::vec((0..300u64, any::<bool>()), 1..6),
    ) {
        let folder = tempdir().unwrap();
        let mut writer = archive(folder.path(), &[]);
        let mut heads = vec![*writer.committed()];
        for (count, resume) in commits {
            extend(&mut writer, count, 7);
            heads.push(*writer.committed());
            if resume {
                let chain = writer.chain().clone();
                drop(writer);
                writer = Writer::resume(folder.path(), signer().key()).unwrap();
                prop_assert_eq!(writer.chain(), &chain);
            }
        }
        let whole = tempdir().unwrap();
        drop(archive(whole.path(), &[writer.committed().size]));
        prop_assert_eq!(audited(folder.path()), audited(whole.path()));
        prop_assert_eq!(signed_head(folder.path()), signed_head(whole.path()));
        let reader = Reader::open(folder.path()).unwrap();
        for old in heads {
            let proof = reader.consistency_proof(old.size, reader.size()).unwrap();
            prop_assert!(proof.verify(&old, &reader.checkpoint().head).is_ok());
        }
    }
}
