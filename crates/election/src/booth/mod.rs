//! What a voter's device does (`spec/election.md`, sections 12 and 14): it reads what it needs of a board, seals a ballot,
//! casts or challenges it, and checks the receipt.
//!
//! ```text
//! Booth ── seal ── Sealed ─┬─ cast ────── the payload of a ballot ── receipt::check
//!                          └─ challenge ── Challenge ── (another device) ── Challenge::open
//! ```

mod challenge;
pub mod receipt;
mod sealed;

pub use challenge::{Challenge, ChallengeError, Opened};
pub use sealed::Sealed;

use alloc::sync::Arc;
use alloc::vec::Vec;

use isoloir_board::entry::Entry;
use isoloir_crypto::ballot::{BallotParameters, Choices};
use isoloir_crypto::credential::VoterCredential;
use rand_core::CryptoRngCore;

use crate::message::Kind;
use crate::phase::{Election, Fingerprint, Refusal, Setup};

/// An open vote, as a voter's device knows it: who is elected by what rules, and what ballots are sealed with.
///
/// It is made of the definition, the districts, the first two rounds of the ceremony and the opening, each believed for its
/// signatures and not for its place on the board. The rolls, which are long, are not among them.
pub struct Booth {
    election: Election,
    fingerprint: Fingerprint,
    parameters: Vec<Arc<BallotParameters>>,
}

impl Booth {
    /// Whether entries of this kind are needed to open one.
    #[must_use]
    pub fn needs(kind: Kind) -> bool {
        use Kind::{DealingCommitment, DealingOpening, Definition, District, Open};
        matches!(kind, Definition | District | DealingCommitment | DealingOpening | Open)
    }

    /// Reads the entries of a board for which [`Booth::needs`], in their order.
    ///
    /// Whoever signs these is named by the definition: that it is the right one its id tells, which the voter has from
    /// elsewhere ([`Election::id`]). The keys are then those that the trustees have made. The fingerprint is believed as an
    /// official's: a ballot for another one is taken nowhere.
    ///
    /// # Errors
    /// If one is missing, out of its order, not signed by those who may, or not valid.
    pub fn open(entries: &[Entry]) -> Result<Self, Refusal> {
        let (open, before) = entries.split_last().ok_or(missing(Kind::Definition))?;
        let (definition, rest) = before.split_first().ok_or(missing(Kind::Definition))?;
        expect(definition, Kind::Definition)?;
        let mut setup = Setup::begin(definition.payload())?;
        for entry in rest {
            match Kind::from_byte(entry.kind()) {
                Some(kind) if Self::needs(kind) => setup.apply_public(kind, entry)?,
                _ => return Err(Refusal::UnknownKind { kind: entry.kind() }),
            }
        }
        expect(open, Kind::Open)?;
        let fingerprint = setup.check_open(open)?;
        let election = setup.election().clone();
        let keys = setup.opened_keys().ok_or(missing(Kind::DealingOpening))?;
        let parameters = election.ballot_parameters(fingerprint, keys)?;
        let parameters = parameters.into_iter().map(Arc::new).collect();
        Ok(Self { election, fingerprint, parameters })
    }

    /// The definition.
    #[must_use]
    pub fn election(&self) -> &Election {
        &self.election
    }

    /// What ballots are bound to.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        self.fingerprint
    }

    /// What ballots of a district are sealed with.
    ///
    /// # Errors
    /// If there is no such district.
    pub fn parameters(&self, district: u16) -> Result<&Arc<BallotParameters>, Refusal> {
        let parameters = self.parameters.get(usize::from(district));
        parameters.ok_or(Refusal::UnknownDistrict { district })
    }

    /// Seals choices for a district. Nothing is cast by it.
    ///
    /// # Errors
    /// If there is no such district.
    pub fn seal(
        &self,
        district: u16,
        credential: VoterCredential,
        choices: &Choices,
        rng: &mut impl CryptoRngCore,
    ) -> Result<Sealed, Refusal> {
        Ok(Sealed::seal(self.parameters(district)?.clone(), credential, choices, rng))
    }
}

fn expect(entry: &Entry, kind: Kind) -> Result<(), Refusal> {
    if entry.kind() == kind as u8 { Ok(()) } else { Err(missing(kind)) }
}

fn missing(kind: Kind) -> Refusal {
    Refusal::Missing { kind }
}
