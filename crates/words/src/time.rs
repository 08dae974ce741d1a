//! Times, which come in seconds since 1970, in the parts that messages put together.

use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

/// In the time of a place; nothing after the year 9999, where the calendar ends.
#[must_use]
pub fn at(seconds: u64, zone: &TimeZone) -> Option<Zoned> {
    let timestamp = Timestamp::from_second(i64::try_from(seconds).ok()?).ok()?;
    Some(timestamp.to_zoned(zone.clone()))
}

/// A time that is in no calendar.
#[must_use]
pub fn beyond_the_calendar(seconds: u64) -> String {
    format!("{seconds} s")
}

/// `08:00`.
#[must_use]
pub fn clock(time: &Zoned) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// `UTC`, `UTC+2`, `UTC-3:30`: what needs no knowledge of a place or of its summers.
#[must_use]
pub fn zone_name(time: &Zoned) -> String {
    let minutes = time.offset().seconds() / 60;
    let sign = if minutes < 0 { '-' } else { '+' };
    match (minutes.unsigned_abs() / 60, minutes.unsigned_abs() % 60) {
        (0, 0) => "UTC".to_owned(),
        (hours, 0) => format!("UTC{sign}{hours}"),
        (hours, minutes) => format!("UTC{sign}{hours}:{minutes:02}"),
    }
}
