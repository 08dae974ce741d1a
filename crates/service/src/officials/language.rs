//! The words of the pages. Each language is a file of [Fluent](https://projectfluent.org) messages, compiled in.

mod message;
mod time;

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

pub(super) use message::Message;
pub(super) use time::at;

/// All languages, in the order in which a page offers them. A new one is a line here. Where a browser asks for none
/// of them it gets the first.
pub(super) const LANGUAGES: [Language; 3] = [
    Language { code: "en", source: include_str!("../../languages/officials/en.ftl") },
    Language { code: "fr", source: include_str!("../../languages/officials/fr.ftl") },
    Language { code: "es", source: include_str!("../../languages/officials/es.ftl") },
];

/// The longest list of languages that is read, in bytes.
const MAX_ASKED_BYTES: usize = 256;

/// A language and its messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Language {
    /// Its tag of BCP 47.
    pub(super) code: &'static str,
    source: &'static str,
}

/// Speaks one language.
pub(super) struct Texts {
    pub(super) language: Language,
    bundle: FluentBundle<FluentResource>,
}

impl Language {
    /// The language with this code.
    pub(super) fn of_code(code: &str) -> Option<Self> {
        LANGUAGES.into_iter().find(|language| language.code == code)
    }

    /// The language that fits best what a browser asks for (RFC 9110, section 12.5.4).
    pub(super) fn asked_for(accepted: &str) -> Self {
        let accepted = accepted.get(..MAX_ASKED_BYTES.min(accepted.len())).unwrap_or_default();
        let asked = fluent_langneg::accepted_languages::parse(accepted);
        let asked = asked.iter().map(|language| language.language);
        let found = asked.filter_map(|language| Self::of_code(language.as_str())).next();
        found.unwrap_or(LANGUAGES[0])
    }
}

impl Texts {
    /// The texts of a language.
    pub(super) fn of(language: Language) -> &'static Self {
        static ALL: LazyLock<[Texts; LANGUAGES.len()]> =
            LazyLock::new(|| LANGUAGES.map(Texts::read));
        ALL.iter().find(|texts| texts.language == language).unwrap_or(&ALL[0])
    }

    /// What is wrong with the file of a language is a defect that a test finds: what can't be read of it is
    /// missing here.
    fn read(language: Language) -> Self {
        let resource = match FluentResource::try_new(language.source.to_owned()) {
            Ok(resource) | Err((resource, _)) => resource,
        };
        let locale: Vec<LanguageIdentifier> = language.code.parse().into_iter().collect();
        let mut bundle = FluentBundle::new_concurrent(locale);
        // Names come isolated, and nothing else needs it.
        bundle.set_use_isolating(false);
        bundle.add_resource_overriding(resource);
        let group = text(&bundle, Message::NumberGroup, &[]).unwrap_or_default();
        // Counts are far below 2^53, up to which Fluent's numbers are exact. It can only be there already if it was
        // added twice.
        let _ = bundle.add_function("NUMBER", move |arguments, _| match arguments.first() {
            Some(FluentValue::Number(number)) => grouped(number.value as u64, &group).into(),
            _ => FluentValue::Error,
        });
        Self { language, bundle }
    }

    /// The message with its arguments; `{its-id}` if it is missing or one of them, which tests rule out.
    pub(super) fn say(
        &self,
        message: Message,
        arguments: &[(&'static str, FluentValue<'_>)],
    ) -> String {
        text(&self.bundle, message, arguments).unwrap_or_else(|| format!("{{{}}}", message.id()))
    }

    /// A message without arguments.
    pub(super) fn word(&self, message: Message) -> String {
        self.say(message, &[])
    }

    /// A count.
    pub(super) fn number(&self, count: u64) -> String {
        self.say(Message::Count, &[("count", count.into())])
    }
}

fn text(
    bundle: &FluentBundle<FluentResource>,
    message: Message,
    arguments: &[(&'static str, FluentValue<'_>)],
) -> Option<String> {
    let pattern = bundle.get_message(message.id())?.value()?;
    let arguments: FluentArgs<'_> = arguments.iter().cloned().collect();
    let mut errors = Vec::new();
    let text = bundle.format_pattern(pattern, Some(&arguments), &mut errors);
    errors.is_empty().then(|| text.into_owned())
}

/// In groups of three digits.
fn grouped(number: u64, group: &str) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            grouped.push_str(group);
        }
        grouped.push(digit);
    }
    grouped
}

/// A name for a sentence, whose writing direction stays its own. No text of a definition holds these marks.
pub(super) fn isolated(name: &str) -> String {
    format!("\u{2068}{name}\u{2069}")
}

/// Names for a sentence.
pub(super) fn listed(names: &[String]) -> String {
    names.iter().map(|name| isolated(name)).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests;
