//! What is said of ballots that are not canonical: the first fault in the order of the wire.

use proptest::prelude::*;

use super::cast;
use crate::crypto::ballot::Parameters;
use crate::crypto::batch::{Fault, Guilty, check};
use crate::crypto::tests::prover::{Prover, Signed, constraint, district};
use crate::wire::{Rule, WireError};

const SLOTS: usize = 6;
const ROUNDS: usize = 4;

fn parameters() -> Parameters {
    let parameters = district(0, SLOTS, vec![constraint(300, -50, SLOTS)]);
    assert_eq!(parameters.style().range_rounds(), ROUNDS);
    parameters
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Key,
    Point,
    Scalar,
}
use Kind::{Key, Point, Scalar};

/// The elements of U, the sealed ballot and the signature, in the order of the wire.
fn layout() -> Vec<(&'static str, Kind)> {
    let mut layout = vec![("U", Key), ("A", Key)];
    layout.extend([("Y", Point); SLOTS]);
    layout.extend(["Cx", "Cm", "V", "TA", "TY", "P1", "P0", "E"].map(|field| (field, Point)));
    layout.extend([("f", Scalar); SLOTS]);
    layout.extend(["z_r", "z_x", "z_p", "z_v"].map(|field| (field, Scalar)));
    layout.extend(["A'", "S'", "T_1", "T_2"].map(|field| (field, Point)));
    layout.extend(["t_x", "t_b", "e_b"].map(|field| (field, Scalar)));
    layout.extend([("L", Point), ("R", Point)].repeat(ROUNDS));
    layout.extend([("a", Scalar), ("b", Scalar)]);
    layout.extend([("R of the cast signature", Point), ("z of the cast signature", Scalar)]);
    layout
}

/// Where the element begins in the payload: u16 district || U || prev || sealed ballot || signature.
fn offset(index: usize) -> usize {
    if index == 0 { 2 } else { 66 + 32 * (index - 1) }
}

fn replace(ballot: &mut Signed, index: usize, element: &[u8; 32]) {
    let sealed = ballot.sealed.len();
    match index.checked_sub(1).map(|index| 32 * index) {
        None => ballot.credential = *element,
        Some(at) if at < sealed => ballot.sealed[at..at + 32].copy_from_slice(element),
        Some(at) => ballot.signature[at - sealed..][..32].copy_from_slice(element),
    }
}

/// The fault of the ballot, which must be found among two others that are canonical.
fn fault(parameters: &Parameters, ballot: &Signed) -> Option<Fault> {
    let sound = Prover::new(6).cast(parameters, &[true; SLOTS]);
    let casts = [&sound, ballot, &sound].map(|ballot| cast(5, parameters, ballot));
    let outcome = check(&casts);
    let added: u64 = outcome.sums.iter().map(|(_, sums)| sums.ballots()).sum();
    match &*outcome.guilty {
        [Guilty { fault: fault @ Fault::Wire(_), .. }] if added == 2 => Some(fault.clone()),
        _ => None,
    }
}

#[test]
fn each_element_that_is_not_canonical_is_named_with_its_place() {
    let parameters = parameters();
    let valid = Prover::new(7).cast(&parameters, &[true; SLOTS]);
    let layout = layout();
    assert_eq!(32 * layout.len(), 32 + valid.sealed.len() + 64);
    for (index, (field, kind)) in layout.into_iter().enumerate() {
        let rule = if kind == Scalar { Rule::Scalar } else { Rule::Point };
        let mut faults = vec![([0xff; 32], rule)];
        if kind == Key {
            faults.push(([0; 32], Rule::Neutral));
        }
        for (element, rule) in faults {
            let mut ballot = valid.clone();
            replace(&mut ballot, index, &element);
            let expected = WireError { field, offset: offset(index), rule };
            assert_eq!(fault(&parameters, &ballot), Some(expected.into()));
        }
    }
}

#[test]
fn a_ballot_that_is_too_short_or_too_long_is_refused_where_it_ends() {
    let parameters = parameters();
    let valid = Prover::new(7).cast(&parameters, &[true; SLOTS]);
    let end = 66 + valid.sealed.len();
    let mut short = valid.clone();
    short.sealed.truncate(valid.sealed.len() - 1);
    let wire = |field, offset, rule| Some(Fault::Wire(WireError { field, offset, rule }));
    assert_eq!(fault(&parameters, &short), wire("b", end - 32, Rule::Truncated));
    // A point that is refused stands before the end.
    replace(&mut short, 2, &[0xff; 32]);
    assert_eq!(fault(&parameters, &short), wire("Y", offset(2), Rule::Point));
    // So short that it ends inside a point.
    short.sealed.truncate(32 * 2 + 31);
    assert_eq!(fault(&parameters, &short), wire("Y", offset(2), Rule::Point));
    replace(&mut short, 2, &valid.sealed[32..64].try_into().unwrap());
    assert_eq!(fault(&parameters, &short), wire("Y", offset(3), Rule::Truncated));
    let mut long = valid;
    long.sealed.push(0);
    assert_eq!(fault(&parameters, &long), wire("ballot", end, Rule::Trailing));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn of_several_faults_the_first_is_named(
        places in prop::collection::vec(any::<prop::sample::Index>(), 1..5),
    ) {
        let layout = layout();
        let places: Vec<_> = places.iter().map(|place| place.index(layout.len())).collect();
        let parameters = parameters();
        let mut ballot = Prover::new(7).cast(&parameters, &[true; SLOTS]);
        for &place in &places {
            replace(&mut ballot, place, &[0xff; 32]);
        }
        let first = places.into_iter().min().unwrap();
        let (field, kind) = layout[first];
        let rule = if kind == Scalar { Rule::Scalar } else { Rule::Point };
        let expected = WireError { field, offset: offset(first), rule };
        prop_assert_eq!(fault(&parameters, &ballot), Some(expected.into()));
    }
}
