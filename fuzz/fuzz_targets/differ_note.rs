//! Notes, checkpoints, policies, receipts and verifier keys: the crates of the board and the
//! verifier read the same ones, open the same ones, and read the same in them.
//!
//! The first byte says how the rest is taken: as it is; as the text of a note that the log and a
//! witness sign; or as a receipt whose checkpoint they have signed.

#![no_main]

use std::sync::LazyLock;

use isoloir_board::checkpoint::Checkpoint;
use isoloir_board::keys::{LogKey, WitnessKey};
use isoloir_board::merkle::{TreeHead, leaf_hash};
use isoloir_board::note::Note;
use isoloir_board::policy::Policy;
use isoloir_board::receipt::Receipt;
use isoloir_fuzz::archive::{log_signer, name, signed, witness_signer};
use isoloir_fuzz::key;
use isoloir_verify::log::checkpoint::{Checkpoint as VerifierCheckpoint, Policy as VerifierPolicy};
use isoloir_verify::log::key::{KeyType, VerifierKey};
use isoloir_verify::log::note::Note as VerifierNote;
use isoloir_verify::log::receipt::Receipt as VerifierReceipt;
use libfuzzer_sys::fuzz_target;

static POLICIES: LazyLock<(Policy, VerifierPolicy)> = LazyLock::new(|| {
    let log = log_signer().key().clone();
    let witnesses = vec![witness_signer(1).key().clone(), witness_signer(2).key().clone()];
    let parse = |kind, key: String| VerifierKey::parse(kind, &key).expect("a key");
    let same = witnesses.iter().map(|key| parse(KeyType::Witness, key.to_string())).collect();
    let verifier = VerifierPolicy::new(parse(KeyType::Log, log.to_string()), same, 1);
    (Policy::new(log, witnesses, 1).expect("a policy"), verifier.expect("a policy"))
});

fuzz_target!(|bytes: &[u8]| {
    let Some((&mode, rest)) = bytes.split_first() else { return };
    let text = || core::str::from_utf8(rest).ok();
    match mode % 3 {
        0 => {
            note(rest);
            receipt(rest);
            if let Some(text) = text() {
                checkpoint(text);
                keys(text);
            }
        }
        1 => {
            if let Some(note_bytes) = text().and_then(sign) {
                note(note_bytes.as_bytes());
            }
        }
        _ => {
            // The lines of the proof, under the checkpoint of a tree of one leaf.
            let head = TreeHead { size: 1, root: leaf_hash(b"entry") };
            receipt(&[rest, signed(head).as_bytes()].concat());
        }
    }
});

/// The text as a note with a signature of the log and a cosignature, be it a checkpoint or not.
fn sign(text: &str) -> Option<String> {
    use ed25519_dalek::Signer as _;
    use isoloir_board::note::SignatureLine;
    let (log, witness) = (log_signer(), witness_signer(1));
    let by_log = key("board", 0).sign(text.as_bytes()).to_bytes().to_vec();
    let time = 1_790_600_000_u64;
    let message = format!("cosignature/v1\ntime {time}\n{text}");
    let by_witness = key("witness", 1).sign(message.as_bytes()).to_bytes();
    let by_witness = [&time.to_be_bytes()[..], &by_witness].concat();
    let lines = vec![
        SignatureLine::new(log.key().name().clone(), log.key().id(), by_log),
        SignatureLine::new(name("witness.example/w1"), witness.key().id(), by_witness),
    ];
    Note::new(text.to_owned(), lines).ok().map(|note| note.to_string())
}

fn note(bytes: &[u8]) {
    let (crates, verifier) = (Note::parse(bytes), VerifierNote::parse(bytes));
    assert_eq!(crates.is_ok(), verifier.is_ok(), "{crates:?}, {verifier:?}");
    let (Ok(crates), Ok(verifier)) = (crates, verifier) else { return };
    assert_eq!(crates.text(), verifier.text());
    let lines = crates.signatures().iter();
    let lines = lines.map(|line| (line.name().as_str(), line.id().0, line.signature()));
    let same = verifier.signatures().iter();
    assert!(lines.eq(same.map(|line| (line.name, line.id, line.signature.as_slice()))));
    let (crates, verifier) = (POLICIES.0.open(&crates), POLICIES.1.open(&verifier));
    assert_eq!(crates.is_ok(), verifier.is_ok(), "{crates:?}, {verifier:?}");
    let (Ok(crates), Ok(verifier)) = (crates, verifier) else { return };
    assert_eq!(crates.head().size, verifier.checkpoint.head.size());
    assert_eq!(*crates.head().root.as_bytes(), verifier.checkpoint.head.root());
    let cosigners = crates.cosigners().iter().map(|one| (one.name.to_string(), one.seconds));
    assert!(cosigners.eq(verifier.cosigners.iter().map(|one| (one.name.clone(), one.time))));
}

fn receipt(bytes: &[u8]) {
    let (crates, verifier) = (Receipt::parse(bytes), VerifierReceipt::parse(bytes));
    assert_eq!(crates.is_ok(), verifier.is_ok(), "{crates:?}, {verifier:?}");
    let (Ok(crates), Ok(verifier)) = (crates, verifier) else { return };
    assert_eq!(crates.index(), verifier.index);
    assert_eq!(crates.extra(), verifier.extra.as_deref());
    let leaf = leaf_hash(b"entry");
    let one = crates.verify(&leaf, &POLICIES.0);
    let two = verifier.check(&POLICIES.1, leaf.as_bytes());
    assert_eq!(one.is_ok(), two.is_ok(), "{one:?}, {two:?}");
}

fn checkpoint(text: &str) {
    let (crates, verifier) = (text.parse::<Checkpoint>(), VerifierCheckpoint::parse(text));
    assert_eq!(crates.is_ok(), verifier.is_ok(), "{crates:?}, {verifier:?}");
    let (Ok(crates), Ok(verifier)) = (crates, verifier) else { return };
    assert_eq!(crates.origin.as_str(), verifier.origin);
    assert_eq!(crates.head.size, verifier.head.size());
    assert_eq!(*crates.head.root.as_bytes(), verifier.head.root());
}

fn keys(text: &str) {
    let log = (text.parse::<LogKey>(), VerifierKey::parse(KeyType::Log, text));
    assert_eq!(log.0.is_ok(), log.1.is_ok(), "{log:?}");
    let witness = (text.parse::<WitnessKey>(), VerifierKey::parse(KeyType::Witness, text));
    assert_eq!(witness.0.is_ok(), witness.1.is_ok(), "{witness:?}");
    if let (Ok(crates), Ok(verifier)) = log {
        assert_eq!((crates.to_string(), crates.id().0), (verifier.to_string(), verifier.id()));
    }
}
