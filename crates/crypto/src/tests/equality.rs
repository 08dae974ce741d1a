//! The batched proof of equal discrete logarithms.

use isoloir_encoding::{Decode, Encode};

use super::*;
use crate::equality::{EqualityProof, EqualityStatement, NotEqual};
use crate::transcript::Domain;

/// A base, secrets, their multiples of G, and their multiples of the base.
struct Staged {
    base: Point,
    secrets: Vec<SecretScalar>,
    first: Vec<Point>,
    second: Vec<Point>,
}

impl Staged {
    fn new(count: usize) -> Self {
        let (secrets, points) = pairs(count, 20);
        let base = point(77);
        let first = points.iter().map(|point| **point).collect();
        let second = secrets.iter().map(|s| Point::new(s.expose() * base.element())).collect();
        Self { base, secrets, first, second }
    }

    fn statement(&self) -> EqualityStatement<'_> {
        EqualityStatement {
            domain: Domain::DECRYPTION,
            context: b"here",
            base: &self.base,
            first: &self.first,
            second: &self.second,
        }
    }

    fn prove(&self) -> EqualityProof {
        EqualityProof::prove(&self.statement(), &self.secrets, &mut StuckRng(2))
    }
}

fn shifted(point: &Point, by: Scalar) -> Point {
    Point::new(point.element() + by * Point::basepoint().element())
}

#[test]
fn one_unequal_logarithm_among_many_is_not_proved() {
    for wrong in 0..4 {
        let mut staged = Staged::new(4);
        assert_eq!(staged.prove().verify(&staged.statement()), Ok(()));
        staged.second[wrong] = shifted(&staged.second[wrong], Scalar::ONE);
        assert_eq!(staged.prove().verify(&staged.statement()), Err(NotEqual), "{wrong}");
    }
}

#[test]
fn two_errors_that_cancel_without_weights_are_not_proved() {
    let mut staged = Staged::new(2);
    staged.second[0] = shifted(&staged.second[0], Scalar::ONE);
    staged.second[1] = shifted(&staged.second[1], -Scalar::ONE);
    assert_eq!(staged.prove().verify(&staged.statement()), Err(NotEqual));
}

#[test]
fn points_changed_after_the_weights_are_known_are_not_proved() {
    // Were the D_j not absorbed before y, D_1 + y d and D_2 - d would pass for any d.
    let mut staged = Staged::new(2);
    let proof = staged.prove();
    for y in [Scalar::ONE, Scalar::from(2u64), -Scalar::ONE] {
        staged.second[0] = shifted(&staged.second[0], y);
        staged.second[1] = shifted(&staged.second[1], -Scalar::ONE);
        assert_eq!(proof.verify(&staged.statement()), Err(NotEqual));
    }
}

#[test]
fn swapped_points_or_lists_of_two_lengths_are_not_proved() {
    let staged = Staged::new(3);
    let proof = staged.prove();
    let mut swapped = Staged::new(3);
    swapped.second.swap(0, 1);
    assert_eq!(proof.verify(&swapped.statement()), Err(NotEqual));
    swapped.first.swap(0, 1);
    assert_eq!(proof.verify(&swapped.statement()), Err(NotEqual));
    for (first, second) in [(3, 2), (2, 3), (2, 2), (0, 0)] {
        let cut = EqualityStatement {
            first: &staged.first[..first],
            second: &staged.second[..second],
            ..staged.statement()
        };
        assert_eq!(proof.verify(&cut), Err(NotEqual), "{first} and {second} points");
    }
}

#[test]
fn a_proof_does_not_move_to_another_base_context_or_purpose() {
    let staged = Staged::new(2);
    let proof = staged.prove();
    let base = point(78);
    let others = [
        EqualityStatement { base: &base, ..staged.statement() },
        EqualityStatement { context: b"there", ..staged.statement() },
        EqualityStatement { domain: Domain::COMPLAINT, ..staged.statement() },
    ];
    for other in others {
        assert_eq!(proof.verify(&other), Err(NotEqual));
    }
}

#[test]
fn on_the_neutral_element_nothing_but_the_neutral_element_is_proved() {
    let mut staged = Staged::new(2);
    staged.base = Point::identity();
    staged.second = [Point::identity(); 2].to_vec();
    assert_eq!(staged.prove().verify(&staged.statement()), Ok(()));
    staged.second[1] = point(1);
    assert_eq!(staged.prove().verify(&staged.statement()), Err(NotEqual));
}

#[test]
fn a_second_encoding_of_a_proof_is_refused() {
    let bytes = Staged::new(2).prove().to_bytes();
    let layout = [Element::Point, Element::Point, Element::Scalar];
    refuses_bad_elements(&bytes, 0, &layout, |bytes| EqualityProof::from_bytes(bytes).is_ok());
}
