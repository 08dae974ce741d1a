//! A prover for tests: ballots for any style, with no care for secrecy or speed
//! (`spec/protocol.md`, sections 6.3, 7 and 11.5).

use curve25519_dalek::{RistrettoPoint, Scalar};
use sha2::Sha512;

use crate::crypto::ballot::Parameters;
use crate::crypto::credential::cast_context;
use crate::crypto::generators::{bases, range_bases, slot_bases};
use crate::crypto::group::{Point, signed};
use crate::crypto::msm::Affine;
use crate::crypto::style::{Constraint, Style};
use crate::crypto::transcript::{Domain, Transcript, label};

/// Draws scalars from a seed.
pub(crate) struct Prover {
    seed: u64,
    drawn: u64,
}

/// A ballot that owns its bytes.
#[derive(Clone)]
pub(crate) struct Signed {
    pub(crate) credential: [u8; 32],
    /// u
    pub(crate) secret: Scalar,
    pub(crate) previous: [u8; 32],
    pub(crate) sealed: Vec<u8>,
    pub(crate) signature: [u8; 64],
}

/// Parameters of a district of one election.
pub(crate) fn district(index: u16, slots: usize, constraints: Vec<Constraint>) -> Parameters {
    district_of(1, index, slots, constraints)
}

/// Parameters of a district of the election whose keys come from `seed`.
pub(crate) fn district_of(
    seed: u64,
    index: u16,
    slots: usize,
    constraints: Vec<Constraint>,
) -> Parameters {
    let mut prover = Prover::new(seed);
    let keys: Vec<Point> = (0..slots).map(|_| Point::new(prover.point())).collect();
    let style = Style::new(slots, constraints).unwrap();
    Parameters::new([0x5f; 32], index, style, &keys).unwrap()
}

/// b + sum a_j x_j with the same a for all slots.
pub(crate) fn constraint(constant: i64, coefficient: i64, slots: usize) -> Constraint {
    Constraint { constant, coefficients: vec![coefficient; slots] }
}

/// Absorbs points and scalars, and keeps what goes on the wire.
struct Writer {
    transcript: Transcript,
    wire: Vec<u8>,
}

impl Writer {
    fn point(&mut self, label: &'static [u8], point: RistrettoPoint) {
        self.bytes(label, point.compress().to_bytes());
    }

    fn scalar(&mut self, label: &'static [u8], scalar: Scalar) {
        self.bytes(label, scalar.to_bytes());
    }

    fn bytes(&mut self, label: &'static [u8], bytes: [u8; 32]) {
        self.transcript.append(label, &bytes);
        self.wire.extend(bytes);
    }
}

impl Prover {
    pub(crate) fn new(seed: u64) -> Self {
        Self { seed, drawn: 0 }
    }

    fn scalar(&mut self) -> Scalar {
        self.drawn += 1;
        let input = [self.seed.to_le_bytes(), self.drawn.to_le_bytes()].concat();
        Scalar::hash_from_bytes::<Sha512>(&input)
    }

    fn scalars(&mut self, count: usize) -> Vec<Scalar> {
        (0..count).map(|_| self.scalar()).collect()
    }

    pub(crate) fn point(&mut self) -> RistrettoPoint {
        RistrettoPoint::mul_base(&self.scalar())
    }

    /// A ballot with a fresh credential and no ballot before it.
    pub(crate) fn cast(&mut self, parameters: &Parameters, choices: &[bool]) -> Signed {
        let secret = self.scalar();
        let credential = RistrettoPoint::mul_base(&secret).compress().to_bytes();
        let sealed = self.seal(parameters, &credential, choices);
        let mut ballot =
            Signed { credential, secret, previous: [0; 32], sealed, signature: [0; 64] };
        self.sign(parameters, &mut ballot);
        ballot
    }

    /// Section 7.
    pub(crate) fn sign(&mut self, parameters: &Parameters, ballot: &mut Signed) {
        let (fingerprint, district) = (parameters.fingerprint(), parameters.district());
        let tracker = parameters.tracker(&ballot.credential, &ballot.sealed);
        let (credential, previous) = (&ballot.credential, &ballot.previous);
        let context = cast_context(fingerprint, district, credential, previous, &tracker);
        ballot.signature = self.know(Domain::Cast, &context, &[ballot.secret]);
    }

    /// R || z of section 4.1.
    pub(crate) fn know(&mut self, domain: Domain, context: &[u8], secrets: &[Scalar]) -> [u8; 64] {
        let nonce = self.scalar();
        let encode = |secret| RistrettoPoint::mul_base(secret).compress().to_bytes();
        let mut transcript = Transcript::new(domain);
        transcript.append(label::CONTEXT, context);
        transcript.append_u64(label::COUNT, secrets.len() as u64);
        for secret in secrets {
            transcript.append(label::X, &encode(secret));
        }
        transcript.append(label::R, &encode(&nonce));
        let c = transcript.challenge(label::CHALLENGE);
        let z = nonce + dot(powers(c), secrets);
        [encode(&nonce), z.to_bytes()].concat().try_into().unwrap()
    }

    /// Section 6.3.
    pub(crate) fn seal(
        &mut self,
        parameters: &Parameters,
        credential: &[u8; 32],
        choices: &[bool],
    ) -> Vec<u8> {
        let style = parameters.style();
        let (h, k) = (bases().h.group(), bases().k.group());
        let x: Vec<Scalar> = choices.iter().map(|&x| Scalar::from(u8::from(x))).collect();
        let transcript = parameters.transcript(credential);
        let mut writer = Writer { transcript, wire: Vec::new() };

        let r = self.scalar();
        writer.point(label::A, RistrettoPoint::mul_base(&r));
        for (key, x) in parameters.keys().iter().zip(&x) {
            writer.point(label::Y, key.group() * r + h * x);
        }
        let [s, s_a] = [self.scalar(), self.scalar()];
        let m = self.scalars(style.slots());
        let t = self.scalars(style.constraints().len());
        writer.point(label::CX, combine(&x) + k * s);
        writer.point(label::CM, combine(&m) + k * s_a);
        let values: Vec<u64> = style.constraints().iter().map(|c| value(c, choices)).collect();
        for (value, t) in values.iter().zip(&t) {
            writer.point(label::V, h * Scalar::from(*value) + k * t);
        }
        let y = writer.transcript.challenge(label::COMBINE);

        let [rho, sigma_0, sigma_1, t_e] = [(); 4].map(|()| self.scalar());
        let keys: RistrettoPoint =
            powers(y).zip(parameters.keys()).map(|(y, key)| key.group() * y).sum();
        writer.point(label::TA, RistrettoPoint::mul_base(&rho));
        writer.point(label::TY, keys * rho + h * dot(powers(y), &m));
        let slopes: Vec<Scalar> =
            m.iter().zip(&x).map(|(m, x)| m * (Scalar::ONE - (x + x))).collect();
        writer.point(label::P1, h * dot(powers(y), &slopes) + k * sigma_1);
        let squares: Vec<Scalar> = m.iter().map(|m| m * m).collect();
        writer.point(label::P0, k * sigma_0 - h * dot(powers(y), &squares));
        let constrained = !style.constraints().is_empty();
        if constrained {
            let masked = |constraint: &Constraint| {
                constraint.coefficients.iter().zip(&m).map(|(a, m)| signed(*a) * m).sum()
            };
            let masked: Vec<Scalar> = style.constraints().iter().map(masked).collect();
            writer.point(label::E, h * dot(powers(y), &masked) + k * t_e);
        }
        let c = writer.transcript.challenge(label::CHALLENGE);

        for (m, x) in m.iter().zip(&x) {
            writer.scalar(label::F, m + c * x);
        }
        writer.scalar(label::Z_R, rho + c * r);
        writer.scalar(label::Z_X, s_a + c * s);
        writer.scalar(label::Z_P, sigma_0 + c * sigma_1);
        if constrained {
            writer.scalar(label::Z_V, t_e + c * dot(powers(y), &t));
            self.prove_range(style, values, t, &mut writer);
        }
        writer.wire
    }

    /// Section 11.5.
    fn prove_range(
        &mut self,
        style: &Style,
        mut values: Vec<u64>,
        mut blindings: Vec<Scalar>,
        writer: &mut Writer,
    ) {
        use label::range as labels;
        let (n, m) = (style.range_bits(), style.range_values());
        let size = n * m;
        values.resize(m, 0);
        blindings.resize(m, Scalar::ZERO);
        let (h, k) = (bases().h.group(), bases().k.group());
        let mut g_vector: Vec<_> = (0..m).flat_map(|p| group(&range_bases(p).g[..n])).collect();
        let mut h_vector: Vec<_> = (0..m).flat_map(|p| group(&range_bases(p).h[..n])).collect();

        writer.transcript.append(labels::SEPARATOR, labels::RANGE);
        writer.transcript.append_u64(labels::N, n as u64);
        writer.transcript.append_u64(labels::M, m as u64);
        for (value, blinding) in values.iter().zip(&blindings) {
            let point = h * Scalar::from(*value) + k * blinding;
            writer.transcript.append(labels::V, point.compress().as_bytes());
        }
        let bit = |i: usize| Scalar::from(values[i / n] >> (i % n) & 1);
        let left: Vec<Scalar> = (0..size).map(bit).collect();
        let right: Vec<Scalar> = left.iter().map(|bit| bit - Scalar::ONE).collect();
        let (mask_l, mask_r) = (self.scalars(size), self.scalars(size));
        let [alpha, beta, tau_1, tau_2] = [(); 4].map(|()| self.scalar());
        writer.point(labels::A, inner(&left, &g_vector) + inner(&right, &h_vector) + k * alpha);
        writer.point(labels::S, inner(&mask_l, &g_vector) + inner(&mask_r, &h_vector) + k * beta);
        let y = writer.transcript.draw(labels::Y);
        let z = writer.transcript.draw(labels::Z);

        let power = |base: Scalar, e: usize| std::iter::repeat_n(base, e).product::<Scalar>();
        let two = Scalar::from(2_u8);
        let weight = |i: usize| power(z, 2 + i / n) * power(two, i % n);
        let l0: Vec<Scalar> = left.iter().map(|bit| bit - z).collect();
        let r0: Vec<Scalar> = (0..size).map(|i| power(y, i) * (right[i] + z) + weight(i)).collect();
        let r1: Vec<Scalar> = (0..size).map(|i| power(y, i) * mask_r[i]).collect();
        let t1 = sum(&l0, &r1) + sum(&mask_l, &r0);
        let t2 = sum(&mask_l, &r1);
        writer.point(labels::T_1, h * t1 + k * tau_1);
        writer.point(labels::T_2, h * t2 + k * tau_2);
        let x = writer.transcript.draw(labels::X);
        writer.scalar(labels::T_X, sum(&l0, &r0) + t1 * x + t2 * x * x);
        let opened: Scalar = (0..m).map(|p| power(z, 2 + p) * blindings[p]).sum();
        writer.scalar(labels::T_B, opened + tau_1 * x + tau_2 * x * x);
        writer.scalar(labels::E_B, alpha + beta * x);
        let w = writer.transcript.draw(labels::W);
        writer.transcript.append(labels::SEPARATOR, labels::PRODUCT);
        writer.transcript.append_u64(labels::N, size as u64);

        let mut a: Vec<Scalar> = l0.iter().zip(&mask_l).map(|(l, s)| l + s * x).collect();
        let mut b: Vec<Scalar> = r0.iter().zip(&r1).map(|(r, s)| r + s * x).collect();
        for (i, base) in h_vector.iter_mut().enumerate() {
            *base *= power(y, i).invert();
        }
        while a.len() > 1 {
            let half = a.len() / 2;
            let (a_lo, a_hi) = a.split_at(half);
            let (b_lo, b_hi) = b.split_at(half);
            let (g_lo, g_hi) = g_vector.split_at(half);
            let (h_lo, h_hi) = h_vector.split_at(half);
            let q = h * w;
            writer.point(labels::L, inner(a_lo, g_hi) + inner(b_hi, h_lo) + q * sum(a_lo, b_hi));
            writer.point(labels::R, inner(a_hi, g_lo) + inner(b_lo, h_hi) + q * sum(a_hi, b_lo));
            let u = writer.transcript.draw(labels::U);
            let v = u.invert();
            let fold = |lo: &[Scalar], hi: &[Scalar], of_lo, of_hi| -> Vec<Scalar> {
                lo.iter().zip(hi).map(|(lo, hi)| lo * of_lo + hi * of_hi).collect()
            };
            let fold_bases = |lo: &[RistrettoPoint], hi: &[RistrettoPoint], of_lo, of_hi| {
                lo.iter().zip(hi).map(|(lo, hi)| lo * of_lo + hi * of_hi).collect::<Vec<_>>()
            };
            (a, b, g_vector, h_vector) = (
                fold(a_lo, a_hi, u, v),
                fold(b_lo, b_hi, v, u),
                fold_bases(g_lo, g_hi, v, u),
                fold_bases(h_lo, h_hi, u, v),
            );
        }
        writer.wire.extend(a[0].to_bytes());
        writer.wire.extend(b[0].to_bytes());
    }
}

/// sum_j x_j G_j
fn combine(x: &[Scalar]) -> RistrettoPoint {
    x.iter().zip(slot_bases()).map(|(x, base)| base.group() * x).sum()
}

/// The points as the arithmetic of the prover wants them.
fn group(points: &[Affine]) -> Vec<RistrettoPoint> {
    points.iter().map(|point| *Point::of_sum(&(*point).into()).group()).collect()
}

/// y, y^2, y^3, ..
fn powers(y: Scalar) -> impl Iterator<Item = Scalar> {
    std::iter::successors(Some(y), move |power| Some(power * y))
}

fn dot(left: impl Iterator<Item = Scalar>, right: &[Scalar]) -> Scalar {
    left.zip(right).map(|(l, r)| l * r).sum()
}

fn sum(left: &[Scalar], right: &[Scalar]) -> Scalar {
    dot(left.iter().copied(), right)
}

fn inner(scalars: &[Scalar], points: &[RistrettoPoint]) -> RistrettoPoint {
    crate::crypto::msm::multiscalar(scalars, points)
}

/// The value of a constraint, which is met.
fn value(constraint: &Constraint, choices: &[bool]) -> u64 {
    let chosen = constraint.coefficients.iter().zip(choices).filter(|(_, chosen)| **chosen);
    let value = i128::from(constraint.constant) + chosen.map(|(a, _)| i128::from(*a)).sum::<i128>();
    value.try_into().unwrap()
}
