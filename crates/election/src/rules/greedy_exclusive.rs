//! Greedy with exclusive projects (Warsaw since 2020; Pabulib: greedy-exclusive). As greedy, but where
//! projects can't be built together, on one site for example, the one with the better score is funded and
//! the others are skipped.

use alloc::collections::BTreeMap;

use super::purse::Purse;
use super::{Decision, Standings, Verdict};

pub(super) fn decide(standings: &Standings) -> Decision {
    let mut purse = Purse::full(standings);
    // Each project that can no longer be funded, with the one that took its place.
    let mut excluded = BTreeMap::new();
    for position in standings.considered() {
        if let Some(&by) = excluded.get(&position) {
            purse.note(position, Verdict::Excluded { by });
        } else if purse.fits(position) {
            purse.fund(position, Verdict::Funded);
            for group in standings.groups.iter().filter(|group| group.contains(&position)) {
                for &other in group {
                    excluded.entry(other).or_insert(position);
                }
            }
        } else {
            purse.note(position, Verdict::DoesNotFit);
        }
    }
    purse.close()
}
