use isoloir_words::time::{at, beyond_the_calendar};
use jiff::civil::Time;
use jiff::tz::TimeZone;

use super::{Message, Texts};

/// Times for people. They come in seconds since 1970, and are said in the time of a place.
impl Texts {
    /// From when to when, in UTC, as [`Texts::term`] says it.
    pub(crate) fn period(&self, opens: u64, closes: u64) -> String {
        let (opens, closes) = self.term(opens, closes, &TimeZone::UTC);
        self.say(Message::Period, &[("opens", opens.into()), ("closes", closes.into())])
    }

    /// First and last time of a term, as days. The time of the day is said unless both are midnights; the last
    /// day is then the one that ends there.
    pub(crate) fn term(&self, opens: u64, closes: u64, zone: &TimeZone) -> (String, String) {
        let is_midnight =
            |seconds| at(seconds, zone).is_some_and(|time| time.time() == Time::midnight());
        if is_midnight(opens) && is_midnight(closes) {
            (self.day(opens, zone), self.day(closes.saturating_sub(1), zone))
        } else {
            (self.moment(opens, zone), self.moment(closes, zone))
        }
    }

    /// A day and the time of the day, with the zone.
    pub(crate) fn moment(&self, seconds: u64, zone: &TimeZone) -> String {
        self.messages.moment(seconds, zone)
    }

    fn day(&self, seconds: u64, zone: &TimeZone) -> String {
        let date = |time| self.messages.date(&time);
        at(seconds, zone).map_or_else(|| beyond_the_calendar(seconds), date)
    }
}
