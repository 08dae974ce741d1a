//! An auditor: what a board amounts to, or which check refuses it.

use std::path::Path;

use isoloir_archive::{ArchiveError, Reader};
use isoloir_board::chain::Chain;
use isoloir_board::entry::Entry;
use isoloir_board::policy::{OpenError, Policy};
use isoloir_election::phase::{Outcome, Phase, Record, Refusal, Tallies};
use rand_core::OsRng;

/// The check that a board did not pass, in the order in which they are made.
#[derive(Debug)]
pub(crate) enum Failed {
    /// The checkpoint can't be read.
    Opening(ArchiveError),
    /// The checkpoint is not signed by the log.
    Signature(OpenError),
    /// A file is not as the checkpoint says.
    Audit(ArchiveError),
    /// The rules of the election refuse an entry.
    Rules { index: usize, refusal: Refusal },
    /// All entries are in order, and there is no result.
    Undecided,
}

/// All that an auditor checks who knows the log's key from elsewhere.
pub(crate) fn verify(folder: &Path, policy: &Policy) -> Result<Outcome, Failed> {
    check_files(folder, policy)?;
    let archive = Reader::open(folder).map_err(Failed::Opening)?;
    let entries = archive.entries().collect::<Result<Vec<_>, _>>().map_err(Failed::Audit)?;
    decide(&entries)
}

/// The checks that need nothing but the log's key.
pub(crate) fn check_files(folder: &Path, policy: &Policy) -> Result<(), Failed> {
    let archive = Reader::open(folder).map_err(Failed::Opening)?;
    policy.open(archive.note()).map_err(Failed::Signature)?;
    archive.audit().map(drop).map_err(Failed::Audit)
}

/// The result of a board by the rules of the election.
pub(crate) fn decide(entries: &[Entry]) -> Result<Outcome, Failed> {
    let mut record = Record::new();
    for index in 0..entries.len() {
        take(&mut record, entries, index).map_err(|refusal| Failed::Rules { index, refusal })?;
    }
    match record.phase() {
        Phase::Decided(decided) => {
            decided.outcome(0).map_err(|refusal| Failed::Rules { index: entries.len(), refusal })
        }
        _ => Err(Failed::Undecided),
    }
}

/// Applies one entry; after the close, sums the ballots that count.
pub(crate) fn take(record: &mut Record, entries: &[Entry], index: usize) -> Result<(), Refusal> {
    record.apply(&entries[index], &mut OsRng)?;
    let Phase::Closed(closed) = record.phase() else {
        return Ok(());
    };
    let mut tallies = Tallies::new(closed);
    entries[..=index].iter().try_for_each(|entry| tallies.add(closed, entry))?;
    let sums = tallies.finish()?;
    record.tally(sums)
}

/// The entries of an archive that is in order.
pub(crate) fn entries(folder: &Path) -> Vec<Entry> {
    Reader::open(folder).unwrap().entries().collect::<Result<_, _>>().unwrap()
}

/// What the definition, the first entry, asks of a checkpoint.
pub(crate) fn policy(entries: &[Entry]) -> Policy {
    let mut record = Record::new();
    record.apply(&entries[0], &mut OsRng).unwrap();
    match record.phase() {
        Phase::Setup(setup) => setup.election().definition().policy().clone(),
        _ => panic!("the board does not begin with a definition"),
    }
}

/// What entries carry: their kind and payload.
pub(crate) type Content = (u8, Vec<u8>);

pub(crate) fn content(entry: &Entry) -> Content {
    (entry.kind(), entry.payload().to_vec())
}

/// A board of these contents, with indices and hashes that fit them.
pub(crate) fn chained(contents: impl IntoIterator<Item = Content>) -> Vec<Entry> {
    let mut chain = Chain::new();
    contents.into_iter().map(|(kind, payload)| chain.append(kind, payload).unwrap()).collect()
}
