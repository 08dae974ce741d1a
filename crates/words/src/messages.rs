use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use crate::{NUMBERS, Numbers};

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
    /// What is wrong with a file is a defect that a test finds ([`Messages::faults`]): what can't be read of it is missing
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

    /// What can't be read of a file, for a test that asks for nothing.
    #[must_use]
    pub fn faults(file: &str) -> Vec<String> {
        let read = FluentResource::try_new(file.to_owned());
        let faults = read.err().map(|(_, faults)| faults).unwrap_or_default();
        faults.iter().map(ToString::to_string).collect()
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

    /// How the language writes numbers.
    #[must_use]
    pub fn numbers(&self) -> &Numbers {
        &self.numbers
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
