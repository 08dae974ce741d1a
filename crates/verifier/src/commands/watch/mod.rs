//! `isoloir-verify watch`: follows a board and cosigns what it sees (c2sp.org/tlog-witness says
//! what a witness owes; `spec/board.md`, sections 6 and 7).

mod look;
mod state;

use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use anyhow::Context as _;

use self::look::{Trouble, Watcher};
use self::state::Lock;
use super::arguments::Watch;
use super::stop::{Stop, ended, no};
use super::{Ended, print};

/// Seconds between two looks while nothing can be read, at most, unless looks are rarer anyway.
const LONGEST_PAUSE: u64 = 900;

/// Looks until it is told to end, or the board contradicts what it showed before.
pub(super) fn run(arguments: &Watch) -> anyhow::Result<Ended> {
    let _lock = Lock::take(&arguments.state)?;
    let interrupted = interruption()?;
    let mut watcher = Watcher::new(arguments)?;
    let mut failed_looks = 0;
    loop {
        let trouble = match watcher.look() {
            Ok(seen) => {
                print(&seen)?;
                failed_looks = 0;
                None
            }
            Err(Trouble::Conflict(what)) => {
                print(&no(&what))?;
                return Ok(Ended::Fails);
            }
            Err(Trouble::Local(error)) => return Err(error),
            Err(Trouble::Passing(stop)) => Some(stop),
        };
        if let Some(stop) = trouble {
            if arguments.once {
                return ended(Err(stop));
            }
            failed_looks += 1;
            report(&stop);
        }
        if arguments.once {
            return Ok(Ended::Holds);
        }
        match interrupted.recv_timeout(pause(arguments.every, failed_looks)) {
            Err(RecvTimeoutError::Timeout) => {}
            Ok(()) | Err(RecvTimeoutError::Disconnected) => return Ok(Ended::Holds),
        }
    }
}

/// Tells when somebody wants the program to end: Ctrl-C or SIGTERM. A look that is under way is
/// brought to its end first.
fn interruption() -> anyhow::Result<Receiver<()>> {
    let (sender, receiver) = channel();
    let handler = move || {
        let _ = sender.send(());
    };
    ctrlc::set_handler(handler).context("signals can't be waited for")?;
    Ok(receiver)
}

fn report(stop: &Stop) {
    match stop {
        Stop::Fails(what) => {
            eprintln!("isoloir-verify: {}; looking again later", what.trim_end_matches('.'));
        }
        Stop::Unreadable(error) => eprintln!("isoloir-verify: {error:#}; looking again later"),
    }
}

/// Twice as long after each look that failed.
fn pause(every: u64, failed_looks: u32) -> Duration {
    let doubled = every.saturating_mul(1_u64.checked_shl(failed_looks).unwrap_or(u64::MAX));
    Duration::from_secs(doubled.min(LONGEST_PAUSE.max(every)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_while_looks_fail_up_to_a_bound_and_never_below_what_was_asked_for() {
        let seconds = |every, failed| pause(every, failed).as_secs();
        assert_eq!([0, 1, 2, 3].map(|failed| seconds(60, failed)), [60, 120, 240, 480]);
        assert_eq!(seconds(60, 4), LONGEST_PAUSE);
        assert_eq!(seconds(60, u32::MAX), LONGEST_PAUSE);
        assert_eq!([0, 9].map(|failed| seconds(3_600, failed)), [3_600, 3_600]);
    }
}
