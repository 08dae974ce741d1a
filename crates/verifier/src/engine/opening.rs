//! The checkpoint: read before its keys are known, opened once the definition says them
//! (`spec/board.md`, section 7).

use super::ReadError;
use super::ledger::{Ledger, at_file};
use crate::election::Definition;
use crate::election::definition::LogKey;
use crate::log::checkpoint::{Checkpoint, Cosigner, Policy};
use crate::log::files::CHECKPOINT;
use crate::log::key::{KeyType, VerifierKey};
use crate::log::merkle::TreeHead;
use crate::log::note::{MAX_NOTE_BYTES, Note};
use crate::report::{LogSummary, Step, Witness};
use crate::source::Source;

/// What a checkpoint says that nobody has vouched for yet.
#[derive(Debug)]
pub struct UnopenedLog {
    note: Vec<u8>,
    /// The name of the log.
    pub origin: String,
    /// The size and the root that it claims.
    pub head: TreeHead,
}

/// Reads the checkpoint. Nothing if it is no checkpoint, which is then a failure.
pub(super) fn open(
    source: &dyn Source,
    ledger: &mut Ledger,
) -> Result<Option<UnopenedLog>, ReadError> {
    let note = source.read(CHECKPOINT, MAX_NOTE_BYTES)?;
    let note = note.ok_or_else(|| ReadError::NoCheckpoint(source.location().to_owned()))?;
    match parse(&note) {
        Ok(Checkpoint { origin, head }) => Ok(Some(UnopenedLog { note, origin, head })),
        Err(what) => {
            ledger.fail(Step::Checkpoint, at_file(CHECKPOINT, what));
            Ok(None)
        }
    }
}

fn parse(note: &[u8]) -> Result<Checkpoint, String> {
    let note = Note::parse(note).map_err(|error| error.to_string())?;
    Checkpoint::parse(note.text()).map_err(|error| error.to_string())
}

impl UnopenedLog {
    /// Opens the checkpoint by the keys and the quorum of the definition. Says what it then vouches
    /// for, and who signed it.
    pub(super) fn check(
        &self,
        definition: Option<&Definition>,
        ledger: &mut Ledger,
    ) -> Option<LogSummary> {
        match self.open_by(definition?) {
            Ok(witnesses) => {
                ledger.checked(Step::Checkpoint, 1 + witnesses.len() as u64);
                ledger.end(Step::Checkpoint);
                Some(LogSummary {
                    origin: self.origin.clone(),
                    size: self.head.size(),
                    root: hex::encode(self.head.root()),
                    witnesses,
                })
            }
            Err(what) => {
                ledger.fail(Step::Checkpoint, at_file(CHECKPOINT, what));
                None
            }
        }
    }

    fn open_by(&self, definition: &Definition) -> Result<Vec<Witness>, String> {
        let note = Note::parse(&self.note).map_err(|error| error.to_string())?;
        let policy = policy(definition)?;
        let opened = policy.open(&note).map_err(|error| error.to_string())?;
        let witness = |Cosigner { name, time }| Witness { name, time };
        Ok(opened.cosigners.into_iter().map(witness).collect())
    }
}

/// The log's key, the witnesses and the quorum that the definition names.
///
/// # Errors
///
/// The definition names a policy that can't be, which its reader would have refused.
pub fn policy(definition: &Definition) -> Result<Policy, String> {
    let key = |kind, key: &LogKey| {
        VerifierKey::new(kind, &key.name, &key.key.to_bytes()).map_err(|error| error.to_string())
    };
    let log = key(KeyType::Log, &definition.board)?;
    let witnesses: Result<Vec<_>, String> =
        definition.witnesses.iter().map(|witness| key(KeyType::Witness, witness)).collect();
    Policy::new(log, witnesses?, definition.cosignatures.into()).map_err(|error| error.to_string())
}
