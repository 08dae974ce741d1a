//! Parts of the ballots that others have checked, compared with what was read.

use std::ops::Range;

use super::{Reading, digest};
use crate::engine::ballots::Work;
use crate::engine::ledger::overall;
use crate::report::Step;

impl Reading<'_, '_> {
    /// Takes over what others found in their parts, if their parts are of this board, and all of it.
    pub(super) fn compare_parts(&mut self) {
        let Work::Given(given) = &self.work else { return };
        let ledger = &mut self.ledger;
        let mut wrong = |what: String| ledger.fail(Step::BallotProofs, overall(what));
        let fingerprint = self.record.opened().map(|opened| *opened.fingerprint());
        if fingerprint != Some(given.of.fingerprint) || self.files.head() != given.of.head {
            wrong("the parts were checked on another board than this".to_owned());
        }
        let (mut end, mut ballots) = (0, 0_u64);
        for (signer, part) in &given.parts {
            let Range { start, end: part_end } = part.bundles;
            let digests = self.digests.get(start as usize..part_end as usize);
            if start != end || digests.map(digest) != Some(part.digest) {
                wrong(format!("the part of {signer} was checked on other entries than these"));
            }
            end = part_end;
            ballots = ballots.saturating_add(part.ballots);
        }
        if end != self.digests.len() as u64 || ballots != self.record.recorded() {
            wrong("the parts are not all of this board".to_owned());
        }
        self.ledger.checked(Step::CastSignatures, ballots);
        self.ledger.checked(Step::BallotProofs, ballots);
        for (step, failure) in given.parts.iter().flat_map(|(_, part)| &part.failures) {
            self.ledger.fail(*step, failure.clone());
        }
    }
}
