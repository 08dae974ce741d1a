//! Archives with something changed, missing or added, and archives of a dishonest log.

use std::fs;
use std::path::Path;

use isoloir_board::checkpoint::Checkpoint;
use isoloir_board::entry::Entry;
use isoloir_board::policy::Policy;
use isoloir_board::{ChainHash, chain::ChainError};
use isoloir_encoding::Encode;
use tempfile::tempdir;

use super::*;
use crate::edge::Edge;
use crate::{ArchiveError, LOCK_FILE};

/// Whether a reader who has the log's key believes the archive.
fn believed(folder: &Path) -> bool {
    let Ok(reader) = Reader::open(folder) else { return false };
    let signed = Policy::log_only(signer().key().clone()).open(reader.note()).is_ok();
    signed && reader.audit().is_ok()
}

/// Changes every `step`-th byte of every file, one after the other.
fn change_bytes(sizes: &[u64], step: usize) {
    let folder = tempdir().unwrap();
    drop(archive(folder.path(), sizes));
    assert!(believed(folder.path()));
    for path in files(folder.path()) {
        let bytes = fs::read(&path).unwrap();
        for at in (0..bytes.len()).step_by(step) {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            fs::write(&path, changed).unwrap();
            assert!(!believed(folder.path()), "byte {at} of {path:?}");
        }
        fs::write(&path, bytes).unwrap();
    }
    assert!(believed(folder.path()));
}

#[test]
fn a_changed_byte_is_refused_in_every_file() {
    change_bytes(&[3, 5], 1);
}

#[test]
fn a_changed_byte_is_refused_in_full_and_in_partial_tiles() {
    change_bytes(&[258, 261], 61);
}

#[test]
fn a_file_cut_grown_or_emptied_is_refused() {
    let folder = tempdir().unwrap();
    drop(archive(folder.path(), &[257, 259]));
    for path in files(folder.path()).iter().filter(|path| !path.ends_with(LOCK_FILE)) {
        let bytes = fs::read(path).unwrap();
        let grown = [bytes.as_slice(), &[0]].concat();
        for changed in [&bytes[..bytes.len() - 1], &grown, &[]] {
            fs::write(path, changed).unwrap();
            assert!(!believed(folder.path()), "{path:?}");
        }
        fs::write(path, bytes).unwrap();
    }
}

#[test]
fn a_missing_file_is_named() {
    let folder = tempdir().unwrap();
    drop(archive(folder.path(), &[259]));
    for path in files(&folder.path().join("tile")) {
        let bytes = fs::read(&path).unwrap();
        fs::remove_file(&path).unwrap();
        let error = Reader::open(folder.path()).unwrap().audit().unwrap_err();
        assert!(matches!(&error, ArchiveError::Missing(missing) if *missing == path), "{error}");
        fs::write(&path, bytes).unwrap();
    }
}

#[test]
fn a_partial_file_under_the_name_of_the_full_one_is_refused() {
    let folder = tempdir().unwrap();
    drop(archive(folder.path(), &[48]));
    for (partial, full) in
        [("tile/0/000.p/48", "tile/0/000"), ("tile/entries/000.p/48", "tile/entries/000")]
    {
        let (partial, full) = (folder.path().join(partial), folder.path().join(full));
        fs::rename(&partial, &full).unwrap();
        assert!(!believed(folder.path()), "{full:?}");
        fs::rename(&full, &partial).unwrap();
    }
    assert!(believed(folder.path()));
}

#[test]
fn an_oversized_file_is_refused_without_being_read_whole() {
    let folder = tempdir().unwrap();
    drop(archive(folder.path(), &[5]));
    for path in files(folder.path()).iter().filter(|path| !path.ends_with(LOCK_FILE)) {
        let bytes = fs::read(path).unwrap();
        // A sparse file of 1 TiB.
        fs::File::create(path).unwrap().set_len(1 << 40).unwrap();
        let read = Reader::open(folder.path()).and_then(|reader| reader.audit());
        assert!(matches!(read, Err(ArchiveError::TooLarge { path: named, .. }) if named == *path));
        fs::write(path, bytes).unwrap();
    }
}

#[test]
fn a_stray_file_is_named_and_does_no_harm() {
    let folder = tempdir().unwrap();
    drop(archive(folder.path(), &[5]));
    let strays = ["index.html", "tile/0/000.p/9", "tile/0/001", "tile/0/000.tmp", "tile/x/y"];
    for stray in strays {
        let path = folder.path().join(stray);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "stray").unwrap();
    }
    let reader = Reader::open(folder.path()).unwrap();
    assert_eq!(reader.entries().filter(Result::is_ok).count(), 5);
    let mut listed = reader.audit().unwrap().listed_strays;
    let mut expected = strays.map(|stray| folder.path().join(stray));
    listed.sort();
    expected.sort();
    assert_eq!(listed, expected);
}

#[test]
fn a_changed_entry_is_named_with_its_file_whether_or_not_another_follows() {
    let folder = tempdir().unwrap();
    drop(archive(folder.path(), &[5]));
    let path = folder.path().join("tile/entries/000.p/5");
    let mut bytes = fs::read(&path).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    fs::write(&path, bytes).unwrap();
    let reader = Reader::open(folder.path()).unwrap();
    for error in [reader.entries().find_map(Result::err).unwrap(), reader.entry(4).unwrap_err()] {
        let named = matches!(&error, ArchiveError::WrongLeaf { path: p, index: 4 } if *p == path);
        assert!(named, "{error}");
    }
}

#[test]
fn after_an_error_there_are_no_more_entries() {
    let folder = tempdir().unwrap();
    drop(archive(folder.path(), &[520]));
    fs::remove_file(folder.path().join("tile/entries/001")).unwrap();
    let reader = Reader::open(folder.path()).unwrap();
    let read: Vec<_> = reader.entries().collect();
    assert_eq!((read.len(), read.iter().filter(|entry| entry.is_ok()).count()), (257, 256));
}

/// An archive of any entries, with tiles and a signature that fit them: what a dishonest log can
/// make.
fn dishonest(folder: &Path, entries: &[Entry]) {
    drop(Writer::create(folder, &signer()).unwrap());
    let mut edge = Edge::new();
    entries.iter().for_each(|entry| assert!(edge.push(&entry.to_bytes()).unwrap().is_empty()));
    for (tile, bytes) in edge.partial_tiles() {
        let path = folder.join(tile.to_string());
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    let origin = signer().key().name().clone();
    let note = Checkpoint { origin, head: edge.head().unwrap() }.sign(&signer()).unwrap();
    fs::write(folder.join("checkpoint"), note.to_string()).unwrap();
}

fn honest_entries() -> Vec<Entry> {
    let folder = tempdir().unwrap();
    drop(archive(folder.path(), &[5]));
    audited(folder.path())
}

fn error_of(entries: &[Entry]) -> ArchiveError {
    let folder = tempdir().unwrap();
    dishonest(folder.path(), entries);
    assert_eq!(signed_head(folder.path()).size, entries.len() as u64);
    Reader::open(folder.path()).unwrap().entries().find_map(Result::err).unwrap()
}

#[test]
fn a_dishonest_log_that_drops_an_entry_is_found_out() {
    let mut entries = honest_entries();
    entries.remove(2);
    let source = ChainError::WrongIndex { expected: 2, found: 3 };
    assert!(
        matches!(error_of(&entries), ArchiveError::BrokenChain { source: s, .. } if s == source)
    );
}

#[test]
fn a_dishonest_log_that_replaces_an_entry_is_found_out() {
    let mut entries = honest_entries();
    entries[2] = Entry::new(2, entries[2].previous(), 9, b"forged".to_vec()).unwrap();
    assert!(matches!(
        error_of(&entries),
        ArchiveError::BrokenChain { source: ChainError::WrongPrevious { index: 3, .. }, .. }
    ));
}

#[test]
fn a_dishonest_log_that_does_not_begin_at_the_beginning_is_found_out() {
    let first = Entry::new(0, ChainHash::new([1; 32]), 0, vec![]).unwrap();
    assert!(matches!(
        error_of(&[first]),
        ArchiveError::BrokenChain { source: ChainError::WrongPrevious { index: 0, .. }, .. }
    ));
}

#[test]
fn an_entry_with_the_index_of_another_is_refused_when_it_is_asked_for_alone() {
    let folder = tempdir().unwrap();
    let mut entries = honest_entries();
    entries.swap(1, 2);
    dishonest(folder.path(), &entries);
    let reader = Reader::open(folder.path()).unwrap();
    reader.entry(0).unwrap();
    assert!(matches!(reader.entry(1), Err(ArchiveError::BrokenChain { .. })));
}

#[test]
fn entries_and_tiles_changed_together_do_not_reach_the_root_of_the_checkpoint() {
    let folder = tempdir().unwrap();
    let mut entries = honest_entries();
    entries[4] = Entry::new(4, entries[4].previous(), 9, b"forged".to_vec()).unwrap();
    dishonest(folder.path(), &entries);
    let honest = tempdir().unwrap();
    drop(archive(honest.path(), &[5]));
    fs::copy(honest.path().join("checkpoint"), folder.path().join("checkpoint")).unwrap();
    let reader = Reader::open(folder.path()).unwrap();
    let error = reader.entries().find_map(Result::err).unwrap();
    assert!(matches!(error, ArchiveError::WrongRoot { .. }), "{error}");
    assert!(matches!(reader.entry(4), Err(ArchiveError::WrongLeaf { .. })));
    let resumed = Writer::resume(folder.path(), signer().key()).map(drop);
    assert!(matches!(resumed, Err(ArchiveError::WrongRoot { .. })));
}
