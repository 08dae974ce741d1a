//! A second prover for ballots, written from `spec/protocol.md`, sections 6.3 and 11: it seals what
//! it is told to, whether that is a ballot or not.

use bulletproofs::{BulletproofGens, PedersenGens, RangeProof};
use curve25519_dalek::ristretto::RistrettoPoint;
use curve25519_dalek::scalar::Scalar;
use isoloir_crypto::ballot::BallotStyle;
use isoloir_crypto::generators::{blinding_base, message_base, vector_bases};
use rand_chacha::ChaCha20Rng;

use crate::replay::Replay;

/// What is sealed. In an honest ballot `encrypted` and `committed` are the same bits, `values` and
/// `ranged` those of the constraints, and `other_randomness` is zero.
pub(crate) struct Sealing<'a> {
    pub(crate) transcript: Replay,
    pub(crate) style: &'a BallotStyle,
    pub(crate) keys: &'a [RistrettoPoint],
    /// What the ciphertext holds.
    pub(crate) encrypted: Vec<Scalar>,
    /// What Cx holds, and the rest of the proof is about.
    pub(crate) committed: Vec<Scalar>,
    /// What the V_i hold.
    pub(crate) values: Vec<Scalar>,
    /// What the range proof is about.
    pub(crate) ranged: Vec<u64>,
    /// Added to r in the last slot.
    pub(crate) other_randomness: Scalar,
}

/// Scalars of small numbers.
pub(crate) fn scalars(numbers: &[i64]) -> Vec<Scalar> {
    numbers.iter().map(|&number| signed(number)).collect()
}

pub(crate) fn signed(number: i64) -> Scalar {
    let size = Scalar::from(number.unsigned_abs());
    if number < 0 { -size } else { size }
}

impl Sealing<'_> {
    /// The bytes of the sealed ballot.
    pub(crate) fn seal(mut self, rng: &mut ChaCha20Rng) -> Vec<u8> {
        let mut draw = || Scalar::random(rng);
        let (h, k) = (*message_base().element(), *blinding_base().element());
        let (w, q) = (self.keys.len(), self.style.constraints().len());
        let bases: Vec<_> = vector_bases(self.style.slots()).iter().map(|g| *g.element()).collect();
        let mut out = Vec::new();

        let r = draw();
        self.put(&mut out, "A", RistrettoPoint::mul_base(&r));
        for slot in 0..w {
            let other = if slot + 1 == w { self.other_randomness } else { Scalar::ZERO };
            let y = (r + other) * self.keys[slot] + self.encrypted[slot] * h;
            self.put(&mut out, "Y", y);
        }

        let (s, s_a) = (draw(), draw());
        let m: Vec<Scalar> = (0..w).map(|_| draw()).collect();
        let t: Vec<Scalar> = (0..q).map(|_| draw()).collect();
        self.put(&mut out, "Cx", dot(&self.committed, &bases) + s * k);
        self.put(&mut out, "Cm", dot(&m, &bases) + s_a * k);
        for (value, t) in self.values.clone().iter().zip(&t) {
            self.put(&mut out, "V", value * h + t * k);
        }
        let powers = powers(self.transcript.challenge("y"), w.max(q));

        let (rho, sigma_0, sigma_1, t_prime) = (draw(), draw(), draw(), draw());
        let x = self.committed.clone();
        let over_slots = |term: &dyn Fn(usize) -> Scalar| -> Scalar {
            (0..w).map(|j| powers[j] * term(j)).sum()
        };
        let masked_message = over_slots(&|j| m[j]);
        let two = Scalar::from(2_u8);
        let linear = over_slots(&|j| m[j] * (Scalar::ONE - two * x[j]));
        let constant = over_slots(&|j| m[j] * m[j]);
        self.put(&mut out, "TA", RistrettoPoint::mul_base(&rho));
        let key = dot(&powers[..w], self.keys);
        self.put(&mut out, "TY", rho * key + masked_message * h);
        self.put(&mut out, "P1", linear * h + sigma_1 * k);
        self.put(&mut out, "P0", sigma_0 * k - constant * h);
        if q > 0 {
            let masked: Scalar = self
                .style
                .constraints()
                .iter()
                .zip(&powers)
                .map(|(row, power)| {
                    let terms = row.coefficients.iter().zip(&m);
                    power * terms.map(|(&a, m)| signed(a) * m).sum::<Scalar>()
                })
                .sum();
            self.put(&mut out, "E", masked * h + t_prime * k);
        }
        let c = self.transcript.challenge("c");

        let mut answer = |label: &str, scalar: Scalar| {
            self.transcript.append(label, scalar.as_bytes());
            out.extend(scalar.as_bytes());
        };
        for (m, x) in m.iter().zip(&x) {
            answer("f", m + c * x);
        }
        answer("z_r", rho + c * r);
        answer("z_x", s_a + c * s);
        answer("z_p", sigma_0 + c * sigma_1);
        if q > 0 {
            let blinding: Scalar = t.iter().zip(&powers).map(|(t, power)| power * t).sum();
            answer("z_v", t_prime + c * blinding);
            out.extend(self.prove_ranges(t, rng));
        }
        out
    }

    fn put(&mut self, out: &mut Vec<u8>, label: &str, point: RistrettoPoint) {
        let bytes = point.compress().to_bytes();
        self.transcript.append(label, &bytes);
        out.extend(bytes);
    }

    fn prove_ranges(&mut self, mut blindings: Vec<Scalar>, rng: &mut ChaCha20Rng) -> Vec<u8> {
        let (n, m) = (self.style.range_bits(), self.style.range_values());
        let mut values = self.ranged.clone();
        values.resize(m, 0);
        blindings.resize(m, Scalar::ZERO);
        let pedersen =
            PedersenGens { B: *message_base().element(), B_blinding: *blinding_base().element() };
        let gens = BulletproofGens::new(n, m);
        let transcript = self.transcript.inner();
        let proof = RangeProof::prove_multiple_with_rng(
            &gens, &pedersen, transcript, &values, &blindings, n, rng,
        );
        proof.unwrap().0.to_bytes()
    }
}

/// y, y^2, ..
fn powers(y: Scalar, count: usize) -> Vec<Scalar> {
    std::iter::successors(Some(y), |power| Some(power * y)).take(count).collect()
}

fn dot(scalars: &[Scalar], points: &[RistrettoPoint]) -> RistrettoPoint {
    scalars.iter().zip(points).map(|(scalar, point)| scalar * point).sum()
}
