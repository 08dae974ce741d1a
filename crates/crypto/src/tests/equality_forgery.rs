//! What goes wrong with the batched proof of equal logarithms if a part of its statement is left
//! out of the transcript: that part can then be chosen last, to fit a proof.

use isoloir_encoding::{Decode, Encode};

use super::*;
use crate::equality::{EqualityProof, EqualityStatement, NotEqual};
use crate::transcript::Domain;

/// A part of the statement.
#[derive(Clone, Copy, PartialEq)]
enum Part {
    Base,
    First,
    Second,
}

/// log_G `first` = log_`base` `second`, for one pair.
#[derive(Clone, Copy)]
struct Claim {
    base: Point,
    first: Point,
    second: Point,
}

/// The protocol of `spec/protocol.md`, section 4.2, with literal labels, and one part left out of the
/// transcript if asked for.
fn challenges(claim: &Claim, left_out: Option<Part>, nonces: [&Point; 2]) -> (Scalar, Scalar) {
    let mut transcript = merlin::Transcript::new(b"isoloir/v1 decryption");
    transcript.append_message(b"context", b"here");
    if left_out != Some(Part::Base) {
        transcript.append_message(b"B", claim.base.as_bytes());
    }
    transcript.append_u64(b"n", 1);
    if left_out != Some(Part::First) {
        transcript.append_message(b"P", claim.first.as_bytes());
    }
    if left_out != Some(Part::Second) {
        transcript.append_message(b"D", claim.second.as_bytes());
    }
    let draw = |transcript: &mut merlin::Transcript, label| {
        let mut bytes = [0; 64];
        transcript.challenge_bytes(label, &mut bytes);
        Scalar::from_bytes_mod_order_wide(&bytes)
    };
    let y = draw(&mut transcript, b"y");
    transcript.append_message(b"T1", nonces[0].as_bytes());
    transcript.append_message(b"T2", nonces[1].as_bytes());
    (y, draw(&mut transcript, b"c"))
}

/// Both equations, under the challenges of the protocol without that part.
fn holds(claim: &Claim, left_out: Option<Part>, [t1, t2]: [&Point; 2], z: Scalar) -> bool {
    let (y, c) = challenges(claim, left_out, [t1, t2]);
    let g = *Point::basepoint().element();
    z * g == t1.element() + c * y * claim.first.element()
        && z * claim.base.element() == t2.element() + c * y * claim.second.element()
}

fn verify(claim: &Claim, [t1, t2]: [&Point; 2], z: Scalar) -> Result<(), NotEqual> {
    let bytes = [*t1.as_bytes(), *t2.as_bytes(), z.to_bytes()].concat();
    EqualityProof::from_bytes(&bytes).unwrap().verify(&EqualityStatement {
        domain: Domain::DECRYPTION,
        context: b"here",
        base: &claim.base,
        first: &[claim.first],
        second: &[claim.second],
    })
}

/// A forger makes everything but `chosen_last`, and then that part to fit: it passes the protocol that
/// leaves the part out, and no other.
fn forge(chosen_last: Part) {
    let multiple = |x: Scalar, point: &Point| Point::new(x * point.element());
    let g = Point::basepoint();
    let (s, k) = (Scalar::from(5u64), Scalar::from(7u64));
    // A true claim about s but for the part that is still open; what stands there now is arbitrary.
    let mut claim =
        Claim { base: point(31), first: multiple(s, &g), second: multiple(s, &point(31)) };
    let mut nonces = [multiple(k, &g), multiple(k, &claim.base)];
    match chosen_last {
        Part::Base => (claim.second, nonces[1]) = (point(32), point(33)),
        Part::First => nonces[0] = point(33),
        Part::Second => nonces[1] = point(33),
    }
    let nonces = [&nonces[0], &nonces[1]];
    let (y, c) = challenges(&claim, Some(chosen_last), nonces);
    let z = k + c * y * s;
    let inverse = (c * y).invert();
    match chosen_last {
        Part::Base => {
            let sum = nonces[1].element() + c * y * claim.second.element();
            claim.base = Point::new(z.invert() * sum);
        }
        Part::First => {
            claim.first = Point::new(inverse * (z * g.element() - nonces[0].element()));
        }
        Part::Second => {
            claim.second = Point::new(inverse * (z * claim.base.element() - nonces[1].element()));
        }
    }
    assert!(holds(&claim, Some(chosen_last), nonces, z), "the forgery does not work");
    assert!(!holds(&claim, None, nonces, z));
    assert_eq!(verify(&claim, nonces, z), Err(NotEqual));
}

#[test]
fn a_base_that_is_not_absorbed_can_be_chosen_to_fit() {
    forge(Part::Base);
}

#[test]
fn a_key_that_is_not_absorbed_can_be_chosen_to_fit() {
    forge(Part::First);
}

#[test]
fn a_share_that_is_not_absorbed_can_be_chosen_to_fit() {
    forge(Part::Second);
}

#[test]
fn the_model_accepts_the_proofs_of_the_protocol() {
    let (secrets, points) = pairs(1, 40);
    let base = point(31);
    let second = Point::new(secrets[0].expose() * base.element());
    let claim = Claim { base, first: *points[0], second };
    let statement = EqualityStatement {
        domain: Domain::DECRYPTION,
        context: b"here",
        base: &claim.base,
        first: &[claim.first],
        second: &[claim.second],
    };
    let bytes = EqualityProof::prove(&statement, &secrets, &mut StuckRng(1)).to_bytes();
    let (elements, _) = bytes.as_chunks::<32>();
    let [t1, t2] = [0, 1].map(|at: usize| Point::from_canonical_bytes(elements[at]).unwrap());
    let z = Scalar::from_canonical_bytes(elements[2]).unwrap();
    assert!(holds(&claim, None, [&t1, &t2], z));
}

/// With a generator that always gives the same bytes, an outsider can run it too: what it draws without the
/// secret must not be the nonce, or the trustee's key share follows from the response.
#[test]
fn an_outsider_who_knows_what_a_stuck_generator_gives_does_not_find_the_nonce() {
    let (secrets, points) = pairs(1, 40);
    let base = point(31);
    let second = [Point::new(secrets[0].expose() * base.element())];
    let first = [*points[0]];
    let statement = EqualityStatement {
        domain: Domain::DECRYPTION,
        context: b"here",
        base: &base,
        first: &first,
        second: &second,
    };
    let proof = EqualityProof::prove(&statement, &secrets, &mut StuckRng(0)).to_bytes();
    let guess = EqualityProof::prove(&statement, &[], &mut StuckRng(0)).to_bytes();
    assert_ne!(proof[..32], guess[..32], "the nonce does not depend on the secret");
}
