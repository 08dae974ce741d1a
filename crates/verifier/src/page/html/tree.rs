//! The elements that are open while a document is read.

use html5gum::{StartTag, State};

use super::attributes::{self, Attributes};
use super::rule::shown;
use super::table::{self, Element};
use super::{Document, Links, Rule, Scripts, placement};
use crate::page::documents::MAX_DOCUMENTS;

/// How deep elements lie in each other, at most. Browsers have bounds of their own, above which they
/// nest otherwise than the document says.
pub(super) const MAX_DEPTH: usize = 256;

/// A document that is being read.
pub(super) struct Tree<'a> {
    document: Document<'a>,
    scripts: Scripts,
    has_doctype: bool,
    /// The elements that have begun directly in `html`, and `html` itself.
    outline: Vec<&'static str>,
    /// The elements that are open, the innermost last.
    open: Vec<Element>,
    links: Links,
}

impl<'a> Tree<'a> {
    pub(super) fn new(document: Document<'a>, scripts: Scripts) -> Self {
        let (outline, open, links) = (Vec::new(), Vec::new(), Links::default());
        Self { document, scripts, has_doctype: false, outline, open, links }
    }

    /// The one with which a document begins; another one is refused.
    pub(super) fn doctype(&mut self) -> Result<(), Rule> {
        if std::mem::replace(&mut self.has_doctype, true) { Err(Rule::Doctype) } else { Ok(()) }
    }

    pub(super) fn start_tag(&mut self, tag: &StartTag<usize>) -> Result<(), Rule> {
        let element = self.element(&tag.name)?;
        let in_svg = self.open.last().is_some_and(|parent| parent.is_svg);
        if tag.self_closing && !in_svg && !element.is_void() {
            return Err(Rule::SelfClosing(element.name));
        }
        placement::check(&self.open, &self.outline, &element)?;
        let attributes = Attributes::read(&element, tag)?;
        if let Some(to) = attributes::check(&self.document, &element, &attributes)? {
            // One more than there can be is enough to tell.
            if self.links.len() <= MAX_DOCUMENTS {
                self.links.insert(to);
            }
        }
        self.place(element, tag.self_closing)
    }

    /// The element of this name in the innermost one.
    fn element(&self, name: &[u8]) -> Result<Element, Rule> {
        let shown = || shown(&String::from_utf8_lossy(name));
        match self.open.last() {
            Some(parent) if parent.is_svg => {
                // In these two a browser goes on with HTML. They hold text.
                let takes_elements = !matches!(parent.name, "title" | "desc");
                let element = takes_elements.then(|| table::svg(name)).flatten();
                element.ok_or_else(|| Rule::InSvg(shown()))
            }
            _ => {
                let svg = table::svg(name).filter(|element| element.name == "svg");
                table::html(name).or(svg).ok_or_else(|| Rule::Element(shown()))
            }
        }
    }

    fn place(&mut self, element: Element, is_closed: bool) -> Result<(), Rule> {
        if self.open.len() < 2 {
            self.outline.push(element.name);
        }
        if element.is_void() {
            return Ok(());
        }
        if self.open.len() >= MAX_DEPTH {
            return Err(Rule::TooDeep);
        }
        if !is_closed {
            self.open.push(element);
        }
        Ok(())
    }

    /// How the tokenizer goes on after a start tag, if not as usual: what these elements hold is no
    /// markup. In a drawing there are no such elements.
    pub(super) fn tokenizer_state(&self) -> Option<State> {
        let innermost = self.open.last().filter(|element| !element.is_svg)?;
        match innermost.name {
            "title" => Some(State::RcData),
            "script" => Some(State::ScriptData),
            "noscript" if self.scripts == Scripts::Run => Some(State::RawText),
            _ => None,
        }
    }

    pub(super) fn end_tag(&mut self, name: &[u8]) -> Result<(), Rule> {
        let innermost = self.open.pop();
        if innermost.is_some_and(|element| element.name.as_bytes() == name) {
            return Ok(());
        }
        let open = innermost.map(|element| element.name);
        Err(Rule::EndTag { found: shown(&String::from_utf8_lossy(name)), open })
    }

    pub(super) fn text(&self, text: &[u8]) -> Result<(), Rule> {
        let innermost = self.open.last();
        if innermost.is_some_and(|element| element.is("script")) {
            return Err(Rule::Inline);
        }
        if text.iter().all(|byte| b"\t\n\x0c\r ".contains(byte)) {
            return Ok(());
        }
        let is_raw = self.tokenizer_state() == Some(State::RawText);
        if is_raw || placement::takes_text(&self.open) {
            return Ok(());
        }
        Err(Rule::Text(innermost.map(|element| element.name)))
    }

    /// The links, once the document has ended.
    pub(super) fn finish(self) -> Result<Links, Rule> {
        if let Some(element) = self.open.last() {
            return Err(Rule::Unclosed(element.name));
        }
        if self.outline.is_empty() {
            return Err(Rule::Empty);
        }
        Ok(self.links)
    }
}
