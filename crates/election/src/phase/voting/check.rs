//! The checks of a ballot that do not depend on other ballots: of one, of many at once, and of none.

use alloc::sync::Arc;
use alloc::vec::Vec;

use isoloir_crypto::ballot::{BallotParameters, BallotTracker, CastVote, verify_batch};
use rand_core::CryptoRngCore;
use sha3::{Digest, Sha3_256};

use crate::message::{CastBallot, Kind};
use crate::phase::{CheckedBallot, Fingerprint, Refusal, Voting, unreadable};

impl Voting {
    /// Reads a ballot's payload and checks all that does not depend on other ballots: form, roll, signature, proof.
    ///
    /// # Errors
    /// Says what is wrong with the ballot, the cheapest check first.
    pub fn check(
        &self,
        payload: &[u8],
        rng: &mut impl CryptoRngCore,
    ) -> Result<CheckedBallot, Refusal> {
        let ballot = self.read_form_first(payload)?;
        let ballot = ballot.decode()?;
        ballot.vote().verify(rng)?;
        Ok(ballot.into_checked())
    }

    /// Checks many ballots, of whatever districts, at once: for each payload, in their order, what
    /// [`Voting::check`] says of it.
    ///
    /// Form and roll are checked one by one; signatures and proofs of those that are left in one
    /// batch ([`verify_batch`], `spec/protocol.md`, section 6.4), which takes a fraction of the
    /// time, unless there are wrong ones among them.
    ///
    /// `rng` must be the system's generator, or one that voters can't predict: if they could, wrong
    /// ballots could be made that pass together.
    pub fn check_all(
        &self,
        payloads: &[&[u8]],
        rng: &mut impl CryptoRngCore,
    ) -> Vec<Result<CheckedBallot, Refusal>> {
        let read: Vec<_> = payloads.iter().map(|payload| self.read_form_first(payload)).collect();
        let decoded = read.iter().map(|read| read.as_ref().map_err(Clone::clone)?.decode());
        verify_all(decoded.collect(), rng)
    }

    /// Takes a ballot that a server reads back from its own log as checked, without checking it: form
    /// and roll are read, but neither signature nor proof.
    ///
    /// This is sound only if all of the following are so:
    ///
    /// - The payload is that of an entry below a checkpoint which this very server has signed, and
    ///   the server has computed again, from the bytes that it reads now, that the tree of the
    ///   checkpoint has this entry in this place.
    /// - The server signs no checkpoint over a ballot before [`Voting::check`] or
    ///   [`Voting::check_all`] has accepted it.
    /// - The ballot is taken at that place in the board: after exactly the entries that come before it.
    ///
    /// The checkpoint then says that these bytes were checked, by a party whom the server believes:
    /// itself. Nobody else may use this. To a trustee, an observer or a mirror the signature of the
    /// server says nothing about a ballot; what they take in they check.
    ///
    /// # Errors
    /// If the ballot can't be read or its credential can't vote, as [`Voting::check`].
    pub fn trust_own_log(&self, payload: &[u8]) -> Result<CheckedBallot, Refusal> {
        self.read_form_first(payload)?.decode().map(Legible::into_checked)
    }

    /// Finds out whose ballot a payload is: what takes no time, before anything else. A server refuses by it what it need
    /// not look at any further.
    ///
    /// A credential that has lost its right to vote passes if ballots are recorded for it: this may be one of them, sent
    /// again ([`Voting::place`]).
    ///
    /// # Errors
    /// If the payload ends before, there is no such district, or the credential can't vote.
    pub fn read(&self, payload: &[u8]) -> Result<UncheckedBallot, Refusal> {
        let (district, credential) =
            CastBallot::voter_of(payload).map_err(unreadable(Kind::Ballot))?;
        let ballots = self.district(district)?;
        if ballots.voter(&credential)?.recorded.is_empty() {
            ballots.active(&credential)?;
        }
        let (fingerprint, parameters) = (self.fingerprint, ballots.parameters.clone());
        Ok(UncheckedBallot { fingerprint, parameters, payload: payload.to_vec() })
    }

    /// The same, but what has not the form of a ballot is refused for that, as the specification has it.
    fn read_form_first(&self, payload: &[u8]) -> Result<UncheckedBallot, Refusal> {
        self.read(payload).or_else(|refusal| {
            let (district, _) = CastBallot::voter_of(payload).map_err(unreadable(Kind::Ballot))?;
            let style = self.district(district)?.parameters.style();
            CastBallot::read(payload, style).map_err(unreadable(Kind::Ballot))?;
            Err(refusal)
        })
    }
}

/// What was sent as a ballot of a credential on the roll of its district. The rest of its form, its signature and its
/// proof are not checked yet.
///
/// It stands on its own: the board may change while these are checked, which takes nearly all of the time.
#[derive(Clone)]
pub struct UncheckedBallot {
    fingerprint: Fingerprint,
    parameters: Arc<BallotParameters>,
    payload: Vec<u8>,
}

impl UncheckedBallot {
    /// Checks form, signatures and proofs of many ballots, of whatever districts, the two latter in one batch
    /// ([`verify_batch`]); in their order. `rng` is as for [`Voting::check_all`].
    pub fn check_all(
        ballots: &[Self],
        rng: &mut impl CryptoRngCore,
    ) -> Vec<Result<CheckedBallot, Refusal>> {
        verify_all(ballots.iter().map(Self::decode).collect(), rng)
    }

    /// The bytes that were sent.
    #[must_use]
    pub fn into_payload(self) -> Vec<u8> {
        self.payload
    }

    /// Decompresses its points, which is nearly half of what a check takes.
    fn decode(&self) -> Result<Legible<'_>, Refusal> {
        let ballot = CastBallot::read(&self.payload, self.parameters.style())
            .map_err(unreadable(Kind::Ballot))?;
        Ok(Legible {
            fingerprint: self.fingerprint,
            payload_digest: Sha3_256::digest(&self.payload).into(),
            tracker: ballot.tracker(&self.parameters),
            parameters: &self.parameters,
            ballot,
        })
    }
}

/// A ballot of the form of its district.
struct Legible<'a> {
    fingerprint: Fingerprint,
    payload_digest: [u8; 32],
    parameters: &'a BallotParameters,
    ballot: CastBallot,
    tracker: BallotTracker,
}

impl Legible<'_> {
    /// What is to be checked of it.
    fn vote(&self) -> CastVote<'_> {
        self.ballot.vote(self.parameters, self.tracker)
    }

    /// Signature and proof hold.
    fn into_checked(self) -> CheckedBallot {
        CheckedBallot {
            fingerprint: self.fingerprint,
            payload_digest: self.payload_digest,
            district: self.ballot.district(),
            credential: *self.ballot.credential().as_bytes(),
            first_component: *self.ballot.sealed().ciphertext().a().as_bytes(),
            previous: self.ballot.previous(),
            tracker: self.tracker,
        }
    }
}

/// Checks signatures and proofs of those that have the form of a ballot, in one batch.
fn verify_all(
    decoded: Vec<Result<Legible<'_>, Refusal>>,
    rng: &mut impl CryptoRngCore,
) -> Vec<Result<CheckedBallot, Refusal>> {
    let votes: Vec<_> = decoded.iter().flatten().map(Legible::vote).collect();
    let mut verdicts = verify_batch(&votes, rng).into_iter();
    let checked = |decoded: Result<Legible<'_>, Refusal>| match decoded {
        Ok(ballot) => verdicts
            .next()
            .map(|verdict| verdict.map(|()| ballot.into_checked()).map_err(Refusal::from)),
        Err(refusal) => Some(Err(refusal)),
    };
    decoded.into_iter().filter_map(checked).collect()
}
