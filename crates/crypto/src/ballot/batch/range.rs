//! The range proof in a batch: its challenges and its two equations (Bünz et al., IEEE S&P 2018,
//! sections 4.2, 4.3 and 6.2; `spec/protocol.md`, sections 11.3 and 11.4).

use alloc::vec::Vec;

use curve25519_dalek::scalar::Scalar;

use crate::ballot::BallotParameters;
use crate::ballot::batch::sum::Sum;
use crate::ballot::range::RangeProof;
use crate::group::{Point, powers};
use crate::transcript::{Label, Transcript};

/// The challenges as the transcript gives them. y' and the u_k, which are divided by, are not zero.
pub(super) struct Drawn {
    y: Scalar,
    z: Scalar,
    x: Scalar,
    w: Scalar,
    /// u_1 .. u_g.
    u: Vec<Scalar>,
}

impl Drawn {
    /// Replays the transcript of section 11.3, which is that of the `bulletproofs` crate, on that of the
    /// ballot's proof, and absorbs a and b, on which no challenge depends.
    ///
    /// Nothing, if one of the proof's points is the neutral element, or a challenge is zero.
    pub(super) fn replay(
        proof: &RangeProof,
        parameters: &BallotParameters,
        commitments: &[Point],
        transcript: &mut Transcript,
    ) -> Option<Self> {
        if proof.points().any(Point::is_identity) {
            return None;
        }
        let style = parameters.style();
        let (bits, values) = (style.range_bits(), style.range_values());
        transcript.bytes(Label::RANGE_SEPARATOR, b"rangeproof v1");
        transcript.number(Label::RANGE_SIZE, bits as u64);
        transcript.number(Label::RANGE_VALUES, values as u64);
        for commitment in parameters.pad(commitments) {
            transcript.bytes(Label::RANGE_VALUE, commitment.as_bytes());
        }
        transcript.point(Label::RANGE_A, &proof.a);
        transcript.point(Label::RANGE_S, &proof.s);
        let y = transcript.challenge_once(Label::RANGE_Y);
        let z = transcript.challenge_once(Label::RANGE_Z);
        transcript.point(Label::RANGE_T_1, &proof.t_1);
        transcript.point(Label::RANGE_T_2, &proof.t_2);
        let x = transcript.challenge_once(Label::RANGE_X);
        transcript.scalar(Label::RANGE_T_X, &proof.t_x);
        transcript.scalar(Label::RANGE_T_B, &proof.t_b);
        transcript.scalar(Label::RANGE_E_B, &proof.e_b);
        let w = transcript.challenge_once(Label::RANGE_W);
        transcript.bytes(Label::RANGE_SEPARATOR, b"ipp v1");
        transcript.number(Label::RANGE_SIZE, (bits * values) as u64);
        let u: Vec<Scalar> = proof.rounds.iter().map(|round| fold(round, transcript)).collect();
        transcript.scalar(Label::LAST_ANSWER, &proof.last.0);
        transcript.scalar(Label::LAST_ANSWER, &proof.last.1);
        let drawn = Self { y, z, x, w, u };
        let challenges = [drawn.z, drawn.x, drawn.w].into_iter().chain(drawn.divisors());
        let complete = challenges.into_iter().all(|challenge| challenge != Scalar::ZERO);
        complete.then_some(drawn)
    }

    /// y' and the u_k.
    pub(super) fn divisors(&self) -> impl Iterator<Item = Scalar> {
        [self.y].into_iter().chain(self.u.iter().copied())
    }

    /// Takes the inverses of the [`Drawn::divisors`], in their order.
    pub(super) fn with_inverses(
        self,
        inverses: &mut impl Iterator<Item = Scalar>,
    ) -> RangeChallenges {
        let y_inverse = inverses.next().unwrap_or(Scalar::ZERO);
        let u_inverses = inverses.take(self.u.len()).collect();
        RangeChallenges { drawn: self, y_inverse, u_inverses }
    }
}

fn fold((left, right): &(Point, Point), transcript: &mut Transcript) -> Scalar {
    transcript.point(Label::RANGE_LEFT, left);
    transcript.point(Label::RANGE_RIGHT, right);
    transcript.challenge_once(Label::RANGE_U)
}

/// The challenges, and the inverses of those that are divided by.
pub(super) struct RangeChallenges {
    drawn: Drawn,
    y_inverse: Scalar,
    u_inverses: Vec<Scalar>,
}

impl RangeChallenges {
    /// `weight z'^(2+p)` for p = 0, 1, ..: by what R1 multiplies the V_(p+1).
    pub(super) fn value_weights(&self, weight: Scalar) -> impl Iterator<Item = Scalar> {
        let z = self.drawn.z;
        core::iter::successors(Some(weight * z * z), move |last| Some(last * z))
    }
}

/// Adds the two equations of section 11.4 to the sum, each with its weight, without the V_p:
///
/// ```text
/// (R1)  (delta - t_x) H - t_b K + x' T_1 + x'^2 T_2 + sum z'^(2+p) V_(p+1)
/// (R2)  A' + x' S' - e_b K + w' (t_x - a b) H + sum u_k^2 L_k + sum u_k^-2 R_k
///         + sum (-z' - a s_i) g_i + sum (z' + y'^-i (z'^(2+p) 2^e - b s_i^-1)) h_i
/// ```
///
/// R1 says that t(x') is the polynomial that the V_p promise (equation 65 of the paper). R2 is all rounds
/// of the argument of the inner product in one (section 3.1 there).
pub(super) fn add<'a>(
    sum: &mut Sum<'a>,
    parameters: &'a BallotParameters,
    proof: &'a RangeProof,
    challenges: &RangeChallenges,
    [polynomial, product]: [Scalar; 2],
) {
    let Drawn { x, w, u, .. } = &challenges.drawn;
    sum.own(polynomial * x, &proof.t_1);
    sum.own(polynomial * x * x, &proof.t_2);
    sum.own(product, &proof.a);
    sum.own(product * x, &proof.s);
    for (((left, right), u), inverse) in proof.rounds.iter().zip(u).zip(&challenges.u_inverses) {
        sum.own(product * u * u, left);
        sum.own(product * inverse * inverse, right);
    }
    let (a, b) = proof.last;
    let delta = delta(parameters, &challenges.drawn);
    let h = product * w * (proof.t_x - a * b) + polynomial * (delta - proof.t_x);
    let k = -(product * proof.e_b + polynomial * proof.t_b);
    sum.bases(parameters, [Scalar::ZERO, h, k]);
    let g = g_scalars(challenges, a, product);
    let h = h_scalars(parameters, challenges, b, product);
    sum.range_vectors(parameters, &g, &h);
}

/// delta = (z' - z'^2) sum_(i<M) y'^i - (2^n - 1) sum_(p<m) z'^(3+p).
fn delta(parameters: &BallotParameters, Drawn { y, z, u, .. }: &Drawn) -> Scalar {
    let style = parameters.style();
    // 1 + y + .. + y^(M-1) = (1 + y) (1 + y^2) (1 + y^4) .., as M = 2^g.
    let doublings = core::iter::successors(Some(*y), |power| Some(power * power));
    let sum_y: Scalar = doublings.take(u.len()).map(|power| Scalar::ONE + power).product();
    let sum_z: Scalar = powers(*z, style.range_values()).iter().sum();
    let greatest = Scalar::from(u64::MAX >> (u64::BITS as usize - style.range_bits()));
    (z - z * z) * sum_y - greatest * z * z * sum_z
}

/// `weight (-z' - a s_i)`, the scalars of the g_i.
fn g_scalars(challenges: &RangeChallenges, a: Scalar, weight: Scalar) -> Vec<Scalar> {
    let Drawn { z, u, .. } = &challenges.drawn;
    // s_i = prod u_k^(+-1), with + where bit g - k of i is 1: u_g^-1 .. u_1^-1 for i = 0, and each bit
    // that is set turns one around.
    let first = -(weight * a) * challenges.u_inverses.iter().product::<Scalar>();
    let turns = u.iter().rev().map(|u| u * u);
    let shift = weight * z;
    let mut scalars = products_of_bits(first, turns);
    scalars.iter_mut().for_each(|scalar| *scalar -= shift);
    scalars
}

/// `weight (z' + y'^-i (z'^(2+p) 2^e - b s_i^-1))`, the scalars of the h_i.
fn h_scalars(
    parameters: &BallotParameters,
    challenges: &RangeChallenges,
    b: Scalar,
    weight: Scalar,
) -> Vec<Scalar> {
    let Drawn { z, u, .. } = &challenges.drawn;
    let bits = parameters.style().range_bits();
    // y'^-i s_i^-1 is a product over the bits of i as well: bit j brings y'^-(2^j) u_(g-j)^-2.
    let first = -(weight * b) * u.iter().product::<Scalar>();
    let doublings = core::iter::successors(Some(challenges.y_inverse), |power| Some(power * power));
    let turns = challenges.u_inverses.iter().rev().zip(doublings);
    let turns = turns.map(|(inverse, power)| inverse * inverse * power);
    let mut scalars = products_of_bits(first, turns);
    // And y'^-i z'^(2+p) 2^e, for i = p n + e, grows by 2 y'^-1 within a value.
    let shift = weight * z;
    let step = challenges.y_inverse + challenges.y_inverse;
    let mut y_power = Scalar::ONE;
    for (value, scale) in scalars.chunks_mut(bits).zip(challenges.value_weights(weight)) {
        let mut term = scale * y_power;
        for scalar in value {
            *scalar += shift + term;
            term *= step;
            y_power *= challenges.y_inverse;
        }
    }
    scalars
}

/// For i = 0 .. 2^g - 1 the product of `first` and the `factors[j]` of the bits j that are set in i.
fn products_of_bits(first: Scalar, factors: impl Iterator<Item = Scalar>) -> Vec<Scalar> {
    let mut products = alloc::vec![first];
    for factor in factors {
        for index in 0..products.len() {
            products.push(products[index] * factor);
        }
    }
    products
}
