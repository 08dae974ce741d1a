//! Every unit of money is a candidate: Stanford's rule for knapsack ballots (Goel, Krishnaswamy,
//! Sakshuwong, Aitamurto, "Knapsack Voting for Participatory Budgeting", ACM Transactions on Economics and
//! Computation 7, 2019). The projects of an exclusive group are one undertaking at several amounts; a ballot
//! for an amount backs each of its units. The best units are funded until the money is spent, so the last
//! undertaking may get a part.

use alloc::vec::Vec;
use core::cmp::Reverse;

use super::{Award, Candidate, Decision, Round, Standings, Verdict};

/// The units that a project of an undertaking adds to the cheaper ones.
struct Step {
    /// Which undertaking.
    undertaking: usize,
    /// The project that the undertaking is with these units.
    project: u16,
    /// How many units.
    size: u64,
    /// How many ballots back them: those for this project and the dearer ones.
    score: u64,
}

/// Projects of which a ballot names at most one, from the cheapest to the dearest.
struct Undertaking {
    projects: Vec<u16>,
    /// The place in the order of ties of the first of its projects.
    rank: usize,
}

pub(super) fn decide(standings: &Standings) -> Decision {
    let undertakings = undertakings(standings);
    let mut steps: Vec<Step> =
        (0..).zip(&undertakings).flat_map(|(index, one)| one.steps(index, standings)).collect();
    // The sort is stable, so the steps of one undertaking stay in their order.
    steps.sort_by_key(|step| (Reverse(step.score), undertakings[step.undertaking].rank));

    let mut left = standings.budget;
    let mut rounds = Vec::new();
    let mut order = Vec::new();
    let mut amounts = alloc::vec![0; undertakings.len()];
    for step in &steps {
        let given = step.size.min(left);
        let verdict = match given {
            _ if step.score < standings.threshold => Verdict::BelowThreshold,
            given if given == step.size => Verdict::Funded,
            0 => Verdict::DoesNotFit,
            _ => Verdict::FundedInPart,
        };
        let Step { project, score, size: cost, .. } = *step;
        rounds.push(Round { project, score, cost, left, verdict });
        if verdict.is_funded() {
            left -= given;
            amounts[step.undertaking] += given;
            if !order.contains(&step.undertaking) {
                order.push(step.undertaking);
            }
        }
    }
    let withdrawn = standings.ties.iter().filter(|&&p| standings.project(p).is_withdrawn);
    for &project in withdrawn {
        let Candidate { cost, score, .. } = standings.project(project);
        rounds.push(Round { project, score, cost, left, verdict: Verdict::Withdrawn });
    }
    let award = |&index: &usize| undertakings[index].award(amounts[index], standings);
    Decision { awards: order.iter().filter_map(award).collect(), rounds }
}

fn undertakings(standings: &Standings) -> Vec<Undertaking> {
    let mut grouped = alloc::vec![false; standings.projects.len()];
    for &project in standings.groups.iter().flatten() {
        grouped[usize::from(project)] = true;
    }
    let alone = (0..).zip(&grouped).filter(|&(_, &is_grouped)| !is_grouped);
    let alone = alone.map(|(project, _)| Vec::from([project]));
    alone
        .chain(standings.groups.iter().cloned())
        .filter_map(|all| Undertaking::of(all, standings))
        .collect()
}

impl Undertaking {
    /// The undertaking of those of its projects that are not withdrawn, if any is left.
    fn of(mut projects: Vec<u16>, standings: &Standings) -> Option<Self> {
        projects.retain(|&project| !standings.project(project).is_withdrawn);
        projects.sort_by_key(|&project| standings.project(project).cost);
        let rank = standings.ties.iter().position(|project| projects.contains(project))?;
        Some(Self { projects, rank })
    }

    fn steps(&self, undertaking: usize, standings: &Standings) -> Vec<Step> {
        let mut cheaper = 0;
        let step = |(index, &project): (usize, &u16)| {
            let cost = standings.project(project).cost;
            let size = cost - cheaper;
            cheaper = cost;
            let backing = self.projects[index..].iter().map(|&p| standings.project(p).score);
            let score = backing.fold(0, u64::saturating_add);
            Step { undertaking, project, size, score }
        };
        self.projects.iter().enumerate().map(step).collect()
    }

    /// The amount, under the name of the cheapest project that is not cheaper than it.
    fn award(&self, amount: u64, standings: &Standings) -> Option<Award> {
        let enough = |&&project: &&u16| standings.project(project).cost >= amount;
        self.projects.iter().find(enough).map(|&project| Award { project, amount })
    }
}
