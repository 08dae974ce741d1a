//! Texts that grow and hold a secret.

use zeroize::Zeroizing;

/// What is allocated at first, in bytes.
const FIRST_CAPACITY: usize = 16_384;

/// A text that grows and is overwritten when dropped, as are the smaller ones that it outgrew. A `String`
/// would leave those behind.
#[derive(Default)]
pub struct SecretText(Zeroizing<String>);

impl SecretText {
    /// One character more.
    pub fn push(&mut self, character: char) {
        self.push_str(character.encode_utf8(&mut [0; 4]));
    }

    /// More of it.
    pub fn push_str(&mut self, text: &str) {
        self.make_room(text.len());
        self.0.push_str(text);
    }

    /// The text.
    #[must_use]
    pub fn finish(self) -> Zeroizing<String> {
        self.0
    }

    fn make_room(&mut self, bytes: usize) {
        if self.0.capacity() - self.0.len() >= bytes {
            return;
        }
        let capacity = (self.0.len() + bytes).max(2 * self.0.capacity()).max(FIRST_CAPACITY);
        let mut larger = Zeroizing::new(String::with_capacity(capacity));
        larger.push_str(&self.0);
        self.0 = larger;
    }
}

#[cfg(test)]
mod tests;
