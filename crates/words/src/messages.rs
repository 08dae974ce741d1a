use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use jiff::Zoned;
use jiff::civil::Time;
use jiff::tz::TimeZone;
use unic_langid::LanguageIdentifier;

use crate::time::{at, beyond_the_calendar, clock, zone_name};
use crate::{NUMBERS, Numbers, isolated};

/// The messages by which a file says how its language writes an amount of money, a day, and a day with its time, if anything
/// has it write them.
pub const AMOUNTS_AND_TIMES: [&str; 3] = ["money", "date", "moment"];

/// An argument of a message.
pub type Argument<'a> = (&'static str, FluentValue<'a>);

/// The messages of one language.
pub struct Messages {
    bundle: FluentBundle<FluentResource>,
    numbers: Numbers,
}

impl Messages {
    /// Those of a file, in the language with this tag of BCP 47.
    ///
    /// What is wrong with a file is a defect that a test finds ([`check`](crate::check)): what can't be read of it is missing
    /// here.
    #[must_use]
    pub fn read(code: &str, file: &str) -> Self {
        let resource = match FluentResource::try_new(file.to_owned()) {
            Ok(resource) | Err((resource, _)) => resource,
        };
        let locale: Vec<LanguageIdentifier> = code.parse().into_iter().collect();
        let mut bundle = FluentBundle::new_concurrent(locale);
        // Numbers and times have one direction, and names come isolated.
        bundle.set_use_isolating(false);
        bundle.add_resource_overriding(resource);
        let mut messages = Self { bundle, numbers: Numbers::default() };
        messages.learn_numbers();
        messages
    }

    /// A message with its arguments; none if it is missing, or one of them is.
    pub fn say<'a>(
        &self,
        id: &str,
        arguments: impl IntoIterator<Item = (&'a str, FluentValue<'a>)>,
    ) -> Option<String> {
        let pattern = self.bundle.get_message(id)?.value()?;
        let arguments: FluentArgs<'_> = arguments.into_iter().collect();
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(&arguments), &mut errors);
        errors.is_empty().then(|| text.into_owned())
    }

    /// The same; `{its-id}` if it is missing or one of its arguments, which tests rule out.
    pub fn text(&self, id: &str, arguments: &[Argument<'_>]) -> String {
        let said = self.say(id, arguments.iter().cloned());
        said.unwrap_or_else(|| format!("{{{id}}}"))
    }

    /// An amount of money, exactly, in units of 10^-`decimals`.
    #[must_use]
    pub fn money(&self, amount: u64, decimals: u8, currency: &str) -> String {
        let amount = self.numbers.amount(amount, decimals);
        let currency = if currency.is_ascii() { currency.to_owned() } else { isolated(currency) };
        self.text("money", &[("amount", amount.into()), ("currency", currency.into())])
    }

    /// A day.
    #[must_use]
    pub fn date(&self, time: &Zoned) -> String {
        let (day, month, year) = (time.day().into(), time.month().into(), time.year().into());
        self.text("date", &[("day", day), ("month", month), ("year", year)])
    }

    /// A day and the time of the day, with the zone, of a time in seconds since 1970.
    #[must_use]
    pub fn moment(&self, seconds: u64, zone: &TimeZone) -> String {
        let Some(time) = at(seconds, zone) else { return beyond_the_calendar(seconds) };
        let (date, clock, zone) = (self.date(&time), clock(&time), zone_name(&time));
        let arguments = [("date", date.into()), ("time", clock.into()), ("zone", zone.into())];
        self.text("moment", &arguments)
    }

    /// First and last time of a term, as days. The time of the day is said unless both are midnights; the last
    /// day is then the one that ends there.
    #[must_use]
    pub fn term(&self, opens: u64, closes: u64, zone: &TimeZone) -> (String, String) {
        let is_midnight =
            |seconds| at(seconds, zone).is_some_and(|time| time.time() == Time::midnight());
        if is_midnight(opens) && is_midnight(closes) {
            (self.day(opens, zone), self.day(closes.saturating_sub(1), zone))
        } else {
            (self.moment(opens, zone), self.moment(closes, zone))
        }
    }

    /// How the language writes numbers.
    #[must_use]
    pub fn numbers(&self) -> &Numbers {
        &self.numbers
    }

    fn day(&self, seconds: u64, zone: &TimeZone) -> String {
        let date = |time| self.date(&time);
        at(seconds, zone).map_or_else(|| beyond_the_calendar(seconds), date)
    }

    fn learn_numbers(&mut self) {
        let [group, decimal, group_from] = NUMBERS.map(|id| self.say(id, []));
        let numbers = Numbers::new(group, decimal, group_from);
        self.numbers = numbers.clone();
        // Counts are far below 2^53, up to which Fluent's numbers are exact; amounts come as texts. It can only be there
        // already if it was added twice.
        let _ = self.bundle.add_function("NUMBER", move |arguments, _| match arguments.first() {
            Some(FluentValue::Number(number)) => numbers.whole(number.value as u64).into(),
            _ => FluentValue::Error,
        });
    }
}
