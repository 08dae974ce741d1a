//! Tracking codes as people copied them.

use std::str::FromStr;

/// Hexadecimal digits of a tracker.
const DIGITS: usize = 64;
/// Digits that are compared at least: 128 bits (`spec/protocol.md`, section 12.9).
const FEWEST_DIGITS: usize = 32;

/// A tracker, or its beginning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CopiedTracker(String);

impl FromStr for CopiedTracker {
    type Err = String;

    /// Reads hexadecimal digits, large or small, whatever white space stands between them.
    fn from_str(text: &str) -> Result<Self, String> {
        let digits: String = text.split_whitespace().collect();
        let is_hex = digits.chars().all(|digit| digit.is_ascii_hexdigit());
        if is_hex && (FEWEST_DIGITS..=DIGITS).contains(&digits.len()) {
            Ok(Self(digits.to_ascii_lowercase()))
        } else {
            Err(format!(
                "a tracking code has {DIGITS} hexadecimal digits, of which at least the first \
                 {FEWEST_DIGITS} are needed"
            ))
        }
    }
}

impl CopiedTracker {
    /// Whether a tracker begins as this one.
    pub(super) fn is_of(&self, tracker: &[u8; 32]) -> bool {
        hex::encode(tracker).starts_with(&self.0)
    }

    /// How much of the tracker was compared, in words.
    pub(super) fn extent(&self) -> String {
        match self.0.len() {
            DIGITS => format!("all {DIGITS} digits"),
            digits => format!("the first {digits} of {DIGITS} digits; all of them are better"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copied_tracker_is_compared_as_far_as_it_was_copied() {
        let copied: CopiedTracker = "ABABABAB abababab abababab abababab".parse().unwrap();
        assert!(copied.is_of(&[0xab; 32]));
        let mut other = [0xab; 32];
        other[16] = 0;
        assert!(copied.is_of(&other));
        other[15] = 0;
        assert!(!copied.is_of(&other));
        assert!(copied.extent().contains("32 of 64"));
    }

    #[test]
    fn too_few_or_too_many_digits_or_other_characters_are_no_tracker() {
        for text in [&"a".repeat(31), &"a".repeat(65), &"g".repeat(64), ""] {
            assert!(text.parse::<CopiedTracker>().is_err(), "{text:?}");
        }
        assert!("a".repeat(64).parse::<CopiedTracker>().unwrap().extent().contains("all"));
    }
}
