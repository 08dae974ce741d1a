use alloc::collections::{BTreeMap, BTreeSet};
use alloc::sync::Arc;
use alloc::vec::Vec;

use isoloir_crypto::ballot::{BallotParameters, BallotTracker};
use isoloir_crypto::group::NonIdentityPoint;

use crate::message::PaperResult;
use crate::phase::Refusal;

/// What the board says of one district: its roll, its ballots, its withdrawn projects.
pub(super) struct DistrictBallots {
    pub(super) parameters: Arc<BallotParameters>,
    /// For each U on the roll, by its encoding, how it stands.
    pub(super) roll: BTreeMap<[u8; 32], Voter>,
    /// Projects that can't win any more.
    pub(super) withdrawn: BTreeSet<u16>,
    pub(super) paper: PaperResult,
}

/// A credential on the roll.
#[derive(Clone, Debug, Default)]
pub struct Voter {
    /// The ballots recorded for it, the last one last.
    pub recorded: Vec<Recorded>,
    /// Whether it can vote.
    pub standing: Standing,
}

/// A ballot on the board.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// T.
    pub tracker: BallotTracker,
    /// The index of its entry.
    pub entry: u64,
}

/// Whether a credential can vote (`spec/election.md`, section 7).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Standing {
    /// It can.
    #[default]
    Active,
    /// It was revoked.
    Revoked,
    /// It was revoked, and another put in its place.
    Replaced,
    /// A ballot on paper used it up.
    Paper,
}

impl DistrictBallots {
    /// Nothing, if a credential stands on the roll twice.
    pub(super) fn new(parameters: BallotParameters, roll: Vec<NonIdentityPoint>) -> Option<Self> {
        let length = roll.len();
        let roll: BTreeMap<_, _> =
            roll.into_iter().map(|credential| (*credential.as_bytes(), Voter::default())).collect();
        let distinct = roll.len() == length;
        distinct.then_some(Self {
            parameters: Arc::new(parameters),
            roll,
            withdrawn: BTreeSet::new(),
            paper: PaperResult { ballots: 0, counts: Vec::new() },
        })
    }

    /// The voter with this credential, whether it can vote or not.
    pub(super) fn voter(&self, credential: &[u8; 32]) -> Result<&Voter, Refusal> {
        self.roll.get(credential).ok_or(Refusal::NotOnRoll)
    }

    /// The voter with this credential, if it can vote.
    pub(super) fn active(&self, credential: &[u8; 32]) -> Result<&Voter, Refusal> {
        let voter = self.voter(credential)?;
        match voter.standing {
            Standing::Active => Ok(voter),
            Standing::Revoked | Standing::Replaced => Err(Refusal::Revoked),
            Standing::Paper => Err(Refusal::VotedOnPaper),
        }
    }

    /// Sets how a credential on the roll stands.
    pub(super) fn set_standing(&mut self, credential: &[u8; 32], standing: Standing) {
        if let Some(voter) = self.roll.get_mut(credential) {
            voter.standing = standing;
        }
    }

    /// How many ballots are recorded, replaced and void ones included.
    pub(super) fn recorded(&self) -> u64 {
        self.roll.values().map(|voter| voter.recorded.len() as u64).sum()
    }

    /// The ballots that count: the last of each credential that can vote.
    pub(super) fn counted(&self) -> impl Iterator<Item = &Recorded> {
        let active = self.roll.values().filter(|voter| voter.standing == Standing::Active);
        active.filter_map(|voter| voter.recorded.last())
    }
}

impl Voter {
    /// prev: the tracker of the last recorded ballot.
    #[must_use]
    pub fn current(&self) -> BallotTracker {
        last_tracker(&self.recorded)
    }

    /// The entry in which exactly this ballot was recorded before.
    pub(super) fn find(&self, tracker: BallotTracker, previous: BallotTracker) -> Option<u64> {
        let position = self.recorded.iter().position(|recorded| recorded.tracker == tracker)?;
        let before = last_tracker(&self.recorded[..position]);
        (before == previous).then_some(self.recorded[position].entry)
    }
}

fn last_tracker(recorded: &[Recorded]) -> BallotTracker {
    recorded.last().map_or(BallotTracker::NONE, |last| last.tracker)
}
