use isoloir_board::MerkleHash;
use isoloir_board::entry::Entry;
use isoloir_board::keys::KeyError;
use isoloir_board::note::{MAX_NOTE_BYTES, Note, NoteError};
use isoloir_board::policy::{OpenError, Policy};
use isoloir_board::proof::{InclusionProof, MAX_PROOF_HASHES, ProofError};
use isoloir_board::receipt::{MAX_EXTRA_BYTES, MAX_RECEIPT_BYTES, Receipt, ReceiptError};
use proptest::prelude::*;

use crate::{checkpoint, entries, head, log, subtree, witness};

const ORIGIN: &str = "log.example/2026";

fn policy() -> Policy {
    let witnesses = vec![witness("w1", 11).key().clone(), witness("w2", 12).key().clone()];
    Policy::new(log(ORIGIN, 1).key().clone(), witnesses, 1).unwrap()
}

/// The receipt for an entry of a board, with a cosigned checkpoint.
fn receipt(entries: &[Entry], index: u64) -> Receipt {
    let leaves: Vec<_> = entries.iter().map(Entry::leaf_hash).collect();
    let checkpoint = checkpoint(ORIGIN, head(&leaves));
    let cosignature = checkpoint.cosign(&witness("w2", 12), 1_800_000_000).unwrap();
    let note = checkpoint.sign(&log(ORIGIN, 1)).unwrap().with_signature(cosignature).unwrap();
    let hash = |level, index| Ok::<_, ProofError>(subtree(&leaves, level, index));
    let proof = InclusionProof::generate(index, leaves.len() as u64, hash).unwrap();
    Receipt::new(index, proof, note)
}

fn parse(text: &str) -> Result<Receipt, ReceiptError> {
    Receipt::parse(text.as_bytes())
}

#[test]
fn every_receipt_of_a_board_proves_its_entry_and_no_other() {
    for size in 1..12 {
        let entries = entries(size);
        for index in 0..size {
            let receipt = parse(&receipt(&entries, index).to_string()).unwrap();
            for entry in &entries {
                let verified = receipt.verify(&entry.leaf_hash(), &policy());
                assert_eq!(verified.is_ok(), entry.index() == index);
            }
        }
    }
}

/// Every change of one bit to any byte: an index, a hash, a size, a root, a signature, a time.
#[test]
fn a_receipt_changed_by_one_bit_is_refused_at_every_byte() {
    let entries = entries(7);
    let leaf = entries[3].leaf_hash();
    let bytes = receipt(&entries, 3).to_string().into_bytes();
    Receipt::parse(&bytes).unwrap().verify(&leaf, &policy()).unwrap();
    for at in 0..bytes.len() {
        for bit in 0..8 {
            let mut bytes = bytes.clone();
            bytes[at] ^= 1 << bit;
            if let Ok(receipt) = Receipt::parse(&bytes) {
                receipt.verify(&leaf, &policy()).unwrap_err();
            }
        }
    }
}

#[test]
fn a_receipt_cut_short_is_refused_at_every_length() {
    let text = receipt(&entries(7), 3).to_string();
    for length in (0..text.len()).filter(|length| text.is_char_boundary(*length)) {
        // A cut after a whole signature line leaves a receipt: one with a witness less.
        if let Ok(receipt) = parse(&text[..length]) {
            let leaf = entries(7)[3].leaf_hash();
            let error = receipt.verify(&leaf, &policy()).unwrap_err();
            let needed = OpenError::TooFewCosignatures { needed: 1, found: 0 };
            assert_eq!(error, ReceiptError::BadCheckpoint(needed));
        }
    }
}

#[test]
fn a_receipt_under_the_checkpoint_of_another_size_is_refused() {
    let entries = entries(9);
    let leaf = entries[3].leaf_hash();
    let note = receipt(&entries[..8], 3).checkpoint().clone();
    let moved = Receipt::new(3, receipt(&entries, 3).proof().clone(), note);
    assert!(matches!(moved.verify(&leaf, &policy()), Err(ReceiptError::BadProof(_))));
}

#[test]
fn a_receipt_whose_checkpoint_was_forged_is_refused() {
    let mut entries = entries(7);
    entries[3] = Entry::new(3, entries[3].previous(), 0, b"forged".to_vec()).unwrap();
    let forged = receipt(&entries, 3).checkpoint().clone();
    let honest = receipt(&crate::entries(7), 3);
    let note = Note::new(forged.text().into(), honest.checkpoint().signatures().to_vec());
    let receipt = Receipt::new(3, receipt(&entries, 3).proof().clone(), note.unwrap());
    let error = receipt.verify(&entries[3].leaf_hash(), &policy()).unwrap_err();
    let bad = OpenError::BadSignature(KeyError::BadSignature { name: ORIGIN.parse().unwrap() });
    assert_eq!(error, ReceiptError::BadCheckpoint(bad));
}

#[test]
fn extra_data_is_kept_and_proves_nothing() {
    let entries = entries(4);
    let plain = receipt(&entries, 1);
    let extra = plain.clone().with_extra(b"for the voter".to_vec()).unwrap();
    let parsed = parse(&extra.to_string()).unwrap();
    assert_eq!((&parsed, parsed.extra()), (&extra, Some(&b"for the voter"[..])));
    parsed.verify(&entries[1].leaf_hash(), &policy()).unwrap();
    assert!(extra.to_string().starts_with("c2sp.org/tlog-proof@v1\nextra Zm9yIHRoZSB2b3Rlcg==\n"));
}

#[test]
fn extra_data_that_is_empty_or_too_long_is_refused() {
    let plain = receipt(&entries(1), 0);
    for extra in [vec![], vec![0; MAX_EXTRA_BYTES + 1]] {
        let error = plain.clone().with_extra(extra).unwrap_err();
        assert_eq!(error, ReceiptError::BadExtra);
    }
    plain.with_extra(vec![0; MAX_EXTRA_BYTES]).unwrap();
}

#[test]
fn a_receipt_that_is_not_as_the_format_wants_it_is_refused_for_what_is_wrong() {
    let good = receipt(&entries(2), 1).to_string();
    let hash = good.lines().nth(2).unwrap();
    let replace = |from: &str, to: &str| good.replacen(from, to, 1);
    let cases = [
        (String::new(), ReceiptError::NoCheckpoint),
        (replace("@v1", "@v2"), ReceiptError::BadHeader),
        (format!("\u{feff}{good}"), ReceiptError::BadHeader),
        (format!("\n{good}"), ReceiptError::BadHeader),
        (replace("index 1\n", ""), ReceiptError::BadIndex),
        (replace("index 1", "index 01"), ReceiptError::BadIndex),
        (replace("index 1", "index +1"), ReceiptError::BadIndex),
        (replace("index 1", "index  1"), ReceiptError::BadIndex),
        (replace("index 1", "index "), ReceiptError::BadIndex),
        (replace("index 1", "index 1 "), ReceiptError::BadIndex),
        (replace("index 1", "Index 1"), ReceiptError::BadIndex),
        (replace("index 1", "index 18446744073709551616"), ReceiptError::BadIndex),
        (replace("index 1", "extra\nindex 1"), ReceiptError::BadIndex),
        (replace("index 1", "extra \nindex 1"), ReceiptError::BadExtra),
        (replace("index 1", "extra AB==\nindex 1"), ReceiptError::BadExtra),
        (replace("index 1", "extra AA==\nextra AA==\nindex 1"), ReceiptError::BadIndex),
        (replace("index 1", "index 1\nextra AA=="), ReceiptError::BadHash(1)),
        (replace(hash, &hash[..40]), ReceiptError::BadHash(1)),
        (replace(hash, &format!("{hash} ")), ReceiptError::BadHash(1)),
        (replace(hash, &format!("{hash}\n{}", &hash[4..])), ReceiptError::BadHash(2)),
        (replace("\n\n", "\n"), ReceiptError::BadHash(2)),
        (replace("\n\n", "\r\n\r\n"), ReceiptError::BadHash(1)),
    ];
    for (text, error) in cases {
        assert_eq!(parse(&text), Err(error), "{text:?}");
    }
    let hashes = format!("\n{hash}").repeat(MAX_PROOF_HASHES);
    let endless = replace("\n\n", &format!("{hashes}\n\n"));
    let error = ProofError::TooManyHashes { count: MAX_PROOF_HASHES + 1 };
    assert_eq!(parse(&endless), Err(ReceiptError::BadProof(error)));
    let unsigned = good.split("\n\u{2014}").next().unwrap();
    assert_eq!(parse(unsigned), Err(ReceiptError::BadNote(NoteError::Unsigned)));
}

#[test]
fn a_receipt_above_the_bound_is_refused_and_the_largest_is_within_it() {
    let bytes = MAX_RECEIPT_BYTES + 1;
    assert_eq!(Receipt::parse(&vec![b'a'; bytes]), Err(ReceiptError::TooLong { bytes }));
    let hashes = vec![MerkleHash::new([7; 32]); MAX_PROOF_HASHES];
    let small = receipt(&entries(1), 0).checkpoint().clone();
    let fill = "t".repeat(MAX_NOTE_BYTES - small.to_string().len());
    let note = Note::new(fill + small.text(), small.signatures().to_vec()).unwrap();
    let largest = Receipt::new(u64::MAX, InclusionProof::new(hashes).unwrap(), note);
    let largest = largest.with_extra(vec![0; MAX_EXTRA_BYTES]).unwrap();
    assert_eq!(parse(&largest.to_string()).unwrap(), largest);
}

proptest! {
    #[test]
    fn whatever_is_read_as_a_receipt_prints_the_same(
        at in any::<prop::sample::Index>(),
        cut in 0..5usize,
        insert in "[\nindex 01A=]{0,5}",
    ) {
        let mut text = receipt(&entries(5), 2).to_string();
        let at = at.index(150);
        text.replace_range(at..at + cut, &insert);
        if let Ok(receipt) = parse(&text) {
            prop_assert_eq!(receipt.to_string(), text);
        }
    }
}
