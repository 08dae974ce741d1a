use alloc::vec;
use alloc::vec::Vec;

use proptest::prelude::*;

use crate::rules::{Candidate, Rule, Standings, decide};

fn standings(budget: u64, projects: &[(u64, u64)]) -> Standings {
    let candidate = |&(cost, score)| Candidate { cost, score, is_withdrawn: false };
    Standings {
        budget,
        threshold: 0,
        projects: projects.iter().map(candidate).collect(),
        ties: (0..projects.len() as u16).collect(),
        groups: Vec::new(),
    }
}

fn best_set(standings: &Standings) -> Vec<u16> {
    let awards = decide(Rule::Optimal, standings).awards;
    let mut set: Vec<u16> = awards.iter().map(|award| award.project).collect();
    set.sort_unstable();
    set
}

/// Every set of projects that stand, looked at: greatest score, least cost, first in the order of ties.
fn exhaustive(case: &Standings) -> Vec<u16> {
    let standing: Vec<u16> =
        case.ties.iter().copied().filter(|&position| case.stands(position)).collect();
    let mut best = (0, core::cmp::Reverse(u128::MAX), Vec::new());
    for set in 0..1_u32 << standing.len() {
        let chosen: Vec<bool> = (0..standing.len()).map(|at| set & (1 << at) != 0).collect();
        let members = || standing.iter().zip(&chosen).filter(|&(_, &is_in)| is_in);
        let sum = |value: fn(Candidate) -> u64| -> u128 {
            members().map(|(&position, _)| u128::from(value(case.project(position)))).sum()
        };
        let (cost, score) = (sum(|project| project.cost), sum(|project| project.score));
        if cost <= u128::from(case.budget) {
            best = best.max((score, core::cmp::Reverse(cost), chosen));
        }
    }
    let mut set: Vec<u16> =
        standing.into_iter().zip(best.2).filter(|&(_, is_in)| is_in).map(|(at, _)| at).collect();
    set.sort_unstable();
    set
}

#[test]
fn two_projects_together_beat_a_better_one_alone() {
    assert_eq!(best_set(&standings(100, &[(100, 10), (50, 6), (50, 5)])), [1, 2]);
}

#[test]
fn of_equal_scores_the_cheaper_set_wins() {
    assert_eq!(best_set(&standings(100, &[(90, 10), (50, 6), (39, 4)])), [1, 2]);
    assert_eq!(best_set(&standings(100, &[(88, 10), (50, 6), (39, 4)])), [0]);
}

#[test]
fn of_equal_scores_and_costs_the_set_with_the_first_project_in_the_order_of_ties_wins() {
    let mut case = standings(100, &[(90, 10), (50, 6), (40, 4)]);
    assert_eq!(best_set(&case), [0]);
    case.ties = vec![2, 0, 1];
    assert_eq!(best_set(&case), [1, 2]);
}

#[test]
fn a_project_that_costs_nothing_is_in_the_set_and_one_that_nobody_wants_is_not() {
    assert_eq!(best_set(&standings(100, &[(0, 0), (1, 0), (0, 3), (5, 1)])), [0, 2, 3]);
    assert_eq!(best_set(&standings(0, &[(0, 0), (1, 9)])), [0]);
}

/// Hard families of the literature (Pisinger, "Where are the hard knapsack problems?", 2005), small enough
/// to look at every set.
fn cases() -> impl Strategy<Value = Standings> {
    let project = |family: u8| {
        (1..40_u64, 0..12_u64, prop::bool::weighted(0.1)).prop_map(
            move |(cost, noise, is_withdrawn)| {
                let score = match family {
                    0 => noise,
                    1 => cost,
                    2 => cost + 10,
                    3 => 7,
                    _ => 0,
                };
                let cost = if family == 4 {
                    5
                } else if noise == 11 {
                    0
                } else {
                    cost
                };
                let score = if family == 4 { noise % 3 } else { score };
                Candidate { cost, score, is_withdrawn }
            },
        )
    };
    (0..6_u8, 1..13_usize).prop_flat_map(move |(family, count)| {
        (
            0..260_u64,
            0..3_u64,
            prop::collection::vec(project(family), count),
            Just((0..count as u16).collect::<Vec<_>>()).prop_shuffle(),
        )
            .prop_map(|(budget, threshold, projects, ties)| Standings {
                budget,
                threshold,
                projects,
                ties,
                groups: Vec::new(),
            })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn the_set_is_the_one_that_an_exhaustive_search_finds(case in cases()) {
        prop_assert_eq!(best_set(&case), exhaustive(&case));
    }
}
