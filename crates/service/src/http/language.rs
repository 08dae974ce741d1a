//! The languages in which the service says to voters why it refuses.

use std::sync::LazyLock;

use axum::http::{HeaderMap, header};
use isoloir_words::{Messages, liked_most};

/// All languages, with their files; the first one is spoken to who prefers none of them. A new one is a line here.
const FILES: [(&str, &str); 3] = [
    ("en", include_str!("../../languages/en.ftl")),
    ("fr", include_str!("../../languages/fr.ftl")),
    ("es", include_str!("../../languages/es.ftl")),
];

static LANGUAGES: LazyLock<[Language; FILES.len()]> = LazyLock::new(|| {
    FILES.map(|(code, file)| Language { code, messages: Messages::read(code, file) })
});

/// A language and its messages.
pub(super) struct Language {
    /// Its tag of BCP 47.
    pub(super) code: &'static str,
    messages: Messages,
}

impl Language {
    /// The first one, for what nobody has asked for in another.
    pub(super) fn english() -> &'static Self {
        let [english, ..] = &*LANGUAGES;
        english
    }

    /// The one that a client would like most; none, if it says nothing.
    pub(super) fn of(headers: &HeaderMap) -> Option<&'static Self> {
        let accepted = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
        let liked = liked_most(accepted, &FILES.map(|(code, _)| code));
        let language = LANGUAGES.iter().find(|language| Some(language.code) == liked);
        Some(language.unwrap_or_else(Self::english))
    }

    /// A message; none, if there is none of this name.
    pub(super) fn say(&self, id: &str, arguments: &[(&str, String)]) -> Option<String> {
        let arguments = arguments.iter().map(|(name, value)| (*name, value.as_str().into()));
        self.messages.say(id, arguments)
    }
}

#[cfg(test)]
mod tests {
    use isoloir_words::check::{faults, french_breaks};

    use super::*;

    fn chosen(wanted: &'static [u8]) -> Option<&'static str> {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_LANGUAGE, wanted.try_into().unwrap());
        Language::of(&headers).map(|language| language.code)
    }

    #[test]
    fn who_wants_another_language_reads_english_and_who_wants_none_is_told_exactly() {
        assert_eq!(chosen(b"es, fr"), Some("es"));
        assert_eq!(chosen(b"de"), Some("en"));
        assert_eq!(chosen("français".as_bytes()), None);
        assert!(Language::of(&HeaderMap::new()).is_none());
    }

    #[test]
    fn every_file_is_fluent() {
        for (code, file) in FILES {
            assert_eq!(faults(file), [] as [String; 0], "{code}");
        }
    }

    #[test]
    fn french_breaks_no_line_before_a_double_sign() {
        let [_, (_, french), _] = FILES;
        assert_eq!(french_breaks(french), [] as [String; 0]);
    }
}
