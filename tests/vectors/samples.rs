//! What the cases share: generators with fixed seeds, wrong encodings, changed bytes.

use curve25519_dalek::scalar::Scalar;
use isoloir_crypto::credential::VoterCredential;
use isoloir_crypto::group::{NonIdentityPoint, SecretScalar};
use isoloir_encoding::{DecodeError, Encode, Reader};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;

/// p = 2^255 - 19, little-endian: the first field element with a second encoding.
pub(crate) const FIELD_PRIME: [u8; 32] = {
    let mut p = [0xff; 32];
    p[0] = 0xed;
    p[31] = 0x7f;
    p
};

/// The fixed generator with this label.
pub(crate) fn rng(label: &str) -> ChaCha20Rng {
    let mut seed = [0; 32];
    seed[..label.len()].copy_from_slice(label.as_bytes());
    ChaCha20Rng::from_seed(seed)
}

/// The fixed secret with this label.
pub(crate) fn secret(label: &str) -> SecretScalar {
    SecretScalar::random(&mut rng(label))
}

/// secret G.
pub(crate) fn public(secret: &SecretScalar) -> NonIdentityPoint {
    NonIdentityPoint::from_secret(secret).unwrap()
}

/// The fixed credential with this label.
pub(crate) fn credential(label: &str) -> VoterCredential {
    VoterCredential::from_shares(&[secret(label)]).unwrap()
}

/// l, the order of the group, little-endian: the first number that is no scalar.
pub(crate) fn order() -> [u8; 32] {
    plus((-Scalar::ONE).to_bytes(), 1)
}

/// Little-endian addition of a small number.
pub(crate) fn plus(mut number: [u8; 32], small: u8) -> [u8; 32] {
    let mut carry = u16::from(small);
    for byte in &mut number {
        let sum = u16::from(*byte) + carry;
        *byte = sum as u8;
        carry = sum >> 8;
    }
    number
}

/// The scalar s written as s + l.
pub(crate) fn plus_order(bytes: &[u8]) -> Vec<u8> {
    let mut carry = 0;
    let sum = bytes.iter().zip(order()).map(|(a, b)| {
        let sum = u16::from(*a) + u16::from(b) + carry;
        carry = sum >> 8;
        sum as u8
    });
    sum.collect()
}

/// `bytes` with `patch` at `start`.
pub(crate) fn patched(bytes: &[u8], start: usize, patch: &[u8]) -> Vec<u8> {
    let mut changed = bytes.to_vec();
    changed[start..start + patch.len()].copy_from_slice(patch);
    changed
}

/// `bytes` with one bit of the byte at `place` flipped.
pub(crate) fn flipped(bytes: &[u8], place: usize) -> Vec<u8> {
    patched(bytes, place, &[bytes[place] ^ 1])
}

/// `bytes` with the scalar at `start` increased by one.
pub(crate) fn incremented(bytes: &[u8], start: usize) -> Vec<u8> {
    let scalar: [u8; 32] = bytes[start..start + 32].try_into().unwrap();
    let scalar = Scalar::from_canonical_bytes(scalar).unwrap() + Scalar::ONE;
    patched(bytes, start, scalar.as_bytes())
}

/// `bytes` without the last one.
pub(crate) fn one_byte_short(bytes: &[u8]) -> Vec<u8> {
    bytes[..bytes.len() - 1].to_vec()
}

/// `bytes` and one more.
pub(crate) fn one_byte_long(bytes: &[u8]) -> Vec<u8> {
    [bytes, &[0]].concat()
}

/// Reads a value that takes up all of `bytes` and, written again, gives `bytes`.
pub(crate) fn read_all<T: Encode>(
    bytes: &[u8],
    read: impl FnOnce(&mut Reader<'_>) -> Result<T, DecodeError>,
) -> Result<T, String> {
    let mut input = Reader::new(bytes);
    let value = read(&mut input).map_err(decode)?;
    input.finish().map_err(decode)?;
    assert_eq!(hex::encode(value.to_bytes()), hex::encode(bytes), "what is read is canonical");
    Ok(value)
}

/// The category of bytes that are not canonical.
pub(crate) fn decode(_: DecodeError) -> String {
    "decode".into()
}
