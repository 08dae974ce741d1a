mod check;

pub use check::UncheckedBallot;

use alloc::collections::BTreeSet;
use alloc::sync::Arc;
use alloc::vec::Vec;

use isoloir_board::entry::Entry;
use isoloir_board::merkle::TreeHead;
use isoloir_crypto::ballot::{BallotParameters, BallotTracker};
use isoloir_crypto::dkg::ElectionKeys;
use isoloir_crypto::group::NonIdentityPoint;
use sha3::{Digest, Sha3_256};

use crate::message::{Kind, Signed};
use crate::phase::roll::{DistrictBallots, Recorded, Voter};
use crate::phase::setup::unreadable;
use crate::phase::{Closed, Election, Fingerprint, Refusal};

/// While the vote is open: ballots are checked and recorded.
///
/// Checking a ballot's proof is slow and depends on nothing that ballots change, so it can be
/// done for many at once; recording is quick and done in order.
pub struct Voting {
    pub(super) election: Election,
    pub(super) fingerprint: Fingerprint,
    pub(super) keys: ElectionKeys,
    pub(super) districts: Vec<DistrictBallots>,
    /// The encodings of the A of all recorded ballots, of whatever district.
    first_components: BTreeSet<[u8; 32]>,
}

/// A ballot whose credential is on the roll, and whose signature and proof hold. Whether it may be
/// recorded still depends on what is on the board before it.
///
/// Who has one has called [`Voting::check`] or [`Voting::check_all`], or answers for it with
/// [`Voting::trust_own_log`].
#[derive(Clone, Debug)]
pub struct CheckedBallot {
    fingerprint: Fingerprint,
    payload_digest: [u8; 32],
    district: u16,
    credential: [u8; 32],
    first_component: [u8; 32],
    previous: BallotTracker,
    tracker: BallotTracker,
}

/// What recording a ballot would do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placement {
    /// It is new.
    New,
    /// These very bytes were recorded before, in this entry: the voter gets the same receipt.
    Recorded {
        /// The entry.
        entry: u64,
    },
}

impl CheckedBallot {
    /// Whether it was checked as the payload of this entry.
    pub(super) fn is_of(&self, entry: &Entry) -> bool {
        entry.kind() == Kind::Ballot as u8
            && self.payload_digest == <[u8; 32]>::from(Sha3_256::digest(entry.payload()))
    }

    /// The district, as an index into the definition.
    #[must_use]
    pub fn district(&self) -> u16 {
        self.district
    }

    /// U, encoded.
    #[must_use]
    pub fn credential(&self) -> &[u8; 32] {
        &self.credential
    }

    /// A, encoded: what no two recorded ballots have in common.
    #[must_use]
    pub fn first_component(&self) -> &[u8; 32] {
        &self.first_component
    }

    /// prev.
    #[must_use]
    pub fn previous(&self) -> BallotTracker {
        self.previous
    }

    /// T.
    #[must_use]
    pub fn tracker(&self) -> BallotTracker {
        self.tracker
    }
}

impl Voting {
    pub(super) fn new(
        election: Election,
        fingerprint: Fingerprint,
        keys: ElectionKeys,
        districts: Vec<DistrictBallots>,
    ) -> Self {
        Self { election, fingerprint, keys, districts, first_components: BTreeSet::new() }
    }

    /// The definition.
    #[must_use]
    pub fn election(&self) -> &Election {
        &self.election
    }

    /// The hash of the opening.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        self.fingerprint
    }

    /// The trustees' keys.
    #[must_use]
    pub fn keys(&self) -> &ElectionKeys {
        &self.keys
    }

    /// What ballots of a district are made with.
    ///
    /// # Errors
    /// If there is no such district.
    pub fn parameters(&self, district: u16) -> Result<&Arc<BallotParameters>, Refusal> {
        self.district(district).map(|ballots| &ballots.parameters)
    }

    /// prev: the tracker of the last ballot recorded for this credential.
    ///
    /// # Errors
    /// If the credential is not on the roll of the district.
    pub fn current_tracker(
        &self,
        district: u16,
        credential: &NonIdentityPoint,
    ) -> Result<BallotTracker, Refusal> {
        self.district(district)?.active(credential.as_bytes()).map(Voter::current)
    }

    /// How a credential on the roll of a district stands, and what is recorded for it.
    ///
    /// # Errors
    /// If there is no such district, or the credential is not on its roll.
    pub fn voter(&self, district: u16, credential: &NonIdentityPoint) -> Result<&Voter, Refusal> {
        self.district(district)?.voter(credential.as_bytes())
    }

    /// The projects of a district that were withdrawn, by position.
    ///
    /// # Errors
    /// If there is no such district.
    pub fn withdrawn(&self, district: u16) -> Result<&BTreeSet<u16>, Refusal> {
        self.district(district).map(|ballots| &ballots.withdrawn)
    }

    /// How many credentials ever stood on the roll of a district.
    ///
    /// # Errors
    /// If there is no such district.
    pub fn credentials(&self, district: u16) -> Result<usize, Refusal> {
        self.district(district).map(|ballots| ballots.roll.len())
    }

    /// How many ballots are recorded in a district, replaced ones included.
    ///
    /// # Errors
    /// If there is no such district.
    pub fn recorded(&self, district: u16) -> Result<u64, Refusal> {
        self.district(district).map(DistrictBallots::recorded)
    }

    /// Whether the ballot may be recorded now, or was recorded before: that is found also when its credential has lost
    /// its right to vote since.
    ///
    /// # Errors
    /// If its credential can't vote, its `prev` is not current, its A is that of another recorded ballot, or it was
    /// checked in another election.
    pub fn place(&self, ballot: &CheckedBallot) -> Result<Placement, Refusal> {
        if ballot.fingerprint != self.fingerprint {
            return Err(Refusal::OtherBallot);
        }
        let district = self.district(ballot.district)?;
        let voter = district.voter(&ballot.credential)?;
        if let Some(entry) = voter.find(ballot.tracker, ballot.previous) {
            return Ok(Placement::Recorded { entry });
        }
        let current = district.active(&ballot.credential)?.current();
        if ballot.previous != current {
            return Err(Refusal::StalePrevious { current });
        }
        if self.first_components.contains(&ballot.first_component) {
            return Err(Refusal::Copied);
        }
        Ok(Placement::New)
    }

    /// Why a ballot that is on the board has no second place there.
    pub(super) fn why_not_again(&self, ballot: &CheckedBallot) -> Refusal {
        let active = self.district(ballot.district).and_then(|it| it.active(&ballot.credential));
        active.err().unwrap_or(Refusal::Copied)
    }

    /// Records a ballot that was placed as new, in the entry with this index.
    pub(super) fn record(&mut self, ballot: CheckedBallot, entry: u64) -> Result<(), Refusal> {
        let district = self.district_mut(ballot.district)?;
        let voter = district.roll.entry(ballot.credential).or_default();
        // Most voters cast one ballot: room for more would be most of the memory that a vote takes.
        if voter.recorded.is_empty() {
            voter.recorded.reserve_exact(1);
        }
        voter.recorded.push(Recorded { tracker: ballot.tracker, entry });
        self.first_components.insert(ballot.first_component);
        Ok(())
    }

    /// Checks that an official closes the vote with this entry.
    pub(super) fn check_close(&self, entry: &Entry) -> Result<(), Refusal> {
        let officials = &self.election.definition().officials;
        let signed = Signed::open(entry.payload(), Kind::Close, &self.fingerprint.0, officials)?;
        isoloir_encoding::Reader::new(signed.message).finish().map_err(unreadable(Kind::Close))
    }

    /// The vote is closed; `head` is that of the log with the close.
    pub(super) fn close(self, head: TreeHead) -> Closed {
        Closed::new(self, head)
    }

    pub(super) fn district_mut(&mut self, district: u16) -> Result<&mut DistrictBallots, Refusal> {
        let unknown = Refusal::UnknownDistrict { district };
        self.districts.get_mut(usize::from(district)).ok_or(unknown)
    }

    pub(super) fn district(&self, district: u16) -> Result<&DistrictBallots, Refusal> {
        self.districts.get(usize::from(district)).ok_or(Refusal::UnknownDistrict { district })
    }
}

#[cfg(test)]
mod tests;
