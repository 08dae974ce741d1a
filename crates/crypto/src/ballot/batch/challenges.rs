use alloc::vec::Vec;

use curve25519_dalek::scalar::Scalar;

use crate::ballot::batch::CastVote;
use crate::ballot::batch::range::{Drawn, RangeChallenges};
use crate::ballot::range::rounds_of;
use crate::ballot::{BallotParameters, SealedBallot};
use crate::transcript::{Label, Transcript};

/// The challenges of one cast ballot, from its transcripts.
pub(super) struct Challenges {
    /// y of the ballot's proof.
    pub(super) y: Scalar,
    /// c of the ballot's proof.
    pub(super) c: Scalar,
    /// c of the signature.
    pub(super) signature: Scalar,
    /// Present exactly when the style has constraints.
    pub(super) range: Option<RangeChallenges>,
}

/// Replays the transcripts of all `votes`: the challenges of each, or nothing for one that has not the
/// shape of its style or that section 11.4 refuses at once.
///
/// `fixed` absorbs all of them, so that weights that are drawn from it depend on every byte.
pub(super) fn replay(votes: &[CastVote<'_>], fixed: &mut Transcript) -> Vec<Option<Challenges>> {
    let replayed: Vec<Option<Replayed>> =
        votes.iter().map(|vote| Replayed::of(vote, fixed)).collect();

    // One inversion serves all of them (Montgomery's trick). None of them is zero: see `Drawn`.
    let mut inverses: Vec<Scalar> = Vec::new();
    for drawn in replayed.iter().flatten().filter_map(|replayed| replayed.range.as_ref()) {
        inverses.extend(drawn.divisors());
    }
    Scalar::batch_invert(&mut inverses);
    let mut inverses = inverses.into_iter();
    replayed.into_iter().map(|replayed| Some(replayed?.with_inverses(&mut inverses))).collect()
}

/// What the transcripts of one ballot have given.
struct Replayed {
    y: Scalar,
    c: Scalar,
    signature: Scalar,
    range: Option<Drawn>,
}

impl Replayed {
    fn of(vote: &CastVote<'_>, fixed: &mut Transcript) -> Option<Self> {
        if !has_shape(vote.parameters, vote.ballot) {
            return None;
        }
        let SealedBallot { ciphertext, proof } = vote.ballot;
        let mut transcript = vote.parameters.transcript(vote.credential);
        ciphertext.absorb(&mut transcript);
        let y = proof.commitments.absorb(&mut transcript);
        let c = proof.nonces.absorb(&mut transcript);
        proof.responses.absorb(&mut transcript);
        let range = match &proof.range {
            None => None,
            Some(range) => {
                let commitments = &proof.commitments.v;
                Some(Drawn::replay(range, vote.parameters, commitments, &mut transcript)?)
            }
        };

        let mut signing = vote.signature.transcript(vote.credential, &vote.statement);
        let signature = signing.challenge(Label::CHALLENGE);
        // The last answers are the only values that no challenge depends on yet.
        signing.scalar(Label::LAST_ANSWER, vote.signature.proof().response());
        fixed.scalar(Label::BATCH_MEMBER, &transcript.challenge_once(Label::BATCH_MEMBER));
        fixed.scalar(Label::BATCH_MEMBER, &signing.challenge_once(Label::BATCH_MEMBER));
        Some(Self { y, c, signature, range })
    }

    fn with_inverses(self, inverses: &mut impl Iterator<Item = Scalar>) -> Challenges {
        let Self { y, c, signature, range } = self;
        let range = range.map(|drawn| drawn.with_inverses(inverses));
        Challenges { y, c, signature, range }
    }
}

/// Whether the ballot has the numbers of points and scalars that the style asks for. One that was
/// read as a ballot of this style has.
fn has_shape(parameters: &BallotParameters, ballot: &SealedBallot) -> bool {
    let style = parameters.style();
    let (slots, constraints) = (usize::from(style.slots()), style.constraints().len());
    let constrained = constraints > 0;
    let SealedBallot { ciphertext, proof } = ballot;
    let rounds = proof.range.as_ref().map(|range| range.rounds.len());
    ciphertext.y.len() == slots
        && proof.responses.f.len() == slots
        && proof.commitments.v.len() == constraints
        && proof.nonces.e.is_some() == constrained
        && proof.responses.z_v.is_some() == constrained
        && rounds == constrained.then(|| rounds_of(style))
}
