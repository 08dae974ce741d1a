//! Which element may stand in which, so that a parser of HTML neither reports an error nor moves,
//! closes or adds an element (WHATWG HTML, tree construction).

use super::Rule;
use super::table::Element;

/// What opens a paragraph or closes one that is open.
const CLOSES_PARAGRAPH: [&str; 26] = [
    "article",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "section",
    "summary",
    "table",
    "ul",
];
const HEADINGS: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];
/// In these nothing is closed that is open outside.
const BOUNDARIES: [&str; 3] = ["td", "th", "caption"];
/// Through these, a new item of a list closes the one that is open.
const OPEN_TO_ITEMS: [&str; 11] =
    ["a", "code", "em", "small", "strong", "span", "abbr", "bdi", "time", "div", "p"];

/// Checks that an element may begin in those that are open, of which the innermost is the last.
pub(super) fn check(open: &[Element], outline: &[&str], element: &Element) -> Result<(), Rule> {
    let parent = open.last();
    if parent.is_some_and(|parent| parent.is_svg) {
        return Ok(());
    }
    let holds = takes(open, element)
        && is_once(outline, element)
        && !closes_another(open, element)
        && !(parent.is_some_and(|parent| parent.is_one_of(&HEADINGS))
            && element.is_one_of(&HEADINGS));
    if holds {
        return Ok(());
    }
    Err(Rule::Placement { element: element.name, parent: parent.map(|parent| parent.name) })
}

/// Whether the innermost element takes this one, and this one can stand in it.
fn takes(open: &[Element], element: &Element) -> bool {
    let Some(parent) = open.last() else { return element.is("html") };
    let only: &[&str] = match parent.name {
        "html" => &["head", "body"],
        "head" => &["title", "meta", "link", "script", "noscript"],
        "noscript" if in_head(open) => &["meta", "link"],
        "table" => &["caption", "thead", "tbody", "tfoot", "tr"],
        "thead" | "tbody" | "tfoot" => &["tr"],
        "tr" => &["th", "td"],
        _ => {
            let elsewhere =
                ["html", "head", "body", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"];
            return !element.is_one_of(&elsewhere);
        }
    };
    element.is_one_of(only)
}

fn in_head(open: &[Element]) -> bool {
    open.iter().any(|element| element.is("head"))
}

/// Whether `html`, `head` and `body` come once each, and `head` before `body`.
fn is_once(outline: &[&str], element: &Element) -> bool {
    match element.name {
        "html" => outline.is_empty(),
        "head" => outline == ["html"],
        "body" => !outline.contains(&"body"),
        _ => true,
    }
}

/// Whether a parser would close another element before this one begins.
fn closes_another(open: &[Element], element: &Element) -> bool {
    let nearest = |names: &[&str], through: &dyn Fn(&Element) -> bool| {
        let mut outwards = open.iter().rev();
        let met = outwards.find(|other| other.is_one_of(names) || !through(other));
        met.is_some_and(|met| met.is_one_of(names))
    };
    let inside = |other: &Element| !other.is_one_of(&BOUNDARIES);
    let to_items = |other: &Element| other.is_one_of(&OPEN_TO_ITEMS);
    (element.is_one_of(&CLOSES_PARAGRAPH) && nearest(&["p"], &inside))
        || (element.is("li") && nearest(&["li"], &to_items))
        || (element.is_one_of(&["dd", "dt"]) && nearest(&["dd", "dt"], &to_items))
        || (element.is("a") && nearest(&["a"], &inside))
}

/// Whether text other than white space can stand in the innermost element.
pub(super) fn takes_text(open: &[Element]) -> bool {
    let Some(parent) = open.last() else { return false };
    let no_text = ["html", "head", "table", "thead", "tbody", "tfoot", "tr"];
    let noscript_in_head = parent.is("noscript") && in_head(open);
    !parent.is_one_of(&no_text) && !noscript_in_head
}
