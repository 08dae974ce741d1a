//! The board over HTTP: files of the log, and a door for messages and ballots.

mod answers;
mod files;
mod language;
mod layers;
mod limits;
mod page;
mod payload;
mod problem;
mod voting;

use std::any::Any;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::IntoResponse;
use axum::routing::{get, post};
use axum::{Json, Router};
use isoloir_page::content::Content;
use jiff::tz::TimeZone;
use tokio::sync::Semaphore;
use tower_http::catch_panic::CatchPanicLayer;
use utoipa::OpenApi;
use utoipa::openapi::{Ref, RefOr, ResponseBuilder};

use crate::address::Address;
use crate::board::Board;
use crate::config::Config;
use crate::http::limits::Limits;
use crate::metrics::{METRICS_TYPE, Metrics};
use crate::officials::{self, Crowd, Officials};

pub use answers::{
    DistrictState, ElectionState, PhaseName, Posted, RecordedBallot, StandingName, VoterStanding,
};
pub use problem::Problem;

/// How many requests may hold messages at once, which are up to 64 MB long.
const MESSAGES: usize = 8;

/// How many answers may hold entries at once: 256 of them are about 1 MB, and 17 MB at most.
const BUNDLES: usize = 128;

/// What answers stand on.
pub(crate) struct Service {
    board: Arc<Board>,
    limits: Limits,
    crowd: Arc<Crowd>,
    metrics: Arc<Metrics>,
    /// Places of requests that are worked on, and of those with messages.
    requests: Semaphore,
    messages: Semaphore,
    /// Places of answers that hold entries.
    bundles: Arc<Semaphore>,
    /// How long a body may take.
    body_time: Duration,
    has_certificate: bool,
    /// The zone in which people are told times.
    zone: TimeZone,
    /// What the voting page says of projects beside the definition, once it was read.
    content: OnceLock<Content>,
    content_folder: PathBuf,
}

impl Service {
    /// Counts a first ballot from this address, for the officials.
    fn count(&self, address: Address) {
        if let Ok(now) = self.board.now() {
            self.crowd.note(address.ip(), now);
        }
    }
}

/// The description of what is served, for programs.
#[derive(OpenApi)]
#[openapi(
    modifiers(&Refusals),
    info(title = "Isoloir", description = "The public board of an election"),
    paths(
        files::checkpoint,
        files::tile,
        files::opening,
        voting::cast,
        voting::submit,
        voting::standing,
        voting::receipt,
        voting::election,
        problem::explain,
        healthy,
        ready,
    )
)]
pub struct ApiDescription;

/// Every operation can be refused, and says so in the same way.
struct Refusals;

impl utoipa::Modify for Refusals {
    fn modify(&self, api: &mut utoipa::openapi::OpenApi) {
        for item in api.paths.paths.values_mut() {
            for operation in [&mut item.get, &mut item.post].into_iter().flatten() {
                for response in operation.responses.responses.values_mut() {
                    let RefOr::T(response) = response else { continue };
                    let is_problem = |content: &utoipa::openapi::Content| {
                        let problem = Ref::from_schema_name("Problem");
                        content.schema == Some(RefOr::Ref(problem))
                    };
                    if response.content.values().any(is_problem) {
                        let content = std::mem::take(&mut response.content).into_values().next();
                        response
                            .content
                            .extend(content.map(|it| (problem::PROBLEM_TYPE.into(), it)));
                    }
                }
                let content = utoipa::openapi::Content::new(Some(Ref::from_schema_name("Problem")));
                let refusal = ResponseBuilder::new()
                    .description("Refused: the problem says why")
                    .content(problem::PROBLEM_TYPE, content);
                operation.responses.responses.insert("default".into(), refusal.build().into());
            }
        }
    }
}

/// What is served of a board to everybody, and the pages of its officials.
pub(crate) fn router(
    board: Arc<Board>,
    officials: Officials,
    config: &Config,
    metrics: Arc<Metrics>,
    content: Option<Content>,
) -> Router {
    let service = Arc::new(Service {
        board,
        limits: Limits::new(&config.limits),
        crowd: officials.crowd().clone(),
        metrics: metrics.clone(),
        requests: Semaphore::new(config.limits.requests.get() as usize),
        messages: Semaphore::new(MESSAGES),
        bundles: Arc::new(Semaphore::new(BUNDLES)),
        body_time: Duration::from_secs(config.limits.body_seconds.get().into()),
        has_certificate: config.tls.is_some(),
        zone: config.zone.clone(),
        content: content.map(OnceLock::from).unwrap_or_default(),
        content_folder: config.content.clone(),
    });
    // What it says is not looked at: it may hold what it was about.
    let panicked = move |_: Box<dyn Any + Send>| {
        metrics.panic();
        StatusCode::INTERNAL_SERVER_ERROR.into_response()
    };
    // The last layer is the first that a request comes to.
    let api = routes()
        .layer(CatchPanicLayer::custom(panicked.clone()))
        .layer(from_fn_with_state(service.clone(), layers::guard))
        .layer(from_fn(problem::tell_problems))
        .layer(layers::cross_origin())
        .with_state(service.clone());
    let page = page::router()
        .layer(CatchPanicLayer::custom(panicked.clone()))
        .layer(from_fn_with_state(service.clone(), layers::guard))
        .layer(from_fn(problem::tell_problems))
        .with_state(service.clone());
    let officials = officials::router(officials)
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state(service.clone(), layers::guard));
    api.merge(page)
        .merge(officials)
        .layer(layers::compression())
        .layer(from_fn_with_state(service.clone(), layers::secure))
        .layer(from_fn_with_state(service.clone(), layers::observe))
}

fn routes() -> Router<Arc<Service>> {
    Router::new()
        .route("/checkpoint", get(files::checkpoint))
        .route("/tile/{*path}", get(files::tile))
        .route("/election", get(voting::election))
        .route("/opening", get(files::opening))
        .route("/ballots", post(voting::cast))
        .route("/messages", post(voting::submit))
        .route("/standing/{district}/{credential}", get(voting::standing))
        .route("/receipts/{entry}", get(voting::receipt))
        .route("/problems/{code}", get(problem::explain))
        .route("/healthz", get(healthy))
        .route("/readyz", get(ready))
        .route("/openapi.json", get(|| async { Json(ApiDescription::openapi()) }))
        .fallback(|| async { Problem::not_found() })
}

/// What is served to those who run it.
pub(crate) fn metrics_router(board: Arc<Board>, metrics: Arc<Metrics>) -> Router {
    let text = move || async move {
        let content_type = [(header::CONTENT_TYPE, METRICS_TYPE)];
        (content_type, metrics.text(&board)).into_response()
    };
    Router::new().route("/metrics", get(text))
}

/// Whether the program runs.
#[utoipa::path(get, path = "/healthz", tag = "operation", responses((status = 200, description = "It does")))]
async fn healthy() -> StatusCode {
    StatusCode::OK
}

/// Whether ballots can be taken.
#[utoipa::path(
    get,
    path = "/readyz",
    tag = "operation",
    responses(
        (status = 200, description = "They can"),
        (status = 503, body = Problem, description = "The database does not answer, can't be written or is an old copy, or the clock is wrong"),
    )
)]
async fn ready(State(service): State<Arc<Service>>) -> Result<StatusCode, Problem> {
    match service.board.check().await {
        Ok(()) => Ok(StatusCode::OK),
        Err(error) => {
            tracing::error!("not ready: {error:#}");
            Err(Problem::unavailable())
        }
    }
}
