//! Notes, checkpoints, receipts and verifier keys: each has one way to be written, and no policy
//! panics.

#![no_main]

use std::sync::LazyLock;

use isoloir_board::checkpoint::Checkpoint;
use isoloir_board::keys::{LogKey, LogSigner, WitnessKey, WitnessSigner};
use isoloir_board::merkle::leaf_hash;
use isoloir_board::note::Note;
use isoloir_board::policy::Policy;
use isoloir_board::receipt::Receipt;
use isoloir_fuzz::key;
use libfuzzer_sys::fuzz_target;

static POLICY: LazyLock<Policy> = LazyLock::new(|| {
    let name = |text: &str| text.parse().expect("a key name");
    let log = LogSigner::new(name("board.example/town"), key("board", 0)).expect("a key");
    let witness = WitnessSigner::new(name("witness.example/w1"), key("witness", 1)).expect("a key");
    Policy::new(log.key().clone(), vec![witness.key().clone()], 1).expect("a policy")
});

fuzz_target!(|bytes: &[u8]| {
    if let Ok(note) = Note::parse(bytes) {
        assert_eq!(note.to_string().as_bytes(), bytes);
        let _ = POLICY.open(&note);
    }
    if let Ok(receipt) = Receipt::parse(bytes) {
        assert_eq!(receipt.to_string().as_bytes(), bytes);
        let _ = receipt.verify(&leaf_hash(b"entry"), &POLICY);
    }
    if let Ok(text) = core::str::from_utf8(bytes) {
        if let Ok(checkpoint) = text.parse::<Checkpoint>() {
            assert_eq!(checkpoint.to_string(), text);
        }
        if let Ok(key) = text.parse::<LogKey>() {
            assert_eq!(key.to_string(), text);
        }
        if let Ok(key) = text.parse::<WitnessKey>() {
            assert_eq!(key.to_string(), text);
        }
    }
});
