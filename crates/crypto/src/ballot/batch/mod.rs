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
//! Sum --vanishes--> all hold | halve   sum.rs, here
//! ```

mod challenges;
mod equations;
mod range;
mod sum;

use alloc::vec::Vec;

use curve25519_dalek::scalar::Scalar;
use rand_core::CryptoRngCore;

use crate::ballot::batch::challenges::Challenges;
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
/// those that make it fail stand alone, and these are checked by [`CastVote::verify`]. One wrong ballot
/// thus costs about as much again as the whole batch.
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
        let mut suspects = self.malformed.clone();
        self.search(&self.members, &mut suspects, rng);
        suspects
    }

    fn search(&self, members: &[Member], suspects: &mut Vec<usize>, rng: &mut impl CryptoRngCore) {
        if !self.all_hold(members, rng) {
            self.halve(members, suspects, rng);
        }
    }

    /// Finds those of `members` that make their sum fail; at least one of them does.
    fn halve(&self, members: &[Member], suspects: &mut Vec<usize>, rng: &mut impl CryptoRngCore) {
        if let [member] = members {
            suspects.push(member.position);
            return;
        }
        let (left, right) = members.split_at(members.len() / 2);
        if self.all_hold(left, rng) {
            // So the other half does not, which need not be computed.
            self.halve(right, suspects, rng);
        } else {
            self.halve(left, suspects, rng);
            self.search(right, suspects, rng);
        }
    }

    /// Whether the equations of all `members` hold, under fresh weights.
    fn all_hold(&self, members: &[Member], rng: &mut impl CryptoRngCore) -> bool {
        let mut weights = self.fixed.weights(rng);
        self.sum(members, || weights.draw()).vanishes()
    }

    /// The sum of the equations of all `members`, each times its weight.
    fn sum(&self, members: &[Member], mut weights: impl FnMut() -> [Scalar; EQUATIONS]) -> Sum<'a> {
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
    batch.sum(&batch.members, || *weights).vanishes()
}
