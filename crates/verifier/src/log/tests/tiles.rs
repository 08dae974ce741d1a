use proptest::prelude::*;

use crate::log::tiles::{Content, MAX_TILE_PATH_BYTES, Tile};

fn tile(content: Content, index: u64, width: u16) -> Tile {
    Tile { content, index, width }
}

#[test]
fn paths_are_written_as_c2sp_says() {
    let cases = [
        (tile(Content::Hashes(0), 0, 256), "tile/0/000"),
        (tile(Content::Hashes(3), 5, 1), "tile/3/005.p/1"),
        (tile(Content::Entries, 1_234_067, 256), "tile/entries/x001/x234/067"),
        (tile(Content::Entries, 1_000, 255), "tile/entries/x001/000.p/255"),
    ];
    for (tile, path) in cases {
        assert_eq!(tile.to_string(), path);
        assert_eq!(Tile::parse(path), Some(tile));
    }
}

#[test]
fn paths_in_another_form_are_refused() {
    for path in [
        "",
        "tile",
        "tile/0",
        "tile/0/",
        "tile/0/5",
        "tile/0/05",
        "tile/0/0005",
        "tile/0/x000/005",
        "tile/0/x1/005",
        "tile/0/001/005",
        "tile/0/x001x/005",
        "tile/00/005",
        "tile/8/000",
        "tile/-1/000",
        "tile/entry/000",
        "/tile/0/000",
        "tile/0/000/",
        "tile/0/000.p",
        "tile/0/000.p/",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/000.p/1/",
        "tile/0/000.tmp",
        "tile/0/000.p/1.tmp",
        "tile/0/000.p/1.p/1",
        "tile//000",
        "tile/0/00é",
        "./tile/0/000",
        // No board has so many entries: 2^63 - 1 lie in tiles up to index 2^55 - 1.
        "tile/entries/x036/x028/x797/x018/x963/968",
        "tile/7/001",
        "tile/7/000.p/128",
        "tile/entries/x999/x999/x999/x999/x999/x999/x999/x999/x999/x999/x999/x999/x999/x999/999",
    ] {
        assert_eq!(Tile::parse(path), None, "{path}");
    }
    assert!(Tile::parse("tile/7/000.p/127").is_some());
}

#[test]
fn the_last_tile_of_the_largest_board_has_a_path_within_the_bound() {
    let last = Tile::of_tree(Content::Entries, (1 << 55) - 1, (1 << 63) - 1).unwrap();
    assert_eq!(last.width, 255);
    assert!(last.to_string().len() <= MAX_TILE_PATH_BYTES);
    assert_eq!(Tile::parse(&last.to_string()), Some(last));
}

#[test]
fn a_tree_of_70000_entries_has_three_levels() {
    let size = 70_000;
    let tiles = |content: Content| (content.items(size), content.tiles(size));
    assert_eq!(tiles(Content::Entries), (70_000, 274));
    assert_eq!(tiles(Content::Hashes(0)), (70_000, 274));
    assert_eq!(tiles(Content::Hashes(1)), (273, 2));
    assert_eq!(tiles(Content::Hashes(2)), (1, 1));
    assert_eq!(tiles(Content::Hashes(3)), (0, 0));
    assert_eq!(Tile::of_tree(Content::Hashes(1), 1, size).unwrap().width, 17);
    assert_eq!(Tile::of_tree(Content::Hashes(1), 2, size), None);
    assert_eq!(Tile::of_tree(Content::Hashes(3), 0, size), None);
}

#[test]
fn an_empty_tile_does_not_exist() {
    assert_eq!(Tile::of_tree(Content::Entries, 0, 0), None);
    assert_eq!(Tile::of_tree(Content::Entries, 1, 256), None);
    assert_eq!(Tile::of_tree(Content::Entries, 0, 256).unwrap().width, 256);
}

proptest! {
    #[test]
    fn what_is_read_as_a_path_is_written_so(path in "tile/(entries|[0-9]{1,2})(/x[0-9]{1,3}){0,2}/[0-9]{2,3}(\\.p/[0-9]{1,3})?") {
        if let Some(tile) = Tile::parse(&path) {
            prop_assert_eq!(tile.to_string(), path);
        }
    }

    #[test]
    fn what_is_written_as_a_path_is_read_so(index in 0_u64..1 << 40, width in 1_u16..=256) {
        let tile = Tile { content: Content::Entries, index, width };
        prop_assert_eq!(Tile::parse(&tile.to_string()), Some(tile));
    }
}
