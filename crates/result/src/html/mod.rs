//! The result as HTML: no script, nothing loaded from elsewhere.
//!
//! [`part`] is what a document tells in one language, with [`STYLE`] beside its own style. [`page()`] is a document by
//! itself, in every language. Both are pure functions of the election.

mod chart;
mod district;
mod money;
mod page;
mod rounds;
mod table;

use isoloir_words::markup::Markup;

use crate::decided::Decided;
use crate::language::{Language, Message, Texts};
use crate::teller::Teller;

pub use self::page::page;

/// How the result looks. The colours that it does not name are those of all pages.
pub const STYLE: &str = include_str!("result.css");

/// The patterns of the bars, once for all languages of a document: what is not displayed has none to lend.
const PATTERNS: &str = "\
<svg class=\"patterns\" aria-hidden=\"true\" focusable=\"false\" width=\"0\" height=\"0\"><defs>\
<pattern id=\"funded\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">\
<rect class=\"funded-ground\" width=\"8\" height=\"8\"/><rect class=\"funded-line\" width=\"2\" height=\"8\"/></pattern>\
<pattern id=\"funded-paper\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\">\
<rect class=\"paper-ground\" width=\"8\" height=\"8\"/><circle class=\"funded-dot\" cx=\"4\" cy=\"4\" r=\"2\"/></pattern>\
<pattern id=\"other-paper\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\">\
<rect class=\"paper-ground\" width=\"8\" height=\"8\"/><circle class=\"other-dot\" cx=\"4\" cy=\"4\" r=\"2\"/></pattern>\
<pattern id=\"added\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\">\
<rect class=\"paper-ground\" width=\"6\" height=\"6\"/><rect class=\"added-line\" width=\"4\" height=\"6\"/></pattern>\
</defs></svg>\n";

/// What a document is called that has the result.
#[must_use]
pub fn title(election: &Decided, language: Language) -> String {
    let title = ("title", election.title.as_str().into());
    Texts::of(language).say(Message::PageTitle, &[title])
}

/// The result in one language, for a document that says the title of the election and has links to other languages.
#[must_use]
pub fn part(election: &Decided, language: Language) -> String {
    let texts = Texts::of(language);
    let teller = Teller { texts: &texts, election };
    let mut html = Markup::default();
    html.raw(PATTERNS)
        .raw("<h2>")
        .text(&texts.word(Message::PageKind))
        .raw("</h2>\n<p class=\"period\">");
    html.text(&teller.period()).raw("</p>\n");
    told(&mut html, teller);
    html.raw("<p class=\"made\">").text(&teller.made_by()).raw("</p>\n");
    std::mem::take(&mut *html.finish())
}

/// All that is told, wherever it stands.
fn told(html: &mut Markup, teller: Teller<'_>) {
    if teller.election.districts.len() > 1 {
        contents(html, teller);
    }
    for (index, district) in (0..).zip(&teller.election.districts) {
        district::section(html, teller, district, index);
    }
    verify(html, teller);
}

/// What came out in each district, with links.
fn contents(html: &mut Markup, teller: Teller<'_>) {
    let count = teller.election.districts.len() as u64;
    html.raw("<nav class=\"contents\" aria-labelledby=\"");
    id(html, teller, "contents", 0).raw("\">\n<h2 id=\"");
    id(html, teller, "contents", 0).raw("\">");
    html.text(&teller.texts.say(Message::DistrictsHeading, &[("count", count.into())]));
    html.raw("</h2>\n<ul>\n");
    for (index, district) in (0..).zip(&teller.election.districts) {
        html.raw("<li><a href=\"#");
        id(html, teller, "district", index).raw("\">").text(&teller.line(district));
        html.raw("</a></li>\n");
    }
    html.raw("</ul>\n</nav>\n");
}

fn verify(html: &mut Markup, teller: Teller<'_>) {
    let texts = teller.texts;
    html.raw("<section class=\"verify\" aria-labelledby=\"");
    id(html, teller, "verify", 0).raw("\">\n<h2 id=\"");
    id(html, teller, "verify", 0).raw("\">").text(&texts.word(Message::VerifyHeading));
    html.raw("</h2>\n<p>").text(&texts.word(Message::VerifyWhy)).raw("</p>\n<p><code>");
    html.text(&teller.election.verify_command()).raw("</code></p>\n<p>");
    html.text(&texts.word(Message::VerifyArchive)).raw("</p>\n<p>");
    html.text(&texts.word(Message::VerifyWhat)).raw("</p>\n<p>");
    html.text(&teller.secrecy()).raw("</p>\n<p>");
    html.text(&texts.word(Message::VerifyCompare)).raw("</p>\n<dl>\n<dt>");
    html.text(&texts.word(Message::ElectionId)).raw("</dt>\n<dd><code>");
    html.text(&teller.election.election_id.to_string()).raw("</code></dd>\n<dt>");
    html.text(&texts.word(Message::Fingerprint)).raw("</dt>\n<dd><code>");
    html.text(&teller.election.fingerprint.to_string());
    html.raw("</code></dd>\n</dl>\n</section>\n");
}

/// An id that no other article has: `fr-district-2`.
fn id<'a>(
    html: &'a mut Markup,
    teller: Teller<'_>,
    name: &'static str,
    index: u64,
) -> &'a mut Markup {
    html.attribute(teller.texts.language().code).raw("-").raw(name).raw("-").digits(index)
}

/// The part of 100 per cent that `part` is of `whole`, in hundredths of a per cent, at most all of it.
fn share(part: u64, whole: u64) -> u64 {
    let hundredths = u128::from(part) * 10_000 / u128::from(whole.max(1));
    hundredths.min(10_000) as u64
}
