//! The part of a definition for one district.

use isoloir_election::definition::{
    Bound, DistrictParts, Limit, MAX_AMOUNT, Measure, Project, Rule, Scope,
};
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
    ties: Vec<u16>,
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
        let rule = bytes.len() - 4 - 4 - 6 - 1;
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
                parts.ties.clear();
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
            change("65_limits", &|parts| parts.limits = vec![Limit::choose_at_most(2); 65]),
            change("ties_name_a_project_twice", &|parts| parts.ties = vec![0, 1, 1]),
            change("ties_name_a_project_that_is_not_there", &|parts| parts.ties = vec![0, 1, 3]),
            raw("rule_unknown", patched(&bytes, rule, &[2])),
            raw("rule_zero", patched(&bytes, rule, &[0])),
            raw("name_not_utf8", patched(&bytes, 2, &[0xff])),
            raw("measure_unknown", patched(&bytes, rule - 24, &[3])),
            raw("bound_unknown", patched(&bytes, rule - 23, &[0])),
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
            ties: district.ties.clone(),
            floor: district.floor,
            paper_floor: district.paper_floor,
            style: district.style().to_bytes().into(),
        })
    }
}

/// Three projects, a budget, and at most two of them.
pub(crate) fn sample() -> DistrictParts {
    let project = |id: &str, name: &str, cost| Project { id: id.into(), name: name.into(), cost };
    DistrictParts {
        name: "North".into(),
        budget: 100,
        projects: vec![
            project("p1", "Trees on the square", 40),
            project("p2", "A bench in the park", 30),
            project("p3", "A bicycle path", 70),
        ],
        limits: vec![Limit::spend_at_most(100), Limit::choose_at_most(2)],
        rule: Rule::Greedy,
        ties: vec![1, 0, 2],
        floor: 2,
        paper_floor: 2,
    }
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
    out.list(&parts.limits);
    out.u8(1);
    parts.ties.iter().for_each(|&position| out.u16(position));
    out.u32(parts.floor);
    out.u32(parts.paper_floor);
    out.into_bytes()
}

fn input(parts: &DistrictParts) -> Input {
    Input { district: write(parts).into() }
}
