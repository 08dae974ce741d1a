//! The languages of what residents read. Each is a file of [Fluent](https://projectfluent.org) messages, compiled
//! into the program.

mod message;
mod time;

pub(crate) use isoloir_words::{Argument, END_OF_ISOLATE, ISOLATE, isolated, plain};

pub(crate) use self::message::Message;
use isoloir_words::Messages;

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

    /// The message with its arguments; `{its-id}` if it is missing or one of them, which tests rule out.
    pub(crate) fn say(&self, message: Message, arguments: &[Argument<'_>]) -> String {
        let said = self.messages.say(message.id(), arguments.iter().cloned());
        said.unwrap_or_else(|| format!("{{{}}}", message.id()))
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
        let amount = self.messages.numbers().amount(amount, decimals);
        let currency = if currency.is_ascii() { currency.to_owned() } else { isolated(currency) };
        self.say(Message::Money, &[("amount", amount.into()), ("currency", currency.into())])
    }
}

#[cfg(test)]
mod tests;
