//! Batched proof of equal discrete logarithms (`spec/protocol.md`, section 4.2).
//!
//! One proof of 96 bytes shows that log_G P_j = log_B D_j for every j (Chaum and Pedersen, CRYPTO
//! 1992, on a random combination of the pairs).

use curve25519_dalek::ristretto::RistrettoPoint;
use curve25519_dalek::scalar::Scalar;
use curve25519_dalek::traits::VartimeMultiscalarMul;
use isoloir_encoding::{Decode, DecodeError, Encode, Reader, Writer};
use rand_core::CryptoRngCore;

use crate::group::{Point, SecretScalar, decode_scalar, powers};
use crate::transcript::{Domain, Label, Transcript};

/// The pairs that are claimed to have equal logarithms: P_j = s_j G and D_j = s_j B.
pub(crate) struct EqualityStatement<'a> {
    pub(crate) domain: Domain,
    pub(crate) context: &'a [u8],
    /// B, the second base.
    pub(crate) base: &'a Point,
    /// P_1 .. P_n.
    pub(crate) first: &'a [Point],
    /// D_1 .. D_n; as many as there are P_j.
    pub(crate) second: &'a [Point],
}

/// A proof of equal discrete logarithms; 96 bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EqualityProof {
    /// T1 = k G.
    first_nonce: Point,
    /// T2 = k B.
    second_nonce: Point,
    /// z = k + c sum y^j s_j.
    response: Scalar,
}

impl EqualityProof {
    /// Proves the statement from its `secrets` s_j.
    pub(crate) fn prove(
        statement: &EqualityStatement<'_>,
        secrets: &[SecretScalar],
        rng: &mut impl CryptoRngCore,
    ) -> Self {
        let (mut transcript, weights) = statement.combine();
        let secret = weights
            .iter()
            .zip(secrets)
            .fold(Scalar::ZERO, |sum, (weight, secret)| sum + weight * secret.expose());
        let secret = SecretScalar::new(secret);
        let nonce = transcript.secrets(secrets.iter().map(SecretScalar::expose), rng).scalar();
        let first_nonce = Point::new(RistrettoPoint::mul_base(nonce.expose()));
        let second_nonce = Point::new(nonce.expose() * statement.base.element());
        let challenge = challenge(&mut transcript, &first_nonce, &second_nonce);
        let response = nonce.expose() + challenge * secret.expose();
        Self { first_nonce, second_nonce, response }
    }

    /// Checks z G = T1 + c sum y^j P_j and z B = T2 + c sum y^j D_j.
    ///
    /// # Errors
    /// [`NotEqual`] if one of them does not hold.
    pub(crate) fn verify(&self, statement: &EqualityStatement<'_>) -> Result<(), NotEqual> {
        if statement.first.len() != statement.second.len() {
            return Err(NotEqual);
        }
        let (mut transcript, weights) = statement.combine();
        let challenge = challenge(&mut transcript, &self.first_nonce, &self.second_nonce);
        let holds = |base: &Point, nonce: &Point, points: &[Point]| {
            let sum = RistrettoPoint::vartime_multiscalar_mul(
                weights.iter().map(|weight| -challenge * weight).chain([self.response]),
                points.iter().chain([base]).map(|point| *point.element()),
            );
            sum == *nonce.element()
        };
        if holds(&Point::basepoint(), &self.first_nonce, statement.first)
            && holds(statement.base, &self.second_nonce, statement.second)
        {
            Ok(())
        } else {
            Err(NotEqual)
        }
    }
}

/// A proof of equal discrete logarithms that does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the proof of equal discrete logarithms does not hold for this statement")]
pub struct NotEqual;

impl EqualityStatement<'_> {
    /// Absorbs the statement and draws the weights y, y^2, ..., y^n.
    fn combine(&self) -> (Transcript, alloc::vec::Vec<Scalar>) {
        let mut transcript = Transcript::new(self.domain);
        transcript.bytes(Label::CONTEXT, self.context);
        transcript.point(Label::BASE, self.base);
        transcript.number(Label::COUNT, self.first.len() as u64);
        for point in self.first {
            transcript.point(Label::FIRST_POINT, point);
        }
        for point in self.second {
            transcript.point(Label::SECOND_POINT, point);
        }
        let weights = powers(transcript.challenge(Label::COMBINER), self.first.len());
        (transcript, weights)
    }
}

fn challenge(transcript: &mut Transcript, first_nonce: &Point, second_nonce: &Point) -> Scalar {
    transcript.point(Label::FIRST_NONCE, first_nonce);
    transcript.point(Label::SECOND_NONCE, second_nonce);
    transcript.challenge(Label::CHALLENGE)
}

impl Encode for EqualityProof {
    fn encode(&self, out: &mut Writer) {
        self.first_nonce.encode(out);
        self.second_nonce.encode(out);
        out.raw(self.response.as_bytes());
    }
}

impl Decode for EqualityProof {
    fn decode(input: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            first_nonce: Point::decode(input)?,
            second_nonce: Point::decode(input)?,
            response: decode_scalar(input, "response of a proof of equality")?,
        })
    }
}
