//! Ballots that no board may take.

use curve25519_dalek::scalar::Scalar;
use isoloir_encoding::Encode;

use super::{District, Input, Layout, budget, forged, input, seal, three, two};
use crate::file::{Hex, Invalid, invalid};
use crate::forge::{Sealing, scalars};
use crate::samples::{
    FIELD_PRIME, credential, flipped, incremented, one_byte_long, one_byte_short, order, patched,
    plus_order, public, secret,
};
use crate::style::Style;

/// Bytes of a good ballot, changed.
pub(super) fn of_bytes() -> Vec<Invalid<Input>> {
    let district = District::sample(budget());
    let good = seal("budget_8_bits", &district, &[true, true, false]).0.to_bytes();
    let at = Layout::of(district.parameters().unwrap().style());
    let case = |name: &str, category: &str, bytes: Vec<u8>| {
        invalid(name, category, input(district.clone(), bytes))
    };
    let swap = |a: usize, b: usize| {
        let swapped = patched(&good, a, &good[b..b + 32]);
        patched(&swapped, b, &good[a..a + 32])
    };
    let set = |place: usize, bytes: &[u8]| patched(&good, place, bytes);
    let mut cases = vec![
        case("empty", "decode", Vec::new()),
        case("range_proof_one_byte_short", "decode", one_byte_short(&good)),
        case("range_proof_missing", "decode", good[..at.range].to_vec()),
        case("range_proof_one_round_short", "decode", good[..good.len() - 64].to_vec()),
        case("one_byte_long", "decode", one_byte_long(&good)),
        case("a_is_identity", "decode", set(0, &[0; 32])),
        case("a_not_canonical", "decode", set(0, &FIELD_PRIME)),
        case("y_not_canonical", "decode", set(32, &FIELD_PRIME)),
        case("cx_not_canonical", "decode", set(at.cx, &FIELD_PRIME)),
        case("v_not_canonical", "decode", set(at.v, &FIELD_PRIME)),
        case("e_not_canonical", "decode", set(at.ta + 128, &FIELD_PRIME)),
        case("f_not_canonical", "decode", set(at.f, &plus_order(&good[at.f..at.f + 32]))),
        case("z_r_is_the_order", "decode", set(at.z_r, &order())),
        case("z_v_not_canonical", "decode", set(at.range - 32, &[0xff; 32])),
        case("range_a_not_canonical", "decode", set(at.range, &FIELD_PRIME)),
        case("range_l_not_canonical", "decode", set(at.range + 32 * 7, &FIELD_PRIME)),
        case("range_t_x_is_the_order", "decode", set(at.range + 32 * 4, &order())),
        case("range_last_scalar_is_the_order", "decode", set(good.len() - 32, &order())),
        case("y_is_identity", "equation:randomness", set(32, &[0; 32])),
        case("slots_swapped", "equation:randomness", swap(32, 64)),
        case("nonces_swapped", "equation:randomness", swap(at.ta, at.ta + 32)),
        case("v_is_identity", "equation:randomness", set(at.v, &[0; 32])),
        case("cx_and_cm_swapped", "equation:randomness", swap(at.cx, at.cx + 32)),
        case("z_r_plus_one", "equation:randomness", incremented(&good, at.z_r)),
        case("f_plus_one", "equation:message", incremented(&good, at.f)),
        case("f_swapped", "equation:message", swap(at.f, at.f + 32)),
        case("z_x_plus_one", "equation:commitment", incremented(&good, at.z_r + 32)),
        case("z_p_plus_one", "equation:bits", incremented(&good, at.z_r + 64)),
        case("z_v_plus_one", "equation:constraints", incremented(&good, at.z_r + 96)),
        case("range_t_x_plus_one", "equation:range", incremented(&good, at.range + 32 * 4)),
        case("range_a_is_identity", "equation:range", set(at.range, &[0; 32])),
        case("range_l_is_identity", "equation:range", set(at.range + 32 * 7, &[0; 32])),
        case("range_l_and_r_swapped", "equation:range", swap(at.range + 32 * 7, at.range + 32 * 8)),
        case(
            "range_last_scalars_swapped",
            "equation:range",
            swap(good.len() - 64, good.len() - 32),
        ),
    ];
    let other = seal("another ballot", &district, &[true, true, false]).0.to_bytes();
    cases.push(case(
        "range_proof_of_another_ballot",
        "equation:range",
        set(at.range, &other[at.range..]),
    ));
    cases.push(case("proof_of_another_ballot", "equation:randomness", set(at.cx, &other[at.cx..])));
    let open = District::sample(Style::new(3, &[]));
    let unconstrained = seal("no_constraint", &open, &[true, false, true]).0.to_bytes();
    cases.push(case("without_proof_of_the_constraint", "decode", unconstrained.clone()));
    let with_range = [&unconstrained[..], &good[at.range..]].concat();
    cases.push(invalid("range_proof_where_none_belongs", "decode", input(open, with_range)));
    cases
}

/// A good ballot in another context.
pub(super) fn of_context() -> Vec<Invalid<Input>> {
    let district = District::sample(budget());
    let bytes = seal("budget_8_bits", &district, &[true, true, false]).0.to_bytes();
    let good = input(district, bytes);
    let change = |name: &str, category: &str, change: &dyn Fn(&mut Input)| {
        let mut changed = good.clone();
        change(&mut changed);
        invalid(name, category, changed)
    };
    let style = |name: &str, constant, coefficients: &[i64]| {
        let style = Style::new(3, &[(constant, coefficients)]);
        change(name, "equation:randomness", &|input| input.district.style = style.clone())
    };
    vec![
        change("of_another_election", "equation:randomness", &|input| {
            input.district.fingerprint = Hex(flipped(&input.district.fingerprint.0, 0));
        }),
        change("of_another_district", "equation:randomness", &|input| input.district.district = 4),
        change("of_another_credential", "equation:randomness", &|input| {
            input.credential = credential("another voter").public().as_bytes().into();
        }),
        change("credential_is_the_neutral_element", "decode", &|input| {
            input.credential = [0; 32].into();
        }),
        style("budget_raised", 101, &[-40, -30, -70]),
        style("price_lowered", 100, &[-39, -30, -70]),
        style("price_moved", 100, &[-30, -40, -70]),
        change("style_with_other_bits", "decode", &|input| {
            input.district.style = Style::new(3, &[(300, &[-40, -30, -70])]);
        }),
        change("style_with_a_constraint_more", "decode", &|input| input.district.style = two()),
        change("keys_swapped", "equation:randomness", &|input| input.district.keys.swap(0, 1)),
        change("another_key", "equation:randomness", &|input| {
            input.district.keys[2] = public(&secret("another key")).as_bytes().into();
        }),
        change("key_is_the_neutral_element", "decode", &|input| {
            input.district.keys[0] = [0; 32].into();
        }),
        change("key_repeated", "keys:repeated", &|input| {
            input.district.keys[2] = input.district.keys[0].clone();
        }),
        change("key_missing", "keys:too_few", &|input| input.district.keys.truncate(2)),
    ]
}

/// Ballots of dishonest devices, good in every other way.
pub(super) fn of_provers() -> Vec<Invalid<Input>> {
    let case = |name: &str, category: &str, style: &Style, lie: &dyn Fn(&mut Sealing<'_>)| {
        invalid(name, category, forged(name, style, lie))
    };
    let both = |sealing: &mut Sealing<'_>, x: &[i64]| {
        sealing.encrypted = scalars(x);
        sealing.committed = scalars(x);
    };
    let open = Style::new(2, &[]);
    vec![
        case("a_vote_of_two", "equation:bits", &open, &|s| both(s, &[2, 0])),
        case("a_vote_of_minus_one", "equation:bits", &open, &|s| both(s, &[-1, 1])),
        case("a_vote_of_a_thousand", "equation:bits", &open, &|s| both(s, &[0, 1_000])),
        case("votes_that_cancel_in_the_sum", "equation:bits", &open, &|s| both(s, &[2, -1])),
        case("a_thousand_encrypted_and_one_proved", "equation:message", &open, &|s| {
            s.encrypted = scalars(&[1_000, 0]);
        }),
        case("encrypted_choices_swapped", "equation:message", &open, &|s| {
            s.encrypted = scalars(&[0, 1]);
        }),
        case("a_slot_with_other_randomness", "equation:message", &open, &|s| {
            s.other_randomness = Scalar::ONE;
        }),
        case("a_vote_of_two_within_the_budget", "equation:bits", &budget(), &|s| {
            both(s, &[0, 2, 0]);
            s.values = scalars(&[40]);
            s.ranged = vec![40];
        }),
        case("budget_exceeded_and_its_value_hidden", "equation:constraints", &budget(), &|s| {
            both(s, &[1, 0, 1]);
            s.values = scalars(&[0]);
            s.ranged = vec![0];
        }),
        case("budget_exceeded_and_its_range_forged", "equation:range", &budget(), &|s| {
            both(s, &[1, 0, 1]);
            s.values = scalars(&[-10]);
            s.ranged = vec![0];
        }),
        case("budget_exceeded_modulo_2_to_the_n", "equation:range", &budget(), &|s| {
            both(s, &[1, 0, 1]);
            s.values = scalars(&[-10]);
            s.ranged = vec![246];
        }),
        case("second_of_three_constraints_broken", "equation:range", &three(), &|s| {
            both(s, &[1, 1]);
            s.values = scalars(&[-10, -1, 1]);
            s.ranged = vec![0, 0, 1];
        }),
        case("values_of_constraints_swapped", "equation:constraints", &three(), &|s| {
            s.values = scalars(&[0, 60, 0]);
            s.ranged = vec![0, 60, 0];
        }),
    ]
}
