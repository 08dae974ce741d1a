//! The batched proof of equal logarithms (`spec/protocol.md`, section 4.2).
//!
//! Chaum, Pedersen, CRYPTO 1992, on a random combination of the pairs.

use curve25519_dalek::traits::IsIdentity;
use curve25519_dalek::{RistrettoPoint, Scalar};

use super::generators::bases;
use super::group::{Point, ReadGroup};
use super::knowledge::Unproven;
use super::msm::multiscalar;
use super::transcript::{Domain, Transcript, label};
use crate::wire::{Reader, WireError};

/// What is proved: there are s_j with P_j = s_j G and D_j = s_j B.
#[derive(Debug, Clone, Copy)]
pub struct EqualityStatement<'a> {
    /// What the proof is for.
    pub domain: Domain,
    /// What it is bound to.
    pub context: &'a [u8],
    /// B, the second base.
    pub base: &'a Point,
    /// P_1 .. P_k, on G.
    pub first: &'a [Point],
    /// D_1 .. D_k, on B; as many.
    pub second: &'a [Point],
}

/// T1 || T2 || z, 96 bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EqualityProof {
    nonces: [Point; 2],
    response: Scalar,
}

impl EqualityProof {
    /// Bytes of the proof.
    pub const BYTES: usize = 96;

    /// Reads T1 || T2 || z.
    ///
    /// # Errors
    ///
    /// T1 or T2 is not a point, z is not a scalar, or the input ends.
    pub fn read(reader: &mut Reader<'_>) -> Result<Self, WireError> {
        Ok(Self {
            nonces: [
                reader.point("T1 of a proof of equality")?,
                reader.point("T2 of a proof of equality")?,
            ],
            response: reader.scalar("z of a proof of equality")?,
        })
    }

    /// y, which combines the pairs, and c, the challenge.
    pub fn challenges(&self, statement: EqualityStatement<'_>) -> (Scalar, Scalar) {
        let mut transcript = Transcript::new(statement.domain);
        transcript.append(label::CONTEXT, statement.context);
        transcript.append(label::B, statement.base.bytes());
        transcript.append_u64(label::COUNT, statement.first.len() as u64);
        for point in statement.first {
            transcript.append(label::P, point.bytes());
        }
        for point in statement.second {
            transcript.append(label::D, point.bytes());
        }
        let y = transcript.challenge(label::COMBINE);
        transcript.append(label::T1, self.nonces[0].bytes());
        transcript.append(label::T2, self.nonces[1].bytes());
        (y, transcript.challenge(label::CHALLENGE))
    }

    /// Checks z G = T1 + c sum_j y^j P_j and z B = T2 + c sum_j y^j D_j.
    ///
    /// # Errors
    ///
    /// One of the equations does not hold, or there are not as many D_j as P_j.
    pub fn verify(&self, statement: EqualityStatement<'_>) -> Result<(), Unproven> {
        if statement.first.len() != statement.second.len() {
            return Err(Unproven);
        }
        let (y, c) = self.challenges(statement);
        let mut scalars = vec![-self.response, Scalar::ONE];
        let mut power = c;
        scalars.extend(statement.first.iter().map(|_| {
            power *= y;
            power
        }));
        let holds = |base: &Point, nonce: &Point, points: &[Point]| {
            let head = [*base.group(), *nonce.group()].into_iter();
            let terms: Vec<RistrettoPoint> =
                head.chain(points.iter().map(|p| *p.group())).collect();
            multiscalar(&scalars, &terms).is_identity()
        };
        if holds(&bases().g, &self.nonces[0], statement.first)
            && holds(statement.base, &self.nonces[1], statement.second)
        {
            Ok(())
        } else {
            Err(Unproven)
        }
    }
}
