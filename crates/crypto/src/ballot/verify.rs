use core::fmt;

use curve25519_dalek::ristretto::RistrettoPoint;
use curve25519_dalek::scalar::Scalar;
use curve25519_dalek::traits::{IsIdentity, VartimeMultiscalarMul};
use isoloir_encoding::Encode;
use rand_core::CryptoRngCore;

use crate::ballot::seal::signed;
use crate::ballot::{BallotParameters, BallotProof, SealedBallot};
use crate::group::{NonIdentityPoint, Point, powers};
use crate::transcript::{Label, Transcript};

/// The equations that a ballot's proof must meet (`spec/protocol.md`, section 6.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Equation {
    /// z_r G = TA + c A: the prover knows r.
    Randomness,
    /// z_r sum y^j PK_j + sum y^j f_j H = TY + c sum y^j Y_j: f_j opens the ciphertext's message.
    Message,
    /// sum f_j G_j + z_x K = Cm + c Cx: the messages were fixed before y.
    Commitment,
    /// sum y^j f_j (c - f_j) H + z_p K = c P1 + P0: every message is 0 or 1.
    Bits,
    /// sum y^i (c b_i + sum_j a_ij f_j) H + z_v K = E + c sum y^i V_i: the V_i hold the values of
    /// the constraints.
    Constraints,
    /// The range proof: the values are not negative.
    Range,
}

impl fmt::Display for Equation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Randomness => "randomness",
            Self::Message => "message",
            Self::Commitment => "commitment",
            Self::Bits => "bits",
            Self::Constraints => "constraints",
            Self::Range => "range",
        })
    }
}

/// A ballot whose proof does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the ballot's proof fails at its {equation} equation")]
pub struct BallotError {
    /// The first equation that does not hold.
    pub equation: Equation,
}

impl BallotParameters {
    /// Checks that `ballot` is a ballot of the style, sealed for `credential`.
    ///
    /// Equation by equation, so that the one that fails can be named. `rng` weighs the two parts of
    /// the range proof's check.
    ///
    /// # Errors
    /// [`BallotError`] names the first equation that fails.
    pub fn verify(
        &self,
        credential: &NonIdentityPoint,
        ballot: &SealedBallot,
        rng: &mut impl CryptoRngCore,
    ) -> Result<(), BallotError> {
        let mut transcript = self.transcript(credential);
        ballot.ciphertext.absorb(&mut transcript);
        let y = ballot.proof.commitments.absorb(&mut transcript);
        let c = ballot.proof.nonces.absorb(&mut transcript);
        ballot.proof.responses.absorb(&mut transcript);

        let check = Check { parameters: self, ballot, y, c };
        let equations: [(Equation, &dyn Fn() -> bool); 5] = [
            (Equation::Randomness, &|| check.randomness()),
            (Equation::Message, &|| check.message()),
            (Equation::Commitment, &|| check.commitment()),
            (Equation::Bits, &|| check.bits()),
            (Equation::Constraints, &|| check.constraints()),
        ];
        for (equation, holds) in equations {
            if !holds() {
                return Err(BallotError { equation });
            }
        }
        if !self.ranges_hold(&ballot.proof, &mut transcript, rng) {
            return Err(BallotError { equation: Equation::Range });
        }
        Ok(())
    }

    fn ranges_hold(
        &self,
        proof: &BallotProof,
        transcript: &mut Transcript,
        rng: &mut impl CryptoRngCore,
    ) -> bool {
        let Some(range) = &proof.range else {
            return self.style().constraints().is_empty();
        };
        // The crate weighs its two equations with a number from this generator. It depends on
        // the proof, so that nobody can choose a proof by it, even if `rng` is weak.
        let mut weighing = transcript.clone();
        weighing.bytes(Label::RANGE_PROOF, &range.to_bytes());
        let mut weights = weighing.secrets([], rng);
        let Some(range) = range.to_crate() else {
            return false;
        };
        range
            .verify_multiple_with_rng(
                self.range.gens(),
                &self.pedersen,
                transcript.inner(),
                &self.pad(&proof.commitments.v),
                self.style().range_bits(),
                weights.inner(),
            )
            .is_ok()
    }
}

/// The equations of one ballot, each written as a sum that must be the neutral element. Nothing
/// here is secret.
struct Check<'a> {
    parameters: &'a BallotParameters,
    ballot: &'a SealedBallot,
    y: Scalar,
    c: Scalar,
}

impl Check<'_> {
    fn randomness(&self) -> bool {
        let SealedBallot { ciphertext, proof } = self.ballot;
        let nonce = proof.nonces.ta.element();
        let sum = RistrettoPoint::vartime_double_scalar_mul_basepoint(
            &-self.c,
            ciphertext.a.element(),
            &proof.responses.z_r,
        );
        sum == *nonce
    }

    fn message(&self) -> bool {
        let SealedBallot { ciphertext, proof } = self.ballot;
        let weights = powers(self.y, ciphertext.y.len());
        let f = &proof.responses.f;
        let message: Scalar = weights.iter().zip(f).map(|(weight, f)| weight * f).sum();
        let keys = self.parameters.keys().iter().zip(&weights);
        let keys = keys.map(|(key, weight)| (weight * proof.responses.z_r, *key.element()));
        let slots = ciphertext.y.iter().zip(&weights);
        let slots = slots.map(|(y, weight)| (-(self.c * weight), *y.element()));
        let rest =
            [(message, self.parameters.pedersen.B), (-Scalar::ONE, *proof.nonces.ty.element())];
        vanishes(keys.chain(slots).chain(rest))
    }

    fn commitment(&self) -> bool {
        let proof = &self.ballot.proof;
        let bases = self.parameters.vector_bases().iter().map(|base| *base.element());
        let rest = [
            (proof.responses.z_x, self.parameters.pedersen.B_blinding),
            (-Scalar::ONE, *proof.commitments.cm.element()),
            (-self.c, *proof.commitments.cx.element()),
        ];
        vanishes(proof.responses.f.iter().copied().zip(bases).chain(rest))
    }

    fn bits(&self) -> bool {
        let proof = &self.ballot.proof;
        let f = &proof.responses.f;
        let weights = powers(self.y, f.len());
        let value: Scalar =
            weights.iter().zip(f).map(|(weight, f)| weight * f * (self.c - f)).sum();
        vanishes([
            (value, self.parameters.pedersen.B),
            (proof.responses.z_p, self.parameters.pedersen.B_blinding),
            (-self.c, *proof.nonces.p1.element()),
            (-Scalar::ONE, *proof.nonces.p0.element()),
        ])
    }

    fn constraints(&self) -> bool {
        let proof = &self.ballot.proof;
        let constraints = self.parameters.style().constraints();
        let (Some(nonce), Some(response)) = (&proof.nonces.e, &proof.responses.z_v) else {
            return constraints.is_empty();
        };
        let weights = powers(self.y, constraints.len());
        let f = &proof.responses.f;
        let value: Scalar = constraints
            .iter()
            .zip(&weights)
            .map(|(constraint, weight)| {
                let terms = constraint.coefficients.iter().zip(f);
                let linear: Scalar = terms.map(|(&a, f)| signed(a) * f).sum();
                weight * (self.c * signed(constraint.constant) + linear)
            })
            .sum();
        let commitments = proof.commitments.v.iter().map(Point::element).zip(&weights);
        let commitments = commitments.map(|(v, weight)| (-(self.c * weight), *v));
        let rest = [
            (value, self.parameters.pedersen.B),
            (*response, self.parameters.pedersen.B_blinding),
            (-Scalar::ONE, *nonce.element()),
        ];
        vanishes(commitments.chain(rest))
    }
}

/// Whether a sum of multiples is the neutral element.
fn vanishes(terms: impl IntoIterator<Item = (Scalar, RistrettoPoint)>) -> bool {
    let (scalars, points): (alloc::vec::Vec<_>, alloc::vec::Vec<_>) = terms.into_iter().unzip();
    RistrettoPoint::vartime_multiscalar_mul(scalars, points).is_identity()
}
