use std::collections::BTreeSet;

use crate::decided::Decided;
use crate::examples;
use crate::html::{page, part, title};
use crate::language::{LANGUAGES, Language};

/// The elements of a document of the voting page (`spec/election.md`, section 15) that a result is made of.
const ELEMENTS: &str = "nav section div span h2 h3 p ul ol li dl dt dd table caption thead tbody tr th td code strong br \
                        figure figcaption details summary bdi a svg defs pattern rect circle title desc";

/// The attributes that any element may have there, besides those that begin with `aria-` or `data-`.
const ANYWHERE: [&str; 8] = ["id", "class", "lang", "dir", "role", "title", "hidden", "tabindex"];

/// Those of some elements.
const SOMEWHERE: &[(&str, &str)] = &[
    ("th td", "scope colspan rowspan"),
    ("a", "href hreflang rel"),
    (
        "svg defs pattern rect circle title desc",
        "viewBox width height x y cx cy r transform patternUnits patternTransform focusable",
    ),
];

fn everywhere(check: impl Fn(Language, &str)) {
    for language in LANGUAGES {
        check(language, &part(&examples::everything(), language));
    }
}

/// The names of elements and attributes of a text in which every attribute has a quoted value.
fn tags(html: &str) -> Vec<(&str, Vec<&str>)> {
    let opened = html.split('<').skip(1).filter(|tag| !tag.starts_with('/'));
    let tags = opened.map(|tag| {
        let tag = tag.split('>').next().unwrap().trim_end_matches('/');
        let (element, rest) = tag.split_once(' ').unwrap_or((tag, ""));
        let names = rest.split('"').step_by(2).map(|name| name.trim().trim_end_matches('='));
        (element, names.filter(|name| !name.is_empty()).collect())
    });
    tags.collect()
}

#[test]
fn a_document_may_hold_every_element_and_attribute_of_it() {
    everywhere(|_, html| {
        for (element, attributes) in tags(html) {
            assert!(ELEMENTS.split(' ').any(|it| it == element), "<{element}>");
            for attribute in attributes {
                let is_special = |(elements, attributes): &(&str, &str)| {
                    elements.split(' ').any(|it| it == element)
                        && attributes.split(' ').any(|it| it == attribute)
                };
                let is_allowed = ANYWHERE.contains(&attribute)
                    || attribute.starts_with("aria-")
                    || attribute.starts_with("data-")
                    || SOMEWHERE.iter().any(is_special);
                assert!(is_allowed, "{attribute} of <{element}>");
            }
        }
    });
}

#[test]
fn it_tells_what_the_page_tells() {
    everywhere(|language, html| {
        let page = page(&examples::everything(), language, "");
        let article = page.split("<article").last().unwrap();
        let told = html.split("<nav class=\"contents\"").nth(1).unwrap();
        let told = told.split("<p class=\"made\">").next().unwrap();
        assert!(told.contains("<ol class=\"winners\">") && told.contains("<ol class=\"rounds\">"));
        assert!(article.contains(told), "{}", language.code);
    });
}

#[test]
fn it_says_how_anybody_checks_it() {
    everywhere(|_, html| {
        let (election, fingerprint) = ("ab".repeat(32), "cd".repeat(32));
        let command = format!(
            "<code>isoloir-verify ARCHIVE --election-id {election} --fingerprint {fingerprint}</code>"
        );
        assert_eq!(html.matches(&command).count(), 1);
    });
}

#[test]
fn its_links_lead_to_places_in_it() {
    everywhere(|_, html| {
        let values = |name: &str| -> BTreeSet<String> {
            html.split(name).skip(1).map(|rest| rest.split('"').next().unwrap().into()).collect()
        };
        let ids = values(" id=\"");
        assert!(!values(" href=\"").is_empty());
        assert!(values(" href=\"").iter().all(|link| ids.contains(link.trim_start_matches('#'))));
    });
}

#[test]
fn its_patterns_are_where_its_style_looks_for_them() {
    let looked_for = crate::html::STYLE.split("url(#").skip(1);
    let looked_for: Vec<&str> = looked_for.map(|rest| rest.split(')').next().unwrap()).collect();
    assert!(looked_for.len() >= 4);
    everywhere(|_, html| {
        for pattern in &looked_for {
            assert!(html.contains(&format!("<pattern id=\"{pattern}\"")), "{pattern}");
        }
    });
}

#[test]
fn a_document_is_called_after_the_election() {
    let election = Decided { title: "Budget <2026>".to_owned(), ..examples::everything() };
    assert_eq!(title(&election, LANGUAGES[0]), "Budget <2026>: result");
    assert!(!part(&election, LANGUAGES[0]).contains("<2026>"));
}
