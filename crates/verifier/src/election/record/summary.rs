//! The record as the report tells it.

use super::closing::{Lot, SetAside};
use super::voting::Votes;
use super::{Figures, Record, State};
use crate::election::district::Ties;
use crate::election::rules::Award;
use crate::election::{Definition, District};
use crate::report::{
    AwardSummary, DistrictSummary, ElectionSummary, ProjectSummary, TiesBy, TiesSummary,
};

impl Record {
    /// The election as far as its board goes; nothing before the definition.
    pub fn summary(&self) -> Option<ElectionSummary> {
        let definition = self.definition()?;
        let figures = self.figures();
        let sum = |figure: fn(&Figures) -> u64| figures.iter().map(figure).sum();
        Some(ElectionSummary {
            title: definition.title.clone(),
            currency: definition.currency.clone(),
            decimals: definition.decimals,
            election_id: hex::encode(definition.election_id),
            fingerprint: self.opened().map(|opened| hex::encode(opened.fingerprint())),
            trustees: definition.trustees.iter().map(|trustee| trustee.name.clone()).collect(),
            threshold: definition.threshold,
            credentials: sum(|figures| figures.credentials),
            counted: sum(|figures| figures.counted),
            revoked: sum(|figures| figures.revoked),
            replaced: sum(|figures| figures.replaced),
            paper: sum(|figures| figures.paper),
            districts: (0..).zip(self.districts()).map(|(i, d)| self.district(i, d)).collect(),
        })
    }

    /// Ballots recorded on the board, those that no longer count included.
    pub fn recorded(&self) -> u64 {
        self.figures().iter().map(|figures| figures.recorded).sum()
    }

    /// The contributions that were set aside, in words.
    pub fn set_aside_in_words(&self) -> Vec<String> {
        let Some(definition) = self.definition() else { return Vec::new() };
        self.set_aside().iter().map(|set_aside| in_words(set_aside, definition)).collect()
    }

    /// The districts' parts that have come.
    pub fn districts(&self) -> &[District] {
        match &self.state {
            State::Empty => &[],
            State::Setup(setup) => &setup.districts,
            State::Voting(voting) => voting.opened.districts(),
            State::Closed(closed) => closed.voting.opened.districts(),
        }
    }

    fn district(&self, index: u16, district: &District) -> DistrictSummary {
        let votes = self.voting().and_then(|voting| voting.districts.get(usize::from(index)));
        let figures = votes.map(|votes| votes.figures).unwrap_or_default();
        let result = self.result(index);
        let counts = result.and_then(|result| result.counts.as_deref());
        let projects = district.projects.iter().enumerate().map(|(position, project)| {
            let paper = votes.and_then(|votes| votes.paper_counts.get(position).copied());
            ProjectSummary {
                id: project.id.clone(),
                name: project.name.clone(),
                cost: project.cost,
                count: counts.and_then(|counts| counts.get(position).copied()),
                paper: paper.unwrap_or(0),
                withdrawn: votes.is_some_and(|votes| votes.has_withdrawn(position)),
            }
        });
        DistrictSummary {
            index,
            name: district.name.clone(),
            budget: district.budget,
            points: district.points.most(),
            rule: district.rule.name(district.threshold).to_owned(),
            threshold: district.threshold,
            ties: self.ties(index, district),
            credentials: figures.credentials,
            replaced: figures.replaced,
            recorded: figures.recorded,
            counted: figures.counted,
            paper: figures.paper,
            below_floor: result.is_some_and(|result| result.counts.is_none()),
            projects: projects.collect(),
            winners: result.map(|it| it.awards.iter().map(|award| award.project).collect()),
            awards: result.map(|it| it.awards.iter().map(AwardSummary::from).collect()),
        }
    }

    fn ties(&self, index: u16, district: &District) -> TiesSummary {
        match &district.ties {
            Ties::Listed(order) => {
                TiesSummary { by: TiesBy::List, seed: None, order: Some(order.clone()) }
            }
            Ties::ByLot => {
                let lot = self.lot(index);
                let seed = lot.map(|lot| hex::encode(lot.seed));
                TiesSummary { by: TiesBy::Lot, seed, order: lot.map(|lot| lot.order.clone()) }
            }
        }
    }

    fn lot(&self, district: u16) -> Option<&Lot> {
        match &self.state {
            State::Closed(closed) => closed.decryptions.get(usize::from(district))?.lot.as_ref(),
            _ => None,
        }
    }
}

impl From<&Award> for AwardSummary {
    fn from(&Award { project, amount }: &Award) -> Self {
        Self { project, amount }
    }
}

impl Votes {
    fn has_withdrawn(&self, position: usize) -> bool {
        self.withdrawn.iter().any(|&project| usize::from(project) == position)
    }
}

fn in_words(set_aside: &SetAside, definition: &Definition) -> String {
    let SetAside { entry, district, trustee } = set_aside;
    let trustee = usize::from(*trustee);
    let name = trustee.checked_sub(1).and_then(|at| definition.trustees.get(at));
    let name = name.map_or("", |party| party.name.as_str());
    format!(
        "trustee {trustee} ({name}): the contribution to district {district} in entry {entry} \
         does not decrypt the sum of the ballots that count"
    )
}
