//! What holds of every request: how many there are, how long they take, and what browsers may do with the answers.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::extract::{MatchedPath, Request, State};
use axum::http::{
    Extensions, HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Version, header,
};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use rand_core::{OsRng, RngCore};
use tower_http::compression::CompressionLayer;
use tower_http::cors::{Any, CorsLayer};

use crate::address::Address;
use crate::http::Service;
use crate::http::problem::Problem;

/// What an answer tells a browser: not to guess, to run nothing, to say nothing, to be in no frame. Any page may read it,
/// as everybody may (`cross-origin`).
const SECURITY: [(HeaderName, &str); 6] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "cross-origin"),
];

/// A browser that has seen it uses nothing but HTTPS for two years.
const ONLY_HTTPS: &str = "max-age=63072000";

/// How long a browser remembers what a page of another origin may ask.
const PREFLIGHT: Duration = Duration::from_secs(86_400);

/// Names a failure, so that who met it and who runs the service can speak of the same one.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Pages of any origin may read what is served and cast ballots. All of it is public, and nothing depends on who asks:
/// there are no cookies, and no address counts as one that is inside. So a page gains nothing that its origin could not
/// do itself; and observers may build pages of their own.
pub(super) fn cross_origin() -> CorsLayer {
    CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::HEAD, Method::POST])
        .allow_headers([header::CONTENT_TYPE, header::IF_NONE_MATCH, header::RANGE])
        .expose_headers([
            header::ACCEPT_RANGES,
            header::CONTENT_LANGUAGE,
            header::CONTENT_RANGE,
            header::ETAG,
            header::RETRY_AFTER,
            REQUEST_ID,
        ])
        .max_age(PREFLIGHT)
}

/// JSON and receipts get smaller. Files of the log are hashes and ciphertexts, which don't; they have an ETag, which would
/// have to be another one.
pub(super) fn compression()
-> CompressionLayer<impl Fn(StatusCode, Version, &HeaderMap, &Extensions) -> bool + Clone> {
    let is_text = |_, _, headers: &HeaderMap, _: &Extensions| !headers.contains_key(header::ETAG);
    CompressionLayer::new().compress_when(is_text)
}

/// Takes a request, unless its address or all together ask too much.
pub(super) async fn guard(
    State(service): State<Arc<Service>>,
    mut request: Request,
    next: Next,
) -> Response {
    let address = request.extensions().get().copied().unwrap_or_else(Address::unknown);
    request.extensions_mut().insert(address);
    if let Err(limited) = service.limits.request(address) {
        return Problem::from(limited).into_response();
    }
    // It is let go when the answer begins. How long that may take to be read, the connection sees to.
    let Ok(_place) = service.requests.try_acquire() else {
        return Problem::busy().into_response();
    };
    next.run(request).await
}

/// Adds the headers that every answer has.
pub(super) async fn secure(
    State(service): State<Arc<Service>>,
    request: Request,
    next: Next,
) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in SECURITY {
        // The pages of officials have their own.
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if service.has_certificate {
        let value = HeaderValue::from_static(ONLY_HTTPS);
        headers.insert(header::STRICT_TRANSPORT_SECURITY, value);
    }
    response
}

/// Counts requests, and logs those that the service has failed.
///
/// Of a request that went well there is no line in the log: times and order of ballots would stand there, beside those
/// in the logs of proxies, which hold addresses.
pub(super) async fn observe(
    State(service): State<Arc<Service>>,
    request: Request,
    next: Next,
) -> Response {
    let start = Instant::now();
    let method = request.method().clone();
    let matched = request.extensions().get::<MatchedPath>().cloned();
    let mut response = next.run(request).await;
    let route = matched.as_ref().map_or("none", MatchedPath::as_str);
    let (status, time) = (response.status(), start.elapsed());
    service.metrics.request(&method, route, status, time);
    if status.is_server_error() {
        let id = format!("{:016x}", OsRng.next_u64());
        let code = response.extensions().get::<Problem>().map_or("", |it| it.code.as_str());
        let took = about(time);
        tracing::warn!(id, route, status = status.as_u16(), code, took, "a request failed");
        if let Ok(id) = HeaderValue::from_str(&id) {
            response.headers_mut().insert(REQUEST_ID, id);
        }
    }
    response
}

/// A time so far as logs need it.
fn about(time: Duration) -> &'static str {
    match time.as_millis() {
        0..100 => "under 0.1 s",
        100..1_000 => "under 1 s",
        1_000..10_000 => "under 10 s",
        _ => "10 s or more",
    }
}
