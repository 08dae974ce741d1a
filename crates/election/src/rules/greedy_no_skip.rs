//! Greedy without skips (Gdynia, Wrocław; Pabulib: greedy-no-skip). Projects are considered by score,
//! descending, and funded as long as they fit; the first that does not fit ends it, though cheaper ones
//! after it would fit.

use super::purse::Purse;
use super::{Decision, Standings, Verdict};

pub(super) fn decide(standings: &Standings) -> Decision {
    let mut purse = Purse::full(standings);
    let mut order = standings.considered().into_iter();
    for position in order.by_ref() {
        if !purse.fits(position) {
            purse.note(position, Verdict::DoesNotFit);
            break;
        }
        purse.fund(position, Verdict::Funded);
    }
    for position in order {
        purse.note(position, Verdict::AfterTheEnd);
    }
    purse.close()
}
