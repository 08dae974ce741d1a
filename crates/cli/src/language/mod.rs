//! The languages of what residents read. Each is a file of [Fluent](https://projectfluent.org) messages, compiled
//! into the program.

mod message;
mod number;
mod time;

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

pub(crate) use self::message::Message;
use self::number::Numbers;

/// All languages, in the order in which a page offers them. A new one is a line here.
pub(crate) const LANGUAGES: [Language; 3] = [
    Language { code: "en", source: include_str!("../../languages/en.ftl") },
    Language { code: "fr", source: include_str!("../../languages/fr.ftl") },
    Language { code: "es", source: include_str!("../../languages/es.ftl") },
];

/// What encloses a name in a sentence, so that its writing direction stays its own: U+2068 and U+2069.
/// No text of a definition holds them.
pub(crate) const ISOLATE: char = '\u{2068}';
pub(crate) const END_OF_ISOLATE: char = '\u{2069}';

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
    bundle: FluentBundle<FluentResource>,
    numbers: Numbers,
}

/// An argument of a message.
pub(crate) type Argument<'a> = (&'static str, FluentValue<'a>);

impl Language {
    /// The language with this code.
    pub(crate) fn of_code(code: &str) -> Option<Self> {
        LANGUAGES.into_iter().find(|language| language.code == code)
    }
}

impl Texts {
    /// What is wrong with the file of a language is a defect that a test finds: what can't be read of it is
    /// missing here.
    pub(crate) fn of(language: Language) -> Self {
        let resource = match FluentResource::try_new(language.source.to_owned()) {
            Ok(resource) | Err((resource, _)) => resource,
        };
        let locale: Vec<LanguageIdentifier> = language.code.parse().into_iter().collect();
        let mut bundle = FluentBundle::new(locale);
        // Names come isolated, and nothing else needs it.
        bundle.set_use_isolating(false);
        bundle.add_resource_overriding(resource);
        let mut texts = Self { language, bundle, numbers: Numbers::default() };
        texts.learn_numbers();
        texts
    }

    pub(crate) fn language(&self) -> Language {
        self.language
    }

    /// The message with its arguments; `{its-id}` if it is missing or one of them, which tests rule out.
    pub(crate) fn say(&self, message: Message, arguments: &[Argument<'_>]) -> String {
        self.try_say(message, arguments).unwrap_or_else(|| format!("{{{}}}", message.id()))
    }

    /// A message without arguments.
    pub(crate) fn word(&self, message: Message) -> String {
        self.say(message, &[])
    }

    /// A count.
    pub(crate) fn number(&self, number: u64) -> String {
        self.numbers.whole(number)
    }

    /// An amount of money, exactly, in units of 10^-`decimals`.
    pub(crate) fn money(&self, amount: u64, decimals: u8, currency: &str) -> String {
        let amount = self.numbers.amount(amount, decimals);
        let currency = if currency.is_ascii() { currency.to_owned() } else { isolated(currency) };
        self.say(Message::Money, &[("amount", amount.into()), ("currency", currency.into())])
    }

    fn learn_numbers(&mut self) {
        let word = |message| self.try_say(message, &[]);
        let numbers = Numbers::new(
            word(Message::NumberGroup),
            word(Message::NumberDecimal),
            word(Message::NumberGroupFrom),
        );
        self.numbers = numbers.clone();
        // Counts are far below 2^53, up to which Fluent's numbers are exact; amounts come as texts. It can
        // only be there already if it was added twice.
        let _ = self.bundle.add_function("NUMBER", move |arguments, _| match arguments.first() {
            Some(FluentValue::Number(number)) => numbers.whole(number.value as u64).into(),
            _ => FluentValue::Error,
        });
    }

    fn try_say(&self, message: Message, arguments: &[Argument<'_>]) -> Option<String> {
        let pattern = self.bundle.get_message(message.id())?.value()?;
        let arguments: FluentArgs<'_> = arguments.iter().cloned().collect();
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(&arguments), &mut errors);
        errors.is_empty().then(|| text.into_owned())
    }
}

/// A name for a sentence.
pub(crate) fn isolated(name: &str) -> String {
    let inside = name.chars().filter(|&character| !is_isolate(character));
    std::iter::once(ISOLATE).chain(inside).chain([END_OF_ISOLATE]).collect()
}

/// A sentence for where its names can't be isolated.
pub(crate) fn plain(sentence: &str) -> String {
    sentence.chars().filter(|&character| !is_isolate(character)).collect()
}

fn is_isolate(character: char) -> bool {
    matches!(character, ISOLATE | END_OF_ISOLATE)
}

#[cfg(test)]
mod tests;
