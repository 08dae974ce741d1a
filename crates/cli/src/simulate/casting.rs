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
use crate::simulate::plan::Plan;
use crate::simulate::report::Throughput;
use crate::simulate::seed::Seed;
use crate::simulate::setup::credential_secret;
use crate::simulate::{Board, DISTRICT};

/// Ballots between two commits: these are in memory at once, and are lost by an interruption.
const BATCH: usize = 256;

/// The length that precedes an entry in its bundle.
const LENGTH_BYTES: usize = 2;

/// The voters, each with a recorded ballot.
pub(super) struct Voters<'a> {
    pub(super) seed: &'a Seed,
    pub(super) plan: &'a Plan,
    /// Their secrets, unless this run resumes another: then they are derived from their codes again, for
    /// those who have not voted.
    pub(super) issued: Option<Vec<SecretScalar>>,
}

impl Voters<'_> {
    fn credential(&self, voting: &Voting, number: usize) -> Option<VoterCredential> {
        let secret = match &self.issued {
            Some(issued) => issued.get(number)?.clone(),
            None => credential_secret(self.seed, voting.election().id(), number),
        };
        VoterCredential::from_shares(&[secret])
    }
}

/// Casts the ballots that are not on the board yet, in the order of the file.
pub(super) fn cast_all(board: &mut Board<'_>, voters: &Voters<'_>) -> Result<Throughput, Failure> {
    let plan = voters.plan;
    let Phase::Voting(voting) = board.record.phase() else {
        return Err(Failure::mismatch(anyhow!("the vote is not open")));
    };
    let recorded = voting.recorded(DISTRICT).map_err(Failure::mismatch)? as usize;
    let step = Step::begin("Casting", plan.ballots().len() as u64);
    step.skip(recorded as u64);
    let begun = Instant::now();
    let numbers: Vec<usize> = (recorded..plan.ballots().len()).collect();
    let mut bytes = 0;
    for batch in numbers.chunks(BATCH) {
        bytes += cast_batch(board, voters, batch)?;
        step.advance(batch.len() as u64);
    }
    let throughput =
        Throughput { ballots: numbers.len(), bytes, seconds: begun.elapsed().as_secs_f64() };
    step.finish(&throughput.to_string());
    Ok(throughput)
}

/// Casts these ballots and commits them; returns the bytes that they take on the board.
fn cast_batch(
    board: &mut Board<'_>,
    voters: &Voters<'_>,
    numbers: &[usize],
) -> Result<usize, Failure> {
    let Phase::Voting(voting) = board.record.phase() else {
        return Err(Failure::mismatch(anyhow!("the vote is not open")));
    };
    let cast = |&number: &usize| cast_one(voting, voters, number);
    let ballots = numbers.par_iter().map(cast).collect::<Result<Vec<_>>>();
    let mut bytes = 0;
    for (payload, checked) in ballots.map_err(Failure::mismatch)? {
        bytes += LENGTH_BYTES + ENTRY_HEADER_BYTES + payload.len();
        board.append_ballot(payload, checked)?;
    }
    board.commit()?;
    Ok(bytes)
}

/// What the device of voter `number` does, and then what a server does with what it receives.
fn cast_one(
    voting: &Voting,
    voters: &Voters<'_>,
    number: usize,
) -> Result<(Vec<u8>, CheckedBallot)> {
    let plan = voters.plan;
    let doing = || format!("ballot {number} of the file");
    let parameters = voting.parameters(DISTRICT)?;
    let credential = voters.credential(voting, number).with_context(doing)?;
    let choices = plan.district().choose(&plan.ballots()[number]).with_context(doing)?;
    let mut rng = voters.seed.rng("ballot", number);
    // The opening would let the voter challenge the device; this one casts, and it is dropped.
    let (sealed, _opening) = parameters.seal(&credential, &choices, &mut rng);
    let ballot = CastBallot::cast(parameters, &credential, BallotTracker::NONE, sealed, &mut rng);
    let payload = ballot.to_bytes();
    let checked = voting.check(&payload, &mut OsRng).with_context(doing)?;
    Ok((payload, checked))
}
