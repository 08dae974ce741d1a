//! The elements and attributes that a document may have (`spec/election.md`, section 15, rule 3).

/// An element that a document may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Element {
    pub(super) name: &'static str,
    /// Attributes besides the common ones.
    attributes: &'static [&'static str],
    /// Whether it is in the namespace of SVG.
    pub(super) is_svg: bool,
}

const COMMON: [&str; 8] = ["id", "class", "lang", "dir", "role", "title", "hidden", "tabindex"];
const COMMON_PREFIXES: [&str; 2] = ["aria-", "data-"];

const PLAIN: [&str; 43] = [
    "html",
    "head",
    "title",
    "body",
    "header",
    "nav",
    "main",
    "footer",
    "section",
    "article",
    "div",
    "span",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "p",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "table",
    "caption",
    "thead",
    "tbody",
    "tfoot",
    "tr",
    "code",
    "strong",
    "em",
    "small",
    "br",
    "hr",
    "figure",
    "figcaption",
    "summary",
    "noscript",
    "bdi",
    "abbr",
];

const WITH_ATTRIBUTES: [(&str, &[&str]); 9] = [
    ("details", &["open"]),
    ("time", &["datetime"]),
    ("th", &["scope", "colspan", "rowspan"]),
    ("td", &["scope", "colspan", "rowspan"]),
    ("a", &["href", "hreflang", "rel"]),
    ("img", &["src", "alt", "width", "height", "loading"]),
    ("meta", &["charset", "name", "content"]),
    ("link", &["rel", "href", "integrity", "type"]),
    ("script", &["type", "src", "integrity"]),
];

const SVG: [&str; 12] = [
    "svg", "g", "defs", "pattern", "rect", "circle", "line", "path", "polyline", "text", "title",
    "desc",
];

/// Geometry. Where HTML writes capitals, as in `viewBox`, every parser reads small letters.
const GEOMETRY: [&str; 22] = [
    "viewbox",
    "width",
    "height",
    "x",
    "y",
    "x1",
    "y1",
    "x2",
    "y2",
    "cx",
    "cy",
    "r",
    "rx",
    "ry",
    "d",
    "points",
    "transform",
    "patternunits",
    "patterntransform",
    "focusable",
    "text-anchor",
    "preserveaspectratio",
];

/// Elements that are empty by their nature and have no end tag.
const VOID: [&str; 5] = ["br", "hr", "img", "meta", "link"];

/// The element of HTML of this name.
pub(super) fn html(name: &[u8]) -> Option<Element> {
    let with = WITH_ATTRIBUTES.iter().find(|(known, _)| known.as_bytes() == name);
    if let Some(&(name, attributes)) = with {
        return Some(Element { name, attributes, is_svg: false });
    }
    let name = PLAIN.into_iter().find(|known| known.as_bytes() == name)?;
    Some(Element { name, attributes: &[], is_svg: false })
}

/// The element of SVG of this name.
pub(super) fn svg(name: &[u8]) -> Option<Element> {
    let name = SVG.into_iter().find(|known| known.as_bytes() == name)?;
    Some(Element { name, attributes: &GEOMETRY, is_svg: true })
}

impl Element {
    /// Whether it may have this attribute.
    pub(super) fn may_have(&self, attribute: &str) -> bool {
        COMMON.contains(&attribute)
            || COMMON_PREFIXES.iter().any(|prefix| attribute.starts_with(prefix))
            || self.attributes.contains(&attribute)
    }

    /// Whether it is empty and has no end tag.
    pub(super) fn is_void(&self) -> bool {
        !self.is_svg && VOID.contains(&self.name)
    }

    /// Whether it is this element of HTML.
    pub(super) fn is(&self, name: &str) -> bool {
        !self.is_svg && self.name == name
    }

    /// Whether it is one of these elements of HTML.
    pub(super) fn is_one_of(&self, names: &[&str]) -> bool {
        !self.is_svg && names.contains(&self.name)
    }
}
