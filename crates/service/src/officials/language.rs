//! The words of the pages.

mod message;
mod time;

use std::sync::LazyLock;

use isoloir_words::{FluentValue, Messages, liked_most};

pub(super) use isoloir_words::{isolated, time::at};
pub(super) use message::Message;

/// All languages, in the order in which a page offers them. A new one is a line here. Where a browser asks for none
/// of them it gets the first.
pub(super) const LANGUAGES: [Language; 3] = [
    Language { code: "en", source: include_str!("../../languages/officials/en.ftl") },
    Language { code: "fr", source: include_str!("../../languages/officials/fr.ftl") },
    Language { code: "es", source: include_str!("../../languages/officials/es.ftl") },
];

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
    messages: Messages,
}

impl Language {
    /// The language with this code.
    pub(super) fn of_code(code: &str) -> Option<Self> {
        LANGUAGES.into_iter().find(|language| language.code == code)
    }

    /// The language that fits best what a browser asks for.
    pub(super) fn asked_for(accepted: &str) -> Self {
        let liked = liked_most(accepted, &LANGUAGES.map(|language| language.code));
        liked.and_then(Self::of_code).unwrap_or(LANGUAGES[0])
    }
}

impl Texts {
    /// The texts of a language.
    pub(super) fn of(language: Language) -> &'static Self {
        static ALL: LazyLock<[Texts; LANGUAGES.len()]> =
            LazyLock::new(|| LANGUAGES.map(Texts::read));
        ALL.iter().find(|texts| texts.language == language).unwrap_or(&ALL[0])
    }

    fn read(language: Language) -> Self {
        Self { language, messages: Messages::read(language.code, language.source) }
    }

    /// The message with its arguments.
    pub(super) fn say(
        &self,
        message: Message,
        arguments: &[(&'static str, FluentValue<'_>)],
    ) -> String {
        self.messages.text(message.id(), arguments)
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

/// Names for a sentence.
pub(super) fn listed(names: &[String]) -> String {
    names.iter().map(|name| isolated(name)).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests;
