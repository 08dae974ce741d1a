//! A ballot has one encoding, and its range proof one padding.

use alloc::vec;
use alloc::vec::Vec;

use curve25519_dalek::scalar::Scalar;
use isoloir_encoding::{Decode, Encode, Reader};

use super::forger::Forger;
use super::model::{Model, Weakness};
use super::*;
use crate::ballot::{Choices, Equation, Opening, OpeningError, SealedBallot};
use crate::tests::{Element, refuses_bad_elements};

/// What the elements of a ballot of this style are, in order.
pub(super) fn layout(style: &BallotStyle) -> Vec<Element> {
    use Element::{Key, Point, Scalar};
    let (w, q) = (usize::from(style.slots()), style.constraints().len());
    let constrained = usize::from(q > 0);
    let mut layout = vec![Key];
    layout.resize(1 + w + 2 + q + 4 + constrained, Point);
    layout.resize(layout.len() + w + 3 + constrained, Scalar);
    if q > 0 {
        let rounds = (style.range_bits() * style.range_values()).ilog2() as usize;
        layout.extend([Point; 4]);
        layout.extend([Scalar; 3]);
        layout.resize(layout.len() + 2 * rounds, Point);
        layout.extend([Scalar; 2]);
    }
    layout
}

fn read(bytes: &[u8], style: &BallotStyle) -> Option<SealedBallot> {
    let mut input = Reader::new(bytes);
    let ballot = SealedBallot::read(&mut input, style).ok()?;
    input.finish().ok().map(|()| ballot)
}

fn sealed(parameters: &BallotParameters, flags: &[bool]) -> (SealedBallot, Opening) {
    let choices = Choices::new(parameters.style(), flags).unwrap();
    parameters.seal(&credential(1), &choices, &mut rng(1))
}

#[test]
fn a_ballot_with_a_bad_point_or_scalar_anywhere_is_not_read() {
    let styles = [
        BallotStyle::new(3, vec![]),
        BallotStyle::new(3, vec![budget(100, &[60, 50, 40])]),
        BallotStyle::new(2, vec![budget(100_000, &[60, 50]), at_most(1, 2), at_least(1, 2)]),
    ];
    for style in styles {
        let parameters = parameters_of(style.unwrap());
        let flags = [true, false, false];
        let (ballot, _) = sealed(&parameters, &flags[..parameters.keys().len()]);
        let layout = layout(parameters.style());
        refuses_bad_elements(&ballot.to_bytes(), 0, &layout, |bytes| {
            read(bytes, parameters.style()).is_some()
        });
    }
}

#[test]
fn a_range_proof_appended_to_a_ballot_without_constraints_is_refused() {
    let free = parameters_of(BallotStyle::new(3, vec![]).unwrap());
    let constrained = parameters_of(BallotStyle::new(3, vec![at_most(3, 3)]).unwrap());
    let flags = [true, false, true];
    let bytes = sealed(&free, &flags).0.to_bytes();
    let (other, _) = sealed(&constrained, &flags);
    let range = other.proof.range.clone().unwrap().to_bytes();
    assert!(read(&bytes, free.style()).is_some());
    assert!(read(&[&bytes[..], &range].concat(), free.style()).is_none());
    assert!(read(&[&bytes[..], &[0]].concat(), free.style()).is_none());
    assert!(read(&other.to_bytes(), free.style()).is_none());
    assert!(read(&bytes, constrained.style()).is_none());

    // In memory, where nothing stops it from being there, it does not verify either.
    let (mut ballot, _) = sealed(&free, &flags);
    ballot.proof.range = other.proof.range;
    let refused = free.verify(credential(1).public(), &ballot, &mut rng(2));
    assert_eq!(refused.map_err(|error| error.equation), Err(Equation::Range));
}

#[test]
fn a_ballot_whose_range_proof_is_missing_or_of_another_width_is_refused() {
    let parameters = parameters_of(BallotStyle::new(3, vec![at_most(3, 3)]).unwrap());
    let wide = parameters_of(BallotStyle::new(3, vec![at_most(300, 3)]).unwrap());
    let (ballot, _) = sealed(&parameters, &[true, false, true]);
    let (wider, _) = sealed(&wide, &[true, false, true]);
    let bytes = ballot.to_bytes();
    let range = ballot.proof.range.clone().unwrap().to_bytes();
    assert!(read(&bytes[..bytes.len() - range.len()], parameters.style()).is_none());
    let wider_range = wider.proof.range.clone().unwrap().to_bytes();
    let widened = [&bytes[..bytes.len() - range.len()], &wider_range].concat();
    assert!(read(&widened, parameters.style()).is_none());
    for range in [None, wider.proof.range] {
        let mut changed = ballot.clone();
        changed.proof.range = range;
        let refused = parameters.verify(credential(1).public(), &changed, &mut rng(2));
        assert_eq!(refused.map_err(|error| error.equation), Err(Equation::Range));
    }
}

fn three_constraints() -> BallotParameters {
    let constraints = vec![budget(100, &[60, 50, 40]), at_least(1, 3), at_most(2, 3)];
    parameters_of(BallotStyle::new(3, constraints).unwrap())
}

#[test]
fn the_commitment_that_pads_three_values_to_four_is_not_encoded() {
    let parameters = three_constraints();
    let (ballot, _) = sealed(&parameters, &[true, false, true]);
    let bytes = ballot.to_bytes();
    assert_eq!(bytes.len(), 32 * layout(parameters.style()).len());
    // After A, Y_1 .. Y_3, Cx, Cm, V_1 .. V_3.
    let place = 32 * 9;
    let padded = [&bytes[..place], &[0; 32], &bytes[place..]].concat();
    assert!(read(&padded, parameters.style()).is_none());
    let mut longer = ballot;
    longer.proof.commitments.v.push(crate::group::Point::identity());
    assert!(parameters.verify(credential(1).public(), &longer, &mut rng(2)).is_err());
}

#[test]
fn a_range_proof_with_another_padding_is_refused() {
    let parameters = three_constraints();
    let voter = *credential(1).public();
    let model = Model::new(&parameters, Weakness::default());
    let honest = || Forger::honest(&model, &[1, 0, 1], 3);
    let verdict = |forger: Forger| {
        let ballot = forger.seal(&model, &voter);
        parameters.verify(&voter, &ballot, &mut rng(2)).map_err(|error| error.equation)
    };
    assert_eq!(honest().ranged.len(), 4);
    assert_eq!(verdict(honest()), Ok(()));
    for padding in [(5, Scalar::ZERO), (0, Scalar::ONE), (255, Scalar::from(9u64))] {
        let mut forger = honest();
        forger.ranged[3] = padding;
        assert_eq!(verdict(forger), Err(Equation::Range), "{padding:?}");
    }
    let mut rotated = honest();
    rotated.ranged.rotate_right(1);
    assert_eq!(verdict(rotated), Err(Equation::Range), "the padding first");
    let mut shorter = honest();
    shorter.ranged.truncate(2);
    assert_eq!(verdict(shorter), Err(Equation::Range), "two values of three");
}

#[test]
fn an_opening_has_one_encoding_and_r_is_not_zero() {
    let parameters = three_constraints();
    let (ballot, opening) = sealed(&parameters, &[true, false, true]);
    let bytes = opening.to_bytes();
    let tracker = ballot.tracker(&parameters, credential(1).public());
    for bad in crate::tests::bad_encodings(Element::Scalar, bytes[..32].try_into().unwrap()) {
        let mut changed = bytes.clone();
        changed[..32].copy_from_slice(&bad);
        assert!(Opening::from_bytes(&changed).is_err());
    }
    for (slots, choices) in [(3, 0b1010_0001), (4, 0b1011_1000), (1_025, 0), (u16::MAX, 0)] {
        let mut changed = bytes.clone();
        changed[64..66].copy_from_slice(&slots.to_be_bytes());
        changed[66] = choices;
        assert!(Opening::from_bytes(&changed).is_err(), "{slots} slots");
    }
    assert!(Opening::from_bytes(&[&bytes[..], &[0]].concat()).is_err());
    let mut zero = bytes.clone();
    zero[..32].fill(0);
    let zero = Opening::from_bytes(&zero).unwrap();
    let refused = zero.check(&parameters, credential(1).public(), &tracker);
    assert_eq!(refused, Err(OpeningError::Mismatch));
    let mut fewer = bytes;
    fewer[64..66].copy_from_slice(&2_u16.to_be_bytes());
    fewer[66] = 0b1000_0000;
    let fewer = Opening::from_bytes(&fewer).unwrap();
    let refused = fewer.check(&parameters, credential(1).public(), &tracker);
    assert_eq!(refused, Err(OpeningError::Slots { found: 2, expected: 3 }));
}
