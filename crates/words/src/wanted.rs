/// The longest list of languages that is read, in bytes.
const MAX_ACCEPTED_BYTES: usize = 256;

/// Of the languages with these tags the one that a client would like most, by its `Accept-Language` (RFC 9110, 12.5.4);
/// of two that it would like as much, the first. What can't be read of it counts for nothing.
#[must_use]
pub fn liked_most(accepted: &str, codes: &[&'static str]) -> Option<&'static str> {
    let accepted = accepted.get(..MAX_ACCEPTED_BYTES.min(accepted.len())).unwrap_or_default();
    let known = accepted.split(',').filter_map(|range| {
        let (tag, weight) = range.split_once(';').unwrap_or((range, "q=1"));
        let weight: f32 = weight.trim().strip_prefix("q=")?.parse().ok()?;
        let primary = tag.trim().split('-').next()?;
        let code = codes.iter().find(|code| code.eq_ignore_ascii_case(primary))?;
        (weight > 0.0).then_some((weight, *code))
    });
    known.reduce(|best, next| if next.0 > best.0 { next } else { best }).map(|(_, code)| code)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn liked(accepted: &str) -> Option<&'static str> {
        liked_most(accepted, &["en", "fr", "es"])
    }

    #[test]
    fn the_language_that_is_wanted_most_is_spoken() {
        assert_eq!(liked("fr-CH, fr;q=0.9, en;q=0.8, de;q=0.7, *;q=0.5"), Some("fr"));
        assert_eq!(liked("de, en;q=0.1, ES-mx;q=0.2"), Some("es"));
        assert_eq!(liked("fr;q=0, es;q=0.001"), Some("es"));
        assert_eq!(liked("es;q=0.5,fr;q=0.5"), Some("es"));
    }

    #[test]
    fn who_wants_another_language_or_writes_nonsense_wants_none_of_these() {
        for accepted in ["de", "*", "", ";;;q=,,", "fr;q=x", "fr;q=NaN", "français"] {
            assert_eq!(liked(accepted), None, "{accepted}");
        }
    }
}
