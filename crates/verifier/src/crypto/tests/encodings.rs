//! Properties: nothing that is read panics, and each value has one form.

use proptest::prelude::*;

use crate::crypto::ceremony::Ceremony;
use crate::crypto::equality::EqualityProof;
use crate::crypto::group::{Point, ReadGroup};
use crate::crypto::knowledge::KnowledgeProof;
use crate::crypto::style::{Constraint, Style};
use crate::crypto::tally::{Contribution, Sums};
use crate::wire::Reader;

proptest! {
    #[test]
    fn a_point_that_is_read_has_the_bytes_it_was_read_from(bytes: [u8; 32]) {
        if let Some(point) = Point::decode(&bytes) {
            let again = Point::new(*point.group());
            prop_assert_eq!(*again.bytes(), bytes);
        }
    }

    #[test]
    fn a_derived_point_is_read_back(wide: [[u8; 32]; 2]) {
        let wide: [u8; 64] = wide.concat().try_into().unwrap();
        let point = Point::new(curve25519_dalek::RistrettoPoint::from_uniform_bytes(&wide));
        prop_assert_eq!(Point::decode(point.bytes()).map(|p| *p.group()), Some(*point.group()));
        let mut other = *point.bytes();
        other[31] |= 0x80;
        prop_assert_eq!(Point::decode(&other), None);
    }

    #[test]
    fn a_scalar_that_is_read_has_the_bytes_it_was_read_from(bytes: [u8; 32]) {
        if let Ok(scalar) = Reader::new(&bytes).scalar("scalar") {
            prop_assert_eq!(scalar.to_bytes(), bytes);
        }
    }

    #[test]
    fn readers_refuse_noise_without_a_panic(
        bytes in prop::collection::vec(any::<u8>(), 0..400),
        slots in 1_usize..5,
    ) {
        let reader = || Reader::new(&bytes);
        let _ = KnowledgeProof::read(&mut reader());
        let _ = EqualityProof::read(&mut reader());
        let _ = Contribution::read(&mut reader(), slots);
        let _ = Sums::decode(&bytes, slots);
        let mut ceremony = Ceremony::new([0; 32], 3, 2, slots).unwrap();
        prop_assert!(ceremony.commit(&bytes).is_err());
        prop_assert!(ceremony.open(&bytes).is_err());
        prop_assert!(ceremony.deal(&bytes).is_err());
        prop_assert!(ceremony.complain(&bytes).is_err());
    }

    #[test]
    fn a_style_holds_exactly_the_values_that_fit_its_bits(
        constant: i64,
        coefficients in prop::collection::vec(any::<i64>(), 1..6),
    ) {
        let gains: i128 = coefficients.iter().map(|&a| i128::from(a).max(0)).sum();
        let greatest = i128::from(constant) + gains;
        let constraint = Constraint { constant, coefficients };
        match Style::new(constraint.coefficients.len(), vec![constraint]) {
            Ok(style) => {
                let bits = style.range_bits();
                prop_assert!((0..1 << bits).contains(&greatest));
                prop_assert!(bits == 8 || greatest >= 1 << (bits / 2));
            }
            Err(_) => prop_assert!(!(0..1 << 64).contains(&greatest)),
        }
    }
}
