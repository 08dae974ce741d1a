//! The values of constraints at the ends of 64 bits: nothing wraps, neither there nor modulo l.

use alloc::vec;
use alloc::vec::Vec;

use curve25519_dalek::scalar::Scalar;
use proptest::prelude::*;

use super::forger::Forger;
use super::model::{Model, Weakness};
use super::*;
use crate::ballot::seal::signed;
use crate::ballot::{Choices, Equation, StyleError};

/// Numbers near 0 and the ends of 8, 16, 32 and 64 bits.
fn extreme() -> impl Strategy<Value = i64> {
    let ends = [0, 1 << 8, 1 << 16, 1 << 32, i64::MAX, i64::MIN];
    prop_oneof![
        (prop::sample::select(ends.to_vec()), -2_i64..=2, any::<bool>()).prop_map(
            |(end, near, negative)| {
                let number = end.saturating_add(near);
                if negative { number.saturating_neg() } else { number }
            }
        ),
        any::<i64>(),
    ]
}

fn exact(constraint: &LinearConstraint, flags: &[bool]) -> i128 {
    let chosen = constraint.coefficients.iter().zip(flags).filter(|(_, x)| **x);
    i128::from(constraint.constant) + chosen.map(|(&a, _)| i128::from(a)).sum::<i128>()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_style_is_refused_exactly_when_its_greatest_value_is_negative_or_above_64_bits(
        constant in extreme(),
        coefficients in prop::collection::vec(extreme(), 1..5),
    ) {
        let constraint = LinearConstraint { constant, coefficients };
        let positive: Vec<bool> = constraint.coefficients.iter().map(|&a| a > 0).collect();
        let greatest = exact(&constraint, &positive);
        let slots = constraint.coefficients.len();
        match BallotStyle::new(slots, vec![constraint]) {
            Ok(style) => {
                prop_assert!((0..1 << style.range_bits()).contains(&greatest));
                let narrower = style.range_bits() / 2;
                prop_assert!(narrower == 4 || greatest >= 1 << narrower);
            }
            Err(StyleError::Unsatisfiable { .. }) => prop_assert!(greatest < 0),
            Err(StyleError::TooWide { .. }) => prop_assert!(greatest >= 1 << 64),
            Err(other) => prop_assert!(false, "{other}"),
        }
    }

    #[test]
    fn choices_and_proof_agree_with_exact_arithmetic_however_large_the_numbers(
        constraints in prop::collection::vec((extreme(), prop::collection::vec(extreme(), 3)), 1..3),
        flags in prop::collection::vec(any::<bool>(), 3),
        seed in any::<u64>(),
    ) {
        let constraints: Vec<_> = constraints
            .into_iter()
            .map(|(constant, coefficients)| LinearConstraint { constant, coefficients })
            .collect();
        let exact: Vec<i128> = constraints.iter().map(|c| exact(c, &flags)).collect();
        let Ok(style) = BallotStyle::new(3, constraints) else { return Ok(()) };
        let parameters = parameters_of(style);
        let choices = Choices::new(parameters.style(), &flags);
        prop_assert_eq!(choices.is_ok(), exact.iter().all(|&value| value >= 0));
        let voter = credential(seed);
        if let Ok(choices) = choices {
            let values: Vec<i128> = choices.values().iter().map(|&v| v.into()).collect();
            prop_assert_eq!(values, exact);
            let (ballot, _) = parameters.seal(&voter, &choices, &mut rng(seed));
            prop_assert_eq!(parameters.verify(voter.public(), &ballot, &mut rng(seed)), Ok(()));
        } else {
            // A prover who commits to the true value, modulo l, and one who wraps it at 2^n.
            let model = Model::new(&parameters, Weakness::default());
            let wide = |v: i128| {
                let magnitude = Scalar::from(v.unsigned_abs());
                if v < 0 { -magnitude } else { magnitude }
            };
            let mask = u64::MAX >> (64 - parameters.style().range_bits());
            let wrapped: Vec<u64> = exact.iter().map(|&v| v as u64 & mask).collect();
            for (values, stopped) in [
                (exact.iter().map(|&v| wide(v)).collect::<Vec<_>>(), Equation::Range),
                (wrapped.iter().map(|&v| Scalar::from(v)).collect(), Equation::Constraints),
            ] {
                let mut forger = Forger::honest(&model, &[0; 3], seed);
                let x: Vec<Scalar> = flags.iter().map(|&x| signed(x.into())).collect();
                (forger.messages, forger.claimed, forger.values) = (x.clone(), x, values);
                for (ranged, wrapped) in forger.ranged.iter_mut().zip(&wrapped) {
                    ranged.0 = *wrapped;
                }
                let forged = forger.seal(&model, voter.public());
                let refused = parameters.verify(voter.public(), &forged, &mut rng(seed));
                prop_assert_eq!(refused.map_err(|error| error.equation), Err(stopped));
            }
        }
    }
}

#[test]
fn a_coefficient_is_the_same_number_modulo_l() {
    for a in [0, 1, -1, i64::MAX, i64::MIN, i64::MIN + 1] {
        let shifted = i128::from(a) + (1_i128 << 64);
        assert_eq!(signed(a) + Scalar::from(1_u128 << 64), Scalar::from(shifted as u128), "{a}");
    }
}

#[test]
fn a_price_of_zero_and_the_whole_budget_are_allowed_and_one_more_is_not() {
    let most = i64::MAX;
    let style = BallotStyle::new(3, vec![budget(most, &[most, 1, 0])]).unwrap();
    let meets = |flags: [bool; 3]| Choices::new(&style, &flags).is_ok();
    assert!(meets([true, false, true]));
    assert!(meets([false, true, true]));
    assert!(!meets([true, true, false]));
}
