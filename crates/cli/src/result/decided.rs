use std::cmp::Reverse;

use anyhow::{Context, Result, bail};
use isoloir_election::definition::{District, ElectionId, Project};
use isoloir_election::phase::{Fingerprint, Outcome, Phase, Record};
use isoloir_election::rules::{Award, Round, Rule};

/// An election that is decided, and all that is told of it.
pub(crate) struct Decided {
    pub(crate) title: String,
    pub(crate) currency: String,
    pub(crate) decimals: u8,
    /// When the vote was meant to open and close, in seconds since 1970.
    pub(crate) opens: u64,
    pub(crate) closes: u64,
    pub(crate) election_id: ElectionId,
    pub(crate) fingerprint: Fingerprint,
    /// How many trustees there are, and how many of them decrypt.
    pub(crate) trustees: u64,
    pub(crate) threshold: u64,
    /// How many entries the record has.
    pub(crate) entries: u64,
    pub(crate) districts: Vec<DecidedDistrict>,
}

/// What came out in a district.
pub(crate) struct DecidedDistrict {
    pub(crate) definition: District,
    pub(crate) outcome: Outcome,
}

impl Decided {
    /// What the record of a decided election tells.
    ///
    /// # Errors
    /// If it is not decided: where it stands instead.
    pub(crate) fn new(record: &Record) -> Result<Self> {
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
}

impl DecidedDistrict {
    pub(crate) fn name(&self) -> &str {
        &self.definition.name
    }

    pub(crate) fn project(&self, position: u16) -> &Project {
        &self.definition.projects[usize::from(position)]
    }

    /// The projects with their positions, in the order of the definition.
    pub(crate) fn projects(&self) -> impl Iterator<Item = (u16, &Project)> {
        (0..).zip(&self.definition.projects)
    }

    /// The positions by score, descending; of equal scores in the order of ties. In the order of the
    /// definition if nothing was counted.
    pub(crate) fn by_score(&self) -> Vec<u16> {
        let mut order = match &self.outcome.explained {
            Some(explained) => explained.standings.ties.clone(),
            None => self.projects().map(|(position, _)| position).collect(),
        };
        order.sort_by_key(|&position| Reverse(self.score(position)));
        order
    }

    /// What the electronic ballots give a project, if they were counted.
    pub(crate) fn electronic(&self, position: u16) -> Option<u64> {
        self.outcome.result.counts.as_ref()?.get(usize::from(position)).copied()
    }

    pub(crate) fn paper(&self, position: u16) -> u64 {
        self.outcome.result.paper.counts.get(usize::from(position)).copied().unwrap_or(0)
    }

    /// All votes or points of a project, if they were counted.
    pub(crate) fn score(&self, position: u16) -> Option<u64> {
        Some(self.electronic(position)? + self.paper(position))
    }

    pub(crate) fn is_withdrawn(&self, position: u16) -> bool {
        let standings = self.outcome.explained.as_ref().map(|explained| &explained.standings);
        standings.is_some_and(|it| it.projects[usize::from(position)].is_withdrawn)
    }

    /// What was funded, in the order in which it was.
    pub(crate) fn awards(&self) -> &[Award] {
        &self.outcome.result.awards
    }

    /// Whether a winner gets less than it costs ([`Rule::PerUnit`]).
    pub(crate) fn is_in_part(&self, award: &Award) -> bool {
        award.amount != self.project(award.project).cost
    }

    pub(crate) fn award(&self, position: u16) -> Option<&Award> {
        self.awards().iter().find(|award| award.project == position)
    }

    /// The place of a funded project in the order in which they were, from 1.
    pub(crate) fn order(&self, position: u16) -> Option<usize> {
        self.awards().iter().position(|award| award.project == position).map(|index| index + 1)
    }

    /// How the winners were chosen; nothing if the ballots were not counted.
    pub(crate) fn rounds(&self) -> &[Round] {
        self.outcome.explained.as_ref().map_or(&[], |explained| &explained.decision.rounds)
    }

    pub(crate) fn is_counted(&self) -> bool {
        self.outcome.explained.is_some()
    }

    /// How many ballots count, electronic and on paper.
    pub(crate) fn ballots(&self) -> u64 {
        self.outcome.result.ballots + self.outcome.result.paper.ballots
    }

    pub(crate) fn has_paper(&self) -> bool {
        self.outcome.result.paper.ballots > 0
    }

    pub(crate) fn spent(&self) -> u64 {
        self.awards().iter().map(|award| award.amount).fold(0, u64::saturating_add)
    }

    pub(crate) fn left(&self) -> u64 {
        self.definition.budget.saturating_sub(self.spent())
    }

    /// What the town gives on top of the budget ([`Rule::GreedyCustom`]).
    pub(crate) fn added(&self) -> u64 {
        self.spent().saturating_sub(self.definition.budget)
    }

    /// Whether ballots give points.
    pub(crate) fn gives_points(&self) -> bool {
        self.definition.scale.most() > 1
    }

    pub(crate) fn is_per_unit(&self) -> bool {
        self.definition.rule == Rule::PerUnit
    }

    /// What the rule is called.
    pub(crate) fn rule(&self) -> &'static str {
        self.definition.rule.name(self.definition.threshold)
    }

    /// How many projects have the score of another one.
    pub(crate) fn equal_scores(&self) -> u64 {
        let order = self.by_score();
        let same = |a: Option<&u16>, b: &u16| a.is_some_and(|&a| self.score(a) == self.score(*b));
        let has_equal = |&(index, position): &(usize, &u16)| {
            let before = index.checked_sub(1).and_then(|before| order.get(before));
            same(before, position) || same(order.get(index + 1), position)
        };
        order.iter().enumerate().filter(has_equal).count() as u64
    }
}
