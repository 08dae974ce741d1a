use std::time::Duration;

use crate::report::progress::{BETWEEN_LINES, Progress, QUIET, status};

#[test]
fn a_status_has_what_is_done_the_rate_and_the_time_left() {
    let after = Duration::from_secs(8);
    assert_eq!(
        status("Checking ballots", 12_000, Some(96_000), after),
        "Checking ballots: 12,000 of 96,000, 1,500 a second, 56 s left"
    );
    assert_eq!(status("Reading", 4, None, after), "Reading: 4, 0.5 a second");
    assert!(status("Reading", 8, Some(8_000), after).ends_with("1.0 a second, 2 h 13 min left"));
}

#[test]
fn more_than_the_total_and_no_time_at_all_are_no_panic() {
    assert_eq!(status("x", 9, Some(8), Duration::ZERO), "x: 9 of 8, 0.0 a second");
}

#[test]
fn several_threads_advance_one_task() {
    let progress = Progress::hidden();
    let task = progress.task("Checking ballots", Some(4_000));
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| (0..1_000).for_each(|_| task.advance(1)));
        }
    });
    assert_eq!(task.done(), 4_000);
}

#[test]
fn a_task_is_silent_at_first_and_then_speaks_once_in_every_pause() {
    let progress = Progress::hidden();
    let task = progress.task("Checking ballots", None);
    let second = Duration::from_secs(1);
    assert!(!task.is_due(QUIET - second, BETWEEN_LINES));
    assert!(task.is_due(QUIET, BETWEEN_LINES));
    assert!(!task.is_due(QUIET, BETWEEN_LINES), "a second thread at the same moment");
    assert!(!task.is_due(QUIET + BETWEEN_LINES - second, BETWEEN_LINES));
    assert!(task.is_due(QUIET + BETWEEN_LINES, BETWEEN_LINES));
}
