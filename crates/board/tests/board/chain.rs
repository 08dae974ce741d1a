use isoloir_board::ChainHash;
use isoloir_board::chain::{Chain, ChainError};
use isoloir_board::entry::{
    ENTRY_HEADER_BYTES, Entry, EntryError, MAX_ENTRY_BYTES, MAX_PAYLOAD_BYTES,
};
use isoloir_board::merkle::MAX_TREE_SIZE;
use isoloir_encoding::{Decode, Encode, Problem};
use proptest::prelude::*;

use crate::entries;

/// Follows all entries from an empty chain.
fn follow(entries: &[Entry]) -> Result<Chain, ChainError> {
    let mut chain = Chain::new();
    entries.iter().try_for_each(|entry| chain.follow(entry))?;
    Ok(chain)
}

#[test]
fn a_chain_that_is_followed_ends_where_it_was_written() {
    let mut chain = Chain::new();
    let entries: Vec<_> = (0..20).map(|n| chain.append(n, vec![n; 9]).unwrap()).collect();
    assert_eq!(follow(&entries).unwrap(), chain);
    assert_eq!((chain.size(), chain.head()), (20, entries[19].chain_hash()));
}

#[test]
fn a_dropped_entry_is_noticed() {
    let mut entries = entries(5);
    entries.remove(2);
    assert_eq!(follow(&entries), Err(ChainError::WrongIndex { expected: 2, found: 3 }));
}

#[test]
fn two_entries_swapped_are_noticed() {
    let mut entries = entries(5);
    entries.swap(1, 2);
    assert_eq!(follow(&entries), Err(ChainError::WrongIndex { expected: 1, found: 2 }));
}

#[test]
fn an_entry_replaced_under_its_own_index_is_noticed_by_the_next() {
    let mut entries = entries(5);
    entries[2] = Entry::new(2, entries[2].previous(), 9, b"forged".to_vec()).unwrap();
    assert!(matches!(follow(&entries), Err(ChainError::WrongPrevious { index: 3, .. })));
}

#[test]
fn an_entry_that_is_refused_does_not_move_the_chain() {
    let entries = entries(3);
    let mut chain = follow(&entries[..2]).unwrap();
    let before = chain.clone();
    chain.follow(&entries[0]).unwrap_err();
    chain.append(0, vec![0; MAX_PAYLOAD_BYTES + 1]).unwrap_err();
    assert_eq!(chain, before);
    chain.follow(&entries[2]).unwrap();
}

#[test]
fn a_chain_goes_on_from_its_size_and_head() {
    let entries = entries(4);
    let mut chain = Chain::resume(3, entries[2].chain_hash()).unwrap();
    chain.follow(&entries[3]).unwrap();
}

#[test]
fn a_size_without_a_head_or_a_head_without_a_size_is_no_chain() {
    let hash = entries(1)[0].chain_hash();
    for (size, head) in [(0, hash), (1, ChainHash::ZERO), (MAX_TREE_SIZE + 1, hash)] {
        let error = Chain::resume(size, head).unwrap_err();
        assert_eq!(error, ChainError::NoSuchChain { size, head });
    }
    assert_eq!(Chain::resume(0, ChainHash::ZERO).unwrap(), Chain::new());
}

#[test]
fn a_full_chain_takes_no_entry() {
    let mut chain = Chain::resume(MAX_TREE_SIZE, entries(1)[0].chain_hash()).unwrap();
    let error = chain.append(0, vec![]).unwrap_err();
    assert_eq!(error, EntryError::IndexTooLarge { index: MAX_TREE_SIZE });
}

#[test]
fn the_longest_payload_makes_an_entry_of_65535_bytes_and_one_more_byte_is_refused() {
    let longest = Entry::new(0, ChainHash::ZERO, 0, vec![7; MAX_PAYLOAD_BYTES]).unwrap();
    assert_eq!(longest.to_bytes().len(), MAX_ENTRY_BYTES);
    assert_eq!(Entry::from_bytes(&longest.to_bytes()).unwrap(), longest);

    let mut bytes = longest.to_bytes();
    bytes.push(7);
    let problem = Entry::from_bytes(&bytes).unwrap_err().problem;
    assert!(matches!(problem, Problem::TooLong { length: 65_495, limit: 65_494 }));
}

#[test]
fn an_entry_cut_inside_its_header_is_refused_at_every_length() {
    let bytes = entries(1)[0].to_bytes();
    for length in 0..ENTRY_HEADER_BYTES {
        let problem = Entry::from_bytes(&bytes[..length]).unwrap_err().problem;
        assert!(matches!(problem, Problem::Truncated { .. }), "{length}");
    }
}

#[test]
fn an_index_that_no_board_reaches_is_refused() {
    let mut bytes = entries(1)[0].to_bytes();
    bytes[1..9].copy_from_slice(&MAX_TREE_SIZE.to_be_bytes());
    let problem = Entry::from_bytes(&bytes).unwrap_err().problem;
    assert_eq!(problem, Problem::Unknown(MAX_TREE_SIZE));
}

proptest! {
    #[test]
    fn bytes_that_decode_are_the_encoding_of_the_entry(
        bytes in proptest::collection::vec(any::<u8>(), 0..200),
    ) {
        if let Ok(entry) = Entry::from_bytes(&bytes) {
            prop_assert_eq!(entry.to_bytes(), bytes);
        }
    }

    #[test]
    fn every_bit_of_an_entry_is_under_both_hashes(
        payload in proptest::collection::vec(any::<u8>(), 0..50),
        at in any::<prop::sample::Index>(),
        bit in 0..8u8,
    ) {
        let entry = Entry::new(5, ChainHash::new([3; 32]), 2, payload).unwrap();
        let mut bytes = entry.to_bytes();
        let at = at.index(bytes.len());
        bytes[at] ^= 1u8 << bit;
        if let Ok(other) = Entry::from_bytes(&bytes) {
            prop_assert_ne!(other.chain_hash(), entry.chain_hash());
            prop_assert_ne!(other.leaf_hash(), entry.leaf_hash());
        }
    }
}
