//! The protocol of a ballot, written a second time from its formulas, slot by slot, with defences
//! that can be taken out. An attack is a test of two halves: what it forges passes once its defence is
//! gone, and does not pass here with all of them in place, nor in the real verifier.

use alloc::vec::Vec;

use bulletproofs::PedersenGens;
use curve25519_dalek::ristretto::{CompressedRistretto, RistrettoPoint};
use curve25519_dalek::scalar::Scalar;
use curve25519_dalek::traits::Identity;
use isoloir_encoding::Encode;
use sha3::{Digest, Sha3_256};

use super::rng;
use crate::ballot::proof::{Commitments, Nonces, Responses};
use crate::ballot::seal::signed;
use crate::ballot::{BallotParameters, Ciphertext, Equation, SealedBallot};
use crate::generators::{blinding_base, message_base};
use crate::group::{NonIdentityPoint, Point};

/// Which defences are out. None by default.
#[derive(Clone, Copy, Default)]
pub(super) struct Weakness {
    /// Equations that are not checked.
    pub(super) without: &'static [Equation],
    /// Y_j = r PK_j + x_j G: messages are carried on the basepoint.
    pub(super) messages_on_basepoint: bool,
    /// A is not absorbed.
    pub(super) randomness_not_absorbed: bool,
    /// Y_1 .. Y_w are not absorbed.
    pub(super) messages_not_absorbed: bool,
    /// Cx and Cm are not absorbed.
    pub(super) choices_not_absorbed: bool,
    /// y is drawn before Cx and Cm are absorbed.
    pub(super) combiner_first: bool,
    /// V_1 is no fresh commitment but b_1 B + sum a_1j Y_j, on the bases (B, sum a_1j PK_j), where
    /// B carries the messages. For styles of one constraint.
    pub(super) values_in_ciphertext: bool,
}

pub(super) struct Model<'a> {
    pub(super) parameters: &'a BallotParameters,
    pub(super) weakness: Weakness,
}

impl<'a> Model<'a> {
    pub(super) fn new(parameters: &'a BallotParameters, weakness: Weakness) -> Self {
        Self { parameters, weakness }
    }

    /// The base B of messages in ciphertexts.
    pub(super) fn base(&self) -> RistrettoPoint {
        let basepoint = self.weakness.messages_on_basepoint;
        *if basepoint { Point::basepoint() } else { message_base() }.element()
    }

    /// y, and the transcript as it stands before the nonces.
    pub(super) fn combiner(
        &self,
        voter: &NonIdentityPoint,
        ciphertext: &Ciphertext,
        commitments: &Commitments,
    ) -> (merlin::Transcript, Scalar) {
        let mut transcript = self.statement(voter, ciphertext);
        let choices = |transcript: &mut merlin::Transcript| {
            if !self.weakness.choices_not_absorbed {
                absorb(transcript, b"Cx", &commitments.cx);
                absorb(transcript, b"Cm", &commitments.cm);
            }
        };
        let values = |transcript: &mut merlin::Transcript| {
            commitments.v.iter().for_each(|v| absorb(transcript, b"V", v));
        };
        if self.weakness.combiner_first {
            values(&mut transcript);
            let y = challenge(&mut transcript, b"y");
            choices(&mut transcript);
            return (transcript, y);
        }
        choices(&mut transcript);
        values(&mut transcript);
        let y = challenge(&mut transcript, b"y");
        (transcript, y)
    }

    fn statement(&self, voter: &NonIdentityPoint, ciphertext: &Ciphertext) -> merlin::Transcript {
        let parameters = self.parameters;
        let mut transcript = merlin::Transcript::new(b"isoloir/v1 ballot");
        transcript.append_message(b"fingerprint", parameters.fingerprint());
        transcript.append_u64(b"district", parameters.district().into());
        transcript.append_message(b"style", &parameters.style().to_bytes());
        absorb(&mut transcript, b"U", voter);
        transcript.append_message(b"bases", &digest_bases(parameters));
        if !self.weakness.randomness_not_absorbed {
            absorb(&mut transcript, b"A", &ciphertext.a);
        }
        if !self.weakness.messages_not_absorbed {
            ciphertext.y.iter().for_each(|y| absorb(&mut transcript, b"Y", y));
        }
        transcript
    }

    /// The bases of the range proof's commitments.
    pub(super) fn range_bases(&self) -> PedersenGens {
        if self.weakness.values_in_ciphertext {
            let coefficients = &self.parameters.style().constraints()[0].coefficients;
            let keys = self.parameters.keys().iter().zip(coefficients);
            let key = keys.map(|(key, &a)| signed(a) * key.element()).sum();
            return PedersenGens { B: self.base(), B_blinding: key };
        }
        PedersenGens { B: *message_base().element(), B_blinding: *blinding_base().element() }
    }

    /// V_1 .. V_q as the range proof takes them.
    fn ranged(&self, ballot: &SealedBallot) -> Vec<CompressedRistretto> {
        let style = self.parameters.style();
        let mut values: Vec<RistrettoPoint> =
            ballot.proof.commitments.v.iter().map(|v| *v.element()).collect();
        if self.weakness.values_in_ciphertext {
            let constraint = &style.constraints()[0];
            let slots = constraint.coefficients.iter().zip(&ballot.ciphertext.y);
            let sum: RistrettoPoint = slots.map(|(&a, y)| signed(a) * y.element()).sum();
            values = [signed(constraint.constant) * self.base() + sum].to_vec();
        }
        while values.len() < style.range_values() {
            values.push(RistrettoPoint::identity());
        }
        values.iter().map(RistrettoPoint::compress).collect()
    }

    /// The first equation, of those that are checked, that does not hold.
    pub(super) fn verify(
        &self,
        voter: &NonIdentityPoint,
        ballot: &SealedBallot,
    ) -> Result<(), Equation> {
        let SealedBallot { ciphertext, proof } = ballot;
        let (mut transcript, y) = self.combiner(voter, ciphertext, &proof.commitments);
        let c = absorb_nonces(&mut transcript, &proof.nonces);
        absorb_responses(&mut transcript, &proof.responses);
        let fails = [
            (Equation::Randomness, !randomness_holds(ballot, c)),
            (Equation::Message, !self.message_holds(ballot, y, c)),
            (Equation::Commitment, !self.commitment_holds(ballot, c)),
            (Equation::Bits, !bits_hold(ballot, y, c)),
            (Equation::Constraints, !self.constraints_hold(ballot, y, c)),
            (Equation::Range, !self.ranges_hold(ballot, &mut transcript)),
        ];
        let checked = |equation: &Equation| !self.weakness.without.contains(equation);
        match fails.iter().find(|(equation, fails)| *fails && checked(equation)) {
            Some((equation, _)) => Err(*equation),
            None => Ok(()),
        }
    }

    fn message_holds(&self, ballot: &SealedBallot, y: Scalar, c: Scalar) -> bool {
        let SealedBallot { ciphertext, proof } = ballot;
        let mut weight = Scalar::ONE;
        let mut left = RistrettoPoint::identity();
        let mut right = *proof.nonces.ty.element();
        for ((key, f), slot) in
            self.parameters.keys().iter().zip(&proof.responses.f).zip(&ciphertext.y)
        {
            weight *= y;
            left += weight * (proof.responses.z_r * key.element() + f * self.base());
            right += c * weight * slot.element();
        }
        left == right
    }

    fn commitment_holds(&self, ballot: &SealedBallot, c: Scalar) -> bool {
        let Commitments { cx, cm, .. } = &ballot.proof.commitments;
        let responses = &ballot.proof.responses;
        let bases = self.parameters.vector_bases().iter().zip(&responses.f);
        let sum: RistrettoPoint = bases.map(|(base, f)| f * base.element()).sum();
        sum + responses.z_x * blinding_base().element() == cm.element() + c * cx.element()
    }

    fn constraints_hold(&self, ballot: &SealedBallot, y: Scalar, c: Scalar) -> bool {
        let proof = &ballot.proof;
        let constraints = self.parameters.style().constraints();
        let (Some(e), Some(z_v)) = (&proof.nonces.e, proof.responses.z_v) else {
            return constraints.is_empty();
        };
        if self.weakness.values_in_ciphertext {
            return true;
        }
        let mut weight = Scalar::ONE;
        let mut left = z_v * blinding_base().element();
        let mut right = *e.element();
        for (constraint, v) in constraints.iter().zip(&proof.commitments.v) {
            weight *= y;
            let terms = constraint.coefficients.iter().zip(&proof.responses.f);
            let sum: Scalar = terms.map(|(&a, f)| signed(a) * f).sum();
            left += weight * (c * signed(constraint.constant) + sum) * message_base().element();
            right += c * weight * v.element();
        }
        left == right
    }

    fn ranges_hold(&self, ballot: &SealedBallot, transcript: &mut merlin::Transcript) -> bool {
        let Some(range) = &ballot.proof.range else {
            return self.parameters.style().constraints().is_empty();
        };
        let range = range.to_crate().unwrap();
        let bits = self.parameters.style().range_bits();
        let gens = self.parameters.range.gens();
        let (bases, values) = (self.range_bases(), self.ranged(ballot));
        let mut rng = rng(0x7a9e);
        range.verify_multiple_with_rng(gens, &bases, transcript, &values, bits, &mut rng).is_ok()
    }
}

fn randomness_holds(ballot: &SealedBallot, c: Scalar) -> bool {
    let SealedBallot { ciphertext, proof } = ballot;
    RistrettoPoint::mul_base(&proof.responses.z_r)
        == proof.nonces.ta.element() + c * ciphertext.a.element()
}

fn bits_hold(ballot: &SealedBallot, y: Scalar, c: Scalar) -> bool {
    let proof = &ballot.proof;
    let mut weight = Scalar::ONE;
    let mut left = proof.responses.z_p * blinding_base().element();
    for f in &proof.responses.f {
        weight *= y;
        left += weight * f * (c - f) * message_base().element();
    }
    left == c * proof.nonces.p1.element() + proof.nonces.p0.element()
}

pub(super) fn absorb_nonces(transcript: &mut merlin::Transcript, nonces: &Nonces) -> Scalar {
    absorb(transcript, b"TA", &nonces.ta);
    absorb(transcript, b"TY", &nonces.ty);
    absorb(transcript, b"P1", &nonces.p1);
    absorb(transcript, b"P0", &nonces.p0);
    nonces.e.iter().for_each(|e| absorb(transcript, b"E", e));
    challenge(transcript, b"c")
}

pub(super) fn absorb_responses(transcript: &mut merlin::Transcript, responses: &Responses) {
    for f in &responses.f {
        transcript.append_message(b"f", f.as_bytes());
    }
    transcript.append_message(b"z_r", responses.z_r.as_bytes());
    transcript.append_message(b"z_x", responses.z_x.as_bytes());
    transcript.append_message(b"z_p", responses.z_p.as_bytes());
    if let Some(z_v) = &responses.z_v {
        transcript.append_message(b"z_v", z_v.as_bytes());
    }
}

fn absorb(transcript: &mut merlin::Transcript, label: &'static [u8], point: &Point) {
    transcript.append_message(label, point.as_bytes());
}

fn challenge(transcript: &mut merlin::Transcript, label: &'static [u8]) -> Scalar {
    let mut bytes = [0; 64];
    transcript.challenge_bytes(label, &mut bytes);
    Scalar::from_bytes_mod_order_wide(&bytes)
}

fn digest_bases(parameters: &BallotParameters) -> [u8; 32] {
    let mut hash = Sha3_256::new();
    hash.update(Point::basepoint().as_bytes());
    hash.update(message_base().as_bytes());
    hash.update(blinding_base().as_bytes());
    parameters.vector_bases().iter().for_each(|base| hash.update(base.as_bytes()));
    parameters.keys().iter().for_each(|key| hash.update(key.as_bytes()));
    hash.finalize().into()
}
