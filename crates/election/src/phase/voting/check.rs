//! The checks of a ballot that do not depend on other ballots: of one, of many at once, and of none.

use alloc::vec::Vec;

use isoloir_crypto::ballot::{BallotParameters, BallotTracker, CastVote, verify_batch};
use rand_core::CryptoRngCore;
use sha3::{Digest, Sha3_256};

use crate::message::{CastBallot, Kind};
use crate::phase::{CheckedBallot, Fingerprint, Refusal, Voting};

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
        let ballot = self.read(payload)?;
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
        let mut outcomes = Vec::with_capacity(payloads.len());
        let mut legible = Vec::with_capacity(payloads.len());
        for (position, payload) in payloads.iter().enumerate() {
            match self.read(payload) {
                Ok(ballot) => legible.push((position, ballot)),
                Err(refusal) => outcomes.push((position, Err(refusal))),
            }
        }
        let votes: Vec<_> = legible.iter().map(|(_, ballot)| ballot.vote()).collect();
        let verdicts = verify_batch(&votes, rng);
        for ((position, ballot), verdict) in legible.into_iter().zip(verdicts) {
            let outcome = verdict.map(|()| ballot.into_checked()).map_err(Refusal::from);
            outcomes.push((position, outcome));
        }
        outcomes.sort_unstable_by_key(|&(position, _)| position);
        outcomes.into_iter().map(|(_, outcome)| outcome).collect()
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
        self.read(payload).map(ReadBallot::into_checked)
    }

    /// Checks form and roll.
    fn read(&self, payload: &[u8]) -> Result<ReadBallot<'_>, Refusal> {
        let unreadable = |source| Refusal::Unreadable { kind: Kind::Ballot, source };
        let district = CastBallot::district_of(payload).map_err(unreadable)?;
        let ballots = self.district(district)?;
        let parameters = &ballots.parameters;
        let ballot = CastBallot::read(payload, parameters.style()).map_err(unreadable)?;
        ballots.active(ballot.credential().as_bytes())?;
        Ok(ReadBallot {
            fingerprint: self.fingerprint,
            payload_digest: Sha3_256::digest(payload).into(),
            tracker: ballot.tracker(parameters),
            parameters,
            ballot,
        })
    }
}

/// A ballot of the form of its district, whose credential is on the roll.
struct ReadBallot<'a> {
    fingerprint: Fingerprint,
    payload_digest: [u8; 32],
    parameters: &'a BallotParameters,
    ballot: CastBallot,
    tracker: BallotTracker,
}

impl ReadBallot<'_> {
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
