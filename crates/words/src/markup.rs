//! HTML that no text from outside can break out of.

use base64ct::{Base64, Encoding};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::secret_text::SecretText;
use crate::{END_OF_ISOLATE, ISOLATE, isolated};

/// A growing piece of HTML. Tags are constants of this program; everything else goes through a method that
/// escapes it. It may hold a secret: what it outgrows is overwritten.
#[derive(Default)]
pub struct Markup(SecretText);

/// What a page says before its body.
pub struct Head<'a> {
    /// The tag of its language.
    pub language: &'static str,
    /// `light`, or `light dark`.
    pub color_scheme: &'static str,
    /// What it is called.
    pub title: &'a str,
    /// Sheets, one after the other.
    pub style: &'a [&'static str],
}

impl Markup {
    /// A constant, as it is.
    pub fn raw(&mut self, constant: &'static str) -> &mut Self {
        self.0.push_str(constant);
        self
    }

    /// A number as a program writes it.
    pub fn digits(&mut self, number: u64) -> &mut Self {
        self.0.push_str(&number.to_string());
        self
    }

    /// A part of a width, in hundredths of a per cent: `62.50%`.
    pub fn percent(&mut self, hundredths: u64) -> &mut Self {
        self.0.push_str(&format!("{}.{:02}%", hundredths / 100, hundredths % 100));
        self
    }

    /// The content of an element. Isolated names become `<bdi>`.
    pub fn text(&mut self, text: &str) -> &mut Self {
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
    pub fn name(&mut self, name: &str) -> &mut Self {
        self.text(&isolated(name))
    }

    /// A quoted attribute, or an element that holds nothing but text. Isolated names keep their marks.
    pub fn attribute(&mut self, text: &str) -> &mut Self {
        text.chars().for_each(|character| self.escaped(character));
        self
    }

    /// The head of a page that allows itself its own style sheet by its hash and nothing else (Content
    /// Security Policy, level 3): even a mistake in escaping could not run or load anything.
    pub fn head(&mut self, head: &Head<'_>) {
        self.raw("<!doctype html>\n<html lang=\"").attribute(head.language);
        self.raw("\">\n<head>\n<meta charset=\"utf-8\">\n");
        self.raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-");
        self.attribute(&Base64::encode_string(&Sha256::digest(head.style.concat())));
        self.raw("'; base-uri 'none'; form-action 'none'\">\n");
        self.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        self.raw("<meta name=\"referrer\" content=\"no-referrer\">\n");
        self.raw("<meta name=\"color-scheme\" content=\"").raw(head.color_scheme);
        self.raw("\">\n<title>").attribute(head.title);
        self.raw("</title>\n<style>");
        head.style.iter().for_each(|sheet| _ = self.raw(sheet));
        self.raw("</style>\n</head>\n");
    }

    /// The HTML.
    #[must_use]
    pub fn finish(self) -> Zeroizing<String> {
        self.0.finish()
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
