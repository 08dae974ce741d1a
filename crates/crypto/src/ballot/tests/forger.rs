//! A prover that follows the protocol in everything but what a test tells it to do otherwise.

use alloc::boxed::Box;
use alloc::vec::Vec;

use bulletproofs::PedersenGens;
use curve25519_dalek::ristretto::RistrettoPoint;
use curve25519_dalek::scalar::Scalar;

use super::model::{Model, absorb_nonces, absorb_responses};
use super::rng;
use crate::ballot::proof::{Commitments, Nonces, Responses};
use crate::ballot::range::RangeProof;
use crate::ballot::seal::signed;
use crate::ballot::{BallotProof, Ciphertext, SealedBallot};
use crate::generators::{blinding_base, message_base};
use crate::group::{NonIdentityPoint, Point, powers};

/// What a prover chooses after it has seen y, as a function of y.
type Late<T> = Option<Box<dyn Fn(Scalar) -> T>>;

/// What the prover claims, each value apart from the others that it should agree with.
pub(super) struct Forger {
    /// The r of A.
    pub(super) a: Scalar,
    /// The r of the Y_j.
    pub(super) r: Scalar,
    /// The messages in the Y_j.
    pub(super) messages: Vec<Scalar>,
    /// The choices that the proof is about: in Cx, P1 and the f_j.
    pub(super) claimed: Vec<Scalar>,
    /// The choices in place of `claimed`, chosen after y.
    pub(super) claimed_late: Late<Vec<Scalar>>,
    /// Whether Cx is made for `claimed_late` (which changes y if y depends on Cx).
    pub(super) commit_late: bool,
    /// The r that z_r answers for, in place of `r`.
    pub(super) answered_late: Late<Scalar>,
    /// TA = (rho + this) G; A is then chosen after c so that its equation holds.
    pub(super) shift: Scalar,
    /// What the V_i hold.
    pub(super) values: Vec<Scalar>,
    /// The blindings t_i.
    pub(super) blindings: Vec<Scalar>,
    /// What the range proof is about, padding included: values, blindings and the bases.
    pub(super) ranged: Vec<(u64, Scalar)>,
    pub(super) range_bases: PedersenGens,
    /// Whether sigma_1 is t_1.
    pub(super) share_blinding: bool,
    /// Where all that is random comes from.
    pub(super) seed: u64,
}

impl Forger {
    /// An honest prover of these choices, as long as they meet the constraints.
    pub(super) fn honest(model: &Model<'_>, choices: &[i64], seed: u64) -> Self {
        let style = model.parameters.style();
        let claimed: Vec<Scalar> = choices.iter().map(|&x| signed(x)).collect();
        let value = |constraint: &crate::ballot::LinearConstraint| -> i64 {
            let terms = constraint.coefficients.iter().zip(choices);
            constraint.constant + terms.map(|(a, x)| a * x).sum::<i64>()
        };
        let values: Vec<i64> = style.constraints().iter().map(value).collect();
        let mut rng = rng(seed ^ 0xf0);
        let blindings: Vec<Scalar> = values.iter().map(|_| Scalar::random(&mut rng)).collect();
        // A negative value is cut to the bits that the range proof speaks of.
        let mask = u64::MAX >> (64 - style.range_bits());
        let mut ranged: Vec<(u64, Scalar)> =
            values.iter().zip(&blindings).map(|(&v, t)| (v as u64 & mask, *t)).collect();
        ranged.resize(style.range_values(), (0, Scalar::ZERO));
        let r = Scalar::random(&mut rng);
        Self {
            a: r,
            r,
            messages: claimed.clone(),
            claimed,
            claimed_late: None,
            commit_late: false,
            answered_late: None,
            shift: Scalar::ZERO,
            values: values.into_iter().map(signed).collect(),
            blindings,
            ranged,
            range_bases: model.range_bases(),
            share_blinding: false,
            seed,
        }
    }

    /// Seals by the transcript of the model.
    pub(super) fn seal(&self, model: &Model<'_>, voter: &NonIdentityPoint) -> SealedBallot {
        let (h, k) = (*message_base().element(), *blinding_base().element());
        let bases = model.parameters.vector_bases();
        let slots = self.messages.len();
        let mut rng = rng(self.seed);
        let mut random = || Scalar::random(&mut rng);

        let keys = || model.parameters.keys().iter().map(|key| *key.element());
        let slot =
            |(key, x): (RistrettoPoint, &Scalar)| Point::new(self.r * key + x * model.base());
        let a = NonIdentityPoint::new(Point::new(RistrettoPoint::mul_base(&self.a))).unwrap();
        let mut ciphertext = Ciphertext { a, y: keys().zip(&self.messages).map(slot).collect() };

        let (s, s_a) = (random(), random());
        let m: Vec<Scalar> = (0..slots).map(|_| random()).collect();
        let vector = |x: &[Scalar], blinding: Scalar| {
            let sum: RistrettoPoint = x.iter().zip(bases).map(|(x, g)| x * g.element()).sum();
            Point::new(sum + blinding * k)
        };
        let values = self.values.iter().zip(&self.blindings);
        let v = values.map(|(v, t)| Point::new(v * h + t * k)).collect();
        let mut commitments = Commitments { cx: vector(&self.claimed, s), cm: vector(&m, s_a), v };

        let (mut transcript, mut y) = model.combiner(voter, &ciphertext, &commitments);
        let claimed = self.claimed_late.as_ref().map_or(self.claimed.clone(), |late| late(y));
        if self.commit_late {
            commitments.cx = vector(&claimed, s);
            (transcript, y) = model.combiner(voter, &ciphertext, &commitments);
        }
        let r = self.answered_late.as_ref().map_or(self.r, |late| late(y));

        let weights = powers(y, slots);
        let sum = |term: &dyn Fn(usize) -> Scalar| -> Scalar {
            (0..slots).map(|j| weights[j] * term(j)).sum()
        };
        let (rho, sigma_0, t_prime) = (random(), random(), random());
        let sigma_1 = if self.share_blinding { self.blindings[0] } else { random() };
        let key: RistrettoPoint = keys().zip(&weights).map(|(key, weight)| weight * key).sum();
        let style = model.parameters.style();
        let constraint_weights = powers(y, self.values.len());
        let e: Scalar = style.constraints().iter().zip(&constraint_weights).fold(
            Scalar::ZERO,
            |sum, (constraint, weight)| {
                let terms = constraint.coefficients.iter().zip(&m);
                sum + weight * terms.map(|(&a, m)| signed(a) * m).sum::<Scalar>()
            },
        );
        let constrained = !self.values.is_empty();
        let nonces = Nonces {
            ta: Point::new(RistrettoPoint::mul_base(&(rho + self.shift))),
            ty: Point::new(rho * key + sum(&|j| m[j]) * model.base()),
            p1: Point::new(
                sum(&|j| m[j] * (Scalar::ONE - claimed[j] - claimed[j])) * h + sigma_1 * k,
            ),
            p0: Point::new(-sum(&|j| m[j] * m[j]) * h + sigma_0 * k),
            e: constrained.then(|| Point::new(e * h + t_prime * k)),
        };
        let c = absorb_nonces(&mut transcript, &nonces);

        let blinding: Scalar =
            constraint_weights.iter().zip(&self.blindings).map(|(weight, t)| weight * t).sum();
        let responses = Responses {
            f: m.iter().zip(&claimed).map(|(m, x)| m + c * x).collect(),
            z_r: rho + c * r,
            z_x: s_a + c * s,
            z_p: sigma_0 + c * sigma_1,
            z_v: constrained.then(|| t_prime + c * blinding),
        };
        absorb_responses(&mut transcript, &responses);
        if self.shift != Scalar::ZERO {
            let r = self.r - self.shift * c.invert();
            let a = Point::new(RistrettoPoint::mul_base(&r));
            ciphertext.a = NonIdentityPoint::new(a).unwrap();
        }
        let range = constrained.then(|| self.prove_ranges(model, &mut transcript));
        let proof = BallotProof { commitments, nonces, responses, range };
        SealedBallot { ciphertext, proof }
    }

    fn prove_ranges(&self, model: &Model<'_>, transcript: &mut merlin::Transcript) -> RangeProof {
        let (values, blindings): (Vec<u64>, Vec<Scalar>) = self.ranged.iter().copied().unzip();
        let (proof, _) = bulletproofs::RangeProof::prove_multiple_with_rng(
            model.parameters.range.gens(),
            &self.range_bases,
            transcript,
            &values,
            &blindings,
            model.parameters.style().range_bits(),
            &mut rng(self.seed ^ 0xb1),
        )
        .unwrap();
        RangeProof::from_crate(&proof).unwrap()
    }
}
