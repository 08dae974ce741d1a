//! A ballot on the voter's device: sealed, then either cast or challenged, and never both.

use anyhow::{Context, anyhow};
use isoloir_crypto::ballot::BallotTracker;
use isoloir_crypto::credential::VoterCredential;
use isoloir_crypto::group::NonIdentityPoint;
use isoloir_election::booth::Sealed;
use isoloir_election::message::CastBallot;
use rand_core::OsRng;

use crate::failure::Failure;
use crate::vote::{Poll, Selection};

/// Signed by its credential. Its bytes reveal nothing about the choices.
#[derive(Debug)]
pub(super) struct Cast {
    pub(super) district: u16,
    pub(super) credential: NonIdentityPoint,
    pub(super) previous: BallotTracker,
    pub(super) tracker: BallotTracker,
    pub(super) payload: Vec<u8>,
}

/// Seals a selection that keeps to the limits of the district.
pub(super) fn seal(
    poll: &Poll,
    district: u16,
    credential: &VoterCredential,
    selection: &Selection,
) -> Result<Sealed, Failure> {
    let choices = selection.choices(poll.district(district)?).map_err(Failure::input)?;
    let parameters = poll.parameters(district)?.clone();
    Ok(Sealed::seal(parameters, credential.clone(), &choices, &mut OsRng))
}

impl Cast {
    /// Casts a ballot: the opening is gone.
    pub(super) fn new(sealed: Sealed, previous: BallotTracker) -> Self {
        let (district, credential, tracker) =
            (sealed.district(), *sealed.credential(), sealed.tracker());
        let payload = sealed.cast(previous, &mut OsRng);
        Self { district, credential, previous, tracker, payload }
    }

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
