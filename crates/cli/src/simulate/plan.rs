use std::path::Path;

use anyhow::{Context, anyhow, bail};
use isoloir_election::definition::{
    Bound, Definition, DefinitionParts, District, DistrictParts, Limit, Measure, Project, Rule,
    Scope, disturbs_a_line,
};
use isoloir_pabulib::{Instance, Selected, Vote, VoteType};
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::failure::Failure;
use crate::simulate::parties::{Parties, THRESHOLD};

/// The election that a file describes, and the ballots that it records.
pub(crate) struct Plan {
    instance: Instance,
    district: District,
    ballots: Vec<Vec<u16>>,
    pub(crate) rejected: Vec<Rejection>,
}

/// A recorded ballot that breaks the limits of its own election.
pub(crate) struct Rejection {
    pub(crate) voter_id: String,
    pub(crate) reason: String,
}

/// A definition with its only district.
pub(crate) struct SimulatedElection {
    pub(crate) definition: Definition,
    pub(crate) district: District,
}

impl Plan {
    /// Reads the file and sorts its first `limit` ballots into those that the election takes and
    /// those that it does not.
    pub(crate) fn read(file: &Path, bytes: &[u8], limit: Option<usize>) -> Result<Self, Failure> {
        let instance = isoloir_pabulib::parse(bytes)
            .map_err(|error| anyhow!("{}:{}: {}", file.display(), error.line, error.kind))
            .map_err(Failure::input)?;
        let district = district_of(&instance)
            .with_context(|| file.display().to_string())
            .map_err(Failure::input)?;
        let taken = instance.votes.iter().take(limit.unwrap_or(usize::MAX));
        let mut ballots = Vec::new();
        let mut rejected = Vec::new();
        for vote in taken {
            match choices(&instance, &district, vote) {
                Ok(choices) => ballots.push(choices),
                Err(reason) => rejected.push(Rejection { voter_id: vote.voter_id.clone(), reason }),
            }
        }
        if ballots.is_empty() {
            let error = anyhow!("{}: no ballot to simulate", file.display());
            return Err(Failure::input(error));
        }
        Ok(Self { instance, district, ballots, rejected })
    }

    pub(crate) fn instance(&self) -> &Instance {
        &self.instance
    }

    pub(crate) fn district(&self) -> &District {
        &self.district
    }

    /// The projects on each ballot that the election takes, by position.
    pub(crate) fn ballots(&self) -> &[Vec<u16>] {
        &self.ballots
    }

    /// How many of these ballots name each project: what the decrypted counts must be.
    pub(crate) fn plain_counts(&self) -> Vec<u64> {
        let mut counts = vec![0; self.district.projects.len()];
        for &project in self.ballots.iter().flatten() {
            counts[usize::from(project)] += 1;
        }
        counts
    }

    /// The ids that the file marks as funded, if it says.
    pub(crate) fn selected(&self) -> Option<Vec<&str>> {
        let said = self.instance.projects.iter().any(|project| project.selected.is_some());
        let funded = self.instance.projects.iter();
        let funded = funded.filter(|project| project.selected == Some(Selected::Yes));
        said.then(|| funded.map(|project| project.id.as_str()).collect())
    }

    /// The log's origin: nothing is served there, the name only has to be one.
    pub(crate) fn origin(&self) -> &'static str {
        "simulation.isoloir.example/board"
    }

    pub(crate) fn election(
        &self,
        file: &Path,
        parties: &Parties,
    ) -> Result<SimulatedElection, Failure> {
        let meta = &self.instance.meta;
        let (opens, closes) = dates(&self.instance);
        let definition = Definition::new(DefinitionParts {
            title: title(&self.instance),
            currency: meta.currency.clone().unwrap_or_else(|| "units".into()),
            decimals: self.instance.decimals,
            opens,
            closes,
            board: parties.board().key().clone(),
            witnesses: Vec::new(),
            witness_quorum: 0,
            officials: vec![parties.official.party()],
            registrars: vec![parties.registrar.party()],
            trustees: parties.trustees.iter().map(|trustee| trustee.party()).collect(),
            threshold: THRESHOLD,
            districts: vec![self.district.digest()],
        });
        let definition =
            definition.with_context(|| file.display().to_string()).map_err(Failure::input)?;
        Ok(SimulatedElection { definition, district: self.district.clone() })
    }
}

fn district_of(instance: &Instance) -> anyhow::Result<District> {
    let meta = &instance.meta;
    let projects = instance.projects.iter().map(|project| {
        Ok(Project {
            id: project.id.clone(),
            name: project.name.as_deref().map_or_else(|| project.id.clone(), one_line),
            cost: amount(project.cost)?,
        })
    });
    let projects: Vec<Project> = projects.collect::<anyhow::Result<_>>()?;
    let name = meta.subunit.as_deref().or(meta.unit.as_deref()).unwrap_or("District");
    Ok(District::new(DistrictParts {
        name: one_line(name),
        budget: amount(meta.budget)?,
        ties: (0..projects.len() as u16).collect(),
        projects,
        limits: limits(instance)?,
        rule: Rule::Greedy,
        // A simulation hides nobody's vote; a real election needs a floor.
        floor: 1,
        paper_floor: 0,
    })?)
}

/// The limits that META states.
fn limits(instance: &Instance) -> anyhow::Result<Vec<Limit>> {
    let meta = &instance.meta;
    let (least, most) = match meta.vote_type {
        VoteType::Approval => (meta.min_length, meta.max_length),
        VoteType::ChooseOne => (Some(1), Some(1)),
        VoteType::Ordinal => {
            bail!("ordinal ballots can't be simulated: take an approval or choose-1 file")
        }
        VoteType::Cumulative | VoteType::Scoring => {
            bail!("ballots with points can't be simulated: take an approval or choose-1 file")
        }
    };
    let all = |measure, bound, amount| Limit { measure, scope: Scope::All, bound, amount };
    let mut limits = Vec::new();
    if let Some(most) = meta.max_sum_cost {
        limits.push(all(Measure::Cost, Bound::AtMost, amount(most)?));
    }
    if let Some(least) = meta.min_sum_cost {
        limits.push(all(Measure::Cost, Bound::AtLeast, amount(least)?));
    }
    if let Some(most) = most {
        limits.push(all(Measure::Count, Bound::AtMost, most));
    }
    if let Some(least) = least.filter(|&least| least > 0) {
        limits.push(all(Measure::Count, Bound::AtLeast, least));
    }
    Ok(limits)
}

/// The projects of a recorded ballot, or why it is none.
fn choices(instance: &Instance, district: &District, vote: &Vote) -> Result<Vec<u16>, String> {
    let mut positions: Vec<u16> = vote.projects.iter().map(|&project| project as u16).collect();
    positions.sort_unstable();
    if let Some(pair) = positions.windows(2).find(|pair| pair[0] == pair[1]) {
        let id = &instance.projects[usize::from(pair[0])].id;
        return Err(format!("names project {id} twice"));
    }
    match district.choose(&positions) {
        Ok(_) => Ok(positions),
        Err(isoloir_crypto::ballot::ChoiceError::Constraint { index }) => {
            Err(broken(&district.limits[index], district, &positions, instance.decimals))
        }
        Err(error) => Err(error.to_string()),
    }
}

fn broken(limit: &Limit, district: &District, positions: &[u16], decimals: u8) -> String {
    let costs = positions.iter().map(|&position| district.projects[usize::from(position)].cost);
    let bound = match limit.bound {
        Bound::AtMost => "at most",
        Bound::AtLeast => "at least",
    };
    match limit.measure {
        Measure::Cost => format!(
            "spends {}, {bound} {} is allowed",
            money(costs.sum(), decimals),
            money(limit.amount, decimals)
        ),
        Measure::Count => {
            format!("chooses {} projects, {bound} {} is allowed", positions.len(), limit.amount)
        }
    }
}

/// An amount as people write it, exactly.
pub(crate) fn money(amount: u64, decimals: u8) -> String {
    let scale = 10_u64.pow(decimals.into());
    let whole = group_thousands(amount / scale);
    match decimals {
        0 => whole,
        _ => format!("{whole}.{:0width$}", amount % scale, width = usize::from(decimals)),
    }
}

fn group_thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

fn amount(amount: i64) -> anyhow::Result<u64> {
    u64::try_from(amount).context("an amount is negative")
}

fn title(instance: &Instance) -> String {
    let meta = &instance.meta;
    let parts = [meta.unit.as_deref(), meta.subunit.as_deref(), meta.instance.as_deref()];
    let parts: Vec<&str> = parts.into_iter().flatten().collect();
    match (&meta.description, parts.is_empty()) {
        (Some(description), _) => one_line(description),
        (None, false) => one_line(&parts.join(" ")),
        (None, true) => "Simulated election".into(),
    }
}

/// A text without line breaks, cut to what the definition takes.
fn one_line(text: &str) -> String {
    const MOST: usize = 250;
    let is_break = |c: char| c.is_whitespace() || disturbs_a_line(c);
    let words: Vec<&str> = text.split(is_break).collect();
    let joined = words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    let cut = (0..=MOST.min(joined.len())).rev().find(|&at| joined.is_char_boundary(at));
    joined[..cut.unwrap_or(0)].trim_end().into()
}

/// The first and the last second of the vote, in seconds since 1970; the days of the file are taken
/// in UTC. A file without dates gives the first day of 1970.
fn dates(instance: &Instance) -> (u64, u64) {
    const DAY: u64 = 86_400;
    let begin = |text: &Option<String>| text.as_deref().and_then(parse_date).unwrap_or(0);
    let opens = begin(&instance.meta.date_begin);
    let closes = begin(&instance.meta.date_end).max(opens) + DAY;
    (opens, closes)
}

/// `dd.mm.yyyy` or `yyyy`.
fn parse_date(text: &str) -> Option<u64> {
    let date = Date::strptime("%d.%m.%Y", text)
        .or_else(|_| Date::strptime("%d.%m.%Y", format!("01.01.{text}")))
        .ok()?;
    let midnight = date.to_zoned(TimeZone::UTC).ok()?;
    u64::try_from(midnight.timestamp().as_second()).ok()
}
