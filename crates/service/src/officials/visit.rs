//! Who asks for a page, in which language, and what every answer has.

use std::sync::Arc;

use axum::extract::{FromRequestParts, Query, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{AppendHeaders, IntoResponse, Response};
use base64ct::{Base64UrlUnpadded, Encoding};
use headers::{Cookie, HeaderMapExt};
use serde::Deserialize;

use crate::officials::Officials;
use crate::officials::language::{Language, Texts};
use crate::officials::session::{self, Who};

/// How long a browser is known between a page and the answer to it, in seconds.
pub(super) const VISIT_SECONDS: u64 = 600;

/// Bytes that a browser is known again by while its user logs in.
pub(super) type VisitId = [u8; 32];

/// What has a browser keep something.
pub(super) type SetCookie = AppendHeaders<[(HeaderName, String); 1]>;

const SECURITY: [(HeaderName, &str); 5] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; \
         frame-ancestors 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    // With `no-referrer` browsers would send the origin of a form as `null`.
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (header::VARY, "Cookie, Accept-Language"),
];

/// Who asks.
pub(super) struct Visitor {
    pub(super) texts: &'static Texts,
    /// Who is logged in.
    pub(super) who: Option<Who>,
    /// What the browser brings back from the page before.
    pub(super) id: Option<VisitId>,
    /// Seconds since 1970.
    pub(super) now: u64,
}

/// The cookies, without the prefix that they have on HTTPS.
#[derive(Clone, Copy)]
pub(super) enum Kept {
    /// Who is logged in. It is sent from these pages alone.
    Session,
    /// A [`VisitId`]. It is also sent when the provider leads back here.
    Visit,
    /// The language that was chosen.
    Language,
}

#[derive(Deserialize)]
struct LanguageChoice {
    lang: Option<String>,
}

impl FromRequestParts<Arc<Officials>> for Visitor {
    type Rejection = Response;

    async fn from_request_parts(
        parts: &mut Parts,
        officials: &Arc<Officials>,
    ) -> Result<Self, Response> {
        let now = (officials.now)().map_err(|error| {
            eprintln!("isoloir: {error}");
            (StatusCode::SERVICE_UNAVAILABLE, "The clock of the server is wrong.").into_response()
        })?;
        let cookies = parts.headers.typed_get::<Cookie>();
        let kept = |kept: Kept| cookies.as_ref()?.get(&kept.name(officials)).map(str::to_owned);
        let session = kept(Kept::Session);
        Ok(Self {
            texts: Texts::of(language(parts, kept(Kept::Language))),
            who: session.and_then(|text| session::read(&officials.seals, &text, now)),
            id: kept(Kept::Visit).and_then(|text| visit_id(&text)),
            now,
        })
    }
}

/// The language that was just chosen, was chosen before, or that the browser asks for.
fn language(parts: &Parts, kept: Option<String>) -> Language {
    let chosen = chosen_language(parts.uri.query());
    let kept = || kept.and_then(|code| Language::of_code(&code));
    let asked = parts.headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    chosen.or_else(kept).unwrap_or_else(|| Language::asked_for(asked.unwrap_or_default()))
}

fn chosen_language(query: Option<&str>) -> Option<Language> {
    let uri = format!("/?{}", query?).parse().ok()?;
    let Query(choice) = Query::<LanguageChoice>::try_from_uri(&uri).ok()?;
    Language::of_code(&choice.lang?)
}

fn visit_id(text: &str) -> Option<VisitId> {
    let mut id = [0; 32];
    let length = Base64UrlUnpadded::decode(text, &mut id).ok()?.len();
    (length == id.len()).then_some(id)
}

impl Kept {
    fn name(self, officials: &Officials) -> String {
        let name = match self {
            Self::Session => "isoloir-official",
            Self::Visit => "isoloir-visit",
            Self::Language => "isoloir-language",
        };
        // Browsers take a name with the prefix from this very host alone, over HTTPS (RFC 6265bis).
        let prefix = if officials.is_secure() { "__Host-" } else { "" };
        format!("{prefix}{name}")
    }

    /// Has the browser keep `value`, which is letters, digits, - and _, for so many seconds.
    pub(super) fn set(self, officials: &Officials, value: &str, seconds: u64) -> SetCookie {
        let name = self.name(officials);
        let site = if matches!(self, Self::Session) { "Strict" } else { "Lax" };
        let secure = if officials.is_secure() { "; Secure" } else { "" };
        let cookie =
            format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite={site}{secure}");
        AppendHeaders([(header::SET_COOKIE, cookie)])
    }

    /// Has the browser forget it.
    pub(super) fn clear(self, officials: &Officials) -> SetCookie {
        self.set(officials, "", 0)
    }
}

impl Officials {
    fn is_secure(&self) -> bool {
        self.address.scheme() == "https"
    }

    /// Whether a form was sent from one of these pages (RFC 6454): browsers always say where a form comes from.
    pub(super) fn is_from_here(&self, headers: &HeaderMap) -> bool {
        let origin = headers.get(header::ORIGIN).and_then(|origin| origin.to_str().ok());
        origin == Some(&*self.address.origin().ascii_serialization())
    }
}

/// Gives every answer what keeps it from being framed, stored or led astray, and keeps a language that was chosen.
pub(super) async fn harden(
    State(officials): State<Arc<Officials>>,
    request: Request,
    next: Next,
) -> Response {
    let chosen = chosen_language(request.uri().query());
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in SECURITY {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    if let Some(language) = chosen {
        const YEAR: u64 = 365 * 24 * 3_600;
        return (Kept::Language.set(&officials, language.code, YEAR), response).into_response();
    }
    response
}
