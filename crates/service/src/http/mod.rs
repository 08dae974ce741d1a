//! The board over HTTP: files of the log, and a door for messages and ballots.

mod answers;
mod files;
mod problem;
mod voting;

use std::sync::Arc;

use axum::Json;
use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use isoloir_board::entry::MAX_PAYLOAD_BYTES;
use isoloir_election::message::MAX_MESSAGES_BYTES;
use utoipa::OpenApi;

use crate::board::Board;

pub use answers::{
    DistrictState, ElectionState, PhaseName, Posted, RecordedBallot, StandingName, VoterStanding,
};
pub use problem::Problem;

/// What answers stand on.
pub(crate) struct Service {
    board: Arc<Board>,
}

/// The description of what is served, for programs.
#[derive(OpenApi)]
#[openapi(
    info(title = "Isoloir", description = "The public board of an election"),
    paths(
        files::checkpoint,
        files::tile,
        voting::cast,
        voting::submit,
        voting::standing,
        voting::election,
        healthy,
        ready,
    )
)]
pub struct ApiDescription;

/// What is served of a board.
pub fn router(board: Arc<Board>) -> Router {
    let ballots = post(voting::cast).layer(DefaultBodyLimit::max(MAX_PAYLOAD_BYTES));
    let messages = post(voting::submit).layer(DefaultBodyLimit::max(MAX_MESSAGES_BYTES));
    Router::new()
        .route("/checkpoint", get(files::checkpoint))
        .route("/tile/{*path}", get(files::tile))
        .route("/election", get(voting::election))
        .route("/ballots", ballots)
        .route("/messages", messages)
        .route("/standing/{district}/{credential}", get(voting::standing))
        .route("/healthz", get(healthy))
        .route("/readyz", get(ready))
        .route("/openapi.json", get(|| async { Json(ApiDescription::openapi()) }))
        .fallback(|| async { Problem::not_found() })
        .with_state(Arc::new(Service { board }))
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
        (status = 503, body = Problem, description = "The database does not answer"),
    )
)]
async fn ready(State(service): State<Arc<Service>>) -> Result<StatusCode, Problem> {
    service.board.check().await.map_err(|_| Problem::unavailable())?;
    Ok(StatusCode::OK)
}
