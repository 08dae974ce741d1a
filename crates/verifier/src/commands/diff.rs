//! `isoloir-verify diff OLD NEW`: what an archive has that an older one has not.

use std::collections::BTreeMap;

use super::arguments::Diff;
use super::stop::{Stop, ended, no, note, yes};
use super::{Ended, print};
use crate::election::message::{Kind, PAPER_SIGNERS};
use crate::election::party::SignatureError;
use crate::engine::board::{Board, BoardError};
use crate::log::Hash;
use crate::log::entry::{Entry, chain_hash};
use crate::log::files::LogFiles;
use crate::log::key::SIGNATURE_BYTES;
use crate::log::merkle::{Tree, leaf_hash};
use crate::report::format::{counted, grouped};
use crate::source::{self, Source as _};

/// How many entries of officials are named.
const MAX_NAMED: usize = 200;

/// Bytes of a signer and its signature at the end of an entry that several sign (5.1).
const SIGNED_BYTES: usize = 1 + SIGNATURE_BYTES;

/// Compares the archives.
pub(super) fn run(arguments: &Diff) -> anyhow::Result<Ended> {
    ended(compare(arguments))
}

fn compare(arguments: &Diff) -> Result<Ended, Stop> {
    let open = |location: &str| -> Result<Board, Stop> {
        Board::open(source::open(location)?).map_err(|error| Stop::from(error).of(location))
    };
    let (old, new) = (open(&arguments.old)?, open(&arguments.new)?);
    check_same_log(&old, &new)?;
    let (before, after) = (old.head().size(), new.head().size());
    print(&format!("Older: {} in {}\n", counted(before, "entries"), arguments.old))?;
    print(&format!("Newer: {} in {}\n", counted(after, "entries"), arguments.new))?;
    if after < before {
        return Err(Stop::Fails(format!(
            "The newer archive lacks the last {} of the older one. If the two were not mixed up, the \
             board was shortened: keep both archives, which prove it.",
            counted(before - after, "entries")
        )));
    }
    let read = read(&new, before)?;
    if read.root_before != Some(old.head().root()) {
        return Err(Stop::Fails(first_difference(&old, &new)?));
    }
    print(&yes("The newer archive begins with all entries of the older one."))?;
    print(&read.added.in_words())?;
    Ok(if read.added.wrong.is_empty() { Ended::Holds } else { Ended::Fails })
}

fn check_same_log(old: &Board, new: &Board) -> Result<(), Stop> {
    let [first, second] = [old, new].map(|board| hex::encode(board.definition().election_id));
    if first == second {
        return Ok(());
    }
    Err(Stop::Fails(format!(
        "These are two elections, so they can't be compared: {first} and {second}."
    )))
}

/// What was read of the newer archive.
struct Reading {
    /// The root of the entries that the older one has too.
    root_before: Option<Hash>,
    added: Added,
}

/// Reads all of the newer archive, which must have the root of its checkpoint.
fn read(new: &Board, before: u64) -> Result<Reading, Stop> {
    let mut tree = Tree::default();
    let mut root_before = None;
    let mut added = Added::default();
    let mut context = new.definition().election_id;
    let mut opened = false;
    let visited = new.entries_from(0, |index, bytes| {
        tree.push(leaf_hash(bytes));
        if tree.size() == before {
            root_before = Some(tree.root());
        }
        let entry = Entry::decode(bytes).ok();
        let kind = entry.and_then(|entry| Kind::from_number(entry.kind));
        if index >= before {
            added.take(index, kind, entry, new, &context);
        }
        if kind == Some(Kind::Open) && !opened {
            // The fingerprint, which the signatures of later entries are over. A vote opens once.
            opened = true;
            context = chain_hash(bytes);
        }
    });
    visited.map_err(BoardError::from)?;
    if tree.root() != new.head().root() {
        return Err(Stop::fails(
            "The entries of the newer archive are not those of its checkpoint.",
        ));
    }
    Ok(Reading { root_before, added })
}

/// What the newer archive has besides.
#[derive(Default)]
struct Added {
    by_kind: BTreeMap<Option<Kind>, u64>,
    named: Vec<String>,
    unnamed: u64,
    wrong: Vec<String>,
}

impl Added {
    fn take(
        &mut self,
        index: u64,
        kind: Option<Kind>,
        entry: Option<Entry<'_>>,
        board: &Board,
        context: &Hash,
    ) {
        *self.by_kind.entry(kind).or_default() += 1;
        let (Some(kind), Some(entry)) = (kind, entry) else {
            return self.add_wrong(format!("entry {} is of no known kind", grouped(index)));
        };
        match officials(board, kind, context, entry.payload) {
            Ok(None) => {}
            Ok(Some(names)) if self.named.len() < MAX_NAMED => {
                self.named.push(format!("entry {}: {}, by {names}", grouped(index), kind.name()));
            }
            Ok(Some(_)) => self.unnamed += 1,
            Err(error) => {
                self.add_wrong(format!("entry {}, {}: {error}", grouped(index), kind.name()));
            }
        }
    }

    fn add_wrong(&mut self, what: String) {
        if self.wrong.len() < MAX_NAMED {
            self.wrong.push(what);
        }
    }

    fn in_words(&self) -> String {
        let total: u64 = self.by_kind.values().sum();
        if total == 0 {
            return note("Nothing was added.");
        }
        let mut text = format!("\nAdded: {}\n", counted(total, "entries"));
        for (kind, number) in &self.by_kind {
            let kind = kind.map_or("of no known kind", Kind::name);
            text.push_str(&format!("{:>13}  {kind}\n", grouped(*number)));
        }
        if !self.named.is_empty() {
            text.push_str("\nSigned by officials:\n");
        }
        self.named.iter().for_each(|line| text.push_str(&note(line)));
        if self.unnamed > 0 {
            text.push_str(&note(&format!("and {} more", grouped(self.unnamed))));
        }
        self.wrong.iter().for_each(|line| text.push_str(&no(line)));
        text
    }
}

/// The officials who signed an entry, whose signatures hold. None if it is not for them to sign.
fn officials(
    board: &Board,
    kind: Kind,
    context: &Hash,
    payload: &[u8],
) -> Result<Option<String>, SignatureError> {
    let signers = board.definition().signers(kind, context);
    if signers.role != "officials" {
        return Ok(None);
    }
    let indices: Vec<u8> = if kind == Kind::PaperBatch {
        signers.several(PAPER_SIGNERS, payload)?;
        let ends = payload.rchunks(SIGNED_BYTES).take(PAPER_SIGNERS);
        ends.filter_map(|signed| signed.first().copied()).rev().collect()
    } else {
        vec![signers.one(payload)?.0]
    };
    let name = |index: &u8| Some(signers.parties.get(usize::from(*index))?.name.as_str());
    Ok(Some(indices.iter().filter_map(name).collect::<Vec<_>>().join(" and ")))
}

/// Names the first entry that the two archives do not share.
fn first_difference(old: &Board, new: &Board) -> Result<String, Stop> {
    let [old_files, new_files] = [old, new].map(|board| LogFiles::new(board, board.head()));
    for number in 0..old_files.bundles() {
        let bundle = |files: &LogFiles<'_>| files.read_bundle(number).map_err(BoardError::from);
        let (earlier, later) = (bundle(&old_files)?, bundle(&new_files)?);
        let pairs = (earlier.first()..).zip(earlier.entries().zip(later.entries()));
        for (index, (earlier, later)) in pairs {
            if earlier != later {
                // Else it is a damaged file and no contradiction.
                old.check_entry(index, earlier).map_err(|e| Stop::from(e).of(old.location()))?;
                new.check_entry(index, later).map_err(|e| Stop::from(e).of(new.location()))?;
                return Ok(format!(
                    "The board was rewritten: entry {} is {} in the older archive and {} in the \
                     newer one, and the log signed both. Keep both archives: together they prove \
                     it.",
                    grouped(index),
                    kind_of(earlier),
                    kind_of(later)
                ));
            }
        }
    }
    Ok("The older archive does not belong to its checkpoint: its entries have another root. Check \
        it by itself, with \"isoloir-verify\" and its name."
        .to_owned())
}

fn kind_of(entry: &[u8]) -> String {
    let kind = Entry::decode(entry).ok().and_then(|entry| Kind::from_number(entry.kind));
    kind.map_or("of no known kind".to_owned(), |kind| format!("a {} entry", kind.name()))
}
