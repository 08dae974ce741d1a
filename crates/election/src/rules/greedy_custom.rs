//! The rule of Poznań (Pabulib: greedy-custom). As greedy without skips, but the first project that does not
//! fit is funded all the same when what is left is at least 80 % of its cost; the town adds the rest. It ends
//! there in any case.

use super::purse::Purse;
use super::{Decision, Standings, Verdict};

pub(super) fn decide(standings: &Standings) -> Decision {
    let mut purse = Purse::full(standings);
    let mut order = standings.considered().into_iter();
    for position in order.by_ref() {
        if purse.fits(position) {
            purse.fund(position, Verdict::Funded);
            continue;
        }
        if covers_enough(purse.left(), standings.project(position).cost) {
            purse.fund(position, Verdict::FundedByException);
        } else {
            purse.note(position, Verdict::DoesNotFit);
        }
        break;
    }
    for position in order {
        purse.note(position, Verdict::AfterTheEnd);
    }
    purse.close()
}

/// left >= 80 % of the cost: 5 left >= 4 cost.
pub(super) fn covers_enough(left: u64, cost: u64) -> bool {
    5 * u128::from(left) >= 4 * u128::from(cost)
}
