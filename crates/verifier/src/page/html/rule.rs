//! The rules that a document can break, in words.

use thiserror::Error;

use super::tree::MAX_DEPTH;
use crate::page::address::AddressError;
use crate::page::cut;

/// A rule that a document breaks (`spec/election.md`, section 15).
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Rule {
    /// The bytes are no text.
    #[error("it is not UTF-8")]
    NotUtf8,
    /// What the standard calls a parse error, by its name there.
    #[error("it is not HTML that a parser reads without an error: {0}")]
    Parse(&'static str),
    /// Something before the document type, another one, or a second.
    #[error("a document begins with <!DOCTYPE html>, once")]
    Doctype,
    /// An element that no document has.
    #[error("<{0}> is not among the elements that a document may have")]
    Element(String),
    /// An element that is none of a drawing.
    #[error("<{0}> is not among the elements that an <svg> may have")]
    InSvg(String),
    /// An attribute that its element does not have.
    #[error("the attribute \"{attribute}\" is not among those that a <{element}> may have")]
    Attribute {
        /// The element.
        element: &'static str,
        /// The attribute.
        attribute: String,
    },
    /// An element where it can't be.
    #[error("<{element}> can't stand {}", place(.parent))]
    Placement {
        /// The element.
        element: &'static str,
        /// In which it stands.
        parent: Option<&'static str>,
    },
    /// Text where there can be none.
    #[error("text can't stand {}", place(.0))]
    Text(Option<&'static str>),
    /// A script in the document.
    #[error("a <script> has content, but only scripts in files of the page may run")]
    Inline,
    /// An end tag that does not close the innermost element.
    #[error("</{found}> stands where {} must be closed", element(.open))]
    EndTag {
        /// The end tag.
        found: String,
        /// The innermost element.
        open: Option<&'static str>,
    },
    /// An element is not closed.
    #[error("<{0}> is not closed")]
    Unclosed(&'static str),
    /// `<p/>`.
    #[error("<{0}/> is no way to close an element")]
    SelfClosing(&'static str),
    /// There is no element.
    #[error("it has no <html>")]
    Empty,
    /// Nested too deep.
    #[error("its elements lie more than {MAX_DEPTH} deep in each other")]
    TooDeep,
    /// An attribute that is needed.
    #[error("<{element}> has no attribute \"{attribute}\"")]
    Missing {
        /// The element.
        element: &'static str,
        /// The attribute.
        attribute: &'static str,
    },
    /// An address that may not stand there.
    #[error("the {attribute} \"{address}\" of <{element}> is not allowed: {error}")]
    Address {
        /// The element.
        element: &'static str,
        /// The attribute.
        attribute: &'static str,
        /// The address, cut.
        address: String,
        /// Why.
        error: AddressError,
    },
    /// A `meta` that is none of the two forms.
    #[error("a <meta> has either charset=\"utf-8\" or name and content, and nothing else of these")]
    Meta,
    /// A `name` of a `meta`.
    #[error("the name of a <meta> is \"viewport\", \"color-scheme\" or \"file\", and not \"{0}\"")]
    MetaName(String),
    /// The content of a `meta` for a file.
    #[error(
        "the content of a <meta> with the name \"file\" is the name of a file of the manifest, and \
         not \"{0}\""
    )]
    MetaFile(String),
    /// A link to the page's server.
    #[error(
        "<a> leads to \"{0}\" on the server of the page, which is no document of the page: HTML \
         there would run with the rights of the page"
    )]
    NoDocument(String),
    /// A `rel` of a `link`.
    #[error(
        "the rel of a <link> is \"stylesheet\", \"modulepreload\", \"icon\" or \"manifest\", and \
         not \"{0}\""
    )]
    Rel(String),
    /// An integrity that browsers don't compare.
    #[error("a <link> of the rel \"{0}\" must have no integrity: browsers would not compare it")]
    NoIntegrity(String),
    /// A `type` of a `script`.
    #[error("the type of a <script> is \"module\", and not \"{0}\"")]
    ScriptType(String),
    /// Something that is not in the manifest.
    #[error("<{element}> names \"{address}\", which is no file of the manifest")]
    NoFile {
        /// The element.
        element: &'static str,
        /// The address, cut.
        address: String,
    },
    /// An integrity that is not that of the file.
    #[error("<{element}> states for the file \"{file}\" an integrity that is not the file's")]
    Integrity {
        /// The element.
        element: &'static str,
        /// The name of the file.
        file: String,
    },
}

fn place(parent: &Option<&str>) -> String {
    parent.map_or_else(|| "outside <html>".to_owned(), |parent| format!("in <{parent}>"))
}

fn element(open: &Option<&str>) -> String {
    open.map_or_else(|| "no element".to_owned(), |open| format!("<{open}>"))
}

/// A text from outside as a sentence shows it: its beginning.
pub(super) fn shown(text: &str) -> String {
    cut(text, 80)
}
