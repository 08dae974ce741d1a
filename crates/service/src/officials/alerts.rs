//! What looks odd. An alert is a reason to look, and proves nothing.

use crate::officials::crowd::CLASSES;
use crate::officials::progress::{Overview, Stage};
use crate::officials::turnout::{Counts, HOUR_SECONDS, Span, spans};

/// A span is a burst if it has so many ballots an hour as ...
const BURST_FACTOR: u64 = 10;
/// ... the hours before it, of which at most a day is looked at, ...
const BURST_BEFORE_HOURS: u64 = 24;
/// ... and at least so many are needed, ...
const BURST_LEAST_BEFORE_HOURS: u64 = 6;
/// ... and at least so many ballots altogether.
const BURST_LEAST_BALLOTS: u64 = 100;

/// The most bursts that are shown, the latest first.
const MAX_BURSTS: usize = 50;

/// How long after the opening a district without a ballot is odd.
const SILENCE_HOURS: u64 = 6;

/// Something odd.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Alert {
    /// A district has far more ballots than in the hours before.
    Burst { district: u16, span: Span },
    /// A district has no ballot, so many hours after the opening.
    Silence { district: u16, hours: u64 },
    /// From so many addresses at least so many credentials have voted today.
    Crowd { addresses: u64, least: u32 },
}

/// What looks odd at `now`.
pub(super) fn alerts(
    overview: &Overview,
    counts: &Counts,
    crowd: [u64; CLASSES.len()],
    now: u64,
) -> Vec<Alert> {
    let addresses = CLASSES.into_iter().zip(crowd).rev().filter(|&(_, addresses)| addresses > 0);
    let mut alerts: Vec<Alert> =
        addresses.map(|(least, addresses)| Alert::Crowd { addresses, least }).collect();
    let hours = now.saturating_sub(overview.opens) / HOUR_SECONDS;
    if overview.stage == Stage::Voting && hours >= SILENCE_HOURS {
        let silent = (0..).zip(&overview.districts).filter(|(_, district)| district.ballots == 0);
        alerts.extend(silent.map(|(district, _)| Alert::Silence { district, hours }));
    }
    let (from, to) = overview.hours(now);
    let mut bursts: Vec<(u16, Span)> = Vec::new();
    for district in 0..overview.districts.len() as u16 {
        let spans = spans(counts, district, from, to);
        let found = (0..spans.len()).filter(|&at| is_burst(&spans[..at], spans[at]));
        bursts.extend(found.map(|at| (district, spans[at])));
    }
    bursts.sort_unstable_by_key(|(district, span)| (std::cmp::Reverse(span.from), *district));
    bursts.truncate(MAX_BURSTS);
    alerts.extend(bursts.into_iter().map(|(district, span)| Alert::Burst { district, span }));
    alerts
}

/// Whether a span has far more ballots than those before it.
fn is_burst(before: &[Span], span: Span) -> bool {
    let window = span.from.saturating_sub(BURST_BEFORE_HOURS);
    let (mut hours, mut ballots) = (0_u64, 0_u64);
    for earlier in before.iter().rev().take_while(|earlier| earlier.to > window) {
        let within = earlier.to - earlier.from.max(window);
        hours += within;
        ballots = ballots.saturating_add(earlier.ballots.saturating_mul(within) / earlier.hours());
    }
    // span.ballots / span.hours >= factor * ballots / hours, without fractions.
    let (now, usual) = (span.ballots.saturating_mul(hours), ballots.saturating_mul(span.hours()));
    hours >= BURST_LEAST_BEFORE_HOURS
        && span.ballots >= BURST_LEAST_BALLOTS
        && now >= usual.saturating_mul(BURST_FACTOR)
}

#[cfg(test)]
mod tests;
