//! What came after a ballot that does not count any more.

use super::super::stop::Stop;
use crate::election::message::{BallotParts, Kind, PAPER_SIGNERS, PaperBatch, Reissue, Revocation};
use crate::election::record::{Opened, Record};
use crate::engine::board::{Board, BoardError};
use crate::log::Hash;
use crate::log::entry::Entry;

/// An entry about a credential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Event {
    /// Its index on the board.
    pub(super) entry: u64,
    pub(super) what: What,
}

/// What an entry means for a credential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum What {
    /// A ballot with this tracker.
    Ballot(Hash),
    Revoked,
    /// Another credential stands in its place.
    Replaced,
    /// It voted on paper.
    Paper,
}

/// The entries about the credential of a ballot that come after it. The record must have accepted
/// the board; what is found is checked to be in its tree.
pub(super) fn after(
    board: &Board,
    record: &Record,
    ballot: u64,
    parts: &BallotParts<'_>,
) -> Result<Vec<Event>, Stop> {
    let opened = record.opened().ok_or_else(|| Stop::fails("The vote was never opened."))?;
    let mut found = Vec::new();
    let visited = board.entries_from(ballot.saturating_add(1), |index, bytes| {
        let entry = Entry::decode(bytes).ok();
        if let Some(what) = entry.and_then(|entry| what(&entry, opened, parts)) {
            found.push((Event { entry: index, what }, bytes.to_vec()));
        }
    });
    visited.map_err(BoardError::from)?;
    for (event, bytes) in &found {
        board.check_entry(event.entry, bytes)?;
    }
    if found.is_empty() {
        return Err(Stop::fails("The board was read twice, and the second time it was another."));
    }
    Ok(found.into_iter().map(|(event, _)| event).collect())
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
            Some(What::Ballot(later.tracker))
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
            let slots = |district| Some(opened.districts().get(usize::from(district))?.slots());
            let batch = PaperBatch::read(message, slots).ok()?;
            is_ours(batch.district, ballot.credential)?;
            batch.credentials.contains(ballot.credential).then_some(What::Paper)
        }
        _ => None,
    }
}
