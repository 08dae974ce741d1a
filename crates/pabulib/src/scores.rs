//! The scores of projects: those that a file states, and those that its ballots give.

use crate::instance::{Instance, Project, Vote, VoteType};

impl Instance {
    /// The score of each project as the file states it: its column `score` if any project has one,
    /// else its column `votes`. A project without a value has 0. `None` if no project has a value
    /// in either column.
    pub fn stated_scores(&self) -> Option<Vec<i64>> {
        let has = |field: fn(&Project) -> bool| self.projects.iter().any(field);
        let stated: fn(&Project) -> i64 = if has(|project| project.score.is_some()) {
            |project| project.score.unwrap_or(0)
        } else if has(|project| project.votes.is_some()) {
            |project| saturated(project.votes.unwrap_or(0).into())
        } else {
            return None;
        };
        Some(self.projects.iter().map(stated).collect())
    }

    /// The score of each project as the ballots give it, whatever the file states.
    ///
    /// A ballot gives a project
    /// - 1, if the vote type is approval or choose-1;
    /// - its points, if it is cumulative, scoring or ordinal and the file has the column `points`;
    /// - 1, if it is cumulative or scoring without that column;
    /// - by Borda, if it is ordinal without that column: `max_length` points for the first place of
    ///   the ballot and one less for each further place, but never less than 0. If META doesn't say
    ///   `max_length`, it is the number of places on the longest ballot of the file.
    ///
    /// A project that is on a ballot twice gets what its first place there gives, and the places
    /// after it stay what they are.
    pub fn counted_scores(&self) -> Vec<i64> {
        let scale = Scale::of(self);
        // No sum leaves 128 bits: each summand has 64, and memory holds fewer than 2^63 of them.
        let mut sums = vec![0_i128; self.projects.len()];
        let mut last_ballot = vec![None; self.projects.len()];
        for (ballot, vote) in self.votes.iter().enumerate() {
            for (place, &project) in vote.projects.iter().enumerate() {
                let (Some(sum), Some(last)) = (sums.get_mut(project), last_ballot.get_mut(project))
                else {
                    continue;
                };
                if last.replace(ballot) != Some(ballot) {
                    *sum += i128::from(scale.points(vote, place));
                }
            }
        }
        sums.into_iter().map(saturated).collect()
    }
}

/// What a place on a ballot is worth.
enum Scale {
    /// One, whatever the place.
    One,
    /// The points of the ballot; one where it has none.
    Points,
    /// The points of the ballot; where it has none, `first` for the first place and one less for
    /// each further place.
    Borda { first: u64 },
}

impl Scale {
    fn of(instance: &Instance) -> Self {
        match instance.meta.vote_type {
            VoteType::Approval | VoteType::ChooseOne => Self::One,
            VoteType::Cumulative | VoteType::Scoring => Self::Points,
            VoteType::Ordinal => {
                let longest = instance.votes.iter().map(|vote| vote.projects.len()).max();
                let longest = u64::try_from(longest.unwrap_or(0)).unwrap_or(u64::MAX);
                Self::Borda { first: instance.meta.max_length.unwrap_or(longest) }
            }
        }
    }

    /// The worth of a place, counted from 0.
    fn points(&self, vote: &Vote, place: usize) -> i64 {
        match (self, &vote.points) {
            (Self::One, _) | (Self::Points, None) => 1,
            (_, Some(points)) => points.get(place).copied().unwrap_or(0),
            (Self::Borda { first }, None) => {
                let place = u64::try_from(place).unwrap_or(u64::MAX);
                saturated(first.saturating_sub(place).into())
            }
        }
    }
}

/// A sum that hostile points can push out of 64 bits, and no election does: the nearest number
/// that fits.
fn saturated(sum: i128) -> i64 {
    i64::try_from(sum).unwrap_or(if sum < 0 { i64::MIN } else { i64::MAX })
}
