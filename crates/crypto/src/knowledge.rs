//! Batched proof of knowledge of discrete logarithms (`spec/protocol.md`, section 4.1).
//!
//! One proof of 64 bytes shows that the prover knows x_i with X_i = x_i G for all of X_1 .. X_n
//! (Gennaro, Leigh, Sundaram, Yerazunis, ASIACRYPT 2004). For n = 1 it is Schnorr's; with a message in its
//! context it is his signature. It serves as proof of possession and as the cast signature.

use curve25519_dalek::ristretto::RistrettoPoint;
use curve25519_dalek::scalar::Scalar;
use curve25519_dalek::traits::VartimeMultiscalarMul;
use isoloir_encoding::{Decode, DecodeError, Encode, Reader, Writer};
use rand_core::CryptoRngCore;

use crate::group::{NonIdentityPoint, Point, SecretScalar, decode_scalar, powers};
use crate::transcript::{Domain, Label, Transcript};

/// A proof that the prover knows the discrete logarithms of a list of points; 64 bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnowledgeProof {
    /// R = k G.
    nonce: Point,
    /// z = k + sum c^i x_i.
    response: Scalar,
}

impl KnowledgeProof {
    /// Length of the encoding in bytes.
    pub const BYTES: usize = 64;

    /// Proves knowledge of `secrets`, whose public points are `points`, in `context`.
    pub(crate) fn prove(
        domain: Domain,
        context: &[u8],
        points: &[NonIdentityPoint],
        secrets: &[SecretScalar],
        rng: &mut impl CryptoRngCore,
    ) -> Self {
        debug_assert_eq!(points.len(), secrets.len());
        let mut transcript = statement(domain, context, points);
        let nonce = transcript.secrets(secrets.iter().map(SecretScalar::expose), rng).scalar();
        let announced = Point::new(RistrettoPoint::mul_base(nonce.expose()));
        transcript.point(Label::NONCE, &announced);
        let weights = challenge_powers(&mut transcript, secrets.len());
        let response = weights
            .iter()
            .zip(secrets)
            .fold(*nonce.expose(), |sum, (weight, secret)| sum + weight * secret.expose());
        Self { nonce: announced, response }
    }

    /// Checks z G = R + sum c^i X_i.
    ///
    /// # Errors
    /// [`NotKnown`] if it does not hold.
    pub(crate) fn verify(
        &self,
        domain: Domain,
        context: &[u8],
        points: &[NonIdentityPoint],
    ) -> Result<(), NotKnown> {
        let mut transcript = self.transcript(domain, context, points);
        let weights = challenge_powers(&mut transcript, points.len());
        let sum = RistrettoPoint::vartime_multiscalar_mul(
            weights.iter().map(|weight| -weight).chain([self.response]),
            points.iter().map(|point| *point.element()).chain([*Point::basepoint().element()]),
        );
        if sum == *self.nonce.element() { Ok(()) } else { Err(NotKnown) }
    }
}

/// What a batch needs to check it together with other equations (section 6.4).
impl KnowledgeProof {
    /// The transcript from which c is drawn next.
    pub(crate) fn transcript(
        &self,
        domain: Domain,
        context: &[u8],
        points: &[NonIdentityPoint],
    ) -> Transcript {
        let mut transcript = statement(domain, context, points);
        transcript.point(Label::NONCE, &self.nonce);
        transcript
    }

    /// R.
    pub(crate) fn nonce(&self) -> &Point {
        &self.nonce
    }

    /// z.
    pub(crate) fn response(&self) -> &Scalar {
        &self.response
    }
}

/// A proof of knowledge that does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the proof of knowledge does not hold for this statement")]
pub struct NotKnown;

fn statement(domain: Domain, context: &[u8], points: &[NonIdentityPoint]) -> Transcript {
    let mut transcript = Transcript::new(domain);
    transcript.bytes(Label::CONTEXT, context);
    transcript.number(Label::COUNT, points.len() as u64);
    for point in points {
        transcript.point(Label::KEY, point);
    }
    transcript
}

/// `c, c^2, ..., c^n`.
fn challenge_powers(transcript: &mut Transcript, count: usize) -> alloc::vec::Vec<Scalar> {
    powers(transcript.challenge(Label::CHALLENGE), count)
}

impl Encode for KnowledgeProof {
    fn encode(&self, out: &mut Writer) {
        self.nonce.encode(out);
        out.raw(self.response.as_bytes());
    }
}

impl Decode for KnowledgeProof {
    fn decode(input: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            nonce: Point::decode(input)?,
            response: decode_scalar(input, "response of a proof of knowledge")?,
        })
    }
}
