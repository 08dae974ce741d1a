//! What time it is, from a clock that may be wrong.

use std::sync::Mutex;
use std::time::{Duration, Instant};

/// How far a clock may be set back and still be believed: what time servers correct.
const SLACK: Duration = Duration::from_secs(2);

/// A clock. It notices when it is set back.
pub struct Clock {
    /// Seconds since 1970.
    read: Box<dyn Fn() -> u64 + Send + Sync>,
    /// The latest reading, and when it was taken by a clock that nobody can set.
    latest: Mutex<Option<(u64, Instant)>>,
}

/// A clock was set back: it shows a time that was hours ago.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the clock of this machine was set back by {} s", .by.as_secs())]
pub struct ClockError {
    by: Duration,
}

impl Clock {
    /// The clock that `read` reads: seconds since 1970.
    pub fn new(read: impl Fn() -> u64 + Send + Sync + 'static) -> Self {
        Self { read: Box::new(read), latest: Mutex::new(None) }
    }

    /// The clock of this machine.
    #[must_use]
    pub fn system() -> Self {
        Self::new(|| jiff::Timestamp::now().as_second().try_into().unwrap_or(0))
    }

    /// Seconds since 1970.
    ///
    /// # Errors
    /// If the clock shows less than what it has shown before. It is believed again when it has caught up.
    pub fn now(&self) -> Result<u64, ClockError> {
        let now = (self.read)();
        let mut latest = self.latest.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let expected = latest.map_or(0, |(shown, at)| shown + at.elapsed().as_secs());
        let by = Duration::from_secs(expected.saturating_sub(now));
        if by > SLACK {
            return Err(ClockError { by });
        }
        *latest = Some((now, Instant::now()));
        Ok(now)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::*;

    #[test]
    fn a_clock_that_was_set_back_is_not_believed_until_it_has_caught_up() {
        let shown = Arc::new(AtomicU64::new(1_000));
        let clock = Clock::new({
            let shown = shown.clone();
            move || shown.load(Ordering::Relaxed)
        });
        assert_eq!(clock.now(), Ok(1_000));
        shown.store(999, Ordering::Relaxed);
        assert_eq!(clock.now(), Ok(999), "a time server corrects so much");
        shown.store(400, Ordering::Relaxed);
        let by = Duration::from_secs(599);
        assert_eq!(clock.now(), Err(ClockError { by }));
        assert!(clock.now().is_err(), "it does not get used to it");
        shown.store(999, Ordering::Relaxed);
        assert_eq!(clock.now(), Ok(999));
    }
}
