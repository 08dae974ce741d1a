//! A part of the ballots, checked by itself, so that several machines can share the work.
//!
//! A machine reads the board from its first entry to the opening, which says what ballots are
//! checked against, and then the bundles of its part alone. Whether the ballots of the part follow
//! one another, who may cast them and which of them count is for the one who puts the parts
//! together and reads all entries.

use std::ops::Range;

use super::ballots::{self, Totals};
use super::ledger::{Ledger, at_entry};
use super::reading::digest;
use super::setup::OpenBoard;
use super::stream;
use crate::crypto::tally::Sums;
use crate::election::message::Kind;
use crate::log::Hash;
use crate::log::entry::Entry;
use crate::log::files::{Bundle, FileFault, LogFiles};
use crate::log::merkle::{TreeHead, leaf_hash};
use crate::report::progress::Progress;
use crate::report::{Failure, Step};
use crate::source::Source;

/// What was found in a part of the ballots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The bundles of the part, by number.
    pub bundles: Range<u64>,
    /// SHA-256 over the SHA-256 of the leaf hashes of each bundle: which entries were checked.
    pub digest: Hash,
    /// How many ballots there are in it.
    pub ballots: u64,
    /// The sums over all of them, one for each district.
    pub sums: Vec<Sums>,
    /// What does not hold: the steps are form, cast signatures and ballot proofs.
    pub failures: Vec<(Step, Failure)>,
}

/// All parts of a board, as those signed them who checked them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parts {
    /// The board that all of them are of.
    pub of: PartOf,
    /// Each with the name of the key that signed it, in the order of their bundles.
    pub parts: Vec<(String, Part)>,
}

/// The board that a part is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartOf {
    /// The name of the log.
    pub origin: String,
    /// Size and root of the log.
    pub head: TreeHead,
    /// The fingerprint of the election.
    pub fingerprint: [u8; 32],
}

impl From<&OpenBoard> for PartOf {
    fn from(board: &OpenBoard) -> Self {
        let fingerprint = *board.opened.fingerprint();
        Self { origin: board.origin.clone(), head: board.head, fingerprint }
    }
}

/// The bundles of part `number` (from 1) of `of`, when there are so many: nearly as many for each.
pub fn bundles_of(number: u32, of: u32, bundles: u64) -> Range<u64> {
    let bound = |part: u32| {
        let bound = u128::from(bundles) * u128::from(part) / u128::from(of.max(1));
        // It is at most the number of bundles.
        bound as u64
    };
    bound(number.saturating_sub(1))..bound(number)
}

/// Checks the ballots of these bundles of an open board.
///
/// # Errors
///
/// A file can't be read.
pub fn check_part(
    source: &dyn Source,
    board: &OpenBoard,
    bundles: Range<u64>,
    progress: &Progress,
) -> Result<Part, FileFault> {
    let files = LogFiles::new(source, board.head);
    let task = progress.task("Checking bundles", Some(bundles.end - bundles.start));
    let mut part = Checking {
        board,
        ledger: Ledger::new(),
        totals: Totals::default(),
        digests: Vec::new(),
        ballots: 0,
    };
    std::thread::scope(|scope| {
        let ahead = stream::read_ahead(scope, &files, bundles.clone());
        loop {
            let group: Vec<Bundle> =
                ahead.iter().take(stream::group()).collect::<Result<_, _>>()?;
            if group.is_empty() {
                return Ok(());
            }
            part.take(&group);
            task.advance(group.len() as u64);
        }
    })?;
    Ok(Part {
        bundles,
        digest: digest(&part.digests),
        ballots: part.ballots,
        sums: part.totals.into_sums(board.opened.parameters()),
        failures: part.ledger.into_failures(),
    })
}

/// A part that is being checked.
struct Checking<'b> {
    board: &'b OpenBoard,
    ledger: Ledger,
    totals: Totals,
    digests: Vec<Hash>,
    ballots: u64,
}

impl Checking<'_> {
    fn take(&mut self, bundles: &[Bundle]) {
        let opened = &*self.board.opened;
        let mut casts = Vec::new();
        for bundle in bundles {
            let leaves: Vec<Hash> = bundle.entries().map(leaf_hash).collect();
            self.digests.push(digest(&leaves));
            for (index, bytes) in (bundle.first()..).zip(bundle.entries()) {
                // What is no entry, or no ballot, is for whoever puts the parts together.
                let ballot = Entry::decode(bytes).ok().filter(|e| e.kind == Kind::Ballot.number());
                let Some(ballot) = ballot else { continue };
                self.ballots += 1;
                match opened.read_ballot(ballot.payload) {
                    Ok(view) => casts.extend(opened.cast_ballot(index, &view)),
                    Err(refusal) => self.ledger.fail(refusal.step, at_entry(index, &refusal)),
                }
            }
        }
        ballots::check(&casts, &mut self.ledger, &mut self.totals);
    }
}
