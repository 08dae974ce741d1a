//! What is simulated: an election of one district for each file, and the ballots that the files record.

mod contest;

use std::collections::HashMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use isoloir_election::definition::{Definition, DefinitionParts, District};
use isoloir_page::files;

pub(crate) use contest::{Contest, Vote};

use crate::failure::Failure;
use crate::imported;
use crate::simulate::parties::{Parties, THRESHOLD};

/// An election and the ballots to be cast in it.
pub(crate) struct Plan {
    /// One for each file: its index is that of the district.
    contests: Vec<Contest>,
    /// Everybody with a ballot in at least one district. A voter_id is the same person in all files.
    residents: usize,
    /// How many others are on the roll of every district, who have not voted.
    visitors: usize,
    /// When the vote opens and closes, if it is not when the files say.
    period: Option<(u64, u64)>,
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
        Ok(Self { contests, residents: numbers.len(), visitors: 0, period: None })
    }

    /// The same, with so many others on the rolls, and a vote that is open at this time and for a week.
    pub(crate) fn open_to(self, visitors: usize, now: u64) -> Self {
        Self { visitors, period: Some((now, now + 7 * imported::DAY)), ..self }
    }

    pub(crate) fn contests(&self) -> &[Contest] {
        &self.contests
    }

    /// The districts with their numbers.
    pub(crate) fn districts(&self) -> impl Iterator<Item = (u16, &Contest)> {
        (0..).zip(&self.contests)
    }

    /// The numbers of those on the rolls who have not voted. They follow those of the others.
    pub(crate) fn visitors(&self) -> Range<usize> {
        self.residents..self.residents + self.visitors
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
        // Files without dates give the first day of 1970.
        let of_files = || imported::period(self.contests.iter().map(Contest::instance));
        let period = self.period.or_else(of_files);
        let (opens, closes) = period.unwrap_or((0, imported::DAY));
        let definition = Definition::new(DefinitionParts {
            title: first.and_then(imported::title).unwrap_or_else(|| "Simulated election".into()),
            currency: currency.unwrap_or_else(|| "units".into()),
            decimals: first.map_or(0, |instance| instance.decimals),
            opens,
            closes,
            // Nobody complains about a simulation.
            complaints: closes,
            board: parties.board().key().clone(),
            witnesses: Vec::new(),
            witness_quorum: 0,
            officials: vec![parties.official.party()],
            registrars: vec![parties.registrar.party()],
            trustees: parties.trustees.iter().map(|trustee| trustee.party()).collect(),
            threshold: THRESHOLD,
            districts: districts.iter().map(District::digest).collect(),
            page: files::digest(),
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
