//! A reading that is under way: entries in order, onto the chain, the tree and the record.

mod parts;
mod settle;

use std::time::{Duration, Instant};

use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

use crate::crypto::batch::CastBallot;
use crate::election::message::Kind;
use crate::election::record::{BallotView, CheckedList, Opened, Phase, Placed, Record, Refusal};
use crate::engine::ballots::{self, Totals, Work};
use crate::engine::ledger::{Ledger, at_entry, at_file};
use crate::log::Hash;
use crate::log::entry::{Chain, Entry, chain_hash};
use crate::log::files::{Bundle, Fault as FileProblem, FileFault, LogFiles};
use crate::log::merkle::{Tree, leaf_hash};
use crate::log::tile_checker::TileChecker;
use crate::log::tiles::TILE_WIDTH;
use crate::report::Step;
use crate::wire::WireError;

/// The fewest entries that are worth a task of their own.
const ENTRIES_A_TASK: usize = 16;

/// What was read so far.
pub(super) struct Reading<'f, 'a> {
    files: &'f LogFiles<'a>,
    work: Work,
    ledger: Ledger,
    record: Record,
    chain: Chain,
    tree: Tree,
    /// None after the first file that differs.
    tiles: Option<TileChecker<'f, 'a>>,
    /// For each bundle, one hash of all its entries.
    digests: Vec<Hash>,
    totals: Totals,
    end: End,
}

/// How far a reading came.
#[derive(Debug, Clone, Copy)]
pub(super) struct End {
    /// Every bundle of the checkpoint's tree was read.
    pub(super) all_read: bool,
    /// The record has taken every entry. It can't judge an entry after one that it refused.
    pub(super) all_applied: bool,
}

/// What was found in an entry alone, without those before it.
struct Prepared<'b> {
    entry: Result<Entry<'b>, WireError>,
    chain_hash: Hash,
    leaf: Hash,
    half: FirstHalf<'b>,
    hashing: [Duration; 2],
    reading: Duration,
}

/// The part of an entry's check that needs no entry before it.
enum FirstHalf<'b> {
    /// Left to the record.
    None,
    Ballot(Result<BallotView<'b>, Refusal>),
    Roll(Result<CheckedList, Refusal>),
}

impl<'f, 'a> Reading<'f, 'a> {
    /// Nothing read yet.
    pub(super) fn new(files: &'f LogFiles<'a>, work: Work, ledger: Ledger) -> Self {
        Self {
            files,
            work,
            ledger,
            record: Record::new(),
            chain: Chain::default(),
            tree: Tree::default(),
            tiles: Some(TileChecker::new(files)),
            digests: Vec::new(),
            totals: Totals::default(),
            end: End { all_read: true, all_applied: true },
        }
    }

    /// Takes the next bundles, in order.
    pub(super) fn take(&mut self, bundles: &[Bundle]) {
        let entries: Vec<&[u8]> = bundles.iter().flat_map(Bundle::entries).collect();
        // The definition says how all the others are read, so it goes alone.
        let alone = if self.tree.size() == 0 { entries.len().min(1) } else { 0 };
        let (definition, others) = entries.split_at(alone);
        let before = self.digests.len();
        let mut leaves = Vec::with_capacity(entries.len());
        for part in [definition, others] {
            let prepared = self.prepare(part);
            leaves.extend(prepared.iter().map(|entry| entry.leaf));
            self.digests.truncate(before);
            self.digests.extend(leaves.chunks(TILE_WIDTH.into()).map(digest));
            self.place_all(&prepared);
        }
        self.compare_tiles(bundles, &leaves);
    }

    fn prepare<'b>(&self, entries: &[&'b [u8]]) -> Vec<Prepared<'b>> {
        let opened = self.record.opened().map(|opened| &**opened);
        entries
            .par_iter()
            .with_min_len(ENTRIES_A_TASK)
            .map(|bytes| prepare(bytes, opened, &self.record))
            .collect()
    }

    fn place_all(&mut self, prepared: &[Prepared<'_>]) {
        let mut queue = Queue::default();
        for entry in prepared {
            self.place(entry, &mut queue);
        }
        self.check(&mut queue);
    }

    /// Compares the hash tiles with the leaf hashes of these bundles.
    fn compare_tiles(&mut self, bundles: &[Bundle], leaves: &[Hash]) {
        let begun = Instant::now();
        self.ledger.checked(Step::Files, bundles.iter().map(Bundle::files).sum());
        if let Some(tiles) = &mut self.tiles
            && let Err(fault) = tiles.add(leaves.iter().copied())
        {
            self.tiles = None;
            self.fail_file(&fault);
        }
        self.ledger.spent(Step::Tree, begun.elapsed());
    }

    /// Takes bundles until the vote is open, or until something is wrong.
    pub(super) fn take_setup(&mut self) {
        for number in 0..self.files.bundles() {
            match self.files.read_bundle(number) {
                Ok(bundle) => self.take(&[bundle]),
                Err(fault) => self.cut_short(&fault),
            }
            if self.record.opened().is_some() || !self.end.all_read || !self.end.all_applied {
                return;
            }
        }
    }

    /// Ends with a file that could not be read.
    pub(super) fn cut_short(&mut self, fault: &FileFault) {
        self.end.all_read = false;
        self.tiles = None;
        self.fail_file(fault);
    }

    /// Ends after the last bundle.
    pub(super) fn finish(mut self) -> (Record, Ledger, End) {
        match self.tiles.take().map(TileChecker::finish) {
            Some(Ok(checked)) => {
                self.ledger.checked(Step::Files, checked.files);
                self.ledger.checked(Step::Tree, checked.hashes);
            }
            Some(Err(fault)) => self.fail_file(&fault),
            None => {}
        }
        self.compare_parts();
        (self.record, self.ledger, self.end)
    }

    /// Ends before the last bundle.
    pub(super) fn stop(self) -> (Record, Ledger) {
        (self.record, self.ledger)
    }

    fn fail_file(&mut self, fault: &FileFault) {
        let step = match fault.what {
            FileProblem::Hash { .. } | FileProblem::Root { .. } => Step::Tree,
            _ => Step::Files,
        };
        self.ledger.fail(step, at_file(&fault.path, &fault.what));
    }

    /// Puts an entry onto the chain, the tree and the record.
    fn place<'b>(&mut self, prepared: &Prepared<'b>, queue: &mut Queue<'b>) {
        let [chaining, leafing] = prepared.hashing;
        self.ledger.spent(Step::Chain, chaining);
        self.ledger.spent(Step::Tree, leafing);
        self.ledger.spent(Step::Form, prepared.reading);
        let index = self.tree.size();
        self.tree.push(prepared.leaf);
        let entry = match &prepared.entry {
            Ok(entry) => entry,
            Err(error) => {
                self.ledger.fail(Step::Form, at_entry(index, error));
                self.end.all_applied = false;
                self.resume_chain(prepared.chain_hash);
                return;
            }
        };
        match self.chain.follow(entry, prepared.chain_hash) {
            Ok(()) => self.ledger.checked(Step::Chain, 1),
            Err(error) => {
                self.ledger.fail(Step::Chain, at_entry(index, error));
                self.end.all_applied = false;
                self.resume_chain(prepared.chain_hash);
            }
        }
        if self.end.all_applied {
            self.apply(index, entry, prepared, queue);
        }
    }

    /// Goes on after an entry that is not in its place, so that those after it are not blamed.
    fn resume_chain(&mut self, chain_hash: Hash) {
        if let Ok(chain) = Chain::resume(self.tree.size(), chain_hash) {
            self.chain = chain;
        }
    }

    fn apply<'b>(
        &mut self,
        index: u64,
        entry: &Entry<'b>,
        prepared: &Prepared<'b>,
        queue: &mut Queue<'b>,
    ) {
        let begun = Instant::now();
        let before = self.record.phase();
        if self.work == Work::RecordOnly && before == Phase::Closed && is_about_sums(entry.kind) {
            return;
        }
        let placed = Placed {
            kind: entry.kind,
            index,
            previous: entry.previous,
            chain_hash: prepared.chain_hash,
            payload: entry.payload,
        };
        let tree = &self.tree;
        let applied = match &prepared.half {
            FirstHalf::Ballot(Ok(view)) => self.record.apply_ballot(index, view),
            FirstHalf::Roll(Ok(list)) => self.record.apply_roll(list),
            FirstHalf::Ballot(Err(refusal)) | FirstHalf::Roll(Err(refusal)) => Err(refusal.clone()),
            FirstHalf::None => self.record.apply(&placed, || tree.root()),
        };
        self.ledger.spent(step_of(entry.kind), begun.elapsed());
        if let Err(refusal) = applied {
            self.end.all_applied = false;
            self.check(queue);
            // A ballot that is not valid may have taken this one's place, or its A.
            if refusal.step != Step::History || !self.ledger.has_invalid_ballots() {
                self.ledger.fail(refusal.step, at_entry(index, &refusal));
            }
            return;
        }
        if entry.kind == Kind::Ballot.number() {
            let view = match &prepared.half {
                FirstHalf::Ballot(view) => view.as_ref().ok().copied(),
                _ => None,
            };
            queue.0.push((index, entry.payload, view));
        }
        if before == Phase::Voting && self.record.phase() != Phase::Voting {
            self.check(queue);
            self.settle();
        }
    }

    /// Checks the ballots that wait, and adds them to the totals.
    fn check(&mut self, queue: &mut Queue<'_>) {
        let waiting = std::mem::take(&mut queue.0);
        let (Some(opened), Work::All) = (self.record.opened().cloned(), &self.work) else { return };
        let casts: Vec<CastBallot<'_>> = waiting
            .iter()
            .filter_map(|(index, payload, view)| {
                let view = view.or_else(|| opened.read_ballot(payload).ok())?;
                opened.cast_ballot(*index, &view)
            })
            .collect();
        ballots::check(&casts, &mut self.ledger, &mut self.totals);
    }
}

/// The ballots of a group that are recorded and wait to be checked: the index of the entry, its
/// payload, and what was read of it.
#[derive(Default)]
struct Queue<'b>(Vec<(u64, &'b [u8], Option<BallotView<'b>>)>);

fn prepare<'b>(bytes: &'b [u8], opened: Option<&Opened>, setup: &Record) -> Prepared<'b> {
    let begun = Instant::now();
    let chain_hash = chain_hash(bytes);
    let chained = Instant::now();
    let leaf = leaf_hash(bytes);
    let hashed = Instant::now();
    let entry = Entry::decode(bytes);
    let half = match (&entry, opened) {
        (Ok(entry), Some(opened)) if entry.kind == Kind::Ballot.number() => {
            FirstHalf::Ballot(opened.read_ballot(entry.payload))
        }
        (Ok(entry), None) if entry.kind == Kind::Roll.number() && setup.definition().is_some() => {
            FirstHalf::Roll(setup.read_roll(entry.payload))
        }
        _ => FirstHalf::None,
    };
    let hashing = [chained - begun, hashed - chained];
    Prepared { entry, chain_hash, leaf, half, hashing, reading: hashed.elapsed() }
}

/// Whether an entry can't be judged without the sums over the ballots.
fn is_about_sums(kind: u8) -> bool {
    matches!(Kind::from_number(kind), Some(Kind::Decryption | Kind::Result))
}

/// One hash for all entries of a bundle: SHA-256 over the leaf hashes. Over the hashes of several
/// bundles it is one for all of these.
pub(super) fn digest(leaves: &[Hash]) -> Hash {
    leaves.iter().fold(Sha256::new(), |hash, leaf| hash.chain_update(leaf)).finalize().into()
}

/// The step on whose account the record takes an entry.
fn step_of(kind: u8) -> Step {
    match Kind::from_number(kind) {
        Some(Kind::Definition | Kind::District) => Step::Definition,
        Some(
            Kind::DealingCommitment
            | Kind::DealingOpening
            | Kind::Deal
            | Kind::Complaint
            | Kind::Confirmation,
        ) => Step::Ceremony,
        Some(Kind::Roll) => Step::Rolls,
        Some(Kind::Open) => Step::Opening,
        Some(Kind::Ballot) => Step::History,
        Some(Kind::Withdrawal | Kind::Revocation | Kind::Reissue) => Step::Changes,
        Some(Kind::PaperBatch) => Step::Paper,
        Some(Kind::Close | Kind::CloseStatement) => Step::Close,
        Some(Kind::Decryption) => Step::Decryptions,
        Some(Kind::Result) => Step::Counts,
        None => Step::Form,
    }
}
