use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::histogram::Histogram;

/// For how long a failed write counts, if nothing is written after it: what makes others send nothing must not last
/// until they do.
const FAILURE: Duration = Duration::from_secs(10);

/// What a board measures of itself.
pub(crate) struct Measures {
    /// Ballots that were checked together.
    pub(crate) batches: Histogram,
    /// Ballots that shared a commit.
    pub(crate) groups: Histogram,
    /// Failures of database, clock and system.
    pub(crate) failures: Counter,
    /// When the last write failed, if none has succeeded since.
    failed_write: Mutex<Option<Instant>>,
}

impl Measures {
    pub(super) fn new() -> Self {
        let sizes = || Histogram::new([1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 512.0]);
        Self {
            batches: sizes(),
            groups: sizes(),
            failures: Counter::default(),
            failed_write: Mutex::default(),
        }
    }

    /// Something was written, or could not be.
    pub(super) fn wrote(&self, is_written: bool) {
        let failed = (!is_written).then(Instant::now);
        *self.failed_write.lock().unwrap_or_else(PoisonError::into_inner) = failed;
    }

    /// Whether the last write failed, a moment ago.
    pub(super) fn has_failed_to_write(&self) -> bool {
        let failed = *self.failed_write.lock().unwrap_or_else(PoisonError::into_inner);
        failed.is_some_and(|at| at.elapsed() < FAILURE)
    }
}
