//! Entries, the chain and the tree over them: `spec/board.md`, sections 3 and 4.

use isoloir_board::chain::Chain;
use isoloir_board::entry::{Entry, MAX_ENTRY_BYTES};
use isoloir_board::merkle::Frontier;
use isoloir_encoding::{Decode, Encode};
use serde::{Deserialize, Serialize};

use crate::file::{Area, Hex, Invalid, Valid, invalid, valid};
use crate::samples::{flipped, patched, read_all};
use crate::sha3::sha3_256;

pub(crate) struct Chains;

/// The entries of a board.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Input {
    entries: Vec<Hex>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Output {
    /// h_i of each entry.
    chain_hashes: Vec<Hex>,
    /// The leaf of each entry.
    leaf_hashes: Vec<Hex>,
    /// The root of the tree of 0, 1, 2, .. entries.
    roots: Vec<Hex>,
}

/// A board of entries with these kinds and payloads.
pub(crate) fn board(contents: &[(u8, &[u8])]) -> Vec<Entry> {
    let mut chain = Chain::new();
    contents.iter().map(|(kind, payload)| chain.append(*kind, payload.to_vec()).unwrap()).collect()
}

/// A board of this many small entries.
pub(crate) fn small_board(size: u8) -> Vec<Entry> {
    let payloads: Vec<Vec<u8>> = (0..size).map(|n| vec![n; n.into()]).collect();
    let contents: Vec<(u8, &[u8])> = (1..).zip(payloads.iter().map(Vec::as_slice)).collect();
    board(&contents)
}

impl Area for Chains {
    const NAME: &'static str = "chains";
    const SPEC: &'static str = "board.md, sections 3 and 4";
    type Input = Input;
    type Output = Output;

    fn valid() -> Vec<Valid<Input>> {
        let examples = board(&[(1, b"first"), (2, b"second"), (2, b"third")]);
        vec![
            valid("no_entry", input(&[])),
            valid("of_the_specification", input(&examples)),
            valid("one_entry_without_payload", input(&board(&[(255, b"")]))),
            valid("nine_entries", input(&small_board(9))),
        ]
    }

    fn invalid() -> Vec<Invalid<Input>> {
        let entries = small_board(4);
        let change = |name: &str, category: &str, change: &dyn Fn(&mut Vec<Hex>)| {
            let mut input = input(&entries);
            change(&mut input.entries);
            invalid(name, category, input)
        };
        let other =
            |entries: &mut Vec<Hex>, place: usize, bytes: Vec<u8>| entries[place] = Hex(bytes);
        vec![
            change("entry_dropped", "chain:index", &|all| drop(all.remove(1))),
            change("first_entry_dropped", "chain:index", &|all| drop(all.remove(0))),
            change("entry_repeated", "chain:index", &|all| all.insert(2, all[1].clone())),
            change("entries_swapped", "chain:index", &|all| all.swap(1, 2)),
            change("index_one_too_high", "chain:index", &|all| {
                other(all, 2, patched(&all[2].0, 8, &[3]));
            }),
            change("index_far_away", "chain:index", &|all| {
                other(all, 2, patched(&all[2].0, 1, &[0x7f, 0xff]));
            }),
            change("index_2_to_the_63_minus_one", "decode", &|all| {
                other(
                    all,
                    2,
                    patched(&all[2].0, 1, &[0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
                );
            }),
            change("first_previous_not_zero", "chain:previous", &|all| {
                other(all, 0, flipped(&all[0].0, 9));
            }),
            change("previous_changed", "chain:previous", &|all| {
                other(all, 2, flipped(&all[2].0, 40))
            }),
            change("previous_zero", "chain:previous", &|all| {
                other(all, 2, patched(&all[2].0, 9, &[0; 32]));
            }),
            change("previous_of_the_entry_before_the_one_before", "chain:previous", &|all| {
                let stale = all[1].0[9..41].to_vec();
                other(all, 2, patched(&all[2].0, 9, &stale));
            }),
            change("payload_changed", "chain:previous", &|all| {
                other(all, 2, flipped(&all[2].0, 41))
            }),
            change("kind_changed", "chain:previous", &|all| other(all, 1, flipped(&all[1].0, 0))),
            change("empty_entry", "decode", &|all| other(all, 3, Vec::new())),
            change("header_one_byte_short", "decode", &|all| {
                other(all, 0, all[0].0[..40].to_vec());
            }),
            change("entry_of_65536_bytes", "decode", &|all| {
                *all = vec![Hex(vec![0; MAX_ENTRY_BYTES + 1])];
            }),
        ]
    }

    fn judge(input: &Input) -> Result<Output, String> {
        use isoloir_board::chain::ChainError;
        let (mut chain, mut tree) = (Chain::new(), Frontier::new());
        let mut output = Output {
            chain_hashes: Vec::new(),
            leaf_hashes: Vec::new(),
            roots: vec![tree.root().as_bytes().into()],
        };
        for bytes in &input.entries {
            let entry = read_all(&bytes.0, Entry::decode)?;
            chain.follow(&entry).map_err(|error| match error {
                ChainError::WrongIndex { .. } => "chain:index",
                ChainError::WrongPrevious { .. } => "chain:previous",
                ChainError::NoSuchChain { .. } => "chain:resume",
            })?;
            assert_eq!(*chain.head().as_bytes(), sha3_256(&[&bytes.0]));
            tree.append(entry.leaf_hash()).unwrap();
            output.chain_hashes.push(chain.head().as_bytes().into());
            output.leaf_hashes.push(entry.leaf_hash().as_bytes().into());
            output.roots.push(tree.root().as_bytes().into());
        }
        Ok(output)
    }
}

fn input(entries: &[Entry]) -> Input {
    Input { entries: entries.iter().map(|entry| entry.to_bytes().into()).collect() }
}
