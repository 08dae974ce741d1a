use alloc::vec::Vec;

use curve25519_dalek::scalar::Scalar;

use crate::ballot::batch::challenges::Challenges;
use crate::ballot::batch::sum::Sum;
use crate::ballot::batch::{CastVote, EQUATIONS, range};
use crate::ballot::seal::signed;
use crate::ballot::{BallotParameters, BallotProof, SealedBallot};
use crate::group::powers;

/// Adds all equations of a cast ballot to the sum, each with its weight (`spec/protocol.md`, sections
/// 6.4, 11.4, 4.1).
///
/// Each is written with its announced point first: that one is then multiplied by the bare weight, and
/// 128 bits cost half as much as a whole scalar.
pub(super) fn add<'a>(
    sum: &mut Sum<'a>,
    vote: &CastVote<'a>,
    challenges: &Challenges,
    weights: &[Scalar; EQUATIONS],
) {
    let [randomness, message, commitment, bits, constraints, polynomial, product, signature] =
        *weights;
    let (parameters, proof) = (vote.parameters, &vote.ballot.proof);
    let equations = Equations {
        parameters,
        ballot: vote.ballot,
        proof,
        c: challenges.c,
        slots: powers(challenges.y, proof.responses.f.len()),
    };
    equations.randomness(sum, randomness);
    equations.message(sum, message);
    equations.commitment(sum, commitment);
    equations.bits(sum, bits);
    add_signature(sum, vote, challenges, signature);
    if let (Some(drawn), Some(range)) = (&challenges.range, &proof.range) {
        let rows = powers(challenges.y, proof.commitments.v.len());
        equations.constraints(sum, &rows, constraints);
        range::add(sum, parameters, range, drawn, [polynomial, product]);
        // V_1 .. V_q stand in two equations, and enter the sum once. Those that pad them are neutral.
        let openings = drawn.value_weights(polynomial);
        for ((v, row), opening) in proof.commitments.v.iter().zip(&rows).zip(openings) {
            sum.own(constraints * challenges.c * row + opening, v);
        }
    }
}

/// Adds the equation of the signature alone: `R + c U - z G`.
pub(super) fn add_signature<'a>(
    sum: &mut Sum<'a>,
    vote: &CastVote<'a>,
    challenges: &Challenges,
    weight: Scalar,
) {
    let proof = vote.signature.proof();
    sum.own(weight, proof.nonce());
    sum.own(weight * challenges.signature, vote.credential);
    sum.bases(vote.parameters, [-(weight * proof.response()), Scalar::ZERO, Scalar::ZERO]);
}

/// The equations of one ballot's proof, as `verify.rs` has them one by one.
struct Equations<'a> {
    parameters: &'a BallotParameters,
    ballot: &'a SealedBallot,
    proof: &'a BallotProof,
    c: Scalar,
    /// y, y^2, .. y^w.
    slots: Vec<Scalar>,
}

impl<'a> Equations<'a> {
    /// `TA + c A - z_r G`.
    fn randomness(&self, sum: &mut Sum<'a>, weight: Scalar) {
        sum.own(weight, &self.proof.nonces.ta);
        sum.own(weight * self.c, &self.ballot.ciphertext.a);
        let answer = -(weight * self.proof.responses.z_r);
        sum.bases(self.parameters, [answer, Scalar::ZERO, Scalar::ZERO]);
    }

    /// `TY + c sum y^j Y_j - z_r sum y^j PK_j - (sum y^j f_j) H`.
    fn message(&self, sum: &mut Sum<'a>, weight: Scalar) {
        sum.own(weight, &self.proof.nonces.ty);
        let scale = weight * self.c;
        for (y, slot) in self.ballot.ciphertext.y.iter().zip(&self.slots) {
            sum.own(scale * slot, y);
        }
        let answer = -(weight * self.proof.responses.z_r);
        sum.keys(self.parameters, self.slots.iter().map(|slot| answer * slot));
        let f = &self.proof.responses.f;
        let messages: Scalar = self.slots.iter().zip(f).map(|(slot, f)| slot * f).sum();
        sum.bases(self.parameters, [Scalar::ZERO, -(weight * messages), Scalar::ZERO]);
    }

    /// `Cm + c Cx - sum f_j G_j - z_x K`.
    fn commitment(&self, sum: &mut Sum<'a>, weight: Scalar) {
        let BallotProof { commitments, responses, .. } = self.proof;
        sum.own(weight, &commitments.cm);
        sum.own(weight * self.c, &commitments.cx);
        let negative = -weight;
        sum.vector(self.parameters, responses.f.iter().map(|f| negative * f));
        sum.bases(self.parameters, [Scalar::ZERO, Scalar::ZERO, negative * responses.z_x]);
    }

    /// `P0 + c P1 - (sum y^j f_j (c - f_j)) H - z_p K`.
    fn bits(&self, sum: &mut Sum<'a>, weight: Scalar) {
        let BallotProof { nonces, responses, .. } = self.proof;
        sum.own(weight, &nonces.p0);
        sum.own(weight * self.c, &nonces.p1);
        let terms = self.slots.iter().zip(&responses.f);
        let value: Scalar = terms.map(|(slot, f)| slot * f * (self.c - f)).sum();
        let negative = -weight;
        sum.bases(self.parameters, [Scalar::ZERO, negative * value, negative * responses.z_p]);
    }

    /// `E + c sum y^i V_i - (sum y^i (c b_i + sum_j a_ij f_j)) H - z_v K`, without the V_i.
    fn constraints(&self, sum: &mut Sum<'a>, rows: &[Scalar], weight: Scalar) {
        let BallotProof { nonces, responses, .. } = self.proof;
        let (Some(nonce), Some(response)) = (&nonces.e, &responses.z_v) else {
            return;
        };
        sum.own(weight, nonce);
        let constraints = self.parameters.style().constraints().iter().zip(rows);
        let value: Scalar = constraints
            .map(|(constraint, row)| {
                let terms = constraint.coefficients.iter().zip(&responses.f);
                let linear: Scalar = terms.map(|(&a, f)| signed(a) * f).sum();
                row * (self.c * signed(constraint.constant) + linear)
            })
            .sum();
        let negative = -weight;
        sum.bases(self.parameters, [Scalar::ZERO, negative * value, negative * response]);
    }
}
