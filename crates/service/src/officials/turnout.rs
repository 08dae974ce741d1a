//! How many ballots were recorded when, in spans that no single voter stands out of.

use std::collections::BTreeMap;

use crate::officials::HourlyCount;

/// The fewest ballots that a span shows, unless it has none. The public board shows the order of all entries: whoever
/// knew that one ballot was recorded in an hour could tell which it is (`docs/threat-model.md`).
pub(super) const HOUR_FLOOR: u64 = 5;

pub(super) const HOUR_SECONDS: u64 = 3_600;

/// No ballot is recorded after the year 9999, where the calendar ends.
const LAST_HOUR: u64 = 8_030 * 366 * 24;

/// Consecutive hours with the ballots of all of them: none, or at least [`HOUR_FLOOR`]. Only if a district has fewer
/// altogether, its one span that is not empty has fewer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    /// The first hour, counted from 1970.
    pub(super) from: u64,
    /// The hour after the last.
    pub(super) to: u64,
    pub(super) ballots: u64,
}

impl Span {
    /// Seconds since 1970.
    pub(super) fn begins(&self) -> u64 {
        self.from * HOUR_SECONDS
    }

    /// Seconds since 1970.
    pub(super) fn ends(&self) -> u64 {
        self.to * HOUR_SECONDS
    }

    pub(super) fn hours(&self) -> u64 {
        self.to - self.from
    }

    /// Whether it has ballots, and too few to say how many.
    pub(super) fn is_few(&self) -> bool {
        (1..HOUR_FLOOR).contains(&self.ballots)
    }
}

/// The counts of each district that has any: hours with ballots, and how many, in the order of time.
pub(super) type Counts = BTreeMap<u16, Vec<(u64, u64)>>;

pub(super) fn by_district(counts: &[HourlyCount]) -> Counts {
    let mut all = Counts::new();
    let can_be = |count: &&HourlyCount| count.ballots > 0 && count.hour < LAST_HOUR;
    for count in counts.iter().filter(can_be) {
        all.entry(count.district).or_default().push((count.hour, count.ballots));
    }
    all.values_mut().for_each(|hours| hours.sort_unstable());
    all
}

/// The spans of a district from the hour `from` up to before `to`, without gaps. They begin earlier if the first ballot
/// does, and end later if the last does.
pub(super) fn spans(counts: &Counts, district: u16, from: u64, to: u64) -> Vec<Span> {
    let hours = counts.get(&district).map_or(&[][..], Vec::as_slice);
    let mut spans = Vec::new();
    let mut end = hours.first().map_or(from, |&(first, _)| first.min(from));
    let mut gathered: Option<Span> = None;
    for &(hour, ballots) in hours {
        let mut span = gathered.take().unwrap_or_else(|| {
            push_empty(&mut spans, end, hour);
            Span { from: hour, to: hour, ballots: 0 }
        });
        span.to = hour + 1;
        span.ballots = span.ballots.saturating_add(ballots);
        end = span.to;
        if span.ballots < HOUR_FLOOR {
            gathered = Some(span);
        } else {
            spans.push(span);
        }
    }
    if let Some(few) = gathered {
        push_into_last(&mut spans, few);
    }
    push_empty(&mut spans, end, to);
    spans
}

fn push_empty(spans: &mut Vec<Span>, from: u64, to: u64) {
    if from < to {
        spans.push(Span { from, to, ballots: 0 });
    }
}

/// Joins too few ballots with the last span that has some.
fn push_into_last(spans: &mut Vec<Span>, few: Span) {
    let mut joined = few;
    if let Some(last) = spans.iter().rposition(|span| span.ballots > 0) {
        joined.from = spans[last].from;
        joined.ballots = joined.ballots.saturating_add(spans[last].ballots);
        spans.truncate(last);
    }
    spans.push(joined);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(ballots: &[u64]) -> Vec<HourlyCount> {
        let count =
            |(hour, &ballots): (u64, &u64)| HourlyCount { district: 0, hour: 100 + hour, ballots };
        (0..).zip(ballots).map(count).collect()
    }

    fn shown(ballots: &[u64]) -> Vec<(u64, u64)> {
        let spans = spans(&by_district(&counted(ballots)), 0, 100, 100 + ballots.len() as u64);
        assert_eq!(spans.first().map(|span| span.from), Some(100));
        assert!(spans.is_sorted_by(|a, b| a.to == b.from), "there is a gap: {spans:?}");
        spans.iter().map(|span| (span.hours(), span.ballots)).collect()
    }

    #[test]
    fn hours_with_few_ballots_are_joined_until_there_are_enough() {
        assert_eq!(shown(&[7, 0, 0, 9]), [(1, 7), (2, 0), (1, 9)]);
        assert_eq!(shown(&[1, 0, 3, 1, 5]), [(4, 5), (1, 5)]);
        assert_eq!(shown(&[0, 4, 0, 8, 0]), [(1, 0), (3, 12), (1, 0)]);
    }

    #[test]
    fn the_last_few_ballots_join_the_span_before_them() {
        assert_eq!(shown(&[6, 0, 1]), [(3, 7)]);
        assert_eq!(shown(&[6, 6, 0, 0, 4, 0]), [(1, 6), (4, 10), (1, 0)]);
    }

    #[test]
    fn fewer_ballots_than_the_floor_altogether_are_one_span_that_says_so() {
        let few = spans(&by_district(&counted(&[1, 0, 2])), 0, 100, 103);
        assert_eq!(few, [Span { from: 100, to: 103, ballots: 3 }]);
        assert!(few[0].is_few());
        assert_eq!(shown(&[0, 0, 0]), [(3, 0)]);
    }

    #[test]
    fn no_span_ever_has_between_one_and_four_ballots_if_there_are_more() {
        // All ways in which six hours can have 0, 1, 2, 4 or 5 ballots.
        for code in 0..5_u32.pow(6) {
            let digit = |place: u32| [0, 1, 2, 4, 5][(code / 5_u32.pow(place) % 5) as usize];
            let ballots: Vec<u64> = (0..6).map(digit).collect();
            let total: u64 = ballots.iter().sum();
            let shown = shown(&ballots);
            assert_eq!(shown.iter().map(|&(_, ballots)| ballots).sum::<u64>(), total);
            assert_eq!(shown.iter().map(|&(hours, _)| hours).sum::<u64>(), 6);
            let few = shown.iter().any(|&(_, ballots)| (1..HOUR_FLOOR).contains(&ballots));
            assert_eq!(few, (1..HOUR_FLOOR).contains(&total), "{ballots:?}: {shown:?}");
        }
    }

    #[test]
    fn ballots_before_the_announced_hour_and_of_other_districts_are_kept_apart() {
        let mut counts = counted(&[9, 9]);
        counts.push(HourlyCount { district: 1, hour: 100, ballots: 50 });
        let spans = spans(&by_district(&counts), 0, 101, 103);
        assert_eq!(spans.iter().map(|span| span.ballots).collect::<Vec<_>>(), [9, 9, 0]);
        assert_eq!((spans[0].from, spans[2].to), (100, 103));
    }
}
