use ed25519_dalek::{Signer, SigningKey};

use crate::log::key::{KeyError, KeyType, PublicKey, VerifierKey, is_key_name};

const LOG: &str = "board.example/2026+f82a8ff6+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c";
const WITNESS: &str = "witness.example/w1+df1c0a35+BIE5dw6ofRdfVqNUZsNMfszLjYqRtO43ol32D1uPybOU";

#[test]
fn the_keys_of_the_specification_are_those_of_its_seeds() {
    let log = SigningKey::from_bytes(&[1; 32]).verifying_key().to_bytes();
    let log = VerifierKey::new(KeyType::Log, "board.example/2026", &log).unwrap();
    assert_eq!(log.to_string(), LOG);
    assert_eq!(VerifierKey::parse(KeyType::Log, LOG), Ok(log));
    let witness = SigningKey::from_bytes(&[2; 32]).verifying_key().to_bytes();
    let witness = VerifierKey::new(KeyType::Witness, "witness.example/w1", &witness).unwrap();
    assert_eq!(witness.to_string(), WITNESS);
    assert_eq!(VerifierKey::parse(KeyType::Witness, WITNESS), Ok(witness));
}

#[test]
fn a_key_of_another_type_is_refused() {
    let refused = VerifierKey::parse(KeyType::Witness, LOG);
    assert_eq!(refused, Err(KeyError::Type(KeyType::Witness)));
    let refused = VerifierKey::parse(KeyType::Log, WITNESS);
    assert_eq!(refused, Err(KeyError::Type(KeyType::Log)));
}

#[test]
fn a_key_in_another_form_is_refused() {
    for vkey in ["", "a", "a+00000000", "a+00000000+", "a+00000000+AA=="] {
        assert_eq!(VerifierKey::parse(KeyType::Log, vkey), Err(KeyError::Form), "{vkey}");
    }
    for (from, to) in [("f82a8ff6", "f82a8ff7"), ("f82a8ff6", "F82A8FF6"), ("2026+", "2027+")] {
        let refused = VerifierKey::parse(KeyType::Log, &LOG.replace(from, to));
        assert!(matches!(refused, Err(KeyError::Id { .. })), "{to}");
    }
    let refused = VerifierKey::parse(KeyType::Log, &LOG.replace("2026+", "20 26+"));
    assert_eq!(refused, Err(KeyError::Name));
}

#[test]
fn names_of_keys_have_no_space_plus_or_control_character() {
    for name in ["a", "board.example/2026", "épée", &"x".repeat(255)] {
        assert!(is_key_name(name), "{name:?}");
    }
    for name in
        ["", "a b", "a+b", "a\u{a0}b", "a\u{3000}", "\u{7f}", "\u{9f}", "\t", &"x".repeat(256)]
    {
        assert!(!is_key_name(name), "{name:?}");
    }
}

#[test]
fn keys_that_are_not_canonical_or_of_small_order_are_refused() {
    let mut one = [0; 32];
    one[0] = 1;
    // y = 1 as 2^255 - 18; y = 3 as 2^255 - 16, a point of large order if it is read modulo p.
    let (mut one_again, mut three_again) = ([0xff; 32], [0xff; 32]);
    (one_again[0], one_again[31]) = (0xee, 0x7f);
    (three_again[0], three_again[31]) = (0xf0, 0x7f);
    let mut three = [0; 32];
    three[0] = 3;
    // The neutral element, the point of order 4, and the first one with the sign of x = 0 set.
    let mut signed_zero = one;
    signed_zero[31] = 0x80;
    for bytes in [one, [0; 32], one_again, three_again, signed_zero] {
        assert_eq!(PublicKey::from_bytes(&bytes), None, "{bytes:?}");
    }
    assert!(PublicKey::from_bytes(&three).is_some());
}

#[test]
fn a_signature_whose_s_is_not_reduced_does_not_hold() {
    // l, little-endian (RFC 8032, section 5.1).
    const ORDER: [u8; 32] = [
        0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde,
        0x14, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
    ];
    let secret = SigningKey::from_bytes(&[1; 32]);
    let public = PublicKey::from_bytes(&secret.verifying_key().to_bytes()).unwrap();
    let mut signature = secret.sign(b"message").to_bytes();
    assert!(public.verifies(b"message", &signature));
    assert!(!public.verifies(b"another", &signature));
    let mut carry = 0;
    for (byte, order) in signature[32..].iter_mut().zip(ORDER) {
        let sum = u16::from(*byte) + u16::from(order) + carry;
        (*byte, carry) = (sum as u8, sum >> 8);
    }
    assert!(!public.verifies(b"message", &signature));
}
