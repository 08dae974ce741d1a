//! The board up to its opening: what ballots are checked against.

use std::sync::Arc;

use super::ledger::{Ledger, overall};
use super::reading::Reading;
use super::{ReadError, Work, opening};
use crate::election::Definition;
use crate::election::record::Opened;
use crate::log::files::LogFiles;
use crate::log::merkle::TreeHead;
use crate::report::{Step, StepReport};
use crate::source::Source;

/// A board whose vote was opened. Every entry up to the opening was checked, and the checkpoint was
/// opened by the definition's keys. Nothing was checked of the entries after it.
pub struct OpenBoard {
    /// The name of the log.
    pub origin: String,
    /// Size and root of the log.
    pub head: TreeHead,
    /// What the opening fixed: definition, districts, keys, fingerprint.
    pub opened: Arc<Opened>,
}

/// Reads the board up to its opening. What fails are the steps that do not hold.
///
/// # Errors
///
/// There is no checkpoint to begin with.
pub fn read_setup(source: &dyn Source) -> Result<Result<OpenBoard, Vec<StepReport>>, ReadError> {
    let mut ledger = Ledger::new();
    let Some(log) = opening::open(source, &mut ledger)? else {
        return Ok(Err(ledger.into_failed()));
    };
    let files = LogFiles::new(source, log.head);
    let mut reading = Reading::new(&files, Work::RecordOnly, ledger);
    reading.take_setup();
    let (record, mut ledger) = reading.stop();
    log.check(record.definition(), &mut ledger);
    let Some(opened) = record.opened().cloned() else {
        if !ledger.has_failed() {
            ledger.fail(Step::Opening, overall("the vote has not been opened"));
        }
        return Ok(Err(ledger.into_failed()));
    };
    if ledger.has_failed() {
        return Ok(Err(ledger.into_failed()));
    }
    Ok(Ok(OpenBoard { origin: log.origin, head: log.head, opened }))
}

impl OpenBoard {
    /// The general part of the definition.
    pub fn definition(&self) -> &Definition {
        self.opened.definition()
    }
}
