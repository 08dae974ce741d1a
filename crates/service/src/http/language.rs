//! The languages in which the service says to voters why it refuses: files of [Fluent](https://projectfluent.org)
//! messages, compiled into the program.

use std::sync::LazyLock;

use axum::http::{HeaderMap, header};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use unic_langid::LanguageIdentifier;

/// All languages; the first one is spoken to who prefers none of them. A new one is a line here.
static LANGUAGES: LazyLock<[Language; 3]> = LazyLock::new(|| {
    [
        Language::new("en", include_str!("../../languages/en.ftl")),
        Language::new("fr", include_str!("../../languages/fr.ftl")),
        Language::new("es", include_str!("../../languages/es.ftl")),
    ]
});

/// A language and its messages.
pub(super) struct Language {
    /// Its tag of BCP 47.
    pub(super) code: &'static str,
    bundle: FluentBundle<FluentResource>,
}

impl Language {
    /// What is wrong with a file is a defect that a test finds: what can't be read of it is missing here.
    fn new(code: &'static str, source: &str) -> Self {
        let resource = match FluentResource::try_new(source.to_owned()) {
            Ok(resource) | Err((resource, _)) => resource,
        };
        let locale: Vec<LanguageIdentifier> = code.parse().into_iter().collect();
        let mut bundle = FluentBundle::new_concurrent(locale);
        // Arguments are times, which have one direction.
        bundle.set_use_isolating(false);
        bundle.add_resource_overriding(resource);
        Self { code, bundle }
    }

    /// The first one, for what nobody has asked for in another.
    pub(super) fn english() -> &'static Self {
        let [english, ..] = &*LANGUAGES;
        english
    }

    /// The one that a client would like most (`Accept-Language`, RFC 9110, 12.5.4); none, if it says nothing.
    pub(super) fn of(headers: &HeaderMap) -> Option<&'static Self> {
        let wanted = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
        let known = wanted.split(',').filter_map(|range| {
            let (tag, weight) = range.split_once(';').unwrap_or((range, "q=1"));
            let weight: f32 = weight.trim().strip_prefix("q=")?.parse().ok()?;
            let primary = tag.trim().split('-').next()?;
            let mut known = LANGUAGES.iter();
            let language = known.find(|language| language.code.eq_ignore_ascii_case(primary))?;
            (weight > 0.0).then_some((weight, language))
        });
        // Of two that are wanted as much, the first one.
        let best = known.reduce(|best, next| if next.0 > best.0 { next } else { best });
        Some(best.map_or_else(Self::english, |(_, language)| language))
    }

    /// A message; none, if there is none of this name.
    pub(super) fn say(&self, id: &str, arguments: &[(&str, String)]) -> Option<String> {
        let pattern = self.bundle.get_message(id)?.value()?;
        let arguments: FluentArgs<'_> =
            arguments.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(&arguments), &mut errors);
        errors.is_empty().then(|| text.into_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(wanted: &str) -> Option<&'static str> {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_LANGUAGE, wanted.parse().unwrap());
        Language::of(&headers).map(|language| language.code)
    }

    #[test]
    fn the_language_that_is_wanted_most_is_spoken() {
        assert_eq!(chosen("fr-CH, fr;q=0.9, en;q=0.8, de;q=0.7, *;q=0.5"), Some("fr"));
        assert_eq!(chosen("de, en;q=0.1, ES-mx;q=0.2"), Some("es"));
        assert_eq!(chosen("fr;q=0, es;q=0.001"), Some("es"));
        assert_eq!(chosen("es;q=0.5,fr;q=0.5"), Some("es"));
    }

    #[test]
    fn who_wants_another_language_or_writes_nonsense_reads_english() {
        for wanted in ["de", "*", "", ";;;q=,,", "fr;q=x", "fr;q=NaN", "français"] {
            assert_eq!(chosen(wanted), if wanted.is_ascii() { Some("en") } else { None });
        }
        assert!(Language::of(&HeaderMap::new()).is_none());
    }

    #[test]
    fn every_file_is_fluent() {
        for source in ["en", "fr", "es"] {
            let file = format!("{}/languages/{source}.ftl", env!("CARGO_MANIFEST_DIR"));
            let read = FluentResource::try_new(std::fs::read_to_string(file).unwrap());
            assert!(read.is_ok(), "{source}: {:?}", read.err().map(|(_, errors)| errors));
        }
    }

    #[test]
    fn french_breaks_no_line_before_a_double_sign() {
        for line in include_str!("../../languages/fr.ftl").lines().filter(|it| !it.starts_with('#'))
        {
            assert!(![" :", " ;", " !", " ?"].iter().any(|sign| line.contains(sign)), "{line}");
        }
    }
}
