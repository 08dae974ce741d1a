//! The record of the tiny election, and what an attacker makes of it.

use std::sync::LazyLock;

use isoloir_board::chain::Chain;
use isoloir_board::entry::Entry;
use isoloir_crypto::dkg::KeyShare;
use isoloir_election::message::{CoSigned, Kind, Signed};
use isoloir_verify::report::Report;

use crate::count::Closing;
use crate::files::{Files, Seal};
use crate::town::{Town, held, key};

/// What an entry carries: its kind and payload.
pub(crate) type Content = (u8, Vec<u8>);

/// The election as it was held, and the trustees' shares.
pub(crate) static HONEST: LazyLock<(Town, Vec<KeyShare>)> = LazyLock::new(held);

/// The bytes of a signature, and of a signer with a signature.
const SIGNATURE: usize = 64;
const CO_SIGNATURE: usize = 1 + SIGNATURE;

/// The contents of a board. Indices and hashes come when it is written down.
#[derive(Clone)]
pub(crate) struct Board(pub(crate) Vec<Content>);

impl Board {
    /// The board of the election as it was held.
    pub(crate) fn honest() -> Self {
        let content = |entry: &Entry| (entry.kind(), entry.payload().to_vec());
        Self(HONEST.0.entries.iter().map(content).collect())
    }

    /// Puts an entry before the one at this index.
    pub(crate) fn insert(mut self, at: usize, kind: Kind, payload: Vec<u8>) -> Self {
        self.0.insert(at, (kind as u8, payload));
        self
    }

    /// Gives the entry at this index another payload.
    pub(crate) fn replace(mut self, at: usize, payload: Vec<u8>) -> Self {
        self.0[at].1 = payload;
        self
    }

    /// Leaves the entry at this index out.
    pub(crate) fn without(mut self, at: usize) -> Self {
        self.0.remove(at);
        self
    }

    /// The same up to the close; after it, what trustees and officials publish who take every
    /// ballot on this board for valid.
    pub(crate) fn counted_again(self) -> Self {
        Closing::of(self).finish()
    }

    /// The entries, with indices and hashes that fit.
    pub(crate) fn entries(&self) -> Vec<Entry> {
        let mut chain = Chain::new();
        self.0.iter().map(|(kind, payload)| chain.append(*kind, payload.clone()).unwrap()).collect()
    }

    /// The archive, signed by the log and by its witnesses.
    pub(crate) fn files(&self) -> Files {
        Files::of(&self.entries(), &Seal::honest())
    }

    /// The verifier's report.
    pub(crate) fn report(&self) -> Report {
        self.files().report()
    }

    /// Checks that the verifier refuses the board in this step alone, for this entry alone.
    #[track_caller]
    pub(crate) fn fails(&self, step: &str, entry: usize) {
        self.fails_in(&[(step, Some(entry))]);
    }

    /// Checks which steps fail, and for which entries.
    #[track_caller]
    pub(crate) fn fails_in(&self, expected: &[(&str, Option<usize>)]) {
        self.files().fails_in(expected);
    }
}

/// How many entries of the honest board come before the n-th of a kind.
pub(crate) fn before(kind: Kind, nth: usize) -> usize {
    let entries = HONEST.0.entries.iter().enumerate();
    entries.filter(|(_, entry)| entry.kind() == kind as u8).nth(nth).unwrap().0
}

/// The town when so many entries of the honest board are there.
pub(crate) fn at(index: usize) -> Town {
    Town::after(&HONEST.0.entries[..index])
}

/// The payload of an entry of the honest board.
pub(crate) fn payload(index: usize) -> Vec<u8> {
    HONEST.0.entries[index].payload().to_vec()
}

/// The message of an entry of the honest board that one party signed.
pub(crate) fn message(index: usize) -> Vec<u8> {
    let payload = payload(index);
    payload[1..payload.len() - SIGNATURE].to_vec()
}

/// The message of an entry of the honest board that two parties signed.
pub(crate) fn co_signed_message(index: usize) -> Vec<u8> {
    let payload = payload(index);
    payload[..payload.len() - 2 * CO_SIGNATURE].to_vec()
}

/// The payload with which a party signs a message, in the context of the honest board.
pub(crate) fn signed(kind: Kind, role: &str, signer: u8, message: &[u8]) -> Vec<u8> {
    Signed::sign(kind, &context(kind), signer, &key(role, signer), message)
}

/// The payload with which parties 0 and 1 of a role sign a message.
pub(crate) fn co_signed(kind: Kind, role: &str, message: &[u8]) -> Vec<u8> {
    let keys = [key(role, 0), key(role, 1)];
    CoSigned::sign(kind, &context(kind), &[(0, &keys[0]), (1, &keys[1])], message)
}

/// The election_id, or the fingerprint.
fn context(kind: Kind) -> [u8; 32] {
    let closed = HONEST.0.decrypting().closed();
    if kind.is_after_open() { closed.fingerprint().0 } else { closed.election().id().0 }
}

#[test]
fn the_honest_record_is_accepted() {
    let report = Board::honest().report();
    assert!(report.holds(), "{report:#?}");
    assert_eq!(report.ballots, 10);
}

#[test]
fn what_the_attacker_counts_for_the_honest_board_is_accepted() {
    let again = Board::honest().counted_again();
    let results = |board: &Board| -> Vec<Content> {
        board.0.iter().filter(|(kind, _)| *kind == Kind::Result as u8).cloned().collect()
    };
    assert_eq!(results(&again), results(&Board::honest()));
    assert!(again.report().holds());
}
