use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::http::language::Language;
use crate::rejected::{Reason, Rejected, chain_of};

/// What the service answers where it refuses, as `application/problem+json` (RFC 9457).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Problem {
    /// What kind of problem it is: an address that says more.
    #[serde(rename = "type")]
    pub kind: String,
    /// The same for programs: it stays the same, whatever the words.
    #[schema(schema_with = code_schema)]
    pub code: String,
    /// The same in a few words.
    pub title: String,
    /// The status of the answer.
    pub status: u16,
    /// What happened, and what to do. A client that sends `Accept-Language` is told in the words for voters; any
    /// other exactly, in English.
    pub detail: String,
    /// What the words for voters need.
    #[serde(skip)]
    arguments: Vec<(&'static str, String)>,
    /// How long a client waits before it tries again, in seconds.
    #[serde(skip)]
    retry_after: Option<u64>,
}

/// All codes. Each has a title in every language.
pub(super) const CODES: [&str; 29] = [
    "bad-request",
    "busy",
    "copied",
    "district",
    "early",
    "empty",
    "internal",
    "late",
    "media-type",
    "method",
    "not-found",
    "other-board",
    "other-election",
    "paper",
    "phase",
    "proof",
    "range",
    "revoked",
    "roll",
    "rules",
    "set-aside",
    "signature",
    "slow",
    "stale",
    "too-long",
    "too-many",
    "unavailable",
    "unreadable",
    "witnesses",
];

/// The type of its content.
pub(super) const PROBLEM_TYPE: &str = "application/problem+json";

/// How long a client waits where nothing else is known, in seconds.
const RETRY_AFTER: u64 = 1;

impl Problem {
    pub(super) fn new(status: StatusCode, code: &str, detail: impl Into<String>) -> Self {
        let english = Language::english().say(&format!("title-{code}"), &[]);
        let reason = || status.canonical_reason().unwrap_or("Refused").to_owned();
        let is_temporary =
            matches!(status, StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS);
        Self {
            kind: format!("/problems/{code}"),
            code: code.into(),
            title: english.unwrap_or_else(reason),
            status: status.as_u16(),
            detail: detail.into(),
            arguments: Vec::new(),
            retry_after: is_temporary.then_some(RETRY_AFTER),
        }
    }

    pub(super) fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not-found", "there is nothing at this address")
    }

    pub(super) fn not_open() -> Self {
        Self::new(StatusCode::CONFLICT, "phase", "the vote is not open yet")
    }

    pub(super) fn unavailable() -> Self {
        Rejected::Unavailable.into()
    }

    pub(super) fn busy() -> Self {
        Rejected::Busy.into()
    }

    /// Somebody asks too much, and may again after so many seconds.
    pub(super) fn too_many(code: &str, detail: &str, seconds: u64) -> Self {
        let problem = Self::new(StatusCode::TOO_MANY_REQUESTS, code, detail);
        Self { retry_after: Some(seconds), ..problem }
    }

    /// What an answer that has no words of ours means.
    fn of_status(status: StatusCode) -> Self {
        let (code, detail) = match status {
            StatusCode::NOT_FOUND => return Self::not_found(),
            StatusCode::METHOD_NOT_ALLOWED => ("method", "this address has other methods"),
            StatusCode::RANGE_NOT_SATISFIABLE => ("range", "there is nothing in this range"),
            status if status.is_server_error() => ("internal", "the service has made a mistake"),
            _ => ("bad-request", "the request can't be read"),
        };
        Self::new(status, code, detail)
    }

    /// In the words for voters, if there are any.
    fn said_in(&mut self, language: &Language) {
        let say = |part| language.say(&format!("{part}-{}", self.code), &self.arguments);
        let (title, detail) = (say("title"), say("detail"));
        self.title = title.unwrap_or_else(|| std::mem::take(&mut self.title));
        self.detail = detail.unwrap_or_else(|| std::mem::take(&mut self.detail));
    }

    fn body(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }
}

impl From<Rejected> for Problem {
    fn from(rejected: Rejected) -> Self {
        let status = match &rejected {
            Rejected::Busy | Rejected::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Rejected::Refused { .. } => StatusCode::CONFLICT,
        };
        let problem = Self::new(status, rejected.code(), chain_of(&rejected));
        let arguments = match rejected {
            Rejected::Refused { source: Reason::Late { when }, .. } => vec![("when", when)],
            _ => Vec::new(),
        };
        Self { arguments, ..problem }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::CONFLICT);
        let content_type = [(header::CONTENT_TYPE, PROBLEM_TYPE)];
        let mut response = (status, content_type, self.body()).into_response();
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        response.extensions_mut().insert(self);
        response
    }
}

/// Makes every refusal a [`Problem`] in the language of the client, also those that axum has made.
pub(super) async fn tell_problems(request: Request, next: Next) -> Response {
    let language = Language::of(request.headers());
    let mut response = next.run(request).await;
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return response;
    }
    let said = response.extensions_mut().remove::<Problem>();
    let mut problem = said.unwrap_or_else(|| Problem::of_status(status));
    if let Some(language) = language {
        problem.said_in(language);
    }
    *response.body_mut() = Body::from(problem.body());
    let headers = response.headers_mut();
    let value = HeaderValue::from_static;
    headers.remove(header::CONTENT_LENGTH);
    headers.insert(header::CONTENT_TYPE, value(PROBLEM_TYPE));
    headers.insert(header::CACHE_CONTROL, value("no-store"));
    headers.insert(header::CONTENT_LANGUAGE, value(language.map_or("en", |it| it.code)));
    headers.append(header::VARY, value("accept-language"));
    // For those that observe.
    response.extensions_mut().insert(problem);
    response
}

/// More on a kind of problem: the address that is its type.
#[utoipa::path(
    get,
    path = "/problems/{code}",
    tag = "operation",
    params(("code" = String, Path, description = "The code of a problem")),
    responses((status = 200, body = Explanation, description = "There is such a problem"))
)]
pub(super) async fn explain(
    axum::extract::Path(code): axum::extract::Path<String>,
    headers: axum::http::HeaderMap,
) -> Result<axum::Json<Explanation>, Problem> {
    let language = Language::of(&headers).unwrap_or_else(Language::english);
    let title = language.say(&format!("title-{code}"), &[]).ok_or_else(Problem::not_found)?;
    let detail = language.say(&format!("detail-{code}"), &[]);
    Ok(axum::Json(Explanation { code, title, detail }))
}

/// What kind of problem a code stands for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct Explanation {
    /// The code.
    code: String,
    /// In a few words.
    title: String,
    /// What a voter does about it; null where only officials meet it.
    detail: Option<String>,
}

fn code_schema() -> utoipa::openapi::Object {
    utoipa::openapi::ObjectBuilder::new()
        .schema_type(utoipa::openapi::schema::Type::String)
        .enum_values(Some(CODES))
        .build()
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderMap;

    use super::*;

    /// Whom nobody but an official sends messages for.
    const OF_OFFICIALS: [&str; 6] =
        ["early", "empty", "other-board", "other-election", "rules", "witnesses"];

    fn languages() -> [&'static Language; 3] {
        ["en", "fr", "es"].map(|code| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_LANGUAGE, code.parse().unwrap());
            Language::of(&headers).unwrap()
        })
    }

    #[test]
    fn every_code_has_a_title_and_those_that_voters_meet_have_words_in_every_language() {
        let arguments = [("when", "2027-03-01 18:00 UTC".to_owned())];
        for language in languages() {
            for code in CODES {
                let title = language.say(&format!("title-{code}"), &arguments);
                assert!(title.is_some(), "{}: {code}", language.code);
                let detail = language.say(&format!("detail-{code}"), &arguments);
                let of_voters = !OF_OFFICIALS.contains(&code);
                assert_eq!(detail.is_some(), of_voters, "{}: {code}", language.code);
            }
        }
    }

    #[test]
    fn every_code_of_a_refusal_is_among_them() {
        let source = include_str!("../rejected.rs");
        let codes = source.split("=> \"").skip(1).filter_map(|rest| rest.split('"').next());
        let codes: Vec<_> = codes.collect();
        assert!(codes.len() > 15, "{codes:?}");
        for code in codes {
            assert!(CODES.contains(&code), "{code}");
        }
    }

    #[test]
    fn words_for_voters_name_the_time_that_is_meant() {
        let when = "2027-03-01 18:00 UTC".to_owned();
        let kind = isoloir_election::message::Kind::Ballot;
        let mut problem = Problem::from(Rejected::one(kind, Reason::Late { when }));
        let [_, french, _] = languages();
        problem.said_in(french);
        assert_eq!(problem.title, "Le vote est terminé");
        assert!(problem.detail.contains("2027-03-01 18:00 UTC"), "{}", problem.detail);
    }
}
