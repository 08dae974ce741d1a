//! The group ristretto255 (`spec/protocol.md`, section 1).

use std::fmt;
use std::hash::{Hash, Hasher};

use curve25519_dalek::ristretto::CompressedRistretto;
use curve25519_dalek::traits::Identity;
use curve25519_dalek::{RistrettoPoint, Scalar};

use super::msm::{Affine, Extended};
use crate::wire::{Reader, Rule, WireError};

/// Bytes of a point and of a scalar.
pub const ELEMENT_BYTES: usize = 32;

/// A point together with its encoding of 32 bytes (RFC 9496, section 4.3.2).
///
/// Transcripts and hashes want the bytes, equations the point; neither is computed twice.
#[derive(Clone, Copy)]
pub struct Point {
    group: RistrettoPoint,
    bytes: [u8; ELEMENT_BYTES],
}

impl Point {
    /// The point that `bytes` encode; nothing if they are refused by Decode (RFC 9496, 4.3.1).
    pub fn decode(bytes: &[u8; ELEMENT_BYTES]) -> Option<Self> {
        let group = CompressedRistretto(*bytes).decompress()?;
        Some(Self { group, bytes: *bytes })
    }

    /// The point with its encoding computed.
    pub fn new(group: RistrettoPoint) -> Self {
        Self { group, bytes: group.compress().to_bytes() }
    }

    /// A sum of points, with its encoding.
    pub fn of_sum(sum: &Extended) -> Self {
        Self::decode(&sum.encode()).expect("the encoding of a point is decoded")
    }

    /// The neutral element: 32 zero bytes.
    pub fn neutral() -> Self {
        Self { group: RistrettoPoint::identity(), bytes: [0; ELEMENT_BYTES] }
    }

    /// The point as the arithmetic wants it.
    pub fn group(&self) -> &RistrettoPoint {
        &self.group
    }

    /// The point as sums of many points want it.
    pub fn affine(&self) -> Affine {
        Affine::decode(&self.bytes).expect("the encoding of a point is decoded")
    }

    /// The encoding, 32 bytes.
    pub fn bytes(&self) -> &[u8; ELEMENT_BYTES] {
        &self.bytes
    }

    /// Whether this is the neutral element.
    pub fn is_neutral(&self) -> bool {
        self.bytes == [0; ELEMENT_BYTES]
    }
}

// One point has one encoding, so the bytes decide.
impl PartialEq for Point {
    fn eq(&self, other: &Self) -> bool {
        self.bytes == other.bytes
    }
}

impl Eq for Point {}

impl Hash for Point {
    fn hash<S: Hasher>(&self, state: &mut S) {
        self.bytes.hash(state);
    }
}

impl fmt::Debug for Point {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Point({})", hex::encode(self.bytes))
    }
}

/// Reading of points and scalars (`spec/encoding.md`, sections 2 and 3, rules 7 to 9).
pub trait ReadGroup {
    /// A point; the neutral element is one.
    fn point(&mut self, field: &'static str) -> Result<Point, WireError>;

    /// A point that is not the neutral element (*point\**).
    fn key(&mut self, field: &'static str) -> Result<Point, WireError>;

    /// A scalar below l, little-endian.
    fn scalar(&mut self, field: &'static str) -> Result<Scalar, WireError>;

    /// `count` points.
    fn points(&mut self, field: &'static str, count: usize) -> Result<Vec<Point>, WireError> {
        (0..count).map(|_| self.point(field)).collect()
    }
}

impl ReadGroup for Reader<'_> {
    fn point(&mut self, field: &'static str) -> Result<Point, WireError> {
        let offset = self.offset();
        let bytes = self.array(field)?;
        Point::decode(&bytes).ok_or(WireError { field, offset, rule: Rule::Point })
    }

    fn key(&mut self, field: &'static str) -> Result<Point, WireError> {
        let offset = self.offset();
        let point = self.point(field)?;
        if point.is_neutral() {
            return Self::refuse(field, offset, Rule::Neutral);
        }
        Ok(point)
    }

    fn scalar(&mut self, field: &'static str) -> Result<Scalar, WireError> {
        let offset = self.offset();
        let scalar = Scalar::from_canonical_bytes(self.array(field)?);
        Option::from(scalar).ok_or(WireError { field, offset, rule: Rule::Scalar })
    }
}

/// i P by doubling and adding: i has a few bits only.
pub(super) fn times(point: RistrettoPoint, i: u8) -> RistrettoPoint {
    let bits = (0..u8::BITS - i.leading_zeros()).rev();
    bits.fold(RistrettoPoint::identity(), |sum, bit| {
        let doubled = sum + sum;
        if i >> bit & 1 == 1 { doubled + point } else { doubled }
    })
}

/// A signed integer as a scalar: a mod l (`spec/protocol.md`, section 1).
pub(crate) fn signed(integer: i64) -> Scalar {
    let size = Scalar::from(integer.unsigned_abs());
    if integer < 0 { -size } else { size }
}
