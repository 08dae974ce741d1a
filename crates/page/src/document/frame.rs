//! What stands around every document.

use maud::{DOCTYPE, Markup, html};

use crate::document::{Source, definition};
use crate::files::{self, INSTALL, STYLE};
use crate::language::{LANGUAGES, Language, Texts};

/// Where a document is.
pub(super) struct Place<'a> {
    pub(super) language: Language,
    /// From here to where the languages are.
    pub(super) root: &'a str,
    /// From the language to here.
    pub(super) path: &'a str,
    /// The district whose projects it shows.
    pub(super) district: Option<u16>,
    /// The scripts that it runs, the first of which imports the others.
    pub(super) scripts: &'static [&'static str],
    /// The sheets that it has besides the style of all documents.
    pub(super) sheets: &'static [&'static str],
}

pub(super) fn frame(
    texts: &Texts,
    source: &Source<'_>,
    place: &Place<'_>,
    title: &str,
    body: Markup,
) -> Markup {
    let election = source.election;
    let root = place.root;
    html! {
        (DOCTYPE)
        html lang=(place.language.code) dir=(texts.word("language-direction")) data-root=(root)
            data-election=(election.id()) data-board=[source.board] data-district=[place.district] {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) }
                link rel="icon" href={ (root) "page/icon.svg" } type="image/svg+xml";
                link rel="manifest" href={ (root) "page/" (INSTALL) };
                (style(place))
                @if runs_scripts(source) && !place.scripts.is_empty() { (scripts(place)) }
            }
            body {
                a.skip href="#content" { (texts.word("skip")) }
                (languages(texts, place))
                header {
                    p.kind { (texts.word("page-kind")) }
                    h1.title { (definition(source).title) }
                }
                main id="content" {
                    p.note.warn id="broken" hidden { (texts.word("broken")) }
                    (body)
                }
                (footer(texts, source, place))
            }
        }
    }
}

/// Whether this program has what the scripts need, and the definition vouches for it or for nothing.
pub(super) fn runs_scripts(source: &Source<'_>) -> bool {
    source.voting.is_some() && files::has_module() && !is_other_page(source)
}

/// Whether the definition vouches for another page than this one.
pub(super) fn is_other_page(source: &Source<'_>) -> bool {
    let vouched_for = source.election.definition().page;
    vouched_for.is_some() && vouched_for != files::digest()
}

fn style(place: &Place<'_>) -> Markup {
    let sheets = [STYLE].into_iter().chain(place.sheets.iter().copied());
    html! {
        @for style in sheets.filter_map(files::find) {
            link rel="stylesheet" href={ (place.root) "page/" (style.name) }
                integrity=(style.integrity);
        }
    }
}

/// Each script with its hash: those that the first imports have theirs where they are preloaded. What the scripts fetch, they
/// check by the hashes that stand here, too.
fn scripts(place: &Place<'_>) -> Markup {
    let root = place.root;
    let words = files::words_of(place.language.code);
    let find = |name: &&str| files::find(name);
    let fetched = [files::WORKER, files::MODULE_NAME, &words];
    html! {
        @for file in place.scripts.iter().skip(1).filter_map(find) {
            link rel="modulepreload" href={ (root) "page/" (file.name) } integrity=(file.integrity);
        }
        @for file in fetched.iter().filter_map(find) {
            meta name="file" content=(file.name) data-integrity=(file.integrity);
        }
        @if let Some(first) = place.scripts.first().and_then(find) {
            script type="module" src={ (root) "page/" (first.name) } integrity=(first.integrity) {}
        }
    }
}

/// Links to the same in the other languages, each by its own name.
fn languages(texts: &Texts, place: &Place<'_>) -> Markup {
    html! {
        nav.languages aria-label=(texts.word("language-choice")) {
            ul {
                @for language in LANGUAGES {
                    @let name = Texts::of(language).word("language-name");
                    li {
                        @if language == place.language {
                            span aria-current="true" { (name) }
                        } @else {
                            a href={ (place.root) (language.code) "/" (place.path) }
                                lang=(language.code) hreflang=(language.code) { (name) }
                        }
                    }
                }
            }
        }
    }
}

fn footer(texts: &Texts, source: &Source<'_>, place: &Place<'_>) -> Markup {
    html! {
        footer {
            p { (texts.word("footer-nobody")) }
            @if source.voting.is_some() {
                p { a href={ (place.root) (place.language.code) "/check" } { (texts.word("check-link")) } }
            }
            dl {
                dt { (texts.word("footer-id")) }
                dd { code { (source.election.id()) } }
                @if let Some(voting) = source.voting {
                    dt { (texts.word("footer-fingerprint")) }
                    dd { code id="fingerprint" { (voting.fingerprint()) } }
                }
            }
        }
    }
}
