//! The languages in which a result is told. Each is a file of [Fluent](https://projectfluent.org) messages, compiled
//! into the program.

mod message;

use isoloir_words::{Argument, Messages};
use jiff::tz::TimeZone;

pub(crate) use self::message::Message;
pub(crate) use isoloir_words::{isolated, plain};

/// All languages, in the order in which a page offers them. A new one is a line here.
pub const LANGUAGES: [Language; 3] = [
    Language { code: "en", source: include_str!("../../languages/en.ftl") },
    Language { code: "fr", source: include_str!("../../languages/fr.ftl") },
    Language { code: "es", source: include_str!("../../languages/es.ftl") },
];

/// A language and its messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Language {
    /// Its tag of BCP 47.
    pub code: &'static str,
    source: &'static str,
}

/// Speaks one language.
pub(crate) struct Texts {
    language: Language,
    messages: Messages,
}

impl Language {
    /// The language with this code.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
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

    /// A count.
    pub(crate) fn number(&self, number: u64) -> String {
        self.messages.numbers().whole(number)
    }

    /// An amount of money, exactly, in units of 10^-`decimals`.
    pub(crate) fn money(&self, amount: u64, decimals: u8, currency: &str) -> String {
        self.messages.money(amount, decimals, currency)
    }

    /// From when to when, in UTC.
    pub(crate) fn period(&self, opens: u64, closes: u64) -> String {
        let (opens, closes) = self.messages.term(opens, closes, &TimeZone::UTC);
        self.say(Message::Period, &[("opens", opens.into()), ("closes", closes.into())])
    }
}

#[cfg(test)]
mod tests;
