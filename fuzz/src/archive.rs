//! The archive of the tiny election, in memory, and what both readers say of it.

use std::collections::BTreeMap;
use std::path::Path;

use isoloir_archive::Reader;
use isoloir_board::MerkleHash;
use isoloir_board::bundle::push_entry;
use isoloir_board::chain::Chain;
use isoloir_board::checkpoint::Checkpoint;
use isoloir_board::entry::Entry;
use isoloir_board::keys::{LogSigner, WitnessSigner};
use isoloir_board::merkle::{TreeHead, leaf_hash, root_of};
use isoloir_board::note::KeyName;
use isoloir_board::tiles::encode_hashes;
use isoloir_election::phase::{Phase, Record, Tallies};
use isoloir_encoding::Encode;
use isoloir_verify::engine::{self, Options};
use isoloir_verify::report::Report;
use isoloir_verify::report::progress::Progress;
use isoloir_verify::source::{Source, SourceError};

use crate::{key, rng};

/// The files of a log by their paths.
#[derive(Clone)]
pub struct Files(pub BTreeMap<String, Vec<u8>>);

/// A name of a key.
pub fn name(text: &str) -> KeyName {
    text.parse().expect("a key name")
}

/// What signs the checkpoints of the tiny election.
pub fn log_signer() -> LogSigner {
    LogSigner::new(name("board.example/town"), key("board", 0)).expect("a key")
}

/// The witnesses of the tiny election, 1 and 2.
pub fn witness_signer(number: u8) -> WitnessSigner {
    let name = name(&format!("witness.example/w{number}"));
    WitnessSigner::new(name, key("witness", number)).expect("a key")
}

/// The text of a checkpoint with the signatures of the log and of one witness.
pub fn signed(head: TreeHead) -> String {
    let (log, witness) = (log_signer(), witness_signer(1));
    let checkpoint = Checkpoint { origin: log.key().name().clone(), head };
    let note = checkpoint.sign(&log).expect("a small note");
    let line = checkpoint.cosign(&witness, 1_790_600_000).expect("a time");
    note.with_signature(line).expect("a small note").to_string()
}

impl Files {
    /// The archive of these contents, with indices, hashes and signatures that fit. None if they
    /// do not fit one bundle.
    pub fn of(contents: Vec<(u8, Vec<u8>)>) -> Option<Self> {
        let mut chain = Chain::new();
        let entries: Vec<Vec<u8>> = contents
            .into_iter()
            .map(|(kind, payload)| Some(chain.append(kind, payload).ok()?.to_bytes()))
            .collect::<Option<_>>()?;
        if !(1..256).contains(&entries.len()) {
            return None;
        }
        let leaves: Vec<MerkleHash> = entries.iter().map(|entry| leaf_hash(entry)).collect();
        let head = TreeHead { size: entries.len() as u64, root: root_of(&leaves) };
        let mut bundle = Vec::new();
        entries.iter().try_for_each(|entry| push_entry(&mut bundle, entry)).ok()?;
        let width = entries.len();
        Some(Self(BTreeMap::from([
            ("checkpoint".to_owned(), signed(head).into_bytes()),
            (format!("tile/0/000.p/{width}"), encode_hashes(&leaves)),
            (format!("tile/entries/000.p/{width}"), bundle),
        ])))
    }

    /// The report of the verifier, if it has a checkpoint to begin with.
    pub fn report(&self) -> Option<Report> {
        let progress = Progress::hidden();
        Some(engine::verify(self, Options::new(&progress)).ok()?.report)
    }

    /// What the election crates say of the files in a folder.
    ///
    /// # Errors
    /// What they refuse, and how.
    pub fn judge_by_crates(&self, folder: &Path) -> Result<(), String> {
        self.write(folder);
        let archive = Reader::open(folder).map_err(|error| format!("open: {error:?}"))?;
        archive.audit().map_err(|error| format!("audit: {error:?}"))?;
        let entries = archive.entries().collect::<Result<Vec<_>, _>>();
        let entries = entries.map_err(|error| format!("entries: {error:?}"))?;
        let mut record = Record::new();
        for (index, entry) in entries.iter().enumerate() {
            take(&mut record, &entries, index).map_err(|error| format!("{index}: {error}"))?;
            if let (0, Phase::Setup(setup)) = (entry.index(), record.phase()) {
                let policy = setup.election().definition().policy();
                policy.open(archive.note()).map_err(|error| format!("policy: {error:?}"))?;
            }
        }
        match record.phase() {
            Phase::Decided(_) => Ok(()),
            _ => Err("undecided".to_owned()),
        }
    }

    fn write(&self, folder: &Path) {
        // The folder may hold the files of an earlier input.
        let _ = std::fs::remove_dir_all(folder);
        std::fs::create_dir_all(folder).expect("a folder to write in");
        for (path, bytes) in &self.0 {
            let path = folder.join(path);
            std::fs::create_dir_all(path.parent().expect("a file is in a folder"))
                .expect("a folder");
            std::fs::write(path, bytes).expect("a file");
        }
    }
}

fn take(record: &mut Record, entries: &[Entry], index: usize) -> Result<(), String> {
    record.apply(&entries[index], &mut rng("verify")).map_err(|refusal| format!("{refusal:?}"))?;
    let Phase::Closed(closed) = record.phase() else { return Ok(()) };
    let mut tallies = Tallies::new(closed);
    for entry in &entries[..=index] {
        tallies.add(closed, entry).expect("the ballots are those that were recorded");
    }
    let tallies = tallies.finish().expect("every ballot is there");
    record.tally(tallies).expect("they are the sums of this close");
    Ok(())
}

impl Source for Files {
    fn read(&self, path: &str, most: usize) -> Result<Option<Vec<u8>>, SourceError> {
        match self.0.get(path) {
            Some(bytes) if bytes.len() > most => {
                Err(SourceError::TooLarge { place: path.to_owned(), most })
            }
            found => Ok(found.cloned()),
        }
    }

    fn list(&self) -> Result<Option<Vec<String>>, SourceError> {
        Ok(Some(self.0.keys().cloned().collect()))
    }

    fn location(&self) -> &str {
        "memory"
    }
}
