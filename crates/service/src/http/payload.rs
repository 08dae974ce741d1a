use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody, to_bytes};
use axum::http::{HeaderMap, StatusCode, header};
use tokio::time::timeout;

use crate::http::problem::Problem;

/// What a body is taken as: bytes, whatever they are.
const BYTES: &str = "application/octet-stream";

/// Reads a body of at most so many bytes within a time. One that says that it is longer is not read at all.
pub(super) async fn read(
    headers: &HeaderMap,
    body: Body,
    most: usize,
    time: Duration,
) -> Result<Bytes, Problem> {
    if !is_bytes(headers) {
        let detail = format!("the content must be {BYTES}");
        return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "media-type", detail));
    }
    let too_long = || {
        let detail = format!("what was sent is longer than {most} bytes");
        Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too-long", detail)
    };
    if body.size_hint().lower() > most as u64 {
        return Err(too_long());
    }
    match timeout(time, to_bytes(body, most)).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(error)) if is_too_long(&error) => Err(too_long()),
        Ok(Err(_)) => {
            let detail = "the content ends before it is complete";
            Err(Problem::new(StatusCode::BAD_REQUEST, "bad-request", detail))
        }
        Err(_) => {
            let detail = format!("the content did not come within {} s", time.as_secs());
            Err(Problem::new(StatusCode::REQUEST_TIMEOUT, "slow", detail))
        }
    }
}

/// Also if nothing is said of it.
fn is_bytes(headers: &HeaderMap) -> bool {
    let Some(found) = headers.get(header::CONTENT_TYPE) else { return true };
    let found = found.to_str().unwrap_or_default();
    found.split(';').next().is_some_and(|found| found.trim().eq_ignore_ascii_case(BYTES))
}

fn is_too_long(error: &axum::Error) -> bool {
    std::error::Error::source(error).is_some_and(|it| it.is::<http_body_util::LengthLimitError>())
}
