use anyhow::{Context, Result};
use isoloir_election::definition::{District, Ties};
use serde::Serialize;

use super::summary::limit_words;
use crate::official::files::{
    Examined, ExaminedDistrict, Finding, General, Located, Member, Moment,
};

/// The whole of what was read, for programs.
pub(super) fn json(examined: &Examined) -> Result<String> {
    let general = examined.general.as_ref();
    let findings = &examined.findings;
    let definition = examined.definition.as_ref();
    let view = View {
        ok: definition.is_some(),
        election_id: definition.map(|definition| definition.election_id().to_string()),
        general: general.map(general_view),
        districts: general.map(|general| {
            examined.districts.iter().map(|district| district_view(district, general)).collect()
        }),
        problems: told(&findings.problems),
        missing_keys: told(&findings.missing),
        warnings: told(&findings.advice),
    };
    serde_json::to_string_pretty(&view).context("the summary can't be written as JSON")
}

#[derive(Serialize)]
struct View<'a> {
    ok: bool,
    election_id: Option<String>,
    #[serde(flatten)]
    general: Option<GeneralView<'a>>,
    districts: Option<Vec<DistrictView<'a>>>,
    problems: Vec<FindingView<'a>>,
    missing_keys: Vec<FindingView<'a>>,
    warnings: Vec<FindingView<'a>>,
}

#[derive(Serialize)]
struct GeneralView<'a> {
    title: Option<&'a str>,
    currency: Option<&'a str>,
    decimals: u8,
    opens: Option<u64>,
    closes: Option<u64>,
    complaints_until: Option<u64>,
    board: Option<&'a str>,
    page: Option<String>,
    witnesses: Vec<String>,
    witness_quorum: u8,
    officials: Vec<Option<&'a str>>,
    registrars: Vec<Option<&'a str>>,
    trustees: Vec<Option<&'a str>>,
    threshold: Option<u8>,
}

#[derive(Serialize)]
struct DistrictView<'a> {
    name: Option<&'a str>,
    budget: Option<u64>,
    projects: usize,
    rule: Option<&'static str>,
    threshold: u64,
    ties: Option<&'static str>,
    points: u8,
    limits: Option<Vec<String>>,
    exclusive_groups: Option<Vec<Vec<&'a str>>>,
    floor: u32,
    paper_floor: u32,
}

#[derive(Serialize)]
struct FindingView<'a> {
    file: &'static str,
    line: usize,
    text: &'a str,
}

fn general_view(general: &General) -> GeneralView<'_> {
    let seconds = |moment: &Option<Located<Moment>>| moment.as_ref().map(|at| at.value.seconds);
    let witnesses = general.witnesses.iter().map(|witness| witness.value.name().to_string());
    GeneralView {
        title: text(&general.title),
        currency: text(&general.currency),
        decimals: general.decimals,
        opens: seconds(&general.opens),
        closes: seconds(&general.closes),
        complaints_until: seconds(&general.complaints),
        board: text(&general.origin),
        page: general.page.as_ref().map(|page| page.value.to_string()),
        witnesses: witnesses.collect(),
        witness_quorum: general.quorum.value,
        officials: names(&general.officials),
        registrars: names(&general.registrars),
        trustees: names(&general.trustees),
        threshold: general.threshold.as_ref().map(|threshold| threshold.value),
    }
}

fn district_view<'a>(examined: &'a ExaminedDistrict, general: &General) -> DistrictView<'a> {
    let draft = &examined.draft;
    let district = examined.district.as_ref();
    let limits = |district: &District| {
        district.limits.iter().map(|limit| limit_words(district, limit, general)).collect()
    };
    let group = |district: &'a District, group: &[u16]| {
        let project = |&position: &u16| district.projects.get(usize::from(position));
        group.iter().filter_map(project).map(|project| project.id.as_str()).collect()
    };
    let groups = |district: &'a District| {
        district.groups.iter().map(|positions| group(district, positions)).collect()
    };
    DistrictView {
        name: text(&draft.name),
        budget: draft.budget.as_ref().map(|budget| budget.value),
        projects: examined.rows,
        rule: draft.rule.as_ref().map(|rule| rule.value.name(draft.threshold)),
        threshold: draft.threshold,
        ties: district.map(|district| match district.ties {
            Ties::Listed(_) => "listed",
            Ties::Lot => "lot",
        }),
        points: draft.points.value.most(),
        limits: district.map(limits),
        exclusive_groups: district.map(groups),
        floor: draft.floor.value,
        paper_floor: draft.paper_floor.value,
    }
}

fn text(text: &Option<Located<String>>) -> Option<&str> {
    text.as_ref().map(|text| text.value.as_str())
}

fn names(members: &[Member]) -> Vec<Option<&str>> {
    members.iter().map(|member| text(&member.name)).collect()
}

fn told(findings: &[Finding]) -> Vec<FindingView<'_>> {
    let view = |finding| {
        let Finding { file, line, text }: &Finding = finding;
        FindingView { file, line: *line, text }
    };
    findings.iter().map(view).collect()
}
