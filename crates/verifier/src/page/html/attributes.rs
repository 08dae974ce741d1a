//! The attributes of an element, and those that name an address or a file (`spec/election.md`,
//! section 15, rules 3 to 6).

use html5gum::StartTag;
use url::Url;

use super::rule::shown;
use super::table::Element;
use super::{Document, Rule};
use crate::page::address::{self, AddressError, Place, link, relative};
use crate::page::manifest::File;

/// The attributes of an element, all of which it may have.
pub(super) struct Attributes<'a> {
    element: &'static str,
    all: Vec<(&'a str, &'a str)>,
}

impl<'a> Attributes<'a> {
    /// Refuses an attribute that the element does not have. The tokenizer refuses doubles.
    pub(super) fn read(element: &Element, tag: &'a StartTag<usize>) -> Result<Self, Rule> {
        let mut all = Vec::with_capacity(tag.attributes.len());
        for (name, value) in &tag.attributes {
            let name = std::str::from_utf8(name).map_err(|_| Rule::NotUtf8)?;
            let value = std::str::from_utf8(value).map_err(|_| Rule::NotUtf8)?;
            if !element.may_have(name) {
                let (element, attribute) = (element.name, shown(name));
                return Err(Rule::Attribute { element, attribute });
            }
            all.push((name, value));
        }
        Ok(Self { element: element.name, all })
    }

    fn get(&self, attribute: &str) -> Option<&'a str> {
        self.all.iter().find(|(name, _)| *name == attribute).map(|(_, value)| *value)
    }

    fn need(&self, attribute: &'static str) -> Result<&'a str, Rule> {
        self.get(attribute).ok_or(Rule::Missing { element: self.element, attribute })
    }

    fn no_address(&self, attribute: &'static str, address: &str, error: AddressError) -> Rule {
        let (element, address) = (self.element, shown(address));
        Rule::Address { element, attribute, address, error }
    }
}

/// Checks the attributes of an element; gives the document of the page that it links to, if it does.
pub(super) fn check(
    document: &Document<'_>,
    element: &Element,
    attributes: &Attributes<'_>,
) -> Result<Option<Url>, Rule> {
    if element.is_svg {
        return Ok(None);
    }
    match element.name {
        "a" => return a(document, attributes),
        "img" => img(document, attributes)?,
        "meta" => meta(document, attributes)?,
        "link" => link_element(document, attributes)?,
        "script" => script(document, attributes)?,
        _ => (),
    }
    Ok(None)
}

fn a(document: &Document<'_>, attributes: &Attributes<'_>) -> Result<Option<Url>, Rule> {
    let Some(href) = attributes.get("href") else { return Ok(None) };
    let to =
        link(document.address, href).map_err(|error| attributes.no_address("href", href, error))?;
    match document.root.place(to) {
        Place::Document(to) => Ok(Some(to)),
        Place::NoDocument => Err(Rule::NoDocument(shown(href))),
        Place::Elsewhere => Ok(None),
    }
}

fn img(document: &Document<'_>, attributes: &Attributes<'_>) -> Result<(), Rule> {
    let Some(src) = attributes.get("src") else { return Ok(()) };
    let from = relative(document.address, src);
    from.map(drop).map_err(|error| attributes.no_address("src", src, error))
}

fn meta(document: &Document<'_>, attributes: &Attributes<'_>) -> Result<(), Rule> {
    let [charset, name, content] =
        ["charset", "name", "content"].map(|attribute| attributes.get(attribute));
    match (charset, name, content) {
        (Some("utf-8"), None, None) => Ok(()),
        (None, Some("viewport" | "color-scheme"), Some(_)) => Ok(()),
        (None, Some("file"), Some(content)) => {
            let file = document.manifest.file(content);
            let file = file.ok_or_else(|| Rule::MetaFile(shown(content)))?;
            check_integrity(attributes, "data-integrity", file)
        }
        (None, Some(name), Some(_)) => Err(Rule::MetaName(shown(name))),
        _ => Err(Rule::Meta),
    }
}

fn link_element(document: &Document<'_>, attributes: &Attributes<'_>) -> Result<(), Rule> {
    let rel = attributes.need("rel")?;
    let file = file(document, attributes, "href")?;
    match rel {
        "stylesheet" | "modulepreload" => check_integrity(attributes, "integrity", file),
        "icon" | "manifest" if attributes.get("integrity").is_none() => Ok(()),
        "icon" | "manifest" => Err(Rule::NoIntegrity(shown(rel))),
        _ => Err(Rule::Rel(shown(rel))),
    }
}

fn script(document: &Document<'_>, attributes: &Attributes<'_>) -> Result<(), Rule> {
    // Without an address a script is what stands in it.
    if attributes.get("src").is_none() {
        return Err(Rule::Missing { element: attributes.element, attribute: "src" });
    }
    let kind = attributes.need("type")?;
    if kind != "module" {
        return Err(Rule::ScriptType(shown(kind)));
    }
    check_integrity(attributes, "integrity", file(document, attributes, "src")?)
}

/// The file whose address stands in an attribute.
fn file<'a>(
    document: &Document<'a>,
    attributes: &Attributes<'_>,
    attribute: &'static str,
) -> Result<&'a File, Rule> {
    let reference = attributes.need(attribute)?;
    let address = address::any(document.address, reference)
        .map_err(|error| attributes.no_address(attribute, reference, error))?;
    let mut files = document.manifest.files().iter();
    files
        .find(|file| document.root.is_file(&address, &file.name))
        .ok_or_else(|| Rule::NoFile { element: attributes.element, address: shown(reference) })
}

fn check_integrity(
    attributes: &Attributes<'_>,
    attribute: &'static str,
    file: &File,
) -> Result<(), Rule> {
    if attributes.need(attribute)? == file.integrity() {
        return Ok(());
    }
    Err(Rule::Integrity { element: attributes.element, file: file.name.clone() })
}
