use alloc::vec;
use alloc::vec::Vec;

use proptest::prelude::*;

use super::*;
use crate::definition::MAX_AMOUNT;
use crate::rules::lot::Seed;

mod exclusive;
mod greedy;
mod per_unit;

/// Projects with these costs and scores, in the order of ties.
fn standings(budget: u64, costs: &[u64], scores: &[u64]) -> Standings {
    let candidate = |(&cost, &score)| Candidate { cost, score, is_withdrawn: false };
    Standings {
        budget,
        threshold: 0,
        projects: costs.iter().zip(scores).map(candidate).collect(),
        ties: (0..costs.len() as u16).collect(),
        groups: Vec::new(),
    }
}

fn winners(rule: Rule, standings: &Standings) -> Vec<u16> {
    decide(rule, standings).awards.iter().map(|award| award.project).collect()
}

/// What was decided about each project, in the order of the rounds.
fn verdicts(rule: Rule, standings: &Standings) -> Vec<(u16, Verdict)> {
    decide(rule, standings).rounds.iter().map(|round| (round.project, round.verdict)).collect()
}

/// Small elections with many ties, and some at the ends of the ranges.
pub(super) fn cases() -> impl Strategy<Value = Standings> {
    (1..12_usize).prop_flat_map(|count| {
        let amount = || prop_oneof![0..20_u64, MAX_AMOUNT - 2..=MAX_AMOUNT];
        let score = prop_oneof![4 => 0..4_u64, 1 => u64::MAX - 1..=u64::MAX];
        let group = prop::collection::btree_set(0..count as u16, 2..4);
        (
            prop_oneof![amount(), 0..60_u64],
            0..3_u64,
            prop::collection::vec((amount(), score, any::<bool>()), count),
            Just((0..count as u16).collect::<Vec<_>>()).prop_shuffle(),
            prop::collection::vec(group, if count > 3 { 0..3_usize } else { 0..1 }),
        )
            .prop_map(|(budget, threshold, projects, ties, groups)| Standings {
                budget,
                threshold,
                projects: projects
                    .into_iter()
                    .map(|(cost, score, is_withdrawn)| Candidate { cost, score, is_withdrawn })
                    .collect(),
                ties,
                groups: groups.into_iter().map(|group| group.into_iter().collect()).collect(),
            })
    })
}

proptest! {
    #[test]
    fn every_rule_speaks_of_every_project_and_funds_what_its_rounds_say(standings in cases()) {
        for rule in Rule::ALL.into_iter().filter(|&rule| rule != Rule::PerUnit) {
            let Decision { awards, rounds } = decide(rule, &standings);
            let mut spoken_of: Vec<u16> = rounds.iter().map(|round| round.project).collect();
            let funded: Vec<u16> = rounds
                .iter()
                .filter(|round| round.verdict.is_funded())
                .map(|round| round.project)
                .collect();
            let awarded: Vec<u16> = awards.iter().map(|award| award.project).collect();
            prop_assert_eq!(awarded, funded);
            spoken_of.sort_unstable();
            prop_assert!(spoken_of.into_iter().eq(0..standings.projects.len() as u16));
            let mut left = standings.budget;
            for round in &rounds {
                prop_assert_eq!(round.left, left);
                if round.verdict.is_funded() {
                    left = left.saturating_sub(round.cost);
                }
            }
        }
    }

    #[test]
    fn no_rule_but_that_with_an_exception_spends_more_than_the_budget(standings in cases()) {
        for rule in Rule::ALL {
            let decision = decide(rule, &standings);
            let spent: u128 = decision.awards.iter().map(|award| u128::from(award.amount)).sum();
            let excess: u128 = decision
                .rounds
                .iter()
                .filter(|round| round.verdict == Verdict::FundedByException)
                .map(|round| u128::from(round.cost - round.left))
                .sum();
            prop_assert!(spent <= u128::from(standings.budget) + excess);
            prop_assert!(excess == 0 || rule == Rule::GreedyCustom);
        }
    }

    #[test]
    fn nothing_wins_that_was_withdrawn_or_is_below_the_threshold(mut standings in cases()) {
        standings.groups.clear();
        for rule in Rule::ALL {
            for position in winners(rule, &standings) {
                prop_assert!(standings.stands(position), "{rule:?} {position}");
            }
        }
    }
}

#[test]
fn every_rule_has_its_number_and_its_name() {
    for (number, rule) in (1..).zip(Rule::ALL) {
        assert_eq!(rule as u8, number);
        assert_eq!(Rule::from_number(number), Some(rule));
    }
    assert_eq!((Rule::from_number(0), Rule::from_number(7)), (None, None));
    assert_eq!(Rule::Greedy.name(0), "greedy");
    assert_eq!(Rule::Greedy.name(1), "greedy-threshold");
    assert_eq!(Rule::GreedyNoSkip.name(1), "greedy-no-skip");
}

#[test]
fn a_lot_is_an_order_of_all_projects_that_the_seed_alone_decides() {
    let mut orders = Vec::new();
    for number in 0..20 {
        let order = Seed([number; 32]).order(30);
        assert_eq!(order, Seed([number; 32]).order(30));
        let mut sorted = order.clone();
        sorted.sort_unstable();
        assert!(sorted.into_iter().eq(0..30));
        orders.push(order);
    }
    orders.sort_unstable();
    orders.dedup();
    assert_eq!(orders.len(), 20, "twenty seeds, twenty orders");
    // 20 firsts of 30: if they were not spread, a project would have an advantage.
    let mut firsts: Vec<u16> = orders.iter().map(|order| order[0]).collect();
    firsts.sort_unstable();
    firsts.dedup();
    assert!(firsts.len() > 8);
}
