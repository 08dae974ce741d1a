//! Markup that data can't break out of.

use crate::report::format::visible;

/// A growing text of HTML. Tags are constants of this program; whatever else goes in is escaped,
/// and the types keep the two apart: there is no way to put in data as it is.
#[derive(Debug, Default)]
pub(super) struct Markup(String);

impl Markup {
    /// Adds a constant as it is.
    pub(super) fn raw(&mut self, constant: &'static str) -> &mut Self {
        self.0.push_str(constant);
        self
    }

    /// Adds a text, escaped for an element as well as for a quoted attribute. What could steer or
    /// hide stands as its code ([`visible`]).
    pub(super) fn text(&mut self, text: impl AsRef<str>) -> &mut Self {
        for character in visible(text.as_ref()).chars() {
            match character {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\'' => self.0.push_str("&#39;"),
                other => self.0.push(other),
            }
        }
        self
    }

    /// Adds a text between two constants.
    pub(super) fn put(
        &mut self,
        before: &'static str,
        text: impl AsRef<str>,
        after: &'static str,
    ) -> &mut Self {
        self.raw(before).text(text).raw(after)
    }

    /// The HTML.
    pub(super) fn finish(self) -> String {
        self.0
    }
}
