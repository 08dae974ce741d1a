//! The texts of the board: base64 and decimal numbers in their one form (`spec/board.md`,
//! section 1).

use base64ct::{Base64, Encoding};

use super::Hash;

/// The bytes of a base64 text (RFC 4648, section 4): with padding, unused bits zero.
pub(crate) fn base64(text: &str) -> Option<Vec<u8>> {
    let bytes = Base64::decode_vec(text).ok()?;
    (Base64::encode_string(&bytes) == text).then_some(bytes)
}

/// A hash in base64.
pub(crate) fn hash(text: &str) -> Option<Hash> {
    base64(text)?.try_into().ok()
}

/// A decimal number: digits only, without a leading zero.
pub(crate) fn decimal(text: &str) -> Option<u64> {
    let number = text.parse::<u64>().ok()?;
    (number.to_string() == text).then_some(number)
}

/// Takes the first line off `rest`, without its newline. None if no newline is left.
pub(crate) fn line<'a>(rest: &mut &'a str) -> Option<&'a str> {
    let (line, after) = rest.split_once('\n')?;
    *rest = after;
    Some(line)
}
