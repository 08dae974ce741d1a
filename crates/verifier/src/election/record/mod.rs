//! The record of an election: which entry may come when, and what it changes (`spec/election.md`,
//! sections 6 to 8).
//!
//! [`Record::apply`] takes the entries in order. Ballots and rolls are the bulk, so each comes in
//! two halves: one that looks at the entry alone, for many threads ([`Opened::read_ballot`],
//! [`Record::read_roll`]), and one that looks at the entries before it, in order
//! ([`Record::apply_ballot`], [`Record::apply_roll`]). A ballot's proof and its signature are not
//! checked here but by [`crypto::batch`](crate::crypto::batch).

mod checked;
mod closing;
mod opened;
mod phase;
mod refusal;
mod roll;
mod rolls;
mod setup;
mod summary;
mod voting;

use std::sync::Arc;

pub use checked::Checked;
pub use closing::SetAside;
pub use opened::{BallotView, Opened};
pub use phase::Phase;
pub use refusal::{Fault, Refusal};
pub use roll::Standing;
pub use rolls::MAX_ROLL;
pub use setup::{CeremonyFailure, CheckedList};
pub use voting::Figures;

use self::closing::Closed;
use self::refusal::{At as _, refuse};
use self::setup::Setup;
use self::voting::Voting;
use super::Definition;
use super::message::{Kind, ResultMessage};
use crate::crypto::ceremony::Keys;
use crate::crypto::tally::Sums;
use crate::report::Step;

/// An entry whose place on the chain was checked (`spec/board.md`, section 3).
#[derive(Debug, Clone, Copy)]
pub struct Placed<'a> {
    /// Its kind.
    pub kind: u8,
    /// How many entries come before it.
    pub index: u64,
    /// The chain hash of the entry before it, 32 bytes.
    pub previous: [u8; 32],
    /// Its own chain hash, 32 bytes.
    pub chain_hash: [u8; 32],
    /// Its payload.
    pub payload: &'a [u8],
}

/// What the entries so far amount to.
#[derive(Default)]
pub struct Record {
    state: State,
    checked: Checked,
}

#[derive(Default)]
enum State {
    #[default]
    Empty,
    Setup(Setup),
    Voting(Voting),
    Closed(Closed),
}

impl Record {
    /// The record of a board without entries.
    pub fn new() -> Self {
        Self::default()
    }

    /// Applies an entry. `root` gives the root of the log up to and including it; it is asked for
    /// at the close only. Of a ballot this does both halves; its proof and its signature are for
    /// the caller to check.
    ///
    /// # Errors
    ///
    /// The entry is not part of the election, and the record is as it was.
    pub fn apply(
        &mut self,
        entry: &Placed<'_>,
        root: impl FnOnce() -> [u8; 32],
    ) -> Result<(), Refusal> {
        let &Placed { kind, index, payload, .. } = entry;
        let kind = Kind::from_number(kind).ok_or(Fault::Kind(kind)).at(Step::Form)?;
        self.expects(kind)?;
        let checked = &mut self.checked;
        match &mut self.state {
            State::Empty => self.state = State::Setup(Setup::begin(payload, checked)?),
            State::Setup(setup) => match kind {
                Kind::District => setup.district(payload, checked)?,
                Kind::Roll => setup.apply_roll(&setup.read_roll(payload)?, checked)?,
                Kind::Open => {
                    let Placed { previous, chain_hash, .. } = entry;
                    let voting = setup.open(payload, previous, chain_hash, checked)?;
                    self.state = State::Voting(voting);
                }
                _ => setup.ceremony(kind, payload, &entry.chain_hash, checked)?,
            },
            State::Voting(voting) => match kind {
                Kind::Ballot => {
                    let opened = Arc::clone(&voting.opened);
                    voting.ballot(index, &opened.read_ballot(payload)?, checked)?;
                }
                Kind::Close => {
                    voting.close(payload, checked)?;
                    self.close(index, root());
                }
                _ => voting.change(kind, payload, checked)?,
            },
            State::Closed(closed) => closed.apply(kind, index, payload, checked)?,
        }
        self.checked.add(Step::Form, 1);
        Ok(())
    }

    /// Reads a list of a roll: all that does not depend on the lists before it. It may be called
    /// from several threads, from the definition to the opening.
    ///
    /// # Errors
    ///
    /// The entry is not part of the election.
    pub fn read_roll(&self, payload: &[u8]) -> Result<CheckedList, Refusal> {
        match &self.state {
            State::Setup(setup) => setup.read_roll(payload),
            _ => refuse(Step::Form, Fault::Phase { kind: Kind::Roll, phase: self.phase() }),
        }
    }

    /// Applies a list that [`Self::read_roll`] has read, in its place.
    ///
    /// # Errors
    ///
    /// The entry is not part of the election, and the record is as it was.
    pub fn apply_roll(&mut self, list: &CheckedList) -> Result<(), Refusal> {
        self.expects(Kind::Roll)?;
        if let State::Setup(setup) = &mut self.state {
            setup.apply_roll(list, &mut self.checked)?;
        }
        self.checked.add(Step::Form, 1);
        Ok(())
    }

    /// Records a ballot that [`Opened::read_ballot`] has read, in its place: rules 2, 5, 6 and 7
    /// of section 7.
    ///
    /// # Errors
    ///
    /// The entry is not part of the election, and the record is as it was.
    pub fn apply_ballot(&mut self, entry: u64, ballot: &BallotView<'_>) -> Result<(), Refusal> {
        self.expects(Kind::Ballot)?;
        if let State::Voting(voting) = &mut self.state {
            voting.ballot(entry, ballot, &mut self.checked)?;
        }
        self.checked.add(Step::Form, 1);
        Ok(())
    }

    /// Takes, after the close, the sums over the ballots that count, one for each district. Without
    /// them no decryption and no result can be checked.
    ///
    /// # Errors
    ///
    /// The vote is not closed, or the sums are not over as many slots or ballots as they should be.
    pub fn settle(&mut self, sums: &[Sums]) -> Result<(), Refusal> {
        match &mut self.state {
            State::Closed(closed) => closed.settle(sums),
            _ => refuse(Step::Decryptions, Fault::NoSums),
        }
    }

    /// Where the board is.
    pub fn phase(&self) -> Phase {
        match &self.state {
            State::Empty => Phase::Empty,
            State::Setup(setup) => setup.phase(),
            State::Voting(_) => Phase::Voting,
            State::Closed(closed) if closed.is_decided() => Phase::Decided,
            State::Closed(_) => Phase::Closed,
        }
    }

    /// How much was checked and holds.
    pub fn checked(&self) -> &Checked {
        &self.checked
    }

    /// The general part of the definition, once it is there.
    pub fn definition(&self) -> Option<&Definition> {
        match &self.state {
            State::Empty => None,
            State::Setup(setup) => Some(&setup.definition),
            State::Voting(_) | State::Closed(_) => Some(&self.voting()?.opened.definition),
        }
    }

    /// What the opening fixed, once it is there.
    pub fn opened(&self) -> Option<&Arc<Opened>> {
        Some(&self.voting()?.opened)
    }

    /// The keys of the ceremony, once its round 1 is complete.
    pub fn keys(&self) -> Option<&Keys> {
        match &self.state {
            State::Setup(setup) => setup.keys(),
            _ => Some(self.opened()?.keys()),
        }
    }

    /// Why the key ceremony has failed, if it has.
    pub fn ceremony_failure(&self) -> Option<CeremonyFailure> {
        match &self.state {
            State::Setup(setup) => setup.failure(),
            _ => None,
        }
    }

    /// The figures of each district, from the opening on.
    pub fn figures(&self) -> Vec<Figures> {
        let districts = self.voting().map(|voting| voting.districts.as_slice());
        districts.unwrap_or_default().iter().map(|votes| votes.figures).collect()
    }

    /// The entries of the recorded ballots that do not count (replaced by a later one, revoked,
    /// used up on paper), in ascending order. With the close they are final.
    pub fn superseded(&self) -> Vec<u64> {
        let mut superseded = self.voting().map(|v| v.superseded.clone()).unwrap_or_default();
        superseded.sort_unstable();
        superseded
    }

    /// Whether there are as many close statements as decryptions need.
    pub fn has_close_quorum(&self) -> bool {
        matches!(&self.state, State::Closed(closed) if closed.has_quorum())
    }

    /// The contributions whose proof does not hold.
    pub fn set_aside(&self) -> &[SetAside] {
        match &self.state {
            State::Closed(closed) => &closed.set_aside,
            _ => &[],
        }
    }

    /// The result of a district, once it is there.
    pub fn result(&self, district: u16) -> Option<&ResultMessage> {
        match &self.state {
            State::Closed(closed) => closed.decryptions.get(usize::from(district))?.result.as_ref(),
            _ => None,
        }
    }

    fn voting(&self) -> Option<&Voting> {
        match &self.state {
            State::Empty | State::Setup(_) => None,
            State::Voting(voting) => Some(voting),
            State::Closed(closed) => Some(&closed.voting),
        }
    }

    fn expects(&self, kind: Kind) -> Result<(), Refusal> {
        let phase = self.phase();
        if phase.takes(kind) { Ok(()) } else { refuse(Step::Form, Fault::Phase { kind, phase }) }
    }

    /// Closes the vote with the entry of this index.
    fn close(&mut self, index: u64, root: [u8; 32]) {
        self.state = match std::mem::take(&mut self.state) {
            State::Voting(voting) => {
                State::Closed(Closed::new(voting, index.saturating_add(1), root))
            }
            state => state,
        };
    }
}
