//! What a document may hold, and attacks by elements and by what browsers make of them.

use url::Url;

use super::{document, holds, is_refused, read, whole_is_refused};
use crate::page::html::Links;

#[test]
fn a_document_of_all_kinds_of_elements_holds_and_tells_its_links() {
    let body = "<header><nav aria-label=\"Pages\"><a href=\"../fr/vote\" hreflang=\"fr\">Français</a>\
        </nav></header><!-- a comment --><main id=\"m\"><h1>Vote &amp; count</h1><p class=\"x\">A \
        <strong>bold</strong> word<br>and <a href=\"https://example.org/?a=1&amp;b=2\">more</a> <a href=\"log?a=1&amp;b=2#c\">log</a>.</p>\
        <ul><li>One<ul><li>Nested</li></ul></li><li>Two</li></ul><dl><dt>A</dt><dd>B</dd></dl><table>\
        <caption>C</caption><thead><tr><th scope=\"col\">D</th></tr></thead><tbody>\n<tr><td \
        colspan=\"2\"><p>E</p></td></tr></tbody></table><hr/><figure><svg viewBox=\"0 0 1 1\" \
        role=\"img\"><title>F</title><g><path d=\"M0 0\"/><rect x=\"1\"></rect></g></svg><figcaption>G\
        </figcaption></figure><details open><summary>H</summary>I</details><img src=\"photo/1\" \
        alt=\"\" loading=\"lazy\"><div hidden data-x=\"y\"><time datetime=\"2027-01-01\">J</time></div>\
        <noscript><p>K <a href=\"help#top\">L</a></p></noscript></main>";
    let links = read(document("", body).as_bytes()).unwrap();
    let documents = ["en/help", "en/log?a=1&b=2", "fr/vote"];
    let documents = documents.map(|path| format!("https://vote.example/2027/{path}"));
    assert_eq!(links.iter().map(Url::to_string).collect::<Vec<_>>(), documents);
}

#[test]
fn more_links_than_a_page_can_have_documents_are_not_kept() {
    let links: String = (0..10_000).map(|n| format!("<a href=\"{n}\"></a>")).collect();
    assert_eq!(read(document("", &links).as_bytes()).unwrap().len(), 4_097);
}

#[test]
fn elements_that_are_not_in_the_table_are_refused_by_their_name() {
    for name in [
        "base",
        "iframe",
        "form",
        "input",
        "button",
        "object",
        "embed",
        "style",
        "template",
        "video",
        "frameset",
        "math",
        "select",
        "textarea",
        "portal",
        "x-y",
        "plaintext",
        "image",
        "font",
    ] {
        let words = format!("<{name}> is not among the elements that a document may have");
        is_refused(&format!("<{name}>"), &words);
        is_refused(&format!("<{}>", name.to_uppercase()), &words);
    }
}

#[test]
fn foreign_elements_in_a_drawing_are_refused_unless_they_only_draw() {
    for name in
        ["script", "foreignObject", "a", "use", "image", "animate", "set", "style", "p", "math"]
    {
        let words = format!("<{}> is not among the elements that an <svg>", name.to_lowercase());
        is_refused(&format!("<svg><{name}></{name}></svg>"), &words);
        is_refused(&format!("<svg><g><{name}/></g></svg>"), &words);
    }
    is_refused("<g></g>", "<g> is not among the elements that a document may have");
    is_refused("<p>A</p><svg><path href=\"x\"/></svg>", "\"href\"");
    is_refused("<svg><![CDATA[x]]></svg>", "cdata-in-html-content");
}

#[test]
fn what_stands_in_the_title_of_a_drawing_is_markup_and_no_text() {
    is_refused("<svg><title><img src=x onerror=alert(1)></title></svg>", "<img> is not among");
    is_refused("<svg><desc><p>A</p></desc></svg>", "<p> is not among");
    holds("<svg><title>A &lt;p&gt;</title><desc>B</desc><text x=\"1\">C</text></svg>");
}

#[test]
fn what_stands_in_a_noscript_is_markup_for_some_and_text_for_others() {
    is_refused("<noscript><iframe></iframe></noscript>", "<iframe>");
    // For a browser with scripts, the noscript ends inside the attribute.
    let hidden = "<noscript><p title=\"</noscript><iframe></iframe>\">A</p></noscript>";
    is_refused(hidden, "<iframe>");
    is_refused("<noscript><p>A</noscript>", "</noscript> stands where <p> must be closed");
    let head = "<noscript><meta http-equiv=\"refresh\" content=\"0\"></noscript>";
    whole_is_refused(document(head, "").as_bytes(), "\"http-equiv\"");
    whole_is_refused(document("<noscript><p>A</p></noscript>", "").as_bytes(), "in <noscript>");
    whole_is_refused(document("<noscript>A</noscript>", "").as_bytes(), "text can't stand");
}

#[test]
fn a_script_in_the_document_is_refused() {
    is_refused("<script>alert(1)</script>", "\"src\"");
    let with = |content: &str| {
        let integrity = super::integrity(super::FILES[0].1);
        format!(
            "<script type=\"module\" src=\"../page/app.js\" integrity=\"{integrity}\">{content}</script>"
        )
    };
    holds(&with(""));
    for content in ["alert(1)", " ", "<!--", "<p>"] {
        is_refused(&with(content), "only scripts in files of the page may run");
    }
}

#[test]
fn attributes_that_are_not_in_the_table_are_refused_by_their_name() {
    for (element, attribute) in [
        ("p", "onclick"),
        ("p", "style"),
        ("p", "ONCLICK"),
        ("p", "is"),
        ("p", "contenteditable"),
        ("a", "ping"),
        ("a", "target"),
        ("a", "download"),
        ("img", "srcset"),
        ("img", "onerror"),
        ("div", "open"),
        ("p", "href"),
        ("svg", "onload"),
        ("svg", "xmlns"),
        ("path", "style"),
        ("link", "onload"),
        ("p", "nonce"),
        ("p", "aria"),
        ("p", "data"),
        ("p", "xlink:href"),
    ] {
        let words =
            format!("\"{}\" is not among those that a <{element}> may", attribute.to_lowercase());
        let tag = format!("<{element} {attribute}=\"x\">");
        is_refused(&if element == "path" { format!("<svg>{tag}") } else { tag }, &words);
    }
}

#[test]
fn attributes_that_are_hidden_from_a_careless_reader_are_found() {
    is_refused("<p title=\"a\"onclick=\"x\">", "missing-whitespace-between-attributes");
    is_refused("<p/onclick=x>", "unexpected-solidus-in-tag");
    is_refused("<p class=a class=b>", "duplicate-attribute");
    is_refused("<p\tonclick\n=\nx>", "\"onclick\"");
    is_refused("<a href=\"x\" HREF=\"y\">", "duplicate-attribute");
    is_refused("<p a<b=c>", "unexpected-character-in-attribute-name");
}

#[test]
fn whatever_a_parser_calls_an_error_is_refused_by_the_name_of_the_standard() {
    for (body, error) in [
        ("<!-- a", "eof-in-comment"),
        ("<p class=\"", "eof-in-tag"),
        ("<p>&nosuch;</p>", "unknown-named-character-reference"),
        ("<p>&amp</p>", "missing-semicolon-after-character-reference"),
        ("<p>&#0;</p>", "null-character-reference"),
        ("<p>\0</p>", "unexpected-null-character"),
        ("<p>\u{1}</p>", "control-character-in-input-stream"),
        ("<?php ?>", "unexpected-question-mark-instead-of-tag-name"),
        ("<!-- a --!> -->", "incorrectly-closed-comment"),
        ("</p x=y>", "end-tag-with-attributes"),
    ] {
        is_refused(body, error);
    }
    whole_is_refused(b"<!DOCTYPE html>\n<html><body><p>\xff</p></body></html>", "UTF-8");
}

#[test]
fn elements_are_closed_in_the_order_of_nesting() {
    is_refused("<p><strong>A</p></strong>", "</p> stands where <strong> must be closed");
    is_refused("<ul><li>A<li>B</ul>", "<li> can't stand in <li>");
    is_refused("</div>", "</div> stands where <body> must be closed");
    is_refused("A</br>", "</br> stands where <body> must be closed");
    is_refused("<div/>", "<div/> is no way to close an element");
    is_refused("<svg/>", "<svg/> is no way to close an element");
    is_refused("<div>", "</body> stands where <div> must be closed");
    is_refused("<svg><path></svg>", "</svg> stands where <path> must be closed");
    whole_is_refused(b"<!DOCTYPE html><html><body>", "<body> is not closed");
    whole_is_refused(b"<!DOCTYPE html>", "it has no <html>");
}

#[test]
fn elements_that_a_parser_would_move_or_close_are_refused_where_they_stand() {
    for (body, element, parent) in [
        ("<p><div></div></p>", "div", "p"),
        ("<p><em><ul></ul></em></p>", "ul", "em"),
        ("<table><p>A</p></table>", "p", "table"),
        ("<table><tbody><td></td></tbody></table>", "td", "tbody"),
        ("<div><tr></tr></div>", "tr", "div"),
        ("<h1><h2>A</h2></h1>", "h2", "h1"),
        ("<a href=\"x\"><em><a href=\"y\"></a></em></a>", "a", "em"),
        ("<dl><dt>A<dd>B</dd></dt></dl>", "dd", "dt"),
        ("<body></body>", "body", "body"),
        ("<div><html></html></div>", "html", "div"),
        ("<table><script></script></table>", "script", "table"),
    ] {
        is_refused(body, &format!("<{element}> can't stand in <{parent}>"));
    }
    is_refused("<table>A</table>", "text can't stand in <table>");
    holds(
        "<p>A</p><table><tr><td><p>B</p></td></tr></table><ul><li><div><ul><li>C</li></ul></div></li></ul>",
    );
}

#[test]
fn a_document_has_one_document_type_and_one_html_with_a_head_before_its_body() {
    let refused = |html: &str, words: &str| whole_is_refused(html.as_bytes(), words);
    refused("<html><body></body></html>", "<!DOCTYPE html>");
    refused("<!DOCTYPE svg><html></html>", "<!DOCTYPE html>");
    refused("<!DOCTYPE html PUBLIC \"-//W3C//DTD HTML 3.2//EN\"><html></html>", "<!DOCTYPE html>");
    refused("<!DOCTYPE html><!DOCTYPE html><html></html>", "<!DOCTYPE html>");
    refused("<!DOCTYPE html><html><!DOCTYPE html></html>", "<!DOCTYPE html>");
    for before in ["\u{feff}", "\n", " ", "<!-- a -->", "A"] {
        refused(&format!("{before}<!DOCTYPE html><html></html>"), "begins with <!DOCTYPE html>");
    }
    refused("<!doctype html><html></html>", "begins with <!DOCTYPE html>");
    refused("<!DOCTYPE html ><html></html>", "begins with <!DOCTYPE html>");
    refused("<!DOCTYPE html><p>A</p>", "<p> can't stand outside <html>");
    refused("<!DOCTYPE html><html></html><html></html>", "<html> can't stand outside <html>");
    refused("<!DOCTYPE html><html></html>A", "text can't stand outside <html>");
    refused(
        "<!DOCTYPE html><html><body></body><head></head></html>",
        "<head> can't stand in <html>",
    );
    refused(
        "<!DOCTYPE html><html><head></head><head></head></html>",
        "<head> can't stand in <html>",
    );
    refused(
        "<!DOCTYPE html><html><body></body><body></body></html>",
        "<body> can't stand in <html>",
    );
    refused("<!DOCTYPE html><html><head><p>A</p></head></html>", "<p> can't stand in <head>");
    refused("<!DOCTYPE html><html><head>A</head></html>", "text can't stand in <head>");
    let plain =
        "<!DOCTYPE html><!-- a --> \n<html>\n<head></head> <body></body> </html>\n<!-- b -->";
    assert_eq!(read(plain.as_bytes()), Ok(Links::default()));
}

#[test]
fn elements_that_lie_too_deep_in_each_other_are_refused() {
    let nested = |depth: usize| format!("{}{}", "<div>".repeat(depth), "</div>".repeat(depth));
    holds(&nested(254));
    is_refused(&nested(255), "more than 256 deep");
    is_refused(&"<div>".repeat(800_000), "more than 256 deep");
    let drawing =
        |depth: usize| format!("<svg>{}<path/>{}</svg>", "<g>".repeat(depth), "</g>".repeat(depth));
    holds(&drawing(252));
    is_refused(&drawing(253), "more than 256 deep");
}

#[test]
fn a_fault_says_in_which_line_it_is() {
    let line = |html: &str| read(html.as_bytes()).unwrap_err().line;
    assert_eq!(line(&document("", "\n\n<p\nonclick=x>")), 6);
    assert_eq!(line(&document("", "<p>\nA\n</div>")), 6);
    assert_eq!(line("<!DOCTYPE html>\n<html>\n\n"), 4);
    assert_eq!(read(b"a\n\xff").unwrap_err().line, 2);
}

#[test]
fn long_names_are_cut_in_sentences() {
    let rule = read(document("", &format!("<x{}>", "y".repeat(10_000))).as_bytes()).unwrap_err();
    assert!(rule.rule.to_string().len() < 200);
}
