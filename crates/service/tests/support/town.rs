//! The tiny election of the test vectors, as entries in a database.

use std::sync::Arc;

use ed25519_dalek::SigningKey;
use isoloir_board::checkpoint::Checkpoint;
use isoloir_board::entry::Entry;
use isoloir_board::keys::{LogSigner, WitnessSigner};
use isoloir_board::merkle::Frontier;
use isoloir_election::message::Kind;
use isoloir_encoding::{Decode, Encode};
use isoloir_service::board::{self, Board};
use isoloir_service::clock::Clock;
use isoloir_service::store::{Extension, Store, Stored};
use rand_chacha::ChaCha20Rng;
use rand_core::{RngCore, SeedableRng};

const ELECTIONS: &str = include_str!("../../../../spec/vectors/valid/elections.json");

/// Its entries, up to the close of the vote.
pub(crate) fn entries() -> Vec<Entry> {
    let entries = decided_entries().into_iter();
    entries.take_while(|entry| entry.kind() != Kind::Close as u8).collect()
}

/// All its entries, up to the results of its districts.
pub(crate) fn decided_entries() -> Vec<Entry> {
    let election = tiny_election();
    let entries = election["input"]["entries"].as_array().unwrap().iter();
    entries
        .map(|it| Entry::from_bytes(&hex::decode(it.as_str().unwrap()).unwrap()).unwrap())
        .collect()
}

/// What came out in each of its districts.
pub(crate) fn results() -> Vec<serde_json::Value> {
    tiny_election()["expected"]["results"].as_array().unwrap().clone()
}

fn tiny_election() -> serde_json::Value {
    let file: serde_json::Value = serde_json::from_str(ELECTIONS).unwrap();
    let cases = file["cases"].as_array().unwrap();
    cases.iter().find(|case| case["name"] == "tiny_election").unwrap().clone()
}

/// The payloads of its ballots.
pub(crate) fn ballots() -> Vec<Vec<u8>> {
    let is_ballot = |entry: &Entry| entry.kind() == Kind::Ballot as u8;
    entries().iter().filter(|it| is_ballot(it)).map(|it| it.payload().to_vec()).collect()
}

pub(crate) fn key(role: &str, number: u8) -> SigningKey {
    let (mut seed, label) = ([0; 32], format!("{role} {number}"));
    seed[..label.len()].copy_from_slice(label.as_bytes());
    let mut bytes = [0; 32];
    ChaCha20Rng::from_seed(seed).fill_bytes(&mut bytes);
    SigningKey::from_bytes(&bytes)
}

pub(crate) fn signer() -> LogSigner {
    LogSigner::new("board.example/town".parse().unwrap(), key("board", 0)).unwrap()
}

/// Its board, with the vote open and a checkpoint that a witness has signed.
pub(crate) async fn open(store: Arc<dyn Store>, clock: Clock) -> Board {
    board_of(&entries(), store, clock).await
}

/// Its board at the end, with the results of all districts.
pub(crate) async fn decided(store: Arc<dyn Store>, clock: Clock) -> Board {
    board_of(&decided_entries(), store, clock).await
}

async fn board_of(entries: &[Entry], store: Arc<dyn Store>, clock: Clock) -> Board {
    let witness = "witness.example/w1".parse().unwrap();
    let witness = WitnessSigner::new(witness, key("witness", 1)).unwrap();
    put(&*store, entries, Some(&witness)).await;
    Board::open(store, signer(), Vec::new(), clock).await.unwrap()
}

/// Puts entries into a database, and the checkpoint over them, which a witness may have signed.
pub(crate) async fn put(store: &dyn Store, entries: &[Entry], witness: Option<&WitnessSigner>) {
    let signer = signer();
    board::create(store, &signer).await.unwrap();
    let mut log = Frontier::new();
    entries.iter().for_each(|entry| log.append(entry.leaf_hash()).unwrap());
    let checkpoint = Checkpoint { origin: signer.key().name().clone(), head: log.head() };
    let mut note = checkpoint.sign(&signer).unwrap();
    if let Some(witness) = witness {
        note = note.with_signature(checkpoint.cosign(witness, 1_790_600_000).unwrap()).unwrap();
    }
    let entries = entries.iter().map(|entry| entry.to_bytes().into()).collect();
    let (after, checkpoint) = (store.head().await.unwrap().unwrap().checkpoint, note.to_string());
    let extension = Extension { from: 0, after, entries, checkpoint, turnout: Vec::new() };
    assert_eq!(store.extend(&extension).await.unwrap(), Stored::Done);
}
