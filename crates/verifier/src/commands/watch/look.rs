//! One look at a board.

use std::fs::File;
use std::io::{self, Write as _};
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context as _, bail};

use super::super::arguments::Watch;
use super::super::files;
use super::super::stop::{Stop, note, yes};
use super::state::{State, beside, policy};
use crate::engine;
use crate::engine::board::{read_checkpoint, read_definition};
use crate::log::Hash;
use crate::log::checkpoint::Checkpoint;
use crate::log::key::KeyType;
use crate::log::merkle::{ProofError, TreeHead};
use crate::log::note::{MAX_SIGNATURES, Note};
use crate::log::prover::{ProverError, prove_consistency};
use crate::log::signer::Signer;
use crate::report::format::{counted, utc, visible};
use crate::report::terminal::labelled;
use crate::source::{self, Source};

/// Files with evidence of conflicts, at most.
const MAX_CONFLICTS: u32 = 1_000;

/// Follows a board.
pub(super) struct Watcher<'a> {
    arguments: &'a Watch,
    state: Option<State>,
    signer: Option<Signer>,
}

/// Why a look did not end well.
#[derive(Debug)]
pub(super) enum Trouble {
    /// The log signed what contradicts an earlier checkpoint. The words say where the proof is.
    Conflict(String),
    /// The board could not be read, or not be relied on. Perhaps it can the next time.
    Passing(Stop),
    /// A file of the watcher could not be read or written.
    Local(anyhow::Error),
}

impl<T: Into<Stop>> From<T> for Trouble {
    fn from(stop: T) -> Self {
        Self::Passing(stop.into())
    }
}

/// The board as it is now, found to continue what was seen.
struct Seen {
    note: Vec<u8>,
    head: TreeHead,
}

impl<'a> Watcher<'a> {
    /// Reads the state and the key.
    pub(super) fn new(arguments: &'a Watch) -> anyhow::Result<Self> {
        let state = State::load(&arguments.state)?;
        if let (Some(state), Some(expected)) = (&state, arguments.election_id)
            && state.election_id != expected
        {
            bail!(
                "{} is of the election {}, not of the one that was expected",
                arguments.state.display(),
                hex::encode(state.election_id)
            );
        }
        let key = arguments.witness_key.as_deref();
        let signer = key.map(|file| files::read_key(file, KeyType::Witness)).transpose()?;
        Ok(Self { arguments, state, signer })
    }

    /// Looks once, remembers what it saw, and then cosigns it. Says in words what it saw.
    pub(super) fn look(&mut self) -> Result<String, Trouble> {
        let source = source::open(&self.arguments.source)?;
        let bytes = read_checkpoint(&*source)?;
        let (mut next, words) = match &self.state {
            None => first(&*source, bytes, self.arguments.election_id)?,
            Some(state) => {
                let seen = self.follow(state, &*source, bytes)?;
                let words = in_words(state.head, seen.head);
                (State { note: seen.note, head: seen.head, ..state.clone() }, words)
            }
        };
        if self.signer.is_some() {
            // A clock that was set back does not make it sign an earlier time.
            next.cosigned = now().max(next.cosigned);
        }
        if self.state.as_ref() != Some(&next) {
            next.store(&self.arguments.state).map_err(Trouble::Local)?;
        }
        let next = self.state.insert(next);
        if let (Some(signer), Some(file)) = (&self.signer, &self.arguments.cosigned) {
            let cosigned = cosign(signer, next).map_err(Trouble::Local)?;
            files::replace(file, &cosigned).map_err(Trouble::Local)?;
        }
        Ok(words)
    }

    /// Checks that a checkpoint continues the last one.
    fn follow(&self, state: &State, source: &dyn Source, bytes: Vec<u8>) -> Result<Seen, Trouble> {
        let opened = open(state, &bytes)?;
        match prove_consistency(source, state.head, opened) {
            Ok(_) => Ok(Seen { note: bytes, head: opened }),
            Err(ProverError::Proof(ProofError::Shrunk { old, new })) => {
                Err(Stop::Fails(shrunk(old, new)).into())
            }
            Err(ProverError::Proof(what)) => {
                let evidence = self.keep_evidence(&state.note, &bytes).map_err(Trouble::Local)?;
                Err(Trouble::Conflict(format!(
                    "{} Nothing was cosigned. Both checkpoints are in {evidence}: tell the \
                     officials and the other witnesses.",
                    contradiction(state.head, opened, &what)
                )))
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Writes both checkpoints to a new file; says which. What is there already is not written again.
    fn keep_evidence(&self, known: &[u8], found: &[u8]) -> anyhow::Result<String> {
        let texts: [&[u8]; 4] = [
            b"Two checkpoints of one log that contradict each other.\n\nSeen before:\n\n",
            known,
            b"\nSeen after it:\n\n",
            found,
        ];
        let evidence = texts.concat();
        for number in 1..=MAX_CONFLICTS {
            let file = beside(&self.arguments.state, &format!(".conflict-{number}"));
            let created = File::options().write(true).create_new(true).open(&file);
            match created {
                Ok(open) => write_durably(open, &evidence)
                    .with_context(|| format!("{} can't be written", file.display()))?,
                Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                    return Err(error).context(format!("{} can't be made", file.display()));
                }
                Err(_) if !holds(&file, &evidence)? => continue,
                Err(_) => {}
            }
            return Ok(file.display().to_string());
        }
        bail!("there are {MAX_CONFLICTS} files with conflicts already")
    }
}

fn write_durably(mut file: File, bytes: &[u8]) -> io::Result<()> {
    file.write_all(bytes)?;
    file.sync_all()
}

fn holds(file: &Path, bytes: &[u8]) -> anyhow::Result<bool> {
    Ok(file.metadata()?.len() == bytes.len() as u64
        && files::read_bounded(file, bytes.len())? == bytes)
}

/// The first look: the key of the log comes from the board itself and is trusted from then on.
fn first(
    source: &dyn Source,
    bytes: Vec<u8>,
    expected: Option<Hash>,
) -> Result<(State, String), Trouble> {
    let note = Note::parse(&bytes).map_err(Stop::fails)?;
    let head = Checkpoint::parse(note.text()).map_err(Stop::fails)?.head;
    let definition = read_definition(source, head)?;
    let election_id = definition.election_id;
    let found = hex::encode(election_id);
    if expected.is_some_and(|expected| expected != election_id) {
        let what =
            format!("This is the board of another election, {found} (\"{}\").", definition.title);
        return Err(Stop::Fails(what).into());
    }
    let log = engine::policy(&definition).map_err(Stop::Fails)?.log().clone();
    policy(&log)?.open(&note).map_err(|error| Stop::Fails(format!("checkpoint: {error}")))?;
    let mut words = yes(&format!("First look: the board has {}.", counted(head.size(), "entries")));
    labelled(&mut words, "election", &found);
    // On one line, so that it can be copied.
    words.push_str(&format!("  log           {}\n", visible(&log.to_string())));
    if expected.is_none() {
        words.push_str(&note_to_compare());
    }
    Ok((State { election_id, log, cosigned: 0, note: bytes, head }, words))
}

fn note_to_compare() -> String {
    note(
        "These are trusted from now on. Compare the election with what the officials have \
         published elsewhere; \"--election-id\" does it for you.",
    )
}

/// Opens a checkpoint by the key of the log.
fn open(state: &State, bytes: &[u8]) -> Result<TreeHead, Stop> {
    let note = Note::parse(bytes).map_err(|error| Stop::Fails(format!("checkpoint: {error}")))?;
    let opened = policy(&state.log)?.open(&note);
    let opened = opened.map_err(|error| Stop::Fails(format!("checkpoint: {error}")))?;
    Ok(opened.checkpoint.head)
}

fn contradiction(before: TreeHead, after: TreeHead, what: &ProofError) -> String {
    let [before, now] = [before, after].map(|head| counted(head.size(), "entries"));
    format!(
        "The board was rewritten: it showed {before} before, and now its log has signed {now} that \
         do not continue them ({what})."
    )
}

/// A smaller tree is no contradiction: the log may have signed it before the larger one
/// (`spec/board.md`, section 7).
fn shrunk(before: u64, now: u64) -> String {
    let [before, now] = [before, now].map(|size| counted(size, "entries"));
    format!(
        "The board shows only {now} now, and it showed {before} before: its server has an old copy, \
         or entries were removed. Nothing was cosigned, and what was seen before still stands. If \
         this lasts, tell the officials and the other witnesses."
    )
}

fn in_words(before: TreeHead, after: TreeHead) -> String {
    let more = after.size() - before.size();
    let what = if more == 0 { "no new one".to_owned() } else { format!("{more} new") };
    let entries = counted(after.size(), "entries");
    yes(&format!("{}: {entries}, {what}. All continue what was seen before.", utc(now())))
}

/// The checkpoint with the cosignature of this witness after the signatures that it has. An earlier
/// one of its own is left out.
fn cosign(signer: &Signer, state: &State) -> anyhow::Result<Vec<u8>> {
    let checkpoint = Note::parse(&state.note)?;
    let own = signer.verifier()?;
    let is_own = |(name, id)| (name, id) == (own.name(), own.id());
    let kept = checkpoint.signatures().iter().filter(|line| !is_own((line.name, line.id)));
    let mut cosigned = format!("{}\n", checkpoint.text());
    let mut lines = 1;
    for line in kept {
        cosigned.push_str(&line.to_string());
        lines += 1;
    }
    if lines > MAX_SIGNATURES {
        bail!("the checkpoint has {MAX_SIGNATURES} signatures, and no room for a cosignature");
    }
    cosigned.push_str(&signer.line(checkpoint.text(), state.cosigned)?);
    Ok(cosigned.into_bytes())
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}
