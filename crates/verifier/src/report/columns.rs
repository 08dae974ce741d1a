//! Text in columns: widths as terminals count them, cutting, padding and breaking of lines.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Columns that a text takes.
pub fn width(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

/// The text, cut to `columns` with an ellipsis at its end if it is longer.
pub fn fit(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut cut = head(text, columns.saturating_sub(1)).trim_end().to_owned();
    cut.push('…');
    cut
}

/// The text, filled with spaces on its right.
pub fn left(text: &str, columns: usize) -> String {
    format!("{text}{}", spaces(columns, text))
}

/// The text, filled with spaces on its left.
pub fn right(text: &str, columns: usize) -> String {
    format!("{}{text}", spaces(columns, text))
}

fn spaces(columns: usize, text: &str) -> String {
    " ".repeat(columns.saturating_sub(width(text)))
}

/// The text in lines of at most `columns`, broken at spaces; a word that is longer than a line is
/// broken where the line ends.
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(2);
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        if !line.is_empty() && width(&line) + 1 + width(word) > columns {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        let mut rest = word;
        while width(rest) > columns {
            let start = head(rest, columns);
            lines.push(start.to_owned());
            rest = &rest[start.len()..];
        }
        line.push_str(rest);
    }
    lines.push(line);
    lines
}

/// The longest beginning of a text that takes at most `columns`, and at least one character.
fn head(text: &str, columns: usize) -> &str {
    let mut taken = 0;
    for (position, character) in text.char_indices() {
        taken += character.width().unwrap_or(0);
        if taken > columns && position > 0 {
            return &text[..position];
        }
    }
    text
}
