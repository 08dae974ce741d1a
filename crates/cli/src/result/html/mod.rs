//! The result as one page for people: no script, nothing loaded from elsewhere, in every language.
//!
//! [`page`] is a pure function of the election. Each language is a whole article. The one that the address
//! names (`#fr`) is shown, else the default one, which comes last so that a selector can hide it when one
//! before it is shown.

mod chart;
mod district;
mod money;
mod rounds;
mod table;

use isoloir_page::files::PALETTE;

use super::decided::Decided;
use super::teller::Teller;
use crate::language::{LANGUAGES, Language, Message, Texts};
use crate::markup::{Head, Markup};

const STYLE: &str = include_str!("style.css");

/// The patterns of the bars, for all articles: what is not displayed has none to lend.
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

/// The page, with `shown` as the language that is shown first.
pub(super) fn page(election: &Decided, shown: Language) -> String {
    let mut html = Markup::default();
    head(&mut html, Teller { texts: &Texts::of(shown), election });
    html.raw("<body>\n").raw(PATTERNS).raw("<main>\n");
    let others = LANGUAGES.into_iter().filter(|&language| language != shown);
    for language in others.chain([shown]) {
        let texts = Texts::of(language);
        article(&mut html, Teller { texts: &texts, election }, language == shown);
    }
    html.raw("</main>\n</body>\n</html>\n");
    std::mem::take(&mut *html.finish())
}

fn head(html: &mut Markup, teller: Teller<'_>) {
    let title = ("title", teller.election.title.as_str().into());
    html.head(&Head {
        language: teller.texts.language().code,
        color_scheme: "light dark",
        title: &teller.texts.say(Message::PageTitle, &[title]),
        style: &[PALETTE, STYLE],
    });
}

fn article(html: &mut Markup, teller: Teller<'_>, is_shown: bool) {
    let code = teller.texts.language().code;
    html.raw("<article id=\"").attribute(code).raw("\" lang=\"").attribute(code);
    html.raw(if is_shown { "\" class=\"default\">\n" } else { "\">\n" });
    languages(html, teller.texts);
    html.raw("<header>\n<p class=\"kind\">").text(&teller.texts.word(Message::PageKind));
    html.raw("</p>\n<h1>").name(&teller.election.title).raw("</h1>\n<p class=\"period\">");
    html.text(&teller.period()).raw("</p>\n</header>\n");
    if teller.election.districts.len() > 1 {
        contents(html, teller);
    }
    for (index, district) in (0..).zip(&teller.election.districts) {
        district::section(html, teller, district, index);
    }
    verify(html, teller);
    html.raw("<footer><p>").text(&teller.made_by()).raw("</p></footer>\n</article>\n");
}

/// Links to the page in the other languages, each by its own name.
fn languages(html: &mut Markup, texts: &Texts) {
    html.raw("<nav class=\"languages\" aria-label=\"");
    html.attribute(&texts.word(Message::LanguageChoice)).raw("\">\n<ul>\n");
    for language in LANGUAGES {
        let name = Texts::of(language).word(Message::LanguageName);
        if language == texts.language() {
            html.raw("<li><span aria-current=\"true\">").text(&name).raw("</span></li>\n");
            continue;
        }
        html.raw("<li><a href=\"#").attribute(language.code);
        html.raw("\" lang=\"").attribute(language.code);
        html.raw("\" hreflang=\"").attribute(language.code);
        html.raw("\">").text(&name).raw("</a></li>\n");
    }
    html.raw("</ul>\n</nav>\n");
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
    html.text(&super::verify_command(teller.election)).raw("</code></p>\n<p>");
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
