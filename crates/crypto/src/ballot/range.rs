//! The range proof as bytes, and its vectors (`spec/protocol.md`, sections 11.1 and 11.2).

use alloc::vec::Vec;

use bulletproofs::BulletproofGens;
use curve25519_dalek::ristretto::RistrettoPoint;
use curve25519_dalek::scalar::Scalar;
use isoloir_encoding::{Decode, DecodeError, Encode, Reader, Writer};
use sha3::Shake256;
use sha3::digest::{ExtendableOutput, Update, XofReader};

use crate::ballot::BallotStyle;
use crate::group::{ELEMENT_BYTES, Point, decode_scalar};

/// Points and scalars besides the L_k, R_k.
const FIXED_ELEMENTS: usize = 9;

/// An aggregated range proof of 32 (9 + 2 log2(n m)) bytes (Bünz et al., IEEE S&P 2018, section 4.3).
///
/// The `bulletproofs` crate keeps the points of its own type encoded until it verifies. Here they are
/// decoded once, on reading: what is read is canonical whatever is done with it later, and a batch
/// need not decode them again.
#[derive(Clone, Debug)]
pub(super) struct RangeProof {
    /// A'.
    pub(super) a: Point,
    /// S'.
    pub(super) s: Point,
    pub(super) t_1: Point,
    pub(super) t_2: Point,
    pub(super) t_x: Scalar,
    pub(super) t_b: Scalar,
    pub(super) e_b: Scalar,
    /// (L_1, R_1) .. (L_g, R_g).
    pub(super) rounds: Vec<(Point, Point)>,
    /// a and b, with which the argument of the inner product ends.
    pub(super) last: (Scalar, Scalar),
}

impl RangeProof {
    /// Reads a range proof of so many rounds, which determine its length.
    pub(super) fn read(input: &mut Reader<'_>, rounds: usize) -> Result<Self, DecodeError> {
        Ok(Self {
            a: Point::decode(input)?,
            s: Point::decode(input)?,
            t_1: Point::decode(input)?,
            t_2: Point::decode(input)?,
            t_x: decode_scalar(input, "t_x")?,
            t_b: decode_scalar(input, "t_b")?,
            e_b: decode_scalar(input, "e_b")?,
            rounds: input
                .items(rounds, |input| Ok((Point::decode(input)?, Point::decode(input)?)))?,
            last: (decode_scalar(input, "a")?, decode_scalar(input, "b")?),
        })
    }

    /// What the `bulletproofs` crate made.
    ///
    /// # Errors
    /// If that is not canonical.
    pub(super) fn from_crate(proof: &bulletproofs::RangeProof) -> Result<Self, DecodeError> {
        let bytes = proof.to_bytes();
        let elements = bytes.len() / ELEMENT_BYTES;
        let mut input = Reader::new(&bytes);
        let read = Self::read(&mut input, elements.saturating_sub(FIXED_ELEMENTS) / 2)?;
        input.finish()?;
        Ok(read)
    }

    /// The same proof as the `bulletproofs` crate has it; nothing if the crate does not take it.
    pub(super) fn to_crate(&self) -> Option<bulletproofs::RangeProof> {
        bulletproofs::RangeProof::from_bytes(&self.to_bytes()).ok()
    }

    /// A', S', T_1, T_2 and the L_k, R_k.
    pub(super) fn points(&self) -> impl Iterator<Item = &Point> {
        let rounds = self.rounds.iter().flat_map(|(left, right)| [left, right]);
        [&self.a, &self.s, &self.t_1, &self.t_2].into_iter().chain(rounds)
    }
}

impl Encode for RangeProof {
    fn encode(&self, out: &mut Writer) {
        for point in [&self.a, &self.s, &self.t_1, &self.t_2] {
            point.encode(out);
        }
        for scalar in [&self.t_x, &self.t_b, &self.e_b] {
            out.raw(scalar.as_bytes());
        }
        for (left, right) in &self.rounds {
            left.encode(out);
            right.encode(out);
        }
        for scalar in [&self.last.0, &self.last.1] {
            out.raw(scalar.as_bytes());
        }
    }
}

/// g = log2(n m), the rounds of the argument of the inner product.
pub(super) fn rounds_of(style: &BallotStyle) -> usize {
    (style.range_bits() * style.range_values()).checked_ilog2().unwrap_or(0) as usize
}

/// The vectors of the range proof for a style: g_i and h_i for m values of n bits.
pub(super) struct RangeBases {
    gens: BulletproofGens,
    h: Vec<Vec<RistrettoPoint>>,
}

impl RangeBases {
    pub(super) fn new(style: &BallotStyle) -> Self {
        let (bits, values) = (style.range_bits(), style.range_values());
        Self {
            gens: BulletproofGens::new(bits, values),
            h: (0..values as u32).map(|value| chain(b'H', value).take(bits).collect()).collect(),
        }
    }

    /// The vectors in the form that the `bulletproofs` crate takes.
    pub(super) fn gens(&self) -> &BulletproofGens {
        &self.gens
    }

    /// For each value, its n points g_i and its n points h_i.
    pub(super) fn of_values(
        &self,
    ) -> impl Iterator<Item = (Vec<&RistrettoPoint>, &[RistrettoPoint])> {
        let bits = self.gens.gens_capacity;
        let g = (0..self.h.len()).map(move |value| self.gens.share(value).G(bits).collect());
        g.zip(self.h.iter().map(Vec::as_slice))
    }
}

/// The chain of points of one value: element derivation (RFC 9496, 4.3.4) of the output of SHAKE256, 64
/// bytes for each. The crate computes the same, and keeps those of "H" to itself.
fn chain(vector: u8, value: u32) -> impl Iterator<Item = RistrettoPoint> {
    let mut hash = Shake256::default();
    hash.update(b"GeneratorsChain");
    hash.update(&[vector]);
    hash.update(&value.to_le_bytes());
    let mut stream = hash.finalize_xof();
    core::iter::repeat_with(move || {
        let mut uniform = [0; 64];
        stream.read(&mut uniform);
        RistrettoPoint::from_uniform_bytes(&uniform)
    })
}
