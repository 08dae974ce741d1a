//! Rule 6, by hand and against a model that gives unit by unit.

use proptest::prelude::*;

use super::part::Part;
use crate::election::District;
use crate::election::rules::{Award, Decision};

/// Undertakings 0, 1, 2 at 10, 20, 40 and 3, 4 at 15, 30; project 5 alone for 25.
fn part(budget: u64) -> Part {
    let mut part = Part::new(budget, &[10, 20, 40, 15, 30, 25]);
    part.rule = 6;
    part.groups = vec![vec![0, 1, 2], vec![3, 4]];
    part.limits = vec![(2, 1, 1, &[0, 1, 2]), (2, 1, 1, &[3, 4])];
    part
}

fn awards(part: &Part, scores: &[u64], withdrawn: &[u16]) -> Vec<(u16, u64)> {
    let district = part.read().unwrap();
    of(&district, scores, withdrawn, &part.ties.1)
}

fn of(district: &District, scores: &[u64], withdrawn: &[u16], ties: &[u16]) -> Vec<(u16, u64)> {
    let awards = Decision::new(district, scores, withdrawn, ties).awards().unwrap();
    awards.into_iter().map(|Award { project, amount }| (project, amount)).collect()
}

#[test]
fn a_ballot_for_an_amount_backs_every_unit_below_it() {
    // Steps of the first: 10 by 9, 10 by 7, 20 by 4; of the second: 15 by 6, 15 by 3; 25 by 5.
    let scores = [2, 3, 4, 3, 3, 5];
    assert_eq!(awards(&part(100), &scores, &[]), [(2, 40), (4, 30), (5, 25)]);
    assert_eq!(awards(&part(60), &scores, &[]), [(1, 20), (3, 15), (5, 25)]);
}

#[test]
fn the_last_step_is_given_what_is_left_and_its_project_is_the_first_that_is_large_enough() {
    let scores = [2, 3, 4, 3, 3, 5];
    // 10, 10, 15, 25, then 12 of 20: 32 of the project at 40.
    assert_eq!(awards(&part(72), &scores, &[]), [(2, 32), (3, 15), (5, 25)]);
    // Of the first step of an undertaking, too.
    assert_eq!(awards(&part(42), &scores, &[]), [(1, 20), (3, 15), (5, 7)]);
    // With nothing left nobody is given anything.
    let mut small = part(40);
    small.budget = 40;
    assert_eq!(awards(&small, &[0, 0, 9, 3, 3, 5], &[]), [(2, 40)]);
}

#[test]
fn equal_scores_are_considered_by_undertaking_and_then_from_below() {
    let mut part = part(45);
    part.ties.1 = vec![5, 4, 0, 1, 2, 3];
    // The group of 4 comes by its project 4, before that of 0, 1, 2.
    assert_eq!(awards(&part, &[0, 0, 7, 0, 7, 7], &[]), [(5, 25), (4, 20)]);
    // If 4 is withdrawn, the group comes by 3, which is last.
    assert_eq!(awards(&part, &[0, 0, 7, 7, 0, 7], &[4]), [(5, 25), (1, 20)]);
}

#[test]
fn the_threshold_is_for_steps_and_not_for_projects() {
    let mut part = part(100);
    part.threshold = 6;
    // 9, 7 and 4; 6 and 3; 5. Project 1 has 3 alone, and its step 7.
    assert_eq!(awards(&part, &[2, 3, 4, 3, 3, 5], &[]), [(1, 20), (3, 15)]);
    part.threshold = 10;
    assert!(awards(&part, &[2, 3, 4, 3, 3, 5], &[]).is_empty());
}

#[test]
fn of_an_undertaking_only_what_is_not_withdrawn_makes_steps() {
    // Without 1 the steps are 10 by 6 and 30 by 4, and the votes for 1 back nothing. Of the equal
    // scores of 6 the first undertaking comes first.
    assert_eq!(awards(&part(40), &[2, 9, 4, 3, 3, 5], &[1]), [(0, 10), (3, 15), (5, 15)]);
    assert_eq!(awards(&part(40), &[2, 9, 4, 3, 3, 5], &[]), [(1, 20), (3, 15), (5, 5)]);
}

#[test]
fn a_step_of_no_size_has_an_award_even_when_nothing_is_left() {
    let mut part = Part::new(10, &[10, 0, 10]);
    part.rule = 6;
    part.groups = vec![vec![1, 2]];
    part.limits = vec![(2, 1, 1, &[1, 2])];
    assert_eq!(awards(&part, &[9, 1, 1], &[]), [(0, 10), (1, 0)]);
    part.threshold = 3;
    assert_eq!(awards(&part, &[9, 1, 1], &[]), [(0, 10)]);
}

/// Unit by unit: of all units that are not given yet, and whose undertaking has all below it, the
/// one with the most votes behind it, by undertaking and from below, as long as there is money.
fn unit_by_unit(
    district: &District,
    scores: &[u64],
    withdrawn: &[u16],
    ties: &[u16],
) -> Vec<(u16, u64)> {
    let cost = |project: &u16| district.projects[usize::from(*project)].cost;
    let mut undertakings: Vec<Vec<u16>> = Vec::new();
    for project in ties.iter().filter(|project| !withdrawn.contains(project)) {
        let together = |other: &u16| {
            let both = |group: &Vec<u16>| group.contains(project) && group.contains(other);
            district.groups.iter().any(both)
        };
        match undertakings.iter_mut().find(|projects| projects.iter().any(together)) {
            Some(projects) => projects.push(*project),
            None => undertakings.push(vec![*project]),
        }
    }
    let backing = |projects: &[u16], unit: u64| -> u64 {
        let behind = projects.iter().filter(|project| cost(project) > unit);
        behind.map(|project| scores[usize::from(*project)]).sum()
    };
    let mut given = vec![0; undertakings.len()];
    let mut order: Vec<usize> = Vec::new();
    for _ in 0..district.budget {
        let open = |u: &usize| undertakings[*u].iter().any(|project| cost(project) > given[*u]);
        let next = (0..undertakings.len())
            .filter(open)
            .map(|u| (backing(&undertakings[u], given[u]), u))
            .filter(|(backing, _)| *backing >= district.threshold)
            .max_by_key(|&(backing, u)| (backing, usize::MAX - u));
        let Some((_, u)) = next else { break };
        if !order.contains(&u) {
            order.push(u);
        }
        given[u] += 1;
    }
    let award = |&u: &usize| {
        let large = undertakings[u].iter().filter(|project| cost(project) >= given[u]);
        (*large.min_by_key(|project| cost(project)).unwrap(), given[u])
    };
    order.iter().map(award).collect()
}

proptest! {
    #[test]
    fn steps_give_what_units_give(
        costs in prop::collection::vec(1..9_u64, 6),
        scores in prop::collection::vec(0..5_u64, 6),
        withdrawn in prop::collection::btree_set(0..6_u16, 0..3),
        ties in Just((0..6_u16).collect::<Vec<_>>()).prop_shuffle(),
        budget in 0..40_u64,
        threshold in 0..4_u64,
    ) {
        let mut part = part(1_000);
        part.costs = (0..6).map(|i| costs[i] + 10 * i as u64).collect();
        part.ties.1 = ties;
        part.threshold = threshold;
        let mut district = part.read().unwrap();
        district.budget = budget * 4;
        let withdrawn: Vec<u16> = withdrawn.into_iter().collect();
        let expected = unit_by_unit(&district, &scores, &withdrawn, &part.ties.1);
        prop_assert_eq!(of(&district, &scores, &withdrawn, &part.ties.1), expected);
    }
}
