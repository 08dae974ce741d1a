use proptest::prelude::*;

use super::archive::Log;
use crate::log::Hash;
use crate::log::entry::{Chain, chain_hash};
use crate::log::files::{Fault, FileFault};
use crate::log::merkle::leaf_hash;

const LAST: &str = "tile/entries/001.p/44";

/// A log of two bundles; the last has 44 entries.
fn log() -> Log {
    Log::new(300)
}

/// The fault that the reading of the last bundle finds after `change` to its bytes.
fn fault_after(change: impl FnOnce(&mut Vec<u8>)) -> FileFault {
    let mut log = log();
    log.change(LAST, change);
    log.files().read_bundle(1).unwrap_err()
}

fn rule(fault: FileFault) -> (usize, &'static str) {
    assert_eq!(fault.path, LAST);
    match fault.what {
        Fault::Bundle { item, rule, .. } => (item, rule),
        other => panic!("{other}"),
    }
}

#[test]
fn the_bundles_of_a_log_give_its_entries_in_order() {
    let log = log();
    let files = log.files();
    let mut chain = Chain::default();
    let mut leaves: Vec<Hash> = Vec::new();
    for number in 0..files.bundles() {
        let bundle = files.read_bundle(number).unwrap();
        assert_eq!((bundle.first(), bundle.files()), (chain.size(), 1));
        for (entry, bytes) in bundle.decode().unwrap().iter().zip(bundle.entries()) {
            chain.follow(entry, chain_hash(bytes)).unwrap();
            leaves.push(leaf_hash(bytes));
        }
    }
    assert_eq!(leaves, log.leaves);
}

#[test]
fn a_log_without_entries_has_no_bundle() {
    let log = Log::new(0);
    assert_eq!(log.files().bundles(), 0);
    assert!(log.files().read_bundle(0).is_err());
}

#[test]
fn a_missing_bundle_is_named() {
    let mut log = log();
    log.source.files.remove("tile/entries/000");
    let fault = log.files().read_bundle(0).unwrap_err();
    assert_eq!(fault.to_string(), "tile/entries/000: the file is missing");
    log.source.files.remove(LAST);
    let fault = log.files().read_bundle(1).unwrap_err();
    assert_eq!(fault.to_string(), "tile/entries/001.p/44: the file is missing");
}

#[test]
fn bundles_of_another_form_are_refused_at_the_entry_that_is_wrong() {
    let cut = fault_after(|bytes| bytes.truncate(bytes.len() - 1));
    assert_eq!(rule(cut), (44, "the file ends inside it"));
    let longer = fault_after(|bytes| bytes.push(0));
    assert_eq!(rule(longer), (45, "the file goes on after its last entry"));
    let empty_entry = fault_after(|bytes| bytes[..2].fill(0));
    assert_eq!(rule(empty_entry), (1, "its length is 0"));
    assert_eq!(rule(fault_after(Vec::clear)), (1, "the file ends before it"));
    let half_a_length = fault_after(|bytes| bytes.truncate(1));
    assert_eq!(rule(half_a_length), (1, "the file ends before it"));
}

#[test]
fn a_bundle_larger_than_its_entries_can_be_is_not_read() {
    let fault = fault_after(|bytes| bytes.resize(44 * 65_537 + 1, 0));
    assert!(matches!(fault.what, Fault::Source(_)), "{fault}");
}

#[test]
fn an_entry_that_does_not_decode_is_named() {
    let mut log = Log::new(1);
    log.source.files.insert("tile/entries/000.p/1".to_owned(), vec![0, 3, 1, 2, 3]);
    let fault = log.files().read_bundle(0).unwrap().decode().unwrap_err();
    let text =
        "tile/entries/000.p/1: entry 0: index, at byte 1: the input ends here, inside the field";
    assert_eq!(fault.to_string(), text);
}

#[test]
fn the_full_bundle_stands_for_the_partial_one_that_is_missing() {
    let mut log = Log::new(512);
    log.leaves.truncate(300);
    let bundle = log.files().read_bundle(1).unwrap();
    assert_eq!((bundle.path(), bundle.entries().len()), ("tile/entries/001", 44));
    // It must still be a full one.
    log.change("tile/entries/001", |bytes| bytes.truncate(bytes.len() - 1));
    assert!(log.files().read_bundle(1).is_err());
}

#[test]
fn partial_bundles_of_earlier_sizes_are_the_beginnings_of_the_present_one() {
    let mut log = log();
    log.write(100);
    log.write(270);
    assert_eq!(log.audit().read_bundle(0).unwrap().files(), 2);
    assert_eq!(log.audit().read_bundle(1).unwrap().files(), 2);
    assert_eq!(log.files().read_bundle(1).unwrap().files(), 1, "only an audit looks for them");
    log.change("tile/entries/001.p/14", |bytes| *bytes.last_mut().unwrap() ^= 1);
    let fault = log.audit().read_bundle(1).unwrap_err();
    assert_eq!(fault.path, "tile/entries/001.p/14");
    assert!(matches!(fault.what, Fault::Earlier(_)));
}

#[test]
fn files_without_a_place_are_named_and_not_used() {
    let mut log = log();
    log.write(270);
    assert_eq!(log.audit().strays(), Some(&[][..]));
    for (path, stray) in [
        ("checkpoint", false),
        ("checkpoint.next", false),
        (".lock", false),
        ("tile/entries/001", true),
        ("tile/entries/001.p/45", true),
        ("tile/entries/001.p/43", false),
        ("tile/entries/002.p/1", true),
        ("tile/0/001.p/44.tmp", true),
        ("tile/2/000.p/1", true),
        ("notes.txt", true),
        ("tile/checkpoint", true),
    ] {
        let bytes = log.source.files.insert(path.to_owned(), Vec::new());
        let expected = if stray { vec![path.to_owned()] } else { Vec::new() };
        assert_eq!(log.audit().strays().unwrap(), expected, "{path}");
        log.source.files.remove(path);
        log.source.files.extend(bytes.map(|bytes| (path.to_owned(), bytes)));
    }
}

#[test]
fn a_full_tile_that_stands_for_a_partial_one_has_a_place() {
    let mut log = Log::new(512);
    log.leaves.truncate(300);
    assert_eq!(log.audit().strays().unwrap(), ["tile/1/000.p/2"]);
}

#[test]
fn a_source_that_can_not_be_listed_has_no_strays_to_name() {
    let mut log = log();
    log.source.silent = true;
    assert_eq!(log.audit().strays(), None);
}

proptest! {
    #[test]
    fn no_bytes_of_a_bundle_make_its_reading_panic(bytes: Vec<u8>, width in 1_usize..=256) {
        let mut log = Log::new(0);
        log.leaves = vec![[0; 32]; width];
        let path = if width < 256 { format!("tile/entries/000.p/{width}") } else { "tile/entries/000".to_owned() };
        log.source.files.insert(path, bytes);
        if let Ok(bundle) = log.files().read_bundle(0) {
            let _ = bundle.decode();
        }
    }
}
