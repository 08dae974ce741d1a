//! What is put on the board, and what a voter asks first.

use std::sync::Arc;

use axum::Json;
use axum::body::Body;
use axum::extract::{Extension, Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use isoloir_board::entry::MAX_PAYLOAD_BYTES;
use isoloir_board::receipt::Receipt;
use isoloir_crypto::group::{NonIdentityPoint, Point};
use isoloir_election::message::{MAX_MESSAGES_BYTES, Messages};
use isoloir_encoding::Decode;

use crate::address::Address;
use crate::http::answers::{ElectionState, Octets, Posted, VoterStanding};
use crate::http::limits::Outcome;
use crate::http::problem::Problem;
use crate::http::{Service, payload};
use crate::rejected::Rejected;

/// Casts a ballot.
///
/// The answer is the receipt, and what it proves is on the disk. The same bytes sent again get the same receipt: after an
/// answer that was lost, or 503, send them again.
#[utoipa::path(
    post,
    path = "/ballots",
    tag = "voting",
    request_body(content = Octets, content_type = "application/octet-stream",
        description = "The payload of a ballot's entry (spec/election.md, 5.2)"),
    responses(
        (status = 200, body = String, description = "The receipt (c2sp.org/tlog-proof)"),
        (status = 409, body = Problem, description = "The ballot is refused"),
        (status = 413, body = Problem, description = "It is too long"),
        (status = 429, body = Problem, description = "Too many ballots of this credential, or from this network"),
        (status = 503, body = Problem, description = "Nothing is known: send it again"),
    )
)]
pub(super) async fn cast(
    State(service): State<Arc<Service>>,
    Extension(address): Extension<Address>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let time = service.body_time;
    let ballot = payload::read(&headers, body, MAX_PAYLOAD_BYTES, time).await?;
    let cast = match service.limits.cast(address, &ballot) {
        Ok(()) => {
            let size = service.board.size();
            let cast = service.board.cast(&ballot).await;
            let outcome = outcome(&cast, size);
            service.limits.has_become(address, &ballot, outcome);
            if outcome == Outcome::New && replaces_none(&ballot) {
                service.count(address);
            }
            cast.map_err(Problem::from)
        }
        Err(limited) => Err(limited.into()),
    };
    service.metrics.cast(cast.as_ref().map_or_else(|problem| problem.code.as_str(), |_| "taken"));
    Ok(told(&cast?))
}

/// A receipt as an answer.
fn told(receipt: &Receipt) -> Response {
    let content_type = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
    (content_type, receipt.to_string()).into_response()
}

/// Whether a ballot is the first of its credential: prev, which follows the district (2 bytes) and U (32), is zero.
fn replaces_none(ballot: &[u8]) -> bool {
    ballot.get(34..66) == Some(&[0; 32])
}

/// What has become of a ballot that was sent to a board of this size.
fn outcome(cast: &Result<Receipt, Rejected>, size: u64) -> Outcome {
    match cast {
        Ok(receipt) if receipt.index() >= size => Outcome::New,
        Ok(_) => Outcome::Other,
        Err(rejected) => match rejected.code() {
            // The proof is looked at only where the signature holds.
            "proof" => Outcome::Wrong,
            "unreadable" | "district" | "roll" | "revoked" | "paper" | "signature" => {
                Outcome::Forged
            }
            _ => Outcome::Other,
        },
    }
}

/// Puts signed messages on the board.
#[utoipa::path(
    post,
    path = "/messages",
    tag = "board",
    request_body(content = Octets, content_type = "application/octet-stream",
        description = "What `--out` of a command writes"),
    responses(
        (status = 200, body = Posted, description = "They are on the board"),
        (status = 400, body = Problem, description = "These are no messages"),
        (status = 409, body = Problem, description = "One of them is refused; those before it are on the board"),
        (status = 413, body = Problem, description = "They are too long"),
        (status = 503, body = Problem, description = "Nothing is known: send them again"),
    )
)]
pub(super) async fn submit(
    State(service): State<Arc<Service>>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Posted>, Problem> {
    // They may be long: few are held in memory at once.
    let _place = service.messages.try_acquire().map_err(|_| Problem::busy())?;
    let body = payload::read(&headers, body, MAX_MESSAGES_BYTES, service.body_time).await?;
    let messages = Messages::from_bytes(&body).map_err(|_| {
        let detail = "these are no messages for a board";
        Problem::new(StatusCode::BAD_REQUEST, "unreadable", detail)
    })?;
    let entries = service.board.submit(messages).await?;
    Ok(Json(Posted { entries }))
}

/// How a credential stands in a district.
#[utoipa::path(
    get,
    path = "/standing/{district}/{credential}",
    tag = "voting",
    params(
        ("district" = u16, Path, description = "As an index into the definition"),
        ("credential" = String, Path, description = "U, in hexadecimal"),
    ),
    responses(
        (status = 200, body = Option<VoterStanding>, description = "How it stands; null, if it is not on the roll"),
        (status = 404, body = Problem, description = "The address is not of this form"),
        (status = 409, body = Problem, description = "The vote is not open yet, or there is no such district"),
        (status = 503, body = Problem, description = "The database does not answer"),
    )
)]
pub(super) async fn standing(
    State(service): State<Arc<Service>>,
    Path((district, credential)): Path<(String, String)>,
) -> Result<Json<Option<VoterStanding>>, Problem> {
    let district = district.parse().map_err(|_| Problem::not_found())?;
    let mut bytes = [0; 32];
    let point = hex::decode_to_slice(credential, &mut bytes)
        .ok()
        .and_then(|()| Point::from_canonical_bytes(bytes))
        .and_then(NonIdentityPoint::new);
    let credential = point.ok_or_else(Problem::not_found)?;
    let voter = service.board.voter(district, &credential).await?;
    Ok(Json(voter.as_ref().map(VoterStanding::of)))
}

/// The receipt of a ballot that is on the board, for whoever knows its entry.
#[utoipa::path(
    get,
    path = "/receipts/{entry}",
    tag = "voting",
    params(("entry" = u64, Path, description = "The index of the ballot's entry")),
    responses(
        (status = 200, body = String, description = "The receipt (c2sp.org/tlog-proof)"),
        (status = 404, body = Problem, description = "There is no such entry, or it is no ballot"),
        (status = 503, body = Problem, description = "The database does not answer"),
    )
)]
pub(super) async fn receipt(
    State(service): State<Arc<Service>>,
    Path(entry): Path<String>,
) -> Result<Response, Problem> {
    let entry = entry.parse().map_err(|_| Problem::not_found())?;
    let receipt = service.board.receipt_of(entry).await?.ok_or_else(Problem::not_found)?;
    Ok(told(&receipt))
}

/// The election on the board, and where it stands.
#[utoipa::path(
    get,
    path = "/election",
    tag = "board",
    responses(
        (status = 200, body = ElectionState, description = "There is one"),
        (status = 404, body = Problem, description = "The board is empty"),
    )
)]
pub(super) async fn election(
    State(service): State<Arc<Service>>,
) -> Result<Json<ElectionState>, Problem> {
    let state = service.board.with_record(ElectionState::of);
    state.map(Json).ok_or_else(Problem::not_found)
}
