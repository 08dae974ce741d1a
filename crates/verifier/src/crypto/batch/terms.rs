//! The equations of a ballot as one sum (`spec/protocol.md`, sections 4.1, 6.4 and 11.4).
//!
//! Each equation is written as `right side - left side = 0` and multiplied by its weight. So the
//! points that stand alone, such as TA, have the weight itself as their scalar: 128 bits, which
//! makes them cheap.

use curve25519_dalek::Scalar;

use super::Equation;
use super::decode::Decoded;
use super::fixed::Fixed;
use crate::crypto::ballot::Responses;
use crate::crypto::group::signed;
use crate::crypto::range;
use crate::crypto::style::Constraint;

/// The weight of each equation, in the order of [`Equation::ALL`].
pub(super) type EquationWeights = [Scalar; Equation::COUNT];

/// Appends the scalars of the ballot's points, in the order in which the points were decoded, and
/// adds to those of the fixed bases.
pub(super) fn add(
    ballot: &Decoded<'_>,
    ballot_scalars: &[Scalar],
    weights: &EquationWeights,
    scalars: &mut Vec<Scalar>,
    fixed: &mut Fixed<'_>,
) {
    let style = ballot.cast.parameters.style();
    let Some((signature, sealed)) = ballot_scalars.split_last() else { return };
    let Some(responses) = Responses::of(style.slots(), sealed) else { return };
    let [cast, randomness, message, commitment, bits, constraints, range_value, range_product] =
        *weights;
    let challenges = &ballot.challenges;
    let c = challenges.c;

    scalars.extend([cast * challenges.cast, randomness * c]); // U, A
    let slots = add_slots(ballot, &responses, [message, commitment], scalars, fixed);
    scalars.push(commitment * c); // Cx
    scalars.push(commitment); // Cm
    let value =
        add_values(ballot, style.constraints(), responses.f, [constraints, range_value], scalars);
    scalars.extend([randomness, message, bits * c, bits]); // TA, TY, P1, P0
    fixed.g -= randomness * responses.z_r + cast * signature;
    fixed.h -= message * slots.message + bits * slots.bits;
    fixed.k -= commitment * responses.z_x + bits * responses.z_p;
    if let (Some(proof), Some(challenges)) = (&responses.constrained, &challenges.range) {
        scalars.push(constraints); // E
        fixed.h -= constraints * value;
        fixed.k -= constraints * proof.z_v;
        let term = range::Term { style, proof, challenges, weights: [range_value, range_product] };
        let (h, k) = range::add(&term, scalars, &mut fixed.range);
        fixed.h += h;
        fixed.k += k;
    }
    scalars.push(cast); // R
}

/// What the slots give to H.
struct SlotSums {
    /// sum_j y^j f_j
    message: Scalar,
    /// sum_j y^j f_j (c - f_j)
    bits: Scalar,
}

/// The scalars of Y_j, PK_j and G_j.
fn add_slots(
    ballot: &Decoded<'_>,
    responses: &Responses<'_>,
    [message, commitment]: [Scalar; 2],
    scalars: &mut Vec<Scalar>,
    fixed: &mut Fixed<'_>,
) -> SlotSums {
    let (y, c) = (ballot.challenges.y, ballot.challenges.c);
    let (message_c, message_z) = (message * c, message * responses.z_r);
    let mut sums = SlotSums { message: Scalar::ZERO, bits: Scalar::ZERO };
    let bases = fixed.keys[ballot.key_set].iter_mut().zip(&mut fixed.slots);
    let mut power = Scalar::ONE;
    for (f, (key, slot)) in responses.f.iter().zip(bases) {
        power *= y;
        scalars.push(message_c * power);
        *key -= message_z * power;
        *slot -= commitment * f;
        let combined = power * f;
        sums.message += combined;
        sums.bits += combined * (c - f);
    }
    sums
}

/// The scalars of V_i; gives sum_i y^i (c b_i + sum_j a_ij f_j).
fn add_values(
    ballot: &Decoded<'_>,
    list: &[Constraint],
    f: &[Scalar],
    [constraints, range_value]: [Scalar; 2],
    scalars: &mut Vec<Scalar>,
) -> Scalar {
    let Some(range) = &ballot.challenges.range else { return Scalar::ZERO };
    let (y, c) = (ballot.challenges.y, ballot.challenges.c);
    let mut sum = Scalar::ZERO;
    let mut power = Scalar::ONE;
    // (R1) gives V_i the scalar z'^(1 + i), i from 1.
    let mut value = range_value * range.z;
    for constraint in list {
        power *= y;
        value *= range.z;
        scalars.push(constraints * c * power + value);
        let terms = constraint.coefficients.iter().zip(f).filter(|(a, _)| **a != 0);
        let spent: Scalar = terms.map(|(a, f)| signed(*a) * f).sum();
        sum += power * (c * signed(constraint.constant) + spent);
    }
    sum
}
