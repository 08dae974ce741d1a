use proptest::prelude::*;

use super::checkpoints::category;
use super::vectors::{bytes, cases, name, number, policy, text};
use crate::log::checkpoint::OpenError;
use crate::log::merkle::{ProofError, leaf_hash};
use crate::log::receipt::{Receipt, ReceiptError};

fn refused_as(error: &ReceiptError) -> &'static str {
    match error {
        ReceiptError::Note(_) => "note",
        ReceiptError::Open(error) => category(error),
        ReceiptError::Proof(ProofError::Index { .. }) => "index",
        ReceiptError::Proof(ProofError::Length(_)) => "length",
        ReceiptError::Proof(_) => "root",
        _ => "receipt",
    }
}

#[test]
fn valid_vectors_prove_their_entries() {
    for case in cases("valid/receipts", 4) {
        let (input, expected) = (&case["input"], &case["expected"]);
        let receipt = Receipt::parse(text(&input["receipt"]).as_bytes()).unwrap();
        let leaf = leaf_hash(&bytes(&input["entry"]));
        let opened = receipt.check(&policy(&input["policy"]).unwrap(), &leaf).unwrap();
        assert_eq!(receipt.index, number(&expected["index"]), "{}", name(&case));
        assert_eq!(opened.checkpoint.head.size(), number(&expected["size"]), "{}", name(&case));
        let extra = (!expected["extra"].is_null()).then(|| bytes(&expected["extra"]));
        assert_eq!(receipt.extra, extra, "{}", name(&case));
    }
}

#[test]
fn invalid_vectors_are_refused_as_what_they_are() {
    for case in cases("invalid/receipts", 24) {
        let input = &case["input"];
        let leaf = leaf_hash(&bytes(&input["entry"]));
        let policy = policy(&input["policy"]).unwrap();
        let error = Receipt::parse(text(&input["receipt"]).as_bytes())
            .and_then(|receipt| receipt.check(&policy, &leaf))
            .expect_err(name(&case));
        assert_eq!(refused_as(&error), text(&case["refused_as"]), "{}", name(&case));
    }
}

fn with_extra_data() -> String {
    let cases = cases("valid/receipts", 4);
    let case = cases.iter().find(|case| name(case) == "with_extra_data").unwrap();
    text(&case["input"]["receipt"]).to_owned()
}

#[test]
fn receipts_in_another_form_are_refused() {
    let receipt = with_extra_data();
    let refused = |receipt: String| Receipt::parse(receipt.as_bytes()).unwrap_err();
    let with = |from: &str, to: &str| refused(receipt.replacen(from, to, 1));
    assert_eq!(with("@v1", "@v2"), ReceiptError::Version);
    assert_eq!(with("extra ", "extra  "), ReceiptError::Extra);
    assert_eq!(with("index 5", "index +5"), ReceiptError::Index);
    assert_eq!(with("index 5", "Index 5"), ReceiptError::Index);
    assert_eq!(with("\n\n", "\n \n"), ReceiptError::Hash(5));
}

#[test]
fn a_second_empty_line_belongs_to_the_checkpoint_and_spoils_it() {
    let receipt = with_extra_data().replacen("\n\n", "\n\n\n", 1);
    let case = &cases("valid/receipts", 4)[0]["input"];
    let policy = policy(&case["policy"]).unwrap();
    let checked = Receipt::parse(receipt.as_bytes()).unwrap().check(&policy, &[0; 32]);
    assert!(matches!(checked, Err(ReceiptError::Open(OpenError::Checkpoint(_)))));
}

#[test]
fn extra_data_has_at_most_65535_bytes() {
    use base64ct::{Base64, Encoding};
    let with = |bytes: usize| {
        let extra = Base64::encode_string(&vec![7; bytes]);
        with_extra_data().replace("YSBub3RlIHRvIHNlbGY=", &extra)
    };
    assert_eq!(Receipt::parse(with(65_535).as_bytes()).unwrap().extra.unwrap().len(), 65_535);
    assert_eq!(Receipt::parse(with(65_536).as_bytes()), Err(ReceiptError::Extra));
    assert_eq!(Receipt::parse(&vec![b'a'; 221_395]), Err(ReceiptError::TooLong(221_395)));
}

proptest! {
    #[test]
    fn no_change_of_a_byte_makes_the_reading_panic(at: usize, byte: u8) {
        let mut receipt = with_extra_data().into_bytes();
        let at = at % receipt.len();
        receipt[at] = byte;
        let _ = Receipt::parse(&receipt);
    }
}
