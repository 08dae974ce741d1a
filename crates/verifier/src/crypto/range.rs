//! The range proof as terms of a sum (`spec/protocol.md`, section 11).
//!
//! Bünz, Bootle, Boneh, Poelstra, Wuille, Maxwell, IEEE S&P 2018, section 4.3.

use curve25519_dalek::Scalar;

use super::ballot::ConstrainedResponses;
use super::style::{MAX_RANGE_BITS, MAX_RANGE_ROUNDS, Style};

/// The challenges of section 11.3, with the inverses that the check wants. Of u_k it wants the
/// squares alone, and the product of all.
pub(crate) struct RangeChallenges {
    pub(crate) y: Scalar,
    pub(crate) z: Scalar,
    x: Scalar,
    w: Scalar,
    /// u_1 u_2 .. u_g
    u_product: Scalar,
    /// g, the number of rounds.
    rounds: usize,
    /// u_1^2 .. u_g^2
    u_squares: [Scalar; MAX_RANGE_ROUNDS],
    y_inverse: Scalar,
    u_product_inverse: Scalar,
    u_squares_inverse: [Scalar; MAX_RANGE_ROUNDS],
}

impl RangeChallenges {
    /// Before the first round. Inverses are computed by [`invert_all`].
    pub(crate) fn new(y: Scalar, z: Scalar, x: Scalar, w: Scalar) -> Self {
        Self {
            y,
            z,
            x,
            w,
            u_product: Scalar::ONE,
            rounds: 0,
            u_squares: [Scalar::ZERO; MAX_RANGE_ROUNDS],
            y_inverse: Scalar::ZERO,
            u_product_inverse: Scalar::ZERO,
            u_squares_inverse: [Scalar::ZERO; MAX_RANGE_ROUNDS],
        }
    }

    /// Adds the challenge of a round. A style has at most 12.
    pub(crate) fn push(&mut self, u: Scalar) {
        if let Some(place) = self.u_squares.get_mut(self.rounds) {
            *place = u * u;
            self.u_product *= u;
            self.rounds += 1;
        }
    }

    /// Whether one of the challenges is 0.
    pub(crate) fn has_zero(&self) -> bool {
        [self.y, self.z, self.x, self.w, self.u_product].contains(&Scalar::ZERO)
    }

    /// u_1^2 .. u_g^2 and their inverses.
    fn rounds(&self) -> (&[Scalar], &[Scalar]) {
        (&self.u_squares[..self.rounds], &self.u_squares_inverse[..self.rounds])
    }
}

/// Computes the inverses in challenges none of which is 0, all with one inversion (Montgomery).
pub(crate) fn invert_all(mut list: Vec<&mut RangeChallenges>) {
    let mut scalars = Vec::with_capacity(list.len() * (MAX_RANGE_ROUNDS + 2));
    for challenges in &list {
        scalars.extend([challenges.y, challenges.u_product]);
        scalars.extend_from_slice(challenges.rounds().0);
    }
    Scalar::batch_invert(&mut scalars);
    let mut inverses = scalars.into_iter();
    for challenges in &mut list {
        let first = [&mut challenges.y_inverse, &mut challenges.u_product_inverse];
        let squares = &mut challenges.u_squares_inverse[..challenges.rounds];
        for (place, inverse) in first.into_iter().chain(squares).zip(inverses.by_ref()) {
            *place = inverse;
        }
    }
}

/// The scalars of the vectors g and h, added up over proofs of any sizes.
#[derive(Default)]
pub(crate) struct RangeSums {
    /// By the value's position p.
    pub(crate) values: Vec<ValueSums>,
    /// Room for the scalars that are built up in [`add`].
    left: Vec<Scalar>,
    right: Vec<Scalar>,
}

/// Those of one value, by the bit's position e.
pub(crate) struct ValueSums {
    /// g_(pn+e)
    pub(crate) g: [Scalar; MAX_RANGE_BITS],
    /// h_(pn+e)
    pub(crate) h: [Scalar; MAX_RANGE_BITS],
}

/// A range proof with the weights of (R1) and (R2).
pub(crate) struct Term<'a> {
    pub(crate) style: &'a Style,
    pub(crate) proof: &'a ConstrainedResponses,
    pub(crate) challenges: &'a RangeChallenges,
    pub(crate) weights: [Scalar; 2],
}

/// Appends the scalars of A', S', T_1, T_2, L_1, R_1 .. L_g, R_g, adds to those of the vectors, and
/// gives those of H and K. The scalars of V are the caller's.
pub(crate) fn add(
    term: &Term<'_>,
    scalars: &mut Vec<Scalar>,
    sums: &mut RangeSums,
) -> (Scalar, Scalar) {
    let Term { proof, challenges, weights: [value, product], .. } = *term;
    let RangeChallenges { x, w, .. } = *challenges;
    scalars.extend([product, product * x, value * x, value * x * x]);
    let (of_l, of_r) = challenges.rounds();
    for (l, r) in of_l.iter().zip(of_r) {
        scalars.extend([product * l, product * r]);
    }
    add_vectors(term, sums);
    let ConstrainedResponses { t_x, t_b, e_b, a, b, .. } = *proof;
    let h = value * (delta(term) - t_x) + product * w * (t_x - a * b);
    (h, -(value * t_b + product * e_b))
}

/// delta = (z' - z'^2) sum_{i<M} y'^i - (2^n - 1) sum_{p<m} z'^(3+p)
fn delta(term: &Term<'_>) -> Scalar {
    let RangeChallenges { y, z, rounds, .. } = *term.challenges;
    // M = 2^g, so the sum of powers is the product of 1 + y'^(2^b) for b = 0 .. g - 1.
    let powers: Scalar = squares(y).take(rounds).map(|square| Scalar::ONE + square).product();
    let mut cubes = Scalar::ZERO;
    let mut power = z * z;
    for _ in 0..term.style.range_values() {
        power *= z;
        cubes += power;
    }
    let greatest = Scalar::from(u64::MAX >> (MAX_RANGE_BITS - term.style.range_bits()));
    (z - z * z) * powers - greatest * cubes
}

/// The scalars of (R2): those of g_i are -z' - a s_i, those of h_i are
/// z' + y'^-i z'^(2+p) 2^e - y'^-i b s_i^-1.
///
/// s_i and y'^-i s_i^-1 are products over the bits of i, so each list doubles with each bit.
fn add_vectors(term: &Term<'_>, sums: &mut RangeSums) {
    let Term { style, proof, challenges, weights: [_, product] } = *term;
    let (bits, count) = (style.range_bits(), style.range_values());
    let (up, down) = challenges.rounds();
    let y_inverse = challenges.y_inverse;
    // u_1 goes with the highest bit.
    let up = up.iter().rev().copied();
    let down = down.iter().rev().zip(squares(y_inverse)).map(|(u, y)| u * y);
    expand(&mut sums.left, product * proof.a * challenges.u_product_inverse, up);
    expand(&mut sums.right, product * proof.b * challenges.u_product, down);

    let zero = [Scalar::ZERO; MAX_RANGE_BITS];
    while sums.values.len() < count {
        sums.values.push(ValueSums { g: zero, h: zero });
    }
    let z = product * challenges.z;
    let step = y_inverse + y_inverse;
    // y'^-n: n is a power of two.
    let skip = squares(y_inverse).nth(bits.ilog2() as usize).unwrap_or(Scalar::ONE);
    let mut first = z * challenges.z;
    let lists = sums.left.chunks_exact(bits).zip(sums.right.chunks_exact(bits));
    for (value, (left, right)) in sums.values.iter_mut().zip(lists) {
        // y'^-i z'^(2+p) 2^e
        let mut power = first;
        for (((g, h), left), right) in value.g.iter_mut().zip(&mut value.h).zip(left).zip(right) {
            *g -= z + left;
            *h += z + power - right;
            power *= step;
        }
        first *= challenges.z * skip;
    }
}

/// base, base^2, base^4, base^8, ..
fn squares(base: Scalar) -> impl Iterator<Item = Scalar> {
    std::iter::successors(Some(base), |power| Some(power * power))
}

/// The products of `first` with the factors of every set of bits, the lowest bit's factor first.
fn expand(list: &mut Vec<Scalar>, first: Scalar, factors: impl Iterator<Item = Scalar>) {
    list.clear();
    list.push(first);
    for factor in factors {
        for i in 0..list.len() {
            list.push(list[i] * factor);
        }
    }
}
