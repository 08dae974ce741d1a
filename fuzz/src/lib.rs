//! What the fuzz targets share: the test vectors, the keys of their tiny election, and a check that
//! what is read is canonical. The targets that compare the election crates with the independent
//! verifier share [`archive`], [`ballots`], [`both`] and
//! [`edits`].

pub mod archive;
pub mod ballots;
pub mod both;
pub mod edits;

use ed25519_dalek::SigningKey;
use isoloir_board::entry::Entry;
use isoloir_election::message::{CoSigned, Kind, Signed};
use isoloir_election::phase::{Phase, Record};
use isoloir_encoding::{Decode, DecodeError, Encode, Reader};
use rand_chacha::ChaCha20Rng;
use rand_core::{RngCore, SeedableRng};
use serde_json::Value;

const ELECTIONS: &str = include_str!("../../spec/vectors/valid/elections.json");
const CEREMONIES: &str = include_str!("../../spec/vectors/valid/ceremonies.json");

/// Checks that `bytes`, if they are read, are what is written.
///
/// # Panics
/// If they are not: that is a finding.
pub fn canonical<T: Encode>(
    bytes: &[u8],
    read: impl FnOnce(&mut Reader<'_>) -> Result<T, DecodeError>,
) -> Option<T> {
    let mut input = Reader::new(bytes);
    let value = read(&mut input).ok()?;
    input.finish().ok()?;
    assert_eq!(value.to_bytes(), bytes, "what is read is not what is written");
    Some(value)
}

/// The entries of the tiny election of the test vectors.
pub fn tiny_election() -> Vec<Entry> {
    let entry = |bytes: Vec<u8>| Entry::from_bytes(&bytes).expect("the vectors are right");
    input(ELECTIONS, "tiny_election", "entries").into_iter().map(entry).collect()
}

/// The messages of one round of a ceremony of three trustees, two of whom decrypt, over two slots.
pub fn ceremony_messages(round: &str) -> Vec<Vec<u8>> {
    input(CEREMONIES, "two_of_three", round)
}

/// The signing key of a party of the tiny election.
pub fn key(role: &str, number: u8) -> SigningKey {
    let mut bytes = [0; 32];
    rng(&format!("{role} {number}")).fill_bytes(&mut bytes);
    SigningKey::from_bytes(&bytes)
}

/// The payload with which the parties of a kind's role sign a message: two of them, or the one with
/// this number.
pub fn sign(kind: Kind, context: &[u8; 32], signer: u8, message: &[u8]) -> Vec<u8> {
    let role = role(kind);
    match kind {
        Kind::Reissue | Kind::PaperBatch => {
            let keys = [key(role, 0), key(role, 1)];
            CoSigned::sign(kind, context, &[(0, &keys[0]), (1, &keys[1])], message)
        }
        _ => Signed::sign(kind, context, signer % 3, &key(role, signer % 3), message),
    }
}

fn role(kind: Kind) -> &'static str {
    match kind {
        Kind::Roll | Kind::Revocation | Kind::Reissue => "registrar",
        Kind::Definition
        | Kind::Open
        | Kind::Withdrawal
        | Kind::PaperBatch
        | Kind::Close
        | Kind::Result => "official",
        _ => "trustee",
    }
}

/// What signatures of the next entry are bound to.
pub fn context(record: &Record) -> [u8; 32] {
    match record.phase() {
        Phase::Empty => [0; 32],
        Phase::Setup(setup) => setup.election().id().0,
        Phase::Voting(voting) => voting.fingerprint().0,
        Phase::Closed(closed) => closed.fingerprint().0,
        Phase::Decrypting(decrypting) | Phase::Decided(decrypting) => {
            decrypting.closed().fingerprint().0
        }
    }
}

/// The fixed generator with this label, of at most 32 bytes.
pub fn rng(label: &str) -> ChaCha20Rng {
    let mut seed = [0; 32];
    seed[..label.len()].copy_from_slice(label.as_bytes());
    ChaCha20Rng::from_seed(seed)
}

/// A list of byte strings in the input of a case.
fn input(file: &str, name: &str, field: &str) -> Vec<Vec<u8>> {
    let file: Value = serde_json::from_str(file).expect("the vectors are JSON");
    let cases = file["cases"].as_array().expect("the file has cases");
    let case = cases.iter().find(|case| case["name"] == name).expect("the case is there");
    let list = case["input"][field].as_array().expect("the field is a list");
    let bytes = |text: &Value| hex::decode(text.as_str().unwrap_or_default()).expect("hexadecimal");
    list.iter().map(bytes).collect()
}
