//! The languages of a result. Each is a file of [Fluent](https://projectfluent.org) messages, compiled
//! into the program.

mod message;
mod number;

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use unic_langid::LanguageIdentifier;

pub(super) use self::message::Message;
use self::number::Numbers;

/// All languages, in the order in which a page offers them. A new one is a line here.
pub(super) const LANGUAGES: [Language; 3] = [
    Language { code: "en", source: include_str!("../../../languages/en.ftl") },
    Language { code: "fr", source: include_str!("../../../languages/fr.ftl") },
    Language { code: "es", source: include_str!("../../../languages/es.ftl") },
];

/// What encloses a name in a sentence, so that its writing direction stays its own: U+2068 and U+2069.
/// No text of a definition holds them.
pub(super) const ISOLATE: char = '\u{2068}';
pub(super) const END_OF_ISOLATE: char = '\u{2069}';

/// A language and its messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Language {
    /// Its tag of BCP 47.
    pub(super) code: &'static str,
    source: &'static str,
}

/// Speaks one language.
pub(super) struct Texts {
    language: Language,
    bundle: FluentBundle<FluentResource>,
    numbers: Numbers,
}

/// An argument of a message.
pub(super) type Argument<'a> = (&'static str, FluentValue<'a>);

impl Language {
    /// The language with this code.
    pub(super) fn of_code(code: &str) -> Option<Self> {
        LANGUAGES.into_iter().find(|language| language.code == code)
    }
}

impl Texts {
    /// What is wrong with the file of a language is a defect that a test finds: what can't be read of it is
    /// missing here.
    pub(super) fn of(language: Language) -> Self {
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

    pub(super) fn language(&self) -> Language {
        self.language
    }

    /// The message with its arguments; `{its-id}` if it is missing or one of them, which tests rule out.
    pub(super) fn say(&self, message: Message, arguments: &[Argument<'_>]) -> String {
        self.try_say(message, arguments).unwrap_or_else(|| format!("{{{}}}", message.id()))
    }

    /// A message without arguments.
    pub(super) fn word(&self, message: Message) -> String {
        self.say(message, &[])
    }

    /// A count.
    pub(super) fn number(&self, number: u64) -> String {
        self.numbers.whole(number)
    }

    /// An amount of money, exactly, in units of 10^-`decimals`.
    pub(super) fn money(&self, amount: u64, decimals: u8, currency: &str) -> String {
        let amount = self.numbers.amount(amount, decimals);
        let currency = if currency.is_ascii() { currency.to_owned() } else { isolated(currency) };
        self.say(Message::Money, &[("amount", amount.into()), ("currency", currency.into())])
    }

    /// From when to when, in seconds since 1970, as days in UTC. The time of the day is said unless both are
    /// midnights; the last day is then the one that ends there.
    pub(super) fn period(&self, opens: u64, closes: u64) -> String {
        const DAY: u64 = 86_400;
        let are_midnights = opens.is_multiple_of(DAY) && closes.is_multiple_of(DAY);
        let last = if are_midnights { closes.saturating_sub(1) } else { closes };
        let opens = self.moment(opens, are_midnights);
        let closes = self.moment(last, are_midnights);
        self.say(Message::Period, &[("opens", opens.into()), ("closes", closes.into())])
    }

    fn moment(&self, seconds: u64, is_day: bool) -> String {
        let timestamp = i64::try_from(seconds).ok().and_then(|it| Timestamp::from_second(it).ok());
        // The calendar ends with the year 9999.
        let Some(timestamp) = timestamp else { return format!("{seconds} s") };
        let time = timestamp.to_zoned(TimeZone::UTC);
        let date = self.say(
            Message::Date,
            &[
                ("day", time.day().into()),
                ("month", time.month().into()),
                ("year", time.year().into()),
            ],
        );
        if is_day {
            return date;
        }
        let clock = format!("{:02}:{:02}", time.hour(), time.minute());
        self.say(Message::Moment, &[("date", date.into()), ("time", clock.into())])
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
pub(super) fn isolated(name: &str) -> String {
    let inside = name.chars().filter(|&character| !is_isolate(character));
    std::iter::once(ISOLATE).chain(inside).chain([END_OF_ISOLATE]).collect()
}

/// A sentence for where its names can't be isolated.
pub(super) fn plain(sentence: &str) -> String {
    sentence.chars().filter(|&character| !is_isolate(character)).collect()
}

fn is_isolate(character: char) -> bool {
    matches!(character, ISOLATE | END_OF_ISOLATE)
}

#[cfg(test)]
mod tests;
