use super::vectors::{bytes, cases, hash, list, name, text};
use crate::log::Hash;
use crate::log::entry::{Chain, ChainError, Entry, MAX_ENTRY_BYTES, ZERO_HEAD, chain_hash};
use crate::log::merkle::{MAX_TREE_SIZE, Tree, leaf_hash};

/// Reads a chain from its start; the category of the refusal, if there is one.
fn follow_all(entries: &[Vec<u8>]) -> Result<Chain, &'static str> {
    let mut chain = Chain::default();
    for bytes in entries {
        let entry = Entry::decode(bytes).map_err(|_| "decode")?;
        chain.follow(&entry, chain_hash(bytes)).map_err(|error| match error {
            ChainError::Index { .. } => "chain:index",
            ChainError::Previous { .. } => "chain:previous",
            ChainError::Head(_) => "head",
        })?;
    }
    Ok(chain)
}

#[test]
fn valid_vectors_have_the_heads_leaves_and_roots_that_they_name() {
    for case in cases("valid/chains", 4) {
        let entries = list(&case["input"]["entries"], bytes);
        let expected = &case["expected"];
        let heads: Vec<Hash> = entries.iter().map(|entry| chain_hash(entry)).collect();
        assert_eq!(heads, list(&expected["chain_hashes"], hash), "{}", name(&case));
        let leaves: Vec<Hash> = entries.iter().map(|entry| leaf_hash(entry)).collect();
        assert_eq!(leaves, list(&expected["leaf_hashes"], hash), "{}", name(&case));
        let mut tree = Tree::default();
        let mut roots = vec![tree.root()];
        for leaf in leaves {
            tree.push(leaf);
            roots.push(tree.root());
        }
        assert_eq!(roots, list(&expected["roots"], hash), "{}", name(&case));
        let chain = follow_all(&entries).unwrap();
        assert_eq!(chain.size(), entries.len() as u64);
        assert_eq!(chain.head(), heads.last().copied().unwrap_or(ZERO_HEAD));
    }
}

#[test]
fn invalid_vectors_are_refused_as_what_they_are() {
    for case in cases("invalid/chains", 16) {
        let refused = follow_all(&list(&case["input"]["entries"], bytes)).err();
        assert_eq!(refused, Some(text(&case["refused_as"])), "{}", name(&case));
    }
}

#[test]
fn an_entry_of_the_largest_size_is_read_and_one_byte_more_is_not() {
    let largest = vec![0; MAX_ENTRY_BYTES];
    assert_eq!(Entry::decode(&largest).unwrap().payload.len(), 65_494);
    assert!(Entry::decode(&[0; MAX_ENTRY_BYTES + 1]).is_err());
}

#[test]
fn the_last_index_of_the_largest_board_is_read() {
    let mut entry = [0; 41];
    entry[1..9].copy_from_slice(&(MAX_TREE_SIZE - 1).to_be_bytes());
    assert_eq!(Entry::decode(&entry).unwrap().index, MAX_TREE_SIZE - 1);
    entry[1..9].copy_from_slice(&MAX_TREE_SIZE.to_be_bytes());
    assert!(Entry::decode(&entry).is_err());
}

#[test]
fn a_chain_resumes_only_from_a_size_and_head_that_fit() {
    assert!(Chain::resume(0, ZERO_HEAD).is_ok());
    assert!(Chain::resume(7, [1; 32]).is_ok());
    assert_eq!(Chain::resume(0, [1; 32]), Err(ChainError::Head(0)));
    assert_eq!(Chain::resume(7, ZERO_HEAD), Err(ChainError::Head(7)));
}

#[test]
fn an_entry_that_does_not_follow_leaves_the_chain_as_it_was() {
    let mut chain = Chain::resume(7, [1; 32]).unwrap();
    let stranger = Entry { kind: 0, index: 7, previous: [2; 32], payload: &[] };
    assert!(chain.follow(&stranger, [3; 32]).is_err());
    assert_eq!(chain, Chain::resume(7, [1; 32]).unwrap());
}
