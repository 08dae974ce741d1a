//! Receipts: `spec/board.md`, section 8.

use isoloir_board::MerkleHash;
use isoloir_board::entry::Entry;
use isoloir_board::proof::InclusionProof;
use isoloir_board::receipt::{Receipt, ReceiptError};
use isoloir_encoding::{Decode, Encode};
use serde::{Deserialize, Serialize};

use crate::chain::small_board;
use crate::checkpoint::{Trust, note_category, open_category, signed};
use crate::file::{Area, Hex, Invalid, Valid, invalid, valid};
use crate::merkle::{category, subtree};
use crate::samples::{flipped, read_all};

pub(crate) struct Receipts;

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Input {
    policy: Trust,
    entry: Hex,
    receipt: String,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Output {
    index: u64,
    size: u64,
    extra: Option<Hex>,
}

impl Area for Receipts {
    const NAME: &'static str = "receipts";
    const SPEC: &'static str = "board.md, section 8";
    type Input = Input;
    type Output = Output;

    fn valid() -> Vec<Valid<Input>> {
        let extra = |input: Input| {
            let receipt = Receipt::parse(input.receipt.as_bytes()).unwrap();
            let receipt = receipt.with_extra(b"a note to self".to_vec()).unwrap().to_string();
            Input { receipt, ..input }
        };
        vec![
            valid("entry_5_of_9", receipt(5, 9)),
            valid("the_last_entry", receipt(8, 9)),
            valid("the_only_entry", receipt(0, 1)),
            valid("with_extra_data", extra(receipt(5, 9))),
        ]
    }

    fn invalid() -> Vec<Invalid<Input>> {
        let good = receipt(5, 9);
        let text = good.receipt.clone();
        let case = |name: &str, category: &str, receipt: String| {
            invalid(name, category, Input { receipt, ..good.clone() })
        };
        let replaced = |from: &str, to: &str| text.replacen(from, to, 1);
        let hash = text.lines().nth(2).unwrap().to_owned();
        let next = text.lines().nth(3).unwrap().to_owned();
        let other_entry = |place: usize| {
            let entry = Hex(flipped(&good.entry.0, place));
            Input { entry, ..good.clone() }
        };
        vec![
            invalid("entry_of_another_payload", "root", other_entry(42)),
            invalid("entry_of_another_kind", "root", other_entry(0)),
            invalid(
                "of_another_entry",
                "root",
                Input { entry: receipt(4, 9).entry, ..good.clone() },
            ),
            invalid(
                "with_too_few_cosignatures",
                "quorum",
                Input { policy: Trust::sample(2), ..good.clone() },
            ),
            case("another_index", "root", replaced("index 5", "index 4")),
            case("index_outside_the_tree", "index", replaced("index 5", "index 9")),
            case("index_with_leading_zero", "receipt", replaced("index 5", "index 05")),
            case("index_missing", "receipt", replaced("index 5\n", "")),
            case("index_negative", "receipt", replaced("index 5", "index -5")),
            case("another_version", "receipt", replaced("@v1", "@v2")),
            case("header_missing", "receipt", replaced("c2sp.org/tlog-proof@v1\n", "")),
            case("hash_missing", "length", replaced(&format!("{hash}\n"), "")),
            case("hash_repeated", "length", replaced(&hash, &format!("{hash}\n{hash}"))),
            case(
                "hashes_swapped",
                "root",
                replaced(&format!("{hash}\n{next}"), &format!("{next}\n{hash}")),
            ),
            case("hash_without_padding", "receipt", replaced(&hash, hash.trim_end_matches('='))),
            case(
                "extra_after_the_index",
                "receipt",
                replaced("index 5\n", "index 5\nextra AAAA\n"),
            ),
            case("extra_empty", "receipt", replaced("index 5\n", "extra \nindex 5\n")),
            case(
                "extra_not_canonical_base64",
                "receipt",
                replaced("index 5\n", "extra AB==\nindex 5\n"),
            ),
            case("65_hashes", "length", replaced(&hash, &[hash.as_str(); 62].join("\n"))),
            case("no_empty_line", "receipt", text.replace("\n\n", "\n")),
            case(
                "checkpoint_missing",
                "note",
                text.split_once("\n\n").unwrap().0.to_owned() + "\n\n",
            ),
            case("checkpoint_of_another_size", "root", {
                let (head, _) = text.split_once("\n\n").unwrap();
                format!("{head}\n\n{}", signed(10, &[1]))
            }),
            case("checkpoint_forged", "signature", replaced("\n9\n", "\n8\n")),
            case("carriage_returns", "receipt", text.replace('\n', "\r\n")),
        ]
    }

    fn judge(input: &Input) -> Result<Output, String> {
        let policy = input.policy.policy()?;
        let entry = read_all(&input.entry.0, Entry::decode)?;
        let receipt = Receipt::parse(input.receipt.as_bytes()).map_err(refusal)?;
        assert_eq!(receipt.to_string(), input.receipt, "what is read is canonical");
        let opened = receipt.verify(&entry.leaf_hash(), &policy).map_err(refusal)?;
        let extra = receipt.extra().map(Hex::from);
        Ok(Output { index: receipt.index(), size: opened.head().size, extra })
    }
}

fn refusal(error: ReceiptError) -> String {
    match error {
        ReceiptError::TooLong { .. }
        | ReceiptError::NotUtf8
        | ReceiptError::BadHeader
        | ReceiptError::BadExtra
        | ReceiptError::BadIndex
        | ReceiptError::BadHash(_)
        | ReceiptError::NoCheckpoint => "receipt".into(),
        ReceiptError::BadNote(error) => note_category(&error),
        ReceiptError::BadCheckpoint(error) => open_category(&error),
        ReceiptError::BadProof(error) => category(&error).into(),
    }
}

fn receipt(index: u64, size: u8) -> Input {
    let entries = small_board(size);
    let leaves: Vec<MerkleHash> = entries.iter().map(Entry::leaf_hash).collect();
    let proof = InclusionProof::generate(index, size.into(), subtree(&leaves)).unwrap();
    Input {
        policy: Trust::sample(1),
        entry: entries[index as usize].to_bytes().into(),
        receipt: Receipt::new(index, proof, signed(size, &[1])).to_string(),
    }
}
