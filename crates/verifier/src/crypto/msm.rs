//! Multi-scalar multiplication.

use curve25519_dalek::traits::VartimeMultiscalarMul;
use curve25519_dalek::{RistrettoPoint, Scalar};

/// `sum_i scalars[i] points[i]`, in variable time: everything that is verified is public.
pub fn multiscalar(scalars: &[Scalar], points: &[RistrettoPoint]) -> RistrettoPoint {
    RistrettoPoint::vartime_multiscalar_mul(scalars, points)
}
