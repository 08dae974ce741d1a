//! The voting page (`isoloir-page`): documents of the election that is on the board, and the files that are the same for all.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use isoloir_election::phase::{Phase, Record};
use isoloir_page::document::{self, Source, Stage};
use isoloir_page::files;
use isoloir_page::language::Language;
use maud::Markup;

use crate::board::election_of;
use crate::http::Service;
use crate::http::files::file;
use crate::http::problem::Problem;

/// What a document may do: run the scripts of the page and the module that they load, and speak to the board. A worker is
/// started from a text whose hash was checked, and not from an address (`crates/page/assets/booth.js`).
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; \
    connect-src 'self'; worker-src blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Documents say where the vote stands, and files have one name in every version of the page.
const ASK_AGAIN: &str = "no-cache";

/// To the documents of the language that a browser asks for.
pub(super) async fn choose_language(headers: HeaderMap) -> Response {
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|it| it.to_str().ok());
    let language = Language::asked_for(accepted.unwrap_or_default());
    let vary = [(header::VARY, header::ACCEPT_LANGUAGE.as_str())];
    (vary, Redirect::to(&format!("{}/", language.code))).into_response()
}

/// A language without the slash after it.
pub(super) async fn add_slash(Path(code): Path<String>) -> Result<Redirect, Problem> {
    let language = Language::of_code(&code).ok_or_else(Problem::not_found)?;
    Ok(Redirect::to(&format!("{}/", language.code)))
}

pub(super) async fn home(
    State(service): State<Arc<Service>>,
    Path(code): Path<String>,
) -> Result<Response, Problem> {
    let home = |source: &Source<'_>, language| Some(document::home(source, language));
    answer(&service, &code, home).ok_or_else(Problem::not_found)
}

pub(super) async fn budget(
    State(service): State<Arc<Service>>,
    Path((code, index)): Path<(String, u16)>,
) -> Result<Response, Problem> {
    let budget = |source: &Source<'_>, language| document::budget(source, language, index);
    answer(&service, &code, budget).ok_or_else(Problem::not_found)
}

/// A file of the page.
pub(super) async fn page_file(
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let found = files::find(&name).ok_or_else(Problem::not_found)?;
    let bytes = Bytes::from_static(&found.bytes);
    Ok(file(&headers, &found.integrity, bytes, found.content_type, ASK_AGAIN))
}

/// The document that `make` makes; nothing, if there is none.
fn answer(
    service: &Service,
    code: &str,
    make: impl FnOnce(&Source<'_>, Language) -> Option<Markup>,
) -> Option<Response> {
    let language = Language::of_code(code)?;
    let document = service.board.with_record(|record| make(&source(record, service)?, language))?;
    let headers = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::CACHE_CONTROL, ASK_AGAIN),
        (header::CONTENT_LANGUAGE, language.code),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ];
    Some((StatusCode::OK, headers, document).into_response())
}

/// What documents are made of; nothing, on an empty board.
fn source<'a>(record: &'a Record, service: &'a Service) -> Option<Source<'a>> {
    let election = election_of(record)?;
    let voting = record.phase().voting();
    let stage = match record.phase() {
        Phase::Empty | Phase::Setup(_) => Stage::Coming,
        Phase::Voting(_) => Stage::Open,
        Phase::Closed(_) | Phase::Decrypting(_) => Stage::Closed,
        Phase::Decided(_) => Stage::Decided,
    };
    Some(Source { election, stage, voting, zone: &service.zone })
}
