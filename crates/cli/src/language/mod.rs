//! The languages of what residents read. Each is a file of [Fluent](https://projectfluent.org) messages, compiled
//! into the program.

mod message;
mod time;

use isoloir_words::Messages;

pub(crate) use self::message::Message;
pub(crate) use isoloir_words::{Argument, END_OF_ISOLATE, ISOLATE, isolated, plain};

/// All languages, in the order in which a page offers them. A new one is a line here.
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

    /// A count.
    pub(crate) fn number(&self, number: u64) -> String {
        self.messages.numbers().whole(number)
    }

    /// An amount of money, exactly, in units of 10^-`decimals`.
    pub(crate) fn money(&self, amount: u64, decimals: u8, currency: &str) -> String {
        self.messages.money(amount, decimals, currency)
    }
}

#[cfg(test)]
mod tests;
