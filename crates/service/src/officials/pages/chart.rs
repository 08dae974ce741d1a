//! Ballots by the hour as bars: a row for each day, so that weeks fit on a telephone. It is one picture for a screen
//! reader, which has the table with the same numbers after it.

use jiff::tz::TimeZone;
use jiff::{ToSpan, Zoned};
use maud::{Markup, html};

use crate::officials::language::{Message, Texts, at};
use crate::officials::turnout::Span;

/// The most days that are shown: the last ones.
const MAX_DAYS: usize = 31;

/// Height of a row, and of the least bar, in the units of the picture.
const HEIGHT: u64 = 100;
const LEAST_HEIGHT: u64 = 4;

/// A day at the place of the vote, which has 23 to 25 hours. Seconds since 1970.
pub(super) struct Day {
    date: Zoned,
    pub(super) from: u64,
    to: u64,
}

/// The days that the spans are of, the first one first.
pub(super) fn days(spans: &[Span], zone: &TimeZone) -> Vec<Day> {
    let (Some(first), Some(last)) = (spans.first(), spans.last()) else { return Vec::new() };
    let begin = first.begins();
    let mut days = Vec::new();
    let mut next = at(last.ends().saturating_sub(1), zone);
    while let Some(day) = next.as_ref().and_then(Day::of)
        && day.to > begin
        && days.len() < MAX_DAYS
    {
        next = day.date.checked_sub(1.day()).ok();
        days.push(day);
    }
    days.reverse();
    days
}

impl Day {
    fn of(time: &Zoned) -> Option<Self> {
        let date = time.start_of_day().ok()?;
        let seconds = |time: &Zoned| u64::try_from(time.timestamp().as_second()).ok();
        let from = seconds(&date)?;
        let to = seconds(&date.checked_add(1.day()).ok()?)?;
        Some(Self { date, from, to })
    }

    /// The bars of this day: where they begin, in seconds after midnight, how wide and how high they are.
    fn bars(&self, spans: &[Span], highest: u64) -> Vec<[u64; 3]> {
        let bar = |span: &Span| {
            let from = span.begins().max(self.from);
            let to = span.ends().min(self.to);
            let height = rate(span).saturating_mul(HEIGHT) / highest.max(1);
            (from < to && span.ballots > 0)
                .then(|| [from - self.from, to - from, height.clamp(LEAST_HEIGHT, HEIGHT)])
        };
        spans.iter().filter_map(bar).collect()
    }
}

/// Ballots in 100 hours: as exact as a bar can be.
fn rate(span: &Span) -> u64 {
    if span.is_few() { 0 } else { span.ballots.saturating_mul(100) / span.hours().max(1) }
}

pub(super) fn figure(texts: &Texts, spans: &[Span], days: &[Day]) -> Markup {
    let highest = spans.iter().map(rate).max().unwrap_or(0);
    let scale = [("ballots", highest.div_ceil(100).into())];
    html! {
        figure {
            @if highest > 0 { figcaption { (texts.say(Message::HoursScale, &scale)) } }
            p.hidden id="chart-desc" {
                (texts.say(Message::HoursDesc, &[("days", (days.len() as u64).into())]))
            }
            div.chart role="img" aria-labelledby="hours" aria-describedby="chart-desc" {
                div.clock aria-hidden="true" {
                    div { @for hour in ["0", "6", "12", "18"] { span { (hour) } } }
                }
                @for day in days.iter().rev() {
                    div.day {
                        span { (texts.day(&day.date)) }
                        (row(day, spans, highest))
                    }
                }
            }
        }
    }
}

fn row(day: &Day, spans: &[Span], highest: u64) -> Markup {
    let width = day.to - day.from;
    html! {
        svg viewBox={ "0 0 " (width) " " (HEIGHT) } preserveAspectRatio="none" focusable="false" {
            @for quarter in 1..4_u64 {
                @let x = width * quarter / 4;
                line.tick x1=(x) x2=(x) y1="0" y2=(HEIGHT) {}
            }
            @for [x, bar_width, height] in day.bars(spans, highest) {
                rect.bar x=(x) y=(HEIGHT - height) width=(bar_width) height=(height) {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::officials::turnout::HOUR_SECONDS;

    /// In Paris summer time ended on the morning of 25 October 2026, which had 25 hours. It began at this hour.
    const SUNDAY: u64 = 1_792_879_200 / HOUR_SECONDS;

    fn paris() -> TimeZone {
        TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").unwrap()
    }

    fn shown(spans: &[(u64, u64, u64)]) -> Vec<(i8, Vec<[u64; 3]>)> {
        let span = |&(from, to, ballots)| Span { from: SUNDAY + from, to: SUNDAY + to, ballots };
        let spans: Vec<Span> = spans.iter().map(span).collect();
        let highest = spans.iter().map(rate).max().unwrap();
        let days = days(&spans, &paris());
        days.iter().map(|day| (day.date.day(), day.bars(&spans, highest))).collect()
    }

    #[test]
    fn a_day_has_the_hours_of_its_place() {
        let days = shown(&[(0, 24, 0), (24, 25, 50), (25, 26, 100)]);
        assert_eq!(days, [(25, vec![[86_400, 3_600, 50]]), (26, vec![[0, 3_600, 100]])]);
    }

    #[test]
    fn a_span_over_midnight_is_drawn_on_both_days_as_high_as_it_is_on_average() {
        let days = shown(&[(0, 1, 10), (24, 26, 10)]);
        assert_eq!(days[0].1, [[0, 3_600, 100], [86_400, 3_600, 50]]);
        assert_eq!(days[1].1, [[0, 3_600, 50]]);
    }

    #[test]
    fn the_height_of_a_few_ballots_says_nothing() {
        let heights = |ballots| shown(&[(0, 1, ballots)])[0].1[0][2];
        assert_eq!([heights(1), heights(4)], [LEAST_HEIGHT; 2]);
        assert_eq!(heights(5), HEIGHT);
    }

    #[test]
    fn a_month_is_drawn_and_not_more() {
        let days = shown(&[(0, 24 * 100, 0), (24 * 100, 24 * 100 + 1, 7)]);
        assert_eq!((days.len(), days[MAX_DAYS - 1].1.len()), (MAX_DAYS, 1));
    }
}
