//! Numbers, money, times and outside texts as people read them.

use std::borrow::Cow;
use std::fmt::Write;

/// A whole number in groups of three digits: `1,234,567`.
pub fn grouped(number: u64) -> String {
    group(&number.to_string())
}

fn group(digits: &str) -> String {
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// An amount in units of 10^-`decimals` of a currency, without the currency: `2,964.00`.
pub fn amount(units: u64, decimals: u8) -> String {
    let decimals = usize::from(decimals);
    let digits = format!("{units:0>width$}", width = decimals + 1);
    let (whole, fraction) = digits.split_at(digits.len() - decimals);
    if fraction.is_empty() { group(whole) } else { format!("{}.{fraction}", group(whole)) }
}

/// An amount with its currency, which no line break parts (U+00A0): `2,964.00 EUR`.
pub fn money(units: u64, decimals: u8, currency: &str) -> String {
    format!("{}\u{a0}{currency}", amount(units, decimals))
}

/// A part of a whole, rounded to a tenth of a percent: `78.8%`. Nothing of nothing is no share.
pub fn percent(part: u64, whole: u64) -> Option<String> {
    if whole == 0 {
        return None;
    }
    let (part, whole) = (u128::from(part), u128::from(whole));
    let thousandths = (part * 1000 + whole / 2) / whole;
    Some(format!("{}.{}%", thousandths / 10, thousandths % 10))
}

/// A number and what it counts, whose name is given in the plural: `1 entry`, `2,000 entries`.
pub fn counted(number: u64, plural: &str) -> String {
    let unit = if number == 1 { singular(plural) } else { Cow::Borrowed(plural) };
    format!("{} {unit}", grouped(number))
}

/// The singular of a regular English plural.
pub fn singular(plural: &str) -> Cow<'_, str> {
    if let Some(stem) = plural.strip_suffix("ies") {
        return Cow::Owned(format!("{stem}y"));
    }
    let stem = plural.strip_suffix("hes").map(|stem| plural.get(..stem.len() + 1));
    Cow::Borrowed(stem.flatten().or_else(|| plural.strip_suffix('s')).unwrap_or(plural))
}

/// A time span: `0.02 s`, `12.3 s`, `3 min 5 s`, `1 h 12 min`.
pub fn duration(seconds: f64) -> String {
    let seconds = if seconds.is_finite() { seconds.max(0.0) } else { 0.0 };
    // Larger spans are cut, not wrapped.
    let whole = seconds.round() as u64;
    match whole {
        0..10 if seconds < 9.995 => format!("{seconds:.2} s"),
        0..60 => format!("{seconds:.1} s"),
        60..3600 => format!("{} min {} s", whole / 60, whole % 60),
        _ => format!("{} h {} min", grouped(whole / 3600), whole / 60 % 60),
    }
}

/// A time as date and minute: `2026-09-21 14:13 UTC`.
pub fn utc(seconds_since_1970: u64) -> String {
    let (days, seconds) = (seconds_since_1970 / 86_400, seconds_since_1970 % 86_400);
    let (year, month, day) = civil_date(days);
    format!("{year:04}-{month:02}-{day:02} {:02}:{:02} UTC", seconds / 3600, seconds / 60 % 60)
}

/// Year, month and day of the Gregorian calendar, by counting years from the first of March of
/// year 0, so that the leap day is the last of its year (H. Hinnant, chrono-compatible low-level
/// date algorithms, `civil_from_days`).
fn civil_date(days_since_1970: u64) -> (u64, u64, u64) {
    const DAYS_FROM_MARCH_0000_TO_1970: u64 = 719_468;
    const DAYS_OF_400_YEARS: u64 = 146_097;
    let days = days_since_1970 + DAYS_FROM_MARCH_0000_TO_1970;
    let (era, day_of_era) = (days / DAYS_OF_400_YEARS, days % DAYS_OF_400_YEARS);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let months_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * months_from_march + 2) / 5 + 1;
    let month = if months_from_march < 10 { months_from_march + 3 } else { months_from_march - 9 };
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    (year, month, day)
}

/// A text from outside in which everything that could steer a terminal, reorder a line or hide
/// itself stands as its code, `\u{202e}`. Letters of every script stay as they are.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(steers_or_hides) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        if steers_or_hides(character) {
            let _ = write!(shown, "\\u{{{:x}}}", u32::from(character));
        } else {
            shown.push(character);
        }
    }
    Cow::Owned(shown)
}

/// Control characters, line and paragraph separators, embeddings, overrides and isolates of text
/// direction, characters without width that join nothing, tags, and non-characters.
fn steers_or_hides(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{ad}'
                | '\u{200b}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{fdd0}'..='\u{fdef}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{fffe}'
                | '\u{ffff}'
                | '\u{e0000}'..='\u{e007f}'
        )
}
