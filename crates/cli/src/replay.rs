//! Reads a whole board and checks every entry by the rules, as a trustee does before it decrypts.

use std::collections::BTreeSet;

use anyhow::{Context, Result, bail, ensure};
use isoloir_archive::{ArchiveError, Reader};
use isoloir_board::ChainHash;
use isoloir_board::entry::Entry;
use isoloir_crypto::dkg::OpenRound;
use isoloir_crypto::group::NonIdentityPoint;
use isoloir_election::message::{Kind, PaperBatch, Signed, Withdrawal};
use isoloir_election::phase::{
    Ceremony, CheckedBallot, ClosedTallies, Election, Phase, Record, Refusal, Setup, Tallies,
};
use isoloir_encoding::Decode;
use rand_core::OsRng;
use rayon::prelude::*;

use crate::progress::Step;

/// How many entries are checked at once: enough to keep all cores busy, few enough to bound memory.
const CHUNK: usize = 1_024;

/// How many ballots are checked by one multiplication.
const BATCH: usize = 64;

/// How much of a board is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Until {
    /// All of it.
    End,
    /// The opening of the vote, or all of it if the vote is not open. That the opening is in the tree of the
    /// checkpoint is proved; entries after it are not read.
    Opening,
    /// The same, and of the entries after it the withdrawals. The others are followed in chain and tree, so that
    /// none is missing, and not checked by the rules: that is what takes time.
    Withdrawals,
}

/// What a board amounts to.
pub(crate) struct Replayed {
    pub(crate) record: Record,
    pub(crate) milestones: Milestones,
}

/// What a record forgets as it goes on, and some commands need.
#[derive(Default)]
pub(crate) struct Milestones {
    /// Round 1 as it began, and the chain hash of the entry that completed round 0.
    pub(crate) committed: Option<(ChainHash, OpenRound)>,
    /// The chain hash of the entry that completed round 1.
    pub(crate) opened: Option<ChainHash>,
    /// U by position on the roll of each district at the opening, encoded.
    pub(crate) rolls: Vec<Vec<[u8; 32]>>,
    /// The batches on paper, in the order of the board.
    pub(crate) paper: Vec<PostedBatch>,
    /// District and project of each withdrawal, if they were looked for by [`Until::Withdrawals`].
    pub(crate) withdrawn: Option<BTreeSet<(u16, u16)>>,
}

/// A batch on paper that is on the board.
pub(crate) struct PostedBatch {
    pub(crate) entry: u64,
    pub(crate) batch: PaperBatch,
}

/// The record that the board in `archive` amounts to. If it is closed, the sums are computed too.
pub(crate) fn replay(archive: &Reader, name: &'static str) -> Result<Record> {
    replay_until(archive, name, Until::End).map(|replayed| replayed.record)
}

/// The same, with milestones; perhaps of the beginning alone.
pub(crate) fn replay_until(archive: &Reader, name: &'static str, until: Until) -> Result<Replayed> {
    let replayed = replay_entries(archive, name, until)?;
    check_policy(archive, &replayed.record)?;
    Ok(replayed)
}

/// The same, whoever has signed the checkpoint.
pub(crate) fn replay_entries(
    archive: &Reader,
    name: &'static str,
    until: Until,
) -> Result<Replayed> {
    let step = Step::begin(name, archive.size());
    let mut replayed = Replayed { record: Record::new(), milestones: Milestones::default() };
    let mut chunk = Vec::with_capacity(CHUNK);
    let mut read = 0;
    let mut entries = archive.entries();
    for entry in entries.by_ref() {
        let entry = entry?;
        let opens = entry.kind() == Kind::Open as u8;
        read += 1;
        chunk.push(entry);
        let is_last = until != Until::End && opens;
        if chunk.len() == CHUNK || is_last {
            apply_chunk(archive, &mut replayed, &chunk)?;
            step.advance(chunk.len() as u64);
            chunk.clear();
        }
        if is_last {
            break;
        }
    }
    apply_chunk(archive, &mut replayed, &chunk)?;
    match until {
        Until::End => {}
        Until::Opening => check_in_tree(archive, &replayed.record)?,
        Until::Withdrawals => {
            let withdrawn = read_withdrawals(entries, &replayed.record)?;
            replayed.milestones.withdrawn = Some(withdrawn);
        }
    }
    step.finish(&format!("{read} entries"));
    Ok(replayed)
}

/// The withdrawals among the entries that follow the opening. At the end the root of all entries is that of the
/// checkpoint, so none is hidden.
fn read_withdrawals(
    rest: impl Iterator<Item = Result<Entry, ArchiveError>>,
    record: &Record,
) -> Result<BTreeSet<(u16, u16)>> {
    let mut withdrawn = BTreeSet::new();
    for entry in rest {
        let entry = entry?;
        let Phase::Voting(voting) = record.phase() else { continue };
        if entry.kind() == Kind::Withdrawal as u8 {
            let officials = &voting.election().definition().officials;
            let context = voting.fingerprint().0;
            let signed = Signed::open(entry.payload(), Kind::Withdrawal, &context, officials);
            let signed = signed.with_context(|| refused(&entry))?;
            let withdrawal = Withdrawal::from_bytes(signed.message);
            let Withdrawal { district, project } = withdrawal.with_context(|| refused(&entry))?;
            withdrawn.insert((district, project));
        }
    }
    Ok(withdrawn)
}

/// The entries read so far end with one that the checkpoint has: the chain binds those before it.
fn check_in_tree(archive: &Reader, record: &Record) -> Result<()> {
    let Some(last) = record.chain().size().checked_sub(1) else { return Ok(()) };
    let entry = archive.entry(last)?;
    ensure!(
        entry.chain_hash() == record.chain().head(),
        "entry {last} is not the one that the checkpoint has"
    );
    Ok(())
}

fn apply_chunk(archive: &Reader, replayed: &mut Replayed, chunk: &[Entry]) -> Result<()> {
    let Replayed { record, milestones } = replayed;
    let mut rest = chunk;
    while let Some(first) = rest.first() {
        let is_ballot = |entry: &Entry| entry.kind() == Kind::Ballot as u8;
        let ballots = rest.iter().take_while(|entry| is_ballot(entry)).count();
        if ballots > 0 {
            apply_ballots(record, &rest[..ballots])?;
            rest = &rest[ballots..];
        } else {
            milestones.note_before(first, record);
            record.apply(first, &mut OsRng).with_context(|| refused(first))?;
            milestones.note_after(first, record);
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
    let check = |batch: &[Entry]| {
        let payloads: Vec<_> = batch.iter().map(Entry::payload).collect();
        voting.check_all(&payloads, &mut OsRng)
    };
    let checked: Vec<Result<CheckedBallot, Refusal>> =
        ballots.par_chunks(BATCH).flat_map_iter(check).collect();
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
pub(crate) fn check_policy(archive: &Reader, record: &Record) -> Result<()> {
    let Some(election) = election_of(record) else { return Ok(()) };
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

impl Milestones {
    fn note_before(&mut self, entry: &Entry, record: &Record) {
        if let (Phase::Setup(setup), true) = (record.phase(), entry.kind() == Kind::Open as u8) {
            let districts = 0..setup.election().districts().len() as u16;
            let encoded = |roll: Vec<NonIdentityPoint>| {
                roll.iter().map(|credential| *credential.as_bytes()).collect()
            };
            // A roll that can't be combined does not open: the record says so.
            let rolls = districts.map(|district| setup.combined_roll(district).map(encoded));
            self.rolls = rolls.collect::<Result<_, _>>().unwrap_or_default();
        }
    }

    fn note_after(&mut self, entry: &Entry, record: &Record) {
        match record.phase() {
            Phase::Setup(setup) => self.note_ceremony(entry, setup),
            Phase::Voting(voting) if entry.kind() == Kind::PaperBatch as u8 => {
                // It was accepted: it can be read.
                let batch = read_batch(entry.payload(), voting.election());
                let posted = batch.map(|batch| PostedBatch { entry: entry.index(), batch });
                self.paper.extend(posted);
            }
            _ => {}
        }
    }

    fn note_ceremony(&mut self, entry: &Entry, setup: &Setup) {
        match setup.ceremony() {
            Some(Ceremony::Open(round)) if self.committed.is_none() => {
                self.committed = Some((entry.chain_hash(), round.clone()));
            }
            Some(Ceremony::Deal(_) | Ceremony::Confirm { .. }) if self.opened.is_none() => {
                self.opened = Some(entry.chain_hash());
            }
            _ => {}
        }
    }
}

/// The batch of a payload; its signatures, which follow, are not looked at.
fn read_batch(payload: &[u8], election: &Election) -> Option<PaperBatch> {
    let district = usize::from(PaperBatch::district_of(payload).ok()?);
    let projects = election.districts().get(district)?.projects.len();
    PaperBatch::read(&mut isoloir_encoding::Reader::new(payload), projects).ok()
}

/// The definition of the election that a record is of; nothing, if its board is empty.
pub(crate) fn election_of(record: &Record) -> Option<&Election> {
    match record.phase() {
        Phase::Empty => None,
        Phase::Setup(setup) => Some(setup.election()),
        Phase::Voting(voting) => Some(voting.election()),
        Phase::Closed(closed) => Some(closed.election()),
        Phase::Decrypting(decrypting) | Phase::Decided(decrypting) => {
            Some(decrypting.closed().election())
        }
    }
}
