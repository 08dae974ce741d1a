use alloc::vec::Vec;
use core::cmp::Reverse;

use super::{Award, Decision, Round, Standings, Verdict};

/// The budget while it is being spent: what is left, and the protocol of what was decided.
pub(super) struct Purse<'a> {
    standings: &'a Standings,
    left: u64,
    awards: Vec<Award>,
    rounds: Vec<Round>,
}

impl<'a> Purse<'a> {
    pub(super) fn full(standings: &'a Standings) -> Self {
        Self { standings, left: standings.budget, awards: Vec::new(), rounds: Vec::new() }
    }

    pub(super) fn left(&self) -> u64 {
        self.left
    }

    pub(super) fn fits(&self, position: u16) -> bool {
        self.standings.project(position).cost <= self.left
    }

    /// Funds a project with its cost, of which what is missing comes from elsewhere.
    pub(super) fn fund(&mut self, position: u16, verdict: Verdict) {
        let cost = self.standings.project(position).cost;
        self.note(position, verdict);
        self.left = self.left.saturating_sub(cost);
        self.awards.push(Award { project: position, amount: cost });
    }

    /// A project that is not funded, and why.
    pub(super) fn note(&mut self, position: u16, verdict: Verdict) {
        let project = self.standings.project(position);
        self.rounds.push(Round {
            project: position,
            score: project.score,
            cost: project.cost,
            left: self.left,
            verdict,
        });
    }

    /// The decision, once all projects that stand have been considered: the others are added to the rounds.
    pub(super) fn close(mut self) -> Decision {
        let standings = self.standings;
        let withdrawn = |position: &u16| standings.project(*position).is_withdrawn;
        let mut below: Vec<u16> = standings
            .ties
            .iter()
            .copied()
            .filter(|position| !withdrawn(position) && !standings.stands(*position))
            .collect();
        below.sort_by_key(|&position| Reverse(standings.project(position).score));
        for position in below {
            self.note(position, Verdict::BelowThreshold);
        }
        for position in standings.ties.iter().copied().filter(withdrawn) {
            self.note(position, Verdict::Withdrawn);
        }
        Decision { awards: self.awards, rounds: self.rounds }
    }
}
