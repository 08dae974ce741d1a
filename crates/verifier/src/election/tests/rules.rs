//! Winners: the vectors, and the rule against a slow one that is plain to see.

use proptest::prelude::*;

use super::vectors::{bytes, cases, numbers};
use crate::election::District;
use crate::election::district::Project;
use crate::election::rules::{Rule, winners};

#[test]
fn every_vector_has_the_winners_that_it_names() {
    let cases = cases("valid/winners");
    assert_eq!(cases.len(), 10);
    for case in cases {
        let district = District::read(&bytes(&case.input["district"])).unwrap();
        let scores: Vec<u64> = numbers(&case.input["scores"]);
        let withdrawn: Vec<u16> = numbers(&case.input["withdrawn"]);
        let expected: Vec<u16> = numbers(&case.expected);
        assert_eq!(winners(&district, &scores, &withdrawn), expected, "{}", case.name);
    }
}

/// The text of `spec/election.md`, section 9, word by word: look at all projects that were not
/// considered yet, take the one with the highest score that is first in the order of ties, fund
/// it or skip it, and begin again.
fn slowly(district: &District, scores: &[u64], withdrawn: &[u16]) -> Vec<u16> {
    let mut to_consider: Vec<u16> = district.ties.clone();
    to_consider.retain(|project| !withdrawn.contains(project));
    let mut spent: u128 = 0;
    let mut funded = Vec::new();
    while let Some(highest) = to_consider.iter().map(|&p| scores[usize::from(p)]).max() {
        let next = to_consider.iter().position(|&p| scores[usize::from(p)] == highest).unwrap();
        let project = to_consider.remove(next);
        let cost = u128::from(district.projects[usize::from(project)].cost);
        if spent + cost <= u128::from(district.budget) {
            spent += cost;
            funded.push(project);
        }
    }
    funded
}

/// A district of some projects of small costs, so that ties and exact fits are common.
fn district() -> impl Strategy<Value = (District, Vec<u64>, Vec<u16>)> {
    let projects = prop::collection::vec((0..8_u64, 0..4_u64, prop::bool::weighted(0.2)), 1..12);
    (projects, 0..40_u64).prop_flat_map(|(projects, budget)| {
        let scores = projects.iter().map(|&(_, score, _)| score).collect::<Vec<_>>();
        let withdrawn = (0..).zip(&projects).filter(|(_, p)| p.2).map(|(i, _)| i);
        let withdrawn = withdrawn.collect::<Vec<u16>>();
        let costs = projects.iter().map(|&(cost, ..)| cost).collect::<Vec<_>>();
        let ties = (0..costs.len() as u16).collect::<Vec<_>>();
        Just(ties).prop_shuffle().prop_map(move |ties| {
            let project = |&cost| Project { id: "p".into(), name: "p".into(), cost };
            let district = District {
                digest: [0; 32],
                name: "d".into(),
                budget,
                projects: costs.iter().map(project).collect(),
                limits: Vec::new(),
                rule: Rule::Greedy,
                ties,
                floor: 0,
                paper_floor: 0,
            };
            (district, scores.clone(), withdrawn.clone())
        })
    })
}

proptest! {
    #[test]
    fn greedy_is_what_the_text_says((district, scores, withdrawn) in district()) {
        let expected = slowly(&district, &scores, &withdrawn);
        prop_assert_eq!(winners(&district, &scores, &withdrawn), expected);
    }

    #[test]
    fn winners_never_cost_more_than_the_budget((district, scores, withdrawn) in district()) {
        let winners = winners(&district, &scores, &withdrawn);
        let cost: u64 = winners.iter().map(|&p| district.projects[usize::from(p)].cost).sum();
        prop_assert!(cost <= district.budget);
        prop_assert!(winners.iter().all(|winner| !withdrawn.contains(winner)));
    }
}
