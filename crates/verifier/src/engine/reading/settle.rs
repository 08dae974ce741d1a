//! The sums over the ballots that count, when the close says which these are.

use std::time::Instant;

use rayon::prelude::*;

use super::{Reading, digest};
use crate::crypto::tally::Sums;
use crate::election::record::Opened;
use crate::engine::ballots::{Totals, Work};
use crate::engine::ledger::overall;
use crate::log::Hash;
use crate::log::entry::Entry;
use crate::log::files::{Bundle, Fault as FileProblem, FileFault};
use crate::log::merkle::leaf_hash;
use crate::log::tiles::TILE_WIDTH;
use crate::report::Step;

impl Reading<'_, '_> {
    /// After the close: the sums over the ballots that count, given to the record.
    pub(super) fn settle(&mut self) {
        let begun = Instant::now();
        let Some(opened) = self.record.opened().cloned() else { return };
        let mut totals = match &self.work {
            Work::RecordOnly => return,
            Work::Given(given) => {
                let mut totals = Totals::default();
                for (_, part) in &given.parts {
                    (0..).zip(&part.sums).for_each(|(district, sums)| totals.add(district, sums));
                }
                totals
            }
            Work::All => std::mem::take(&mut self.totals),
        };
        match self.superseded(&opened) {
            Ok(superseded) => totals.subtract(&superseded),
            Err(fault) => {
                self.fail_file(&fault);
                self.end.all_applied = false;
                return;
            }
        }
        self.ledger.spent(Step::Decryptions, begun.elapsed());
        if let Err(refusal) = self.record.settle(&totals.into_sums(opened.parameters())) {
            self.ledger.fail(refusal.step, overall(&refusal));
            self.end.all_applied = false;
        }
    }

    /// The sums over the recorded ballots that do not count, from their bundles again.
    fn superseded(&self, opened: &Opened) -> Result<Totals, FileFault> {
        let entries = self.record.superseded();
        let by_bundle: Vec<&[u64]> =
            entries.chunk_by(|a, b| bundle_of(*a) == bundle_of(*b)).collect();
        by_bundle
            .par_iter()
            .try_fold(Totals::default, |mut totals, entries| {
                let bundle = self.again(bundle_of(entries[0]))?;
                for entry in *entries {
                    let within = (entry % u64::from(TILE_WIDTH)) as usize;
                    let ballot = bundle.entries().nth(within).and_then(|e| ciphertext(e, opened));
                    if let Some((district, sums)) = ballot {
                        totals.add(district, &sums);
                    }
                }
                Ok(totals)
            })
            .try_reduce(Totals::default, |mut totals, others| {
                totals.merge(&others);
                Ok(totals)
            })
    }

    /// A bundle that was read before. What comes now must be what came then: a server may answer
    /// as it likes.
    fn again(&self, number: u64) -> Result<Bundle, FileFault> {
        let bundle = self.files.read_bundle(number)?;
        let leaves: Vec<Hash> = bundle.entries().map(leaf_hash).collect();
        if self.digests.get(number as usize) != Some(&digest(&leaves)) {
            return Err(FileProblem::Changed.of(bundle.path()));
        }
        Ok(bundle)
    }
}

/// What an entry adds to the totals of its district, if it is a ballot.
fn ciphertext(entry: &[u8], opened: &Opened) -> Option<(u16, Sums)> {
    let ballot = opened.read_ballot(Entry::decode(entry).ok()?.payload).ok()?;
    let parameters = opened.parameters().get(usize::from(ballot.parts.district))?;
    let sums = Sums::of_ballot(parameters.style(), ballot.parts.sealed).ok()?;
    Some((ballot.parts.district, sums))
}

/// The bundle that an entry is in.
fn bundle_of(entry: u64) -> u64 {
    entry / u64::from(TILE_WIDTH)
}
