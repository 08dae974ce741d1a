//! Small elections, with every rule, every verdict, votes on paper, a lot and a district below its floor. For tests
//! alone: what makes no sense here panics.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::num::NonZeroU8;

use isoloir_crypto::points::PointScale;
use isoloir_election::definition::{District, DistrictParts, ElectionId, Limit, Project, Ties};
use isoloir_election::message::{DistrictResult, PaperResult};
use isoloir_election::phase::{Explained, Fingerprint, Outcome};
use isoloir_election::rules::lot::Seed;
use isoloir_election::rules::{Rule, decide};

use crate::decided::{Decided, DecidedDistrict};

/// What was voted on, and what came out.
pub struct Example {
    /// What it is made of.
    pub parts: DistrictParts,
    /// The votes or points of electronic ballots.
    pub counts: Vec<u64>,
    /// Those of ballots on paper.
    pub paper: PaperResult,
    /// The positions of projects that were withdrawn.
    pub withdrawn: BTreeSet<u16>,
}

impl Example {
    /// Projects by id, cost and votes, with a budget of 1,000.00 EUR.
    #[must_use]
    pub fn new(rule: Rule, projects: &[(&str, u64, u64)]) -> Self {
        let project = |&(id, cost, _): &(&str, u64, u64)| Project {
            id: id.to_owned(),
            name: format!("Project {id}"),
            cost,
        };
        let projects_of = projects.iter().map(project).collect();
        Self {
            parts: DistrictParts { rule, ..DistrictParts::new("Centre", 100_000, projects_of) },
            counts: projects.iter().map(|&(_, _, votes)| votes).collect(),
            paper: PaperResult { ballots: 0, counts: Vec::new() },
            withdrawn: BTreeSet::new(),
        }
    }

    /// With the least score that wins.
    #[must_use]
    pub fn with_threshold(mut self, threshold: u64) -> Self {
        self.parts.threshold = threshold;
        self
    }

    /// Decided by its rule.
    #[must_use]
    pub fn decided(self) -> DecidedDistrict {
        let definition = District::new(self.parts).unwrap();
        let (seed, ties) = match &definition.ties {
            Ties::Listed(order) => (None, order.clone()),
            Ties::Lot => {
                let seed = Seed([8; 32]);
                (Some(seed), seed.order(definition.projects.len() as u16))
            }
        };
        let on_paper = self.paper.counts.iter().chain(std::iter::repeat(&0));
        let scores: Vec<u64> =
            self.counts.iter().zip(on_paper).map(|(count, paper)| count + paper).collect();
        let standings = definition.standings(&scores, &self.withdrawn, ties);
        let decision = decide(definition.rule, &standings);
        let awards = decision.awards.clone();
        let outcome = Outcome {
            credentials: 1_200,
            recorded: 1_100,
            explained: Some(Explained { seed, standings, decision }),
            result: DistrictResult {
                district: 0,
                ballots: 1_000,
                counts: Some(self.counts),
                paper: self.paper,
                awards,
            },
        };
        DecidedDistrict { definition, outcome }
    }
}

/// An election of these districts.
#[must_use]
pub fn election(districts: Vec<DecidedDistrict>) -> Decided {
    Decided {
        title: "Budget 2026".to_owned(),
        currency: "EUR".to_owned(),
        decimals: 2,
        // 1 October 2026 to 20 October 2026.
        opens: 1_790_812_800,
        closes: 1_792_540_800,
        election_id: ElectionId([0xab; 32]),
        fingerprint: Fingerprint([0xcd; 32]),
        trustees: 5,
        threshold: 3,
        entries: 1_234,
        districts,
    }
}

/// An election with every rule and everything that can happen.
#[must_use]
pub fn everything() -> Decided {
    election(vec![
        greedy().decided(),
        no_skip().decided(),
        custom().decided(),
        exclusive().decided(),
        optimal().decided(),
        per_unit().decided(),
        on_paper().decided(),
        with_points().decided(),
        nothing_wins().decided(),
        below_floor(),
    ])
}

/// A funded project, one that does not fit, one below the threshold and one that is withdrawn.
#[must_use]
pub fn greedy() -> Example {
    let projects = [("a", 60_000, 300), ("b", 50_000, 200), ("c", 40_000, 9), ("d", 10_000, 50)];
    let mut example = Example::new(Rule::Greedy, &projects).with_threshold(10);
    example.withdrawn.insert(3);
    example
}

/// The second does not fit, which ends it before the third.
#[must_use]
pub fn no_skip() -> Example {
    let projects = [("a", 60_000, 300), ("b", 50_000, 200), ("c", 10_000, 100)];
    Example::new(Rule::GreedyNoSkip, &projects)
}

/// 400.00 are left for the second, which costs 450.00.
#[must_use]
pub fn custom() -> Example {
    let projects = [("a", 60_000, 300), ("b", 45_000, 200), ("c", 10_000, 100)];
    Example::new(Rule::GreedyCustom, &projects)
}

/// The first excludes the second.
#[must_use]
pub fn exclusive() -> Example {
    let projects = [("a", 60_000, 300), ("b", 30_000, 200), ("c", 40_000, 100)];
    let mut example = Example::new(Rule::GreedyExclusive, &projects);
    example.parts.groups = vec![vec![0, 1]];
    example
}

/// The second and the third have more votes together than the first.
#[must_use]
pub fn optimal() -> Example {
    let projects = [("a", 90_000, 300), ("b", 60_000, 200), ("c", 40_000, 200)];
    Example::new(Rule::Optimal, &projects)
}

/// Whole, in part, with nothing left, below the threshold and withdrawn.
#[must_use]
pub fn per_unit() -> Example {
    let projects = [
        ("small", 30_000, 100),
        ("large", 70_000, 250),
        ("part", 50_000, 200),
        ("late", 20_000, 100),
        ("few", 10_000, 5),
        ("gone", 10_000, 400),
    ];
    let mut example = Example::new(Rule::PerUnit, &projects).with_threshold(10);
    example.parts.groups = vec![vec![0, 1]];
    example.parts.limits = vec![Limit::at_most_one_of(vec![0, 1])];
    example.withdrawn.insert(5);
    example
}

/// 20 ballots on paper, and an order of ties by lot that decides between the first two.
#[must_use]
pub fn on_paper() -> Example {
    let projects = [("a", 60_000, 300), ("b", 60_000, 295), ("c", 40_000, 100)];
    let mut example = Example::new(Rule::Greedy, &projects);
    example.parts.ties = Ties::Lot;
    example.parts.paper_floor = 10;
    example.paper = PaperResult { ballots: 20, counts: vec![5, 10, 1] };
    example
}

/// Ballots give up to three points.
#[must_use]
pub fn with_points() -> Example {
    let mut example = Example::new(Rule::Greedy, &[("a", 60_000, 1_500), ("b", 50_000, 1)]);
    example.parts.scale = PointScale::new(NonZeroU8::new(3).unwrap());
    example.parts.limits = vec![Limit::give_at_most(5)];
    example
}

/// No project has enough votes.
#[must_use]
pub fn nothing_wins() -> Example {
    Example::new(Rule::Greedy, &[("a", 60_000, 3), ("b", 50_000, 3)]).with_threshold(10)
}

/// Three ballots, which nobody decrypts.
#[must_use]
pub fn below_floor() -> DecidedDistrict {
    let mut district = Example::new(Rule::Greedy, &[("a", 60_000, 0), ("b", 50_000, 0)]).decided();
    district.outcome.explained = None;
    district.outcome.result.ballots = 3;
    district.outcome.result.counts = None;
    district.outcome.result.awards = Vec::new();
    district
}
