//! The vote: every recorded ballot is sealed, cast, checked and appended.

use std::time::Instant;

use anyhow::{Context, Result, anyhow};
use isoloir_board::entry::ENTRY_HEADER_BYTES;
use isoloir_crypto::ballot::BallotTracker;
use isoloir_crypto::credential::VoterCredential;
use isoloir_crypto::group::SecretScalar;
use isoloir_election::message::CastBallot;
use isoloir_election::phase::{CheckedBallot, Phase, Voting};
use isoloir_encoding::Encode;
use rand_core::OsRng;
use rayon::prelude::*;

use crate::failure::Failure;
use crate::progress::Step;
use crate::simulate::Board;
use crate::simulate::plan::{Contest, Plan, Vote};
use crate::simulate::report::Throughput;
use crate::simulate::seed::Seed;
use crate::simulate::setup::{REGISTRAR, credential_root};

/// Ballots between two commits: these are in memory at once, and are lost by an interruption.
const BATCH: usize = 256;

/// The length that precedes an entry in its bundle.
const LENGTH_BYTES: usize = 2;

/// The voters, each with a recorded ballot in one district or more.
pub(super) struct Voters<'a> {
    pub(super) seed: &'a Seed,
    pub(super) plan: &'a Plan,
    /// Their secrets by district, unless this run resumes another: then they are derived from their codes
    /// again, for those who have not voted.
    pub(super) issued: Option<Vec<Vec<SecretScalar>>>,
}

/// A ballot to be cast.
#[derive(Clone, Copy)]
struct Turn<'a> {
    district: u16,
    contest: &'a Contest,
    /// Its number in the file.
    number: usize,
    vote: &'a Vote,
}

impl Voters<'_> {
    fn credential(&self, voting: &Voting, turn: Turn<'_>) -> Option<VoterCredential> {
        let Turn { district, number, vote, .. } = turn;
        let secret = match &self.issued {
            Some(issued) => issued.get(usize::from(district))?.get(number)?.clone(),
            None => credential_root(self.seed, voting.election().id(), vote.resident)
                .share(REGISTRAR, district),
        };
        VoterCredential::from_shares(&[secret])
    }

    /// The ballots that are not on the board yet: district by district, in the order of the files.
    fn turns(&self, voting: &Voting) -> Result<Vec<Turn<'_>>, Failure> {
        let mut turns = Vec::new();
        for (district, contest) in self.plan.districts() {
            let recorded = voting.recorded(district).map_err(Failure::mismatch)? as usize;
            let votes = contest.votes().iter().enumerate().skip(recorded);
            turns.extend(votes.map(|(number, vote)| Turn { district, contest, number, vote }));
        }
        Ok(turns)
    }
}

/// Casts the ballots that are not on the board yet.
pub(super) fn cast_all(board: &mut Board<'_>, voters: &Voters<'_>) -> Result<Throughput, Failure> {
    let Phase::Voting(voting) = board.record.phase() else {
        return Err(Failure::mismatch(anyhow!("the vote is not open")));
    };
    let turns = voters.turns(voting)?;
    let ballots = voters.plan.ballots();
    let step = Step::begin("Casting", ballots as u64);
    step.skip((ballots - turns.len()) as u64);
    let begun = Instant::now();
    let mut bytes = 0;
    for batch in turns.chunks(BATCH) {
        bytes += cast_batch(board, voters, batch)?;
        step.advance(batch.len() as u64);
    }
    let throughput =
        Throughput { ballots: turns.len(), bytes, seconds: begun.elapsed().as_secs_f64() };
    step.finish(&throughput.to_string());
    Ok(throughput)
}

/// Casts these ballots and commits them; returns the bytes that they take on the board.
fn cast_batch(
    board: &mut Board<'_>,
    voters: &Voters<'_>,
    turns: &[Turn<'_>],
) -> Result<usize, Failure> {
    let Phase::Voting(voting) = board.record.phase() else {
        return Err(Failure::mismatch(anyhow!("the vote is not open")));
    };
    let cast = |&turn: &Turn<'_>| cast_one(voting, voters, turn);
    let ballots = turns.par_iter().map(cast).collect::<Result<Vec<_>>>();
    let mut bytes = 0;
    for (payload, checked) in ballots.map_err(Failure::mismatch)? {
        bytes += LENGTH_BYTES + ENTRY_HEADER_BYTES + payload.len();
        board.append_ballot(payload, checked)?;
    }
    board.commit()?;
    Ok(bytes)
}

/// What the device of a voter does, and then what a server does with what it receives.
fn cast_one(
    voting: &Voting,
    voters: &Voters<'_>,
    turn: Turn<'_>,
) -> Result<(Vec<u8>, CheckedBallot)> {
    let Turn { district, contest, number, vote } = turn;
    let doing = || format!("ballot {number} of the file of district {district}");
    let parameters = voting.parameters(district)?;
    let credential = voters.credential(voting, turn).with_context(doing)?;
    let choices = contest.choices(vote).with_context(doing)?;
    // Its own generator for each ballot: a resumed run makes the same one again.
    let mut rng = voters.seed.rng("ballot", usize::from(district) << 32 | number);
    // The opening would let the voter challenge the device; this one casts, and it is dropped.
    let (sealed, _opening) = parameters.seal(&credential, &choices, &mut rng);
    let ballot = CastBallot::cast(parameters, &credential, BallotTracker::NONE, sealed, &mut rng);
    let payload = ballot.to_bytes();
    let checked = voting.check(&payload, &mut OsRng).with_context(doing)?;
    Ok((payload, checked))
}
