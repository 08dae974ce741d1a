//! What the fuzz targets share: the test vectors, the keys of their tiny election, and a check that
//! what is read is canonical.

use ed25519_dalek::SigningKey;
use isoloir_board::entry::Entry;
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
