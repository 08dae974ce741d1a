//! Entries, bundles, tiles and their paths: each has one way to be written.

#![no_main]

use isoloir_board::bundle;
use isoloir_board::entry::Entry;
use isoloir_board::tiles::{Tile, decode_hashes, encode_hashes};
use isoloir_encoding::Decode;
use isoloir_fuzz::canonical;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Some(entry) = canonical(bytes, Entry::decode) {
        let _ = (entry.chain_hash(), entry.leaf_hash());
    }
    if let Ok(entries) = bundle::decode(bytes) {
        let mut again = Vec::new();
        for entry in entries {
            bundle::push_entry(&mut again, entry).expect("an entry of a bundle fits a bundle");
        }
        assert_eq!(again, bytes);
    }
    let width = (bytes.len() / 32) as u16;
    if let Ok(hashes) = decode_hashes(bytes, width) {
        assert_eq!(encode_hashes(&hashes), bytes);
    }
    if let Ok(path) = core::str::from_utf8(bytes)
        && let Ok(tile) = path.parse::<Tile>()
    {
        assert_eq!(tile.to_string(), path);
    }
});
