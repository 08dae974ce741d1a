//! Bytes that must never change: boards that exist have them. All values were also computed by an
//! independent program from `spec/board.md`, and stand there as the examples.

use isoloir_board::chain::Chain;
use isoloir_board::entry::Entry;
use isoloir_board::note::Note;
use isoloir_board::policy::Policy;
use isoloir_board::proof::{InclusionProof, ProofError};
use isoloir_board::receipt::Receipt;
use isoloir_encoding::Encode;

use crate::{checkpoint, head, log, subtree, witness};

const ORIGIN: &str = "board.example/2026";
const LOG_KEY: &str = "board.example/2026+f82a8ff6+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c";
const WITNESS_KEY: &str =
    "witness.example/w1+df1c0a35+BIE5dw6ofRdfVqNUZsNMfszLjYqRtO43ol32D1uPybOU";

const CHECKPOINT: &str = "\
board.example/2026
3
4jHev3cGMKS+W1M21UHlWX4ruPOgReDiTnULZ7juBAI=

\u{2014} board.example/2026 +CqP9vN9dJliBS3Ri75vYV4jX0xlQVh3qJqc/fEJWh8aASKNymgGAzmKWfvsYRxWEMZgMA0EVqNz0rcw3I17mhAf1wE=
\u{2014} witness.example/w1 3xwKNQAAAABqsTuAM5yuGgFmYIWSZtwAhMbkHnLr+/AWTLkdScxnrKC94GmZc34yM5soYEWdJR7Rw/1K4z2/IQP+/wOzJIHjpijmBQ==
";

const RECEIPT_START: &str = "\
c2sp.org/tlog-proof@v1
index 1
BMeOCIIJ5PVFpZ2WGqit2xGgZ6ipYcXwFWb3o3q62t8=
+rmbw6iBo20xRQp37n6N0oAhsO+fh1wZDqCW8M3aD2w=

";

/// Kinds 1, 2, 2 and payloads "first", "second", "third".
fn board() -> Vec<Entry> {
    let mut chain = Chain::new();
    [(1, "first"), (2, "second"), (2, "third")]
        .map(|(kind, payload)| chain.append(kind, payload.into()).unwrap())
        .to_vec()
}

/// Secrets of 32 bytes 0x01 (log) and 0x02 (witness), cosigned at 1790000000.
fn note() -> Note {
    let leaves: Vec<_> = board().iter().map(Entry::leaf_hash).collect();
    let checkpoint = checkpoint(ORIGIN, head(&leaves));
    let cosignature = checkpoint.cosign(&witness("witness.example/w1", 2), 1_790_000_000).unwrap();
    checkpoint.sign(&log(ORIGIN, 1)).unwrap().with_signature(cosignature).unwrap()
}

#[test]
fn the_bytes_and_hashes_of_an_entry_are_frozen() {
    let entry = &board()[1];
    let expected = [
        &[2][..],
        &[0, 0, 0, 0, 0, 0, 0, 1],
        &[0x41, 0xcc, 0xbc, 0x37, 0xb8, 0xd2, 0x8d, 0x35],
        &[0x84, 0xce, 0x18, 0xef, 0x3a, 0xd0, 0x90, 0x1c],
        &[0xf0, 0xfb, 0xfc, 0x1e, 0xb7, 0xa4, 0x58, 0x29],
        &[0x5a, 0x50, 0xb6, 0xb3, 0x1e, 0x05, 0x2c, 0x49],
        b"second",
    ]
    .concat();
    assert_eq!(entry.to_bytes(), expected);
    assert_eq!(
        entry.chain_hash().to_string(),
        "cd6cbfe9ef47e7157cd54c8ba88260f45aa6dcf510aaeeebbb6e41f8d288daef"
    );
    assert_eq!(
        entry.leaf_hash().to_string(),
        "aa777d8a479f9c5146769d85366ee9fd91df458c4989656eed173e210162fbe7"
    );
}

#[test]
fn verifier_keys_are_frozen() {
    assert_eq!(log(ORIGIN, 1).key().to_string(), LOG_KEY);
    assert_eq!(witness("witness.example/w1", 2).key().to_string(), WITNESS_KEY);
}

#[test]
fn a_cosigned_checkpoint_is_frozen() {
    assert_eq!(note().to_string(), CHECKPOINT);
}

#[test]
fn a_receipt_is_frozen_and_proves_its_entry_with_the_frozen_keys() {
    let leaves: Vec<_> = board().iter().map(Entry::leaf_hash).collect();
    let hash = |level, index| Ok::<_, ProofError>(subtree(&leaves, level, index));
    let proof = InclusionProof::generate(1, 3, hash).unwrap();
    let frozen = format!("{RECEIPT_START}{CHECKPOINT}");
    assert_eq!(Receipt::new(1, proof, note()).to_string(), frozen);

    let (log, witness) = (LOG_KEY.parse().unwrap(), WITNESS_KEY.parse().unwrap());
    let policy = Policy::new(log, vec![witness], 1).unwrap();
    let receipt = Receipt::parse(frozen.as_bytes()).unwrap();
    let opened = receipt.verify(&board()[1].leaf_hash(), &policy).unwrap();
    assert_eq!((opened.head().size, opened.cosigners()[0].seconds), (3, 1_790_000_000));
}
