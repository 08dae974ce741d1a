//! The pages: HTML with everything escaped that is not written here, which is what `html!` does.

mod alerts;
mod ceremony;
mod chart;
mod frame;
mod log_in;
mod status;
mod turnout;

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::officials::Officials;
use crate::officials::ceremony::Trustees;
use crate::officials::language::Message;
use crate::officials::pages::frame::Tab;
use crate::officials::progress::Overview;
use crate::officials::turnout::{Counts, by_district};
use crate::officials::visit::Visitor;

pub(super) use log_in::{log_in, logged_in};

/// What the address of a page may hold.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Choice {
    /// Any value: the page refreshes itself.
    live: Option<String>,
    /// Of which district the hours are shown.
    district: Option<u16>,
}

type Chosen = Result<Query<Choice>, axum::extract::rejection::QueryRejection>;

/// The style sheet. Its name has its hash.
pub(super) async fn style(Path(file): Path<String>) -> Response {
    if file != frame::style_file() {
        return StatusCode::NOT_FOUND.into_response();
    }
    let value = HeaderValue::from_static;
    let headers = [
        (header::CONTENT_TYPE, value("text/css; charset=utf-8")),
        (header::CACHE_CONTROL, value("public, max-age=31536000, immutable")),
    ];
    (headers, frame::STYLE.as_str()).into_response()
}

/// From an address without a slash at its end to that with one, below which relative links lead to the others.
pub(super) async fn home() -> Redirect {
    Redirect::to("officials/")
}

/// Back to the first page.
pub(super) async fn back() -> Redirect {
    Redirect::to("./")
}

/// Where the election stands; for a stranger, how to log in.
pub(super) async fn status(
    State(officials): State<Arc<Officials>>,
    visitor: Visitor,
    chosen: Chosen,
) -> Response {
    if visitor.who.is_none() {
        return log_in(&officials, &visitor, None, StatusCode::OK);
    }
    let overview = officials.record(Overview::of).flatten();
    let body = status::body(&officials, &visitor, overview.as_ref());
    frame::page(&officials, &visitor, Tab::Status, overview.as_ref(), &choice(chosen), body)
}

/// How many ballots were recorded, in each district and by the hour.
pub(super) async fn turnout(
    State(officials): State<Arc<Officials>>,
    visitor: Visitor,
    chosen: Chosen,
) -> Response {
    if visitor.who.is_none() {
        return Redirect::to("./").into_response();
    }
    let choice = choice(chosen);
    let overview = officials.record(Overview::of).flatten();
    let counts = officials.counts().await;
    let body =
        turnout::body(&officials, &visitor, overview.as_ref(), counts.as_ref(), choice.district);
    frame::page(&officials, &visitor, Tab::Turnout, overview.as_ref(), &choice, body)
}

/// What each trustee has done.
pub(super) async fn ceremony(
    State(officials): State<Arc<Officials>>,
    visitor: Visitor,
    chosen: Chosen,
) -> Response {
    if visitor.who.is_none() {
        return Redirect::to("./").into_response();
    }
    let seen = officials.record(|record| (Overview::of(record), Trustees::of(record)));
    let (overview, trustees) = seen.unwrap_or_default();
    let body = ceremony::body(visitor.texts, trustees.as_ref());
    frame::page(&officials, &visitor, Tab::Ceremony, overview.as_ref(), &choice(chosen), body)
}

/// What looks odd.
pub(super) async fn alerts(
    State(officials): State<Arc<Officials>>,
    visitor: Visitor,
    chosen: Chosen,
) -> Response {
    if visitor.who.is_none() {
        return Redirect::to("./").into_response();
    }
    let overview = officials.record(Overview::of).flatten();
    let counts = officials.counts().await;
    let body = alerts::body(&officials, &visitor, overview.as_ref(), counts.as_ref());
    frame::page(&officials, &visitor, Tab::Alerts, overview.as_ref(), &choice(chosen), body)
}

fn choice(chosen: Chosen) -> Choice {
    chosen.map_or_else(|_| Choice::default(), |Query(choice)| choice)
}

impl Officials {
    /// The counts; none, if they can't be read.
    async fn counts(&self) -> Option<Counts> {
        match self.turnout.turnout().await {
            Ok(counts) => Some(by_district(&counts)),
            Err(error) => {
                eprintln!("isoloir: the turnout: {error:#}");
                None
            }
        }
    }
}

/// What is said where there are no counts.
const NO_COUNTS: Message = Message::TurnoutUnreadable;
