//! Archives in memory.

use std::collections::BTreeMap;
use std::path::Path;

use ed25519_dalek::SigningKey;
use isoloir_board::MerkleHash;
use isoloir_board::bundle::push_entry;
use isoloir_board::checkpoint::Checkpoint;
use isoloir_board::entry::Entry;
use isoloir_board::keys::{LogSigner, WitnessSigner};
use isoloir_board::merkle::{TreeHead, leaf_hash, root_of};
use isoloir_board::tiles::encode_hashes;
use isoloir_encoding::Encode;
use isoloir_verify::engine::{self, Options};
use isoloir_verify::report::Report;
use isoloir_verify::report::progress::Progress;
use isoloir_verify::source::{Source, SourceError};

use crate::board::Board;
use crate::town::key;

/// The files of a log by their paths.
#[derive(Clone)]
pub(crate) struct Files(pub(crate) BTreeMap<String, Vec<u8>>);

/// The keys that sign a checkpoint.
pub(crate) struct Seal {
    pub(crate) log: SigningKey,
    /// The numbers of the witnesses that cosign.
    pub(crate) witnesses: Vec<u8>,
}

impl Seal {
    /// The log of the tiny election, and both its witnesses.
    pub(crate) fn honest() -> Self {
        Self { log: key("board", 0), witnesses: vec![1, 2] }
    }

    /// The signed checkpoint of a tree.
    pub(crate) fn checkpoint(&self, size: u64, root: MerkleHash) -> String {
        let signer =
            LogSigner::new("board.example/town".parse().unwrap(), self.log.clone()).unwrap();
        let origin = signer.key().name().clone();
        let checkpoint = Checkpoint { origin, head: TreeHead { size, root } };
        let mut note = checkpoint.sign(&signer).unwrap();
        for &number in &self.witnesses {
            let name = format!("witness.example/w{number}").parse().unwrap();
            let witness = WitnessSigner::new(name, key("witness", number)).unwrap();
            note =
                note.with_signature(checkpoint.cosign(&witness, 1_790_600_000).unwrap()).unwrap();
        }
        note.to_string()
    }
}

impl Files {
    /// The archive of these entries.
    pub(crate) fn of(entries: &[Entry], seal: &Seal) -> Self {
        let entries: Vec<Vec<u8>> = entries.iter().map(Encode::to_bytes).collect();
        Self::of_bytes(&entries, seal)
    }

    /// The archive whose leaves are these bytes, entries or not: at most as many as one bundle
    /// holds.
    pub(crate) fn of_bytes(entries: &[Vec<u8>], seal: &Seal) -> Self {
        let leaves: Vec<MerkleHash> = entries.iter().map(|entry| leaf_hash(entry)).collect();
        let checkpoint = seal.checkpoint(entries.len() as u64, root_of(&leaves));
        let mut files = Self(BTreeMap::from([("checkpoint".into(), checkpoint.into_bytes())]));
        files.put_bundle(entries);
        files.0.insert(format!("tile/0/000.p/{}", entries.len()), encode_hashes(&leaves));
        files
    }

    /// Replaces the one bundle.
    pub(crate) fn put_bundle(&mut self, entries: &[Vec<u8>]) {
        assert!(entries.len() < 256, "more than one bundle");
        let mut bundle = Vec::new();
        entries.iter().for_each(|entry| push_entry(&mut bundle, entry).unwrap());
        self.0.insert(format!("tile/entries/000.p/{}", entries.len()), bundle);
    }

    /// The verifier's report.
    pub(crate) fn report(&self) -> Report {
        let progress = Progress::hidden();
        engine::verify(self, Options::new(&progress)).unwrap().report
    }

    /// Checks which steps fail, and for which entries.
    #[track_caller]
    pub(crate) fn fails_in(&self, expected: &[(&str, Option<usize>)]) {
        let report = self.report();
        let failures = report.steps.iter().flat_map(|step| {
            step.failures.iter().map(|failure| (step.id, failure.entry.map(|at| at as usize)))
        });
        let failures: Vec<_> = failures.collect();
        assert_eq!(failures, expected, "{:#?}", report.steps);
        assert!(!report.holds());
    }

    /// Writes them into a folder.
    pub(crate) fn write(&self, folder: &Path) {
        for (path, bytes) in &self.0 {
            let path = folder.join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
    }
}

impl Source for Files {
    fn read(&self, path: &str, most: usize) -> Result<Option<Vec<u8>>, SourceError> {
        let place = || path.to_owned();
        match self.0.get(path) {
            Some(bytes) if bytes.len() > most => {
                Err(SourceError::TooLarge { place: place(), most })
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

#[test]
fn the_archives_of_these_tests_are_those_that_the_project_writes() {
    let folder = tempfile::tempdir().unwrap();
    let signer = LogSigner::new("board.example/town".parse().unwrap(), key("board", 0)).unwrap();
    let mut writer = isoloir_archive::Writer::create(folder.path(), &signer).unwrap();
    let board = Board::honest();
    board.entries().iter().for_each(|entry| writer.append_entry(entry).unwrap());
    writer.commit(&signer).unwrap();
    let files = Files::of(&board.entries(), &Seal { log: key("board", 0), witnesses: Vec::new() });
    for (path, bytes) in &files.0 {
        assert_eq!(&std::fs::read(folder.path().join(path)).unwrap(), bytes, "{path}");
    }
}
