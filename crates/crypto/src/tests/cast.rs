//! The signature that casts, and possession of the credentials of a roll.

use isoloir_encoding::{Decode, Encode};

use super::*;
use crate::ballot::BallotTracker;
use crate::credential::{CastSignature, CastStatement, RollPosition, VoterCredential};
use crate::knowledge::NotKnown;

fn tracker(byte: u8) -> BallotTracker {
    BallotTracker::from_bytes(&[byte; 32]).unwrap()
}

fn vote() -> CastStatement {
    CastStatement {
        fingerprint: [1; 32],
        district: 2,
        previous: BallotTracker::NONE,
        tracker: tracker(4),
    }
}

fn credential(secret: u64) -> VoterCredential {
    VoterCredential::from_shares(&[SecretScalar::new(Scalar::from(secret))]).unwrap()
}

#[test]
fn a_cast_signature_is_not_replayed_for_another_vote_or_voter() {
    let voter = credential(1_001);
    let signature = voter.cast(&vote(), &mut StuckRng(3));
    assert_eq!(signature.verify(voter.public(), &vote()), Ok(()));
    let others = [
        CastStatement { fingerprint: [9; 32], ..vote() },
        CastStatement { district: 3, ..vote() },
        CastStatement { previous: tracker(4), ..vote() },
        CastStatement { tracker: tracker(5), ..vote() },
        CastStatement { tracker: BallotTracker::NONE, previous: tracker(4), ..vote() },
    ];
    for other in others {
        assert_eq!(signature.verify(voter.public(), &other), Err(NotKnown), "{other:?}");
    }
    for other in [1_002, 2_002] {
        assert_eq!(signature.verify(credential(other).public(), &vote()), Err(NotKnown));
    }
}

#[test]
fn a_signature_does_not_move_to_a_credential_that_differs_by_a_known_amount() {
    // z + c d would answer for U + d G, were U not absorbed.
    let voter = credential(1_001);
    let mut bytes = voter.cast(&vote(), &mut StuckRng(3)).to_bytes();
    let z = Scalar::from_canonical_bytes(bytes[32..].try_into().unwrap()).unwrap();
    let mut transcript = merlin::Transcript::new(b"isoloir/v1 cast");
    let mut context = [&[1; 32][..], &[0, 2]].concat();
    context.extend_from_slice(voter.public().as_bytes());
    context.extend_from_slice(&[0; 32]);
    context.extend_from_slice(&[4; 32]);
    transcript.append_message(b"context", &context);
    transcript.append_u64(b"n", 1);
    transcript.append_message(b"X", voter.public().as_bytes());
    transcript.append_message(b"R", &bytes[..32]);
    let mut challenge = [0; 64];
    transcript.challenge_bytes(b"c", &mut challenge);
    let c = Scalar::from_bytes_mod_order_wide(&challenge);
    let nonce = Point::from_bytes(&bytes[..32]).unwrap();
    let expected = nonce.element() + c * voter.public().element();
    assert_eq!(*Point::basepoint().element() * z, expected, "c is the challenge");

    bytes[32..].copy_from_slice((z + c).as_bytes());
    let moved = CastSignature::from_bytes(&bytes).unwrap();
    assert_eq!(moved.verify(credential(1_002).public(), &vote()), Err(NotKnown));
}

#[test]
fn two_votes_signed_with_a_stuck_generator_do_not_give_the_credential_away() {
    let voter = credential(1_001);
    let nonce = |tracker_byte| {
        let vote = CastStatement { tracker: tracker(tracker_byte), ..vote() };
        voter.cast(&vote, &mut StuckRng(0)).to_bytes()[..32].to_vec()
    };
    assert_ne!(nonce(4), nonce(5));
}

#[test]
fn a_second_encoding_of_a_signature_is_refused() {
    let bytes = credential(5).cast(&vote(), &mut StuckRng(3)).to_bytes();
    refuses_bad_elements(&bytes, 0, &[Element::Point, Element::Scalar], |bytes| {
        CastSignature::from_bytes(bytes).is_ok()
    });
}

#[test]
fn a_registrar_that_cancels_the_others_part_can_not_prove_possession() {
    let (theirs, own) = (credential(11), credential(40));
    let rogue = Point::new(own.public().element() - theirs.public().element());
    let rogue = NonIdentityPoint::new(rogue).unwrap();
    let combined = crate::credential::combine_credentials(&[*theirs.public(), rogue]);
    assert_eq!(combined, Some(*own.public()), "the registrar alone would hold the credential");
    let position = RollPosition { election_id: [1; 32], district: 0, registrar: 1, first: 0 };
    for guess in [40, 11, 0] {
        let guess = SecretScalar::new(Scalar::from(guess as u64));
        let proof = position.prove(&[rogue], &[guess], &mut StuckRng(4));
        assert_eq!(position.verify(&[rogue], &proof), Err(NotKnown));
    }
}

#[test]
fn possession_does_not_move_to_another_place_on_the_rolls() {
    let (secrets, credentials) = pairs(3, 30);
    let position = RollPosition { election_id: [1; 32], district: 0, registrar: 1, first: 5 };
    let proof = position.prove(&credentials, &secrets, &mut StuckRng(5));
    assert_eq!(position.verify(&credentials, &proof), Ok(()));
    let others = [
        RollPosition { election_id: [2; 32], ..position.clone() },
        RollPosition { district: 1, ..position.clone() },
        RollPosition { registrar: 0, ..position.clone() },
        RollPosition { first: 6, ..position.clone() },
    ];
    for other in others {
        assert_eq!(other.verify(&credentials, &proof), Err(NotKnown), "{other:?}");
    }
}
