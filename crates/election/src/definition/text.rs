use crate::definition::DefinitionError;

/// The longest name of an election, a district, a party or a key, in bytes.
pub(super) const MAX_NAME_BYTES: usize = 255;

/// Accepts a text that people can read on one line: not empty, not too long, without control
/// characters or space at its ends.
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
    if text.chars().any(char::is_control) {
        return Err(DefinitionError::ControlCharacter { what });
    }
    Ok(())
}
