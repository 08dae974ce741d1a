//! The group ristretto255 (RFC 9496) of prime order l, written additively, and its scalars.
//!
//! Everything here is 32 bytes on the wire and has one encoding only: a point that is not the
//! canonical encoding of a group element, or a scalar that is not below l, is refused when it is
//! read (`spec/encoding.md`).

use alloc::vec::Vec;
use core::fmt;

use curve25519_dalek::constants::RISTRETTO_BASEPOINT_POINT;
use curve25519_dalek::ristretto::{CompressedRistretto, RistrettoPoint};
use curve25519_dalek::scalar::Scalar;
use curve25519_dalek::traits::Identity;
use isoloir_encoding::{Decode, DecodeError, Encode, Problem, Reader, Writer};
use rand_core::CryptoRngCore;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// Length of an encoded point or scalar, in bytes.
pub const ELEMENT_BYTES: usize = 32;

/// A group element together with its encoding (32 bytes).
///
/// Both are kept because a point that is hashed into a transcript is nearly always computed with
/// too, and going from one to the other costs as much as a tenth of a scalar multiplication.
#[derive(Clone, Copy)]
pub struct Point {
    element: RistrettoPoint,
    encoded: CompressedRistretto,
}

impl Point {
    /// The basepoint G of RFC 9496.
    #[must_use]
    pub fn basepoint() -> Self {
        Self::new(RISTRETTO_BASEPOINT_POINT)
    }

    /// The neutral element, encoded as 32 zero bytes.
    #[must_use]
    pub fn identity() -> Self {
        Self::new(RistrettoPoint::identity())
    }

    /// A group element, encoded.
    #[must_use]
    pub fn new(element: RistrettoPoint) -> Self {
        Self { element, encoded: element.compress() }
    }

    /// Reads a canonical encoding.
    #[must_use]
    pub fn from_canonical_bytes(bytes: [u8; ELEMENT_BYTES]) -> Option<Self> {
        let encoded = CompressedRistretto(bytes);
        encoded.decompress().map(|element| Self { element, encoded })
    }

    /// The group element.
    #[must_use]
    pub fn element(&self) -> &RistrettoPoint {
        &self.element
    }

    /// The encoding, 32 bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; ELEMENT_BYTES] {
        self.encoded.as_bytes()
    }

    /// The encoding in the form that curve25519-dalek and bulletproofs take.
    #[must_use]
    pub fn compressed(&self) -> CompressedRistretto {
        self.encoded
    }

    /// Whether this is the neutral element.
    #[must_use]
    pub fn is_identity(&self) -> bool {
        self.encoded == CompressedRistretto::identity()
    }
}

impl PartialEq for Point {
    fn eq(&self, other: &Self) -> bool {
        self.encoded == other.encoded
    }
}

impl Eq for Point {}

impl PartialOrd for Point {
    fn partial_cmp(&self, other: &Self) -> Option<core::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Point {
    fn cmp(&self, other: &Self) -> core::cmp::Ordering {
        self.as_bytes().cmp(other.as_bytes())
    }
}

impl core::hash::Hash for Point {
    fn hash<H: core::hash::Hasher>(&self, state: &mut H) {
        self.as_bytes().hash(state);
    }
}

impl fmt::Debug for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_hex(f, self.as_bytes())
    }
}

impl Encode for Point {
    fn encode(&self, out: &mut Writer) {
        out.raw(self.as_bytes());
    }
}

impl Decode for Point {
    fn decode(input: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let start = input.clone();
        Self::from_canonical_bytes(input.array("point")?).ok_or_else(|| {
            let problem = Problem::NotCanonical("not the canonical encoding of a group element");
            start.error("point", problem)
        })
    }
}

/// A group element other than the neutral one: a key, a credential, or the first component of a
/// ciphertext. The neutral element there would make a proof say nothing.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NonIdentityPoint(Point);

impl NonIdentityPoint {
    /// Accepts every group element but the neutral one.
    #[must_use]
    pub fn new(point: Point) -> Option<Self> {
        (!point.is_identity()).then_some(Self(point))
    }

    /// The point `secret * G`, or nothing if the secret is zero.
    #[must_use]
    pub fn from_secret(secret: &SecretScalar) -> Option<Self> {
        Self::new(Point::new(RistrettoPoint::mul_base(secret.expose())))
    }
}

impl core::ops::Deref for NonIdentityPoint {
    type Target = Point;

    fn deref(&self) -> &Point {
        &self.0
    }
}

impl fmt::Debug for NonIdentityPoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Encode for NonIdentityPoint {
    fn encode(&self, out: &mut Writer) {
        self.0.encode(out);
    }
}

impl Decode for NonIdentityPoint {
    fn decode(input: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let start = input.clone();
        Self::new(Point::decode(input)?).ok_or_else(|| {
            start.error("point", Problem::NotCanonical("the neutral element is not allowed here"))
        })
    }
}

/// A scalar that must not be seen: it is zeroized when dropped and has no `Debug`, no equality and
/// no encoding.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct SecretScalar(Scalar);

impl SecretScalar {
    /// Takes over a scalar that is secret from now on.
    #[must_use]
    pub fn new(scalar: Scalar) -> Self {
        Self(scalar)
    }

    /// A uniform scalar.
    pub fn random(rng: &mut impl CryptoRngCore) -> Self {
        Self(Scalar::random(rng))
    }

    /// A uniform scalar from 64 uniform bytes, reduced modulo l.
    #[must_use]
    pub fn from_uniform_bytes(bytes: &[u8; 64]) -> Self {
        Self(Scalar::from_bytes_mod_order_wide(bytes))
    }

    /// Adds another secret to this one.
    pub(crate) fn add(&mut self, other: &Self) {
        self.0 += other.0;
    }

    /// The scalar itself, to compute with in constant time.
    #[must_use]
    pub fn expose(&self) -> &Scalar {
        &self.0
    }
}

/// Reads a scalar below l.
pub(crate) fn decode_scalar(
    input: &mut Reader<'_>,
    what: &'static str,
) -> Result<Scalar, DecodeError> {
    let start = input.clone();
    let bytes = input.array(what)?;
    Option::from(Scalar::from_canonical_bytes(bytes))
        .ok_or_else(|| start.error(what, Problem::NotCanonical("not below the order of the group")))
}

/// `base, base^2, ..., base^count`: the weights of a random combination.
pub(crate) fn powers(base: Scalar, count: usize) -> Vec<Scalar> {
    core::iter::successors(Some(base), |power| Some(power * base)).take(count).collect()
}

/// Writes bytes as lower-case hexadecimal.
pub(crate) fn write_hex(f: &mut fmt::Formatter<'_>, bytes: &[u8]) -> fmt::Result {
    bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
}
