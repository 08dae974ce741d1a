//! The rules that choose the winners: `spec/election.md`, section 9.

use std::collections::BTreeSet;

use isoloir_election::definition::{District, DistrictParts, Limit, Project, Ties};
use isoloir_election::rules::{Rule, decide};
use isoloir_encoding::Decode;
use serde::{Deserialize, Serialize};

use crate::definition::district::{sample, write};
use crate::file::{Area, Hex, Invalid, Valid, valid};
use crate::samples::read_all;

pub(crate) struct Winners;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Input {
    district: Hex,
    /// The score of each project.
    scores: Vec<u64>,
    /// The projects that are withdrawn, by position.
    withdrawn: BTreeSet<u16>,
}

impl Area for Winners {
    const NAME: &'static str = "winners";
    const SPEC: &'static str = "election.md, section 9";
    const REFUSES: bool = false;
    type Input = Input;
    /// The awards in their order, project and amount.
    type Output = Vec<(u16, u64)>;

    fn valid() -> Vec<Valid<Input>> {
        [greedy(), by_the_greedy_family(), optimal(), per_unit()].into_iter().flatten().collect()
    }

    fn invalid() -> Vec<Invalid<Input>> {
        Vec::new()
    }

    fn judge(input: &Input) -> Result<Vec<(u16, u64)>, String> {
        let district = read_all(&input.district.0, District::decode)?;
        let Ties::Listed(ties) = &district.ties else { return Err("lot".into()) };
        let standings = district.standings(&input.scores, &input.withdrawn, ties.clone());
        let awards = decide(district.rule, &standings).awards;
        Ok(awards.iter().map(|award| (award.project, award.amount)).collect())
    }
}

fn case(name: &str, parts: &DistrictParts, scores: &[u64], withdrawn: &[u16]) -> Valid<Input> {
    let withdrawn = withdrawn.iter().copied().collect();
    valid(name, Input { district: write(parts).into(), scores: scores.into(), withdrawn })
}

/// Projects with these costs, named a, b, c, .., without limits.
fn district(rule: Rule, budget: u64, costs: &[u64]) -> DistrictParts {
    let project = |(id, &cost): (char, &u64)| Project { id: id.into(), name: id.into(), cost };
    let projects = ('a'..='z').zip(costs).map(project).collect();
    DistrictParts { rule, ..DistrictParts::new("North", budget, projects) }
}

/// The sample: costs 40, 30 and 70 of 100, ties in the order 1, 0, 2.
fn greedy() -> Vec<Valid<Input>> {
    let case = |name: &str, budget, scores: [u64; 3], withdrawn: &[u16]| {
        case(name, &DistrictParts { budget, ..sample() }, &scores, withdrawn)
    };
    vec![
        case("costs_40_30_70_of_100", 100, [5, 3, 9], &[]),
        case("a_project_that_does_not_fit_is_skipped", 70, [9, 3, 5], &[]),
        case("ties_go_by_the_order_of_the_definition", 70, [4, 4, 4], &[]),
        case("the_budget_is_spent_to_the_last", 140, [1, 2, 3], &[]),
        case("one_unit_too_little", 139, [1, 2, 3], &[]),
        case("a_withdrawn_project_can_not_win", 100, [5, 3, 9], &[2]),
        case("all_are_withdrawn", 100, [5, 3, 9], &[0, 1, 2]),
        case("projects_without_a_vote_are_funded_last", 140, [0, 0, 7], &[]),
        case("greatest_scores", 100, [u64::from(u32::MAX) + 1, 0, u64::from(u32::MAX)], &[]),
    ]
}

fn by_the_greedy_family() -> Vec<Valid<Input>> {
    let costs = [60, 50, 40, 10];
    let scores = [9, 7, 7, 3];
    let with = |name: &str, rule| case(name, &district(rule, 100, &costs), &scores, &[]);
    let threshold = |name: &str, rule, threshold| {
        case(name, &DistrictParts { threshold, ..district(rule, 100, &costs) }, &scores, &[])
    };
    let exclusive = |name: &str, groups: &[&[u16]], withdrawn: &[u16]| {
        let groups = groups.iter().map(|group| group.to_vec()).collect();
        let parts = DistrictParts { groups, ..district(Rule::GreedyExclusive, 170, &costs) };
        case(name, &parts, &scores, withdrawn)
    };
    vec![
        with("greedy", Rule::Greedy),
        threshold("greedy_threshold_of_a_score", Rule::Greedy, 7),
        threshold("greedy_threshold_above_a_score", Rule::Greedy, 8),
        threshold("greedy_threshold_above_all", Rule::Greedy, 10),
        with("no_skip_ends_at_the_first_that_does_not_fit", Rule::GreedyNoSkip),
        threshold("no_skip_with_a_threshold", Rule::GreedyNoSkip, 8),
        case(
            "no_skip_passes_over_a_withdrawn_project",
            &district(Rule::GreedyNoSkip, 100, &costs),
            &scores,
            &[1],
        ),
        with("custom_funds_what_80_percent_are_left_for", Rule::GreedyCustom),
        case(
            "custom_does_not_fund_what_less_is_left_for",
            &district(Rule::GreedyCustom, 100, &[60, 51, 40, 10]),
            &scores,
            &[],
        ),
        case(
            "custom_funds_one_at_most_by_exception",
            &district(Rule::GreedyCustom, 90, &[60, 37, 2, 1]),
            &scores,
            &[],
        ),
        exclusive("exclusive_without_groups", &[], &[]),
        exclusive("exclusive_skips_what_a_funded_one_excludes", &[&[0, 1]], &[]),
        exclusive("exclusive_groups_that_overlap", &[&[0, 1], &[1, 2]], &[]),
        exclusive("exclusive_a_withdrawn_one_excludes_nothing", &[&[0, 1]], &[0]),
    ]
}

fn optimal() -> Vec<Valid<Input>> {
    let with = |name: &str, budget, projects: &[(u64, u64)], ties: &[u16]| {
        let (costs, scores): (Vec<u64>, Vec<u64>) = projects.iter().copied().unzip();
        let mut parts = district(Rule::Optimal, budget, &costs);
        parts.ties = Ties::Listed(ties.to_vec());
        case(name, &parts, &scores, &[])
    };
    vec![
        with("optimal_two_beat_a_better_one", 100, &[(100, 10), (50, 6), (50, 5)], &[0, 1, 2]),
        with("optimal_one_beats_two", 100, &[(100, 12), (50, 6), (50, 5)], &[0, 1, 2]),
        with(
            "optimal_of_equal_scores_the_cheaper_set",
            100,
            &[(90, 10), (50, 6), (39, 4)],
            &[0, 1, 2],
        ),
        with(
            "optimal_of_equal_scores_and_costs_by_ties",
            100,
            &[(90, 10), (50, 6), (40, 4)],
            &[2, 0, 1],
        ),
        with(
            "optimal_of_equal_scores_and_costs_by_other_ties",
            100,
            &[(90, 10), (50, 6), (40, 4)],
            &[0, 1, 2],
        ),
        with(
            "optimal_free_projects_are_in_and_unwanted_ones_are_not",
            100,
            &[(0, 0), (1, 0), (0, 3), (5, 1)],
            &[0, 1, 2, 3],
        ),
        with("optimal_of_equal_projects_the_first_by_ties", 30, &[(10, 5); 6], &[4, 2, 0, 5, 1, 3]),
        with("optimal_nobody_voted", 30, &[(10, 0); 3], &[0, 1, 2]),
        case(
            "optimal_of_those_that_stand",
            &DistrictParts { threshold: 2, ..district(Rule::Optimal, 100, &[50, 50, 50]) },
            &[5, 1, 4],
            &[0],
        ),
    ]
}

fn per_unit() -> Vec<Valid<Input>> {
    let alone = |name: &str, budget, costs: &[u64], scores: &[u64]| {
        case(name, &district(Rule::PerUnit, budget, costs), scores, &[])
    };
    // One undertaking at 10, 30 and 60 (positions 2, 0, 1), and a project of 40.
    let undertaking = |budget| DistrictParts {
        groups: vec![vec![0, 1, 2]],
        limits: vec![Limit::at_most_one_of(vec![0, 1, 2])],
        ..district(Rule::PerUnit, budget, &[30, 60, 10, 40])
    };
    let grouped = |name: &str, budget, withdrawn: &[u16]| {
        case(name, &undertaking(budget), &[3, 2, 4, 4], withdrawn)
    };
    vec![
        alone("per_unit_the_last_gets_what_is_left", 100, &[60, 50, 40], &[3, 2, 1]),
        alone("per_unit_all_are_paid", 150, &[60, 50, 40], &[1, 2, 3]),
        alone("per_unit_equal_scores_by_ties", 60, &[60, 50], &[2, 2]),
        alone("per_unit_free_projects_are_funded_without_money", 20, &[20, 0], &[2, 1]),
        grouped("per_unit_steps_up_to_30_and_a_part_of_the_other", 60, &[]),
        grouped("per_unit_a_part_of_the_last_step", 85, &[]),
        grouped("per_unit_all_steps", 100, &[]),
        grouped("per_unit_a_withdrawn_amount_is_no_step", 100, &[0]),
        case(
            "per_unit_steps_below_the_threshold_are_left_out",
            &DistrictParts { threshold: 5, ..undertaking(100) },
            &[3, 2, 4, 4],
            &[],
        ),
    ]
}
