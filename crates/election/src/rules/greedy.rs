//! Greedy: what most cities do. Projects are considered by score, descending; each is funded if it fits what
//! is left, else skipped (Talmon and Faliszewski, "A Framework for Approval-Based Budgeting Methods", AAAI
//! 2019, "greedy by approval score"; BasicAV in Faliszewski et al., IJCAI 2023). With a threshold Pabulib
//! calls it greedy-threshold.

use super::purse::Purse;
use super::{Decision, Standings, Verdict};

pub(super) fn decide(standings: &Standings) -> Decision {
    let mut purse = Purse::full(standings);
    for position in standings.considered() {
        if purse.fits(position) {
            purse.fund(position, Verdict::Funded);
        } else {
            purse.note(position, Verdict::DoesNotFit);
        }
    }
    purse.close()
}
