//! Inclusion and consistency proofs: `spec/board.md`, section 4.

use isoloir_board::MerkleHash;
use isoloir_board::merkle::{TreeHead, root_of};
use isoloir_board::proof::{ConsistencyProof, InclusionProof, ProofError};
use serde::{Deserialize, Serialize};

use crate::chain::small_board;
use crate::file::{Area, Hex, Invalid, Valid, invalid, valid};

pub(crate) struct Proofs;

/// A proof and what it is to prove.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Input {
    /// That a leaf is in a tree.
    Inclusion { index: u64, leaf: Hex, size: u64, root: Hex, proof: Vec<Hex> },
    /// That one tree begins with another.
    Consistency { old_size: u64, old_root: Hex, new_size: u64, new_root: Hex, proof: Vec<Hex> },
}

/// Changes the first number and hash, the second number and hash, and the proof.
type Change<'a> = &'a dyn Fn(&mut u64, &mut Hex, &mut u64, &mut Hex, &mut Vec<Hex>);

impl Area for Proofs {
    const NAME: &'static str = "proofs";
    const SPEC: &'static str = "board.md, section 4";
    type Input = Input;
    /// How many hashes the proof has.
    type Output = usize;

    fn valid() -> Vec<Valid<Input>> {
        let inclusion =
            |index, size| valid(&format!("entry_{index}_of_{size}"), inclusion_in(index, size));
        let consistency =
            |old, new| valid(&format!("tree_of_{old}_in_tree_of_{new}"), consistency_of(old, new));
        vec![
            inclusion(0, 1),
            inclusion(1, 3),
            inclusion(2, 3),
            inclusion(0, 9),
            inclusion(5, 9),
            inclusion(8, 9),
            consistency(0, 0),
            consistency(0, 5),
            consistency(1, 1),
            consistency(4, 8),
            consistency(3, 9),
            consistency(8, 9),
        ]
    }

    fn invalid() -> Vec<Invalid<Input>> {
        let one = |name: &str, category: &str, change: Change<'_>| {
            let mut input = inclusion_in(5, 9);
            let Input::Inclusion { index, leaf, size, root, proof } = &mut input else {
                unreachable!()
            };
            change(index, leaf, size, root, proof);
            invalid(&format!("inclusion_{name}"), category, input)
        };
        let two = |name: &str, category: &str, change: Change<'_>| {
            let mut input = consistency_of(3, 9);
            let Input::Consistency { old_size, old_root, new_size, new_root, proof } = &mut input
            else {
                unreachable!()
            };
            change(old_size, old_root, new_size, new_root, proof);
            invalid(&format!("consistency_{name}"), category, input)
        };
        vec![
            one("of_another_leaf", "root", &|_, leaf, _, _, _| leaf.0[0] ^= 1),
            one("at_another_index", "root", &|index, _, _, _, _| *index = 4),
            one("in_another_tree", "root", &|_, _, _, root, _| root.0[31] ^= 1),
            one("of_an_index_outside_the_tree", "index", &|index, _, _, _, _| *index = 9),
            one("in_a_tree_of_0", "index", &|_, _, size, _, _| *size = 0),
            one("in_a_tree_of_2_to_the_63", "size", &|_, _, size, _, _| *size = 1 << 63),
            one("with_a_hash_changed", "root", &|_, _, _, _, proof| proof[2].0[7] ^= 1),
            one("with_hashes_swapped", "root", &|_, _, _, _, proof| proof.swap(0, 1)),
            one("with_a_hash_too_few", "length", &|_, _, _, _, proof| drop(proof.pop())),
            one("with_a_hash_too_many", "length", &|_, leaf, _, _, proof| proof.push(leaf.clone())),
            one("with_65_hashes", "length", &|_, leaf, _, _, proof| proof.resize(65, leaf.clone())),
            two("of_another_old_tree", "root", &|_, old, _, _, _| old.0[0] ^= 1),
            two("of_another_new_tree", "root", &|_, _, _, new, _| new.0[0] ^= 1),
            two("of_a_log_that_shrank", "shrunk", &|old, _, _, _, _| *old = 10),
            two("of_another_size", "length", &|_, _, new, _, _| *new = 17),
            two("of_equal_sizes_and_other_roots", "root", &|old, _, _, _, proof| {
                *old = 9;
                proof.clear();
            }),
            two("of_equal_sizes_with_hashes", "length", &|old, old_root, _, new_root, _| {
                *old = 9;
                *old_root = new_root.clone();
            }),
            two("from_nothing_with_hashes", "length", &|old, old_root, _, _, _| {
                *old = 0;
                *old_root = isoloir_board::merkle::empty_root().as_bytes().into();
            }),
            two("from_nothing_with_a_root", "root", &|old, _, _, _, proof| {
                *old = 0;
                proof.clear();
            }),
            two("to_a_tree_of_2_to_the_63", "size", &|_, _, new, _, _| *new = 1 << 63),
            two("with_a_hash_changed", "root", &|_, _, _, _, proof| proof[0].0[0] ^= 1),
            two("with_a_hash_too_few", "length", &|_, _, _, _, proof| drop(proof.remove(0))),
            two("with_a_hash_too_many", "length", &|_, old, _, _, proof| proof.push(old.clone())),
            two("with_65_hashes", "length", &|_, old, _, _, proof| proof.resize(65, old.clone())),
        ]
    }

    fn judge(input: &Input) -> Result<usize, String> {
        let head = |size: &u64, root: &Hex| TreeHead { size: *size, root: hash(root) };
        let (verdict, hashes) = match input {
            Input::Inclusion { index, leaf, size, root, proof } => {
                let check = |hashes| {
                    InclusionProof::new(hashes)?.verify(*index, &hash(leaf), &head(size, root))
                };
                (check(proof.iter().map(hash).collect()), proof)
            }
            Input::Consistency { old_size, old_root, new_size, new_root, proof } => {
                let check = |hashes| {
                    let (old, new) = (head(old_size, old_root), head(new_size, new_root));
                    ConsistencyProof::new(hashes)?.verify(&old, &new)
                };
                (check(proof.iter().map(hash).collect()), proof)
            }
        };
        verdict.map(|()| hashes.len()).map_err(|error| category(&error).into())
    }
}

pub(crate) fn category(error: &ProofError) -> &'static str {
    match error {
        ProofError::TooManyHashes { .. } | ProofError::WrongLength { .. } => "length",
        ProofError::OutsideTree { .. } => "index",
        ProofError::Shrunk { .. } => "shrunk",
        ProofError::Tree(_) => "size",
        ProofError::WrongRoot => "root",
    }
}

fn hash(bytes: &Hex) -> MerkleHash {
    MerkleHash::new(bytes.array())
}

fn leaves(size: u64) -> Vec<MerkleHash> {
    small_board(size as u8).iter().map(isoloir_board::entry::Entry::leaf_hash).collect()
}

fn inclusion_in(index: u64, size: u64) -> Input {
    let leaves = leaves(size);
    let proof = InclusionProof::generate(index, size, subtree(&leaves)).unwrap();
    Input::Inclusion {
        index,
        leaf: leaves[index as usize].as_bytes().into(),
        size,
        root: root_of(&leaves).as_bytes().into(),
        proof: proof.hashes().iter().map(|hash| hash.as_bytes().into()).collect(),
    }
}

fn consistency_of(old: u64, new: u64) -> Input {
    let leaves = leaves(new);
    let proof = ConsistencyProof::generate(old, new, subtree(&leaves)).unwrap();
    Input::Consistency {
        old_size: old,
        old_root: root_of(&leaves[..old as usize]).as_bytes().into(),
        new_size: new,
        new_root: root_of(&leaves).as_bytes().into(),
        proof: proof.hashes().iter().map(|hash| hash.as_bytes().into()).collect(),
    }
}

/// The roots of complete subtrees over `leaves`.
pub(crate) fn subtree(
    leaves: &[MerkleHash],
) -> impl FnMut(u32, u64) -> Result<MerkleHash, ProofError> {
    move |level, index| {
        let width = 1 << level;
        let start = index as usize * width;
        Ok(root_of(&leaves[start..start + width]))
    }
}
