//! What must work: every ballot of every style seals, verifies, survives its encoding and opens.

use alloc::vec;
use alloc::vec::Vec;

use isoloir_encoding::{Decode, Encode, Reader};
use proptest::prelude::*;

use super::*;
use crate::ballot::{
    ChoiceError, Choices, Equation, Opening, OpeningError, SealedBallot, StyleError,
};

fn knapsack() -> BallotStyle {
    BallotStyle::new(5, vec![budget(100, &[60, 50, 40, 10, 0]), at_least(1, 5)]).unwrap()
}

fn chosen(bits: &[u8]) -> Vec<bool> {
    bits.iter().map(|&bit| bit == 1).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn a_choice_seals_and_verifies_exactly_when_it_meets_every_constraint(
        style in any_style(),
        flags in prop::collection::vec(any::<bool>(), 8),
        seed in any::<u64>(),
    ) {
        let flags = &flags[..usize::from(style.slots())];
        let meets = style.constraints().iter().all(|constraint| {
            let terms = constraint.coefficients.iter().zip(flags);
            let sum: i128 = terms.filter(|(_, x)| **x).map(|(&a, _)| i128::from(a)).sum();
            i128::from(constraint.constant) + sum >= 0
        });
        let parameters = parameters_of(style);
        match Choices::new(parameters.style(), flags) {
            Err(_) => prop_assert!(!meets),
            Ok(choices) => {
                prop_assert!(meets);
                let mut rng = rng(seed);
                let voter = credential(seed);
                let (ballot, opening) = parameters.seal(&voter, &choices, &mut rng);
                prop_assert_eq!(parameters.verify(voter.public(), &ballot, &mut rng), Ok(()));

                let bytes = ballot.to_bytes();
                let mut input = Reader::new(&bytes);
                let read = SealedBallot::read(&mut input, parameters.style()).unwrap();
                prop_assert_eq!(input.remaining(), 0);
                prop_assert_eq!(read.to_bytes(), bytes);

                let tracker = read.tracker(&parameters, voter.public());
                let opening = Opening::from_bytes(&opening.to_bytes()).unwrap();
                prop_assert_eq!(opening.check(&parameters, voter.public(), &tracker), Ok(flags));
            }
        }
    }
}

#[test]
fn a_choice_above_the_budget_or_of_another_length_is_no_choice() {
    let refused = |bits: &[u8]| Choices::new(&knapsack(), &chosen(bits)).err();
    assert_eq!(refused(&[1, 1, 0, 0, 0]), Some(ChoiceError::Constraint { index: 0 }));
    assert_eq!(refused(&[0, 0, 0, 0, 0]), Some(ChoiceError::Constraint { index: 1 }));
    assert_eq!(refused(&[1, 0]), Some(ChoiceError::Slots { found: 2, expected: 5 }));
    assert_eq!(refused(&[1, 0, 1, 0, 1]), None);
}

#[test]
fn a_style_takes_the_least_width_that_holds_its_values() {
    let width = |greatest: i64| {
        let constraint = LinearConstraint { constant: greatest, coefficients: vec![-1] };
        BallotStyle::new(1, vec![constraint]).unwrap().range_bits()
    };
    let widths = [0, 255, 256, 65_535, 65_536, 0xffff_ffff, 0x1_0000_0000, i64::MAX].map(width);
    assert_eq!(widths, [8, 8, 16, 16, 32, 32, 64, 64]);
}

#[test]
fn a_style_that_no_ballot_meets_or_that_overflows_is_refused() {
    let of = |slots, constraints| BallotStyle::new(slots, constraints).unwrap_err();
    assert_eq!(of(0, vec![]), StyleError::Slots { slots: 0 });
    assert_eq!(of(961, vec![]), StyleError::Slots { slots: 961 });
    assert_eq!(of(2, vec![at_least(3, 2)]), StyleError::Unsatisfiable { index: 0 });
    assert_eq!(
        of(2, vec![at_least(1, 2), at_least(1, 3)]),
        StyleError::Coefficients { index: 1, coefficients: 3, slots: 2 }
    );
    let huge = LinearConstraint { constant: i64::MAX, coefficients: vec![i64::MAX, i64::MAX] };
    assert_eq!(of(2, vec![huge]), StyleError::TooWide { index: 0 });
    assert_eq!(of(2, vec![at_most(1, 2); 65]), StyleError::TooManyConstraints { constraints: 65 });
}

#[test]
fn a_ballot_fails_for_another_voter_district_election_key_or_style() {
    let mut rng = rng(1);
    let voter = credential(1);
    let style = knapsack();
    let parameters = parameters_of(style.clone());
    let choices = Choices::new(&style, &chosen(&[0, 1, 1, 1, 0])).unwrap();
    let (ballot, _) = parameters.seal(&voter, &choices, &mut rng);
    assert_eq!(parameters.verify(voter.public(), &ballot, &mut rng), Ok(()));

    let keys = parameters.keys().to_vec();
    let mut swapped = keys.clone();
    swapped.swap(0, 1);
    let dearer =
        BallotStyle::new(5, vec![budget(100, &[60, 50, 40, 9, 0]), at_least(1, 5)]).unwrap();
    let richer =
        BallotStyle::new(5, vec![budget(101, &[60, 50, 40, 10, 0]), at_least(1, 5)]).unwrap();
    let others = [
        BallotParameters::new([8; 32], 3, style.clone(), &keys).unwrap(),
        BallotParameters::new([7; 32], 4, style.clone(), &keys).unwrap(),
        BallotParameters::new([7; 32], 3, style.clone(), &swapped).unwrap(),
        BallotParameters::new([7; 32], 3, dearer, &keys).unwrap(),
        BallotParameters::new([7; 32], 3, richer, &keys).unwrap(),
    ];
    for (index, other) in others.iter().enumerate() {
        let error = other.verify(voter.public(), &ballot, &mut rng).unwrap_err();
        assert_eq!(error.equation, Equation::Randomness, "{index}");
    }
    let stranger = credential(2);
    assert!(parameters.verify(stranger.public(), &ballot, &mut rng).is_err());
}

#[test]
fn two_voters_on_one_device_with_a_fixed_generator_share_nothing() {
    let parameters = parameters_of(knapsack());
    let choices = Choices::new(parameters.style(), &chosen(&[0, 1, 1, 0, 0])).unwrap();
    let seal = |seed| parameters.seal(&credential(seed), &choices, &mut rng(99)).0.to_bytes();
    let (first, second) = (seal(1), seal(2));
    let (first, _) = first.as_chunks::<32>();
    let (second, _) = second.as_chunks::<32>();
    assert!(first.iter().all(|element| !second.contains(element)));
}

#[test]
fn an_opening_of_another_ballot_or_of_changed_choices_does_not_check() {
    let mut rng = rng(4);
    let voter = credential(4);
    let parameters = parameters_of(knapsack());
    let choices = Choices::new(parameters.style(), &chosen(&[1, 0, 1, 0, 0])).unwrap();
    let (ballot, opening) = parameters.seal(&voter, &choices, &mut rng);
    let (_, other) = parameters.seal(&voter, &choices, &mut rng);
    let tracker = ballot.tracker(&parameters, voter.public());
    assert!(opening.check(&parameters, voter.public(), &tracker).is_ok());

    let mismatch = Err(OpeningError::Mismatch);
    assert_eq!(other.check(&parameters, voter.public(), &tracker), mismatch);
    assert_eq!(opening.check(&parameters, credential(5).public(), &tracker), mismatch);
    let mut bytes = opening.to_bytes();
    *bytes.last_mut().unwrap() ^= 0x80;
    let changed = Opening::from_bytes(&bytes).unwrap();
    assert_eq!(changed.check(&parameters, voter.public(), &tracker), mismatch);
    *bytes.last_mut().unwrap() |= 1;
    assert!(Opening::from_bytes(&bytes).is_err(), "an unused bit is set");
}

#[test]
fn every_changed_byte_of_a_ballot_is_refused_on_reading_or_by_an_equation() {
    let mut rng = rng(6);
    let voter = credential(6);
    let parameters = parameters_of(knapsack());
    let choices = Choices::new(parameters.style(), &chosen(&[0, 0, 1, 1, 1])).unwrap();
    let (ballot, _) = parameters.seal(&voter, &choices, &mut rng);
    let bytes = ballot.to_bytes();
    for position in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[position] ^= 1 << (position % 8);
        let read = SealedBallot::read(&mut Reader::new(&changed), parameters.style());
        let accepted =
            read.is_ok_and(|read| parameters.verify(voter.public(), &read, &mut rng).is_ok());
        assert!(!accepted, "byte {position}");
    }
}
