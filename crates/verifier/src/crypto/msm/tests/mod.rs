//! The sum of many points against `curve25519-dalek`.

use curve25519_dalek::constants::RISTRETTO_BASEPOINT_POINT;
use proptest::prelude::*;

use super::*;

/// 2^128 - 1, the largest weight.
fn largest_weight() -> Scalar {
    Scalar::from(u128::MAX)
}

/// Scalars at which windows, signs and carries change.
fn edges() -> Vec<Scalar> {
    let mut edges = vec![Scalar::ZERO, largest_weight(), Scalar::from(2u8).invert()];
    // The powers of 2, of which 2^251 and 2^252 are about half and all of the order.
    let powers = std::iter::successors(Some(Scalar::ONE), |power| Some(power + power));
    edges.extend(powers.take(253));
    let around = |scalar: Scalar| [scalar, scalar - Scalar::ONE, scalar + Scalar::ONE];
    edges.iter().flat_map(|scalar| [*scalar, -scalar]).flat_map(around).collect()
}

fn scalar() -> impl Strategy<Value = Scalar> {
    prop_oneof![
        any::<[u8; 32]>().prop_map(Scalar::from_bytes_mod_order),
        any::<u128>().prop_map(Scalar::from),
        any::<u8>().prop_map(Scalar::from),
        (0..edges().len()).prop_map(|index| edges()[index]),
    ]
}

/// From few points, so that equal ones, opposite ones and the neutral element meet in one bucket.
fn point() -> impl Strategy<Value = RistrettoPoint> {
    prop_oneof![
        (-3i8..=3).prop_map(|n| {
            let size = RISTRETTO_BASEPOINT_POINT * Scalar::from(n.unsigned_abs());
            if n < 0 { -size } else { size }
        }),
        any::<u64>().prop_map(|n| RISTRETTO_BASEPOINT_POINT * Scalar::from(n).invert()),
    ]
}

fn affine(points: &[RistrettoPoint]) -> Vec<Affine> {
    let encodings: Vec<_> = points.iter().map(|point| point.compress().to_bytes()).collect();
    let mut decoded = Vec::new();
    Affine::decode_all(&encodings, &mut decoded).unwrap();
    decoded
}

/// The sum in windows of `bits` bits.
fn sum_in_windows(scalars: &[Scalar], points: &[Affine], bits: usize) -> Extended {
    let windows = Windows::new(bits);
    let terms = scalars.iter().zip(points).map(|(s, p)| Term::new(s, p, &windows));
    sum(&terms.collect::<Vec<_>>(), &windows)
}

#[test]
fn the_sum_of_nothing_is_neutral() {
    assert!(multiscalar_affine(&[], &[]).is_neutral());
}

#[test]
#[should_panic(expected = "each point has a scalar")]
fn a_point_without_a_scalar_is_not_passed_over() {
    multiscalar_affine(&[], &affine(&[RISTRETTO_BASEPOINT_POINT]));
}

#[test]
fn digits_add_up_to_the_scalar_and_stay_in_the_buckets() {
    let point = affine(&[RISTRETTO_BASEPOINT_POINT])[0];
    for bits in WINDOW_BITS {
        let windows = Windows::new(bits);
        for scalar in edges() {
            let term = Term::new(&scalar, &point, &windows);
            let base = Scalar::from(1u64 << bits);
            let mut value = Scalar::ZERO;
            for window in (0..windows.count).rev() {
                let digit = term.digit(window, &windows);
                assert!(digit.unsigned_abs() <= half(bits), "{scalar:?}, {bits} bits");
                let size = Scalar::from(digit.unsigned_abs() as u64);
                value = value * base + if digit < 0 { -size } else { size };
            }
            let expected = if scalar.as_bytes()[31] >= 8 { -scalar } else { scalar };
            assert_eq!(value, expected, "{bits} bits");
        }
    }
}

#[test]
fn the_high_windows_of_a_weight_are_empty() {
    let point = affine(&[RISTRETTO_BASEPOINT_POINT])[0];
    for bits in WINDOW_BITS {
        let windows = Windows::new(bits);
        let term = Term::new(&largest_weight(), &point, &windows);
        let empty = (0..windows.count).filter(|window| term.digit(*window, &windows) == 0).count();
        assert!(empty >= windows.count - 128 / bits - 1);
    }
}

#[test]
fn one_point_times_any_edge_is_right_in_all_windows() {
    let points = affine(&[RISTRETTO_BASEPOINT_POINT]);
    for scalar in edges() {
        let expected = RistrettoPoint::mul_base(&scalar).compress().to_bytes();
        assert_eq!(multiscalar_affine(&[scalar], &points).encode(), expected);
    }
    for (scalar, bits) in edges().into_iter().step_by(5).zip(WINDOW_BITS.cycle()) {
        let expected = RistrettoPoint::mul_base(&scalar).compress().to_bytes();
        assert_eq!(sum_in_windows(&[scalar], &points, bits).encode(), expected, "{bits} bits");
    }
}

#[test]
fn a_point_and_its_opposite_in_one_bucket_cancel() {
    let point = RISTRETTO_BASEPOINT_POINT;
    let points = affine(&[point, -point, point, -point]);
    for scalar in edges().into_iter().step_by(11) {
        assert!(multiscalar_affine(&[scalar; 4], &points).is_neutral());
        let sum = multiscalar_affine(&[scalar, -scalar, scalar, -scalar], &points);
        let expected = RistrettoPoint::mul_base(&(Scalar::from(4u8) * scalar));
        assert_eq!(sum.encode(), expected.compress().to_bytes());
    }
}

#[test]
fn thousands_of_points_with_a_known_sum_agree() {
    let count = 5_000u64;
    let mut points = Vec::new();
    let mut point = RistrettoPoint::default();
    for _ in 0..count {
        point += RISTRETTO_BASEPOINT_POINT;
        points.push(point);
    }
    // Full, short and small scalars s_i; the points are i G.
    let scalars: Vec<_> = (1..=count)
        .map(|i| match i % 5 {
            0 => Scalar::from(u128::MAX / u128::from(i)),
            1 => Scalar::from(i),
            _ => Scalar::from(i).invert(),
        })
        .collect();
    let total: Scalar = (1..=count).zip(&scalars).map(|(i, s)| Scalar::from(i) * s).sum();
    let expected = RistrettoPoint::mul_base(&total).compress().to_bytes();
    let decoded = affine(&points);
    assert_eq!(multiscalar_affine(&scalars, &decoded).encode(), expected);
    for bits in [4, 7, 9, 11, 12, 13, 14] {
        assert_eq!(sum_in_windows(&scalars, &decoded, bits).encode(), expected, "{bits} bits");
    }
    let mut wrong = scalars;
    wrong[4_321] += Scalar::ONE;
    assert_ne!(multiscalar_affine(&wrong, &decoded).encode(), expected);
}

#[test]
fn more_terms_have_wider_windows() {
    let bits = [0, 1, 45, 155, 1_000, 11_630, 46_190, usize::MAX / 1_000]
        .map(|terms| Windows::for_terms(terms).bits);
    assert!(bits.is_sorted());
    assert_eq!((bits[0], bits[5], bits[6], bits[7]), (4, 11, 12, 14));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn sums_are_those_of_dalek(
        terms in prop::collection::vec((scalar(), point()), 0..40),
        bits in WINDOW_BITS,
    ) {
        let (scalars, points): (Vec<_>, Vec<_>) = terms.into_iter().unzip();
        let decoded = affine(&points);
        let expected = multiscalar(&scalars, &points).compress().to_bytes();
        prop_assert_eq!(multiscalar_affine(&scalars, &decoded).encode(), expected);
        let sum = sum_in_windows(&scalars, &decoded, bits.min(9));
        prop_assert_eq!(sum.encode(), expected);
        prop_assert_eq!(sum.is_neutral(), expected == [0; 32]);
    }

    #[test]
    fn a_relation_is_neutral_and_a_changed_one_is_not(
        terms in prop::collection::vec((scalar(), point()), 1..40),
    ) {
        let (mut scalars, mut points): (Vec<_>, Vec<_>) = terms.into_iter().unzip();
        points.push(multiscalar(&scalars, &points));
        scalars.push(-Scalar::ONE);
        prop_assert!(multiscalar_affine(&scalars, &affine(&points)).is_neutral());
        points.push(RISTRETTO_BASEPOINT_POINT);
        scalars.push(Scalar::ONE);
        prop_assert!(!multiscalar_affine(&scalars, &affine(&points)).is_neutral());
    }
}
