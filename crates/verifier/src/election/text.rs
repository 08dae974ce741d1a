//! Texts for people, and the names of keys.

use crate::log::key::is_key_name;
use crate::wire::{Reader, Rule, WireError};

/// What a text holds none of (`spec/election.md`, section 2).
const NOT_IN_TEXTS: Rule = Rule::Meaningless(
    "a text holds no control character, no line or paragraph separator, and nothing that turns \
     the direction of writing",
);

/// What a name of a key is (`spec/board.md`, section 6).
const NOT_IN_KEY_NAMES: Rule = Rule::Meaningless(
    "the name of a key is not empty and holds no white space, no plus, no control character",
);

/// A text of 1 to `most` bytes (`spec/election.md`, section 2).
pub(super) fn text(
    reader: &mut Reader<'_>,
    field: &'static str,
    most: usize,
) -> Result<String, WireError> {
    let offset = reader.offset();
    let text = reader.string(field, most)?;
    if text.is_empty() {
        return Reader::refuse(field, offset, Rule::TooShort(1));
    }
    if text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace) {
        let rule = Rule::Meaningless("a text does not begin or end with white space");
        return Reader::refuse(field, offset, rule);
    }
    if text.chars().any(misleads) {
        return Reader::refuse(field, offset, NOT_IN_TEXTS);
    }
    Ok(text.to_owned())
}

/// Whether a character could make a text look like another one.
fn misleads(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The name of a key, of 1 to `most` bytes (`spec/board.md`, section 6).
pub(super) fn key_name(
    reader: &mut Reader<'_>,
    field: &'static str,
    most: usize,
) -> Result<String, WireError> {
    let offset = reader.offset();
    let name = reader.string(field, most)?;
    if !is_key_name(name) {
        return Reader::refuse(field, offset, NOT_IN_KEY_NAMES);
    }
    Ok(name.to_owned())
}
