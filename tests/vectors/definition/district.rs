//! The part of a definition for one district.

use isoloir_crypto::points::PointScale;
use isoloir_election::definition::{
    Bound, DistrictParts, Limit, MAX_AMOUNT, Measure, Project, Scope, Ties,
};
use isoloir_election::rules::Rule;
use isoloir_encoding::{Decode, Encode, Writer};
use serde::{Deserialize, Serialize};

use crate::file::{Area, Hex, Invalid, Valid, invalid, valid};
use crate::samples::{one_byte_long, one_byte_short, patched, read_all};
use crate::sha3::sha3_256;

pub(crate) struct Districts;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Input {
    district: Hex,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Output {
    digest: Hex,
    name: String,
    budget: u64,
    /// Id, name, cost.
    projects: Vec<(String, String, u64)>,
    /// p.
    points: u8,
    groups: Vec<Vec<u16>>,
    /// Its number.
    rule: u8,
    threshold: u64,
    /// Nothing if they are by lot.
    ties: Option<Vec<u16>>,
    floor: u32,
    paper_floor: u32,
    /// The encoding of the ballot style that projects and limits make.
    style: Hex,
}

impl Area for Districts {
    const NAME: &'static str = "districts";
    const SPEC: &'static str = "election.md, sections 2 and 3; protocol.md, section 6.1";
    type Input = Input;
    type Output = Output;

    fn valid() -> Vec<Valid<Input>> {
        vec![
            valid("budget_and_count", input(&sample())),
            valid("without_limits", input(&DistrictParts { limits: Vec::new(), ..sample() })),
            valid("every_sort_of_limit", input(&every_limit())),
            valid("greatest_amounts", {
                let mut parts = sample();
                parts.budget = MAX_AMOUNT;
                parts.limits = vec![Limit::spend_at_most(MAX_AMOUNT)];
                parts.projects.iter_mut().for_each(|project| project.cost = MAX_AMOUNT);
                parts.threshold = MAX_AMOUNT;
                input(&parts)
            }),
            valid("three_points_a_project_and_seven_in_all", input(&with_points(3))),
            valid("ten_points_a_project", input(&with_points(10))),
            valid("255_points_a_project", input(&with_points(255))),
            valid("ties_by_lot", input(&DistrictParts { ties: Ties::Lot, ..sample() })),
            valid("threshold", input(&DistrictParts { threshold: 5, ..sample() })),
            valid("rule_2", input(&with_rule(Rule::GreedyNoSkip))),
            valid("rule_3_with_a_cost_of_which_the_budget_is_80_percent", {
                let mut parts = with_rule(Rule::GreedyCustom);
                parts.projects[2].cost = 125;
                parts.limits.remove(0);
                input(&parts)
            }),
            valid("rule_4_with_groups_that_overlap", input(&exclusive(&[&[0, 1], &[1, 2]]))),
            valid("rule_4_without_groups", input(&exclusive(&[]))),
            valid("rule_5", input(&with_rule(Rule::Optimal))),
            valid("rule_6_with_three_amounts_of_one_undertaking", input(&undertaking())),
            valid("cost_equal_to_the_budget", {
                let mut parts = sample();
                parts.projects[2].cost = 100;
                input(&parts)
            }),
            valid("minimum_equal_to_the_maximum", {
                let mut parts = sample();
                parts.limits.push(Limit::choose_at_least(2));
                input(&parts)
            }),
            valid("minimum_of_some_above_a_maximum_of_others", {
                let mut parts = sample();
                parts.limits = vec![
                    Limit::choose_at_least(2),
                    Limit::at_most_one_of(vec![0, 1]),
                    Limit::at_most_one_of(vec![1, 2]),
                ];
                input(&parts)
            }),
            valid("a_project_that_costs_nothing", {
                let mut parts = sample();
                parts.projects[0].cost = 0;
                input(&parts)
            }),
            valid("names_in_other_scripts", {
                let mut parts = sample();
                parts.name = "Ōta 大田区 — Nord–Süd".into();
                parts.projects[1].name = "زراعة أشجار".into();
                input(&parts)
            }),
        ]
    }

    fn invalid() -> Vec<Invalid<Input>> {
        // Parts that no constructor lets through are written by hand.
        let change = |name: &str, change: &dyn Fn(&mut DistrictParts)| {
            let mut parts = sample();
            change(&mut parts);
            invalid(name, "decode", input(&parts))
        };
        let bytes = write(&sample());
        let raw =
            |name: &str, bytes: Vec<u8>| invalid(name, "decode", Input { district: Hex(bytes) });
        // From the end: two floors, three ties and their kind, threshold, rule, no groups.
        let ties = bytes.len() - 4 - 4 - 6 - 1;
        let rule = ties - 8 - 1;
        let limits_end = rule - 2;
        // Two limits of 12 bytes, their number, and the points.
        let points = limits_end - 24 - 2 - 1;
        vec![
            change("name_empty", &|parts| parts.name.clear()),
            change("name_with_space_at_its_end", &|parts| parts.name.push(' ')),
            change("name_with_a_line_break", &|parts| parts.name.insert(2, '\n')),
            change("project_name_with_a_bidirectional_override", &|parts| {
                parts.projects[0].name.insert(2, '\u{202e}');
            }),
            change("project_name_with_a_line_separator", &|parts| {
                parts.projects[0].name.insert(2, '\u{2028}');
            }),
            change("name_of_256_bytes", &|parts| parts.name = "n".repeat(256)),
            change("budget_of_2_to_the_53", &|parts| parts.budget = MAX_AMOUNT + 1),
            change("cost_of_2_to_the_53", &|parts| parts.projects[1].cost = MAX_AMOUNT + 1),
            change("cost_near_2_to_the_64", &|parts| parts.projects[1].cost = u64::MAX),
            change("amount_of_2_to_the_53", &|parts| parts.limits[0].amount = MAX_AMOUNT + 1),
            change("no_project", &|parts| {
                parts.projects.clear();
                parts.ties = Ties::Listed(Vec::new());
                parts.limits.clear();
            }),
            change("project_id_repeated", &|parts| parts.projects[2].id = "p1".into()),
            change("project_id_empty", &|parts| parts.projects[2].id.clear()),
            change("project_id_of_65_bytes", &|parts| parts.projects[2].id = "i".repeat(65)),
            change("project_name_of_1025_bytes", &|parts| {
                parts.projects[2].name = "n".repeat(1_025)
            }),
            change("limit_on_a_project_that_is_not_there", &|parts| {
                parts.limits[1].scope = Scope::Projects(vec![0, 3]);
            }),
            change("limit_on_a_project_twice", &|parts| {
                parts.limits[1].scope = Scope::Projects(vec![1, 1]);
            }),
            change("limit_on_projects_out_of_order", &|parts| {
                parts.limits[1].scope = Scope::Projects(vec![1, 0]);
            }),
            change("limit_that_no_ballot_keeps", &|parts| {
                parts.limits.push(Limit::choose_at_least(4));
            }),
            change("65_limits", &|parts| {
                parts.limits = (1..=65).map(Limit::choose_at_most).collect();
            }),
            change("ties_name_a_project_twice", &|parts| parts.ties = listed(&[0, 1, 1])),
            change("ties_name_a_project_that_is_not_there", &|parts| {
                parts.ties = listed(&[0, 1, 3])
            }),
            change("cost_above_the_budget", &|parts| parts.projects[2].cost = 101),
            change("rule_3_with_a_cost_of_which_the_budget_is_less_than_80_percent", &|parts| {
                *parts = with_rule(Rule::GreedyCustom);
                parts.projects[2].cost = 126;
                parts.limits.remove(0);
            }),
            change("project_that_costs_more_than_a_ballot_may_spend", &|parts| {
                parts.limits[0].amount = 69;
            }),
            change("no_project_may_be_chosen", &|parts| parts.limits[1].amount = 0),
            change("no_point_may_be_given", &|parts| {
                *parts = with_points(3);
                parts.limits[0].amount = 0;
            }),
            change("project_that_costs_more_than_its_category_may", &|parts| {
                parts.limits.push(Limit::spend_at_most(39).within(vec![0, 1]));
            }),
            change("minimum_above_the_maximum", &|parts| {
                parts.limits.push(Limit::choose_at_least(3));
            }),
            change("minimum_cost_above_the_maximum", &|parts| {
                parts.limits.push(Limit::new(Measure::Cost, Bound::AtLeast, 101));
            }),
            change("minimum_of_some_above_the_maximum_of_all", &|parts| {
                parts.limits[1].amount = 1;
                parts.limits.push(Limit::choose_at_least(2).within(vec![1, 2]));
            }),
            change("limit_twice", &|parts| parts.limits.push(Limit::choose_at_most(2))),
            change("exclusive_projects_within_others", &|parts| {
                parts.limits.push(Limit::at_most_one_of(vec![0, 2]));
                parts.limits.push(Limit::at_most_one_of(vec![0, 1, 2]));
            }),
            change("limit_on_points_where_projects_are_chosen", &|parts| {
                parts.limits[1] = Limit::give_at_most(2);
            }),
            change("limit_on_projects_where_they_get_points", &|parts| {
                *parts = with_points(3);
                parts.limits[0] = Limit::choose_at_most(2);
            }),
            change("limit_on_cost_where_projects_get_points", &|parts| {
                *parts = with_points(3);
                parts.limits[0] = Limit::spend_at_most(100);
            }),
            change("points_that_no_ballot_can_give", &|parts| {
                *parts = with_points(3);
                parts.limits.push(Limit::new(Measure::Points, Bound::AtLeast, 8));
            }),
            change("481_projects_of_two_slots", &|parts| {
                *parts = DistrictParts::new("North", 1, many(481));
                parts.scale = scale(2);
            }),
            change("threshold_of_2_to_the_53", &|parts| parts.threshold = MAX_AMOUNT + 1),
            change("groups_for_rule_1", &|parts| parts.groups = vec![vec![0, 1]]),
            change("groups_for_rule_5", &|parts| {
                *parts = with_rule(Rule::Optimal);
                parts.groups = vec![vec![0, 1]];
            }),
            change("group_of_one", &|parts| *parts = exclusive(&[&[0]])),
            change("group_of_none", &|parts| *parts = exclusive(&[&[0, 1], &[]])),
            change("group_out_of_order", &|parts| *parts = exclusive(&[&[1, 0]])),
            change("group_with_a_project_twice", &|parts| *parts = exclusive(&[&[1, 1]])),
            change("group_with_a_project_that_is_not_there", &|parts| {
                *parts = exclusive(&[&[1, 3]]);
            }),
            change("group_within_another", &|parts| *parts = exclusive(&[&[0, 1, 2], &[0, 2]])),
            change("group_twice", &|parts| *parts = exclusive(&[&[0, 1], &[0, 1]])),
            change("481_groups", &|parts| {
                *parts = DistrictParts::new("North", 1, many(500));
                parts.rule = Rule::GreedyExclusive;
                parts.groups = (0..481).map(|first| vec![first, first + 1]).collect();
            }),
            change("rule_6_with_points", &|parts| {
                *parts = with_points(2);
                parts.rule = Rule::PerUnit;
            }),
            change("rule_6_with_a_project_in_two_groups", &|parts| {
                *parts = undertaking();
                parts.groups = vec![vec![0, 1], vec![1, 2]];
            }),
            change("rule_6_with_two_equal_amounts", &|parts| {
                *parts = undertaking();
                parts.projects[1].cost = 40;
            }),
            change("rule_6_with_two_amounts_on_one_ballot", &|parts| {
                *parts = undertaking();
                parts.limits[1].amount = 2;
            }),
            raw("points_zero", patched(&bytes, points, &[0])),
            raw("ties_kind_unknown", patched(&bytes, ties, &[3])),
            raw("ties_kind_zero", patched(&bytes, ties, &[0])),
            raw("ties_by_lot_and_listed", patched(&bytes, ties, &[2])),
            raw("rule_unknown", patched(&bytes, rule, &[7])),
            raw("rule_zero", patched(&bytes, rule, &[0])),
            raw("name_not_utf8", patched(&bytes, 2, &[0xff])),
            raw("measure_unknown", patched(&bytes, limits_end - 24, &[4])),
            raw("measure_zero", patched(&bytes, limits_end - 24, &[0])),
            raw("bound_unknown", patched(&bytes, limits_end - 23, &[0])),
            raw("one_byte_short", one_byte_short(&bytes)),
            raw("one_byte_long", one_byte_long(&bytes)),
            raw("empty", Vec::new()),
        ]
    }

    fn judge(input: &Input) -> Result<Output, String> {
        let district = read_all(&input.district.0, isoloir_election::definition::District::decode)?;
        assert_eq!(district.digest(), sha3_256(&[&input.district.0]));
        let projects = district.projects.iter();
        Ok(Output {
            digest: district.digest().into(),
            name: district.name.clone(),
            budget: district.budget,
            projects: projects.map(|p| (p.id.clone(), p.name.clone(), p.cost)).collect(),
            points: district.scale.most(),
            groups: district.groups.clone(),
            rule: district.rule as u8,
            threshold: district.threshold,
            ties: match &district.ties {
                Ties::Listed(order) => Some(order.clone()),
                Ties::Lot => None,
            },
            floor: district.floor,
            paper_floor: district.paper_floor,
            style: district.style().to_bytes().into(),
        })
    }
}

/// Three projects, a budget, and at most two of them.
pub(crate) fn sample() -> DistrictParts {
    let project = |id: &str, name: &str, cost| Project { id: id.into(), name: name.into(), cost };
    let projects = vec![
        project("p1", "Trees on the square", 40),
        project("p2", "A bench in the park", 30),
        project("p3", "A bicycle path", 70),
    ];
    DistrictParts {
        limits: vec![Limit::spend_at_most(100), Limit::choose_at_most(2)],
        ties: listed(&[1, 0, 2]),
        floor: 2,
        paper_floor: 2,
        ..DistrictParts::new("North", 100, projects)
    }
}

fn with_rule(rule: Rule) -> DistrictParts {
    DistrictParts { rule, ..sample() }
}

/// The sample with so many points a project, and seven in all.
pub(crate) fn with_points(most: u8) -> DistrictParts {
    DistrictParts { scale: scale(most), limits: vec![Limit::give_at_most(7)], ..sample() }
}

fn exclusive(groups: &[&[u16]]) -> DistrictParts {
    let groups = groups.iter().map(|group| group.to_vec()).collect();
    DistrictParts { groups, ..with_rule(Rule::GreedyExclusive) }
}

/// The three projects as one undertaking at 40, 30 and 70.
fn undertaking() -> DistrictParts {
    DistrictParts {
        groups: vec![vec![0, 1, 2]],
        limits: vec![Limit::spend_at_most(100), Limit::choose_at_most(1)],
        ..with_rule(Rule::PerUnit)
    }
}

fn many(count: usize) -> Vec<Project> {
    let project = |number| Project { id: format!("p{number}"), name: format!("{number}"), cost: 1 };
    (0..count).map(project).collect()
}

fn scale(most: u8) -> PointScale {
    PointScale::new(most.try_into().unwrap())
}

fn listed(order: &[u16]) -> Ties {
    Ties::Listed(order.to_vec())
}

fn every_limit() -> DistrictParts {
    let limit = |measure, scope: &[u16], bound, amount| Limit {
        measure,
        scope: if scope.is_empty() { Scope::All } else { Scope::Projects(scope.to_vec()) },
        bound,
        amount,
    };
    let limits = vec![
        limit(Measure::Cost, &[], Bound::AtMost, 100),
        limit(Measure::Cost, &[], Bound::AtLeast, 30),
        limit(Measure::Count, &[], Bound::AtMost, 2),
        limit(Measure::Count, &[], Bound::AtLeast, 1),
        limit(Measure::Count, &[0, 2], Bound::AtMost, 1),
        limit(Measure::Cost, &[1], Bound::AtLeast, 0),
    ];
    DistrictParts { limits, ..sample() }
}

/// The encoding of parts, whether they make sense or not.
pub(crate) fn write(parts: &DistrictParts) -> Vec<u8> {
    let mut out = Writer::new();
    out.string(&parts.name);
    out.u64(parts.budget);
    out.list(&parts.projects);
    out.u8(parts.scale.most());
    out.list(&parts.limits);
    out.u16(parts.groups.len() as u16);
    for group in &parts.groups {
        out.u16(group.len() as u16);
        group.iter().for_each(|&position| out.u16(position));
    }
    out.u8(parts.rule as u8);
    out.u64(parts.threshold);
    match &parts.ties {
        Ties::Listed(order) => {
            out.u8(1);
            order.iter().for_each(|&position| out.u16(position));
        }
        Ties::Lot => out.u8(2),
    }
    out.u32(parts.floor);
    out.u32(parts.paper_floor);
    out.into_bytes()
}

fn input(parts: &DistrictParts) -> Input {
    Input { district: write(parts).into() }
}
