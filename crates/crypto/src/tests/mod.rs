//! Attacks on the parts that the protocol is made of; and what other modules' attacks share.

mod cast;
mod elements;
mod equality;
mod equality_forgery;
mod knowledge;
mod secrets;

use alloc::vec::Vec;

use curve25519_dalek::scalar::Scalar;
use rand_core::{CryptoRng, Error, RngCore};

use crate::group::{NonIdentityPoint, Point, SecretScalar};

/// A broken generator: every byte that it gives is the same.
pub(crate) struct StuckRng(pub(crate) u8);

impl RngCore for StuckRng {
    fn next_u32(&mut self) -> u32 {
        u32::from_ne_bytes([self.0; 4])
    }

    fn next_u64(&mut self) -> u64 {
        u64::from_ne_bytes([self.0; 8])
    }

    fn fill_bytes(&mut self, bytes: &mut [u8]) {
        bytes.fill(self.0);
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Error> {
        self.fill_bytes(bytes);
        Ok(())
    }
}

impl CryptoRng for StuckRng {}

/// What one of the 32-byte elements of an encoding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Element {
    /// A group element.
    Point,
    /// A group element other than the neutral one.
    Key,
    /// A scalar.
    Scalar,
}

/// Every wrong encoding that is tried in the place of the element `good`.
pub(crate) fn bad_encodings(element: Element, good: [u8; 32]) -> Vec<[u8; 32]> {
    // p = 2^255 - 19, little-endian.
    let mut p = [0xff; 32];
    (p[0], p[31]) = (0xed, 0x7f);
    let mut top_bit = good;
    top_bit[31] |= 0x80;
    if element == Element::Scalar {
        // l = (l - 1) + 1.
        let order = sum((-Scalar::ONE).to_bytes(), 1);
        return [order, add(good, order), sum(order, 1), top_bit, [0xff; 32]].to_vec();
    }
    // Negative field elements; elements of p and above; one that is no point of the curve.
    let mut one = [0; 32];
    one[0] = 1;
    let negative = [one, sum(p, -2)];
    let above = [p, sum(p, 1), sum(p, 18), top_bit, [0xff; 32]];
    let mut two_to_the_255 = [0; 32];
    two_to_the_255[31] = 0x80;
    let mut bad: Vec<[u8; 32]> = negative.into_iter().chain(above).collect();
    bad.push(two_to_the_255);
    bad.push(sum(p, -1));
    if good != [0; 32] {
        bad.push(subtract(p, good));
    }
    if element == Element::Key {
        bad.push([0; 32]);
    }
    bad
}

/// Puts wrong encodings, one at a time, in the place of each element of `bytes` from `start` on;
/// none may be read.
pub(crate) fn refuses_bad_elements(
    bytes: &[u8],
    start: usize,
    layout: &[Element],
    read: impl Fn(&[u8]) -> bool,
) {
    assert!(read(bytes), "the right encoding is read");
    assert_eq!(bytes.len(), start + 32 * layout.len(), "the layout is that of the encoding");
    for (index, &element) in layout.iter().enumerate() {
        let place = start + 32 * index..start + 32 * (index + 1);
        let good: [u8; 32] = bytes[place.clone()].try_into().unwrap();
        for bad in bad_encodings(element, good) {
            let mut changed = bytes.to_vec();
            changed[place.clone()].copy_from_slice(&bad);
            assert!(!read(&changed), "element {index}, {element:?} as {bad:02x?}");
        }
    }
    for length in [bytes.len() - 1, bytes.len() - 32, start, 0] {
        assert!(!read(&bytes[..length]), "cut to {length} bytes");
    }
}

/// Little-endian addition modulo 2^256.
fn add(a: [u8; 32], b: [u8; 32]) -> [u8; 32] {
    let mut carry = 0;
    let mut out = [0; 32];
    for ((out, a), b) in out.iter_mut().zip(a).zip(b) {
        let digit = u16::from(a) + u16::from(b) + carry;
        (*out, carry) = (digit as u8, digit >> 8);
    }
    out
}

fn subtract(a: [u8; 32], b: [u8; 32]) -> [u8; 32] {
    sum(add(a, b.map(|byte| !byte)), 1)
}

fn sum(a: [u8; 32], small: i8) -> [u8; 32] {
    let mut b = [if small < 0 { 0xff } else { 0 }; 32];
    b[0] = small as u8;
    add(a, b)
}

/// n secrets and their public points.
pub(crate) fn pairs(count: usize, seed: u64) -> (Vec<SecretScalar>, Vec<NonIdentityPoint>) {
    use rand_core::SeedableRng;
    let mut rng = rand_chacha::ChaCha20Rng::seed_from_u64(seed);
    let secrets: Vec<_> = (0..count).map(|_| SecretScalar::random(&mut rng)).collect();
    let points = secrets.iter().map(|secret| NonIdentityPoint::from_secret(secret).unwrap());
    let points = points.collect();
    (secrets, points)
}

pub(crate) fn point(multiple: u64) -> Point {
    Point::new(Scalar::from(multiple) * Point::basepoint().element())
}
