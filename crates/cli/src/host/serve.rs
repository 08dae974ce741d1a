use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path as UrlPath, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use isoloir_archive::CHECKPOINT_FILE;
use isoloir_board::bundle::MAX_BUNDLE_BYTES;
use isoloir_board::entry::MAX_PAYLOAD_BYTES;
use isoloir_board::note::MAX_NOTE_BYTES;
use isoloir_board::tiles::Tile;
use isoloir_crypto::group::{NonIdentityPoint, Point};
use isoloir_encoding::Decode;
use serde::Serialize;
use tokio::net::TcpListener;

use isoloir_election::message::{MAX_MESSAGES_BYTES, Messages};

use crate::failure::Failure;
use crate::host::{BoardFolder, Host, PostAnswer, ProblemAnswer, Rejected};
use crate::safe_file;
use crate::say::say;

/// A board that is served.
struct Served {
    folder: PathBuf,
    /// Open; or closed, after the disk failed, to be opened again with the next request.
    host: Mutex<Option<Host>>,
}

/// Serves a board until Ctrl-C: its files, and a door for messages and ballots.
pub(crate) fn serve(folder: &Path, address: SocketAddr) -> Result<(), Failure> {
    let host = Host::open(folder)?;
    let served = Served { folder: folder.to_path_buf(), host: Mutex::new(Some(host)) };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_io()
        .enable_time()
        .build()
        .map_err(Failure::system)?;
    runtime.block_on(listen(Arc::new(served), address))
}

async fn listen(served: Arc<Served>, address: SocketAddr) -> Result<(), Failure> {
    let listener = TcpListener::bind(address)
        .await
        .with_context(|| format!("can't listen on {address}: choose another address with --listen"))
        .map_err(Failure::system)?;
    let bound = listener.local_addr().map_err(Failure::system)?;
    say!("The board is at http://{bound}");
    axum::serve(listener, router(served))
        .with_graceful_shutdown(async {
            // If it can't be watched for, only a kill stops the server: nothing is lost by that.
            if tokio::signal::ctrl_c().await.is_err() {
                std::future::pending::<()>().await;
            }
        })
        .await
        .map_err(Failure::system)
}

fn router(served: Arc<Served>) -> Router {
    let ballots = post(cast).layer(DefaultBodyLimit::max(MAX_PAYLOAD_BYTES));
    let messages = post(submit).layer(DefaultBodyLimit::max(MAX_MESSAGES_BYTES));
    Router::new()
        .route("/checkpoint", get(checkpoint))
        .route("/tile/{*path}", get(tile))
        .route("/messages", messages)
        .route("/ballots", ballots)
        .route("/standing/{district}/{credential}", get(standing))
        .with_state(served)
}

async fn checkpoint(State(served): State<Arc<Served>>) -> Response {
    let path = served.log().join(CHECKPOINT_FILE);
    file(path, MAX_NOTE_BYTES as u64, "text/plain; charset=utf-8").await
}

async fn tile(State(served): State<Arc<Served>>, UrlPath(path): UrlPath<String>) -> Response {
    // A path that is not that of a tile reaches no file.
    match format!("tile/{path}").parse::<Tile>() {
        Ok(tile) => {
            let path = served.log().join(tile.to_string());
            file(path, MAX_BUNDLE_BYTES as u64, "application/octet-stream").await
        }
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn submit(State(served): State<Arc<Served>>, body: Bytes) -> Response {
    let Ok(messages) = Messages::from_bytes(&body) else {
        return problem(ProblemAnswer {
            title: "unreadable".into(),
            status: 400,
            detail: "these are no messages for a board".into(),
        });
    };
    let answer = served.work(move |host| host.submit(&messages)).await;
    answer.map_or_else(problem, |entries| json(&PostAnswer { entries }))
}

async fn cast(State(served): State<Arc<Served>>, body: Bytes) -> Response {
    let answer = served.work(move |host| host.cast(&body)).await;
    answer.map_or_else(problem, |receipt| {
        ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], receipt.to_string()).into_response()
    })
}

async fn standing(
    State(served): State<Arc<Served>>,
    UrlPath((district, credential)): UrlPath<(u16, String)>,
) -> Response {
    let mut bytes = [0; 32];
    let point = hex::decode_to_slice(credential, &mut bytes)
        .ok()
        .and_then(|()| Point::from_canonical_bytes(bytes))
        .and_then(NonIdentityPoint::new);
    let Some(credential) = point else { return StatusCode::NOT_FOUND.into_response() };
    let answer = served
        .work(move |host| {
            host.standing(district, &credential)
                .map_err(|failure| Rejected::Unknown(failure.to_string()))
        })
        .await;
    answer.map_or_else(problem, |standing| json(&standing))
}

impl Served {
    fn log(&self) -> PathBuf {
        BoardFolder::new(&self.folder).log()
    }

    /// Does something with the board, off the threads that talk to clients.
    async fn work<T: Send + 'static>(
        self: Arc<Self>,
        what: impl FnOnce(&mut Host) -> Result<T, Rejected> + Send + 'static,
    ) -> Result<T, ProblemAnswer> {
        let done = tokio::task::spawn_blocking(move || self.work_now(what)).await;
        done.unwrap_or_else(|_| Err(ProblemAnswer::unavailable()))
    }

    fn work_now<T>(
        &self,
        what: impl FnOnce(&mut Host) -> Result<T, Rejected>,
    ) -> Result<T, ProblemAnswer> {
        let mut slot = self.host.lock().unwrap_or_else(PoisonError::into_inner);
        // Taken out: after a panic or a failed write it is opened again, from what is on the disk.
        let mut host = match slot.take() {
            Some(host) => host,
            None => Host::open(&self.folder).map_err(|failure| {
                eprintln!("isoloir: {failure}");
                ProblemAnswer::unavailable()
            })?,
        };
        let done = what(&mut host);
        if !matches!(&done, Err(rejected) if rejected.is_of_the_system()) {
            *slot = Some(host);
        }
        done.map_err(ProblemAnswer::of)
    }
}

async fn file(path: PathBuf, limit: u64, content_type: &'static str) -> Response {
    let read = tokio::task::spawn_blocking(move || {
        let is_there = path.try_exists();
        is_there.map(|is_there| is_there.then(|| safe_file::read(&path, limit)))
    });
    match read.await {
        Ok(Ok(Some(Ok(bytes)))) => ([(header::CONTENT_TYPE, content_type)], bytes).into_response(),
        Ok(Ok(None)) => StatusCode::NOT_FOUND.into_response(),
        // It is there: a client must not take it for missing.
        _ => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

fn json(value: &impl Serialize) -> Response {
    match serde_json::to_vec(value) {
        Ok(bytes) => ([(header::CONTENT_TYPE, "application/json")], bytes).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

fn problem(problem: ProblemAnswer) -> Response {
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::CONFLICT);
    let body = serde_json::to_vec(&problem).unwrap_or_default();
    (status, [(header::CONTENT_TYPE, "application/problem+json")], body).into_response()
}
