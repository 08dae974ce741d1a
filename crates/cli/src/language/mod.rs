//! The languages of what a registrar sends. Each is a file of [Fluent](https://projectfluent.org) messages, compiled
//! into the program.

mod message;

use isoloir_words::{Argument, Messages};
use jiff::tz::TimeZone;

pub(crate) use self::message::Message;
pub(crate) use isoloir_words::{isolated, plain};

/// All languages. A new one is a line here.
pub(crate) const LANGUAGES: [Language; 3] = [
    Language { code: "en", source: include_str!("../../languages/en.ftl") },
    Language { code: "fr", source: include_str!("../../languages/fr.ftl") },
    Language { code: "es", source: include_str!("../../languages/es.ftl") },
];

/// A language and its messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Language {
    /// Its tag of BCP 47.
    pub(crate) code: &'static str,
    source: &'static str,
}

/// Speaks one language.
pub(crate) struct Texts {
    language: Language,
    messages: Messages,
}

impl Language {
    /// The language with this code.
    pub(crate) fn of_code(code: &str) -> Option<Self> {
        LANGUAGES.into_iter().find(|language| language.code == code)
    }
}

impl Texts {
    /// The texts of a language.
    pub(crate) fn of(language: Language) -> Self {
        Self { language, messages: Messages::read(language.code, language.source) }
    }

    pub(crate) fn language(&self) -> Language {
        self.language
    }

    /// The message with its arguments.
    pub(crate) fn say(&self, message: Message, arguments: &[Argument<'_>]) -> String {
        self.messages.text(message.id(), arguments)
    }

    /// A message without arguments.
    pub(crate) fn word(&self, message: Message) -> String {
        self.say(message, &[])
    }

    /// First and last time of a term, as days where it is one of whole days.
    pub(crate) fn term(&self, opens: u64, closes: u64, zone: &TimeZone) -> (String, String) {
        self.messages.term(opens, closes, zone)
    }

    /// A day and the time of the day, with the zone.
    pub(crate) fn moment(&self, seconds: u64, zone: &TimeZone) -> String {
        self.messages.moment(seconds, zone)
    }
}

#[cfg(test)]
mod tests;
