//! The result of one district as a Pabulib file.

use anyhow::{Context, Result, bail, ensure};
use isoloir_election::definition::Ties;
use isoloir_election::phase::Explained;
use isoloir_election::rules::{Award, Rule, Verdict};
use isoloir_pabulib::{Date, Export, ExportedProject, Selected, write};
use isoloir_result::decided::{Decided, DecidedDistrict};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::money::money;

/// What Pabulib calls a rule that it has no name for.
const UNKNOWN_RULE: &str = "unknown";

/// The file of district number `district`, from 0; it may be left out if there is only one.
///
/// # Errors
/// If it is not clear which, there is none, its ballots were not counted, or the format can't hold it.
pub(super) fn export(election: &Decided, district: Option<usize>, country: &str) -> Result<String> {
    let district = choose(election, district)?;
    let Some(explained) = &district.outcome.explained else {
        bail!(
            "{}: too few ballots were cast to decrypt them, so there is nothing for a Pabulib file",
            district.name()
        );
    };
    let (begin, end) = days(election).context("the dates of the vote are not in any calendar")?;
    let export = Export {
        description: election.title.clone(),
        country: country.to_owned(),
        unit: election.title.clone(),
        subunit: (election.districts.len() > 1).then(|| district.name().to_owned()),
        instance: begin.year.to_string(),
        budget: district.definition.budget,
        decimals: election.decimals,
        currency: election.currency.clone(),
        rule: rule(district).unwrap_or(UNKNOWN_RULE).to_owned(),
        threshold: district.definition.threshold,
        date_begin: begin,
        date_end: end,
        ballots: district.ballots(),
        comments: comments(election, district, explained),
        projects: projects(district, explained),
    };
    write(&export).with_context(|| format!("{} can't be a Pabulib file", district.name()))
}

fn choose(election: &Decided, district: Option<usize>) -> Result<&DecidedDistrict> {
    let count = election.districts.len();
    ensure!(
        district.is_some() || count == 1,
        "the election has {count} districts and a Pabulib file holds one: choose it with --district, \
         0 to {}",
        count.saturating_sub(1)
    );
    let index = district.unwrap_or(0);
    election.districts.get(index).with_context(|| {
        format!("there is no district {index}: they are numbered 0 to {}", count.saturating_sub(1))
    })
}

/// By its Pabulib name, if it has one.
fn rule(district: &DecidedDistrict) -> Option<&'static str> {
    match district.definition.rule {
        Rule::Greedy | Rule::GreedyNoSkip | Rule::GreedyCustom | Rule::GreedyExclusive => {
            Some(district.rule())
        }
        Rule::Optimal | Rule::PerUnit => None,
    }
}

fn comments(election: &Decided, district: &DecidedDistrict, explained: &Explained) -> Vec<String> {
    let mut comments = Vec::new();
    if rule(district).is_none() {
        comments.push(format!(
            "The rule is {}, which Pabulib has no name for; Isoloir's spec/election.md, section 9, \
             defines it.",
            district.rule()
        ));
    }
    for award in district.awards().iter().filter(|award| district.is_in_part(award)) {
        comments.push(format!(
            "Project {} is funded in part (selected is 2), with {} {}.",
            district.project(award.project).id,
            money(award.amount, election.decimals),
            election.currency
        ));
    }
    if district.has_paper() {
        let paper = district.outcome.result.paper.ballots;
        comments.push(format!("Ballots on paper among them: {paper}."));
    }
    comments.push(match (&district.definition.ties, explained.seed) {
        (Ties::Lot, Some(seed)) => format!(
            "Projects are in the order of ties, which was drawn by lot from the seed {}.",
            hex::encode(seed.0)
        ),
        _ => "Projects are in the order of ties, which was fixed before the vote.".to_owned(),
    });
    comments.push(format!(
        "Verifiable with isoloir-verify: election {}, fingerprint {}.",
        election.election_id, election.fingerprint
    ));
    comments
}

/// In the order of ties, as the format wants it.
fn projects(district: &DecidedDistrict, explained: &Explained) -> Vec<ExportedProject> {
    // The format has no amounts: a cost that the budget does not pay whole can only be an exception.
    let is_exception = |award: &Award| {
        let mut rounds = explained.decision.rounds.iter();
        district.is_in_part(award)
            || rounds
                .any(|it| it.project == award.project && it.verdict == Verdict::FundedByException)
    };
    let exported = |&position: &u16| {
        let project = district.project(position);
        ExportedProject {
            id: project.id.clone(),
            name: project.name.clone(),
            cost: project.cost,
            score: district.score(position).unwrap_or(0),
            selected: match district.award(position) {
                None => Selected::No,
                Some(award) if is_exception(award) => Selected::ByException,
                Some(_) => Selected::Yes,
            },
            withdrawn: district.is_withdrawn(position),
        }
    };
    explained.standings.ties.iter().map(exported).collect()
}

/// The first and the last day of the vote, in UTC. One that ends with a day has that as its last.
fn days(election: &Decided) -> Option<(Date, Date)> {
    Some((day(election.opens)?, day(election.closes.saturating_sub(1))?))
}

fn day(seconds: u64) -> Option<Date> {
    let timestamp = Timestamp::from_second(i64::try_from(seconds).ok()?).ok()?;
    let date = timestamp.to_zoned(TimeZone::UTC).date();
    Some(Date {
        year: u16::try_from(date.year()).ok()?,
        month: u8::try_from(date.month()).ok()?,
        day: u8::try_from(date.day()).ok()?,
    })
}
