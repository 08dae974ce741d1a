//! What a watcher has seen, on its disk.
//!
//! ```text
//! isoloir-verify watch v1
//! election 3e1f...
//! log board.example/2026+f82a8ff6+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c
//! cosigned 1790000000
//!
//! board.example/2026
//! 3
//! 4jHev3cGMKS+W1M21UHlWX4ruPOgReDiTnULZ7juBAI=
//!
//! — board.example/2026 +CqP9...
//! ```
//!
//! `election` is the election_id, `log` the key of the log, `cosigned` the time of the last
//! cosignature in seconds since 1970, or 0. After the empty line follows the last checkpoint as it
//! was read, all its signatures included: it is evidence.

use std::ffi::OsString;
use std::fs::{File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use super::super::files;
use crate::log::Hash;
use crate::log::checkpoint::{MAX_COSIGNATURE_SECONDS, Policy};
use crate::log::key::{KeyType, VerifierKey};
use crate::log::merkle::TreeHead;
use crate::log::note::{MAX_NOTE_BYTES, Note};

const FIRST_LINE: &str = "isoloir-verify watch v1";
/// Bytes of a state, at most: four short lines and a note.
const MAX_STATE_BYTES: usize = MAX_NOTE_BYTES + 1_024;

/// What was seen last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct State {
    pub(super) election_id: Hash,
    pub(super) log: VerifierKey,
    /// When this watcher cosigned last, in seconds since 1970; 0 if it never did.
    pub(super) cosigned: u64,
    /// The last checkpoint.
    pub(super) note: Vec<u8>,
    /// What it says.
    pub(super) head: TreeHead,
}

/// What opens the checkpoints that a watcher looks at: the signature of the log. Those of witnesses
/// come later, its own among them.
pub(super) fn policy(log: &VerifierKey) -> anyhow::Result<Policy> {
    Ok(Policy::new(log.clone(), Vec::new(), 0)?)
}

impl State {
    /// Reads a state; None if there is none yet.
    pub(super) fn load(file: &Path) -> anyhow::Result<Option<Self>> {
        if let Err(error) = file.metadata()
            && error.kind() == io::ErrorKind::NotFound
        {
            return Ok(None);
        }
        let bytes = files::read_bounded(file, MAX_STATE_BYTES)?;
        let state = Self::parse(&bytes).with_context(|| {
            format!("{} is not the state of a watcher, or was changed", file.display())
        })?;
        Ok(Some(state))
    }

    fn parse(bytes: &[u8]) -> anyhow::Result<Self> {
        let text = std::str::from_utf8(bytes)?;
        let (lines, note) = text.split_once("\n\n").context("there is no empty line")?;
        let lines: Vec<&str> = lines.split('\n').collect();
        let [FIRST_LINE, election, log, cosigned] = lines[..] else {
            bail!("it does not begin with the four lines of a state");
        };
        let value = |line: &'static str, text: &str| -> anyhow::Result<String> {
            let value = text.strip_prefix(line).and_then(|rest| rest.strip_prefix(' '));
            Ok(value
                .with_context(|| format!("there is no line \"{line}\" in its place"))?
                .to_owned())
        };
        let mut election_id = [0; 32];
        hex::decode_to_slice(value("election", election)?, &mut election_id)?;
        let log = VerifierKey::parse(KeyType::Log, &value("log", log)?)?;
        let cosigned: u64 = value("cosigned", cosigned)?.parse()?;
        let opened = policy(&log)?.open(&Note::parse(note.as_bytes())?)?;
        let (note, head) = (note.as_bytes().to_vec(), opened.checkpoint.head);
        let state = Self { election_id, log, cosigned, note, head };
        if state.bytes() != bytes || cosigned > MAX_COSIGNATURE_SECONDS {
            bail!("it is not in the one form that a state has");
        }
        Ok(state)
    }

    /// Makes this the state, on the disk when it returns.
    pub(super) fn store(&self, file: &Path) -> anyhow::Result<()> {
        files::replace(file, &self.bytes())
    }

    fn bytes(&self) -> Vec<u8> {
        let election_id = hex::encode(self.election_id);
        let (log, cosigned) = (&self.log, self.cosigned);
        let lines =
            format!("{FIRST_LINE}\nelection {election_id}\nlog {log}\ncosigned {cosigned}\n\n");
        [lines.as_bytes(), &self.note].concat()
    }
}

/// Keeps other watchers away from a state while it lives. The lock is on a file of its own, since
/// the state is replaced.
#[derive(Debug)]
pub(super) struct Lock(#[expect(dead_code, reason = "the lock ends when the file is closed")] File);

impl Lock {
    /// Takes the lock of a state.
    pub(super) fn take(state: &Path) -> anyhow::Result<Self> {
        let place = beside(state, ".lock");
        let mut options = OpenOptions::new();
        let file = options.create(true).truncate(false).write(true).open(&place);
        let file = file.with_context(|| format!("{} can't be made", place.display()))?;
        match fs4::FileExt::try_lock(&file) {
            Ok(()) => Ok(Self(file)),
            Err(fs4::TryLockError::WouldBlock) => {
                bail!("another watcher uses {}; give each its own state", state.display())
            }
            Err(fs4::TryLockError::Error(error)) => {
                Err(error).with_context(|| format!("{} can't be locked", place.display()))
            }
        }
    }
}

/// The path with something added to its last name.
pub(super) fn beside(file: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(file);
    name.push(suffix);
    name.into()
}
