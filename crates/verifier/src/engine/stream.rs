//! Reading files ahead of what is being checked.

use std::ops::Range;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::Scope;

use crate::log::files::{Bundle, FileFault, LogFiles};

/// How many bundles are read ahead.
const AHEAD: usize = 8;

/// How many bundles are taken at once for each core: enough for a large batch of ballots.
const GROUP_A_CORE: usize = 4;

/// How many bundles are taken at once.
pub(super) fn group() -> usize {
    GROUP_A_CORE * rayon::current_num_threads()
}

/// The bundles with these numbers, read by a thread of their own. It ends after the first that
/// can't be read, or when the receiver is dropped.
pub(super) fn read_ahead<'scope>(
    scope: &'scope Scope<'scope, '_>,
    files: &'scope LogFiles<'_>,
    numbers: Range<u64>,
) -> Receiver<Result<Bundle, FileFault>> {
    let (sender, receiver) = sync_channel(AHEAD);
    scope.spawn(move || send(files, numbers, &sender));
    receiver
}

fn send(files: &LogFiles<'_>, numbers: Range<u64>, sender: &SyncSender<Result<Bundle, FileFault>>) {
    for number in numbers {
        let bundle = files.read_bundle(number);
        let last = bundle.is_err();
        if sender.send(bundle).is_err() || last {
            return;
        }
    }
}
