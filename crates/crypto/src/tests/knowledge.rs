//! The batched proof of knowledge of discrete logarithms.

use alloc::vec;

use isoloir_encoding::{Decode, Encode};

use super::*;
use crate::knowledge::{KnowledgeProof, NotKnown};
use crate::transcript::Domain;

const DOMAIN: Domain = Domain::ROLL_POSSESSION;

fn prove(points: &[NonIdentityPoint], secrets: &[SecretScalar]) -> KnowledgeProof {
    KnowledgeProof::prove(DOMAIN, b"here", points, secrets, &mut StuckRng(1))
}

#[test]
fn one_unknown_logarithm_among_many_is_not_proved() {
    let (secrets, mut points) = pairs(5, 1);
    assert_eq!(prove(&points, &secrets).verify(DOMAIN, b"here", &points), Ok(()));
    for unknown in 0..5 {
        // A point of which nobody knows the logarithm.
        let known = core::mem::replace(
            &mut points[unknown],
            NonIdentityPoint::new(crate::generators::message_base()).unwrap(),
        );
        let guesses = [secrets[unknown].clone(), SecretScalar::new(Scalar::ZERO)];
        for guess in guesses {
            let mut guessed = secrets.clone();
            guessed[unknown] = guess;
            let proof = prove(&points, &guessed);
            assert_eq!(proof.verify(DOMAIN, b"here", &points), Err(NotKnown), "{unknown}");
        }
        points[unknown] = known;
    }
}

#[test]
fn two_points_whose_unknown_parts_cancel_without_weights_are_not_proved() {
    let (secrets, mut points) = pairs(2, 2);
    let unknown = *crate::generators::message_base().element();
    for (point, sign) in points.iter_mut().zip([Scalar::ONE, -Scalar::ONE]) {
        *point = NonIdentityPoint::new(Point::new(point.element() + sign * unknown)).unwrap();
    }
    assert_eq!(prove(&points, &secrets).verify(DOMAIN, b"here", &points), Err(NotKnown));
}

#[test]
fn a_proof_holds_for_its_points_in_their_order_alone() {
    let (secrets, points) = pairs(3, 3);
    let proof = prove(&points, &secrets);
    let permuted = [points[1], points[0], points[2]];
    let repeated = [points[0], points[1], points[2], points[2]];
    for others in [&permuted[..], &points[..2], &points[1..], &repeated[..], &[]] {
        assert_eq!(proof.verify(DOMAIN, b"here", others), Err(NotKnown));
    }
}

#[test]
fn a_proof_does_not_move_to_another_context_or_purpose() {
    let (secrets, points) = pairs(2, 4);
    let proof = prove(&points, &secrets);
    for context in [&b"there"[..], b"her", b"heree", b""] {
        assert_eq!(proof.verify(DOMAIN, context, &points), Err(NotKnown));
    }
    let others = [
        Domain::BALLOT,
        Domain::CAST,
        Domain::DEALING_POSSESSION,
        Domain::COMPLAINT,
        Domain::DECRYPTION,
    ];
    for other in others {
        assert_eq!(proof.verify(other, b"here", &points), Err(NotKnown), "{other:?}");
    }
}

#[test]
fn a_proof_about_no_points_says_nothing_about_any() {
    let (_, points) = pairs(1, 5);
    let empty = prove(&[], &[]);
    assert_eq!(empty.verify(DOMAIN, b"here", &[]), Ok(()));
    assert_eq!(empty.verify(DOMAIN, b"here", &points), Err(NotKnown));
}

#[test]
fn a_response_picked_before_the_nonce_does_not_verify() {
    // If the nonce were not absorbed, R = z G - c X would do for any z.
    let (_, points) = pairs(1, 6);
    let mut bytes = point(7).to_bytes();
    bytes.extend_from_slice(Scalar::from(9u64).as_bytes());
    let proof = KnowledgeProof::from_bytes(&bytes).unwrap();
    assert_eq!(proof.verify(DOMAIN, b"here", &points), Err(NotKnown));
    // R = z G proves 0 X and nothing about X.
    let mut bytes = point(9).to_bytes();
    bytes.extend_from_slice(Scalar::from(9u64).as_bytes());
    let proof = KnowledgeProof::from_bytes(&bytes).unwrap();
    assert_eq!(proof.verify(DOMAIN, b"here", &points), Err(NotKnown));
}

#[test]
fn a_stuck_generator_never_gives_two_statements_one_nonce() {
    let (secrets, points) = pairs(2, 7);
    let nonce = |context: &[u8], points: &[_], secrets: &[SecretScalar]| {
        let rng = &mut StuckRng(0);
        KnowledgeProof::prove(DOMAIN, context, points, secrets, rng).to_bytes()[..32].to_vec()
    };
    let mut nonces = vec![
        nonce(b"one", &points, &secrets),
        nonce(b"two", &points, &secrets),
        nonce(b"one", &points[..1], &secrets[..1]),
        nonce(b"one", &points[1..], &secrets[1..]),
        // The same statement, as an outsider without the secrets would guess its nonce.
        nonce(b"one", &points, &[SecretScalar::new(Scalar::ZERO), secrets[1].clone()]),
    ];
    nonces.sort_unstable();
    nonces.dedup();
    assert_eq!(nonces.len(), 5);
}

#[test]
fn a_second_encoding_of_a_proof_is_refused() {
    let (secrets, points) = pairs(2, 8);
    let bytes = prove(&points, &secrets).to_bytes();
    assert_eq!(bytes.len(), KnowledgeProof::BYTES);
    refuses_bad_elements(&bytes, 0, &[Element::Point, Element::Scalar], |bytes| {
        KnowledgeProof::from_bytes(bytes).is_ok()
    });
}
