//! The batched proof of knowledge of logarithms (`spec/protocol.md`, section 4.1).
//!
//! Gennaro, Leigh, Sundaram, Yerazunis, ASIACRYPT 2004. For one point it is Schnorr's proof.

use curve25519_dalek::traits::IsIdentity;
use curve25519_dalek::{RistrettoPoint, Scalar};
use thiserror::Error;

use super::generators::bases;
use super::group::{Point, ReadGroup};
use super::msm::multiscalar;
use super::transcript::{Domain, Transcript, label};
use crate::wire::{Reader, WireError};

/// A proof of one of the two kinds of section 4 does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the proof does not hold")]
pub struct Unproven;

/// R || z, 64 bytes: the prover knows x_i with X_i = x_i G.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnowledgeProof {
    nonce: Point,
    response: Scalar,
}

impl KnowledgeProof {
    /// Bytes of the proof.
    pub const BYTES: usize = 64;

    /// Reads R || z.
    ///
    /// # Errors
    ///
    /// R is not a point, z is not a scalar, or the input ends.
    pub fn read(reader: &mut Reader<'_>) -> Result<Self, WireError> {
        Ok(Self {
            nonce: reader.point("R of a proof of knowledge")?,
            response: reader.scalar("z of a proof of knowledge")?,
        })
    }

    /// c, the challenge.
    pub fn challenge(&self, domain: Domain, context: &[u8], points: &[Point]) -> Scalar {
        let mut transcript = Transcript::new(domain);
        transcript.append(label::CONTEXT, context);
        transcript.append_u64(label::COUNT, points.len() as u64);
        for point in points {
            transcript.append(label::X, point.bytes());
        }
        transcript.append(label::R, self.nonce.bytes());
        transcript.challenge(label::CHALLENGE)
    }

    /// Checks z G = R + sum_i c^i X_i, i = 1 .. k.
    ///
    /// # Errors
    ///
    /// The equation does not hold, or an X_i is the neutral element.
    pub fn verify(&self, domain: Domain, context: &[u8], points: &[Point]) -> Result<(), Unproven> {
        if points.iter().any(Point::is_neutral) {
            return Err(Unproven);
        }
        let c = self.challenge(domain, context, points);
        let mut scalars = Vec::with_capacity(points.len() + 2);
        let mut terms: Vec<RistrettoPoint> = Vec::with_capacity(points.len() + 2);
        scalars.extend([-self.response, Scalar::ONE]);
        terms.extend([bases().g.group(), self.nonce.group()]);
        let mut power = c;
        for point in points {
            scalars.push(power);
            terms.push(*point.group());
            power *= c;
        }
        if multiscalar(&scalars, &terms).is_identity() { Ok(()) } else { Err(Unproven) }
    }
}
