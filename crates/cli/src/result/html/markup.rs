//! HTML that no text from outside can break out of.

use std::fmt::Write;

use crate::result::language::{END_OF_ISOLATE, ISOLATE, isolated};

/// A growing piece of HTML. Tags are constants of this program; everything else goes through a method that
/// escapes it.
#[derive(Default)]
pub(super) struct Markup(String);

impl Markup {
    /// A constant, as it is.
    pub(super) fn raw(&mut self, constant: &'static str) -> &mut Self {
        self.0.push_str(constant);
        self
    }

    /// A number as a program writes it.
    pub(super) fn digits(&mut self, number: u64) -> &mut Self {
        // Writing to a String can't fail.
        let _ = write!(self.0, "{number}");
        self
    }

    /// A part of a width, in hundredths of a per cent: `62.50%`.
    pub(super) fn percent(&mut self, hundredths: u64) -> &mut Self {
        let _ = write!(self.0, "{}.{:02}%", hundredths / 100, hundredths % 100);
        self
    }

    /// The content of an element. Isolated names become `<bdi>`.
    pub(super) fn text(&mut self, text: &str) -> &mut Self {
        for character in text.chars() {
            match character {
                ISOLATE => self.0.push_str("<bdi>"),
                END_OF_ISOLATE => self.0.push_str("</bdi>"),
                other => self.escaped(other),
            }
        }
        self
    }

    /// A name as the content of an element, whose writing direction stays its own.
    pub(super) fn name(&mut self, name: &str) -> &mut Self {
        self.text(&isolated(name))
    }

    /// A quoted attribute, or an element that holds nothing but text. Isolated names keep their marks.
    pub(super) fn attribute(&mut self, text: &str) -> &mut Self {
        text.chars().for_each(|character| self.escaped(character));
        self
    }

    pub(super) fn finish(self) -> String {
        self.0
    }

    fn escaped(&mut self, character: char) {
        match character {
            '&' => self.0.push_str("&amp;"),
            '<' => self.0.push_str("&lt;"),
            '>' => self.0.push_str("&gt;"),
            '"' => self.0.push_str("&quot;"),
            '\'' => self.0.push_str("&#39;"),
            other => self.0.push(other),
        }
    }
}
