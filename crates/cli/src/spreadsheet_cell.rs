//! Texts from outside in the cells of a spreadsheet.

/// What a formula begins with, in full width too, and the white space that hides one.
const FORMULA_STARTS: [char; 10] = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r'];

/// A text that no spreadsheet runs as a formula: one that begins like one has an apostrophe before it, which
/// spreadsheets take for "this is text".
pub(crate) fn harmless(text: &str) -> String {
    let prefix = if text.starts_with(FORMULA_STARTS) { "'" } else { "" };
    format!("{prefix}{text}")
}
