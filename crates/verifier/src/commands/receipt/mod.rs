//! `isoloir-verify receipt`: what a voter's receipt proves (`spec/election.md`, section 12).

mod history;

use sha3::{Digest as _, Sha3_256};

use self::history::{Event, History, What};
use super::arguments::Receipt as Arguments;
use super::expected::{check_election, check_record, identifiers};
use super::files::read_bounded;
use super::policy_file::{self, MAX_POLICY_BYTES};
use super::stop::{Stop, ended, no, note, yes};
use super::tracker::CopiedTracker;
use super::{Ended, print};
use crate::crypto::ballot;
use crate::crypto::group::ELEMENT_BYTES;
use crate::crypto::style::MAX_SLOTS;
use crate::election::message::{BallotParts, Kind};
use crate::election::record::Record;
use crate::engine;
use crate::engine::board::Board;
use crate::log::Hash;
use crate::log::checkpoint::{Opened, Policy};
use crate::log::entry::Entry;
use crate::log::merkle::{ProofError, leaf_hash};
use crate::log::prover::{ProverError, prove_consistency};
use crate::log::receipt::{MAX_RECEIPT_BYTES, Receipt};
use crate::report::format::{counted, grouped, utc};
use crate::report::terminal::labelled;
use crate::source;

/// What to do about a board that contradicts a receipt.
const REWRITTEN: &str = "This board was rewritten: keep the receipt and a copy of the board, and \
    give both to the officials of the election and to observers. Together they prove it.";

/// What to do about a board with a forged ballot.
const FORGED: &str = "This board does not hold, so it can't say which ballots count. Tell the \
    officials and observers: this copy of the board proves it.";

const NOT_CHECKED: &str = "The proofs of ballots and the tally were not checked here: \
    \"isoloir-verify\" with the board alone does that.";

/// Checks the receipt.
pub(super) fn run(arguments: &Arguments) -> anyhow::Result<Ended> {
    ended(check(arguments))
}

fn check(arguments: &Arguments) -> Result<Ended, Stop> {
    let file = read_bounded(&arguments.file, MAX_RECEIPT_BYTES)?;
    let receipt = Receipt::parse(&file).map_err(Stop::fails)?;
    let extra = receipt.extra.as_deref().unwrap_or_default();
    let held = Held::read(&receipt, extra)?;
    print(&format!("Receipt of entry {}\n", grouped(receipt.index)))?;

    let mut ended = Ended::Holds;
    if let Some(file) = &arguments.policy {
        let policy = policy_file::parse(&read_bounded(file, MAX_POLICY_BYTES)?)
            .map_err(|error| anyhow::anyhow!("{}: {error}", file.display()))?;
        let opened = held.open(&policy)?;
        if arguments.against.is_none() {
            print(&held.in_words(&opened, None))?;
            print(&yes(&recorded(&opened, receipt.index)))?;
            ended = held.compare_offline(arguments)?;
            print(&note(
                "Whether it is the ballot that counts only the whole board tells: --against.",
            ))?;
        }
    }
    match &arguments.against {
        Some(location) => held.check_against(location, arguments),
        None => Ok(ended),
    }
}

/// A receipt with the ballot in it.
struct Held<'a> {
    receipt: &'a Receipt<'a>,
    bytes: &'a [u8],
    entry: Entry<'a>,
    /// The sealed part may be of a wrong length: that depends on the district.
    parts: BallotParts<'a>,
}

impl<'a> Held<'a> {
    /// Rule 1: the extra data is an entry of kind 10 whose index is that of the receipt.
    fn read(receipt: &'a Receipt<'a>, bytes: &'a [u8]) -> Result<Self, Stop> {
        if receipt.extra.is_none() {
            return Err(Stop::fails(
                "The receipt does not hold the ballot's entry, so it is not one that a voter's \
                 device writes.",
            ));
        }
        let entry = Entry::decode(bytes).map_err(|e| Stop::fails(format!("Its entry: {e}")))?;
        let kind = Kind::from_number(entry.kind);
        if kind != Some(Kind::Ballot) {
            let found = kind.map_or("an unknown kind", Kind::name);
            return Err(Stop::fails(format!("Its entry is no ballot: {found}.")));
        }
        if entry.index != receipt.index {
            return Err(Stop::Fails(format!(
                "It is a receipt of entry {}, but holds entry {}.",
                receipt.index, entry.index
            )));
        }
        let sealed_bytes = entry.payload.len().saturating_sub(BallotParts::AROUND);
        let parts = BallotParts::read(entry.payload, |_| Some(sealed_bytes))
            .map_err(|error| Stop::fails(format!("Its entry: {error}")))?;
        Ok(Self { receipt, bytes, entry, parts })
    }

    /// Rule 2: the policy opens the checkpoint, and the entry is in its tree.
    fn open(&self, policy: &Policy) -> Result<Opened, Stop> {
        let checked = self.receipt.check(policy, &leaf_hash(self.bytes));
        checked.map_err(|error| Stop::Fails(format!("The receipt does not hold: {error}.")))
    }

    fn in_words(&self, opened: &Opened, tracker: Option<&Hash>) -> String {
        let mut text = String::new();
        let checkpoint = &opened.checkpoint;
        labelled(&mut text, "board", &checkpoint.origin);
        labelled(&mut text, "at that time", &counted(checkpoint.head.size(), "entries"));
        for witness in &opened.cosigners {
            labelled(&mut text, "witnessed", &format!("{} by {}", utc(witness.time), witness.name));
        }
        labelled(&mut text, "district", &self.parts.district.to_string());
        labelled(&mut text, "credential", &hex::encode(self.parts.credential));
        if let Some(tracker) = tracker {
            labelled(&mut text, "tracking code", &hex::encode(tracker));
        }
        text
    }

    /// Rule 3, without the board. How many slots the ballot has is not known then, so each number
    /// is tried: a tracker that was copied is that of one of them or of none.
    fn compare_offline(&self, arguments: &Arguments) -> Result<Ended, Stop> {
        let (Some(fingerprint), Some(copied)) =
            (&arguments.expected.fingerprint, &arguments.tracker)
        else {
            print(&note(
                "The tracking code was not compared: that takes --tracker with the code and \
                 --fingerprint with the fingerprint of the election, or the board (--against).",
            ))?;
            return Ok(Ended::Holds);
        };
        let trackers = (1..=MAX_SLOTS).map_while(|slots| {
            let (ciphertext, proof) =
                self.parts.sealed.split_at_checked(ELEMENT_BYTES * (slots + 1))?;
            let proof_hash = Sha3_256::digest(proof).into();
            let BallotParts { district, credential, .. } = self.parts;
            Some(ballot::tracker(fingerprint, district, credential, ciphertext, &proof_hash))
        });
        compare(copied, trackers)
    }

    /// All three rules by the definition of the board, and whether the ballot counts.
    fn check_against(&self, location: &str, arguments: &Arguments) -> Result<Ended, Stop> {
        let board = Board::open(source::open(location)?)?;
        check_election(board.definition(), &arguments.expected)?;
        let policy = engine::policy(board.definition()).map_err(Stop::Fails)?;
        let opened = self.open(&policy)?;
        self.check_prefix(&opened, &board)?;
        let record = check_record(&board, &arguments.expected)?;
        let tracker = self.tracker(&record)?;
        print(&self.in_words(&opened, Some(&tracker)))?;
        print(&yes(&recorded(&opened, self.receipt.index)))?;
        print(&yes(&format!(
            "The board as it is now, with {}, begins with all those that the receipt vouches for.",
            counted(board.head().size(), "entries")
        )))?;
        let compared = match &arguments.tracker {
            Some(copied) => compare(copied, [tracker])?,
            None => {
                print(&note("Compare the tracking code with the one that you copied."))?;
                Ended::Holds
            }
        };
        if let Some(opened) = record.opened() {
            print(&identifiers(&board.definition().election_id, opened.fingerprint()))?;
        }
        let counts = self.say_whether_it_counts(&board, &record)?;
        Ok(if compared == Ended::Fails { compared } else { counts })
    }

    fn check_prefix(&self, opened: &Opened, board: &Board) -> Result<(), Stop> {
        let (then, now) = (opened.checkpoint.head, board.head());
        match prove_consistency(board, then, now) {
            Ok(_) => Ok(()),
            Err(ProverError::Proof(ProofError::Shrunk { old, new })) => Err(Stop::Fails(format!(
                "The receipt was made for {}, but here are only {new}: take the newest copy of the \
                 board. If there is no newer one: {REWRITTEN}",
                counted(old, "entries")
            ))),
            Err(ProverError::Proof(_)) => Err(Stop::fails(REWRITTEN)),
            Err(error) => Err(error.into()),
        }
    }

    /// Rule 3: the tracker, by the number of slots of the district.
    fn tracker(&self, record: &Record) -> Result<Hash, Stop> {
        let opened = record.opened().ok_or_else(|| Stop::fails("The vote was never opened."))?;
        let ballot = opened.read_ballot(self.entry.payload);
        Ok(ballot.map_err(|error| Stop::fails(format!("Its entry: {error}")))?.tracker)
    }

    /// It counts if it lies before the close and nothing about its credential lies between the two.
    fn say_whether_it_counts(&self, board: &Board, record: &Record) -> Result<Ended, Stop> {
        let history = History::read(board, record, self.entry.index, &self.parts)?;
        if history.events.is_empty() {
            print(&yes(&match history.close {
                None => "It is the last ballot of its credential so far. The vote is still open: \
                     check again after the close."
                    .to_owned(),
                Some(close) => format!(
                    "It counts: it was the last ballot of its credential when entry {} closed the \
                     vote.",
                    grouped(close)
                ),
            }))?;
            print(&note(NOT_CHECKED))?;
            return Ok(Ended::Holds);
        }
        let forged = history.events.iter().any(Event::is_forged);
        if !forged {
            print(&no("It does not count."))?;
        }
        for event in &history.events {
            let line = if event.is_forged() { no } else { note };
            print(&line(&in_words(event)))?;
        }
        print(&note(NOT_CHECKED))?;
        if forged { Err(Stop::fails(FORGED)) } else { Ok(Ended::Fails) }
    }
}

fn recorded(opened: &Opened, index: u64) -> String {
    format!(
        "The ballot is recorded: it is entry {} of {}.",
        grouped(index),
        opened.checkpoint.origin
    )
}

fn compare(
    copied: &CopiedTracker,
    trackers: impl IntoIterator<Item = Hash>,
) -> Result<Ended, Stop> {
    if trackers.into_iter().any(|tracker| copied.is_of(&tracker)) {
        let extent = copied.extent();
        print(&yes(&format!("Its tracking code is the one that was copied ({extent}).")))?;
        return Ok(Ended::Holds);
    }
    print(&no(
        "Its tracking code is not the one that was copied: this is another ballot than the one that \
         the device showed. If the code was copied rightly, cast a new ballot from another device, \
         and tell the officials.",
    ))?;
    Ok(Ended::Fails)
}

fn in_words(event: &Event) -> String {
    let entry = grouped(event.entry);
    match &event.what {
        What::Ballot(tracker) => format!(
            "Entry {entry} is a later ballot of the same credential. The signature that casts it \
             holds. Its tracking code is {}",
            hex::encode(tracker)
        ),
        What::Forged => format!(
            "Entry {entry} is a forged ballot for the same credential: the signature that casts it \
             does not hold, so the credential did not sign it."
        ),
        What::Revoked => format!("Entry {entry} revoked its credential."),
        What::Replaced => {
            format!("Entry {entry} put another credential in its place: ask for its code.")
        }
        What::Paper => format!("Entry {entry} is a batch of paper ballots: one is its voter's."),
    }
}
