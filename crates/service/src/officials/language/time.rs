use isoloir_words::time::{at, clock, zone_name};
use jiff::Zoned;
use jiff::tz::TimeZone;

use crate::officials::language::{Message, Texts};

/// Times for people. They come in seconds since 1970, and are said in the time of a place.
impl Texts {
    /// A day and the time of the day, with the zone.
    pub(in crate::officials) fn moment(&self, seconds: u64, zone: &TimeZone) -> String {
        let Some(time) = at(seconds, zone) else { return seconds.to_string() };
        self.say(
            Message::Moment,
            &[
                ("date", self.date(&time).into()),
                ("time", clock(&time).into()),
                ("zone", zone_name(&time).into()),
            ],
        )
    }

    /// A day of this year or another, without the year.
    pub(in crate::officials) fn day(&self, time: &Zoned) -> String {
        self.say(Message::Day, &[("day", time.day().into()), ("month", time.month().into())])
    }

    fn date(&self, time: &Zoned) -> String {
        self.say(
            Message::Date,
            &[("date", self.day(time).into()), ("year", time.year().to_string().into())],
        )
    }

    /// From when to when, as short as it can be said.
    pub(in crate::officials) fn between(&self, from: u64, to: u64, zone: &TimeZone) -> String {
        let (Some(from), Some(to)) = (at(from, zone), at(to, zone)) else {
            return format!("{from} – {to}");
        };
        let is_one_day = from.date() == to.date()
            || (to.time() == jiff::civil::Time::midnight()
                && from.date().tomorrow().ok() == Some(to.date()));
        let start = ("from", clock(&from).into());
        let day = ("day", self.day(&from).into());
        if is_one_day {
            return self.say(Message::WithinADay, &[day, start, ("to", clock_at_end(&to).into())]);
        }
        let end = ("to", clock(&to).into());
        self.say(Message::OverDays, &[day, start, ("last", self.day(&to).into()), end])
    }
}

/// The time of the day, at the end of a day.
fn clock_at_end(time: &Zoned) -> String {
    if time.time() == jiff::civil::Time::midnight() { "24:00".to_owned() } else { clock(time) }
}
