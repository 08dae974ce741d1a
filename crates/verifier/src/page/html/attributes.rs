//! The attributes of an element, and those that name an address or a file (`spec/election.md`,
//! section 15, rules 3 to 5).

use html5gum::StartTag;
use url::Url;

use super::rule::shown;
use super::table::Element;
use super::{Document, Rule};
use crate::page::address::{AddressError, link, relative};
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

    /// Refuses an attribute that is in the table, but not for this case.
    fn refuse(&self, attribute: &str) -> Result<(), Rule> {
        let refused = || Rule::Attribute { element: self.element, attribute: attribute.to_owned() };
        self.get(attribute).map_or(Ok(()), |_| Err(refused()))
    }

    fn no_address(&self, attribute: &'static str, address: &str, error: AddressError) -> Rule {
        let (element, address) = (self.element, shown(address));
        Rule::Address { element, attribute, address, error }
    }
}

/// Checks the attributes of an element; gives where it links to, if it does.
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
    let to = link(document.address, href);
    to.map(Some).map_err(|error| attributes.no_address("href", href, error))
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
        (Some(charset), None, None) if charset.eq_ignore_ascii_case("utf-8") => Ok(()),
        // As scripts may look for it: in whatever letters.
        (None, Some(name), Some(content)) if name.trim().eq_ignore_ascii_case("file") => {
            let file = file_by_name_or_address(document, attributes, content)?;
            check_integrity(attributes, "data-integrity", file)
        }
        (None, Some(_), Some(_)) => Ok(()),
        _ => Err(Rule::Meta),
    }
}

fn link_element(document: &Document<'_>, attributes: &Attributes<'_>) -> Result<(), Rule> {
    let rel = attributes.need("rel")?;
    let file = file(document, attributes, "href")?;
    match rel {
        "stylesheet" | "modulepreload" => check_integrity(attributes, "integrity", file),
        "icon" | "manifest" => attributes.refuse("integrity"),
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
    let address = relative(document.address, reference)
        .map_err(|error| attributes.no_address(attribute, reference, error))?;
    let mut files = document.manifest.files().iter();
    files
        .find(|file| document.root.is_file(&address, &file.name))
        .ok_or_else(|| Rule::NoFile { element: attributes.element, address: shown(reference) })
}

/// The file that a `meta` means, by its name or its address: no name has a slash, and below the
/// folder of the files there is nothing else.
fn file_by_name_or_address<'a>(
    document: &Document<'a>,
    attributes: &Attributes<'_>,
    content: &str,
) -> Result<&'a File, Rule> {
    match document.manifest.file(content) {
        Some(file) => Ok(file),
        None => file(document, attributes, "content"),
    }
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
