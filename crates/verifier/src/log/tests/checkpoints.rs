use base64ct::{Base64, Encoding};
use ed25519_dalek::{Signer, SigningKey};
use proptest::prelude::*;
use serde_json::Value;

use super::vectors::{cases, hash, list, name, number, policy, text};
use crate::log::checkpoint::{Checkpoint, CheckpointError, OpenError, Opened, Policy};
use crate::log::key::{KeyType, VerifierKey};
use crate::log::note::{Note, NoteError};

/// Opens a note; the category of the refusal, if there is one.
fn open(policy: &Policy, note: &[u8]) -> Result<Opened, &'static str> {
    let note = Note::parse(note).map_err(|_| "note")?;
    policy.open(&note).map_err(|error| category(&error))
}

pub(super) fn category(error: &OpenError) -> &'static str {
    match error {
        OpenError::Checkpoint(_) => "checkpoint",
        OpenError::Origin { .. } => "origin",
        OpenError::Signature(_) => "signature",
        OpenError::Unsigned(_) => "unsigned",
        OpenError::Quorum { .. } => "quorum",
    }
}

#[test]
fn valid_vectors_open() {
    for case in cases("valid/checkpoints", 6) {
        let policy = policy(&case["input"]["policy"]).unwrap();
        let opened = open(&policy, text(&case["input"]["note"]).as_bytes()).unwrap();
        let expected = &case["expected"];
        assert_eq!(opened.checkpoint.head.size(), number(&expected["size"]), "{}", name(&case));
        assert_eq!(opened.checkpoint.head.root(), hash(&expected["root"]), "{}", name(&case));
        let found: Vec<(String, u64)> =
            opened.cosigners.into_iter().map(|one| (one.name, one.time)).collect();
        let cosigner = |one: &Value| (text(&one[0]).to_owned(), number(&one[1]));
        assert_eq!(found, list(&expected["cosigners"], cosigner), "{}", name(&case));
    }
}

#[test]
fn invalid_vectors_are_refused_as_what_they_are() {
    for case in cases("invalid/checkpoints", 36) {
        let note = text(&case["input"]["note"]).as_bytes();
        let refused = policy(&case["input"]["policy"]).and_then(|policy| open(&policy, note)).err();
        assert_eq!(refused, Some(text(&case["refused_as"])), "{}", name(&case));
    }
}

fn log() -> SigningKey {
    SigningKey::from_bytes(&[1; 32])
}

fn witness() -> SigningKey {
    SigningKey::from_bytes(&[2; 32])
}

fn key(kind: KeyType, name: &str, secret: &SigningKey) -> VerifierKey {
    VerifierKey::new(kind, name, &secret.verifying_key().to_bytes()).unwrap()
}

fn one_witness() -> Policy {
    let witness = key(KeyType::Witness, "w", &witness());
    Policy::new(key(KeyType::Log, "log", &log()), vec![witness], 1).unwrap()
}

fn line(key: &VerifierKey, signature: &[u8]) -> String {
    let bytes = [key.id().as_slice(), signature].concat();
    format!("\u{2014} {} {}\n", key.name(), Base64::encode_string(&bytes))
}

/// The text of a checkpoint, signed by the log and at `time` by the witness.
fn signed(text: &str, time: u64) -> String {
    let policy = one_witness();
    let message = format!("cosignature/v1\ntime {time}\n{text}");
    let cosignature = witness().sign(message.as_bytes()).to_bytes();
    let cosignature = [time.to_be_bytes().as_slice(), &cosignature].concat();
    let log_line = line(policy.log(), &log().sign(text.as_bytes()).to_bytes());
    format!("{text}\n{log_line}{}", line(&policy.witnesses()[0], &cosignature))
}

const TEXT: &str = "log\n5\nlGTwyTKo0LFv6n0VhTzvG8ORNl9vvIJ8oIY4h0dVNhc=\n";

#[test]
fn the_latest_time_that_a_cosignature_can_have_is_accepted_and_the_next_refused() {
    assert!(open(&one_witness(), signed(TEXT, (1 << 63) - 1).as_bytes()).is_ok());
    assert_eq!(open(&one_witness(), signed(TEXT, 1 << 63).as_bytes()), Err("signature"));
}

#[test]
fn a_second_line_of_the_log_that_is_bad_spoils_the_note() {
    let bad = line(one_witness().log(), &[7; 64]);
    assert_eq!(open(&one_witness(), (signed(TEXT, 1) + &bad).as_bytes()), Err("signature"));
    let short = line(one_witness().log(), &[7; 63]);
    assert_eq!(open(&one_witness(), (signed(TEXT, 1) + &short).as_bytes()), Err("signature"));
}

#[test]
fn a_cosignature_under_the_key_of_the_log_is_not_its_signature() {
    let note = signed(TEXT, 1);
    let without_log: String = note
        .lines()
        .filter(|line| !line.contains(" log "))
        .fold(String::new(), |note, line| note + line + "\n");
    assert_eq!(open(&one_witness(), without_log.as_bytes()), Err("unsigned"));
}

#[test]
fn notes_in_another_form_are_refused() {
    let note = signed(TEXT, 1);
    let refused = |note: &str| Note::parse(note.as_bytes()).unwrap_err();
    assert_eq!(refused(&note.replacen('5', "5\t", 1)), NoteError::Control(5));
    assert_eq!(refused(&(note.clone() + "\n")), NoteError::NoSignature);
    assert_eq!(refused(note.trim_end()), NoteError::NoLastNewline);
    assert_eq!(refused(&note.replace("\u{2014} w ", "\u{2014}  w ")), NoteError::Line(2));
    assert_eq!(refused(&note.replace("\u{2014} w ", "\u{2014} w+w ")), NoteError::Line(2));
    // Four bytes are a key id without a signature.
    assert_eq!(refused("log\n\n\u{2014} w AAAAAA==\n"), NoteError::Line(1));
    // Unused bits of the last character that are not zero.
    assert_eq!(refused("log\n\n\u{2014} w AAAAAAB=\n"), NoteError::Line(1));
    assert!(Note::parse("log\n\n\u{2014} w AAAAAAA=\n".as_bytes()).is_ok());
    assert_eq!(Note::parse(&[b'a', 0xff]), Err(NoteError::NotUtf8(1)));
    assert!(matches!(Note::parse(&vec![b'a'; 131_073]), Err(NoteError::TooLong(131_073))));
}

#[test]
fn the_text_of_a_note_ends_at_the_last_empty_line() {
    let note = "a\n\nb\n\n\u{2014} w AAAAAAA=\n";
    assert_eq!(Note::parse(note.as_bytes()).unwrap().text(), "a\n\nb\n");
}

#[test]
fn texts_of_checkpoints_in_another_form_are_refused() {
    use CheckpointError::{Lines, Origin, Root, Size};
    let with = |from: &str, to: &str| Checkpoint::parse(&TEXT.replacen(from, to, 1));
    assert!(with("", "").is_ok());
    assert_eq!(with("log", ""), Err(Origin));
    assert_eq!(with("log", "a log"), Err(Origin));
    assert_eq!(with("5", "+5"), Err(Size));
    assert_eq!(with("5", "05"), Err(Size));
    assert_eq!(with("5", ""), Err(Size));
    assert_eq!(with("5", "18446744073709551616"), Err(Size));
    assert_eq!(with("hc=", "h=="), Err(Root));
    assert_eq!(with("hc=", "hd="), Err(Root));
    assert_eq!(Checkpoint::parse(TEXT.trim_end()), Err(Lines));
    assert_eq!(Checkpoint::parse(&format!("{TEXT}extension\n")), Err(Lines));
}

proptest! {
    #[test]
    fn any_text_that_is_read_as_a_checkpoint_is_written_so(
        text in "(l|é| ){0,3}\n[0-9+]{0,3}\n[A-B]{42}[A-D]=\n{1,2}"
    ) {
        if let Ok(Checkpoint { origin, head }) = Checkpoint::parse(&text) {
            let root = Base64::encode_string(&head.root());
            prop_assert_eq!(format!("{origin}\n{}\n{root}\n", head.size()), text);
        }
    }

    #[test]
    fn no_bytes_make_the_reading_of_notes_panic(bytes: Vec<u8>, text in "[—\n wA=]{0,40}") {
        let _ = Note::parse(&bytes);
        let _ = Note::parse(text.as_bytes());
    }

    #[test]
    fn a_note_with_any_byte_changed_does_not_open(at: usize, change in 1_u8..) {
        let mut note = signed(TEXT, 1_790_000_000).into_bytes();
        let at = at % note.len();
        note[at] ^= change;
        prop_assert!(open(&one_witness(), &note).is_err());
    }
}
