use isoloir_board::bundle::{self, BundleError, MAX_BUNDLE_ENTRIES};
use isoloir_board::entry::MAX_ENTRY_BYTES;
use isoloir_board::merkle::{MAX_TREE_SIZE, root_of};
use isoloir_board::tiles::{
    MAX_TILE_LEVEL, TILE_WIDTH, Tile, TileError, TileKind, decode_hashes, encode_hashes,
    tiles_between,
};
use proptest::prelude::*;

use crate::{leaves, subtree};

fn tile(path: &str) -> Tile {
    path.parse().unwrap()
}

/// The hash tiles between two sizes as another implementation paths them, without its height.
fn their_paths(old: u64, new: u64) -> Vec<String> {
    let tiles = tlog_tiles::Tile::new_tiles(8, old, new);
    tiles.iter().map(|tile| tile.path().replacen("tile/8/", "tile/", 1)).collect()
}

fn our_paths(old: u64, new: u64) -> Vec<String> {
    let tiles = tiles_between(old, new).filter(|tile| tile.kind() != TileKind::Entries);
    tiles.map(|tile| tile.to_string()).collect()
}

#[test]
fn the_path_of_the_specification_is_read_and_written() {
    let tile = tile("tile/entries/x001/x234/067");
    assert_eq!((tile.kind(), tile.index(), tile.width()), (TileKind::Entries, 1_234_067, 256));
    assert_eq!(tile.to_string(), "tile/entries/x001/x234/067");
}

/// c2sp.org/tlog-tiles, Partial Tiles.
#[test]
fn a_tree_of_70000_leaves_has_the_tiles_that_the_specification_counts() {
    let count = |kind, full| {
        let tiles = tiles_between(0, 70_000);
        tiles.filter(|tile| tile.kind() == kind && tile.is_full() == full).count()
    };
    let partial = |kind| tiles_between(0, 70_000).find(|t| t.kind() == kind && !t.is_full());
    assert_eq!(count(TileKind::Entries, true), 273);
    assert_eq!(count(TileKind::Hashes(0), true), 273);
    assert_eq!(partial(TileKind::Hashes(0)).unwrap().width(), 112);
    assert_eq!(count(TileKind::Hashes(1), true), 1);
    assert_eq!(partial(TileKind::Hashes(1)).unwrap().width(), 17);
    assert_eq!(partial(TileKind::Hashes(2)).unwrap().width(), 1);
    assert_eq!(count(TileKind::Hashes(3), false) + count(TileKind::Hashes(3), true), 0);
}

#[test]
fn a_tree_of_256_leaves_has_a_full_tile_and_a_partial_one_above_it() {
    assert_eq!(our_paths(0, 256), ["tile/0/000", "tile/1/000.p/1"]);
}

#[test]
fn nothing_is_new_in_a_tree_that_did_not_grow() {
    assert_eq!(tiles_between(300, 300).count() + tiles_between(300, 200).count(), 0);
}

#[test]
fn a_second_way_to_write_a_path_is_refused() {
    for path in [
        "",
        "tile",
        "tile/",
        "tile/0",
        "tile/0/",
        "/tile/0/000",
        "tile/0/000/",
        "tile/00/000",
        "tile/+0/000",
        "tile/-1/000",
        "tile/8/000",
        "tile/64/000",
        "tile/256/000",
        "tile/data/000",
        "tile/Entries/000",
        "tile/0/0",
        "tile/0/00",
        "tile/0/0000",
        "tile/0/x000",
        "tile/0/x000/000",
        "tile/0/x000/001",
        "tile/0/001/000",
        "tile/0/x001/x000",
        "tile/0/x01/000",
        "tile/0/x1000/000",
        "tile/0/x001000",
        "tile/0/1234067",
        "tile/0/ 00",
        "tile/0/000.p",
        "tile/0/000.p/",
        "tile/0/000.p/0",
        "tile/0/000.p/00",
        "tile/0/000.p/01",
        "tile/0/000.p/+1",
        "tile/0/000.p/256",
        "tile/0/000.p/257",
        "tile/0/000.p/65537",
        "tile/0/000.p/1/",
        "tile/0/000.p/1.p/1",
        "tile/0/000.tmp",
        "tile/0/../0/000",
        "tile/entries/x999/x999/x999/x999/x999/x999/x999/999",
        "tile/entries/\u{0661}00",
    ] {
        path.parse::<Tile>().expect_err(path);
    }
}

#[test]
fn a_tile_that_no_tree_fills_is_refused() {
    let last = MAX_TREE_SIZE / 256;
    Tile::new(TileKind::Entries, last, 255).unwrap();
    for (kind, index, width) in [
        (TileKind::Entries, last, 256),
        (TileKind::Entries, last + 1, 1),
        (TileKind::Entries, u64::MAX, 1),
        (TileKind::Entries, 0, 0),
        (TileKind::Entries, 0, 257),
        (TileKind::Hashes(MAX_TILE_LEVEL), 0, 128),
        (TileKind::Hashes(MAX_TILE_LEVEL + 1), 0, 1),
        (TileKind::Hashes(u8::MAX), 0, 1),
    ] {
        let error = Tile::new(kind, index, width).unwrap_err();
        assert_eq!(error, TileError::NoSuchTile { kind, index, width });
    }
}

#[test]
fn a_hash_tile_with_a_byte_too_many_or_too_few_is_refused() {
    let bytes = encode_hashes(&leaves(3));
    assert_eq!(decode_hashes(&bytes, 3).unwrap(), leaves(3));
    for (length, width) in [(95, 3), (96, 2), (96, 4), (0, 1)] {
        let error = decode_hashes(&bytes[..length], width).unwrap_err();
        assert!(matches!(error, TileError::WrongSize { found, .. } if found == length));
    }
}

/// All complete subtrees of a tree are found in its tiles, and no others.
#[test]
fn every_complete_subtree_is_found_in_the_tiles() {
    let size = 70_000;
    let leaves = leaves(size);
    for level in 0..20 {
        let count = size >> level;
        for index in [0, 1, 2, count / 2, count.saturating_sub(1), count, count + 1] {
            let place = Tile::of_subtree(level, index, size);
            assert_eq!(place.is_some(), index < count, "{level} {index}");
            let Some((tile, range)) = place else { continue };
            let TileKind::Hashes(tile_level) = tile.kind() else { panic!("{tile}") };
            let hashes: Vec<_> = range
                .map(|n| tile.index() * u64::from(TILE_WIDTH) + n as u64)
                .map(|n| subtree(&leaves, 8 * u32::from(tile_level), n))
                .collect();
            assert_eq!(root_of(&hashes), subtree(&leaves, level, index));
        }
    }
    assert_eq!(Tile::of_subtree(63, 1, MAX_TREE_SIZE), None);
    assert_eq!(Tile::of_subtree(u32::MAX, u64::MAX, u64::MAX), None);
}

fn bundle(entries: &[&[u8]]) -> Vec<u8> {
    let mut bundle = Vec::new();
    entries.iter().for_each(|entry| bundle::push_entry(&mut bundle, entry).unwrap());
    bundle
}

#[test]
fn a_bundle_cut_anywhere_but_between_entries_is_refused() {
    let bytes = bundle(&[b"one", b"three"]);
    for length in 0..bytes.len() {
        let decoded = bundle::decode(&bytes[..length]);
        match length {
            0 => assert_eq!(decoded.unwrap().len(), 0),
            5 => assert_eq!(decoded.unwrap(), [b"one"]),
            _ => assert!(matches!(decoded, Err(BundleError::Truncated { .. })), "{length}"),
        }
    }
}

#[test]
fn an_empty_entry_in_a_bundle_is_refused() {
    let error = bundle::decode(&[0, 1, 7, 0, 0]).unwrap_err();
    assert_eq!(error, BundleError::EmptyEntry { position: 1 });
    bundle::push_entry(&mut Vec::new(), &[]).unwrap_err();
}

#[test]
fn an_entry_longer_than_its_length_can_say_is_refused() {
    let long = vec![0; MAX_ENTRY_BYTES + 1];
    let mut bundle = Vec::new();
    let error = bundle::push_entry(&mut bundle, &long).unwrap_err();
    assert_eq!((error, bundle.len()), (BundleError::EntryTooLong { bytes: 65_536 }, 0));
    bundle::push_entry(&mut bundle, &long[1..]).unwrap();
}

#[test]
fn a_bundle_of_257_entries_is_refused() {
    let full = [0, 1, 7].repeat(MAX_BUNDLE_ENTRIES);
    assert_eq!(bundle::decode(&full).unwrap().len(), 256);
    let error = bundle::decode(&[full, vec![0, 1, 7]].concat()).unwrap_err();
    assert_eq!(error, BundleError::TooManyEntries);
}

proptest! {
    #[test]
    fn new_tiles_and_their_paths_agree_with_another_implementation(
        sizes in (0..200_000u64, 0..200_000u64),
    ) {
        let (old, new) = (sizes.0.min(sizes.1), sizes.0.max(sizes.1));
        prop_assert_eq!(our_paths(old, new), their_paths(old, new));
    }

    #[test]
    fn new_bundles_are_where_the_new_leaf_tiles_are(old in 0..2000u64, more in 0..2000u64) {
        let places = |kind| {
            let tiles = tiles_between(old, old + more).filter(move |tile| tile.kind() == kind);
            tiles.map(|tile| (tile.index(), tile.width())).collect::<Vec<_>>()
        };
        prop_assert_eq!(places(TileKind::Entries), places(TileKind::Hashes(0)));
    }

    #[test]
    fn a_path_that_is_read_is_the_path_that_is_written(
        level in 0..=MAX_TILE_LEVEL,
        entries in any::<bool>(),
        index in any::<u64>(),
        width in 1..=TILE_WIDTH,
    ) {
        let kind = if entries { TileKind::Entries } else { TileKind::Hashes(level) };
        let index = index % (kind.count(MAX_TREE_SIZE) / 256).max(1);
        if let Ok(tile) = Tile::new(kind, index, width) {
            prop_assert_eq!(tile.to_string().parse::<Tile>().unwrap(), tile);
        }
    }

    #[test]
    fn whatever_is_read_as_a_path_prints_the_same(
        path in "tile/(entries|[0-9]{1,2})/(x[0-9]{2,3}/){0,3}[0-9]{2,4}(\\.p/[0-9]{1,3})?",
    ) {
        if let Ok(tile) = path.parse::<Tile>() {
            prop_assert_eq!(tile.to_string(), path);
        }
    }

    #[test]
    fn bundles_round_trip_and_any_bytes_that_decode_are_the_bundle_of_their_entries(
        entries in proptest::collection::vec(
            proptest::collection::vec(any::<u8>(), 1..30), 0..20),
        noise in proptest::collection::vec(any::<u8>(), 0..60),
    ) {
        let entries: Vec<&[u8]> = entries.iter().map(Vec::as_slice).collect();
        let bytes = bundle(&entries);
        prop_assert_eq!(bundle::decode(&bytes).unwrap(), entries);
        if let Ok(entries) = bundle::decode(&noise) {
            prop_assert_eq!(bundle(&entries), noise);
        }
    }
}
