use alloc::sync::Arc;
use alloc::vec::Vec;

use isoloir_crypto::ballot::{BallotParameters, BallotTracker, Choices, Opening, SealedBallot};
use isoloir_crypto::credential::VoterCredential;
use isoloir_crypto::group::NonIdentityPoint;
use isoloir_encoding::Encode;
use rand_core::CryptoRngCore;

use crate::booth::Challenge;
use crate::message::CastBallot;
use crate::phase::Fingerprint;

/// A ballot on the voter's device: encrypted and proved, and not a vote yet. It is then either cast or challenged, and never
/// both: each consumes it.
pub struct Sealed {
    parameters: Arc<BallotParameters>,
    credential: VoterCredential,
    ballot: SealedBallot,
    opening: Opening,
    tracker: BallotTracker,
}

impl Sealed {
    /// Seals choices that keep to the limits of their district.
    pub fn seal(
        parameters: Arc<BallotParameters>,
        credential: VoterCredential,
        choices: &Choices,
        rng: &mut impl CryptoRngCore,
    ) -> Self {
        let (ballot, opening) = parameters.seal(&credential, choices, rng);
        let tracker = ballot.tracker(&parameters, credential.public());
        Self { parameters, credential, ballot, opening, tracker }
    }

    /// The district, as an index into the definition.
    #[must_use]
    pub fn district(&self) -> u16 {
        self.parameters.district()
    }

    /// U.
    #[must_use]
    pub fn credential(&self) -> &NonIdentityPoint {
        self.credential.public()
    }

    /// T, which the voter copies before it is decided what follows.
    #[must_use]
    pub fn tracker(&self) -> BallotTracker {
        self.tracker
    }

    /// Signs it: the payload of the entry that is a vote, which reveals nothing about the choices. The opening is gone.
    ///
    /// `previous` is the tracker of the last ballot recorded for this credential, or [`BallotTracker::NONE`].
    #[must_use]
    pub fn cast(self, previous: BallotTracker, rng: &mut impl CryptoRngCore) -> Vec<u8> {
        let Self { parameters, credential, ballot, .. } = self;
        CastBallot::cast(&parameters, &credential, previous, ballot, rng).to_bytes()
    }

    /// Opens it: the ballot is gone.
    #[must_use]
    pub fn challenge(self) -> Challenge {
        Challenge {
            fingerprint: Fingerprint(*self.parameters.fingerprint()),
            district: self.parameters.district(),
            credential: *self.credential.public(),
            opening: self.opening,
        }
    }
}
