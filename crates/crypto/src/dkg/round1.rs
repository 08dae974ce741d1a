//! Round 1: each trustee opens its commitment.

use alloc::vec::Vec;

use isoloir_encoding::{Decode, DecodeError, Encode, Problem, Reader, Writer};
use rand_core::CryptoRngCore;

use crate::dkg::polynomial::Polynomial;
use crate::dkg::round0::{Commitment, hash_opening};
use crate::dkg::{CeremonyParameters, DealRound, Dealer, DkgError, Round, TrusteeIndex};
use crate::group::{NonIdentityPoint, Point, SecretScalar};
use crate::knowledge::KnowledgeProof;
use crate::transcript::Domain;

/// The most points in one part of an opening, so that a part fits an entry of the board.
const MAX_PART_POINTS: usize = 1_900;

/// A part of trustee i's message of round 1: for a run of slots, the commitments
/// C_j0 .. C_j(t-1) to the coefficients of its polynomial, and a proof that it knows the constant terms.
///
/// Every part but the last holds floor(1900 / t) slots.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpeningPart {
    /// i.
    pub trustee: TrusteeIndex,
    /// The first slot of the part, from 0.
    pub first_slot: u16,
    /// For each slot its commitments.
    slots: Vec<SlotCommitments>,
    /// Knowledge of every constant term.
    possession: KnowledgeProof,
}

/// C_j0, not the neutral element, and C_j1 .. C_j(t-1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SlotCommitments {
    pub(super) constant: NonIdentityPoint,
    pub(super) higher: Vec<Point>,
}

impl OpeningPart {
    /// The parts of a trustee's opening.
    pub(super) fn all(
        parameters: &CeremonyParameters,
        trustee: TrusteeIndex,
        polynomials: &[Polynomial],
        rng: &mut impl CryptoRngCore,
    ) -> Vec<Self> {
        let width = slots_per_part(parameters);
        polynomials
            .chunks(width)
            .enumerate()
            .map(|(part, polynomials)| {
                let first_slot = (part * width) as u16;
                let slots: Vec<_> = polynomials.iter().map(SlotCommitments::of).collect();
                let constants: Vec<_> = slots.iter().map(|slot| slot.constant).collect();
                let secrets: Vec<SecretScalar> =
                    polynomials.iter().map(|f| f.constant_term().clone()).collect();
                let context = possession_context(parameters, trustee, first_slot);
                let domain = Domain::DEALING_POSSESSION;
                let possession = KnowledgeProof::prove(domain, &context, &constants, &secrets, rng);
                Self { trustee, first_slot, slots, possession }
            })
            .collect()
    }

    /// Reads a part of an opening in the ceremony of `parameters`: t points for each slot.
    ///
    /// # Errors
    /// If it has too many slots or none, or a point or scalar is not canonical.
    pub fn read(
        input: &mut Reader<'_>,
        parameters: &CeremonyParameters,
    ) -> Result<Self, DecodeError> {
        let trustee = TrusteeIndex::decode(input)?;
        let first_slot = input.u16("first slot")?;
        let start = input.clone();
        let count = usize::from(input.u16("slots of the part")?);
        let limit = slots_per_part(parameters);
        if count > limit {
            let problem = Problem::TooLong { length: count, limit };
            return Err(start.error("slots of the part", problem));
        }
        if count == 0 {
            let problem = Problem::TooShort { length: 0, least: 1 };
            return Err(start.error("slots of the part", problem));
        }
        let slots = input.items(count, |input| {
            Ok(SlotCommitments {
                constant: NonIdentityPoint::decode(input)?,
                higher: input.items(usize::from(parameters.threshold()) - 1, Point::decode)?,
            })
        })?;
        Ok(Self { trustee, first_slot, slots, possession: KnowledgeProof::decode(input)? })
    }

    fn possession_holds(&self, parameters: &CeremonyParameters) -> bool {
        let constants: Vec<_> = self.slots.iter().map(|slot| slot.constant).collect();
        let context = possession_context(parameters, self.trustee, self.first_slot);
        self.possession.verify(Domain::DEALING_POSSESSION, &context, &constants).is_ok()
    }
}

impl SlotCommitments {
    fn of(polynomial: &Polynomial) -> Self {
        let commitments = polynomial.commit();
        #[expect(clippy::expect_used, reason = "Dealer::start draws it until it is not zero")]
        let constant = NonIdentityPoint::new(commitments[0]).expect("the constant is not zero");
        Self { constant, higher: commitments[1..].to_vec() }
    }

    /// C_j0 .. C_j(t-1).
    pub(super) fn points(&self) -> impl DoubleEndedIterator<Item = &Point> {
        [&*self.constant].into_iter().chain(&self.higher)
    }
}

fn slots_per_part(parameters: &CeremonyParameters) -> usize {
    MAX_PART_POINTS / usize::from(parameters.threshold())
}

fn possession_context(
    parameters: &CeremonyParameters,
    trustee: TrusteeIndex,
    first_slot: u16,
) -> Vec<u8> {
    let mut out = Writer::new();
    out.raw(parameters.election_id());
    trustee.encode(&mut out);
    out.u16(first_slot);
    out.into_bytes()
}

impl Encode for OpeningPart {
    fn encode(&self, out: &mut Writer) {
        self.trustee.encode(out);
        out.u16(self.first_slot);
        out.list(&self.slots);
        self.possession.encode(out);
    }
}

impl Encode for SlotCommitments {
    fn encode(&self, out: &mut Writer) {
        for point in self.points() {
            point.encode(out);
        }
    }
}

/// The board's side of round 1.
#[derive(Clone, Debug)]
pub struct OpenRound {
    parameters: CeremonyParameters,
    commitments: Vec<Commitment>,
    openings: Vec<Vec<OpeningPart>>,
}

impl OpenRound {
    pub(super) fn new(parameters: CeremonyParameters, commitments: Vec<Commitment>) -> Self {
        let openings = commitments.iter().map(|_| Vec::new()).collect();
        Self { parameters, commitments, openings }
    }

    /// What the ceremony is about.
    #[must_use]
    pub fn parameters(&self) -> &CeremonyParameters {
        &self.parameters
    }

    /// Takes the next part of a trustee's opening. With the last part the whole is held against
    /// the commitment.
    ///
    /// # Errors
    /// If the part is not the next, does not hold as many slots as it must, its proof of possession fails, or the
    /// opening is not the one that was committed to.
    pub fn accept(&mut self, part: OpeningPart) -> Result<(), DkgError> {
        let trustee = part.trustee;
        let parts = self
            .openings
            .get_mut(trustee.position())
            .ok_or(DkgError::UnknownTrustee { trustee })?;
        let opened: usize = parts.iter().map(|part| part.slots.len()).sum();
        let left = usize::from(self.parameters.slots()) - opened;
        if left == 0 {
            return Err(DkgError::Repeated { trustee, round: Round::Open });
        }
        let expected = left.min(slots_per_part(&self.parameters));
        if usize::from(part.first_slot) != opened || part.slots.len() != expected {
            return Err(DkgError::PartOutOfPlace { trustee, slot: part.first_slot });
        }
        let higher = usize::from(self.parameters.threshold()) - 1;
        if part.slots.iter().any(|slot| slot.higher.len() != higher) {
            return Err(DkgError::WrongDegree { trustee });
        }
        if !part.possession_holds(&self.parameters) {
            return Err(DkgError::NoPossession { trustee });
        }
        parts.push(part);
        let committed = &self.commitments[trustee.position()].opening_hash;
        if left == expected && hash_opening(&self.parameters, trustee, parts) != *committed {
            parts.pop();
            return Err(DkgError::WrongOpening { trustee });
        }
        Ok(())
    }

    /// Whether every trustee has opened all slots.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.missing().next().is_none()
    }

    /// Who has still to open some slots.
    pub fn missing(&self) -> impl Iterator<Item = TrusteeIndex> {
        let slots = usize::from(self.parameters.slots());
        let opened =
            |parts: &[OpeningPart]| parts.iter().map(|part| part.slots.len()).sum::<usize>();
        let openings = self.parameters.indices().zip(&self.openings);
        openings.filter(move |(_, parts)| opened(parts) != slots).map(|(trustee, _)| trustee)
    }

    /// Ends the round.
    ///
    /// # Errors
    /// If somebody has not opened all slots, or the keys that come of it are degenerate.
    pub fn finish(self) -> Result<DealRound, DkgError> {
        if let Some(trustee) = self.missing().next() {
            return Err(DkgError::Missing { trustee, round: Round::Open });
        }
        let dealings = self.openings.into_iter().map(|parts| {
            parts.into_iter().flat_map(|part| part.slots).collect::<Vec<SlotCommitments>>()
        });
        DealRound::new(self.parameters, self.commitments, dealings.collect())
    }
}

/// A trustee that has opened its dealing.
pub struct OpenedDealer {
    pub(super) parameters: CeremonyParameters,
    pub(super) commitment: Commitment,
    pub(super) encryption_secret: SecretScalar,
    pub(super) polynomials: Vec<Polynomial>,
}

impl Dealer {
    /// Opens the dealing, once every trustee has committed to its own.
    ///
    /// # Errors
    /// [`DkgError::NotOurs`] if the board does not hold this trustee's commitment.
    pub fn open(self, round: &OpenRound) -> Result<(OpenedDealer, Vec<OpeningPart>), DkgError> {
        let trustee = self.commitment.trustee;
        let on_board = round.commitments.get(trustee.position());
        if round.parameters != self.parameters || on_board != Some(&self.commitment) {
            return Err(DkgError::NotOurs { trustee });
        }
        let Self { parameters, commitment, encryption_secret, polynomials, opening } = self;
        Ok((OpenedDealer { parameters, commitment, encryption_secret, polynomials }, opening))
    }
}
