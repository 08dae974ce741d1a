//! A second prover of range proofs, written from `spec/protocol.md`, section 11: for two numbers of
//! 8 bits, and for commitments that need not be to these numbers.

use curve25519_dalek::ristretto::{CompressedRistretto, RistrettoPoint};
use curve25519_dalek::scalar::Scalar;
use isoloir_crypto::generators::{blinding_base, message_base};
use merlin::Transcript;
use sha3::Shake256;
use sha3::digest::{ExtendableOutput, Update, XofReader};

use crate::samples::rng;

/// n, m and M = n m.
const N: usize = 8;
const COUNT: usize = 2;
const SIZE: usize = N * COUNT;

/// The proof that the V_i commit to these numbers with these blindings, whether they do or not.
pub(super) fn prove(
    transcript: &mut Transcript,
    commitments: &[[u8; 32]; COUNT],
    numbers: &[u64; COUNT],
    blindings: &[Scalar],
) -> Vec<u8> {
    let mut generator = rng("range");
    let mut draw = || Scalar::random(&mut generator);
    let (h, k) = (*message_base().element(), *blinding_base().element());
    let bases = |side| (0..COUNT).flat_map(|party| vector(side, party)).collect();
    let (g_vec, h_vec): (Vec<_>, Vec<_>) = (bases(b'G'), bases(b'H'));
    let mut wire = Wire { transcript, bytes: Vec::new() };
    wire.transcript.append_message(b"dom-sep", b"rangeproof v1");
    wire.transcript.append_u64(b"n", N as u64);
    wire.transcript.append_u64(b"m", COUNT as u64);
    commitments.iter().for_each(|v| wire.transcript.append_message(b"V", v));

    let bit = |i: usize| Scalar::from(numbers[i / N] >> (i % N) & 1);
    let a_l: Vec<Scalar> = (0..SIZE).map(bit).collect();
    let a_r: Vec<Scalar> = a_l.iter().map(|bit| bit - Scalar::ONE).collect();
    let s_l: Vec<Scalar> = (0..SIZE).map(|_| draw()).collect();
    let s_r: Vec<Scalar> = (0..SIZE).map(|_| draw()).collect();
    let (alpha, beta, tau1, tau2) = (draw(), draw(), draw(), draw());
    wire.point(b"A", dot(&a_l, &g_vec) + dot(&a_r, &h_vec) + alpha * k);
    wire.point(b"S", dot(&s_l, &g_vec) + dot(&s_r, &h_vec) + beta * k);
    let (y, z) = (wire.challenge(b"y"), wire.challenge(b"z"));

    let y_powers: Vec<Scalar> = powers(y).take(SIZE).collect();
    let z_powers: Vec<Scalar> = powers(z).take(COUNT + 2).collect();
    let two = |i: usize| Scalar::from(1_u64 << (i % N));
    let r_0 = |i: usize| y_powers[i] * (a_r[i] + z) + z_powers[2 + i / N] * two(i);
    let (l_0, l_1): (Vec<_>, Vec<_>) = (0..SIZE).map(|i| (a_l[i] - z, s_l[i])).unzip();
    let (r_0, r_1): (Vec<_>, Vec<_>) = (0..SIZE).map(|i| (r_0(i), y_powers[i] * s_r[i])).unzip();
    let t_0 = inner(&l_0, &r_0);
    let t_1 = inner(&l_0, &r_1) + inner(&l_1, &r_0);
    let t_2 = inner(&l_1, &r_1);
    wire.point(b"T_1", t_1 * h + tau1 * k);
    wire.point(b"T_2", t_2 * h + tau2 * k);
    let x = wire.challenge(b"x");

    let blinding: Scalar = blindings.iter().zip(&z_powers[2..]).map(|(t, z)| t * z).sum();
    wire.scalar(b"t_x", t_0 + t_1 * x + t_2 * x * x);
    wire.scalar(b"t_x_blinding", blinding + tau1 * x + tau2 * x * x);
    wire.scalar(b"e_blinding", alpha + beta * x);
    let q = wire.challenge(b"w") * h;
    let at_x = |zero: &[Scalar], one: &[Scalar]| -> Vec<Scalar> {
        zero.iter().zip(one).map(|(zero, one)| zero + one * x).collect()
    };
    let y_inverse = y.invert();
    let h_scaled = h_vec.iter().zip(powers(y_inverse)).map(|(h, power)| power * h).collect();
    wire.transcript.append_message(b"dom-sep", b"ipp v1");
    wire.transcript.append_u64(b"n", SIZE as u64);
    wire.fold(q, at_x(&l_0, &l_1), at_x(&r_0, &r_1), g_vec, h_scaled);
    wire.bytes
}

/// The vectors g or h for the number at a position (section 11.1).
fn vector(side: u8, position: usize) -> Vec<RistrettoPoint> {
    let mut hash = Shake256::default();
    hash.update(b"GeneratorsChain");
    hash.update(&[side]);
    hash.update(&(position as u32).to_le_bytes());
    let mut stream = hash.finalize_xof();
    let next = |_| {
        let mut wide = [0; 64];
        stream.read(&mut wide);
        RistrettoPoint::from_uniform_bytes(&wide)
    };
    (0..N).map(next).collect()
}

/// What was absorbed and goes on the wire.
struct Wire<'t> {
    transcript: &'t mut Transcript,
    bytes: Vec<u8>,
}

impl Wire<'_> {
    fn point(&mut self, label: &'static [u8], point: RistrettoPoint) {
        let CompressedRistretto(bytes) = point.compress();
        self.transcript.append_message(label, &bytes);
        self.bytes.extend(bytes);
    }

    fn scalar(&mut self, label: &'static [u8], scalar: Scalar) {
        self.transcript.append_message(label, scalar.as_bytes());
        self.bytes.extend(scalar.as_bytes());
    }

    fn challenge(&mut self, label: &'static [u8]) -> Scalar {
        let mut bytes = [0; 64];
        self.transcript.challenge_bytes(label, &mut bytes);
        Scalar::from_bytes_mod_order_wide(&bytes)
    }

    /// The rounds of the inner product.
    fn fold(
        &mut self,
        q: RistrettoPoint,
        mut a: Vec<Scalar>,
        mut b: Vec<Scalar>,
        mut g: Vec<RistrettoPoint>,
        mut h: Vec<RistrettoPoint>,
    ) {
        while a.len() > 1 {
            let half = a.len() / 2;
            let (a_lo, a_hi) = a.split_at(half);
            let (b_lo, b_hi) = b.split_at(half);
            let (g_lo, g_hi) = g.split_at(half);
            let (h_lo, h_hi) = h.split_at(half);
            self.point(b"L", dot(a_lo, g_hi) + dot(b_hi, h_lo) + inner(a_lo, b_hi) * q);
            self.point(b"R", dot(a_hi, g_lo) + dot(b_lo, h_hi) + inner(a_hi, b_lo) * q);
            let u = self.challenge(b"u");
            let v = u.invert();
            let scalars = |lo: &[Scalar], hi: &[Scalar], u, v| -> Vec<Scalar> {
                lo.iter().zip(hi).map(|(lo, hi)| u * lo + v * hi).collect()
            };
            let points = |lo: &[RistrettoPoint], hi: &[RistrettoPoint], u, v| {
                lo.iter().zip(hi).map(|(lo, hi)| u * lo + v * hi).collect::<Vec<RistrettoPoint>>()
            };
            (a, b, g, h) = (
                scalars(a_lo, a_hi, u, v),
                scalars(b_lo, b_hi, v, u),
                points(g_lo, g_hi, v, u),
                points(h_lo, h_hi, u, v),
            );
        }
        self.bytes.extend(a[0].as_bytes());
        self.bytes.extend(b[0].as_bytes());
    }
}

/// 1, x, x^2, ..
fn powers(x: Scalar) -> impl Iterator<Item = Scalar> {
    std::iter::successors(Some(Scalar::ONE), move |power| Some(power * x))
}

fn dot(scalars: &[Scalar], points: &[RistrettoPoint]) -> RistrettoPoint {
    scalars.iter().zip(points).map(|(scalar, point)| scalar * point).sum()
}

fn inner(left: &[Scalar], right: &[Scalar]) -> Scalar {
    left.iter().zip(right).map(|(left, right)| left * right).sum()
}
