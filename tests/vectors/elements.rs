//! Points and scalars: `spec/protocol.md`, section 1.

use curve25519_dalek::scalar::Scalar;
use isoloir_crypto::group::{NonIdentityPoint, Point};
use isoloir_encoding::Decode;
use serde::{Deserialize, Serialize};

use crate::file::{Area, Hex, Invalid, Valid, invalid, valid};
use crate::samples::{FIELD_PRIME, order, plus, plus_order, public, read_all, secret};

pub(crate) struct Elements;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Input {
    r#as: Sort,
    bytes: Hex,
}

/// What the bytes are to be read as.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Sort {
    /// A group element.
    Point,
    /// A group element other than the neutral one.
    Key,
    /// A number below l.
    Scalar,
}

impl Area for Elements {
    const NAME: &'static str = "elements";
    const SPEC: &'static str = "protocol.md, section 1";
    type Input = Input;
    /// Whether the point is the neutral element, or the scalar is zero.
    type Output = bool;

    fn valid() -> Vec<Valid<Input>> {
        let point = public(&secret("elements point"));
        let last = plus(order(), 0).map(|byte| byte);
        let last = {
            let mut last = last;
            last[0] -= 1;
            last
        };
        [
            ("point_neutral", Sort::Point, [0; 32]),
            ("point_basepoint", Sort::Point, *Point::basepoint().as_bytes()),
            ("point_random", Sort::Point, *point.as_bytes()),
            ("key_basepoint", Sort::Key, *Point::basepoint().as_bytes()),
            ("key_random", Sort::Key, *point.as_bytes()),
            ("scalar_zero", Sort::Scalar, [0; 32]),
            ("scalar_one", Sort::Scalar, Scalar::ONE.to_bytes()),
            ("scalar_order_minus_one", Sort::Scalar, last),
            ("scalar_random", Sort::Scalar, secret("elements scalar").expose().to_bytes()),
        ]
        .map(|(name, sort, bytes)| valid(name, Input { r#as: sort, bytes: bytes.into() }))
        .into()
    }

    fn invalid() -> Vec<Invalid<Input>> {
        let good = *public(&secret("elements point")).as_bytes();
        let mut top_bit = good;
        top_bit[31] |= 0x80;
        let one = plus([0; 32], 1);
        let minus_one = {
            let mut p = FIELD_PRIME;
            p[0] -= 1;
            p
        };
        let off_curve = (2..).step_by(2).map(|n| plus([0; 32], n));
        let off_curve =
            off_curve.take(100).find(|bytes| Point::from_canonical_bytes(*bytes).is_none());
        let scalar = secret("elements scalar").expose().to_bytes();
        let scalar_plus_order: [u8; 32] = plus_order(&scalar).try_into().unwrap();
        let mut cases = vec![
            ("point_negative", Sort::Point, one),
            ("point_is_p", Sort::Point, FIELD_PRIME),
            ("point_is_p_plus_one", Sort::Point, plus(FIELD_PRIME, 1)),
            ("point_minus_one_of_the_field", Sort::Point, minus_one),
            ("point_top_bit_set", Sort::Point, top_bit),
            ("point_all_ones", Sort::Point, [0xff; 32]),
            ("point_of_no_group_element", Sort::Point, off_curve.unwrap()),
            ("point_negated_field_element", Sort::Point, negated(good)),
            ("key_is_the_neutral_element", Sort::Key, [0; 32]),
            ("key_neutral_as_p", Sort::Key, FIELD_PRIME),
            ("key_top_bit_set", Sort::Key, top_bit),
            ("scalar_is_the_order", Sort::Scalar, order()),
            ("scalar_is_the_order_plus_one", Sort::Scalar, plus(order(), 1)),
            ("scalar_plus_the_order", Sort::Scalar, scalar_plus_order),
            ("scalar_all_ones", Sort::Scalar, [0xff; 32]),
            ("scalar_top_bit_set", Sort::Scalar, {
                let mut s = scalar;
                s[31] |= 0x80;
                s
            }),
        ]
        .into_iter()
        .map(|(name, sort, bytes)| {
            invalid(name, "decode", Input { r#as: sort, bytes: bytes.into() })
        })
        .collect::<Vec<_>>();
        for (name, sort) in [("point", Sort::Point), ("key", Sort::Key), ("scalar", Sort::Scalar)] {
            let bytes: Hex = good[..31].into();
            cases.push(invalid(
                &format!("{name}_one_byte_short"),
                "decode",
                Input { r#as: sort, bytes },
            ));
        }
        cases
    }

    fn judge(input: &Input) -> Result<bool, String> {
        match input.r#as {
            Sort::Point => read_all(&input.bytes.0, Point::decode).map(|point| point.is_identity()),
            Sort::Key => read_all(&input.bytes.0, NonIdentityPoint::decode).map(|_| false),
            Sort::Scalar => <[u8; 32]>::try_from(input.bytes.0.as_slice())
                .ok()
                .and_then(|bytes| Option::<Scalar>::from(Scalar::from_canonical_bytes(bytes)))
                .map(|scalar| scalar == Scalar::ZERO)
                .ok_or_else(|| "decode".into()),
        }
    }
}

/// p - x: the other field element of the pair, which is never an encoding.
fn negated(bytes: [u8; 32]) -> [u8; 32] {
    let mut borrow = 0;
    let mut out = [0; 32];
    for ((out, p), x) in out.iter_mut().zip(FIELD_PRIME).zip(bytes) {
        let difference = i16::from(p) - i16::from(x) - borrow;
        borrow = i16::from(difference < 0);
        *out = difference as u8;
    }
    out
}
