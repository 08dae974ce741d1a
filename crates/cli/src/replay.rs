//! Reads a whole board and checks every entry by the rules, as a trustee does before it decrypts.

use anyhow::{Context, Result, bail};
use isoloir_archive::Reader;
use isoloir_board::entry::Entry;
use isoloir_election::message::Kind;
use isoloir_election::phase::{CheckedBallot, ClosedTallies, Phase, Record, Refusal, Tallies};
use rand_core::OsRng;
use rayon::prelude::*;

use crate::progress::Step;

/// How many entries are checked at once: enough to keep all cores busy, few enough to bound memory.
const CHUNK: usize = 1_024;

/// The record that the board in `archive` amounts to. If it is closed, the sums are computed too.
pub(crate) fn replay(archive: &Reader, name: &'static str) -> Result<Record> {
    let step = Step::begin(name, archive.size());
    let mut record = Record::new();
    let mut chunk = Vec::with_capacity(CHUNK);
    for entry in archive.entries() {
        chunk.push(entry?);
        if chunk.len() == CHUNK {
            apply_chunk(archive, &mut record, &chunk)?;
            step.advance(chunk.len() as u64);
            chunk.clear();
        }
    }
    apply_chunk(archive, &mut record, &chunk)?;
    check_policy(archive, &record)?;
    step.finish(&format!("{} entries", archive.size()));
    Ok(record)
}

fn apply_chunk(archive: &Reader, record: &mut Record, chunk: &[Entry]) -> Result<()> {
    let mut rest = chunk;
    while let Some(first) = rest.first() {
        let is_ballot = |entry: &Entry| entry.kind() == Kind::Ballot as u8;
        let ballots = rest.iter().take_while(|entry| is_ballot(entry)).count();
        if ballots > 0 {
            apply_ballots(record, &rest[..ballots])?;
            rest = &rest[ballots..];
        } else {
            record.apply(first, &mut OsRng).with_context(|| refused(first))?;
            rest = &rest[1..];
            if matches!(record.phase(), Phase::Closed(_)) {
                let tallies = sum_ballots(archive, record)?;
                record.tally(tallies)?;
            }
        }
    }
    Ok(())
}

/// Ballots are checked on all cores and recorded in order.
fn apply_ballots(record: &mut Record, ballots: &[Entry]) -> Result<()> {
    let Phase::Voting(voting) = record.phase() else {
        bail!("{}: the vote is not open", refused(&ballots[0]));
    };
    let check = |entry: &Entry| voting.check(entry.payload(), &mut OsRng);
    let checked: Vec<Result<CheckedBallot, Refusal>> = ballots.par_iter().map(check).collect();
    for (entry, checked) in ballots.iter().zip(checked) {
        checked
            .and_then(|checked| record.apply_ballot(entry, checked))
            .with_context(|| refused(entry))?;
    }
    Ok(())
}

/// The second pass: the sums over the ballots that count.
pub(crate) fn sum_ballots(archive: &Reader, record: &Record) -> Result<ClosedTallies> {
    let Phase::Closed(closed) = record.phase() else {
        bail!("the vote is not closed: there is nothing to sum");
    };
    let step = Step::begin("Summing the ballots", closed.head().size);
    let mut tallies = Tallies::new(closed);
    for entry in archive.entries().take(closed.head().size as usize) {
        tallies.add(closed, &entry?)?;
        step.advance(1);
    }
    let sums = tallies.finish()?;
    step.finish(&format!("{} districts", sums.districts().len()));
    Ok(sums)
}

/// The checkpoint must be signed as the definition on the board asks.
fn check_policy(archive: &Reader, record: &Record) -> Result<()> {
    let election = match record.phase() {
        Phase::Empty => return Ok(()),
        Phase::Setup(setup) => setup.election(),
        Phase::Voting(voting) => voting.election(),
        Phase::Closed(closed) => closed.election(),
        Phase::Decrypting(decrypting) | Phase::Decided(decrypting) => {
            decrypting.closed().election()
        }
    };
    election
        .definition()
        .policy()
        .open(archive.note())
        .context("the board's checkpoint is not signed as its definition asks")?;
    Ok(())
}

fn refused(entry: &Entry) -> String {
    format!("entry {} is refused", entry.index())
}
