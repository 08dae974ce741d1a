//! What is simulated: an election of one district for each file, and the ballots that the files record.

mod contest;
mod limits;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use isoloir_election::definition::{Definition, DefinitionParts, District, disturbs_a_line};
use isoloir_pabulib::Instance;
use jiff::civil::Date;
use jiff::tz::TimeZone;

pub(crate) use contest::{Contest, Vote};

use crate::failure::Failure;
use crate::simulate::parties::{Parties, THRESHOLD};

/// An election and the ballots to be cast in it.
pub(crate) struct Plan {
    /// One for each file: its index is that of the district.
    contests: Vec<Contest>,
    /// Everybody with a ballot in at least one district. A voter_id is the same person in all files.
    residents: usize,
}

/// A definition with its districts.
pub(crate) struct SimulatedElection {
    pub(crate) definition: Definition,
    pub(crate) districts: Vec<District>,
}

impl Plan {
    /// Reads the files and sorts the first `limit` ballots of each into those that the election takes and
    /// those that it does not.
    pub(crate) fn read(
        files: &[PathBuf],
        bytes: &[Vec<u8>],
        limit: Option<usize>,
    ) -> Result<Self, Failure> {
        let mut numbers = HashMap::new();
        let mut number_of = |voter_id: &str| {
            let next = numbers.len();
            *numbers.entry(voter_id.to_owned()).or_insert(next)
        };
        let read = |(file, bytes): (&PathBuf, &Vec<u8>)| {
            Contest::read(file, bytes, limit, &mut number_of).map_err(Failure::input)
        };
        let contests = files.iter().zip(bytes).map(read).collect::<Result<Vec<_>, _>>()?;
        for (file, contest) in files.iter().zip(&contests).skip(1) {
            same_money(&contests[0], contest)
                .with_context(|| file.display().to_string())
                .map_err(Failure::input)?;
        }
        Ok(Self { contests, residents: numbers.len() })
    }

    pub(crate) fn contests(&self) -> &[Contest] {
        &self.contests
    }

    /// The districts with their numbers.
    pub(crate) fn districts(&self) -> impl Iterator<Item = (u16, &Contest)> {
        (0..).zip(&self.contests)
    }

    pub(crate) fn residents(&self) -> usize {
        self.residents
    }

    pub(crate) fn ballots(&self) -> usize {
        self.contests.iter().map(|contest| contest.votes().len()).sum()
    }

    /// The log's origin: nothing is served there, the name only has to be one.
    pub(crate) fn origin(&self) -> &'static str {
        "simulation.isoloir.example/board"
    }

    /// The definition. What the files say of the whole is taken from the first.
    pub(crate) fn election(
        &self,
        file: &Path,
        parties: &Parties,
    ) -> Result<SimulatedElection, Failure> {
        let districts: Vec<District> =
            self.contests.iter().map(|contest| contest.district().clone()).collect();
        let first = self.contests.first().map(Contest::instance);
        let currency = first.and_then(|instance| instance.meta.currency.clone());
        let (opens, closes) = dates(self.contests.iter().map(Contest::instance));
        let definition = Definition::new(DefinitionParts {
            title: first.map_or_else(String::new, title),
            currency: currency.unwrap_or_else(|| "units".into()),
            decimals: first.map_or(0, |instance| instance.decimals),
            opens,
            closes,
            complaints: closes,
            board: parties.board().key().clone(),
            witnesses: Vec::new(),
            witness_quorum: 0,
            officials: vec![parties.official.party()],
            registrars: vec![parties.registrar.party()],
            trustees: parties.trustees.iter().map(|trustee| trustee.party()).collect(),
            threshold: THRESHOLD,
            districts: districts.iter().map(District::digest).collect(),
        });
        let definition =
            definition.with_context(|| file.display().to_string()).map_err(Failure::input)?;
        Ok(SimulatedElection { definition, districts })
    }
}

/// All districts of an election count their money in one unit.
fn same_money(first: &Contest, other: &Contest) -> anyhow::Result<()> {
    let money = |contest: &Contest| {
        let instance = contest.instance();
        (instance.meta.currency.clone(), instance.decimals)
    };
    ensure!(
        money(first) == money(other),
        "the currency or the decimals of the amounts are not those of the first file; simulate the files one by one"
    );
    Ok(())
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

/// The first and the last second of the vote, in seconds since 1970; the days of the files are taken
/// in UTC. A file without dates gives the first day of 1970.
fn dates<'a>(instances: impl Iterator<Item = &'a Instance> + Clone) -> (u64, u64) {
    const DAY: u64 = 86_400;
    let day = |text: &Option<String>| text.as_deref().and_then(parse_date).unwrap_or(0);
    let opens = instances.clone().map(|instance| day(&instance.meta.date_begin)).min();
    let closes = instances.map(|instance| day(&instance.meta.date_end)).max();
    let opens = opens.unwrap_or(0);
    (opens, closes.unwrap_or(0).max(opens) + DAY)
}

/// `dd.mm.yyyy` or `yyyy`.
fn parse_date(text: &str) -> Option<u64> {
    let date = Date::strptime("%d.%m.%Y", text)
        .or_else(|_| Date::strptime("%d.%m.%Y", format!("01.01.{text}")))
        .ok()?;
    let midnight = date.to_zoned(TimeZone::UTC).ok()?;
    u64::try_from(midnight.timestamp().as_second()).ok()
}
