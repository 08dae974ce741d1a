//! What is known of a decided election, from its record.

use std::cmp::Reverse;

use anyhow::{Context, Result, bail};
use isoloir_election::definition::{District, ElectionId, Project};
use isoloir_election::phase::{Fingerprint, Outcome, Phase, Record};
use isoloir_election::rules::{Award, Round, Rule};

/// An election that is decided, and all that is told of it.
pub struct Decided {
    /// What people call it.
    pub title: String,
    /// In which money its amounts are.
    pub currency: String,
    /// Amounts are whole numbers of 10^-`decimals` of the currency.
    pub decimals: u8,
    /// When the vote was meant to open, in seconds since 1970.
    pub opens: u64,
    /// When it was meant to close.
    pub closes: u64,
    /// Which election it is.
    pub election_id: ElectionId,
    /// That of the opened vote.
    pub fingerprint: Fingerprint,
    /// How many trustees there are.
    pub trustees: u64,
    /// How many of them decrypt.
    pub threshold: u64,
    /// How many entries the record has.
    pub entries: u64,
    /// In the order of the definition.
    pub districts: Vec<DecidedDistrict>,
}

/// What came out in a district.
pub struct DecidedDistrict {
    /// Its budget, projects and rule.
    pub definition: District,
    /// Counts and winners, and how they were chosen.
    pub outcome: Outcome,
}

impl Decided {
    /// What the record of a decided election tells.
    ///
    /// # Errors
    /// If it is not decided: where it stands instead.
    pub fn new(record: &Record) -> Result<Self> {
        let decrypting = match record.phase() {
            Phase::Decided(decrypting) => decrypting,
            Phase::Empty => bail!("nothing is on the board yet, so there is no result"),
            Phase::Setup(_) => bail!("the vote has not been opened, so there is no result"),
            Phase::Voting(_) => bail!("the vote is open, so there is no result"),
            Phase::Closed(_) | Phase::Decrypting(_) => bail!(
                "the vote is closed and not every district's result is published; try again when \
                 the trustees have decrypted the totals"
            ),
        };
        let election = decrypting.closed().election();
        let districts = (0..).zip(election.districts()).map(|(index, district)| {
            let outcome = decrypting.outcome(index).context("the result can't be computed")?;
            Ok(DecidedDistrict { definition: district.clone(), outcome })
        });
        let definition = election.definition();
        Ok(Self {
            title: definition.title.clone(),
            currency: definition.currency.clone(),
            decimals: definition.decimals,
            opens: definition.opens,
            closes: definition.closes,
            election_id: election.id(),
            fingerprint: decrypting.closed().fingerprint(),
            trustees: definition.trustees.len() as u64,
            threshold: definition.threshold.into(),
            entries: record.head().size,
            districts: districts.collect::<Result<_>>()?,
        })
    }

    /// What verifies this election and no other.
    pub(crate) fn verify_command(&self) -> String {
        format!(
            "isoloir-verify ARCHIVE --election-id {} --fingerprint {}",
            self.election_id, self.fingerprint
        )
    }
}

impl DecidedDistrict {
    /// What people call it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.definition.name
    }

    /// The project at a position, which must be one of the definition.
    #[must_use]
    pub fn project(&self, position: u16) -> &Project {
        &self.definition.projects[usize::from(position)]
    }

    /// The projects with their positions, in the order of the definition.
    pub fn projects(&self) -> impl Iterator<Item = (u16, &Project)> {
        (0..).zip(&self.definition.projects)
    }

    /// The positions by score, descending; of equal scores in the order of ties. In the order of the
    /// definition if nothing was counted.
    #[must_use]
    pub fn by_score(&self) -> Vec<u16> {
        let mut order = match &self.outcome.explained {
            Some(explained) => explained.standings.ties.clone(),
            None => self.projects().map(|(position, _)| position).collect(),
        };
        order.sort_by_key(|&position| Reverse(self.score(position)));
        order
    }

    /// What the electronic ballots give a project, if they were counted.
    #[must_use]
    pub fn electronic(&self, position: u16) -> Option<u64> {
        self.outcome.result.counts.as_ref()?.get(usize::from(position)).copied()
    }

    /// What the ballots on paper give a project.
    #[must_use]
    pub fn paper(&self, position: u16) -> u64 {
        self.outcome.result.paper.counts.get(usize::from(position)).copied().unwrap_or(0)
    }

    /// All votes or points of a project, if they were counted.
    #[must_use]
    pub fn score(&self, position: u16) -> Option<u64> {
        Some(self.electronic(position)? + self.paper(position))
    }

    /// Whether a project was withdrawn; that is not known if nothing was counted.
    #[must_use]
    pub fn is_withdrawn(&self, position: u16) -> bool {
        let standings = self.outcome.explained.as_ref().map(|explained| &explained.standings);
        standings.is_some_and(|it| it.projects[usize::from(position)].is_withdrawn)
    }

    /// What was funded, in the order in which it was.
    #[must_use]
    pub fn awards(&self) -> &[Award] {
        &self.outcome.result.awards
    }

    /// Whether a winner gets less than it costs ([`Rule::PerUnit`]).
    #[must_use]
    pub fn is_in_part(&self, award: &Award) -> bool {
        award.amount != self.project(award.project).cost
    }

    /// What a project gets, if it is funded.
    #[must_use]
    pub fn award(&self, position: u16) -> Option<&Award> {
        self.awards().iter().find(|award| award.project == position)
    }

    /// The place of a funded project in the order in which they were, from 1.
    #[must_use]
    pub fn order(&self, position: u16) -> Option<usize> {
        self.awards().iter().position(|award| award.project == position).map(|index| index + 1)
    }

    /// How the winners were chosen; nothing if the ballots were not counted.
    #[must_use]
    pub fn rounds(&self) -> &[Round] {
        self.outcome.explained.as_ref().map_or(&[], |explained| &explained.decision.rounds)
    }

    /// Whether the ballots were counted.
    #[must_use]
    pub fn is_counted(&self) -> bool {
        self.outcome.explained.is_some()
    }

    /// How many ballots count, electronic and on paper.
    #[must_use]
    pub fn ballots(&self) -> u64 {
        self.outcome.result.ballots + self.outcome.result.paper.ballots
    }

    /// Whether there are ballots on paper.
    #[must_use]
    pub fn has_paper(&self) -> bool {
        self.outcome.result.paper.ballots > 0
    }

    /// What all winners get together.
    #[must_use]
    pub fn spent(&self) -> u64 {
        self.awards().iter().map(|award| award.amount).fold(0, u64::saturating_add)
    }

    /// What is left of the budget.
    #[must_use]
    pub fn left(&self) -> u64 {
        self.definition.budget.saturating_sub(self.spent())
    }

    /// What the town gives on top of the budget ([`Rule::GreedyCustom`]).
    #[must_use]
    pub fn added(&self) -> u64 {
        self.spent().saturating_sub(self.definition.budget)
    }

    /// Whether ballots give points.
    #[must_use]
    pub fn gives_points(&self) -> bool {
        self.definition.scale.most() > 1
    }

    /// Whether the votes decide on every unit of money ([`Rule::PerUnit`]).
    #[must_use]
    pub fn is_per_unit(&self) -> bool {
        self.definition.rule == Rule::PerUnit
    }

    /// What the rule is called.
    #[must_use]
    pub fn rule(&self) -> &'static str {
        self.definition.rule.name(self.definition.threshold)
    }

    /// How many projects have the score of another one.
    #[must_use]
    pub fn equal_scores(&self) -> u64 {
        let order = self.by_score();
        let same = |a: Option<&u16>, b: &u16| a.is_some_and(|&a| self.score(a) == self.score(*b));
        let has_equal = |&(index, position): &(usize, &u16)| {
            let before = index.checked_sub(1).and_then(|before| order.get(before));
            same(before, position) || same(order.get(index + 1), position)
        };
        order.iter().enumerate().filter(has_equal).count() as u64
    }
}
