use isoloir_board::keys::{KeyError, LogKey, MAX_COSIGNATURE_SECONDS, WitnessKey};
use isoloir_board::note::{KeyName, MAX_KEY_NAME_BYTES, Note};
use proptest::prelude::*;
use signed_note::{StandardVerifier, Verifier};

use crate::{head, leaves, log, witness};

/// The key and the note in the documentation of golang.org/x/mod/sumdb/note.
const GO_KEY: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const GO_NOTE: &str = "If you think cryptography is the answer to your problem,\n\
    then you don't know what your problem is.\n\n\
    \u{2014} PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfq\
    dngotpRZb6KE6RyyBwJnAM=\n";

#[test]
fn the_note_of_the_go_documentation_verifies() {
    let key: LogKey = GO_KEY.parse().unwrap();
    let note = Note::parse(GO_NOTE.as_bytes()).unwrap();
    assert!(key.is_of(&note.signatures()[0]));
    key.verify(note.text(), &note.signatures()[0]).unwrap();
    let changed = note.text().replace("answer", "remedy");
    assert!(matches!(
        key.verify(&changed, &note.signatures()[0]),
        Err(KeyError::BadSignature { .. })
    ));
}

#[test]
fn a_verifier_key_is_read_and_written_the_same() {
    assert_eq!(GO_KEY.parse::<LogKey>().unwrap().to_string(), GO_KEY);
    let key = witness("w.example/1", 2).key().to_string();
    assert_eq!(key.parse::<WitnessKey>().unwrap().to_string(), key);
}

#[test]
fn another_implementation_reads_our_verifier_key_and_finds_the_same_identifier() {
    let signer = log("log.example/1", 1);
    let theirs = StandardVerifier::new(&signer.key().to_string()).unwrap();
    assert_eq!(theirs.name(), "log.example/1");
    assert_eq!(theirs.key_id().to_be_bytes(), signer.key().id().0);
}

#[test]
fn a_log_key_and_a_witness_key_of_one_secret_have_different_identifiers() {
    let (log, witness) = (log("same.example", 1), witness("same.example", 1));
    assert_eq!(log.key().as_bytes(), witness.key().as_bytes());
    assert_ne!(log.key().id(), witness.key().id());
}

#[test]
fn a_key_of_one_type_is_not_taken_for_the_other() {
    let witness_key = witness("w.example", 2).key().to_string();
    let error = witness_key.parse::<LogKey>().unwrap_err();
    assert!(matches!(error, KeyError::WrongType { expected: 1, found: 4, .. }), "{error}");
    let error = GO_KEY.parse::<WitnessKey>().unwrap_err();
    assert!(matches!(error, KeyError::WrongType { expected: 4, found: 1, .. }), "{error}");
}

#[test]
fn a_verifier_key_copied_wrongly_is_refused_at_every_character() {
    for at in 0..GO_KEY.len() {
        let mut text = GO_KEY.as_bytes().to_vec();
        text[at] = if text[at] == b'Q' { b'R' } else { b'Q' };
        String::from_utf8(text).unwrap().parse::<LogKey>().unwrap_err();
    }
}

#[test]
fn a_verifier_key_of_the_wrong_form_is_refused() {
    let upper = GO_KEY.replace("c74f20a3", "C74F20A3");
    let space = GO_KEY.replace("Peter", "Peter ");
    let long = GO_KEY.replace("Peter", &"P".repeat(MAX_KEY_NAME_BYTES));
    let unpadded = witness("w.example", 2).key().to_string() + "=";
    for text in ["", "+", "++", "a+b", "a+c74f20a3+", &upper, &space, &long, &unpadded] {
        text.parse::<LogKey>().expect_err(text);
    }
}

#[test]
fn points_of_small_order_and_non_canonical_points_are_no_keys() {
    let name: KeyName = "log.example".parse().unwrap();
    let mut one = [0; 32];
    one[0] = 1;
    let mut minus_one = [0xff; 32];
    (minus_one[0], minus_one[31]) = (0xec, 0x7f);
    let zero = [0; 32];
    // y = p + 3 .. p + 18, written without reduction: some are on the curve and of large order.
    let unreduced = (0xed..=0xff).flat_map(|low| {
        [0x7f, 0xff].map(|high| {
            let mut bytes = [0xff; 32];
            (bytes[0], bytes[31]) = (low, high);
            bytes
        })
    });
    for bytes in [zero, one, minus_one].into_iter().chain(unreduced) {
        let error = LogKey::new(name.clone(), &bytes).unwrap_err();
        assert_eq!(error, KeyError::BadPoint { name: name.clone() });
        WitnessKey::new(name.clone(), &bytes).unwrap_err();
    }
}

#[test]
fn a_secret_key_does_not_print() {
    let secret = "1, 1, 1, 1";
    for printed in
        [format!("{:?}", log("log.example", 1)), format!("{:?}", witness("w.example", 1))]
    {
        assert!(!printed.contains(secret) && !printed.contains("01010101"), "{printed}");
        assert!(printed.contains(".."), "{printed}");
    }
}

#[test]
fn a_cosignature_after_the_end_of_time_can_not_be_made() {
    let checkpoint = crate::checkpoint("log.example", head(&leaves(3)));
    let signer = witness("w.example", 2);
    let seconds = MAX_COSIGNATURE_SECONDS + 1;
    let error = checkpoint.cosign(&signer, seconds).unwrap_err();
    assert_eq!(error, KeyError::TimeTooLate { seconds });
    checkpoint.cosign(&signer, MAX_COSIGNATURE_SECONDS).unwrap();
}

proptest! {
    #[test]
    fn no_text_makes_the_reader_of_keys_panic(text in "\\PC{0,20}(\\+[0-9a-f]{8}\\+[A-Za-z0-9+/=]{0,48})?") {
        let _ = text.parse::<LogKey>();
        let _ = text.parse::<WitnessKey>();
    }
}
