//! The phases of an election, as its board shows them (`spec/election.md`, section 6).
//!
//! ```text
//! Setup --open--> Voting --close--> Closed --tally--> Decrypting --all results--> Decided
//! ```
//!
//! Each phase is a type that knows what may come next; [`Record`] holds the current one, takes
//! entries in order and refuses those that the rules do not allow. A server asks it before it
//! appends; a trustee and an auditor feed it a whole board.

mod closed;
mod decrypting;
mod record;
mod refusal;
mod roll;
mod setup;
mod standing;
mod voting;

pub use closed::{Closed, ClosedTallies, Tallies};
pub use decrypting::{Decrypting, Explained, Outcome};
pub use record::{Phase, Record};
pub use refusal::Refusal;
pub use roll::{Recorded, Standing, Voter};
pub(crate) use setup::unreadable;
pub use setup::{Ceremony, Setup};
pub use voting::{CheckedBallot, Placement, UncheckedBallot, Voting};

use alloc::vec::Vec;
use core::fmt;

use isoloir_crypto::ballot::BallotParameters;
use isoloir_crypto::dkg::{CeremonyParameters, DkgError, ElectionKeys, ParametersError};

use crate::definition::{Definition, District, ElectionId};

/// The fingerprint of an election, 32 bytes: the chain hash of the entry that opened the vote. It binds the definition,
/// the keys and the rolls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint(pub [u8; 32]);

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// The whole definition of an election, general part and districts.
#[derive(Clone, Debug)]
pub struct Election {
    id: ElectionId,
    definition: Definition,
    districts: Vec<District>,
}

impl Election {
    /// SHA3-256 of the general part.
    #[must_use]
    pub fn id(&self) -> ElectionId {
        self.id
    }

    /// The general part.
    #[must_use]
    pub fn definition(&self) -> &Definition {
        &self.definition
    }

    /// The districts.
    #[must_use]
    pub fn districts(&self) -> &[District] {
        &self.districts
    }

    /// The key ceremony that this election holds: a key for each slot of the widest district.
    ///
    /// # Errors
    /// If there can be none: too many slots, or a threshold that is out of range.
    pub fn ceremony_parameters(&self) -> Result<CeremonyParameters, ParametersError> {
        let slots = self.districts.iter().map(|district| district.style().slots()).max();
        let (trustees, threshold) =
            (self.definition.trustees.len() as u8, self.definition.threshold);
        CeremonyParameters::new(self.id.0, trustees, threshold, slots.unwrap_or_default())
    }

    /// What ballots of each district are sealed with.
    pub(crate) fn ballot_parameters(
        &self,
        fingerprint: Fingerprint,
        keys: &ElectionKeys,
    ) -> Result<Vec<BallotParameters>, Refusal> {
        let districts = (0..).zip(&self.districts);
        let parameters = districts.map(|(index, district)| {
            BallotParameters::new(fingerprint.0, index, district.style().clone(), keys.public())
                .map_err(|_| DkgError::DegenerateKey { slot: 0 }.into())
        });
        parameters.collect()
    }

    /// A district by its index.
    pub(crate) fn district(&self, index: u16) -> Result<&District, Refusal> {
        self.districts.get(usize::from(index)).ok_or(Refusal::UnknownDistrict { district: index })
    }
}
