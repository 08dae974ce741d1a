//! What the opening fixes, and what can be said of a ballot from that alone.

use std::sync::Arc;

use super::refusal::{At as _, Fault, Refusal, refuse};
use crate::crypto::ballot::Parameters;
use crate::crypto::batch::CastBallot;
use crate::crypto::ceremony::Keys;
use crate::election::message::BallotParts;
use crate::election::{Definition, District};
use crate::report::Step;

/// What holds from the opening to the end: definition, keys, and the parameters of each district's
/// ballots. It does not change as ballots come, so many threads can read ballots by it.
pub struct Opened {
    pub(super) definition: Arc<Definition>,
    pub(super) districts: Vec<District>,
    /// The chain hash of the entry that opened the vote, 32 bytes.
    pub(super) fingerprint: [u8; 32],
    /// The keys of the widest district, of which the others take the first.
    pub(super) keys: Keys,
    /// By district.
    pub(super) parameters: Vec<Parameters>,
}

/// A ballot as far as its bytes go: its form by length, its district, its tracker. Nothing of its
/// proof or its signature was checked.
#[derive(Debug, Clone, Copy)]
pub struct BallotView<'a> {
    /// The parts of the payload.
    pub parts: BallotParts<'a>,
    /// A, the beginning of its ciphertext.
    pub randomness: &'a [u8; 32],
    /// T (`spec/protocol.md`, section 6.5).
    pub tracker: [u8; 32],
}

impl Opened {
    /// The fingerprint of the election, 32 bytes.
    pub fn fingerprint(&self) -> &[u8; 32] {
        &self.fingerprint
    }

    /// The keys PK_j of the widest district, and the trustees' verification keys.
    pub fn keys(&self) -> &Keys {
        &self.keys
    }

    /// The general part of the definition.
    pub fn definition(&self) -> &Definition {
        &self.definition
    }

    /// The districts in order.
    pub fn districts(&self) -> &[District] {
        &self.districts
    }

    /// The number P of projects of a district, if there is such a district.
    pub fn projects(&self, district: u16) -> Option<usize> {
        Some(self.districts.get(usize::from(district))?.projects.len())
    }

    /// The parameters of each district's ballots.
    pub fn parameters(&self) -> &[Parameters] {
        &self.parameters
    }

    /// Reads the payload of a ballot's entry: the first part of rule 1 of `spec/election.md`,
    /// section 7. That its points and scalars are canonical is for the batch to check.
    pub fn read_ballot<'a>(&self, payload: &'a [u8]) -> Result<BallotView<'a>, Refusal> {
        let parameters = |district: u16| self.parameters.get(usize::from(district));
        let sealed_bytes = |district| Some(parameters(district)?.sealed_len());
        let parts = BallotParts::read(payload, sealed_bytes).at(Step::Form)?;
        let district = (parameters(parts.district), parts.sealed.first_chunk());
        let (Some(parameters), Some(randomness)) = district else {
            return refuse(Step::Form, Fault::NoDistrict(parts.district));
        };
        let tracker = parameters.tracker(parts.credential, parts.sealed);
        Ok(BallotView { parts, randomness, tracker })
    }

    /// What the batch check wants of a ballot that this has read.
    pub fn cast_ballot<'a>(
        &'a self,
        entry: u64,
        ballot: &BallotView<'a>,
    ) -> Option<CastBallot<'a>> {
        let BallotParts { district, credential, previous, sealed, signature } = ballot.parts;
        Some(CastBallot {
            entry,
            parameters: self.parameters.get(usize::from(district))?,
            credential,
            previous,
            tracker: ballot.tracker,
            sealed,
            signature,
        })
    }
}
