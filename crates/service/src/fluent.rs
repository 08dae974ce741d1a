//! Words in several languages: files of [Fluent](https://projectfluent.org) messages, compiled into the program.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

/// The messages of one language.
pub(crate) struct Messages(FluentBundle<FluentResource>);

impl Messages {
    /// Those of a file, in the language with this tag of BCP 47.
    ///
    /// What is wrong with a file is a defect that a test finds: what can't be read of it is missing here.
    pub(crate) fn read(code: &str, file: &str) -> Self {
        let resource = match FluentResource::try_new(file.to_owned()) {
            Ok(resource) | Err((resource, _)) => resource,
        };
        let locale: Vec<LanguageIdentifier> = code.parse().into_iter().collect();
        let mut bundle = FluentBundle::new_concurrent(locale);
        // Numbers and times have one direction, and names come isolated.
        bundle.set_use_isolating(false);
        bundle.add_resource_overriding(resource);
        Self(bundle)
    }

    /// Has `NUMBER` in the file write a count.
    pub(crate) fn write_counts(&mut self, count: impl Fn(u64) -> String + Send + Sync + 'static) {
        // Counts are far below 2^53, up to which Fluent's numbers are exact. It can only be there already if it was
        // added twice.
        let _ = self.0.add_function("NUMBER", move |arguments, _| match arguments.first() {
            Some(FluentValue::Number(number)) => count(number.value as u64).into(),
            _ => FluentValue::Error,
        });
    }

    /// A message with its arguments; none if it is missing, or one of them is.
    pub(crate) fn say<'a>(
        &self,
        id: &str,
        arguments: impl IntoIterator<Item = (&'a str, FluentValue<'a>)>,
    ) -> Option<String> {
        let pattern = self.0.get_message(id)?.value()?;
        let arguments: FluentArgs<'_> = arguments.into_iter().collect();
        let mut errors = Vec::new();
        let text = self.0.format_pattern(pattern, Some(&arguments), &mut errors);
        errors.is_empty().then(|| text.into_owned())
    }
}

/// Of the languages with these tags the one that a client would like most, by its `Accept-Language` (RFC 9110, 12.5.4);
/// of two that it would like as much, the first. What can't be read of it counts for nothing.
pub(crate) fn liked_most(accepted: &str, codes: &[&'static str]) -> Option<&'static str> {
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
