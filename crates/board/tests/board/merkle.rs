use std::iter;

use ct_merkle::mem_backed_tree::MemoryBackedTree;
use ct_merkle::{ConsistencyProof as TheirConsistency, InclusionProof as TheirInclusion, RootHash};
use isoloir_board::merkle::{
    Frontier, MAX_TREE_SIZE, TreeError, TreeHead, empty_root, leaf_hash, node_hash,
};
use isoloir_board::proof::{ConsistencyProof, InclusionProof, MAX_PROOF_HASHES, ProofError};
use isoloir_board::{HASH_BYTES, MerkleHash};
use proptest::prelude::*;
use sha2::Sha256;

use crate::{flipped, head, leaves, subtree};

/// Sizes below which all trees are tried.
const SMALL: u64 = 34;

type TheirTree = MemoryBackedTree<Sha256, [u8; 8]>;

fn their_tree(size: u64) -> TheirTree {
    let mut tree = TheirTree::new();
    (0..size).for_each(|n| tree.push(n.to_be_bytes()));
    tree
}

fn their_root(head: &TreeHead) -> RootHash<Sha256> {
    RootHash::new((*head.root.as_bytes()).into(), head.size)
}

fn our_hashes(bytes: &[u8]) -> Vec<MerkleHash> {
    let (hashes, rest) = bytes.as_chunks::<HASH_BYTES>();
    assert!(rest.is_empty());
    hashes.iter().copied().map(MerkleHash::new).collect()
}

fn their_bytes(hashes: &[MerkleHash]) -> Vec<u8> {
    hashes.iter().flat_map(|hash| *hash.as_bytes()).collect()
}

fn inclusion(leaves: &[MerkleHash], index: u64) -> InclusionProof {
    let size = leaves.len() as u64;
    InclusionProof::generate::<ProofError>(index, size, |l, i| Ok(subtree(leaves, l, i))).unwrap()
}

fn consistency(leaves: &[MerkleHash], old: u64) -> ConsistencyProof {
    let new = leaves.len() as u64;
    ConsistencyProof::generate::<ProofError>(old, new, |l, i| Ok(subtree(leaves, l, i))).unwrap()
}

/// All ways to spoil a list of hashes: one changed, dropped, doubled, one more at either end, two
/// neighbours swapped.
fn spoiled(hashes: &[MerkleHash]) -> impl Iterator<Item = Vec<MerkleHash>> {
    let edit = |at: usize, f: fn(&mut Vec<MerkleHash>, usize)| {
        let mut hashes = hashes.to_vec();
        f(&mut hashes, at);
        hashes
    };
    let mut all = Vec::new();
    for at in 0..hashes.len() {
        all.push(edit(at, |hashes, at| hashes[at] = flipped(&hashes[at])));
        all.push(edit(at, |hashes, at| {
            hashes.remove(at);
        }));
        all.push(edit(at, |hashes, at| hashes.insert(at, hashes[at])));
    }
    for at in 1..hashes.len() {
        all.push(edit(at, |hashes, at| hashes.swap(at - 1, at)));
    }
    all.push(edit(0, |hashes, _| hashes.insert(0, empty_root())));
    all.push(edit(0, |hashes, _| hashes.push(empty_root())));
    all.into_iter()
}

#[test]
fn the_root_of_nothing_is_sha256_of_nothing() {
    let known = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    assert_eq!(Frontier::new().root().to_string(), known);
}

/// The leaves and roots that the tests of Certificate Transparency have used since 2012.
#[test]
fn the_roots_of_the_certificate_transparency_leaves_are_the_known_ones() {
    let leaves: [&[u8]; 8] = [
        b"",
        b"\x00",
        b"\x10",
        b"\x20\x21",
        b"\x30\x31",
        b"\x40\x41\x42\x43",
        b"\x50\x51\x52\x53\x54\x55\x56\x57",
        b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
    ];
    let leaves: Vec<_> = leaves.iter().map(|leaf| leaf_hash(leaf)).collect();
    let root = |size| head(&leaves[..size]).root.to_string();
    assert_eq!(root(1), "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
    assert_eq!(root(2), "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125");
    assert_eq!(root(8), "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
}

#[test]
fn roots_and_inclusion_proofs_agree_with_another_implementation_in_both_directions() {
    for size in 1..SMALL {
        let (leaves, theirs) = (leaves(size), their_tree(size));
        let ours = head(&leaves);
        assert_eq!(theirs.root(), their_root(&ours));
        for index in 0..size {
            let proof = inclusion(&leaves, index);
            let their_proof = theirs.prove_inclusion(index as usize);
            assert_eq!(their_proof.as_bytes(), their_bytes(proof.hashes()));
            let their_proof = InclusionProof::new(our_hashes(their_proof.as_bytes())).unwrap();
            their_proof.verify(index, &leaves[index as usize], &ours).unwrap();
            let proof = TheirInclusion::try_from_bytes(their_bytes(proof.hashes())).unwrap();
            theirs.root().verify_inclusion(&index.to_be_bytes(), index, &proof).unwrap();
        }
    }
}

#[test]
fn consistency_proofs_agree_with_another_implementation_in_both_directions() {
    for new in 1..SMALL {
        let (leaves, theirs) = (leaves(new), their_tree(new));
        let ours = head(&leaves);
        for old in 1..=new {
            let old_head = head(&leaves[..old as usize]);
            let proof = consistency(&leaves, old);
            let their_proof = theirs.prove_consistency((new - old) as usize);
            assert_eq!(their_proof.as_bytes(), their_bytes(proof.hashes()), "{old} {new}");
            proof.verify(&old_head, &ours).unwrap();
            let proof = TheirConsistency::try_from_bytes(their_bytes(proof.hashes())).unwrap();
            theirs.root().verify_consistency(&their_root(&old_head), &proof).unwrap();
        }
    }
}

#[test]
fn every_spoiled_inclusion_proof_is_refused() {
    for size in 1..SMALL {
        let leaves = leaves(size);
        let head = head(&leaves);
        for index in 0..size {
            let leaf = &leaves[index as usize];
            let proof = inclusion(&leaves, index);
            for hashes in spoiled(proof.hashes()) {
                InclusionProof::new(hashes).unwrap().verify(index, leaf, &head).unwrap_err();
            }
            proof.verify(index, &flipped(leaf), &head).unwrap_err();
            let wrong = TreeHead { root: flipped(&head.root), ..head };
            proof.verify(index, leaf, &wrong).unwrap_err();
        }
    }
}

#[test]
fn an_inclusion_proof_moved_to_another_index_is_refused() {
    for size in 1..SMALL {
        let leaves = leaves(size);
        let head = head(&leaves);
        for index in 0..size {
            let (leaf, proof) = (&leaves[index as usize], inclusion(&leaves, index));
            for other in (0..size + 2).filter(|other| *other != index) {
                proof.verify(other, leaf, &head).unwrap_err();
            }
        }
    }
}

#[test]
fn an_inclusion_proof_is_refused_by_the_head_of_every_other_size() {
    for size in 1..SMALL {
        let leaves = leaves(SMALL);
        for index in 0..size {
            let proof = inclusion(&leaves[..size as usize], index);
            for other in (0..=SMALL).filter(|other| *other != size) {
                let head = head(&leaves[..other as usize]);
                proof.verify(index, &leaves[index as usize], &head).unwrap_err();
            }
        }
    }
}

#[test]
fn every_spoiled_consistency_proof_is_refused() {
    for new in 1..SMALL {
        let leaves = leaves(new);
        let new_head = head(&leaves);
        for old in 0..=new {
            let old_head = head(&leaves[..old as usize]);
            let proof = consistency(&leaves, old);
            for hashes in spoiled(proof.hashes()) {
                let spoiled = ConsistencyProof::new(hashes).unwrap();
                spoiled.verify(&old_head, &new_head).unwrap_err();
            }
            let wrong = TreeHead { root: flipped(&old_head.root), ..old_head };
            proof.verify(&wrong, &new_head).unwrap_err();
            let wrong = TreeHead { root: flipped(&new_head.root), ..new_head };
            // The tree without leaves is the beginning of any tree.
            assert_eq!(proof.verify(&old_head, &wrong).is_ok(), old == 0);
        }
    }
}

#[test]
fn a_tree_with_one_leaf_replaced_is_consistent_with_no_earlier_one_that_had_it() {
    for new in 2..SMALL {
        let honest = leaves(new);
        for old in 1..new {
            for forged_at in 0..old as usize {
                let mut forged = honest.clone();
                forged[forged_at] = flipped(&forged[forged_at]);
                let proof = consistency(&forged, old);
                let old_head = head(&honest[..old as usize]);
                assert_eq!(proof.verify(&old_head, &head(&forged)), Err(ProofError::WrongRoot));
            }
        }
    }
}

/// Whoever makes both the proof and the root can make the hashes fit: only the length is left.
#[test]
fn a_proof_of_the_wrong_length_is_refused_even_under_a_root_made_to_fit() {
    let leaf = leaf_hash(b"leaf");
    let above = node_hash(&leaf, &empty_root());
    let too_long = InclusionProof::new(vec![empty_root()]).unwrap();
    let head = TreeHead { size: 1, root: node_hash(&empty_root(), &leaf) };
    assert_eq!(too_long.verify(0, &leaf, &head), Err(ProofError::WrongLength { count: 1 }));
    let too_short = InclusionProof::new(vec![empty_root()]).unwrap();
    let head = TreeHead { size: 4, root: above };
    assert_eq!(too_short.verify(0, &leaf, &head), Err(ProofError::WrongLength { count: 1 }));

    let old = TreeHead { size: 2, root: leaf };
    let too_short = ConsistencyProof::new(vec![]).unwrap();
    let stands_still = TreeHead { size: 4, root: leaf };
    assert_eq!(too_short.verify(&old, &stands_still), Err(ProofError::WrongLength { count: 0 }));
    let too_long = ConsistencyProof::new(vec![empty_root(), empty_root()]).unwrap();
    let root = node_hash(&empty_root(), &above);
    let error = too_long.verify(&TreeHead { size: 1, root: leaf }, &TreeHead { size: 2, root });
    assert_eq!(error, Err(ProofError::WrongLength { count: 2 }));
    let nothing = ConsistencyProof::new(vec![]).unwrap();
    let error = nothing.verify(&TreeHead { size: 3, root: leaf }, &stands_still);
    assert_eq!(error, Err(ProofError::WrongLength { count: 0 }));
}

#[test]
fn a_log_that_shrinks_is_refused() {
    let leaves = leaves(9);
    let (small, large) = (head(&leaves[..5]), head(&leaves));
    let error = consistency(&leaves, 5).verify(&large, &small).unwrap_err();
    assert_eq!(error, ProofError::Shrunk { old: 9, new: 5 });
}

#[test]
fn two_heads_of_one_size_are_never_consistent() {
    let one = head(&leaves(6));
    let other = TreeHead { root: flipped(&one.root), ..one };
    let empty = ConsistencyProof::new(vec![]).unwrap();
    assert_eq!(empty.verify(&one, &other), Err(ProofError::WrongRoot));
    empty.verify(&one, &one).unwrap();
}

#[test]
fn no_proof_is_longer_than_the_bound_and_the_longest_is_within_it() {
    let hash = |_, _| Ok::<_, ProofError>(empty_root());
    let longest = InclusionProof::generate(MAX_TREE_SIZE - 2, MAX_TREE_SIZE, hash).unwrap();
    assert_eq!(longest.hashes().len(), 63);
    let longest = ConsistencyProof::generate(MAX_TREE_SIZE - 2, MAX_TREE_SIZE, hash).unwrap();
    assert_eq!(longest.hashes().len(), MAX_PROOF_HASHES);

    let count = MAX_PROOF_HASHES + 1;
    let hashes: Vec<_> = iter::repeat_n(empty_root(), count).collect();
    let error = InclusionProof::new(hashes.clone()).unwrap_err();
    assert_eq!(error, ProofError::TooManyHashes { count });
    assert_eq!(ConsistencyProof::new(hashes).unwrap_err(), error);
}

#[test]
fn a_tree_above_the_bound_is_refused_everywhere() {
    let size = MAX_TREE_SIZE + 1;
    let error = TreeError::TooLarge { size };
    let huge = TreeHead { size, root: empty_root() };
    let hash = |_, _| Ok::<_, ProofError>(empty_root());
    let inclusion = InclusionProof::generate(0, size, hash).unwrap_err();
    assert_eq!(inclusion, error.clone().into());
    let proof = InclusionProof::new(vec![]).unwrap();
    assert_eq!(proof.verify(0, &empty_root(), &huge), Err(error.clone().into()));
    let proof = ConsistencyProof::new(vec![]).unwrap();
    assert_eq!(proof.verify(&huge, &huge), Err(error.clone().into()));

    assert_eq!(Frontier::resume(size, vec![empty_root()]), Err(error.clone()));
    let mut full = Frontier::resume(MAX_TREE_SIZE, vec![empty_root(); 63]).unwrap();
    assert_eq!(full.append(empty_root()), Err(error));
}

#[test]
fn an_edge_with_a_peak_too_many_or_too_few_is_refused() {
    for count in [0, 1, 3] {
        let error = Frontier::resume(5, vec![empty_root(); count]).unwrap_err();
        assert_eq!(error, TreeError::WrongEdge { size: 5, count });
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn large_trees_agree_with_another_implementation(
        size in 1..3000u64,
        index in any::<prop::sample::Index>(),
        old in any::<prop::sample::Index>(),
    ) {
        let (leaves, theirs) = (leaves(size), their_tree(size));
        let ours = head(&leaves);
        prop_assert_eq!(theirs.root(), their_root(&ours));

        let index = index.index(size as usize);
        let proof = inclusion(&leaves, index as u64);
        let their_proof = theirs.prove_inclusion(index);
        prop_assert_eq!(their_proof.as_bytes(), their_bytes(proof.hashes()));
        prop_assert!(proof.verify(index as u64, &leaves[index], &ours).is_ok());

        let old = old.index(size as usize) + 1;
        let proof = consistency(&leaves, old as u64);
        let their_proof = theirs.prove_consistency(size as usize - old);
        prop_assert_eq!(their_proof.as_bytes(), their_bytes(proof.hashes()));
        prop_assert!(proof.verify(&head(&leaves[..old]), &ours).is_ok());
    }

    #[test]
    fn a_tree_goes_on_from_its_edge(size in 0..300u64, more in 0..300u64) {
        let leaves = leaves(size + more);
        let mut tree = Frontier::new();
        leaves[..size as usize].iter().for_each(|leaf| tree.append(*leaf).unwrap());
        let mut resumed = Frontier::resume(tree.size(), tree.peaks().to_vec()).unwrap();
        leaves[size as usize..].iter().for_each(|leaf| resumed.append(*leaf).unwrap());
        prop_assert_eq!(resumed.head(), head(&leaves));
    }

    #[test]
    fn no_proof_makes_the_verifiers_panic(
        index in any::<u64>(),
        old in any::<u64>(),
        new in any::<u64>(),
        count in 0..=MAX_PROOF_HASHES,
    ) {
        let root = empty_root();
        let hashes = vec![root; count];
        let (old, new) = (TreeHead { size: old, root }, TreeHead { size: new, root });
        let _ = InclusionProof::new(hashes.clone()).unwrap().verify(index, &root, &new);
        let _ = ConsistencyProof::new(hashes).unwrap().verify(&old, &new);
    }
}
