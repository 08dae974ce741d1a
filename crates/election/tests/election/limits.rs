//! Limits, and the linear constraints that they become.

use isoloir_crypto::ballot::{ChoiceError, StyleError};
use isoloir_election::definition::{
    Bound, District, DistrictError, DistrictParts, Limit, MAX_AMOUNT, Measure, Scope,
};
use proptest::prelude::*;

use crate::support::projects;

/// A district with these costs and limits.
fn district(costs: &[u64], limits: Vec<Limit>) -> Result<District, DistrictError> {
    District::new(DistrictParts {
        limits,
        ..DistrictParts::new("South", MAX_AMOUNT, projects(costs))
    })
}

/// Whether the limit allows these choices, from its words.
fn allows(limit: &Limit, costs: &[u64], chosen: &[bool]) -> bool {
    let mut sum = 0_i128;
    for (position, (&cost, &is_chosen)) in costs.iter().zip(chosen).enumerate() {
        let within = match &limit.scope {
            Scope::All => true,
            Scope::Projects(listed) => listed.iter().any(|&listed| usize::from(listed) == position),
        };
        if within && is_chosen {
            sum += match limit.measure {
                Measure::Cost => i128::from(cost),
                Measure::Count | Measure::Points => 1,
            };
        }
    }
    match limit.bound {
        Bound::AtMost => sum <= i128::from(limit.amount),
        Bound::AtLeast => sum >= i128::from(limit.amount),
    }
}

/// Amounts of every size, those near the bounds often.
fn amount() -> impl Strategy<Value = u64> {
    prop_oneof![0..10_u64, 0..=MAX_AMOUNT, MAX_AMOUNT - 2..=MAX_AMOUNT, Just(255), Just(256)]
}

fn limit(slots: usize) -> impl Strategy<Value = Limit> {
    let scope = prop_oneof![
        Just(Scope::All),
        prop::collection::btree_set(0..slots as u16, 1..=slots)
            .prop_map(|listed| Scope::Projects(listed.into_iter().collect())),
    ];
    let measure = prop_oneof![Just(Measure::Cost), Just(Measure::Count)];
    let bound = prop_oneof![Just(Bound::AtMost), Just(Bound::AtLeast)];
    (measure, scope, bound, prop_oneof![amount(), 0..4_u64])
        .prop_map(|(measure, scope, bound, amount)| Limit { measure, scope, bound, amount })
}

/// Costs, a few limits on them, and choices.
fn cases() -> impl Strategy<Value = (Vec<u64>, Vec<Limit>, Vec<bool>)> {
    (1..9_usize).prop_flat_map(|slots| {
        (
            prop::collection::vec(amount(), slots),
            prop::collection::vec(limit(slots), 0..4),
            prop::collection::vec(any::<bool>(), slots),
        )
    })
}

proptest! {
    #[test]
    fn choices_are_a_ballot_exactly_if_every_limit_allows_them((costs, limits, chosen) in cases()) {
        // What a district refuses at once is staged in sense.rs, but for limits that no ballot at all
        // can keep: not even the one that chooses everything.
        let all = vec![true; costs.len()];
        let hopeless = limits
            .iter()
            .position(|limit| limit.bound == Bound::AtLeast && !allows(limit, &costs, &all));
        match district(&costs, limits.clone()) {
            Err(DistrictError::Style(error)) => {
                let index = hopeless.expect("every limit can be kept");
                prop_assert_eq!(error, StyleError::Unsatisfiable { index });
            }
            Err(_) => {}
            Ok(district) => {
                prop_assert_eq!(hopeless, None);
                let positions = (0..).zip(&chosen).filter(|(_, chosen)| **chosen);
                let positions: Vec<u16> = positions.map(|(position, _)| position).collect();
                let broken = limits.iter().position(|limit| !allows(limit, &costs, &chosen));
                let refused = district.choose(&positions).err();
                prop_assert_eq!(refused, broken.map(|index| ChoiceError::Constraint { index }));
            }
        }
    }

    #[test]
    fn a_constraint_has_the_sign_and_size_of_its_limit((costs, limits, chosen) in cases()) {
        if let Ok(district) = district(&costs, limits.clone()) {
            for (limit, constraint) in limits.iter().zip(district.style().constraints()) {
                let terms = constraint.coefficients.iter().zip(&chosen);
                let sum: i128 = terms.map(|(&a, &x)| i128::from(a) * i128::from(x)).sum();
                let value = i128::from(constraint.constant) + sum;
                prop_assert_eq!(value >= 0, allows(limit, &costs, &chosen));
            }
        }
    }
}

#[test]
fn a_budget_at_the_greatest_amount_counts_to_the_last_unit() {
    let costs = [MAX_AMOUNT, 1, 0];
    let district = district(&costs, vec![Limit::spend_at_most(MAX_AMOUNT)]).unwrap();
    assert_eq!(district.style().range_bits(), 64);
    assert!(district.choose(&[0, 2]).is_ok());
    assert!(district.choose(&[1, 2]).is_ok());
    assert!(district.choose(&[0, 1]).is_err());
}

#[test]
fn the_sum_of_all_costs_of_the_largest_district_fits_a_constraint() {
    let limit = Limit { bound: Bound::AtLeast, ..Limit::spend_at_most(0) };
    let costs = vec![MAX_AMOUNT; 960];
    let most = district(&costs, vec![limit]).unwrap();
    let all: Vec<u16> = (0..960).collect();
    assert!(most.choose(&all).is_ok());
    assert!(most.choose(&[]).is_ok());
}

#[test]
fn a_project_that_costs_nothing_fits_every_budget() {
    let district = district(&[0, 100], vec![Limit::spend_at_most(100)]).unwrap();
    assert!(district.choose(&[0]).is_ok());
    assert!(district.choose(&[0, 1]).is_ok());
}

#[test]
fn a_limit_that_names_no_project_one_twice_out_of_order_or_beyond_is_refused() {
    let good = Limit::choose_at_most(1);
    for listed in [vec![], vec![1, 1], vec![1, 0], vec![0, 3], vec![3], vec![u16::MAX]] {
        let limit = Limit { scope: Scope::Projects(listed), ..good.clone() };
        let refusal = district(&[1, 2, 3], vec![good.clone(), limit]);
        assert_eq!(refusal, Err(DistrictError::Scope { limit: 1 }));
    }
    let limit = Limit { scope: Scope::Projects(vec![0, 2]), ..good };
    assert!(district(&[1, 2, 3], vec![limit]).is_ok());
}

#[test]
fn more_limits_than_a_ballot_can_prove_are_refused() {
    let limits = |count| (1..=count).map(Limit::choose_at_most).collect();
    assert!(district(&[1, 2], limits(64)).is_ok());
    let error = StyleError::TooManyConstraints { constraints: 65 };
    assert_eq!(district(&[1, 2], limits(65)), Err(DistrictError::Style(error)));
}

#[test]
fn a_district_never_has_a_constraint_too_wide_for_the_range_proof() {
    // 960 (2^53 - 1) < 2^63: what StyleError::TooWide guards against can't be written as a limit.
    assert!(960 * u128::from(MAX_AMOUNT) < 1 << 63);
}
