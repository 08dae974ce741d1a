use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use rand_core::{OsRng, RngCore};

use base64ct::{Base64UrlUnpadded, Encoding};

use crate::board::election_of;
use crate::officials::Officials;
use crate::officials::language::{Message, Texts, isolated};
use crate::officials::log_in::challenge;
use crate::officials::pages::frame::document;
use crate::officials::visit::{Kept, VISIT_SECONDS, VisitId, Visitor};

/// How to log in, and why it did not work just now.
pub(in crate::officials) fn log_in(
    officials: &Officials,
    visitor: &Visitor,
    failure: Option<Message>,
    status: StatusCode,
) -> Response {
    let visit = visitor.id.unwrap_or_else(|| {
        let mut id = [0; 32];
        OsRng.fill_bytes(&mut id);
        id
    });
    let texts = visitor.texts;
    let title = officials.record(|record| Some(election_of(record)?.definition().title.clone()));
    let title = title.flatten();
    let inner = html! {
        header {
            p.kind { (texts.word(Message::PageKind)) }
            @if let Some(title) = &title { p.title { (isolated(title)) } }
        }
        main id="content" {
            h1 { (texts.word(Message::LogInHeading)) }
            @if let Some(failure) = failure {
                div.note.bad role="alert" {
                    h2 { (texts.word(Message::LogInFailed)) }
                    p { (texts.word(failure)) }
                }
            }
            section aria-labelledby="with-key" {
                h2 id="with-key" { (texts.word(Message::LogInKeyHeading)) }
                @if title.is_some() {
                    (with_key(officials, visitor, &visit))
                } @else {
                    p.note { (texts.word(Message::LogInKeyEmpty)) }
                }
            }
            @if let Some(openid) = &officials.openid { (with_provider(texts, openid.host())) }
        }
        footer { p { (texts.word(Message::Privacy)) } }
    };
    let visit =
        Kept::Visit.set(officials, &Base64UrlUnpadded::encode_string(&visit), VISIT_SECONDS);
    (status, visit, document(texts, &heading(texts, title), None, inner)).into_response()
}

fn heading(texts: &Texts, title: Option<String>) -> String {
    let title = title.map_or_else(|| texts.word(Message::PageKind), |title| isolated(&title));
    let page = ("page", texts.word(Message::LogInHeading).into());
    texts.say(Message::PageTitle, &[page, ("title", title.into())])
}

fn with_key(officials: &Officials, visitor: &Visitor, visit: &VisitId) -> Markup {
    let texts = visitor.texts;
    let challenge = challenge(&officials.seals, visit, visitor.now);
    let address = officials.board_address();
    let beware = ("address", isolated(&format!("{address}/officials/")).into());
    html! {
        ol.steps {
            li {
                p { (texts.word(Message::LogInKeyStepRun)) }
                pre tabindex="0" {
                    code { "isoloir official login --key official.key --board " (address) " --challenge " (challenge) }
                }
            }
            li {
                p id="paste" { (texts.word(Message::LogInKeyStepPaste)) }
                p id="beware" { (texts.say(Message::LogInBeware, &[beware])) }
                form method="post" action="log-in" {
                    input type="hidden" name="challenge" value=(challenge);
                    label for="answer" { (texts.word(Message::LogInAnswer)) }
                    input #answer type="text" name="answer" required autocomplete="off" autocapitalize="none"
                        spellcheck="false" aria-describedby="paste beware";
                    button type="submit" { (texts.word(Message::LogInButton)) }
                }
            }
        }
    }
}

fn with_provider(texts: &Texts, provider: &str) -> Markup {
    let provider = ("provider", isolated(provider).into());
    html! {
        section aria-labelledby="with-provider" {
            h2 id="with-provider" { (texts.word(Message::LogInProviderHeading)) }
            p { a.button href="openid" { (texts.say(Message::LogInProvider, &[provider])) } }
        }
    }
}

/// The session is in a cookie that is not sent where another site leads to: so the way from the provider's ends here,
/// and this page leads on.
pub(in crate::officials) fn logged_in(officials: &Officials, visitor: &Visitor) -> Response {
    let texts = visitor.texts;
    let pages = format!("{}/officials/", officials.board_address());
    let inner = html! {
        main id="content" {
            h1 { (texts.word(Message::LoggedIn)) }
            p { a.button href=(pages) { (texts.word(Message::GoOn)) } }
        }
    };
    let refresh = Some(format!("0; url={pages}"));
    document(texts, &texts.word(Message::LoggedIn), refresh, inner).into_response()
}
