//! Multi-scalar multiplication: sum_i s_i P_i.
//!
//! A batch of ballots is one such sum of tens of thousands of points that were just decoded. What
//! serves it is here: [`Affine::decode_all`] decodes points three at a time and keeps them in the
//! form that is cheapest to add, and [`multiscalar_affine`] adds them in wide windows. Together
//! they take about two thirds of the time of the same two steps in `curve25519-dalek`, which all
//! other parts use.

mod field;
mod point;

use std::ops::RangeInclusive;

use curve25519_dalek::traits::VartimeMultiscalarMul;
use curve25519_dalek::{RistrettoPoint, Scalar};

use field::{add_words, words};
pub use point::{Affine, Extended};

/// `sum_i scalars[i] points[i]`, in variable time: everything that is verified is public.
pub fn multiscalar(scalars: &[Scalar], points: &[RistrettoPoint]) -> RistrettoPoint {
    RistrettoPoint::vartime_multiscalar_mul(scalars, points)
}

/// `sum_i scalars[i] points[i]` of decoded points, in variable time.
///
/// Made for thousands of points. A scalar below 2^128 costs half as much as others. Takes 128 bytes
/// for each point, and at most 1 MiB.
///
/// # Panics
///
/// If there are not as many scalars as points.
pub fn multiscalar_affine<'p>(
    scalars: &[Scalar],
    points: impl IntoIterator<Item = &'p Affine>,
) -> Extended {
    let windows = Windows::for_terms(scalars.len());
    let mut terms = Vec::with_capacity(scalars.len());
    let mut scalars = scalars.iter();
    for point in points {
        let scalar = scalars.next().expect("each point has a scalar");
        terms.push(Term::new(scalar, point, &windows));
    }
    assert!(scalars.as_slice().is_empty(), "each scalar has a point");
    sum(&terms, &windows)
}

/// How scalars are cut: s = sum_k d_k 2^(c k) for k from 0 to W - 1, with |d_k| <= 2^(c - 1).
struct Windows {
    /// c
    bits: usize,
    /// W
    count: usize,
    /// sum_k 2^(c - 1) 2^(c k) over all windows but the last.
    offset: [u64; 4],
}

/// What c may be. At 14, the buckets take 1 MiB.
const WINDOW_BITS: RangeInclusive<usize> = 4..=14;

/// A scalar or its negative is at most 2^251 + 2^125, as the group's order is below 2^252 + 2^125.
/// With W c >= 252, the last digit is so at most 2^(c - 1).
const SCALAR_BITS: usize = 252;

impl Windows {
    /// The cheapest for so many terms.
    fn for_terms(terms: usize) -> Self {
        // A window takes one addition of 7 multiplications for each term, two of 9 for each bucket.
        let cost = |bits: &usize| SCALAR_BITS.div_ceil(*bits) * (7 * terms + 18 * half(*bits));
        Self::new(WINDOW_BITS.min_by_key(cost).unwrap_or(*WINDOW_BITS.start()))
    }

    fn new(bits: usize) -> Self {
        let count = SCALAR_BITS.div_ceil(bits);
        let mut offset = [0; 4];
        for bit in (1..count).map(|window| window * bits - 1) {
            offset[bit / 64] |= 1 << (bit % 64);
        }
        Self { bits, count, offset }
    }
}

/// 2^(c - 1): the largest digit.
fn half(bits: usize) -> usize {
    1 << (bits - 1)
}

/// A point with its scalar, 128 bytes.
struct Term {
    /// The scalar and the offset of the windows: cut into bits, it gives all digits but the last
    /// with 2^(c - 1) added, so none is negative and none carries.
    shifted: [u64; 4],
    point: Affine,
}

impl Term {
    fn new(scalar: &Scalar, point: &Affine, windows: &Windows) -> Self {
        // From 2^251 on, the negative is shorter.
        let (scalar, point) =
            if scalar.as_bytes()[31] >= 8 { (-scalar, -*point) } else { (*scalar, *point) };
        let (shifted, _) = add_words(words(scalar.as_bytes()), windows.offset);
        Self { shifted, point }
    }

    /// d_k
    #[inline(always)]
    fn digit(&self, window: usize, windows: &Windows) -> isize {
        let bit = window * windows.bits;
        let low = u128::from(self.shifted[bit / 64]);
        let high = u128::from(self.shifted.get(bit / 64 + 1).copied().unwrap_or(0));
        let bits = ((high << 64 | low) >> (bit % 64)) as usize & (2 * half(windows.bits) - 1);
        let added = if window + 1 < windows.count { half(windows.bits) } else { 0 };
        bits.wrapping_sub(added) as isize
    }
}

/// The bucket method of Pippenger: Bernstein, Doumen, Lange, Oosterwijk, "Faster batch forgery
/// identification" (2012), section 4.
fn sum(terms: &[Term], windows: &Windows) -> Extended {
    let mut buckets = vec![Extended::NEUTRAL; half(windows.bits)];
    let mut total = Extended::NEUTRAL;
    for window in (0..windows.count).rev() {
        for _ in 0..windows.bits {
            total = total.plus(&total);
        }
        fill(&mut buckets, terms, |term| term.digit(window, windows));
        total = total.plus(&weighted_sum(&buckets));
    }
    total
}

/// Sorts the points by their digits: buckets[i] is the sum of those whose digit is i + 1, less
/// those whose digit is -(i + 1).
fn fill(buckets: &mut [Extended], terms: &[Term], digit: impl Fn(&Term) -> isize) {
    buckets.fill(Extended::NEUTRAL);
    for term in terms {
        let digit = digit(term);
        if digit > 0 {
            buckets[digit.unsigned_abs() - 1].add_affine(&term.point);
        } else if digit < 0 {
            buckets[digit.unsigned_abs() - 1].add_affine(&-term.point);
        }
    }
}

/// sum_i (i + 1) buckets[i], as the sum of all sums of the last 1, 2, .. buckets.
fn weighted_sum(buckets: &[Extended]) -> Extended {
    let (mut last, mut total) = (Extended::NEUTRAL, Extended::NEUTRAL);
    for bucket in buckets.iter().rev() {
        last = last.plus(bucket);
        total = total.plus(&last);
    }
    total
}

#[cfg(test)]
mod tests;
