//! The result for programs. `docs/result.md` says what each field means.

use isoloir_election::definition::Ties;
use isoloir_result::decided::{Decided, DecidedDistrict};
use serde::Serialize;

use crate::rounds::RoundJson;

/// The version of the form. A field that is added raises it, too.
const VERSION: u8 = 1;

/// The result as one JSON object.
pub(super) fn object(election: &Decided) -> serde_json::Result<String> {
    serde_json::to_string_pretty(&ElectionJson {
        version: VERSION,
        program: concat!("isoloir ", env!("CARGO_PKG_VERSION")),
        title: &election.title,
        currency: &election.currency,
        decimals: election.decimals,
        opens: election.opens,
        closes: election.closes,
        election_id: election.election_id.to_string(),
        fingerprint: election.fingerprint.to_string(),
        trustees: election.trustees,
        trustee_threshold: election.threshold,
        entries: election.entries,
        districts: (0..).zip(&election.districts).map(district).collect(),
    })
}

#[derive(Serialize)]
struct ElectionJson<'a> {
    version: u8,
    program: &'static str,
    title: &'a str,
    currency: &'a str,
    decimals: u8,
    opens: u64,
    closes: u64,
    election_id: String,
    fingerprint: String,
    trustees: u64,
    trustee_threshold: u64,
    entries: u64,
    districts: Vec<DistrictJson<'a>>,
}

#[derive(Serialize)]
struct DistrictJson<'a> {
    district: usize,
    name: &'a str,
    budget: u64,
    spent: u64,
    points: u8,
    rule: &'static str,
    threshold: u64,
    floor: u32,
    counted: bool,
    credentials: u64,
    recorded_ballots: u64,
    electronic_ballots: u64,
    paper_ballots: u64,
    ties: Option<TiesJson<'a>>,
    exclusive_groups: Vec<Vec<&'a str>>,
    projects: Vec<ProjectJson<'a>>,
    awards: Vec<AwardJson<'a>>,
    rounds: Vec<RoundJson<'a>>,
}

#[derive(Serialize)]
struct TiesJson<'a> {
    by: &'static str,
    seed: Option<String>,
    order: Vec<&'a str>,
}

#[derive(Serialize)]
struct ProjectJson<'a> {
    project: &'a str,
    name: &'a str,
    cost: u64,
    electronic: Option<u64>,
    paper: u64,
    score: Option<u64>,
    withdrawn: Option<bool>,
    funded: bool,
    amount: u64,
    /// From 1, in the order funded.
    order: Option<usize>,
}

#[derive(Serialize)]
struct AwardJson<'a> {
    project: &'a str,
    amount: u64,
}

fn district((index, district): (usize, &DecidedDistrict)) -> DistrictJson<'_> {
    let id = |position: u16| district.project(position).id.as_str();
    let definition = &district.definition;
    let awards = district.awards().iter();
    let named = |position| (id(position), district.project(position).name.as_str());
    let group = |group: &Vec<u16>| group.iter().map(|&position| id(position)).collect();
    DistrictJson {
        district: index,
        name: district.name(),
        budget: definition.budget,
        spent: district.spent(),
        points: definition.scale.most(),
        rule: district.rule(),
        threshold: definition.threshold,
        floor: definition.floor,
        counted: district.is_counted(),
        credentials: district.outcome.credentials,
        recorded_ballots: district.outcome.recorded,
        electronic_ballots: district.outcome.result.ballots,
        paper_ballots: district.outcome.result.paper.ballots,
        ties: ties(district),
        exclusive_groups: definition.groups.iter().map(group).collect(),
        projects: district.projects().map(|(position, _)| project(district, position)).collect(),
        awards: awards
            .map(|award| AwardJson { project: id(award.project), amount: award.amount })
            .collect(),
        rounds: district.rounds().iter().map(|round| RoundJson::new(round, named)).collect(),
    }
}

fn ties(district: &DecidedDistrict) -> Option<TiesJson<'_>> {
    let explained = district.outcome.explained.as_ref()?;
    let order = explained.standings.ties.iter();
    Some(TiesJson {
        by: match district.definition.ties {
            Ties::Listed(_) => "list",
            Ties::Lot => "lot",
        },
        seed: explained.seed.map(|seed| hex::encode(seed.0)),
        order: order.map(|&position| district.project(position).id.as_str()).collect(),
    })
}

fn project(district: &DecidedDistrict, position: u16) -> ProjectJson<'_> {
    let project = district.project(position);
    let order = district.order(position);
    ProjectJson {
        project: &project.id,
        name: &project.name,
        cost: project.cost,
        electronic: district.electronic(position),
        paper: district.paper(position),
        score: district.score(position),
        withdrawn: district.is_counted().then(|| district.is_withdrawn(position)),
        funded: order.is_some(),
        amount: district.award(position).map_or(0, |award| award.amount),
        order,
    }
}
