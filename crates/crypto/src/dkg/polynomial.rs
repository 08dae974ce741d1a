use alloc::vec::Vec;

use curve25519_dalek::ristretto::RistrettoPoint;
use curve25519_dalek::scalar::Scalar;
use curve25519_dalek::traits::Identity;
use rand_core::CryptoRngCore;

use crate::dkg::TrusteeIndex;
use crate::group::{Point, SecretScalar};

/// A dealer's secret polynomial for one slot: f(x) = a_0 + a_1 x + ... of degree t - 1.
pub(super) struct Polynomial {
    coefficients: Vec<SecretScalar>,
}

impl Polynomial {
    pub(super) fn random(threshold: u8, rng: &mut impl CryptoRngCore) -> Self {
        Self { coefficients: (0..threshold).map(|_| SecretScalar::random(rng)).collect() }
    }

    /// a_0, the dealer's part of the slot's secret.
    pub(super) fn constant_term(&self) -> &SecretScalar {
        &self.coefficients[0]
    }

    /// f(i), the share of trustee i; by Horner's rule, in constant time.
    pub(super) fn evaluate(&self, index: TrusteeIndex) -> SecretScalar {
        let x = Scalar::from(index.get());
        let high_to_low = self.coefficients.iter().rev();
        SecretScalar::new(
            high_to_low.fold(Scalar::ZERO, |value, coefficient| value * x + coefficient.expose()),
        )
    }

    /// C_k = a_k G.
    pub(super) fn commit(&self) -> Vec<Point> {
        let multiple = |a: &SecretScalar| Point::new(RistrettoPoint::mul_base(a.expose()));
        self.coefficients.iter().map(multiple).collect()
    }
}

/// sum_k i^k C_k = f(i) G, from commitments to the coefficients of f. Nothing here is secret.
pub(super) fn evaluate_commitments<'a>(
    commitments: impl DoubleEndedIterator<Item = &'a RistrettoPoint>,
    index: TrusteeIndex,
) -> RistrettoPoint {
    commitments.rev().fold(RistrettoPoint::identity(), |value, commitment| {
        small_multiple(value, index) + commitment
    })
}

/// i * point by doubling and adding: an index has five bits, a scalar 252.
fn small_multiple(point: RistrettoPoint, index: TrusteeIndex) -> RistrettoPoint {
    let bits = u8::BITS - index.get().leading_zeros();
    (0..bits).rev().fold(RistrettoPoint::identity(), |sum, bit| {
        let doubled = sum + sum;
        if index.get() >> bit & 1 == 1 { doubled + point } else { doubled }
    })
}
