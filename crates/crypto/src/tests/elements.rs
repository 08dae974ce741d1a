//! Points and scalars have one encoding.

use isoloir_encoding::{Decode, Encode, Reader};
use proptest::prelude::*;

use super::*;
use crate::group::decode_scalar;

fn scalar(bytes: &[u8]) -> bool {
    let mut input = Reader::new(bytes);
    decode_scalar(&mut input, "scalar").is_ok() && input.finish().is_ok()
}

#[test]
fn no_point_key_or_scalar_is_read_from_a_second_encoding() {
    for multiple in [1, 2, 1_000, u64::MAX] {
        let bytes = point(multiple).to_bytes();
        refuses_bad_elements(&bytes, 0, &[Element::Point], |b| Point::from_bytes(b).is_ok());
        refuses_bad_elements(&bytes, 0, &[Element::Key], |b| {
            NonIdentityPoint::from_bytes(b).is_ok()
        });
    }
    refuses_bad_elements(&[0; 32], 0, &[Element::Point], |b| Point::from_bytes(b).is_ok());
    for value in [Scalar::ZERO, Scalar::ONE, -Scalar::ONE] {
        refuses_bad_elements(value.as_bytes(), 0, &[Element::Scalar], scalar);
    }
}

#[test]
fn the_neutral_element_is_a_point_and_no_key() {
    assert!(Point::from_bytes(&[0; 32]).unwrap().is_identity());
    assert!(NonIdentityPoint::from_bytes(&[0; 32]).is_err());
    assert!(NonIdentityPoint::new(Point::identity()).is_none());
    assert!(NonIdentityPoint::from_secret(&SecretScalar::new(Scalar::ZERO)).is_none());
    let cancelled = [point(3), Point::new(-point(3).element())];
    let cancelled = cancelled.map(|point| NonIdentityPoint::new(point).unwrap());
    assert!(crate::credential::combine_credentials(&cancelled).is_none());
}

proptest! {
    #[test]
    fn whatever_is_read_encodes_to_the_bytes_it_was_read_from(bytes in any::<[u8; 32]>()) {
        if let Ok(point) = Point::from_bytes(&bytes) {
            prop_assert_eq!(point.to_bytes(), bytes);
            prop_assert_eq!(Point::new(*point.element()).to_bytes(), bytes);
        }
        if let Ok(value) = decode_scalar(&mut Reader::new(&bytes), "scalar") {
            prop_assert_eq!(value.to_bytes(), bytes);
        }
    }
}
