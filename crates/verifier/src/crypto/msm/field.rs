//! The field of p = 2^255 - 19 elements, in variable time.
//!
//! An element is four words of 64 bits. Any number below 2^256 may stand for its remainder mod p,
//! so nothing has to be watched between two operations: a carry out of the last word is worth
//! 2^256 = 38 (mod p) and is added to the first again. Sums of words wrap on purpose.
//!
//! Measurements decide what is inlined: the innermost loops have the arithmetic in place, and all
//! else calls it, or the code would be huge and take minutes to compile.

use std::array::from_fn;
use std::ops::{Add, Mul, Neg, Sub};

/// An element of the field, 32 bytes: little-endian words of a number that is not always reduced.
#[derive(Debug, Clone, Copy)]
pub(super) struct Field([u64; 4]);

/// 2^256 mod p
const FOLD: u64 = 38;
const LOW_63_BITS: u64 = u64::MAX >> 1;

impl Field {
    pub(super) const ZERO: Self = Self([0; 4]);
    pub(super) const ONE: Self = Self([1, 0, 0, 0]);
    /// d = -121665/121666, the constant of the curve -x^2 + y^2 = 1 + d x^2 y^2.
    pub(super) const D: Self = Self([
        0x75eb_4dca_1359_78a3,
        0x0070_0a4d_4141_d8ab,
        0x8cc7_4079_7779_e898,
        0x5203_6cee_2b6f_fe73,
    ]);
    /// 2 d
    pub(super) const D2: Self = Self([
        0xebd6_9b94_26b2_f159,
        0x00e0_149a_8283_b156,
        0x198e_80f2_eef3_d130,
        0x2406_d9dc_56df_fce7,
    ]);
    /// The square root of -1 that is not negative; SQRT_M1 of RFC 9496, section 4.1.
    pub(super) const SQRT_M1: Self = Self([
        0xc4ee_1b27_4a0e_a0b0,
        0x2f43_1806_ad2f_e478,
        0x2b4d_0099_3dfb_d7a7,
        0x2b83_2480_4fc1_df0b,
    ]);
    /// 1/sqrt(-1 - d); INVSQRT_A_MINUS_D of RFC 9496, section 4.1.
    pub(super) const INVSQRT_A_MINUS_D: Self = Self([
        0x99c8_fdaa_805d_40ea,
        0x9d2f_1617_5a41_72be,
        0x16c2_7b91_fe01_d840,
        0x786c_8905_cfaf_fca2,
    ]);

    /// The element that 32 bytes, little-endian, encode; nothing if the number is not below p.
    pub(super) fn from_canonical_bytes(bytes: &[u8; 32]) -> Option<Self> {
        let element = Self(words(bytes));
        (element.reduced() == element.0).then_some(element)
    }

    /// The number below p, 32 bytes, little-endian.
    pub(super) fn to_bytes(self) -> [u8; 32] {
        let words = self.reduced().map(u64::to_le_bytes);
        from_fn(|i| words[i / 8][i % 8])
    }

    /// Whether the number below p is odd: IS_NEGATIVE of RFC 9496, section 3.
    pub(super) fn is_negative(self) -> bool {
        self.reduced()[0] & 1 == 1
    }

    pub(super) fn is_zero(self) -> bool {
        self.reduced() == [0; 4]
    }

    /// The element or its negative, whichever is not negative: CT_ABS of RFC 9496.
    pub(super) fn abs(self) -> Self {
        if self.is_negative() { -self } else { self }
    }

    /// The words of the number below p.
    fn reduced(self) -> [u64; 4] {
        // Bit 255 is worth 19. Without it the number is below 2^255 + 19, and so below 2 p.
        let [a, b, c, d] = self.0;
        let (number, _) = add_small([a, b, c, d & LOW_63_BITS], 19 * (d >> 63));
        // number >= p just if number + 19 >= 2^255.
        let ([a, b, c, d], _) = add_small(number, 19);
        if d >> 63 == 1 { [a, b, c, d & LOW_63_BITS] } else { number }
    }

    /// The product, in place. The operator `*` is a call of this, slower by a sixth.
    #[inline(always)]
    pub(super) fn times(self, other: Self) -> Self {
        // Row by row; the lowest word of each sum is done.
        let [a0, a1, a2, a3] = self.0;
        let ([r0, b, c, d], e) = product(a0, other.0);
        let ([r1, b, c, d], e) = add_product([b, c, d, e], a1, other.0);
        let ([r2, b, c, d], e) = add_product([b, c, d, e], a2, other.0);
        let ([r3, b, c, d], e) = add_product([b, c, d, e], a3, other.0);
        fold([r0, r1, r2, r3], [b, c, d, e])
    }

    /// The square, in place.
    #[inline(always)]
    fn square(self) -> Self {
        let [a0, a1, a2, a3] = self.0;
        // The products of different words, words 1 to 6 of the result.
        let ([p1, p2, p3], p4) = product(a0, [a1, a2, a3]);
        let ([q3, q4], q5) = product(a1, [a2, a3]);
        let (r5, r6) = wide(a2, a3);
        let (p3, carry) = add(p3, q3, false);
        let (p4, carry) = add(p4, q4, carry);
        let (p5, carry) = add(q5, r5, carry);
        let (p6, _) = add(r6, 0, carry);
        // Twice that, and the squares of the words.
        let different = [p1, p2, p3, p4, p5, p6];
        let ([t1, t2, t3, t4, t5, t6], t7) = add_words(different, different);
        let [(r0, s1), (s2, s3), (s4, s5), (s6, s7)] = self.0.map(|a| wide(a, a));
        let twice = [t1, t2, t3, t4, t5, t6, u64::from(t7)];
        let ([r1, r2, r3, high @ ..], _) = add_words(twice, [s1, s2, s3, s4, s5, s6, s7]);
        fold([r0, r1, r2, r3], high)
    }

    /// 1/sqrt(v) for each v, either root; nothing for 0 and for non-squares.
    ///
    /// SQRT_RATIO_M1(1, v) of RFC 9496, section 4.2, but for the sign. The N chains of squarings
    /// don't depend on each other, so a processor that works out of order runs them side by side.
    /// That gains a fifth of the time for N = 3, and no more beyond.
    pub(super) fn inverse_square_roots<const N: usize>(v: [Self; N]) -> [Option<Self>; N] {
        let v3 = v.map(|v| v * v * v);
        let v7: [_; N] = from_fn(|i| v3[i] * v3[i] * v[i]);
        let power = power_p58(v7);
        from_fn(|i| {
            let root = v3[i] * power[i];
            let check = (v[i] * root * root).reduced();
            if check == Self::ONE.0 {
                Some(root)
            } else if check == (-Self::ONE).reduced() {
                Some(root * Self::SQRT_M1)
            } else {
                None
            }
        })
    }
}

/// x^((p - 5)/8) = x^(2^252 - 3) for each x.
fn power_p58<const N: usize>(x: [Field; N]) -> [Field; N] {
    // Each name tells the number of ones in the binary exponent.
    let x2 = raise(x, 1, x);
    let x4 = raise(x2, 2, x2);
    let x5 = raise(x4, 1, x);
    let x10 = raise(x5, 5, x5);
    let x20 = raise(x10, 10, x10);
    let x40 = raise(x20, 20, x20);
    let x50 = raise(x40, 10, x10);
    let x100 = raise(x50, 50, x50);
    let x200 = raise(x100, 100, x100);
    let x250 = raise(x200, 50, x50);
    raise(x250, 2, x)
}

/// a^(2^squarings) b for each pair.
#[inline(never)]
fn raise<const N: usize>(mut a: [Field; N], squarings: usize, b: [Field; N]) -> [Field; N] {
    for _ in 0..squarings {
        for a in &mut a {
            *a = a.square();
        }
    }
    from_fn(|i| a[i] * b[i])
}

impl Add for Field {
    type Output = Self;

    #[inline(always)]
    fn add(self, other: Self) -> Self {
        let (sum, carry) = add_words(self.0, other.0);
        Self(fold_carry(sum, u64::from(carry)))
    }
}

impl Sub for Field {
    type Output = Self;

    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        // As in fold_carry: a second borrow leaves a number close to 2^256.
        let (difference, borrow) = subtract_words(self.0, other.0);
        let (difference, borrow) = subtract_words(difference, [FOLD * u64::from(borrow), 0, 0, 0]);
        let [a, b, c, d] = difference;
        Self([a.wrapping_sub(FOLD * u64::from(borrow)), b, c, d])
    }
}

impl Neg for Field {
    type Output = Self;

    #[inline(always)]
    fn neg(self) -> Self {
        Self::ZERO - self
    }
}

impl Mul for Field {
    type Output = Self;

    #[inline(never)]
    fn mul(self, other: Self) -> Self {
        self.times(other)
    }
}

/// low + 2^256 high
#[inline(always)]
fn fold(low: [u64; 4], high: [u64; 4]) -> Field {
    // The last word is at most 38, so its worth is one small word.
    let (sum, last) = add_product(low, FOLD, high);
    Field(fold_carry(sum, last))
}

/// number + 2^256 carry, for a carry of at most 38.
#[inline(always)]
fn fold_carry(number: [u64; 4], carry: u64) -> [u64; 4] {
    // A second carry leaves a number below 38^2, so there is no third.
    let ([a, b, c, d], carry) = add_small(number, FOLD * carry);
    [a.wrapping_add(FOLD * u64::from(carry)), b, c, d]
}

/// The words of number + a b, the fifth apart.
#[inline(always)]
fn add_product(number: [u64; 4], a: u64, b: [u64; 4]) -> ([u64; 4], u64) {
    let (row, last) = product(a, b);
    let (sum, carry) = add_words(number, row);
    (sum, last.wrapping_add(u64::from(carry)))
}

/// The words of a b, the last apart.
#[inline(always)]
fn product<const N: usize>(a: u64, b: [u64; N]) -> ([u64; N], u64) {
    let (mut row, mut high, mut carry) = ([0; N], 0, false);
    for i in 0..N {
        let product = u128::from(a) * u128::from(b[i]);
        (row[i], carry) = add(product as u64, high, carry);
        high = (product >> 64) as u64;
    }
    (row, high.wrapping_add(u64::from(carry)))
}

/// The low and the high word of a b.
#[inline(always)]
fn wide(a: u64, b: u64) -> (u64, u64) {
    let product = u128::from(a) * u128::from(b);
    (product as u64, (product >> 64) as u64)
}

#[inline(always)]
fn add_small(a: [u64; 4], b: u64) -> ([u64; 4], bool) {
    add_words(a, [b, 0, 0, 0])
}

#[inline(always)]
pub(super) fn add_words<const N: usize>(a: [u64; N], b: [u64; N]) -> ([u64; N], bool) {
    let (mut sum, mut carry) = ([0; N], false);
    for i in 0..N {
        (sum[i], carry) = add(a[i], b[i], carry);
    }
    (sum, carry)
}

#[inline(always)]
fn subtract_words(a: [u64; 4], b: [u64; 4]) -> ([u64; 4], bool) {
    let (mut difference, mut borrow) = ([0; 4], false);
    for i in 0..4 {
        let (word, first) = a[i].overflowing_sub(b[i]);
        let (word, second) = word.overflowing_sub(u64::from(borrow));
        (difference[i], borrow) = (word, first | second);
    }
    (difference, borrow)
}

/// a + b + carry and the carry out.
#[inline(always)]
fn add(a: u64, b: u64, carry: bool) -> (u64, bool) {
    let (word, first) = a.overflowing_add(b);
    let (word, second) = word.overflowing_add(u64::from(carry));
    (word, first | second)
}

/// The little-endian words of 32 bytes.
pub(super) fn words(bytes: &[u8; 32]) -> [u64; 4] {
    let (words, _) = bytes.as_chunks::<8>();
    from_fn(|i| u64::from_le_bytes(words[i]))
}

#[cfg(test)]
#[path = "tests/field.rs"]
mod tests;
