//! The result of a decided election.

use isoloir_result::decided::Decided;
use isoloir_result::html::{part, title};
use maud::{Markup, PreEscaped, html};

use crate::document::Source;
use crate::document::frame::{Place, frame};
use crate::files::RESULT_STYLE;
use crate::language::{Language, Texts};

/// Winners, money and counts, and how each winner was chosen. `decided` is of the same election.
#[must_use]
pub fn result(source: &Source<'_>, language: Language, decided: &Decided) -> Markup {
    let texts = Texts::of(language);
    let told = language.of_result();
    let body = html! {
        p.back { a href="./" { (texts.word("to-the-vote")) } }
        (PreEscaped(part(decided, told)))
    };
    let sheets = &[RESULT_STYLE];
    let place =
        Place { language, root: "../", path: "result", district: None, scripts: &[], sheets };
    frame(texts, source, &place, &title(decided, told), body)
}
