//! Decoding, encoding and addition against `curve25519-dalek`.

use curve25519_dalek::constants::{EIGHT_TORSION, RISTRETTO_BASEPOINT_POINT};
use curve25519_dalek::ristretto::CompressedRistretto;
use curve25519_dalek::{RistrettoPoint, Scalar};
use proptest::prelude::*;

use super::*;

/// RFC 9496, appendix A.2, all in its order.
const BAD_ENCODINGS: [&str; 29] = [
    // Not canonical.
    "00ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "f3ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    // Negative.
    "0100000000000000000000000000000000000000000000000000000000000000",
    "01ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "ed57ffd8c914fb201471d1c3d245ce3c746fcbe63a3679d51b6a516ebebe0e20",
    "c34c4e1826e5d403b78e246e88aa051c36ccf0aafebffe137d148a2bf9104562",
    "c940e5a4404157cfb1628b108db051a8d439e1a421394ec4ebccb9ec92a8ac78",
    "47cfc5497c53dc8e61c91d17fd626ffb1c49e2bca94eed052281b510b1117a24",
    "f1c6165d33367351b0da8f6e4511010c68174a03b6581212c71c0e1d026c3c72",
    "87260f7a2f12495118360f02c26a470f450dadf34a413d21042b43b9d93e1309",
    // x^2 is not a square.
    "26948d35ca62e643e26a83177332e6b6afeb9d08e4268b650f1f5bbd8d81d371",
    "4eac077a713c57b4f4397629a4145982c661f48044dd3f96427d40b147d9742f",
    "de6a7b00deadc788eb6b6c8d20c0ae96c2f2019078fa604fee5b87d6e989ad7b",
    "bcab477be20861e01e4a0e295284146a510150d9817763caf1a6f4b422d67042",
    "2a292df7e32cababbd9de088d1d1abec9fc0440f637ed2fba145094dc14bea08",
    "f4a9e534fc0d216c44b218fa0c42d99635a0127ee2e53c712f70609649fdff22",
    "8268436f8c4126196cf64b3c7ddbda90746a378625f9813dd9b8457077256731",
    "2810e5cbc2cc4d4eece54f61c6f69758e289aa7ab440b3cbeaa21995c2f4232b",
    // x y is negative.
    "3eb858e78f5a7254d8c9731174a94f76755fd3941c0ac93735c07ba14579630e",
    "a45fdc55c76448c049a1ab33f17023edfb2be3581e9c7aade8a6125215e04220",
    "d483fe813c6ba647ebbfd3ec41adca1c6130c2beeee9d9bf065c8d151c5f396e",
    "8a2e1d30050198c65a54483123960ccc38aef6848e1ec8f5f780e8523769ba32",
    "32888462f8b486c68ad7dd9610be5192bbeaf3b443951ac1a8118419d9fa097b",
    "227142501b9d4355ccba290404bde41575b037693cef1f438c47f8fbf35d1165",
    "5c37cc491da847cfeb9281d407efc41e15144c876e0170b499a96a22ed31e01e",
    "445425117cb8c90edcbc7c1cc0e74f747f2c1efa5630a967c64f287792a48a4b",
    // y = 0
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
];

fn bad_encodings() -> impl Iterator<Item = [u8; 32]> {
    BAD_ENCODINGS.iter().map(|text| hex::decode(text).unwrap().try_into().unwrap())
}

fn group_element() -> impl Strategy<Value = RistrettoPoint> {
    any::<u64>().prop_map(|n| RISTRETTO_BASEPOINT_POINT * Scalar::from(n).invert())
}

fn affine(point: &RistrettoPoint) -> Affine {
    Affine::decode(&point.compress().to_bytes()).unwrap()
}

fn extended(point: &RistrettoPoint) -> Extended {
    let mut sum = Extended::NEUTRAL;
    sum.add_affine(&affine(point));
    sum
}

/// The four points of the curve that stand for the neutral element of the group.
fn neutral_coset() -> [Extended; 4] {
    let of = |x, y| Extended { x, y, z: Field::ONE, t: x * y };
    let (zero, one, i) = (Field::ZERO, Field::ONE, Field::SQRT_M1);
    [of(zero, one), of(zero, -one), of(i, zero), of(-i, zero)]
}

#[test]
fn every_bad_encoding_of_the_rfc_is_refused() {
    for bytes in bad_encodings() {
        assert!(CompressedRistretto(bytes).decompress().is_none());
        assert!(Affine::decode(&bytes).is_none(), "{}", hex::encode(bytes));
    }
}

/// Those of `spec/vectors` that have 32 bytes; `Affine` knows nothing else.
#[test]
fn points_of_the_vectors_are_decoded_and_refused() {
    let vectors = concat!(env!("CARGO_MANIFEST_DIR"), "/../../spec/vectors");
    for (folder, count) in [("valid", 3), ("invalid", 8)] {
        let text = std::fs::read_to_string(format!("{vectors}/{folder}/elements.json")).unwrap();
        let file: serde_json::Value = serde_json::from_str(&text).unwrap();
        let cases = file["cases"].as_array().unwrap().iter();
        let points = cases.filter(|case| case["input"]["as"] == "point").filter_map(|case| {
            let bytes = hex::decode(case["input"]["bytes"].as_str().unwrap()).unwrap();
            bytes.try_into().ok().map(|bytes: [u8; 32]| (case["name"].clone(), bytes))
        });
        let points: Vec<_> = points.collect();
        assert_eq!(points.len(), count);
        for (name, bytes) in points {
            assert_eq!(Affine::decode(&bytes).is_some(), folder == "valid", "{name}");
        }
    }
}

#[test]
fn a_bad_encoding_is_named_in_every_place_of_a_list() {
    let good = RISTRETTO_BASEPOINT_POINT.compress().to_bytes();
    for bad in bad_encodings() {
        for place in 0..8 {
            let mut encodings = [good; 8];
            encodings[place] = bad;
            encodings[7] = bad;
            let mut points = vec![affine(&RISTRETTO_BASEPOINT_POINT)];
            assert_eq!(Affine::decode_all(&encodings, &mut points), Err(place));
            assert_eq!(points.len(), 1);
        }
    }
}

#[test]
fn small_multiples_of_the_basepoint_are_encoded_as_by_dalek() {
    let mut point = RistrettoPoint::default();
    let mut sum = Extended::NEUTRAL;
    for _ in 0..64 {
        assert_eq!(sum.encode(), point.compress().to_bytes());
        point += RISTRETTO_BASEPOINT_POINT;
        sum.add_affine(&affine(&RISTRETTO_BASEPOINT_POINT));
    }
}

#[test]
fn the_four_points_of_the_neutral_coset_are_neutral() {
    for neutral in neutral_coset() {
        assert!(neutral.is_neutral());
        assert_eq!(neutral.encode(), [0; 32]);
        for other in neutral_coset() {
            assert!(neutral.plus(&other).is_neutral());
        }
    }
    let neutral = Affine::decode(&[0; 32]).unwrap();
    let mut sum = extended(&RISTRETTO_BASEPOINT_POINT);
    sum.add_affine(&neutral);
    assert_eq!(sum.encode(), RISTRETTO_BASEPOINT_POINT.compress().to_bytes());
}

/// Of order 8, outside the group: twice it is in the neutral coset, it is not.
#[test]
fn a_point_of_order_eight_is_not_taken_for_neutral() {
    let mut bytes = EIGHT_TORSION[1].compress().to_bytes();
    bytes[31] &= 0x7f;
    let y = Field::from_canonical_bytes(&bytes).unwrap();
    // x^2 = (y^2 - 1)/(d y^2 + 1)
    let (above, below) = (y * y - Field::ONE, Field::D * y * y + Field::ONE);
    let [root] = Field::inverse_square_roots([above * below]);
    let x = root.unwrap() * above;
    let point = Extended { x, y, z: Field::ONE, t: x * y };
    assert!(!point.is_neutral());
    assert!(point.plus(&point).is_neutral());
}

proptest! {
    #[test]
    fn bytes_are_decoded_just_if_dalek_decodes_them(
        bytes in any::<[u8; 32]>(),
        even in any::<bool>(),
    ) {
        let mut bytes = bytes;
        if even {
            // Neither negative nor too large, so that about a quarter is good.
            bytes[0] &= 0xfe;
            bytes[31] &= 0x7f;
        }
        let expected = CompressedRistretto(bytes).decompress();
        let decoded = Affine::decode(&bytes);
        prop_assert_eq!(decoded.is_some(), expected.is_some());
        let mut points = Vec::new();
        let all = Affine::decode_all(&[bytes; 5], &mut points);
        prop_assert_eq!(all.is_ok(), expected.is_some());
        for point in decoded.into_iter().chain(points) {
            let mut sum = Extended::NEUTRAL;
            sum.add_affine(&point);
            prop_assert_eq!(sum.encode(), bytes);
        }
    }

    #[test]
    fn sums_and_differences_are_those_of_dalek(p in group_element(), q in group_element()) {
        let mut sum = extended(&p);
        sum.add_affine(&affine(&q));
        prop_assert_eq!(sum.encode(), (p + q).compress().to_bytes());
        prop_assert_eq!(extended(&p).plus(&extended(&q)).encode(), (p + q).compress().to_bytes());
        sum.add_affine(&-affine(&q));
        sum.add_affine(&-affine(&q));
        prop_assert_eq!(sum.encode(), (p - q).compress().to_bytes());
        prop_assert_eq!(sum.plus(&sum).encode(), (p - q + p - q).compress().to_bytes());
        sum.add_affine(&affine(&(q - p)));
        prop_assert!(sum.is_neutral());
        let mut sum = Extended::from(affine(&p));
        sum += &extended(&q);
        prop_assert_eq!(sum.encode(), (p + q).compress().to_bytes());
        sum -= &extended(&q);
        sum -= &extended(&q);
        prop_assert_eq!(sum.encode(), (p - q).compress().to_bytes());
    }

    #[test]
    fn points_are_equal_just_if_dalek_says_so(p in group_element(), q in group_element()) {
        for neutral in neutral_coset() {
            let other = extended(&p).plus(&neutral);
            prop_assert_eq!(other, extended(&p));
            prop_assert_eq!(other == extended(&q), p == q);
            prop_assert_eq!(other == extended(&-p), p == -p);
            prop_assert_eq!(other == Extended::NEUTRAL, p == RistrettoPoint::default());
        }
    }

    #[test]
    fn all_points_of_a_coset_have_one_encoding(p in group_element()) {
        for neutral in neutral_coset() {
            let other = extended(&p).plus(&neutral);
            prop_assert_eq!(other.encode(), p.compress().to_bytes());
            prop_assert!(other.plus(&extended(&-p)).is_neutral());
        }
    }
}
