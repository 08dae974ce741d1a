//! What a document of a voting page holds (`spec/election.md`, section 15, rules 3 to 6).
//!
//! A document is read twice, as browsers do that run scripts and as those that don't: they differ in
//! what is in a `noscript`. Both readings must hold.
//!
//! The tokenizer is that of WHATWG HTML, and everything that it calls a parse error is one here. In
//! place of a parser's corrections there are [`placement`] and one rule that is stricter than HTML:
//! an element that is not empty by its nature is closed by its own end tag, in the order of
//! nesting. So what a browser makes of a document is what stands in it, tag by tag.
//!
//! - [`table`]: the elements and attributes that there may be
//! - [`placement`]: which element may stand in which
//! - [`attributes`]: what the attributes that name an address or a file may say

mod attributes;
mod placement;
mod rule;
mod table;
mod tree;

use std::collections::BTreeSet;

use html5gum::{DefaultEmitter, State, Token, Tokenizer};
use url::Url;

pub use rule::Rule;

use super::address::Root;
use super::manifest::Manifest;
use tree::Tree;

/// Where a document is, and what it may refer to.
#[derive(Debug, Clone, Copy)]
pub struct Document<'a> {
    /// The address of the document.
    pub address: &'a Url,
    /// The root of the page.
    pub root: &'a Root,
    /// The files of the page.
    pub manifest: &'a Manifest,
}

/// What a document breaks, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The line, from 1.
    pub line: usize,
    /// The rule.
    pub rule: Rule,
}

/// The documents of the page to which a document leads: one more than a page has, at most.
pub type Links = BTreeSet<Url>;

/// What a document begins with, byte for byte.
const DOCTYPE: &str = "<!DOCTYPE html>";

/// Whether the browser runs scripts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scripts {
    Run,
    DontRun,
}

/// Checks a document and says where it leads.
pub fn check(document: &Document<'_>, bytes: &[u8]) -> Result<Links, Fault> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        Fault { line: line(before, before.len()), rule: Rule::NotUtf8 }
    })?;
    if !text.starts_with(DOCTYPE) {
        return Err(Fault { line: 1, rule: Rule::Doctype });
    }
    let links = read(document, text, Scripts::DontRun)?;
    read(document, text, Scripts::Run)?;
    Ok(links)
}

fn read(document: &Document<'_>, text: &str, scripts: Scripts) -> Result<Links, Fault> {
    let emitter = DefaultEmitter::<usize>::new_with_span();
    let mut tokens = Tokenizer::new_with_emitter(text, emitter);
    let mut tree = Tree::new(*document, scripts);
    while let Some(Ok(token)) = tokens.next() {
        let (start, result) = match &token {
            Token::StartTag(tag) => (tag.span.start, tree.start_tag(tag)),
            Token::EndTag(tag) => (tag.span.start, tree.end_tag(&tag.name)),
            Token::String(text) => (text.span.start, tree.text(text)),
            Token::Doctype(doctype) => (doctype.span.start, tree.doctype()),
            // No element, and nothing that a browser shows or runs.
            Token::Comment(comment) => (comment.span.start, Ok(())),
            Token::Error(error) => (error.span.start, Err(Rule::Parse(error.value.as_str()))),
        };
        result.map_err(|rule| Fault { line: line(text.as_bytes(), start), rule })?;
        if let Token::StartTag(_) = token {
            tokens.set_state(tree.tokenizer_state().unwrap_or(State::Data));
        }
    }
    let end = line(text.as_bytes(), text.len());
    tree.finish().map_err(|rule| Fault { line: end, rule })
}

/// The line of a place in a text, from 1.
fn line(text: &[u8], place: usize) -> usize {
    let before = text.get(..place).unwrap_or(text);
    1 + before.iter().filter(|byte| **byte == b'\n').count()
}
