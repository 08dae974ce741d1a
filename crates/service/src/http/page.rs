//! The voting page (`isoloir-page`): documents of the election that is on the board, and the files that are the same for all.

use std::sync::Arc;

use anyhow::Context;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Extension, Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::get;
use isoloir_election::definition::District;
use isoloir_election::phase::{Phase, Record};
use isoloir_page::content::Content;
use isoloir_page::document::{self, Source, Stage};
use isoloir_page::files::{self, SERVICE_WORKER};
use isoloir_page::language::{LANGUAGES, Language};
use isoloir_page::policy;
use isoloir_result::decided::Decided;
use maud::Markup;
use sha3::{Digest, Sha3_256};
use tokio::sync::OnceCell;

use crate::board::election_of;
use crate::http::Service;
use crate::http::files::file;
use crate::http::problem::Problem;

/// Documents say where the vote stands, and files have one name in every version of the page.
const ASK_AGAIN: &str = "no-cache";

/// The document with the result in a language. Once there is one, it is the same for ever.
type Told = Arc<OnceCell<Bytes>>;

pub(super) fn router() -> Router<Arc<Service>> {
    let root = Router::new()
        .route("/", get(choose_language))
        .route("/page/manifest", get(manifest))
        .route("/page/{name}", get(page_file))
        .route("/content/{name}", get(picture));
    LANGUAGES.into_iter().map(documents).fold(root, Router::merge)
}

/// The documents in one language.
fn documents(language: Language) -> Router<Arc<Service>> {
    let path = |rest: &str| format!("/{}{rest}", language.code);
    let with_slash = format!("{}/", language.code);
    Router::new()
        .route(&path(""), get(|| async move { Redirect::to(&with_slash) }))
        .route(&path("/"), get(home))
        .route(&path("/budget/{district}"), get(budget))
        .route(&path("/check"), get(check))
        .route(&path("/result"), get(result))
        .layer(Extension(language))
        .layer(Extension(Told::default()))
}

/// To the documents of the language that a browser asks for.
async fn choose_language(headers: HeaderMap) -> Response {
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|it| it.to_str().ok());
    let language = Language::asked_for(accepted.unwrap_or_default());
    let vary = [(header::VARY, header::ACCEPT_LANGUAGE.as_str())];
    (vary, Redirect::to(&format!("{}/", language.code))).into_response()
}

async fn home(
    State(service): State<Arc<Service>>,
    Extension(language): Extension<Language>,
) -> Result<Response, Problem> {
    answer(&service, language, |source| Some(document::home(source, language)))
        .ok_or_else(Problem::not_found)
}

async fn budget(
    State(service): State<Arc<Service>>,
    Extension(language): Extension<Language>,
    Path(index): Path<u16>,
) -> Result<Response, Problem> {
    answer(&service, language, |source| document::budget(source, language, index))
        .ok_or_else(Problem::not_found)
}

async fn check(
    State(service): State<Arc<Service>>,
    Extension(language): Extension<Language>,
) -> Result<Response, Problem> {
    answer(&service, language, |source| Some(document::check(source, language)))
        .ok_or_else(Problem::not_found)
}

/// It may take long to choose the winners again, so that is done once, and not where other requests wait for it.
async fn result(
    State(service): State<Arc<Service>>,
    Extension(language): Extension<Language>,
    Extension(told): Extension<Told>,
) -> Result<Response, Problem> {
    if !service.board.with_record(|record| matches!(record.phase(), Phase::Decided(_))) {
        return Err(Problem::not_found());
    }
    let tell = || async move {
        let told = tokio::task::spawn_blocking(move || tell(&service, language)).await;
        told.map_err(anyhow::Error::from).and_then(|told| told).map_err(|error| {
            tracing::error!("the result can't be told: {error:#}");
            Problem::unavailable()
        })
    };
    let document = told.get_or_try_init(tell).await?;
    Ok(sent(language, Html(document.clone())))
}

fn tell(service: &Service, language: Language) -> anyhow::Result<Bytes> {
    service.board.with_record(|record| {
        let decided = Decided::new(record)?;
        let source = source(record, service).context("the board is empty")?;
        Ok(document::result(&source, language, &decided).into_string().into())
    })
}

/// The document that `make` makes; nothing, if it makes none or the board is empty.
fn answer(
    service: &Service,
    language: Language,
    make: impl FnOnce(&Source<'_>) -> Option<Markup>,
) -> Option<Response> {
    let document = service.board.with_record(|record| make(&source(record, service)?));
    Some(sent(language, document?))
}

/// A document with what a browser must know of it.
fn sent(language: Language, document: impl IntoResponse) -> Response {
    let headers = [
        (header::CONTENT_SECURITY_POLICY, policy::of(None)),
        (header::CACHE_CONTROL, ASK_AGAIN.into()),
        (header::CONTENT_LANGUAGE, language.code.into()),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin".into()),
    ];
    (StatusCode::OK, headers, document).into_response()
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
    let content = content(service, election.districts());
    Some(Source { election, stage, voting, content, board: None, zone: &service.zone })
}

/// What the town says of its projects. If the definition was not on the board when the service began, it is read now.
fn content<'a>(service: &'a Service, districts: &[District]) -> &'a Content {
    service.content.get_or_init(|| {
        Content::read(&service.content_folder, districts).unwrap_or_else(|error| {
            tracing::error!("the content of the voting page can't be read: {error:#}");
            Content::default()
        })
    })
}

/// A picture of a project.
async fn picture(
    State(service): State<Arc<Service>>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let found = service.content.get().and_then(|content| content.picture_file(&name));
    let (path, kind) = found.ok_or_else(Problem::not_found)?;
    let bytes = tokio::fs::read(path).await.map_err(|error| {
        tracing::error!("a picture of the voting page can't be read: {error}");
        Problem::unavailable()
    })?;
    let tag = hex::encode(&Sha3_256::digest(&bytes)[..16]);
    Ok(file(&headers, &tag, bytes.into(), kind, ASK_AGAIN))
}

async fn manifest(headers: HeaderMap) -> Response {
    let bytes = Bytes::from_static(files::manifest().as_bytes());
    let digest = files::digest().map_or(String::new(), |digest| digest.to_string());
    file(&headers, &digest, bytes, "text/plain; charset=utf-8", ASK_AGAIN)
}

/// A file of the page, compressed if the browser reads that.
async fn page_file(Path(name): Path<String>, headers: HeaderMap) -> Result<Response, Problem> {
    let found = files::find(&name).ok_or_else(Problem::not_found)?;
    let mut response = if reads_brotli(&headers) {
        let tag = format!("{}+br", found.tag());
        let bytes = Bytes::from_static(found.brotli());
        let mut response = file(&headers, &tag, bytes, found.content_type, ASK_AGAIN);
        let encoding = HeaderValue::from_static("br");
        response.headers_mut().insert(header::CONTENT_ENCODING, encoding);
        response
    } else {
        let bytes = Bytes::from_static(&found.bytes);
        file(&headers, found.tag(), bytes, found.content_type, ASK_AGAIN)
    };
    let headers = response.headers_mut();
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if name == SERVICE_WORKER {
        headers.extend(service_worker_headers());
    }
    Ok(response)
}

/// Whether an answer may be compressed with Brotli (RFC 9110, 12.5.3), by a list that browsers send: a coding that is named has
/// no weight there, or one above 0.
fn reads_brotli(headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|it| it.to_str().ok());
    accepted.unwrap_or_default().split(',').any(|coding| coding.trim() == "br")
}

/// A service worker may see to the documents beside its folder, and has a policy of its own.
fn service_worker_headers() -> [(HeaderName, HeaderValue); 2] {
    [
        (HeaderName::from_static("service-worker-allowed"), HeaderValue::from_static("../")),
        (
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static("default-src 'none'; connect-src 'self'"),
        ),
    ]
}
