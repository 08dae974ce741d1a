//! The files of the log, as c2sp.org/tlog-tiles has them: the checkpoint, and tiles that never change.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use headers::{ETag, HeaderMapExt, IfNoneMatch, Range};
use isoloir_board::tiles::{Tile, TileKind};
use sha3::{Digest, Sha3_256};

use crate::http::Service;
use crate::http::answers::Octets;
use crate::http::problem::Problem;
use crate::server::Held;

/// A tile of a path never changes.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// The checkpoint is asked for again each time.
const NO_LONGER: &str = "no-cache";

const NOTE_TYPE: &str = "text/plain; charset=utf-8";
const TILE_TYPE: &str = "application/octet-stream";

/// The signed checkpoint.
#[utoipa::path(
    get,
    path = "/checkpoint",
    tag = "board",
    responses(
        (status = 200, body = String, description = "A signed note (c2sp.org/tlog-checkpoint)"),
        (status = 503, body = Problem, description = "Witnesses have to sign it first"),
    )
)]
pub(super) async fn checkpoint(
    State(service): State<Arc<Service>>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let note = service.board.checkpoint().ok_or_else(Problem::unavailable)?;
    let note = Bytes::from(note.to_string());
    let tag = hex::encode(&Sha3_256::digest(&note)[..16]);
    Ok(file(&headers, &tag, note, NOTE_TYPE, NO_LONGER))
}

/// A tile: entries, or hashes.
#[utoipa::path(
    get,
    path = "/tile/{path}",
    tag = "board",
    params(("path" = String, Path, description = "L/N or entries/N, perhaps with .p/W (c2sp.org/tlog-tiles)")),
    responses(
        (status = 200, body = Octets, content_type = "application/octet-stream", description = "The tile"),
        (status = 404, body = Problem, description = "No such tile, or not yet"),
        (status = 503, body = Problem, description = "The database does not answer, or too many read"),
    )
)]
pub(super) async fn tile(
    State(service): State<Arc<Service>>,
    Path(path): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let tile: Tile = format!("tile/{path}").parse().map_err(|_| Problem::not_found())?;
    // Entries are held in memory until they are read, by readers who may be slow.
    let place = match tile.kind() {
        TileKind::Hashes(_) => None,
        TileKind::Entries => {
            let place = service.bundles.clone().try_acquire_owned();
            Some(place.map_err(|_| Problem::busy())?)
        }
    };
    let bytes = match service.board.tile(&tile).await {
        Ok(bytes) => bytes.ok_or_else(Problem::not_found)?,
        // It is there: a client must not take it for missing.
        Err(_) => return Err(Problem::unavailable()),
    };
    // Of one log a path names one content for ever, and bundles are large: nothing is hashed.
    let tag = format!("{}/{tile}", service.board.key().id());
    let response = file(&headers, &tag, bytes.into(), TILE_TYPE, FOR_EVER);
    Ok(response.map(|body| Body::new(Held::new(body, place))))
}

/// What a voter's device needs to seal ballots, once the vote is open: entries, as in a bundle of c2sp.org/tlog-tiles, without
/// the rolls.
#[utoipa::path(
    get,
    path = "/opening",
    tag = "voting",
    responses(
        (status = 200, body = Octets, content_type = "application/octet-stream", description = "The entries (spec/election.md, 14)"),
        (status = 409, body = Problem, description = "The vote is not open yet"),
        (status = 503, body = Problem, description = "The database does not answer"),
    )
)]
pub(super) async fn opening(
    State(service): State<Arc<Service>>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let bytes = service.board.opening().await.map_err(|error| {
        tracing::error!("the opening can't be read: {error:#}");
        Problem::unavailable()
    })?;
    let bytes = bytes.ok_or_else(Problem::not_open)?;
    // The address is the same for the next election.
    let tag = format!("{}/opening", service.board.key().id());
    Ok(file(&headers, &tag, bytes, TILE_TYPE, NO_LONGER))
}

/// Bytes, or the part of them that is asked for, or that nothing has changed: `tag` tells the bytes of one address from
/// those that it had before.
pub(super) fn file(
    asked: &HeaderMap,
    tag: &str,
    bytes: Bytes,
    content_type: &'static str,
    cache: &'static str,
) -> Response {
    let mut headers = HeaderMap::new();
    let value = axum::http::HeaderValue::from_static;
    headers.insert(header::CONTENT_TYPE, value(content_type));
    headers.insert(header::CACHE_CONTROL, value(cache));
    headers.insert(header::ACCEPT_RANGES, value("bytes"));
    if let Ok(etag) = format!("\"{tag}\"").parse::<ETag>() {
        let is_known =
            asked.typed_get::<IfNoneMatch>().is_some_and(|known| !known.precondition_passes(&etag));
        headers.typed_insert(etag);
        if is_known {
            return (StatusCode::NOT_MODIFIED, headers).into_response();
        }
    }
    let length = bytes.len() as u64;
    match asked.typed_get::<Range>().and_then(|range| one_range(&range, length)) {
        None => (headers, bytes).into_response(),
        Some(Some((start, end))) => {
            if let Ok(range) = headers::ContentRange::bytes(start..end, length) {
                headers.typed_insert(range);
            }
            let part = bytes.slice(start as usize..end as usize);
            (StatusCode::PARTIAL_CONTENT, headers, part).into_response()
        }
        Some(None) => {
            headers.typed_insert(headers::ContentRange::unsatisfied_bytes(length));
            (StatusCode::RANGE_NOT_SATISFIABLE, headers).into_response()
        }
    }
}

/// The one range that is asked for, within bytes of this length: `None` if all are to be sent, as when several are
/// asked for; `Some(None)` if there is nothing in it.
fn one_range(range: &Range, length: u64) -> Option<Option<(u64, u64)>> {
    use std::ops::Bound;
    let mut ranges = range.satisfiable_ranges(length);
    let Some((start, end)) = ranges.next() else { return Some(None) };
    if ranges.next().is_some() {
        return None;
    }
    let start = match start {
        Bound::Included(start) => start,
        Bound::Excluded(before) => before.checked_add(1)?,
        Bound::Unbounded => 0,
    };
    let end = match end {
        Bound::Included(last) => last.checked_add(1)?.min(length),
        Bound::Excluded(end) => end.min(length),
        Bound::Unbounded => length,
    };
    Some((start < end).then_some((start, end)))
}
