//! Points of ristretto255 in the two forms that a sum of many points wants.
//!
//! Both are points of the curve -x^2 + y^2 = 1 + d x^2 y^2 that stand for an element of the group
//! (RFC 9496, section 4). The formulas of addition hold for all pairs of points, equal or neutral
//! or not: Hisil, Wong, Carter, Dawson, "Twisted Edwards Curves Revisited" (2008), section 3.1, for
//! a = -1 and d not a square.

use std::array::from_fn;
use std::ops::{AddAssign, Neg, SubAssign};

use super::field::Field;

/// How many points are decoded side by side.
const LANES: usize = 3;

/// A decoded point (x, y), 96 bytes: prepared to be added to others with 7 multiplications.
#[derive(Debug, Clone, Copy)]
pub struct Affine {
    /// y - x
    minus: Field,
    /// y + x
    plus: Field,
    /// 2 d x y
    product: Field,
}

/// A sum of points, 128 bytes: x = X/Z, y = Y/Z, x y = T/Z.
#[derive(Debug, Clone, Copy)]
pub struct Extended {
    x: Field,
    y: Field,
    z: Field,
    t: Field,
}

impl Affine {
    /// The point that `bytes` encode; nothing if Decode refuses them (RFC 9496, section 4.3.1).
    pub fn decode(bytes: &[u8; 32]) -> Option<Self> {
        let [point] = decode_lanes(&[*bytes]);
        point
    }

    /// Decodes all of `encodings` and puts the points behind those in `points`. Takes four
    /// fifths of the time of [`Self::decode`] for each.
    ///
    /// # Errors
    ///
    /// Decode refuses one (RFC 9496, section 4.3.1): the index of the first; `points` is as before.
    pub fn decode_all(encodings: &[[u8; 32]], points: &mut Vec<Self>) -> Result<(), usize> {
        let before = points.len();
        let (groups, rest) = encodings.as_chunks::<LANES>();
        let groups = groups.iter().flat_map(decode_lanes);
        for (index, point) in groups.chain(rest.iter().map(Self::decode)).enumerate() {
            let Some(point) = point else {
                points.truncate(before);
                return Err(index);
            };
            points.push(point);
        }
        Ok(())
    }
}

/// Decode of RFC 9496, section 4.3.1, whose names these are.
fn decode_lanes<const N: usize>(bytes: &[[u8; 32]; N]) -> [Option<Affine>; N] {
    let s_read: [_; N] =
        from_fn(|i| Field::from_canonical_bytes(&bytes[i]).filter(|s| !s.is_negative()));
    // What is refused here goes on as 0, and is dropped at the end.
    let lanes = s_read.map(|s| {
        let s = s.unwrap_or(Field::ZERO);
        let (u1, u2) = (Field::ONE - s * s, Field::ONE + s * s);
        (s, u1, u2, -(Field::D * u1 * u1) - u2 * u2)
    });
    let roots = Field::inverse_square_roots(lanes.map(|(_, _, u2, v)| v * u2 * u2));
    from_fn(|i| {
        let (s, u1, u2, v) = lanes[i];
        let root = s_read[i].and(roots[i])?;
        let x = ((s + s) * root * u2).abs();
        let y = u1 * root * root * u2 * v;
        let t = x * y;
        let refused = t.is_negative() || y.is_zero();
        (!refused).then(|| Affine { minus: y - x, plus: y + x, product: t * Field::D2 })
    })
}

// -(x, y) = (-x, y)
impl Neg for Affine {
    type Output = Self;

    #[inline(always)]
    fn neg(self) -> Self {
        Self { minus: self.plus, plus: self.minus, product: -self.product }
    }
}

impl Extended {
    /// The neutral element (0, 1).
    pub const NEUTRAL: Self = Self { x: Field::ZERO, y: Field::ONE, z: Field::ONE, t: Field::ZERO };

    /// Whether this stands for the neutral element: x = 0 or y = 0 (RFC 9496, section 4.3.3).
    pub fn is_neutral(&self) -> bool {
        self.x.is_zero() || self.y.is_zero()
    }

    /// Adds a decoded point.
    #[inline(never)]
    pub fn add_affine(&mut self, other: &Affine) {
        let minus = (self.y - self.x).times(other.minus);
        let plus = (self.y + self.x).times(other.plus);
        *self = Self::of_parts(minus, plus, self.t.times(other.product), self.z + self.z);
    }

    /// The sum of two points.
    #[inline(never)]
    pub(super) fn plus(&self, other: &Self) -> Self {
        let minus = (self.y - self.x) * (other.y - other.x);
        let plus = (self.y + self.x) * (other.y + other.x);
        let zz = self.z * other.z;
        Self::of_parts(minus, plus, self.t * Field::D2 * other.t, zz + zz)
    }

    /// The sum from (Y1 - X1)(Y2 - X2), (Y1 + X1)(Y2 + X2), 2 d T1 T2 and 2 Z1 Z2: A, B, C and D of
    /// the paper's formulas.
    #[inline(always)]
    fn of_parts(a: Field, b: Field, c: Field, d: Field) -> Self {
        let (e, f, g, h) = (b - a, d - c, d + c, b + a);
        Self { x: e.times(f), y: g.times(h), z: f.times(g), t: e.times(h) }
    }

    /// The encoding, 32 bytes. Encode of RFC 9496, section 4.3.2, whose names these are.
    pub fn encode(&self) -> [u8; 32] {
        let Self { x: x0, y: y0, z: z0, t: t0 } = *self;
        let u1 = (z0 + y0) * (z0 - y0);
        let u2 = x0 * y0;
        let [root] = Field::inverse_square_roots([u1 * u2 * u2]);
        // There is none just for the neutral element: u1 u2 = 0.
        let root = root.unwrap_or(Field::ZERO);
        let (den1, den2) = (root * u1, root * u2);
        let z_inv = den1 * den2 * t0;
        let (x, y, den_inv) = if (t0 * z_inv).is_negative() {
            (y0 * Field::SQRT_M1, x0 * Field::SQRT_M1, den1 * Field::INVSQRT_A_MINUS_D)
        } else {
            (x0, y0, den2)
        };
        let y = if (x * z_inv).is_negative() { -y } else { y };
        (den_inv * (z0 - y)).abs().to_bytes()
    }
}

impl From<Affine> for Extended {
    fn from(point: Affine) -> Self {
        let mut sum = Self::NEUTRAL;
        sum.add_affine(&point);
        sum
    }
}

impl AddAssign<&Self> for Extended {
    fn add_assign(&mut self, other: &Self) {
        *self = self.plus(other);
    }
}

impl SubAssign<&Self> for Extended {
    fn sub_assign(&mut self, other: &Self) {
        *self = self.plus(&Self { x: -other.x, t: -other.t, ..*other });
    }
}

// x1 y2 = y1 x2 or y1 y2 = x1 x2 (RFC 9496, section 4.3.3); the denominators are the same.
impl PartialEq for Extended {
    fn eq(&self, other: &Self) -> bool {
        let equal = |a: Field, b: Field| (a - b).is_zero();
        equal(self.x * other.y, self.y * other.x) || equal(self.y * other.y, self.x * other.x)
    }
}

impl Eq for Extended {}

#[cfg(test)]
#[path = "tests/point.rs"]
mod tests;
