use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
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
    /// Entries that a witness has still to sign for.
    pub(crate) witness_lag: Family<OfWitness, Gauge>,
    /// Times that a witness did not sign.
    pub(crate) witness_failures: Family<OfWitness, Counter>,
    /// When the last write failed, if none has succeeded since.
    failed_write: Mutex<Option<Instant>>,
}

/// The name of a witness, as in its key.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(crate) struct OfWitness {
    witness: String,
}

impl Measures {
    pub(super) fn new() -> Self {
        let sizes = || Histogram::new([1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 512.0]);
        Self {
            batches: sizes(),
            groups: sizes(),
            failures: Counter::default(),
            witness_lag: Family::default(),
            witness_failures: Family::default(),
            failed_write: Mutex::default(),
        }
    }

    /// A witness has so many entries still to sign for.
    pub(super) fn lag(&self, witness: &str, entries: u64) {
        self.witness_lag.get_or_create(&OfWitness { witness: witness.into() }).set(entries as i64);
    }

    /// A witness was asked and did not sign.
    pub(super) fn witness_failed(&self, witness: &str) {
        self.witness_failures.get_or_create(&OfWitness { witness: witness.into() }).inc();
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
