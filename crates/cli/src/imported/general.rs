use isoloir_election::definition::disturbs_a_line;
use isoloir_pabulib::Instance;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// Seconds of a day.
pub(crate) const DAY: u64 = 86_400;

/// What people call the election, if the file says.
pub(crate) fn title(instance: &Instance) -> Option<String> {
    let meta = &instance.meta;
    let parts = [meta.unit.as_deref(), meta.subunit.as_deref(), meta.instance.as_deref()];
    let parts: Vec<&str> = parts.into_iter().flatten().collect();
    match (&meta.description, parts.is_empty()) {
        (Some(description), _) => Some(one_line(description)),
        (None, false) => Some(one_line(&parts.join(" "))),
        (None, true) => None,
    }
}

/// When the vote opens and closes, in seconds since 1970: midnight before the first day and after the
/// last, in UTC. Nothing if no file states a day.
pub(crate) fn period<'a>(
    instances: impl Iterator<Item = &'a Instance> + Clone,
) -> Option<(u64, u64)> {
    let day = |text: &Option<String>| text.as_deref().and_then(parse_date);
    let first = instances.clone().filter_map(|instance| day(&instance.meta.date_begin)).min();
    let last = instances.filter_map(|instance| day(&instance.meta.date_end)).max();
    let opens = first.or(last)?;
    Some((opens, last.unwrap_or(opens).max(opens) + DAY))
}

/// A text without line breaks, cut to what the definition takes.
pub(crate) fn one_line(text: &str) -> String {
    const MOST: usize = 250;
    let is_break = |c: char| c.is_whitespace() || disturbs_a_line(c);
    let words: Vec<&str> = text.split(is_break).collect();
    let joined = words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    let cut = (0..=MOST.min(joined.len())).rev().find(|&at| joined.is_char_boundary(at));
    joined[..cut.unwrap_or(0)].trim_end().into()
}

/// `dd.mm.yyyy` or `yyyy`.
fn parse_date(text: &str) -> Option<u64> {
    let date = Date::strptime("%d.%m.%Y", text)
        .or_else(|_| Date::strptime("%d.%m.%Y", format!("01.01.{text}")))
        .ok()?;
    let midnight = date.to_zoned(TimeZone::UTC).ok()?;
    u64::try_from(midnight.timestamp().as_second()).ok()
}
