//! What came after a ballot: entries about its credential, and the close.

use super::super::stop::Stop;
use crate::crypto::credential::cast_context;
use crate::crypto::group::ReadGroup as _;
use crate::crypto::knowledge::KnowledgeProof;
use crate::crypto::transcript::Domain;
use crate::election::message::{BallotParts, Kind, PAPER_SIGNERS, PaperBatch, Reissue, Revocation};
use crate::election::record::{BallotView, Opened, Phase, Record};
use crate::engine::board::{Board, BoardError};
use crate::log::Hash;
use crate::log::entry::Entry;
use crate::log::merkle::{Tree, leaf_hash};
use crate::report::format::grouped;
use crate::wire::Reader;

/// What became of a ballot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct History {
    /// The entry that closed the vote, after the ballot; None while the vote is open.
    pub(super) close: Option<u64>,
    /// What came between the ballot and the close about its credential. If there is nothing, the
    /// ballot is the last one of its credential.
    pub(super) events: Vec<Event>,
}

/// An entry about a credential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Event {
    /// Its index on the board.
    pub(super) entry: u64,
    pub(super) what: What,
}

impl Event {
    /// Whether the voter has no part in it and the board should not have it.
    pub(super) fn is_forged(&self) -> bool {
        self.what == What::Forged
    }
}

/// What an entry means for a credential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum What {
    /// A ballot with this tracker, whose cast signature holds.
    Ballot(Hash),
    /// A ballot whose cast signature does not hold.
    Forged,
    Revoked,
    /// Another credential stands in its place.
    Replaced,
    /// It voted on paper.
    Paper,
}

impl History {
    /// Reads the whole board, whose record was accepted but for the ballots' proofs and signatures,
    /// and finds what became of the ballot in this entry.
    pub(super) fn read(
        board: &Board,
        record: &Record,
        ballot: u64,
        parts: &BallotParts<'_>,
    ) -> Result<Self, Stop> {
        let opened = record.opened().ok_or_else(|| Stop::fails("The vote was never opened."))?;
        let mut tree = Tree::default();
        let (mut close, mut events) = (None, Vec::new());
        let visited = board.entries_from(0, |index, bytes| {
            tree.push(leaf_hash(bytes));
            // The first close is the one that the record has taken.
            let entry = if close.is_none() { Entry::decode(bytes).ok() } else { None };
            let Some(entry) = entry else { return };
            if entry.kind == Kind::Close.number() {
                close = Some(index);
            } else if index > ballot {
                events.extend(what(&entry, opened, parts).map(|what| Event { entry: index, what }));
            }
        });
        visited.map_err(BoardError::from)?;
        if tree.root() != board.head().root() {
            return Err(Stop::fails(
                "The board was read twice, and the second time it was another.",
            ));
        }
        let history = Self { close, events };
        history.check(record, ballot)?;
        Ok(history)
    }

    /// Checks that the ballot was recorded while the vote was open, and that the record agrees.
    fn check(&self, record: &Record, ballot: u64) -> Result<(), Stop> {
        if let Some(close) = self.close
            && close < ballot
        {
            return Err(Stop::Fails(format!(
                "Entry {} comes after entry {}, which closed the vote. It is no ballot of this \
                 election, and the board does not hold. Tell the officials and observers.",
                grouped(ballot),
                grouped(close)
            )));
        }
        let is_open = record.phase() == Phase::Voting;
        let is_last = record.superseded().binary_search(&ballot).is_err();
        if (is_open, is_last) == (self.close.is_none(), self.events.is_empty()) {
            return Ok(());
        }
        Err(Stop::fails(
            "The entries after this ballot do not agree with the record of the board, so it can't \
             be said whether the ballot counts.",
        ))
    }
}

/// What an entry means for the credential of a ballot, if anything.
fn what(entry: &Entry<'_>, opened: &Opened, ballot: &BallotParts<'_>) -> Option<What> {
    let kind = Kind::from_number(entry.kind)?;
    let signers = opened.definition().signers(kind, opened.fingerprint());
    let is_ours = |district: u16, credential: &[u8; 32]| {
        (district == ballot.district && credential == ballot.credential).then_some(())
    };
    match kind {
        Kind::Ballot => {
            let later = opened.read_ballot(entry.payload).ok()?;
            is_ours(later.parts.district, later.parts.credential)?;
            let signed = is_signed(&later, opened.fingerprint());
            Some(if signed { What::Ballot(later.tracker) } else { What::Forged })
        }
        Kind::Revocation => {
            let revocation = Revocation::read(signers.one(entry.payload).ok()?.1).ok()?;
            is_ours(revocation.district, &revocation.credential)?;
            Some(What::Revoked)
        }
        Kind::Reissue => {
            let registrars = signers.parties.len();
            let message = signers.several(registrars, entry.payload).ok()?;
            let reissue = Reissue::read(message, registrars).ok()?;
            is_ours(reissue.district, &reissue.revoked)?;
            Some(What::Replaced)
        }
        Kind::PaperBatch => {
            let message = signers.several(PAPER_SIGNERS, entry.payload).ok()?;
            let projects = |district| opened.projects(district);
            let batch = PaperBatch::read(message, projects).ok()?;
            is_ours(batch.district, ballot.credential)?;
            batch.credentials.contains(ballot.credential).then_some(What::Paper)
        }
        _ => None,
    }
}

/// Whether the credential of a ballot has signed it (`spec/protocol.md`, section 7).
fn is_signed(ballot: &BallotView<'_>, fingerprint: &Hash) -> bool {
    let BallotParts { district, credential, previous, signature, .. } = ballot.parts;
    let point = Reader::new(credential).point("credential");
    let proof = KnowledgeProof::read(&mut Reader::new(signature));
    let (Ok(point), Ok(proof)) = (point, proof) else { return false };
    let context = cast_context(fingerprint, district, credential, previous, &ballot.tracker);
    proof.verify(Domain::Cast, &context, &[point]).is_ok()
}
