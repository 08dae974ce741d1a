//! The algebra of a prover that may choose its x_j after it has seen y.

use alloc::vec::Vec;

use curve25519_dalek::scalar::Scalar;

use super::rng;
use crate::ballot::BallotStyle;
use crate::ballot::seal::signed;
use crate::group::powers;

/// For each y, scalars x_j (no bits at all) that satisfy what is left of the equations once y is
/// known: sum y^j x_j is that of `messages`, sum y^j x_j (1 - x_j) = 0, and the constraints have `values`.
pub(super) fn late_choice(
    style: &BallotStyle,
    messages: &[Scalar],
    values: &[Scalar],
) -> impl Fn(Scalar) -> Vec<Scalar> + use<> {
    let (style, messages, values) = (style.clone(), messages.to_vec(), values.to_vec());
    move |y| {
        let slots = messages.len();
        let weights = powers(y, slots);
        let mut linear = alloc::vec![Scalar::ZERO; slots];
        let mut target = Scalar::ZERO;
        let constraint_weights = powers(y, values.len());
        for ((constraint, value), weight) in
            style.constraints().iter().zip(&values).zip(constraint_weights)
        {
            target += weight * (value - signed(constraint.constant));
            for (sum, &a) in linear.iter_mut().zip(&constraint.coefficients) {
                *sum += weight * signed(a);
            }
        }
        let mut rng = rng(0x1a7e);
        // Half of the quadratic equations have a solution: try with other free slots.
        loop {
            let mut x: Vec<Scalar> = (0..slots).map(|_| Scalar::random(&mut rng)).collect();
            let rest =
                |row: &[Scalar]| -> Scalar { row.iter().zip(&x).skip(3).map(|(a, x)| a * x).sum() };
            let message = dot(&weights, &messages) - rest(&weights);
            let target = target - rest(&linear);
            let (start, direction) = line(&weights, message, &linear, target);
            if let Some(s) = meet_bits(&weights, &start, &direction, &x) {
                for j in 0..3 {
                    x[j] = start[j] + s * direction[j];
                }
                assert_eq!(dot(&weights, &x), dot(&weights, &messages));
                let defects: Vec<Scalar> = x.iter().map(|x| x * (Scalar::ONE - x)).collect();
                assert_eq!(dot(&weights, &defects), Scalar::ZERO);
                return x;
            }
        }
    }
}

fn dot(a: &[Scalar], b: &[Scalar]) -> Scalar {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// The solutions of u x = p, v x = q in three unknowns: a point, the last coordinate 0, and a direction.
fn line(u: &[Scalar], p: Scalar, v: &[Scalar], q: Scalar) -> ([Scalar; 3], [Scalar; 3]) {
    let determinant = (u[0] * v[1] - u[1] * v[0]).invert();
    let start =
        [(p * v[1] - q * u[1]) * determinant, (u[0] * q - v[0] * p) * determinant, Scalar::ZERO];
    let direction =
        [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]];
    (start, direction)
}

/// s with sum y^j x_j (1 - x_j) = 0 at start + s direction, the slots from the fourth on being those of x.
fn meet_bits(
    weights: &[Scalar],
    start: &[Scalar; 3],
    direction: &[Scalar; 3],
    x: &[Scalar],
) -> Option<Scalar> {
    let free = weights.iter().zip(x).skip(3).map(|(w, x)| w * x * (Scalar::ONE - x));
    let mut coefficients = [free.sum(), Scalar::ZERO, Scalar::ZERO];
    for ((weight, p), d) in weights.iter().zip(start).zip(direction) {
        coefficients[0] += weight * p * (Scalar::ONE - p);
        coefficients[1] += weight * d * (Scalar::ONE - p - p);
        coefficients[2] -= weight * d * d;
    }
    let [c, b, a] = coefficients;
    let root = square_root(b * b - Scalar::from(4u64) * a * c)?;
    Some((root - b) * (a + a).invert())
}

/// A square root modulo l, which is 5 modulo 8 (Atkin).
pub(super) fn square_root(square: Scalar) -> Option<Scalar> {
    let doubled = square + square;
    let v = power(doubled, fifth_less_eighth());
    let i = doubled * v * v;
    let root = square * v * (i - Scalar::ONE);
    (root * root == square).then_some(root)
}

/// (l - 5) / 8, little-endian.
fn fifth_less_eighth() -> [u8; 32] {
    let mut bytes = (-Scalar::from(5u64)).to_bytes();
    let mut carry = 0;
    for byte in bytes.iter_mut().rev() {
        (*byte, carry) = (*byte >> 3 | carry << 5, *byte & 7);
    }
    bytes
}

fn power(base: Scalar, exponent: [u8; 32]) -> Scalar {
    let bits = exponent.iter().rev().flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1));
    bits.fold(Scalar::ONE, |power, bit| power * power * if bit == 1 { base } else { Scalar::ONE })
}
