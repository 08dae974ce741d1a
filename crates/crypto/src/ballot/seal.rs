use alloc::vec::Vec;

use curve25519_dalek::ristretto::RistrettoPoint;
use curve25519_dalek::scalar::Scalar;
use curve25519_dalek::traits::{MultiscalarMul, VartimeMultiscalarMul};
use rand_core::CryptoRngCore;
use subtle::{Choice, ConditionallySelectable};
use zeroize::{Zeroize, Zeroizing};

use crate::ballot::proof::{Commitments, Nonces, Responses};
use crate::ballot::range::RangeProof;
use crate::ballot::{BallotParameters, BallotProof, Choices, Ciphertext, Opening, SealedBallot};
use crate::credential::VoterCredential;
use crate::group::{NonIdentityPoint, Point, SecretScalar, powers};
use crate::transcript::{Secrets, Transcript};

impl BallotParameters {
    /// Encrypts `choices` for the holder of `credential` and proves them a ballot of the style.
    ///
    /// `choices` must have been made for this style. Also returns the opening, with which the voter
    /// can challenge the device instead of casting; it gives the vote away and must be dropped
    /// when the ballot is cast.
    ///
    /// All that depends on the choices or the randomness takes constant time.
    pub fn seal(
        &self,
        credential: &VoterCredential,
        choices: &Choices,
        rng: &mut impl CryptoRngCore,
    ) -> (SealedBallot, Opening) {
        let mut transcript = self.transcript(credential.public());
        let witness = Witness::draw(self, credential, choices, &transcript, rng);
        let ciphertext = witness.encrypt(self);
        ciphertext.absorb(&mut transcript);

        // Each step consumes the one before; none can be repeated under another challenge.
        let masked = witness.mask(self, &transcript, rng);
        let announced = masked.announce(self, &mut transcript, rng);
        let proof = announced.respond(self, &mut transcript, rng);

        let ballot = SealedBallot { ciphertext, proof };
        let opening = Opening::new(&witness.r, choices, ballot.proof_digest());
        (ballot, opening)
    }
}

/// What the prover knows: r, x_1 .. x_w and v_1 .. v_q.
struct Witness {
    r: SecretScalar,
    x: Zeroizing<Vec<Scalar>>,
    values: Zeroizing<Vec<u64>>,
}

impl Witness {
    /// Draws r, hedged with the credential's secret: two voters whose generators are both broken
    /// in the same way still draw different ones.
    fn draw(
        parameters: &BallotParameters,
        credential: &VoterCredential,
        choices: &Choices,
        transcript: &Transcript,
        rng: &mut impl CryptoRngCore,
    ) -> Self {
        let x: Zeroizing<Vec<Scalar>> =
            Zeroizing::new(choices.bits().iter().map(|&bit| bit_scalar(bit)).collect());
        debug_assert_eq!(x.len(), parameters.keys().len());
        let r = loop {
            let secrets = [credential.secret().expose()].into_iter().chain(x.iter());
            let r = transcript.secrets(secrets, rng).scalar();
            if *r.expose() != Scalar::ZERO {
                break r;
            }
        };
        Self { r, x, values: Zeroizing::new(choices.values().to_vec()) }
    }

    /// A = r G, Y_j = r PK_j + x_j H.
    fn encrypt(&self, parameters: &BallotParameters) -> Ciphertext {
        let h = parameters.pedersen.B;
        let y = parameters.keys().iter().zip(self.x.iter());
        let y = y.map(|(key, x)| Point::new(self.r.expose() * key.element() + select(x, &h)));
        Ciphertext { a: nonzero_multiple(&self.r), y: y.collect() }
    }

    /// Step 2: masks, and the commitments that fix the choices before y is known.
    fn mask(
        &self,
        parameters: &BallotParameters,
        transcript: &Transcript,
        rng: &mut impl CryptoRngCore,
    ) -> Masked<'_> {
        let mut secrets = transcript.secrets(self.scalars(), rng);
        let s = secrets.scalar();
        let s_a = secrets.scalar();
        let m = secrets.scalars(self.x.len());
        let t = secrets.scalars(self.values.len());

        let bases = parameters.vector_bases();
        let chosen = bases.iter().zip(self.x.iter()).map(|(base, x)| select(x, base.element()));
        let cx = chosen.sum::<RistrettoPoint>() + parameters.commitment.blind(s.expose());
        let cm = RistrettoPoint::multiscalar_mul(
            m.iter().map(SecretScalar::expose),
            bases.iter().map(Point::element),
        ) + parameters.commitment.blind(s_a.expose());
        let v = self.values.iter().zip(&t).map(|(&value, t)| {
            let value = Zeroizing::new(Scalar::from(value));
            Point::new(parameters.commitment.commit(&value, t.expose()))
        });
        let commitments = Commitments { cx: Point::new(cx), cm: Point::new(cm), v: v.collect() };
        Masked { witness: self, s, s_a, m, t, commitments }
    }

    fn scalars(&self) -> impl Iterator<Item = &Scalar> {
        [self.r.expose()].into_iter().chain(self.x.iter())
    }
}

/// After step 2.
struct Masked<'a> {
    witness: &'a Witness,
    s: SecretScalar,
    s_a: SecretScalar,
    m: Vec<SecretScalar>,
    t: Vec<SecretScalar>,
    commitments: Commitments,
}

impl<'a> Masked<'a> {
    /// Step 3: absorb the commitments, draw y, and announce the nonces.
    fn announce(
        self,
        parameters: &BallotParameters,
        transcript: &mut Transcript,
        rng: &mut impl CryptoRngCore,
    ) -> Announced<'a> {
        let y = self.commitments.absorb(transcript);
        let slot_weights = powers(y, self.m.len());
        let constraint_weights = powers(y, self.t.len());

        let mut secrets = self.secrets(transcript, rng);
        let rho = secrets.scalar();
        let sigma_0 = secrets.scalar();
        let sigma_1 = secrets.scalar();
        let t_prime = secrets.scalar();

        // sum y^j PK_j is public; all that follows is not.
        let combined_key = RistrettoPoint::vartime_multiscalar_mul(
            &slot_weights,
            parameters.keys().iter().map(|key| key.element()),
        );
        let masks = || self.m.iter().map(SecretScalar::expose).zip(&slot_weights);
        let linear = secret_sum(masks().map(|(m, weight)| weight * m));
        let bit_linear = secret_sum(
            masks()
                .zip(self.witness.x.iter())
                .map(|((m, weight), x)| weight * m * (Scalar::ONE - x - x)),
        );
        let bit_constant = secret_sum(masks().map(|(m, weight)| -(weight * m * m)));
        let commitment = &parameters.commitment;
        let e = (!self.t.is_empty()).then(|| {
            let constraints = parameters.style().constraints().iter().zip(&constraint_weights);
            let value = secret_sum(constraints.map(|(constraint, weight)| {
                let masked = constraint.coefficients.iter().zip(&self.m);
                weight * masked.map(|(&a, m)| signed(a) * m.expose()).sum::<Scalar>()
            }));
            Point::new(commitment.commit(value.expose(), t_prime.expose()))
        });
        let nonces = Nonces {
            ta: Point::new(RistrettoPoint::mul_base(rho.expose())),
            ty: Point::new(rho.expose() * combined_key + commitment.message(linear.expose())),
            p1: Point::new(commitment.commit(bit_linear.expose(), sigma_1.expose())),
            p0: Point::new(commitment.commit(bit_constant.expose(), sigma_0.expose())),
            e,
        };
        Announced { masked: self, rho, sigma_0, sigma_1, t_prime, constraint_weights, nonces }
    }

    fn secrets(&self, transcript: &Transcript, rng: &mut impl CryptoRngCore) -> Secrets {
        let masks = [&self.s, &self.s_a].into_iter().chain(&self.m).chain(&self.t);
        transcript.secrets(self.witness.scalars().chain(masks.map(SecretScalar::expose)), rng)
    }
}

/// After step 3.
struct Announced<'a> {
    masked: Masked<'a>,
    rho: SecretScalar,
    sigma_0: SecretScalar,
    sigma_1: SecretScalar,
    t_prime: SecretScalar,
    constraint_weights: Vec<Scalar>,
    nonces: Nonces,
}

impl Announced<'_> {
    /// Steps 4 and 5: absorb the nonces, draw c, answer, and prove the ranges.
    fn respond(
        self,
        parameters: &BallotParameters,
        transcript: &mut Transcript,
        rng: &mut impl CryptoRngCore,
    ) -> BallotProof {
        let c = self.nonces.absorb(transcript);
        let Masked { witness, s, s_a, m, t, commitments } = &self.masked;
        let blinding = || {
            let weighted = self.constraint_weights.iter().zip(t);
            secret_sum(weighted.map(|(weight, t)| weight * t.expose()))
        };
        let responses = Responses {
            f: m.iter().zip(witness.x.iter()).map(|(m, x)| m.expose() + c * x).collect(),
            z_r: self.rho.expose() + c * witness.r.expose(),
            z_x: s_a.expose() + c * s.expose(),
            z_p: self.sigma_0.expose() + c * self.sigma_1.expose(),
            z_v: (!t.is_empty()).then(|| self.t_prime.expose() + c * blinding().expose()),
        };
        responses.absorb(transcript);
        let range = (!t.is_empty()).then(|| {
            let mut secrets = self.masked.secrets(transcript, rng);
            prove_ranges(parameters, transcript, &witness.values, t, &mut secrets)
        });
        BallotProof { commitments: commitments.clone(), nonces: self.nonces, responses, range }
    }
}

/// Step 5: one aggregated range proof for V_1 .. V_q, padded with commitments to zero.
fn prove_ranges(
    parameters: &BallotParameters,
    transcript: &mut Transcript,
    values: &[u64],
    blindings: &[SecretScalar],
    secrets: &mut Secrets,
) -> RangeProof {
    let count = parameters.style().range_values();
    let values = padded(values.iter().copied(), count, 0);
    let blindings = padded(blindings.iter().map(|t| *t.expose()), count, Scalar::ZERO);
    let proved = bulletproofs::RangeProof::prove_multiple_with_rng(
        parameters.range.gens(),
        &parameters.pedersen,
        transcript.inner(),
        &values,
        &blindings,
        parameters.style().range_bits(),
        secrets.inner(),
    );
    // The crate refuses widths it does not know, counts that are no power of two and generators
    // that do not suffice; BallotStyle and BallotParameters admit none of these.
    #[expect(clippy::expect_used, reason = "the arguments are right by construction")]
    let (proof, _) = proved.expect("width, count and generators come from the style");
    #[expect(clippy::expect_used, reason = "what the crate encodes is canonical")]
    RangeProof::from_crate(&proof).expect("the crate made it")
}

/// These secrets, and as many `padding` as make `count`. Reserved at once: a list that grows leaves copies
/// behind that nobody erases.
fn padded<T: Zeroize + Copy>(
    secrets: impl Iterator<Item = T>,
    count: usize,
    padding: T,
) -> Zeroizing<Vec<T>> {
    let mut list = Zeroizing::new(Vec::with_capacity(count));
    list.extend(secrets);
    list.resize(count, padding);
    list
}

/// The scalar 0 or 1 without a branch on the bit.
fn bit_scalar(bit: u8) -> Scalar {
    Scalar::conditional_select(&Scalar::ZERO, &Scalar::ONE, Choice::from(bit))
}

/// `x * point` for a secret bit x, without a branch on it.
fn select(x: &Scalar, point: &RistrettoPoint) -> RistrettoPoint {
    let chosen = Choice::from(x.as_bytes()[0] & 1);
    RistrettoPoint::conditional_select(&RistrettoPoint::default(), point, chosen)
}

/// The scalar a mod l; negative ones are l - |a|.
pub(super) fn signed(a: i64) -> Scalar {
    let magnitude = Scalar::from(a.unsigned_abs());
    if a < 0 { -magnitude } else { magnitude }
}

fn secret_sum(terms: impl Iterator<Item = Scalar>) -> SecretScalar {
    SecretScalar::new(terms.sum())
}

fn nonzero_multiple(r: &SecretScalar) -> NonIdentityPoint {
    #[expect(clippy::expect_used, reason = "Witness::draw draws r until it is not zero")]
    NonIdentityPoint::from_secret(r).expect("r is not zero")
}
