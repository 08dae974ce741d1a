//! What the service says to those who run it: a line of JSON for each thing.
//!
//! Nothing that a client has sent is logged, nor where it came from: of a request only the route of the program, the
//! status, and about how long it took, and that only if the service has failed.

use std::panic;

use tracing::subscriber::set_global_default;
use tracing_subscriber::fmt::MakeWriter;

/// Makes this process log to standard error. A second time changes nothing.
pub fn start() {
    start_to(std::io::stderr);
}

/// Makes this process log to where it is told.
pub fn start_to(writer: impl for<'a> MakeWriter<'a> + Send + Sync + 'static) {
    let logs = tracing_subscriber::fmt().json().flatten_event(true).with_writer(writer);
    if set_global_default(logs.with_max_level(tracing::Level::INFO).finish()).is_err() {
        return;
    }
    // What a panic says may hold what it was about. Where it was is enough to find it.
    panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "a defect of the program");
    }));
}
