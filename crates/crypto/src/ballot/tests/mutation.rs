//! Honest ballots with one thing changed: in what they are verified against, or in themselves.

use alloc::vec;
use alloc::vec::Vec;

use curve25519_dalek::ristretto::RistrettoPoint;
use curve25519_dalek::scalar::Scalar;
use isoloir_encoding::{Encode, Reader};

use super::*;
use crate::ballot::{Choices, SealedBallot};
use crate::generators::message_base;
use crate::group::Point;

fn constraints() -> Vec<LinearConstraint> {
    vec![budget(100, &[60, 50, 40, 10, 0]), at_least(1, 5), at_most(4, 5)]
}

fn style(constraints: Vec<LinearConstraint>) -> BallotStyle {
    BallotStyle::new(5, constraints).unwrap()
}

fn sealed(parameters: &BallotParameters, seed: u64, flags: [bool; 5]) -> SealedBallot {
    let choices = Choices::new(parameters.style(), &flags).unwrap();
    parameters.seal(&credential(seed), &choices, &mut rng(seed)).0
}

const FLAGS: [bool; 5] = [false, true, true, true, false];

fn accepted(parameters: &BallotParameters, seed: u64, ballot: &SealedBallot) -> bool {
    parameters.verify(credential(seed).public(), ballot, &mut rng(9)).is_ok()
}

#[test]
fn every_coefficient_and_constant_of_the_style_is_bound() {
    let parameters = parameters_of(style(constraints()));
    let ballot = sealed(&parameters, 1, FLAGS);
    assert!(accepted(&parameters, 1, &ballot));
    let other = |constraints: Vec<LinearConstraint>| parameters_of(style(constraints));
    for index in 0..3 {
        for change in [1, -1] {
            let mut changed = constraints();
            changed[index].constant += change;
            assert!(!accepted(&other(changed), 1, &ballot), "constant {index}");
            for slot in 0..5 {
                let mut changed = constraints();
                changed[index].coefficients[slot] += change;
                assert!(!accepted(&other(changed), 1, &ballot), "constraint {index} slot {slot}");
            }
        }
        let mut swapped = constraints();
        swapped.swap(index, (index + 1) % 3);
        assert!(!accepted(&other(swapped), 1, &ballot), "order");
    }
}

#[test]
fn a_style_with_a_constraint_or_slot_more_or_less_does_not_verify_the_ballot() {
    let parameters = parameters_of(style(constraints()));
    let ballot = sealed(&parameters, 1, FLAGS);
    let fewer = style(constraints()[..2].to_vec());
    let more = style([constraints(), vec![at_most(5, 5)]].concat());
    let wider = BallotStyle::new(
        6,
        vec![budget(100, &[60, 50, 40, 10, 0, 0]), at_least(1, 6), at_most(4, 6)],
    );
    let narrower =
        BallotStyle::new(4, vec![budget(100, &[60, 50, 40, 10]), at_least(1, 4), at_most(4, 4)]);
    let bytes = ballot.to_bytes();
    for other in [fewer, more, wider.unwrap(), narrower.unwrap()] {
        let other = parameters_of(other);
        assert!(!accepted(&other, 1, &ballot), "as it stands in memory");
        let mut input = Reader::new(&bytes);
        let read = SealedBallot::read(&mut input, other.style());
        let read = read.ok().filter(|_| input.finish().is_ok());
        assert!(read.is_none_or(|ballot| !accepted(&other, 1, &ballot)), "as bytes");
    }
}

#[test]
fn every_bit_of_the_fingerprint_the_district_every_key_and_the_credential_are_bound() {
    let parameters = parameters_of(style(constraints()));
    let ballot = sealed(&parameters, 1, FLAGS);
    let keys = parameters.keys().to_vec();
    let with = |fingerprint, district, keys: &[NonIdentityPoint]| {
        let style = style(constraints());
        BallotParameters::new(fingerprint, district, style, keys).unwrap()
    };
    for byte in 0..32 {
        let mut fingerprint = [7; 32];
        fingerprint[byte] ^= 1 << (byte % 8);
        assert!(!accepted(&with(fingerprint, 3, &keys), 1, &ballot));
    }
    for district in [0, 2, 4, 3 << 8, u16::MAX] {
        assert!(!accepted(&with([7; 32], district, &keys), 1, &ballot));
    }
    for slot in 0..5 {
        for other in [Point::new(-keys[slot].element()), Point::basepoint()] {
            let mut keys = keys.clone();
            keys[slot] = NonIdentityPoint::new(other).unwrap();
            assert!(!accepted(&with([7; 32], 3, &keys), 1, &ballot), "key {slot}");
        }
        let mut keys = keys.clone();
        keys.swap(slot, (slot + 1) % 5);
        assert!(!accepted(&with([7; 32], 3, &keys), 1, &ballot), "key {slot} swapped");
    }
    let opposite = Point::new(-credential(1).public().element());
    for other in [*credential(2).public(), NonIdentityPoint::new(opposite).unwrap()] {
        assert!(parameters.verify(&other, &ballot, &mut rng(9)).is_err());
    }
}

#[test]
fn the_neutral_element_and_equal_keys_are_no_keys() {
    let keys = parameters_of(style(constraints())).keys().to_vec();
    let equal = [keys[0], keys[1], keys[2], keys[3], keys[0]];
    assert!(BallotParameters::new([7; 32], 3, style(constraints()), &equal).is_err());
    assert!(BallotParameters::new([7; 32], 3, style(constraints()), &keys[..4]).is_err());
    assert!(NonIdentityPoint::new(Point::identity()).is_none());
}

#[test]
fn parts_of_a_ballot_that_change_places_are_refused() {
    let parameters = parameters_of(style(constraints()));
    let swaps: [fn(&mut SealedBallot); 12] = [
        |ballot| ballot.ciphertext.y.swap(0, 1),
        |ballot| ballot.ciphertext.y.swap(1, 2),
        |ballot| ballot.proof.responses.f.swap(0, 1),
        |ballot| ballot.proof.responses.f.swap(1, 2),
        |ballot| ballot.proof.commitments.v.swap(0, 1),
        |ballot| ballot.proof.commitments.v.swap(1, 2),
        |ballot| ballot.proof.commitments.v.rotate_left(1),
        |ballot| {
            ballot.ciphertext.y.swap(0, 1);
            ballot.proof.responses.f.swap(0, 1);
        },
        |ballot| {
            let commitments = &mut ballot.proof.commitments;
            core::mem::swap(&mut commitments.cx, &mut commitments.cm);
        },
        |ballot| {
            let nonces = &mut ballot.proof.nonces;
            core::mem::swap(&mut nonces.p1, &mut nonces.p0);
        },
        |ballot| {
            let nonces = &mut ballot.proof.nonces;
            core::mem::swap(&mut nonces.ta, &mut nonces.ty);
        },
        |ballot| {
            let responses = &mut ballot.proof.responses;
            core::mem::swap(&mut responses.z_x, &mut responses.z_p);
        },
    ];
    for (index, swap) in swaps.into_iter().enumerate() {
        let mut ballot = sealed(&parameters, 1, FLAGS);
        swap(&mut ballot);
        assert!(!accepted(&parameters, 1, &ballot), "swap {index}");
    }
}

#[test]
fn a_ballot_with_the_proof_of_another_or_a_part_of_it_is_refused() {
    let parameters = parameters_of(style(constraints()));
    let ours = sealed(&parameters, 1, FLAGS);
    let choices = Choices::new(parameters.style(), &FLAGS).unwrap();
    let again = parameters.seal(&credential(1), &choices, &mut rng(77)).0;
    let takes: [fn(&mut SealedBallot, SealedBallot); 8] = [
        |ballot, other| ballot.proof = other.proof,
        |ballot, other| ballot.ciphertext = other.ciphertext,
        |ballot, other| ballot.ciphertext.a = other.ciphertext.a,
        |ballot, other| ballot.ciphertext.y[4] = other.ciphertext.y[4],
        |ballot, other| ballot.proof.commitments = other.proof.commitments,
        |ballot, other| ballot.proof.nonces = other.proof.nonces,
        |ballot, other| ballot.proof.responses = other.proof.responses,
        |ballot, other| ballot.proof.range = other.proof.range,
    ];
    for (index, take) in takes.into_iter().enumerate() {
        let mut ballot = ours.clone();
        take(&mut ballot, again.clone());
        assert!(!accepted(&parameters, 1, &ballot), "part {index} of a second sealing");
    }
}

#[test]
fn a_copied_ballot_is_refused_as_it_is_re_randomised_negated_or_shifted() {
    let parameters = parameters_of(style(constraints()));
    let original = sealed(&parameters, 1, FLAGS);
    assert!(!accepted(&parameters, 2, &original), "by another voter");

    let extra = Scalar::from(5u64);
    let mut fresh = original.clone();
    fresh.ciphertext.a = NonIdentityPoint::new(shifted(&original.ciphertext.a, extra)).unwrap();
    for (y, key) in fresh.ciphertext.y.iter_mut().zip(parameters.keys()) {
        *y = Point::new(y.element() + extra * key.element());
    }
    let (mut transcript, _) = model::Model::new(&parameters, Default::default()).combiner(
        credential(1).public(),
        &original.ciphertext,
        &original.proof.commitments,
    );
    let c = model::absorb_nonces(&mut transcript, &original.proof.nonces);
    let mut answered = fresh.clone();
    answered.proof.responses.z_r += c * extra;
    for ballot in [&fresh, &answered] {
        for voter in [1, 2] {
            assert!(!accepted(&parameters, voter, ballot), "re-randomised");
        }
    }

    let mut flipped = original.clone();
    flipped.ciphertext.a =
        NonIdentityPoint::new(Point::new(-original.ciphertext.a.element())).unwrap();
    for y in &mut flipped.ciphertext.y {
        *y = Point::new(message_base().element() - y.element());
    }
    assert!(!accepted(&parameters, 2, &flipped), "the opposite vote of another voter");

    let mut shifted = original;
    shifted.ciphertext.y[0] =
        Point::new(shifted.ciphertext.y[0].element() + message_base().element());
    assert!(!accepted(&parameters, 1, &shifted), "a vote more");
}

fn shifted(point: &Point, by: Scalar) -> Point {
    Point::new(point.element() + RistrettoPoint::mul_base(&by))
}

#[test]
fn every_point_moved_by_g_and_every_scalar_by_one_is_refused() {
    let parameters = parameters_of(style(constraints()));
    let bytes = sealed(&parameters, 1, FLAGS).to_bytes();
    let layout = encoding::layout(parameters.style());
    for (index, element) in layout.into_iter().enumerate() {
        let place = 32 * index..32 * (index + 1);
        let old: [u8; 32] = bytes[place.clone()].try_into().unwrap();
        let moved = match element {
            crate::tests::Element::Scalar => {
                (Scalar::from_canonical_bytes(old).unwrap() + Scalar::ONE).to_bytes()
            }
            _ => *shifted(&Point::from_canonical_bytes(old).unwrap(), Scalar::ONE).as_bytes(),
        };
        let mut changed = bytes.clone();
        changed[place].copy_from_slice(&moved);
        let read = SealedBallot::read(&mut Reader::new(&changed), parameters.style()).unwrap();
        assert!(!accepted(&parameters, 1, &read), "element {index}");
    }
}
