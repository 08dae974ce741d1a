//! What all pages have around them.

use std::sync::LazyLock;

use axum::response::{IntoResponse, Response};
use isoloir_page::files::PALETTE;
use maud::{DOCTYPE, Markup, html};
use sha2::{Digest, Sha256};

use crate::board::election_of;
use crate::officials::Officials;
use crate::officials::language::{LANGUAGES, Message, Texts, isolated};
use crate::officials::pages::Choice;
use crate::officials::progress::Overview;
use crate::officials::session::Who;
use crate::officials::visit::Visitor;

pub(super) static STYLE: LazyLock<String> =
    LazyLock::new(|| [PALETTE, include_str!("style.css")].concat());

/// How often a page refreshes itself if its reader has asked for it, in seconds.
const REFRESH_SECONDS: u64 = 60;

/// A page of the menu.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Tab {
    Status,
    Turnout,
    Ceremony,
    Alerts,
}

impl Tab {
    const ALL: [Self; 4] = [Self::Status, Self::Turnout, Self::Ceremony, Self::Alerts];

    fn address(self) -> &'static str {
        match self {
            Self::Status => "./",
            Self::Turnout => "turnout",
            Self::Ceremony => "ceremony",
            Self::Alerts => "alerts",
        }
    }

    fn name(self) -> Message {
        match self {
            Self::Status => Message::MenuStatus,
            Self::Turnout => Message::MenuTurnout,
            Self::Ceremony => Message::MenuCeremony,
            Self::Alerts => Message::MenuAlerts,
        }
    }
}

/// What the file of the style sheet is called.
pub(super) fn style_file() -> &'static str {
    static FILE: LazyLock<String> =
        LazyLock::new(|| format!("style-{}.css", hex::encode(&Sha256::digest(&*STYLE)[..8])));
    &FILE
}

/// A page for one who is logged in.
pub(super) fn page(
    officials: &Officials,
    visitor: &Visitor,
    tab: Tab,
    overview: Option<&Overview>,
    choice: &Choice,
    body: Markup,
) -> Response {
    let texts = visitor.texts;
    let title = overview
        .map_or_else(|| texts.word(Message::NoElection), |overview| isolated(&overview.title));
    let is_live = choice.live.is_some();
    let inner = html! {
        header {
            p.kind { (texts.word(Message::PageKind)) }
            p.title { (title) }
            div.who {
                p { (name(officials, visitor)) }
                form method="post" action="log-out" {
                    button type="submit" { (texts.word(Message::LogOut)) }
                }
            }
            (menu(texts, tab))
        }
        main id="content" {
            (body)
            p.refresh {
                (texts.say(Message::AsOf, &[("moment", texts.moment(visitor.now, &officials.zone).into())]))
                " "
                (refresh(texts, tab, choice))
            }
        }
        footer { p { (texts.word(Message::Privacy)) } }
    };
    let page = ("page", texts.word(tab.name()).into());
    let title = texts.say(Message::PageTitle, &[page, ("title", title.into())]);
    let refreshes = is_live.then_some(REFRESH_SECONDS);
    document(texts, &title, refreshes.map(|seconds| seconds.to_string()), inner).into_response()
}

/// A whole document. `refresh` is what the browser is to do by itself.
pub(super) fn document(
    texts: &Texts,
    title: &str,
    refresh: Option<String>,
    inner: Markup,
) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(texts.language.code) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="robots" content="noindex";
                @if let Some(refresh) = refresh { meta http-equiv="refresh" content=(refresh); }
                title { (title) }
                link rel="stylesheet" href=(style_file());
            }
            body {
                a.skip href="#content" { (texts.word(Message::Skip)) }
                (languages(texts))
                (inner)
            }
        }
    }
}

/// Links to the page in the other languages, each by its own name.
fn languages(texts: &Texts) -> Markup {
    html! {
        nav.languages aria-label=(texts.word(Message::LanguageChoice)) {
            ul {
                @for language in LANGUAGES {
                    @let name = Texts::of(language).word(Message::LanguageName);
                    li {
                        @if language == texts.language {
                            span aria-current="true" { (name) }
                        } @else {
                            a href={ "?lang=" (language.code) } lang=(language.code) hreflang=(language.code) {
                                (name)
                            }
                        }
                    }
                }
            }
        }
    }
}

fn menu(texts: &Texts, current: Tab) -> Markup {
    html! {
        nav.menu aria-label=(texts.word(Message::Menu)) {
            ul {
                @for tab in Tab::ALL {
                    li {
                        a href=(tab.address()) aria-current=[(tab == current).then_some("page")] {
                            (texts.word(tab.name()))
                        }
                    }
                }
            }
        }
    }
}

/// A page refreshes itself only if its reader wants it: it would throw a screen reader back to the beginning (WCAG
/// 2.2, failure F41).
fn refresh(texts: &Texts, tab: Tab, choice: &Choice) -> Markup {
    let is_live = choice.live.is_some();
    let live = (!is_live).then(|| "live=1".to_owned());
    let district = choice.district.map(|district| format!("district={district}"));
    let query: Vec<String> = live.into_iter().chain(district).collect();
    let address = match query.as_slice() {
        [] => tab.address().to_owned(),
        query => format!("{}?{}", tab.address(), query.join("&")),
    };
    let text = if is_live { Message::RefreshEnd } else { Message::RefreshBegin };
    html! { a href=(address) { (texts.word(text)) } }
}

/// Who is logged in.
fn name(officials: &Officials, visitor: &Visitor) -> String {
    let official = match visitor.who {
        Some(Who::Official(index)) => officials.record(|record| {
            let parties = &election_of(record)?.definition().officials;
            parties.get(usize::from(index)).map(|party| isolated(&party.name))
        }),
        _ => None,
    };
    match official.flatten() {
        Some(name) => visitor.texts.say(Message::LoggedInAs, &[("name", name.into())]),
        None => visitor.texts.word(Message::LoggedInByProvider),
    }
}
