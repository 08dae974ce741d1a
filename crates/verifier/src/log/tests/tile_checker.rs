use super::archive::Log;
use crate::log::files::{Fault, FileFault, LogFiles};
use crate::log::merkle::TreeHead;
use crate::log::tile_checker::{Checked, TileChecker};

fn check(log: &Log) -> Result<Checked, FileFault> {
    check_files(log, &log.audit())
}

fn check_files(log: &Log, files: &LogFiles<'_>) -> Result<Checked, FileFault> {
    let mut checker = TileChecker::new(files);
    for bundle in log.leaves.chunks(256) {
        checker.add(bundle.iter().copied())?;
    }
    checker.finish()
}

/// The path of the file that is refused after `change`, and why.
fn refused(size: usize, path: &str, change: impl FnOnce(&mut Vec<u8>)) -> String {
    let mut log = Log::new(size);
    log.change(path, change);
    let fault = check(&log).unwrap_err();
    assert_eq!(fault.path, path);
    fault.what.to_string()
}

#[test]
fn the_tiles_of_logs_of_many_sizes_are_those_of_their_entries() {
    for (size, files, hashes) in [
        (0, 0, 0),
        (1, 1, 1),
        (255, 1, 255),
        (256, 2, 257),
        (257, 3, 258),
        (600, 4, 602),
        (65_536, 258, 65_536 + 256 + 1),
        (65_900, 261, 65_900 + 257 + 1),
    ] {
        assert_eq!(check(&Log::new(size)).unwrap(), Checked { files, hashes }, "{size}");
    }
}

#[test]
fn a_changed_bit_in_any_tile_is_found_there() {
    let mut log = Log::new(65_900);
    for path in [
        "tile/0/000",
        "tile/0/256",
        "tile/0/257.p/108",
        "tile/1/000",
        "tile/1/001.p/1",
        "tile/2/000.p/1",
    ] {
        for place in [0, 31] {
            log.change(path, |bytes| bytes[place] ^= 0x80);
            let fault = check(&log).unwrap_err();
            assert_eq!(fault.path, path);
            assert!(matches!(fault.what, Fault::Hash { item: 1, .. }), "{fault}");
            log.change(path, |bytes| bytes[place] ^= 0x80);
        }
    }
    check(&log).unwrap();
}

#[test]
fn the_hash_that_differs_is_numbered() {
    let what = refused(300, "tile/0/001.p/44", |bytes| *bytes.last_mut().unwrap() ^= 1);
    assert!(what.starts_with("hash 44 of this file is "), "{what}");
}

#[test]
fn tiles_of_another_length_are_refused() {
    let shorter = refused(300, "tile/0/001.p/44", |bytes| bytes.truncate(43 * 32));
    assert_eq!(shorter, "1376 bytes; 44 hashes take 32 bytes each");
    let longer = refused(300, "tile/0/000", |bytes| bytes.push(0));
    assert_eq!(longer, "tile/0/000 has more than 8192 bytes, the most that this file can have");
}

#[test]
fn missing_tiles_are_named() {
    for path in ["tile/0/000", "tile/0/001.p/44", "tile/1/000.p/1"] {
        let mut log = Log::new(300);
        log.source.files.remove(path);
        let fault = check(&log).unwrap_err();
        assert_eq!(fault.path, path);
        assert!(matches!(fault.what, Fault::Missing));
    }
}

#[test]
fn the_full_tile_stands_for_the_partial_one_that_is_missing() {
    let mut log = Log::new(512);
    log.leaves.truncate(300);
    log.rename("tile/1/000.p/2", "tile/1/000.p/1");
    log.change("tile/1/000.p/1", |bytes| bytes.truncate(32));
    assert_eq!(check(&log).unwrap(), Checked { files: 3, hashes: 301 });
    log.change("tile/0/001", |bytes| bytes.truncate(44 * 32));
    assert_eq!(check(&log).unwrap_err().path, "tile/0/001");
}

#[test]
fn partial_tiles_of_earlier_sizes_are_the_beginnings_of_the_present_ones() {
    let mut log = Log::new(600);
    for earlier in [5, 255, 256, 300, 513] {
        log.write(earlier);
    }
    // Of level 0: widths 5 and 255 of tile 0, 44 of tile 1, 1 of tile 2; of level 1: width 1.
    assert_eq!(check(&log).unwrap(), Checked { files: 4 + 5, hashes: 602 });
    assert_eq!(check_files(&log, &log.files()).unwrap().files, 4);
    for path in ["tile/0/000.p/5", "tile/0/001.p/44", "tile/1/000.p/1"] {
        log.change(path, |bytes| bytes[3] ^= 1);
        assert_eq!(check(&log).unwrap_err().path, path);
        log.change(path, |bytes| bytes[3] ^= 1);
        log.change(path, |bytes| bytes.truncate(16));
        assert_eq!(check(&log).unwrap_err().path, path);
        log.write(600);
        for earlier in [5, 255, 256, 300, 513] {
            log.write(earlier);
        }
    }
}

#[test]
fn entries_with_another_root_than_the_checkpoint_are_refused() {
    let log = Log::new(300);
    let files = LogFiles::new(&log.source, TreeHead::new(300, [7; 32]).unwrap());
    let fault = check_files(&log, &files).unwrap_err();
    assert_eq!(fault.path, "checkpoint");
    assert!(matches!(fault.what, Fault::Root { size: 300, .. }));
}

#[test]
fn an_empty_log_has_the_root_of_the_empty_tree() {
    let log = Log::new(0);
    let files = LogFiles::new(&log.source, TreeHead::new(0, [7; 32]).unwrap());
    assert!(matches!(check_files(&log, &files).unwrap_err().what, Fault::Root { size: 0, .. }));
}

#[test]
fn entries_that_were_not_all_given_do_not_pass() {
    let log = Log::new(512);
    let files = log.files();
    let mut checker = TileChecker::new(&files);
    checker.add(log.leaves[..256].iter().copied()).unwrap();
    assert!(checker.finish().is_err());
}
