//! Figures on the service, in the text format of OpenMetrics. None of them tells one person from another: they count.

use std::time::Duration;

use axum::http::{Method, StatusCode};
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

use crate::board::{Board, Measures};

/// What [`Metrics::text`] is.
pub(crate) const METRICS_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Bounds of times, in seconds.
const SECONDS: [f64; 10] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 20.0];

/// The figures of one process.
pub(crate) struct Metrics {
    registry: Registry,
    requests: Family<OfRequest, Counter>,
    seconds: Family<OfRoute, Histogram>,
    casts: Family<OfCast, Counter>,
    panics: Counter,
    connections: Gauge,
    refused: Counter,
    entries: Gauge,
    unsigned: Gauge,
    waiting: Gauge,
    jobs: Gauge,
}

/// The route is that of the program, without what a client put into it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfRequest {
    method: &'static str,
    route: String,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfRoute {
    route: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfCast {
    outcome: String,
}

impl Metrics {
    pub(crate) fn new(board: &Measures) -> Self {
        let seconds: Family<_, _> =
            Family::new_with_constructor((|| Histogram::new(SECONDS)) as fn() -> _);
        let mut metrics = Self {
            registry: Registry::with_prefix("isoloir"),
            requests: Family::default(),
            seconds,
            casts: Family::default(),
            panics: Counter::default(),
            connections: Gauge::default(),
            refused: Counter::default(),
            entries: Gauge::default(),
            unsigned: Gauge::default(),
            waiting: Gauge::default(),
            jobs: Gauge::default(),
        };
        metrics.register(board);
        metrics
    }

    fn register(&mut self, board: &Measures) {
        let to = &mut self.registry;
        to.register("requests", "Requests that were answered", self.requests.clone());
        to.register("request_seconds", "How long answers took", self.seconds.clone());
        to.register("casts", "Ballots that were sent, by what became of them", self.casts.clone());
        to.register("panics", "Defects of the program that a request met", self.panics.clone());
        to.register("connections", "Open connections", self.connections.clone());
        let help = "Connections that found no room";
        to.register("connections_refused", help, self.refused.clone());
        to.register("entries", "Entries under the visible checkpoint", self.entries.clone());
        let help = "Entries that witnesses have still to sign for";
        to.register("entries_unsigned", help, self.unsigned.clone());
        to.register("ballots_waiting", "Ballots that wait to be checked", self.waiting.clone());
        to.register("jobs_waiting", "What waits for its place on the board", self.jobs.clone());
        let help = "Ballots that were checked together";
        to.register("batch_ballots", help, board.batches.clone());
        to.register("group_ballots", "Ballots that shared a commit", board.groups.clone());
        to.register("failures", "Failures of database, clock and system", board.failures.clone());
        let help = "Entries that a witness has still to sign for";
        to.register("witness_lag_entries", help, board.witness_lag.clone());
        let help = "Times that a witness was asked and did not sign";
        to.register("witness_failures", help, board.witness_failures.clone());
    }

    pub(crate) fn request(&self, method: &Method, route: &str, status: StatusCode, time: Duration) {
        let method = match *method {
            Method::GET => "GET",
            Method::HEAD => "HEAD",
            Method::POST => "POST",
            Method::OPTIONS => "OPTIONS",
            _ => "other",
        };
        let route = route.to_owned();
        let status = status.as_u16();
        self.requests.get_or_create(&OfRequest { method, route: route.clone(), status }).inc();
        self.seconds.get_or_create(&OfRoute { route }).observe(time.as_secs_f64());
    }

    /// A ballot: the code of the problem, or `taken`.
    pub(crate) fn cast(&self, outcome: &str) {
        self.casts.get_or_create(&OfCast { outcome: outcome.to_owned() }).inc();
    }

    pub(crate) fn panic(&self) {
        self.panics.inc();
    }

    pub(crate) fn connection_refused(&self) {
        self.refused.inc();
    }

    pub(crate) fn connections(&self, open: usize) {
        self.connections.set(open as i64);
    }

    /// All figures, as they are now.
    pub(crate) fn text(&self, board: &Board) -> String {
        let size = board.size();
        let recorded = board.with_record(|record| record.chain().size());
        self.entries.set(size as i64);
        self.unsigned.set(recorded.saturating_sub(size) as i64);
        let (waiting, jobs) = board.queues();
        self.waiting.set(waiting as i64);
        self.jobs.set(jobs as i64);
        let mut text = String::new();
        // A text has room for all.
        let _ = encode(&mut text, &self.registry);
        text
    }
}
