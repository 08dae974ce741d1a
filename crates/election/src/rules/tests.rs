use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use proptest::prelude::*;

use crate::definition::{District, DistrictParts, MAX_AMOUNT, Project, Rule};
use crate::rules::winners;

/// A district with a budget, these costs, and this order of ties.
fn district(budget: u64, costs: &[u64], ties: Vec<u16>) -> District {
    let project = |(number, &cost): (usize, &u64)| Project {
        id: format!("{number}"),
        name: String::from("A project"),
        cost,
    };
    let parts = DistrictParts {
        name: String::from("District"),
        budget,
        projects: costs.iter().enumerate().map(project).collect(),
        limits: Vec::new(),
        rule: Rule::Greedy,
        ties,
        floor: 1,
        paper_floor: 0,
    };
    District::new(parts).unwrap()
}

/// Winners without ties to break otherwise, and without withdrawals.
fn greedy(budget: u64, costs: &[u64], scores: &[u64]) -> Vec<u16> {
    let ties = (0..costs.len() as u16).collect();
    winners(&district(budget, costs, ties), scores, &BTreeSet::new())
}

#[test]
fn the_project_with_more_votes_comes_first() {
    assert_eq!(greedy(100, &[60, 60], &[1, 2]), [1]);
    assert_eq!(greedy(120, &[60, 60], &[1, 2]), [1, 0]);
}

#[test]
fn a_project_that_does_not_fit_is_skipped_and_a_cheaper_one_after_it_is_funded() {
    assert_eq!(greedy(100, &[60, 50, 40], &[3, 2, 1]), [0, 2]);
}

#[test]
fn a_project_that_costs_all_that_is_left_is_funded() {
    assert_eq!(greedy(100, &[60, 41, 40], &[3, 2, 1]), [0, 2]);
    assert_eq!(greedy(100, &[100, 1], &[3, 2]), [0]);
}

#[test]
fn projects_that_cost_nothing_are_funded_and_those_above_the_budget_are_not() {
    assert_eq!(greedy(100, &[101, 100, 0], &[3, 2, 1]), [1, 2]);
    assert_eq!(greedy(0, &[1, 0, MAX_AMOUNT], &[3, 0, 9]), [1]);
}

#[test]
fn projects_with_one_score_come_in_the_order_of_the_definition() {
    let none = BTreeSet::new();
    let costs = [60, 60, 60];
    assert_eq!(winners(&district(60, &costs, vec![2, 0, 1]), &[5, 5, 5], &none), [2]);
    assert_eq!(winners(&district(180, &costs, vec![2, 0, 1]), &[5, 5, 5], &none), [2, 0, 1]);
    assert_eq!(winners(&district(180, &costs, vec![2, 0, 1]), &[5, 6, 5], &none), [1, 2, 0]);
}

#[test]
fn a_withdrawn_project_takes_no_money() {
    let district = district(100, &[60, 60, 40], vec![0, 1, 2]);
    assert_eq!(winners(&district, &[3, 2, 1], &BTreeSet::from([0])), [1, 2]);
    assert_eq!(winners(&district, &[3, 2, 1], &BTreeSet::from([0, 1, 2])), []);
}

#[test]
fn scores_and_costs_at_the_top_of_their_range_do_not_overflow() {
    let costs = vec![MAX_AMOUNT; 960];
    assert_eq!(greedy(MAX_AMOUNT, &costs, &vec![u64::MAX; 960]), [0]);
    let scores: Vec<u64> = (0..960).map(|number| u64::MAX - 959 + number).collect();
    assert_eq!(greedy(MAX_AMOUNT, &costs, &scores), [959]);
    assert_eq!(greedy(MAX_AMOUNT, &[MAX_AMOUNT - 1, 1, 1], &[u64::MAX, u64::MAX - 1, 0]), [0, 1]);
}

/// The rule once more, as a city's regulations say it: as long as a project is left, take the best one;
/// if the money lasts, fund it.
fn by_the_book(district: &District, scores: &[u64], withdrawn: &BTreeSet<u16>) -> Vec<u16> {
    let mut left: Vec<usize> = (0..district.projects.len()).collect();
    left.retain(|&project| !withdrawn.contains(&(project as u16)));
    let rank = |project: usize| {
        district.ties.iter().position(|&tied| usize::from(tied) == project).unwrap()
    };
    let (mut funded, mut spent) = (Vec::new(), 0_u128);
    while !left.is_empty() {
        let mut best = 0;
        for candidate in 1..left.len() {
            let (a, b) = (left[candidate], left[best]);
            if scores[a] > scores[b] || (scores[a] == scores[b] && rank(a) < rank(b)) {
                best = candidate;
            }
        }
        let project = left.remove(best);
        let cost = u128::from(district.projects[project].cost);
        if spent + cost <= u128::from(district.budget) {
            spent += cost;
            funded.push(project as u16);
        }
    }
    funded
}

fn cases() -> impl Strategy<Value = (District, Vec<u64>, BTreeSet<u16>)> {
    (1..12_usize).prop_flat_map(|count| {
        let amount = || prop_oneof![0..20_u64, MAX_AMOUNT - 2..=MAX_AMOUNT];
        let score = prop_oneof![4 => 0..4_u64, 1 => u64::MAX - 1..=u64::MAX];
        (
            prop_oneof![amount(), 0..60_u64],
            prop::collection::vec(amount(), count),
            Just((0..count as u16).collect::<Vec<_>>()).prop_shuffle(),
            prop::collection::vec(score, count),
            prop::collection::btree_set(0..count as u16, 0..=count / 2),
        )
            .prop_map(|(budget, costs, ties, scores, withdrawn)| {
                (district(budget, &costs, ties), scores, withdrawn)
            })
    })
}

proptest! {
    #[test]
    fn greedy_funds_what_the_regulations_say((district, scores, withdrawn) in cases()) {
        let funded = winners(&district, &scores, &withdrawn);
        prop_assert_eq!(&funded, &by_the_book(&district, &scores, &withdrawn));
        let spent: u128 =
            funded.iter().map(|&p| u128::from(district.projects[usize::from(p)].cost)).sum();
        prop_assert!(spent <= u128::from(district.budget));
        // Whatever stands and is not funded does not fit what is left.
        for (position, project) in (0..).zip(&district.projects) {
            if !withdrawn.contains(&position) && !funded.contains(&position) {
                prop_assert!(spent + u128::from(project.cost) > u128::from(district.budget));
            }
        }
    }
}
