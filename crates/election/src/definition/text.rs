use crate::definition::DefinitionError;

/// The longest name of an election, a district, a party or a key, in bytes.
pub(super) const MAX_NAME_BYTES: usize = 255;

/// Accepts a text that people can read on one line: not empty, not too long, without space at its
/// ends, without characters that break lines or reorder what stands around them.
pub(super) fn check_text(
    what: &'static str,
    text: &str,
    most: usize,
) -> Result<(), DefinitionError> {
    if text.is_empty() || text.trim() != text {
        return Err(DefinitionError::EmptyText { what });
    }
    if text.len() > most {
        return Err(DefinitionError::LongText { what, bytes: text.len(), most });
    }
    if text.chars().any(disturbs_a_line) {
        return Err(DefinitionError::ControlCharacter { what });
    }
    Ok(())
}

/// Control characters, line and paragraph separators, and the embeddings, overrides and isolates of the
/// bidirectional algorithm, with which a name could make the price beside it read backwards. No text of
/// a definition holds one (`spec/election.md`, section 2).
#[must_use]
pub fn disturbs_a_line(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
