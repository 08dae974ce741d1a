//! The result as one page for people, which can be kept as a file: nothing is loaded from elsewhere.
//!
//! Each language is a whole article. The one that the address names (`#fr`) is shown, else the default one, which
//! comes last so that a selector can hide it when one before it is shown.

use isoloir_words::markup::{Head, Markup};

use super::{PATTERNS, STYLE, title, told};
use crate::decided::Decided;
use crate::language::{LANGUAGES, Language, Message, Texts};
use crate::teller::Teller;

const STYLE_OF_PAGE: &str = include_str!("page.css");

/// The page, with `shown` as the language that is shown first, in these colours.
#[must_use]
pub fn page(election: &Decided, shown: Language, palette: &'static str) -> String {
    let mut html = Markup::default();
    html.head(&Head {
        language: shown.code,
        color_scheme: "light dark",
        title: &title(election, shown),
        style: &[palette, STYLE_OF_PAGE, STYLE],
    });
    html.raw("<body>\n").raw(PATTERNS).raw("<main>\n");
    let others = LANGUAGES.into_iter().filter(|&language| language != shown);
    for language in others.chain([shown]) {
        let texts = Texts::of(language);
        article(&mut html, Teller { texts: &texts, election }, language == shown);
    }
    html.raw("</main>\n</body>\n</html>\n");
    std::mem::take(&mut *html.finish())
}

fn article(html: &mut Markup, teller: Teller<'_>, is_shown: bool) {
    let code = teller.texts.language().code;
    html.raw("<article id=\"").attribute(code).raw("\" lang=\"").attribute(code);
    html.raw(if is_shown { "\" class=\"default\">\n" } else { "\">\n" });
    languages(html, teller.texts);
    html.raw("<header>\n<p class=\"kind\">").text(&teller.texts.word(Message::PageKind));
    html.raw("</p>\n<h1>").name(&teller.election.title).raw("</h1>\n<p class=\"period\">");
    html.text(&teller.period()).raw("</p>\n</header>\n");
    told(html, teller);
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
