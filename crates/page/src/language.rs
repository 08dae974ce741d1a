//! The languages of the page. Each has two files of messages: for documents, and for scripts.

use std::sync::LazyLock;

use isoloir_election::definition::Definition;
use isoloir_words::{Argument, Messages, liked_most};
use jiff::tz::TimeZone;

/// All languages, in the order in which a document offers them. A new one is a line here. Where a browser asks for none of
/// them it gets the first.
pub const LANGUAGES: [Language; 3] = [
    Language {
        code: "en",
        documents: include_str!("../languages/en.ftl"),
        scripts: include_str!("../languages/scripts/en.ftl"),
    },
    Language {
        code: "fr",
        documents: include_str!("../languages/fr.ftl"),
        scripts: include_str!("../languages/scripts/fr.ftl"),
    },
    Language {
        code: "es",
        documents: include_str!("../languages/es.ftl"),
        scripts: include_str!("../languages/scripts/es.ftl"),
    },
];

/// A language, and what is said in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Language {
    /// Its tag of BCP 47.
    pub code: &'static str,
    pub(crate) documents: &'static str,
    pub(crate) scripts: &'static str,
}

impl Language {
    /// The language with this code.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        LANGUAGES.into_iter().find(|language| language.code == code)
    }

    /// The same language, as results are told in it. They are told in all; a test says so.
    pub(crate) fn of_result(self) -> isoloir_result::language::Language {
        use isoloir_result::language::{LANGUAGES, Language};
        Language::of_code(self.code).unwrap_or(LANGUAGES[0])
    }

    /// The language that fits best what a browser asks for (`Accept-Language`).
    #[must_use]
    pub fn asked_for(accepted: &str) -> Self {
        let liked = liked_most(accepted, &LANGUAGES.map(|language| language.code));
        liked.and_then(Self::of_code).unwrap_or(LANGUAGES[0])
    }
}

/// Says the messages of documents in one language.
pub(crate) struct Texts {
    pub(crate) language: Language,
    messages: Messages,
}

impl Texts {
    pub(crate) fn of(language: Language) -> &'static Self {
        static ALL: LazyLock<[Texts; LANGUAGES.len()]> = LazyLock::new(|| {
            LANGUAGES.map(|language| Texts {
                language,
                messages: Messages::read(language.code, language.documents),
            })
        });
        ALL.iter().find(|texts| texts.language == language).unwrap_or(&ALL[0])
    }

    /// The message with its arguments.
    pub(crate) fn say(&self, id: &str, arguments: &[Argument<'_>]) -> String {
        self.messages.text(id, arguments)
    }

    /// A message without arguments.
    pub(crate) fn word(&self, id: &str) -> String {
        self.say(id, &[])
    }

    /// An amount of money of an election.
    pub(crate) fn money(&self, amount: u64, definition: &Definition) -> String {
        self.messages.money(amount, definition.decimals, &definition.currency)
    }

    /// A day and the time of the day, with the zone.
    pub(crate) fn moment(&self, seconds: u64, zone: &TimeZone) -> String {
        self.messages.moment(seconds, zone)
    }
}
