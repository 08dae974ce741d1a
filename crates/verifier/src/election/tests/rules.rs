//! Awards: the vectors, cases by hand, and the rules against slow ones that are plain to see.

use curve25519_dalek::Scalar;
use proptest::prelude::*;
use serde_json::json;

use super::part::Part;
use super::vectors::{bytes, cases, hash, numbers};
use super::world::public;
use crate::crypto::group::Point;
use crate::crypto::tally::TallyContext;
use crate::election::District;
use crate::election::district::Ties;
use crate::election::rules::{Award, Decision, lot};

fn ties(district: &District) -> Vec<u16> {
    match &district.ties {
        Ties::Listed(order) => order.clone(),
        Ties::ByLot => (0..district.projects.len() as u16).collect(),
    }
}

/// The awards as pairs of project and amount.
fn awards(district: &District, scores: &[u64], withdrawn: &[u16]) -> Vec<(u16, u64)> {
    let decision = Decision::new(district, scores, withdrawn, &ties(district));
    let awards = decision.awards().unwrap().into_iter();
    awards.map(|Award { project, amount }| (project, amount)).collect()
}

fn winners(district: &District, scores: &[u64], withdrawn: &[u16]) -> Vec<u16> {
    awards(district, scores, withdrawn).into_iter().map(|(project, _)| project).collect()
}

#[test]
fn every_vector_has_the_awards_that_it_names() {
    let cases = cases("valid/winners");
    assert_eq!(cases.len(), 41);
    for case in cases {
        let district = District::read(&bytes(&case.input["district"])).unwrap();
        let scores: Vec<u64> = numbers(&case.input["scores"]);
        let withdrawn: Vec<u16> = numbers(&case.input["withdrawn"]);
        let pair = |pair| {
            let pair: Vec<u64> = numbers(pair);
            (pair[0] as u16, pair[1])
        };
        let expected: Vec<_> = case.expected.as_array().unwrap().iter().map(pair).collect();
        assert_eq!(awards(&district, &scores, &withdrawn), expected, "{}", case.name);
    }
}

#[test]
fn every_vector_of_a_lot_has_its_mask_its_seed_and_its_order() {
    let cases = cases("valid/lots");
    assert_eq!(cases.len(), 8);
    for case in cases {
        let [district, count, projects] =
            ["district", "count", "projects"].map(|name| case.input[name].as_u64().unwrap());
        let context = TallyContext {
            fingerprint: hash(&case.input["fingerprint"]),
            district: district as u16,
            close_root: hash(&case.input["close_root"]),
        };
        let mask = lot::mask(&Point::decode(&hash(&case.input["sum"])).unwrap(), count);
        let seed = lot::seed(&context, &mask);
        let found = json!({
            "mask": hex::encode(mask.bytes()),
            "seed": hex::encode(seed),
            "order": lot::order(&seed, projects as usize),
        });
        assert_eq!(found, case.expected, "{}", case.name);
    }
}

/// Projects of these costs under a rule.
fn by(rule: u8, budget: u64, costs: &[u64]) -> Part {
    let mut part = Part::new(budget, costs);
    part.rule = rule;
    part
}

#[test]
fn greedy_skips_what_does_not_fit_and_what_is_below_the_threshold() {
    let mut part = by(1, 100, &[60, 50, 40, 10]);
    assert_eq!(winners(&part.read().unwrap(), &[9, 8, 7, 6], &[]), [0, 2]);
    part.threshold = 8;
    assert_eq!(winners(&part.read().unwrap(), &[9, 8, 7, 6], &[]), [0]);
    part.threshold = 9;
    assert_eq!(winners(&part.read().unwrap(), &[9, 8, 7, 6], &[]), [0]);
    part.threshold = 10;
    assert!(winners(&part.read().unwrap(), &[9, 8, 7, 6], &[]).is_empty());
}

#[test]
fn greedy_no_skip_ends_with_the_first_that_does_not_fit() {
    let district = by(2, 100, &[60, 50, 40, 10]).read().unwrap();
    assert_eq!(winners(&district, &[9, 8, 7, 6], &[]), [0]);
    // A project that is withdrawn is not considered, so it ends nothing.
    assert_eq!(winners(&district, &[9, 8, 7, 6], &[1]), [0, 2]);
    assert_eq!(winners(&district, &[6, 8, 7, 9], &[]), [3, 1, 2]);
}

#[test]
fn greedy_custom_pays_for_one_more_if_four_fifths_are_there() {
    let district = by(3, 100, &[60, 50, 51, 10]).read().unwrap();
    // 40 of 50 are left: the whole cost is awarded, and it ends there.
    assert_eq!(awards(&district, &[9, 8, 7, 6], &[]), [(0, 60), (1, 50)]);
    // 40 of 51 are not enough, and it ends there, too.
    assert_eq!(awards(&district, &[9, 7, 8, 6], &[]), [(0, 60)]);
    let alone = by(3, 80, &[100]).read().unwrap();
    assert_eq!(awards(&alone, &[1], &[]), [(0, 100)]);
}

#[test]
fn greedy_exclusive_skips_what_a_funded_one_excludes() {
    let mut part = by(4, 100, &[60, 50, 40, 10]);
    part.groups = vec![vec![0, 2], vec![2, 3]];
    let district = part.read().unwrap();
    assert_eq!(winners(&district, &[9, 8, 7, 6], &[]), [0, 3]);
    // One that was skipped since it does not fit excludes nothing.
    assert_eq!(winners(&district, &[7, 9, 6, 8], &[]), [1, 3]);
    assert_eq!(winners(&district, &[9, 8, 7, 6], &[0]), [1, 2]);
}

#[test]
fn optimal_takes_the_greatest_score_then_the_least_cost_then_the_order_of_ties() {
    let district = by(5, 100, &[100, 50, 50]).read().unwrap();
    assert_eq!(awards(&district, &[10, 6, 5], &[]), [(1, 50), (2, 50)]);
    let district = by(5, 100, &[100, 90, 50]).read().unwrap();
    assert_eq!(winners(&district, &[9, 9, 8], &[]), [1]);
    let mut part = by(5, 100, &[50, 50, 50]);
    part.ties.1 = vec![2, 0, 1];
    assert_eq!(winners(&part.read().unwrap(), &[4, 4, 4], &[]), [2, 0]);
    // Awards come as projects are considered, not as positions are.
    assert_eq!(winners(&part.read().unwrap(), &[3, 4, 4], &[]), [2, 1]);
}

#[test]
fn optimal_takes_what_costs_nothing_and_leaves_what_only_costs() {
    let district = by(5, 100, &[0, 0, 10, 10]).read().unwrap();
    assert_eq!(winners(&district, &[0, 3, 0, 2], &[]), [1, 3, 0]);
    assert_eq!(winners(&district, &[0, 3, 0, 2], &[0]), [1, 3]);
    let mut part = by(5, 100, &[0, 0, 10, 10]);
    part.threshold = 1;
    assert_eq!(winners(&part.read().unwrap(), &[0, 3, 0, 2], &[]), [1, 3]);
    let nothing = by(5, 0, &[0, 0]).read().unwrap();
    assert_eq!(winners(&nothing, &[0, 0], &[]), [0, 1]);
}

#[test]
fn by_lot_projects_come_in_the_order_of_the_hashes_of_the_seed() {
    let context = TallyContext { fingerprint: [1; 32], district: 2, close_root: [3; 32] };
    let mask = public(Scalar::from(4_u64));
    let seed = lot::seed(&context, &mask);
    let input = [&b"isoloir/v1 lot seed"[..], &[1; 32], &[0, 2], &[3; 32], mask.bytes()].concat();
    assert_eq!(seed, sha3(&input));
    let hash = |i: u16| sha3(&[&b"isoloir/v1 lot order"[..], &seed, &i.to_be_bytes()].concat());
    let order = lot::order(&seed, 300);
    assert!(order.windows(2).all(|pair| hash(pair[0]) < hash(pair[1])));
    let mut sorted = order.clone();
    sorted.sort_unstable();
    assert!(sorted.into_iter().eq(0..300));
    assert_ne!(lot::order(&lot::seed(&context, &public(Scalar::from(5_u64))), 300), order);
}

fn sha3(input: &[u8]) -> [u8; 32] {
    use sha3::Digest as _;
    sha3::Sha3_256::digest(input).into()
}

/// The text of `spec/election.md`, section 9.3, rules 1 to 4, word by word: look at all projects
/// that were not considered yet, take the one with the highest score that is first in the order of
/// ties, and begin again.
fn slowly(district: &District, scores: &[u64], withdrawn: &[u16], rule: u8) -> Vec<u16> {
    let score = |project: &u16| scores[usize::from(*project)];
    let mut to_consider = ties(district);
    to_consider.retain(|it| !withdrawn.contains(it) && score(it) >= district.threshold);
    let mut spent: u128 = 0;
    let mut funded: Vec<u16> = Vec::new();
    while let Some(highest) = to_consider.iter().map(score).max() {
        let next = to_consider.iter().position(|it| score(it) == highest).unwrap();
        let project = to_consider.remove(next);
        let cost = u128::from(district.projects[usize::from(project)].cost);
        let left = u128::from(district.budget) - spent;
        let excludes = |other: &u16| {
            let both = |group: &Vec<u16>| group.contains(&project) && group.contains(other);
            rule == 4 && district.groups.iter().any(both)
        };
        if funded.iter().any(excludes) {
            continue;
        }
        if cost <= left {
            spent += cost;
            funded.push(project);
        } else if rule == 2 || rule == 3 {
            if rule == 3 && 5 * left >= 4 * cost {
                funded.push(project);
            }
            break;
        }
    }
    funded
}

/// A district of some projects of small costs, so that ties and exact fits are common.
fn decision(rule: u8) -> impl Strategy<Value = (District, Vec<u64>, Vec<u16>)> {
    let project = (0..8_u64, 0..4_u64, prop::bool::weighted(0.2));
    let group = prop::collection::btree_set(0..12_u16, 2..4);
    let groups = prop::collection::vec(group, 0..4);
    let projects = prop::collection::vec(project, 1..12);
    (projects, groups, 0..40_u64, 0..3_u64).prop_flat_map(
        move |(projects, groups, budget, threshold)| {
            let scores: Vec<u64> = projects.iter().map(|project| project.1).collect();
            let withdrawn = (0..).zip(&projects).filter(|(_, p)| p.2).map(|(i, _)| i);
            let withdrawn: Vec<u16> = withdrawn.collect();
            let costs: Vec<u64> = projects.iter().map(|project| project.0).collect();
            let ties: Vec<u16> = (0..costs.len() as u16).collect();
            Just(ties).prop_shuffle().prop_map(move |ties| {
                // Read with a budget that lets every project win, then made scarcer.
                let mut part = Part::new(1_000, &costs);
                (part.ties.1, part.threshold) = (ties, threshold);
                let mut district = part.read().unwrap();
                district.rule = crate::election::rules::Rule::from_number(rule).unwrap();
                district.budget = budget;
                district.groups =
                    groups.iter().map(|group| group.iter().copied().collect()).collect();
                (district, scores.clone(), withdrawn.clone())
            })
        },
    )
}

proptest! {
    #[test]
    fn rules_1_to_4_are_what_the_text_says(
        (rule, (district, scores, withdrawn)) in
            (1..=4_u8).prop_flat_map(|rule| (Just(rule), decision(rule))),
    ) {
        let expected = slowly(&district, &scores, &withdrawn, rule);
        prop_assert_eq!(winners(&district, &scores, &withdrawn), expected);
    }

    #[test]
    fn nothing_is_awarded_above_the_budget_or_to_what_is_withdrawn_or_below_the_threshold(
        (rule, (district, scores, withdrawn)) in
            (1..=5_u8).prop_flat_map(|rule| (Just(rule), decision(rule))),
    ) {
        let awards = awards(&district, &scores, &withdrawn);
        let given: u64 = awards.iter().map(|(_, amount)| amount).sum();
        prop_assert!(given <= district.budget || rule == 3);
        for (project, amount) in awards {
            prop_assert!(!withdrawn.contains(&project));
            prop_assert!(scores[usize::from(project)] >= district.threshold);
            prop_assert_eq!(amount, district.projects[usize::from(project)].cost);
        }
    }

    #[test]
    fn no_set_scores_more_than_the_optimal_one((district, scores, withdrawn) in decision(5)) {
        let standing: Vec<u16> = ties(&district)
            .into_iter()
            .filter(|it| !withdrawn.contains(it))
            .filter(|it| scores[usize::from(*it)] >= district.threshold)
            .collect();
        let cost = |set: &[u16]| set.iter().map(|&p| district.projects[usize::from(p)].cost).sum();
        let score = |set: &[u16]| set.iter().map(|&p| scores[usize::from(p)]).sum::<u64>();
        let marks = |set: &[u16]| standing.iter().map(|it| set.contains(it)).collect::<Vec<_>>();
        let rank = |set: &[u16]| {
            let cost: u64 = cost(set);
            (cost <= district.budget).then(|| (score(set), u64::MAX - cost, marks(set)))
        };
        let best = (0..1_u32 << standing.len()).filter_map(|bits| {
            let set = standing.iter().enumerate().filter(|(i, _)| bits >> i & 1 == 1);
            rank(&set.map(|(_, &project)| project).collect::<Vec<_>>())
        });
        prop_assert_eq!(rank(&winners(&district, &scores, &withdrawn)), best.max());
    }
}
