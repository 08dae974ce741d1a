//! Many cast ballots checked by one multiplication (`spec/protocol.md`, section 6.4).
//!
//! Each equation of each ballot says that a sum of multiples of points is the neutral element. All of
//! them together, each multiplied by a random weight of its own, are one such sum. It is cheap because
//! a multiplication of many points costs less a point (Pippenger), and because the points that ballots
//! share, H, K, the G_j, the keys and the vectors of the range proof, enter it once.
//!
//! ```text
//! CastVote --replay--> Challenges      challenges.rs, range.rs
//! Challenges --weigh--> Sum            equations.rs, range.rs
//! Sum --vanishes--> all hold | search  sum.rs, search.rs
//! ```

mod challenges;
mod equations;
mod range;
mod search;
mod sum;

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use curve25519_dalek::scalar::Scalar;
use rand_core::CryptoRngCore;

use crate::ballot::batch::challenges::Challenges;
use crate::ballot::batch::search::{halve, search};
use crate::ballot::batch::sum::Sum;
use crate::ballot::{BallotError, BallotParameters, SealedBallot};
use crate::credential::{CastSignature, CastStatement};
use crate::group::NonIdentityPoint;
use crate::knowledge::NotKnown;
use crate::transcript::{Domain, Transcript};

/// A sealed ballot and the signature that casts it, with all that they are checked against.
#[derive(Clone)]
pub struct CastVote<'a> {
    /// What ballots of the district are made with.
    pub parameters: &'a BallotParameters,
    /// U, whose vote it is.
    pub credential: &'a NonIdentityPoint,
    /// The ballot, sealed for U.
    pub ballot: &'a SealedBallot,
    /// What U signed to cast it. That its tracker is that of the ballot is the caller's to see to.
    pub statement: CastStatement,
    /// The signature.
    pub signature: &'a CastSignature,
}

/// Why a cast ballot does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CastError {
    /// The credential did not sign the statement (section 7).
    #[error("the ballot is not signed by its credential")]
    Signature(#[from] NotKnown),
    /// The ballot is not one of the style (section 6.4).
    #[error("the ballot is not a valid one")]
    Proof(#[from] BallotError),
}

impl CastVote<'_> {
    /// Checks the signature and then the proof of this one ballot, equation by equation.
    ///
    /// # Errors
    /// Says whether it is the signature, or else names the equation.
    pub fn verify(&self, rng: &mut impl CryptoRngCore) -> Result<(), CastError> {
        self.signature.verify(self.credential, &self.statement)?;
        self.parameters.verify(self.credential, self.ballot, rng)?;
        Ok(())
    }
}

/// Checks cast ballots, of whatever districts, together: for each, in their order, what
/// [`CastVote::verify`] says of it.
///
/// If all hold, this takes one multiplication. If not, the batch is halved, with fresh weights, until
/// those that make it fail stand alone, and these are checked by [`CastVote::verify`]. One wrong proof
/// makes a batch take about three times as long; any number of wrong signatures, which are sorted out
/// first, about twice.
///
/// `rng` must be the system's generator, or one that those who make ballots can't predict: the
/// weights come from 32 bytes of it, drawn when `votes` is fixed. A wrong ballot then passes with
/// probability at most 2^-128.
pub fn verify_batch(
    votes: &[CastVote<'_>],
    rng: &mut impl CryptoRngCore,
) -> Vec<Result<(), CastError>> {
    let mut outcomes = alloc::vec![Ok(()); votes.len()];
    for suspect in Batch::new(votes).suspects(rng) {
        outcomes[suspect] = votes[suspect].verify(rng);
    }
    outcomes
}

/// The number of equations of a cast ballot: the five of the ballot's proof, the two of the range
/// proof, and the signature.
pub(super) const EQUATIONS: usize = 8;

/// Ballots whose challenges are drawn.
struct Batch<'a> {
    votes: &'a [CastVote<'a>],
    members: Vec<Member>,
    /// The positions of those that have no place in a sum: what they lack, the plain check names.
    malformed: Vec<usize>,
    /// Has absorbed all that the ballots consist of.
    fixed: Transcript,
}

/// A ballot that goes into the sum.
struct Member {
    position: usize,
    challenges: Challenges,
}

impl<'a> Batch<'a> {
    fn new(votes: &'a [CastVote<'a>]) -> Self {
        let mut fixed = Transcript::new(Domain::WEIGHTS);
        let (mut members, mut malformed) = (Vec::with_capacity(votes.len()), Vec::new());
        for (position, challenges) in challenges::replay(votes, &mut fixed).into_iter().enumerate()
        {
            match challenges {
                Some(challenges) => members.push(Member { position, challenges }),
                None => malformed.push(position),
            }
        }
        Self { votes, members, malformed, fixed }
    }

    /// The positions of the ballots that a batch can't vouch for.
    fn suspects(&self, rng: &mut impl CryptoRngCore) -> Vec<usize> {
        let members: Vec<&Member> = self.members.iter().collect();
        let mut suspects = self.malformed.clone();
        if !self.all_hold(&members, rng) {
            suspects.extend(self.failing(members, rng).iter().map(|member| member.position));
        }
        suspects
    }

    /// Those of `members` that make their sum fail; at least one of them does.
    ///
    /// Signatures come first: their sum is a small part of the whole, and everybody can send ballots
    /// that nobody has signed, but only who has a credential signs a wrong one.
    fn failing<'m>(
        &self,
        mut members: Vec<&'m Member>,
        rng: &mut impl CryptoRngCore,
    ) -> Vec<&'m Member> {
        let mut failing = search(&members, &mut |members| self.signatures_hold(members, rng));
        let holds = &mut |members: &[&Member]| self.all_hold(members, rng);
        if failing.is_empty() {
            return halve(&members, holds);
        }
        let unsigned: BTreeSet<usize> = failing.iter().map(|member| member.position).collect();
        members.retain(|member| !unsigned.contains(&member.position));
        failing.extend(search(&members, holds));
        failing
    }

    /// Whether all equations of all `members` hold, under fresh weights.
    fn all_hold(&self, members: &[&Member], rng: &mut impl CryptoRngCore) -> bool {
        let mut weights = self.fixed.weights(rng);
        self.sum(members, || weights.draw()).vanishes()
    }

    /// Whether the signatures of all `members` hold, under fresh weights.
    fn signatures_hold(&self, members: &[&Member], rng: &mut impl CryptoRngCore) -> bool {
        let mut weights = self.fixed.weights(rng);
        let mut sum = Sum::new();
        for member in members {
            let [weight] = weights.draw();
            let vote = &self.votes[member.position];
            equations::add_signature(&mut sum, vote, &member.challenges, weight);
        }
        sum.vanishes()
    }

    /// The sum of the equations of all `members`, each times its weight.
    fn sum(
        &self,
        members: &[&Member],
        mut weights: impl FnMut() -> [Scalar; EQUATIONS],
    ) -> Sum<'a> {
        let mut sum = Sum::new();
        for member in members {
            let vote = &self.votes[member.position];
            equations::add(&mut sum, vote, &member.challenges, &weights());
        }
        sum
    }
}

/// Whether the sum over all `votes` is neutral under weights that a test chooses.
#[cfg(test)]
pub(super) fn vanishes_under(votes: &[CastVote<'_>], weights: &[Scalar; EQUATIONS]) -> bool {
    let batch = Batch::new(votes);
    assert!(batch.malformed.is_empty());
    let members: Vec<&Member> = batch.members.iter().collect();
    batch.sum(&members, || *weights).vanishes()
}
