//! What a district's part is refused for (`spec/election.md`, sections 2 and 3).

use super::part::{Part, Written};
use crate::crypto::style::Constraint;
use crate::election::rules::Rule;

const COST: u8 = 1;
const COUNT: u8 = 2;
const POINTS: u8 = 3;
const AT_MOST: u8 = 1;
const AT_LEAST: u8 = 2;

/// Four projects of 10, 20, 30 and 40, for 100.
fn part() -> Part {
    Part::new(100, &[10, 20, 30, 40])
}

fn with(change: impl FnOnce(&mut Part)) -> Part {
    let mut part = part();
    change(&mut part);
    part
}

fn limited(limits: &[Written]) -> Part {
    with(|part| part.limits = limits.to_vec())
}

fn pointed(points: u8, limits: &[Written]) -> Part {
    with(|part| (part.points, part.limits) = (points, limits.to_vec()))
}

/// By rule 4 or 6, with a limit that lets a ballot name one project at most.
fn grouped(rule: u8, groups: &[&[u16]]) -> Part {
    with(|part| {
        part.rule = rule;
        part.groups = groups.iter().map(|group| group.to_vec()).collect();
        part.limits = vec![(COUNT, AT_MOST, 1, &[])];
    })
}

#[track_caller]
fn accepted(part: Part) {
    part.read().unwrap();
}

/// Refused in this field.
#[track_caller]
fn refused(part: Part, field: &str) {
    assert_eq!(part.read().unwrap_err().field, field);
}

#[test]
fn a_project_gets_one_point_at_least_and_all_slots_are_960_at_most() {
    refused(with(|part| part.points = 0), "points");
    accepted(with(|part| part.points = 255));
    let of = |projects: usize, points| {
        let mut part = Part::new(100, &vec![1; projects]);
        part.points = points;
        part
    };
    accepted(of(960, 1));
    refused(of(960, 2), "points");
    accepted(of(480, 3));
    refused(of(481, 3), "points");
    accepted(of(120, 255));
    refused(of(121, 255), "points");
}

#[test]
fn a_limit_measures_what_ballots_of_the_district_give() {
    accepted(limited(&[(COST, AT_MOST, 50, &[]), (COUNT, AT_MOST, 2, &[])]));
    refused(limited(&[(POINTS, AT_MOST, 50, &[])]), "measure of a limit");
    refused(limited(&[(0, AT_MOST, 50, &[])]), "measure of a limit");
    accepted(pointed(3, &[(POINTS, AT_MOST, 7, &[])]));
    for measure in [0, COST, COUNT, 4] {
        refused(pointed(3, &[(measure, AT_MOST, 50, &[])]), "measure of a limit");
    }
}

#[test]
fn a_group_has_two_projects_at_least_which_exist_and_ascend() {
    accepted(grouped(4, &[&[0, 3]]));
    refused(grouped(4, &[&[0]]), "project of an exclusive group");
    refused(grouped(4, &[&[0, 4]]), "project of an exclusive group");
    refused(grouped(4, &[&[1, 1]]), "project of an exclusive group");
    refused(grouped(4, &[&[2, 1]]), "project of an exclusive group");
}

#[test]
fn more_than_480_groups_are_refused() {
    let pairs = |number: usize| {
        let all = (0..40_u16).flat_map(|a| (a + 1..40).map(move |b| vec![a, b]));
        let mut part = Part::new(100, &[1; 40]);
        (part.rule, part.groups) = (4, all.take(number).collect());
        part
    };
    accepted(pairs(480));
    refused(pairs(481), "exclusive groups");
}

#[test]
fn there_are_rules_1_to_6_and_no_others() {
    for rule in 0..=u8::MAX {
        let part = with(|part| part.rule = rule);
        match part.read() {
            Ok(district) => assert_eq!(district.rule, Rule::ALL[usize::from(rule) - 1]),
            Err(error) => assert!(error.field == "rule" && !(1..=6).contains(&rule)),
        }
    }
}

#[test]
fn a_threshold_is_at_most_an_amount() {
    accepted(with(|part| part.threshold = (1 << 53) - 1));
    refused(with(|part| part.threshold = 1 << 53), "threshold");
}

#[test]
fn ties_are_a_list_of_all_projects_or_a_lot_without_one() {
    accepted(with(|part| part.ties = (2, Vec::new())));
    refused(with(|part| part.ties = (0, vec![0, 1, 2, 3])), "ties");
    refused(with(|part| part.ties = (3, Vec::new())), "ties");
    refused(with(|part| part.ties = (1, vec![0, 1, 2, 2])), "order of ties");
    refused(with(|part| part.ties = (1, vec![0, 1, 2, 4])), "order of ties");
    // Eight bytes more than the two floors have.
    refused(with(|part| part.ties = (2, vec![0, 1, 2, 3])), "district");
    assert!(with(|part| part.ties = (1, Vec::new())).read().is_err());
}

#[test]
fn sense_1_a_project_that_costs_more_than_the_budget_is_refused() {
    for rule in [1, 2, 4, 5, 6] {
        let of = |budget| with(|part| (part.rule, part.budget) = (rule, budget));
        accepted(of(40));
        refused(of(39), "projects");
    }
}

#[test]
fn sense_1_by_rule_3_four_fifths_of_a_cost_must_be_in_the_budget() {
    let of = |budget| with(|part| (part.rule, part.budget) = (3, budget));
    accepted(of(32));
    refused(of(31), "projects");
}

#[test]
fn sense_2_a_limit_by_which_no_ballot_can_name_a_project_is_refused() {
    accepted(limited(&[(COST, AT_MOST, 40, &[])]));
    refused(limited(&[(COST, AT_MOST, 39, &[])]), "limits");
    accepted(limited(&[(COST, AT_MOST, 30, &[0, 2])]));
    refused(limited(&[(COST, AT_MOST, 29, &[0, 2])]), "limits");
    refused(limited(&[(COUNT, AT_MOST, 0, &[3])]), "limits");
    refused(pointed(7, &[(POINTS, AT_MOST, 0, &[3])]), "limits");
    accepted(pointed(7, &[(POINTS, AT_MOST, 1, &[3])]));
    accepted(limited(&[(COST, AT_LEAST, 5, &[])]));
}

#[test]
fn sense_3_two_limits_that_leave_no_ballot_are_refused() {
    let at_least_3 = |projects: &'static [u16]| -> Written { (COUNT, AT_LEAST, 3, projects) };
    let at_most_2 = |projects: &'static [u16]| -> Written { (COUNT, AT_MOST, 2, projects) };
    refused(limited(&[at_least_3(&[]), at_most_2(&[])]), "limits");
    refused(limited(&[at_most_2(&[]), at_least_3(&[])]), "limits");
    refused(limited(&[at_least_3(&[0, 1, 2]), at_most_2(&[])]), "limits");
    refused(limited(&[at_least_3(&[]), at_most_2(&[0, 1, 2, 3])]), "limits");
    refused(limited(&[at_least_3(&[0, 1, 3]), at_most_2(&[0, 1, 3])]), "limits");
    // One project is not the other's; the amounts meet; other things are measured.
    accepted(limited(&[at_least_3(&[]), at_most_2(&[0, 1, 2])]));
    accepted(limited(&[at_least_3(&[0, 1, 3]), at_most_2(&[0, 1, 2])]));
    accepted(limited(&[at_least_3(&[]), (COUNT, AT_MOST, 3, &[])]));
    accepted(limited(&[(COST, AT_LEAST, 60, &[]), (COUNT, AT_MOST, 2, &[])]));
    refused(pointed(2, &[(POINTS, AT_LEAST, 5, &[]), (POINTS, AT_MOST, 4, &[])]), "limits");
}

#[test]
fn sense_4_two_equal_limits_are_refused() {
    let limit = (COST, AT_MOST, 50, &[0_u16, 1][..]);
    refused(limited(&[limit, (COUNT, AT_MOST, 2, &[]), limit]), "limits");
    accepted(limited(&[limit, (COST, AT_MOST, 51, &[0, 1])]));
    accepted(limited(&[limit, (COST, AT_MOST, 50, &[0, 2])]));
    accepted(limited(&[(COST, AT_MOST, 30, &[0, 1]), (COST, AT_LEAST, 30, &[0, 1])]));
    refused(limited(&[(COUNT, AT_MOST, 1, &[]), (COUNT, AT_MOST, 1, &[])]), "limits");
    // Not equal field by field, though they say the same.
    accepted(limited(&[(COUNT, AT_MOST, 2, &[]), (COUNT, AT_MOST, 2, &[0, 1, 2, 3])]));
}

#[test]
fn sense_4_a_limit_at_most_one_within_another_is_refused() {
    let one_of = |projects: &'static [u16]| -> Written { (COUNT, AT_MOST, 1, projects) };
    refused(limited(&[one_of(&[0, 1]), one_of(&[0, 1, 2])]), "limits");
    refused(limited(&[one_of(&[0, 1, 2]), one_of(&[1, 2])]), "limits");
    accepted(limited(&[one_of(&[0, 1]), one_of(&[1, 2])]));
    // One of them does not list its projects; another amount.
    accepted(limited(&[one_of(&[0, 1]), one_of(&[])]));
    accepted(limited(&[one_of(&[0, 1]), (COUNT, AT_MOST, 2, &[0, 1, 2])]));
}

#[test]
fn sense_5_exclusive_groups_need_a_rule_that_knows_them() {
    for rule in [1, 2, 3, 5] {
        refused(grouped(rule, &[&[0, 1]]), "exclusive groups");
        accepted(grouped(rule, &[]));
    }
    accepted(grouped(4, &[&[0, 1]]));
    accepted(grouped(6, &[&[0, 1]]));
}

#[test]
fn sense_5_a_group_within_another_is_refused() {
    for rule in [4, 6] {
        refused(grouped(rule, &[&[0, 1], &[0, 1, 2]]), "exclusive groups");
        refused(grouped(rule, &[&[0, 2, 3], &[0, 3]]), "exclusive groups");
        refused(grouped(rule, &[&[2, 3], &[2, 3]]), "exclusive groups");
    }
    accepted(grouped(4, &[&[0, 1], &[1, 2]]));
}

#[test]
fn sense_6_per_unit_takes_no_points() {
    refused(with(|part| (part.rule, part.points) = (6, 2)), "points");
    accepted(with(|part| (part.rule, part.points) = (4, 2)));
}

#[test]
fn sense_6_per_unit_takes_no_project_in_two_groups() {
    refused(grouped(6, &[&[0, 1], &[1, 2]]), "exclusive groups");
    accepted(grouped(6, &[&[0, 1], &[2, 3]]));
}

#[test]
fn sense_6_per_unit_takes_no_equal_costs_in_a_group() {
    let of = |rule, costs: [u64; 4]| {
        let mut part = grouped(rule, &[&[0, 1]]);
        part.costs = costs.to_vec();
        part
    };
    refused(of(6, [10, 10, 30, 40]), "exclusive groups");
    accepted(of(4, [10, 10, 30, 40]));
    accepted(of(6, [10, 20, 10, 10]));
}

#[test]
fn sense_6_per_unit_needs_a_limit_to_one_project_of_a_group() {
    let of = |rule, limits: &[Written]| {
        let mut part = grouped(rule, &[&[0, 2]]);
        part.limits = limits.to_vec();
        part
    };
    accepted(of(6, &[(COUNT, AT_MOST, 1, &[0, 1, 2])]));
    accepted(of(6, &[(COUNT, AT_MOST, 1, &[0, 2])]));
    let others: [&[Written]; 6] = [
        &[],
        &[(COUNT, AT_MOST, 1, &[0, 1])],
        &[(COUNT, AT_MOST, 1, &[0, 1]), (COUNT, AT_MOST, 1, &[1, 2])],
        &[(COUNT, AT_MOST, 2, &[0, 2])],
        &[(COUNT, AT_LEAST, 1, &[0, 2])],
        &[(COST, AT_MOST, 40, &[0, 2])],
    ];
    for limits in others {
        refused(of(6, limits), "exclusive groups");
        accepted(of(4, limits));
    }
}

#[test]
fn a_limit_on_points_speaks_of_every_slot_with_its_weight() {
    let mut part = pointed(10, &[(POINTS, AT_MOST, 7, &[1]), (POINTS, AT_LEAST, 2, &[])]);
    part.costs.truncate(2);
    part.ties.1.truncate(2);
    let district = part.read().unwrap();
    assert_eq!(district.slots(), 8);
    let style = district.style().unwrap();
    let at_most = Constraint { constant: 7, coefficients: vec![0, 0, 0, 0, -1, -2, -4, -3] };
    let at_least = Constraint { constant: -2, coefficients: vec![1, 2, 4, 3, 1, 2, 4, 3] };
    assert_eq!(style.constraints(), [at_most, at_least]);
}

#[test]
fn a_limit_that_no_ballot_can_keep_is_refused() {
    accepted(pointed(10, &[(POINTS, AT_LEAST, 40, &[])]));
    refused(pointed(10, &[(POINTS, AT_LEAST, 41, &[])]), "limits");
}

#[test]
fn the_rules_have_the_names_of_the_specification() {
    let names = Rule::ALL.map(|rule| rule.name(0));
    let expected =
        ["greedy", "greedy-no-skip", "greedy-custom", "greedy-exclusive", "optimal", "per-unit"];
    assert_eq!(names, expected);
    assert_eq!(Rule::Greedy.name(1), "greedy-threshold");
    assert_eq!(Rule::GreedyCustom.name(1), "greedy-custom");
}
