//! The program's clock.

use std::time::Instant;

use anyhow::{Context, anyhow};
use isoloir_service::clock::Clock;
use jiff::Timestamp;
use jiff::fmt::temporal::DateTimeParser;
use jiff::tz::TimeZone;

use crate::failure::Failure;

/// The variable that moves the clock, for rehearsals: what it holds is now.
const MOVED: &str = "ISOLOIR_NOW";

/// What time it is; or what a rehearsal says it is, with a warning.
pub(crate) fn now() -> Result<Timestamp, Failure> {
    let Some(moved) = std::env::var_os(MOVED) else {
        return Ok(Timestamp::now());
    };
    let text = moved.to_str().ok_or_else(|| Failure::input(anyhow!("{MOVED} is not a text")))?;
    let moved = text
        .parse::<Timestamp>()
        .with_context(|| {
            format!("{MOVED} must be a time with its zone, as 2027-03-01T08:00:00+01:00")
        })
        .map_err(Failure::input)?;
    eprintln!("WARNING: a rehearsal: {MOVED} says that it is {moved}");
    Ok(moved)
}

/// The clock of a program that runs for long. One that a rehearsal has moved goes on from there.
pub(crate) fn ticking() -> Result<Clock, Failure> {
    if std::env::var_os(MOVED).is_none() {
        return Ok(Clock::system());
    }
    let (moved, begun) = (seconds(now()?), Instant::now());
    Ok(Clock::new(move || moved + begun.elapsed().as_secs()))
}

/// A moment in whole seconds since 1970, as definitions count.
pub(crate) fn seconds(moment: Timestamp) -> u64 {
    moment.as_second().try_into().unwrap_or(0)
}

/// A moment of a definition, in UTC.
pub(crate) fn moment(seconds: u64) -> String {
    let moment = i64::try_from(seconds).ok().and_then(|s| Timestamp::from_second(s).ok());
    moment.map_or_else(
        || format!("{seconds} s after 1970"),
        |moment| moment.strftime("%Y-%m-%d %H:%M UTC").to_string(),
    )
}

/// A time zone, as people write it.
///
/// # Errors
/// If this machine does not know it.
pub(crate) fn zone(text: &str) -> Result<TimeZone, String> {
    let parsed = DateTimeParser::new().parse_time_zone(text);
    parsed.map_err(|_| {
        "this machine knows no such time zone; write it as Europe/Paris, as +01:00, or as \
         CET-1CEST,M3.5.0,M10.5.0/3"
            .into()
    })
}
