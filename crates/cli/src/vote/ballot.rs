//! A ballot on the voter's device: sealed, then either cast or challenged, and never both.

use anyhow::{Context, anyhow};
use base64ct::{Base64UrlUnpadded, Encoding};
use isoloir_crypto::ballot::{BallotTracker, Opening, SealedBallot};
use isoloir_crypto::credential::VoterCredential;
use isoloir_crypto::group::NonIdentityPoint;
use isoloir_election::message::CastBallot;
use isoloir_encoding::{Encode, Writer};
use rand_core::OsRng;
use zeroize::Zeroizing;

use crate::failure::Failure;
use crate::vote::{Poll, Selection};

/// Encrypted and proved, and not a vote yet. What follows consumes it.
pub(super) struct Sealed<'a> {
    poll: &'a Poll,
    credential: &'a VoterCredential,
    district: u16,
    ballot: SealedBallot,
    opening: Opening,
    tracker: BallotTracker,
}

/// Signed by its credential. Its bytes reveal nothing about the choices.
#[derive(Debug)]
pub(super) struct Cast {
    pub(super) district: u16,
    pub(super) credential: NonIdentityPoint,
    pub(super) previous: BallotTracker,
    pub(super) tracker: BallotTracker,
    pub(super) payload: Vec<u8>,
}

impl<'a> Sealed<'a> {
    /// Seals a selection that keeps to the limits of the district.
    pub(super) fn seal(
        poll: &'a Poll,
        district: u16,
        credential: &'a VoterCredential,
        selection: &Selection,
    ) -> Result<Self, Failure> {
        let choices = selection.choices(poll.district(district)?).map_err(Failure::input)?;
        let parameters = poll.parameters(district)?;
        let (ballot, opening) = parameters.seal(credential, &choices, &mut OsRng);
        let tracker = ballot.tracker(parameters, credential.public());
        Ok(Self { poll, credential, district, ballot, opening, tracker })
    }

    /// T, to be copied before it is decided what follows.
    pub(super) fn tracker(&self) -> BallotTracker {
        self.tracker
    }

    /// Signs it: the opening is gone.
    pub(super) fn cast(self, previous: BallotTracker) -> Result<Cast, Failure> {
        let parameters = self.poll.parameters(self.district)?;
        let ballot =
            CastBallot::cast(parameters, self.credential, previous, self.ballot, &mut OsRng);
        Ok(Cast {
            district: self.district,
            credential: *self.credential.public(),
            previous,
            tracker: self.tracker,
            payload: ballot.to_bytes(),
        })
    }

    /// Opens it: the ballot is gone. The line is `spec/election.md`, section 12:
    /// base64url(fingerprint || u16 district || U || opening).
    pub(super) fn challenge(self) -> Zeroizing<String> {
        let mut out = Writer::new();
        out.raw(&self.poll.fingerprint.0);
        out.u16(self.district);
        self.credential.public().encode(&mut out);
        self.opening.encode(&mut out);
        let bytes = Zeroizing::new(out.into_bytes());
        Zeroizing::new(Base64UrlUnpadded::encode_string(&bytes))
    }
}

impl Cast {
    /// Takes up the payload of a ballot that was cast before.
    pub(super) fn read(poll: &Poll, payload: Vec<u8>) -> Result<Self, Failure> {
        let damaged = "the ballot in the file is damaged: cast a new one";
        let (district, _) =
            CastBallot::voter_of(&payload).context(damaged).map_err(Failure::input)?;
        let parameters = poll.parameters(district)?;
        let ballot = CastBallot::read(&payload, parameters.style());
        let ballot = ballot.context(damaged).map_err(Failure::input)?;
        let (tracker, previous) = (ballot.tracker(parameters), ballot.previous());
        if !ballot.signature_holds(parameters, tracker) {
            return Err(Failure::input(anyhow!(damaged)));
        }
        Ok(Self { district, credential: *ballot.credential(), previous, tracker, payload })
    }
}
