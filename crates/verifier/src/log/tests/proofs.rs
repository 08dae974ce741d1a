use proptest::prelude::*;
use serde_json::Value;

use super::vectors::{cases, hash, list, name, number, text};
use crate::log::Hash;
use crate::log::merkle::{EMPTY_ROOT, ProofError, Tree, TreeHead, leaf_hash, node_hash};

fn check(input: &Value) -> Result<(), ProofError> {
    let proof = |value: &Value| list(&value["proof"], hash);
    if let Value::Object(_) = &input["inclusion"] {
        let input = &input["inclusion"];
        let head = TreeHead::new(number(&input["size"]), hash(&input["root"]))?;
        return head.check_inclusion(number(&input["index"]), &hash(&input["leaf"]), &proof(input));
    }
    let input = &input["consistency"];
    let earlier = TreeHead::new(number(&input["old_size"]), hash(&input["old_root"]))?;
    let later = TreeHead::new(number(&input["new_size"]), hash(&input["new_root"]))?;
    later.check_extends(&earlier, &proof(input))
}

fn category(error: &ProofError) -> &'static str {
    match error {
        ProofError::Size(_) => "size",
        ProofError::Index { .. } => "index",
        ProofError::Shrunk { .. } => "shrunk",
        ProofError::Length(_) => "length",
        ProofError::Root { .. } => "root",
    }
}

#[test]
fn valid_vectors_hold() {
    for case in cases("valid/proofs", 12) {
        assert_eq!(check(&case["input"]), Ok(()), "{}", name(&case));
        let (_, proof) = case["input"].as_object().unwrap().iter().next().unwrap();
        assert_eq!(list(&proof["proof"], hash).len() as u64, number(&case["expected"]));
    }
}

#[test]
fn invalid_vectors_are_refused_as_what_they_are() {
    for case in cases("invalid/proofs", 24) {
        let error = check(&case["input"]).expect_err(name(&case));
        assert_eq!(category(&error), text(&case["refused_as"]), "{}", name(&case));
    }
}

/// MTH(D[n]) as RFC 6962, section 2.1, defines it.
pub(super) fn naive_root(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => EMPTY_ROOT,
        [leaf] => *leaf,
        _ => {
            let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
            node_hash(&naive_root(left), &naive_root(right))
        }
    }
}

/// PATH(m, D[n]) as RFC 6962, section 2.1.1, defines it.
pub(super) fn naive_inclusion(index: usize, leaves: &[Hash]) -> Vec<Hash> {
    if leaves.len() == 1 {
        return Vec::new();
    }
    let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
    let (mut proof, sibling) = if index < left.len() {
        (naive_inclusion(index, left), right)
    } else {
        (naive_inclusion(index - left.len(), right), left)
    };
    proof.push(naive_root(sibling));
    proof
}

/// SUBPROOF(m, D[n], b) as RFC 6962, section 2.1.2, defines it.
pub(super) fn naive_consistency(earlier: usize, leaves: &[Hash], whole: bool) -> Vec<Hash> {
    if earlier == leaves.len() {
        return if whole { Vec::new() } else { vec![naive_root(leaves)] };
    }
    let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
    let (mut proof, sibling) = if earlier <= left.len() {
        (naive_consistency(earlier, left, whole), right)
    } else {
        (naive_consistency(earlier - left.len(), right, false), left)
    };
    proof.push(naive_root(sibling));
    proof
}

pub(super) fn leaves(number: usize) -> Vec<Hash> {
    (0..number).map(|i| leaf_hash(&i.to_be_bytes())).collect()
}

fn head(leaves: &[Hash]) -> TreeHead {
    TreeHead::new(leaves.len() as u64, naive_root(leaves)).unwrap()
}

#[test]
fn a_growing_tree_has_at_each_size_the_root_of_the_definition() {
    let leaves = leaves(300);
    let mut tree = Tree::default();
    for size in 0..leaves.len() {
        assert_eq!((tree.size(), tree.root()), (size as u64, naive_root(&leaves[..size])));
        tree.push(leaves[size]);
    }
}

#[test]
fn every_proof_among_the_trees_of_up_to_20_entries_holds() {
    let leaves = leaves(20);
    for size in 1..=leaves.len() {
        let (present, tree) = (&leaves[..size], head(&leaves[..size]));
        for (index, leaf) in present.iter().enumerate() {
            let proof = naive_inclusion(index, present);
            assert_eq!(tree.check_inclusion(index as u64, leaf, &proof), Ok(()));
        }
        for earlier in 1..=size {
            let proof = naive_consistency(earlier, present, true);
            assert_eq!(tree.check_extends(&head(&leaves[..earlier]), &proof), Ok(()));
        }
    }
}

#[test]
fn a_proof_in_the_largest_tree_ends() {
    let largest = TreeHead::new((1 << 63) - 1, [0; 32]).unwrap();
    let proof = vec![[1; 32]; 64];
    assert!(matches!(largest.check_inclusion(0, &[2; 32], &proof), Err(ProofError::Length(64))));
    assert!(matches!(
        largest.check_inclusion(0, &[2; 32], &proof[..63]),
        Err(ProofError::Root { .. })
    ));
    let earlier = TreeHead::new((1 << 63) - 2, [0; 32]).unwrap();
    assert!(largest.check_extends(&earlier, &proof).is_err());
}

proptest! {
    #[test]
    fn a_proof_of_inclusion_holds_and_with_any_bit_changed_does_not(
        size in 1_usize..600, index: usize, hash: usize, bit in 0_usize..256,
    ) {
        let leaves = leaves(size);
        let index = index % size;
        let mut proof = naive_inclusion(index, &leaves);
        let tree = head(&leaves);
        prop_assert_eq!(tree.check_inclusion(index as u64, &leaves[index], &proof), Ok(()));
        if !proof.is_empty() {
            let hash = hash % proof.len();
            proof[hash][bit / 8] ^= 1 << (bit % 8);
            let error = tree.check_inclusion(index as u64, &leaves[index], &proof).unwrap_err();
            prop_assert_eq!(category(&error), "root");
        }
    }

    #[test]
    fn a_proof_of_consistency_holds_and_with_any_bit_changed_does_not(
        size in 1_usize..600, earlier: usize, hash: usize, bit in 0_usize..256,
    ) {
        let leaves = leaves(size);
        let earlier = 1 + earlier % size;
        let mut proof = naive_consistency(earlier, &leaves, true);
        let (tree, old) = (head(&leaves), head(&leaves[..earlier]));
        prop_assert_eq!(tree.check_extends(&old, &proof), Ok(()));
        if !proof.is_empty() {
            let hash = hash % proof.len();
            proof[hash][bit / 8] ^= 1 << (bit % 8);
            let error = tree.check_extends(&old, &proof).unwrap_err();
            prop_assert_eq!(category(&error), "root");
        }
    }

    #[test]
    fn a_proof_of_another_length_is_refused(size in 2_usize..300, earlier: usize) {
        let leaves = leaves(size);
        let earlier = 1 + earlier % (size - 1);
        let (tree, old) = (head(&leaves), head(&leaves[..earlier]));
        let mut proof = naive_consistency(earlier, &leaves, true);
        proof.push([0; 32]);
        prop_assert!(matches!(tree.check_extends(&old, &proof), Err(ProofError::Length(_))));
        proof.truncate(proof.len() - 2);
        prop_assert!(matches!(tree.check_extends(&old, &proof), Err(ProofError::Length(_))));
    }
}
