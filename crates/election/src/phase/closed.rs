use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

use isoloir_board::entry::Entry;
use isoloir_board::merkle::TreeHead;
use isoloir_crypto::ballot::BallotTracker;
use isoloir_crypto::dkg::TrusteeIndex;
use isoloir_crypto::tally::{ClosedTally, EncryptedTally};
use isoloir_encoding::Decode;

use crate::message::{CastBallot, CloseStatement, Kind, Signed};
use crate::phase::setup::{trustee_of, unreadable};
use crate::phase::{Decrypting, Election, Fingerprint, Refusal, Voting};

/// After the close: trustees verify the board and state which close they will decrypt.
pub struct Closed {
    pub(super) voting: Voting,
    pub(super) head: TreeHead,
    pub(super) statements: BTreeSet<TrusteeIndex>,
}

impl Closed {
    pub(super) fn new(voting: Voting, head: TreeHead) -> Self {
        Self { voting, head, statements: BTreeSet::new() }
    }

    /// The definition.
    #[must_use]
    pub fn election(&self) -> &Election {
        &self.voting.election
    }

    /// The hash of the opening.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        self.voting.fingerprint
    }

    /// Size and root of the log with the close as its last entry: what trustees state.
    #[must_use]
    pub fn head(&self) -> TreeHead {
        self.head
    }

    /// The vote that was closed.
    #[must_use]
    pub fn voting(&self) -> &Voting {
        &self.voting
    }

    /// Who has stated this close.
    pub fn statements(&self) -> impl Iterator<Item = TrusteeIndex> {
        self.statements.iter().copied()
    }

    /// Takes a close statement; all must name this board's close.
    pub(super) fn accept_statement(&mut self, payload: &[u8]) -> Result<(), Refusal> {
        let kind = Kind::CloseStatement;
        let trustees = &self.voting.election.definition().trustees;
        let signed = Signed::open(payload, kind, &self.voting.fingerprint.0, trustees)?;
        let trustee = trustee_of(&signed)?;
        let statement = CloseStatement::from_bytes(signed.message).map_err(unreadable(kind))?;
        if statement.head != self.head {
            return Err(Refusal::AnotherBoard { trustee });
        }
        if self.statements.insert(trustee) { Ok(()) } else { Err(Refusal::Repeated { trustee }) }
    }

    /// The entries of the ballots that count: the last of each credential that was neither revoked nor
    /// used up by a ballot on paper.
    #[must_use]
    pub fn counted(&self) -> BTreeMap<u64, u16> {
        let mut counted = BTreeMap::new();
        for (district, ballots) in (0..).zip(&self.voting.districts) {
            counted.extend(ballots.counted().map(|recorded| (recorded.entry, district)));
        }
        counted
    }

    /// Goes on to decryption with the sums over the ballots that count.
    #[must_use]
    pub fn decrypt(self, tallies: ClosedTallies) -> Decrypting {
        Decrypting::new(self, tallies.districts)
    }
}

/// The sums of an election, built from the board in a second pass over its entries.
///
/// Which ballots count is known only at the close; the sums are then taken over exactly these, so
/// no running total has to be corrected when somebody votes again.
pub struct Tallies {
    /// Of which close.
    head: TreeHead,
    /// What is still to be added, by entry.
    missing: BTreeMap<u64, Counted>,
    sums: Vec<EncryptedTally>,
}

/// The sums over exactly the ballots that count at one close.
#[derive(Clone, Debug)]
pub struct ClosedTallies {
    head: TreeHead,
    districts: Vec<ClosedTally>,
}

impl ClosedTallies {
    /// Of which close these are the sums.
    #[must_use]
    pub fn head(&self) -> TreeHead {
        self.head
    }

    /// The sums, one a district.
    #[must_use]
    pub fn districts(&self) -> &[ClosedTally] {
        &self.districts
    }
}

/// A ballot that counts.
#[derive(Clone, Copy)]
struct Counted {
    district: u16,
    tracker: BallotTracker,
}

impl Tallies {
    /// Begins the second pass.
    #[must_use]
    pub fn new(closed: &Closed) -> Self {
        let districts = closed.election().districts().iter();
        let sums = districts
            .map(|district| EncryptedTally::empty(district.projects.len() as u16, district.scale));
        let mut missing = BTreeMap::new();
        for (district, ballots) in (0..).zip(&closed.voting.districts) {
            missing.extend(
                ballots.counted().map(|recorded| {
                    (recorded.entry, Counted { district, tracker: recorded.tracker })
                }),
            );
        }
        Self { head: closed.head(), missing, sums: sums.collect() }
    }

    /// Looks at an entry; adds it if it is a ballot that counts.
    ///
    /// # Errors
    /// If the entry does not hold the ballot that was recorded there: whoever keeps the board must
    /// not show other bytes in the second pass than in the first. The ballot is then still missing.
    pub fn add(&mut self, closed: &Closed, entry: &Entry) -> Result<(), Refusal> {
        let Some(&Counted { district, tracker }) = self.missing.get(&entry.index()) else {
            return Ok(());
        };
        let parameters = closed.voting.parameters(district)?;
        let ballot = CastBallot::read(entry.payload(), parameters.style())
            .map_err(unreadable(Kind::Ballot))?;
        if ballot.tracker(parameters) != tracker {
            return Err(Refusal::BallotMissing { index: entry.index() });
        }
        self.missing.remove(&entry.index());
        self.sums[usize::from(district)].add(ballot.sealed().ciphertext());
        Ok(())
    }

    /// The sums, one a district.
    ///
    /// # Errors
    /// If a ballot that counts was not added.
    pub fn finish(self) -> Result<ClosedTallies, Refusal> {
        match self.missing.first_key_value() {
            Some((&index, _)) => Err(Refusal::BallotMissing { index }),
            None => Ok(ClosedTallies {
                head: self.head,
                districts: self.sums.iter().map(EncryptedTally::seal).collect(),
            }),
        }
    }
}
