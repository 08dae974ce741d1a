//! The field against a slow reference, at the edges of its words and at random.

use proptest::prelude::*;

use super::*;

/// p
const P: [u64; 4] = [u64::MAX - 18, u64::MAX, u64::MAX, LOW_63_BITS];

/// Numbers below 2^256 where carries go wrong first.
fn edges() -> Vec<Field> {
    let (twice, _) = add_words(P, P);
    let mut edges = Vec::new();
    for centre in [[0; 4], P, twice, [0, 0, 0, 1 << 63], [0, 1, 0, 0], [u64::MAX, 0, u64::MAX, 0]] {
        for distance in 0..=40 {
            edges.push(Field(add_small(centre, distance).0));
            edges.push(Field(subtract_words(centre, [distance, 0, 0, 0]).0));
        }
    }
    edges
}

fn element() -> impl Strategy<Value = Field> {
    let word = prop_oneof![any::<u64>(), Just(0), Just(u64::MAX), Just(LOW_63_BITS)];
    prop_oneof![
        proptest::array::uniform4(word).prop_map(Field),
        (0..edges().len()).prop_map(|index| edges()[index]),
    ]
}

/// a + b mod p for a and b below p: nothing can carry out of 2^256.
fn slow_add(a: [u64; 4], b: [u64; 4]) -> [u64; 4] {
    let (sum, carry) = add_words(a, b);
    assert!(!carry);
    let (less, borrow) = subtract_words(sum, P);
    if borrow { sum } else { less }
}

/// a b mod p, bit by bit.
fn slow_mul(a: [u64; 4], b: [u64; 4]) -> [u64; 4] {
    (0..256).rev().fold([0; 4], |sum, bit| {
        let twice = slow_add(sum, sum);
        if b[bit / 64] >> (bit % 64) & 1 == 1 { slow_add(twice, a) } else { twice }
    })
}

/// Subtracts p while that is possible.
fn slow_reduced(mut a: [u64; 4]) -> [u64; 4] {
    while let (less, false) = subtract_words(a, P) {
        a = less;
    }
    a
}

fn agrees_with_the_reference(a: Field, b: Field) {
    let (slow_a, slow_b) = (slow_reduced(a.0), slow_reduced(b.0));
    assert_eq!(a.reduced(), slow_a);
    assert_eq!((a + b).reduced(), slow_add(slow_a, slow_b));
    assert_eq!(slow_add((a - b).reduced(), slow_b), slow_a);
    assert_eq!(slow_add((-a).reduced(), slow_a), [0; 4]);
    assert_eq!((a * b).reduced(), slow_mul(slow_a, slow_b));
    assert_eq!(a.square().reduced(), slow_mul(slow_a, slow_a));
}

#[test]
fn arithmetic_is_right_where_carries_ripple() {
    for a in edges() {
        for b in edges().into_iter().step_by(7) {
            agrees_with_the_reference(a, b);
        }
    }
}

proptest! {
    #[test]
    fn arithmetic_agrees_with_the_reference(a in element(), b in element()) {
        agrees_with_the_reference(a, b);
    }

    #[test]
    fn bytes_come_back_just_if_the_number_is_below_p(a in element()) {
        let bytes: [u8; 32] = from_fn(|i| a.0[i / 8].to_le_bytes()[i % 8]);
        let read = Field::from_canonical_bytes(&bytes);
        prop_assert_eq!(read.is_some(), subtract_words(a.0, P).1);
        if let Some(read) = read {
            prop_assert_eq!(read.to_bytes(), bytes);
        }
        prop_assert!(Field::from_canonical_bytes(&a.to_bytes()).is_some());
    }

    #[test]
    fn one_of_an_element_and_its_negative_is_negative_but_for_zero(a in element()) {
        prop_assert_eq!(a.is_negative() ^ (-a).is_negative(), !a.is_zero());
        prop_assert!(!a.abs().is_negative());
    }

    /// 2 is not a square mod p, so of v and 2 v just one is.
    #[test]
    fn just_squares_have_an_inverse_root(v in element()) {
        let twice = v + v;
        let [root, none, root_of_square] = Field::inverse_square_roots([v, twice, v * v]);
        if v.is_zero() {
            prop_assert!(root.is_none() && none.is_none() && root_of_square.is_none());
        } else {
            prop_assert!(root.is_some() ^ none.is_some());
            for (v, root) in [(v, root), (twice, none), (v * v, root_of_square)] {
                if let Some(root) = root {
                    prop_assert_eq!((v * root * root).reduced(), Field::ONE.0);
                }
            }
            prop_assert!(root_of_square.is_some());
        }
    }
}

#[test]
fn the_constants_are_what_they_are_called() {
    let small = |number| Field([number, 0, 0, 0]);
    assert_eq!((Field::D * small(121_666)).reduced(), (-small(121_665)).reduced());
    assert_eq!((Field::D + Field::D).reduced(), Field::D2.0);
    assert_eq!(Field::SQRT_M1.square().reduced(), (-Field::ONE).reduced());
    assert!(!Field::SQRT_M1.is_negative());
    let a_minus_d = -Field::ONE - Field::D;
    assert_eq!((a_minus_d * Field::INVSQRT_A_MINUS_D.square()).reduced(), Field::ONE.0);
    assert!(!Field::INVSQRT_A_MINUS_D.is_negative());
}
