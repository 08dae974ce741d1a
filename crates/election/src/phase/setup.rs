use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use isoloir_board::ChainHash;
use isoloir_board::entry::Entry;
use isoloir_crypto::credential::{RollPosition, combine_credentials};
use isoloir_crypto::dkg::{
    CommitRound, Commitment, Complaint, Deal, DealRound, DkgError, ElectionKeys, OpenRound,
    OpeningPart, TrusteeIndex, Verdict,
};
use isoloir_crypto::group::NonIdentityPoint;
use isoloir_encoding::{Decode, DecodeError, Reader};

use crate::definition::{Definition, DefinitionError, District};
use crate::message::{Confirmation, Kind, MAX_ROLL, Open, RollChunk, Signed, SignedError};
use crate::phase::roll::DistrictBallots;
use crate::phase::standing::PAPER_SIGNATURES;
use crate::phase::{Election, Fingerprint, Refusal, Voting};

/// Before the vote: definition, key ceremony and rolls come together.
#[derive(Clone, Debug)]
pub struct Setup {
    election: Election,
    /// Held once all districts are there.
    ceremony: Option<Ceremony>,
    /// For each district, for each registrar, U_k by position.
    rolls: Vec<Vec<Vec<NonIdentityPoint>>>,
}

/// Where the key ceremony stands.
#[derive(Clone, Debug)]
pub enum Ceremony {
    /// Round 0: trustees commit.
    Commit(CommitRound),
    /// Round 1: trustees open.
    Open(OpenRound),
    /// Round 2: trustees deal.
    Deal(DealRound),
    /// Round 3: trustees confirm, or complain.
    Confirm {
        /// The round that is confirmed.
        round: DealRound,
        /// The chain hash of the entry that completed it.
        head: ChainHash,
        /// Who has confirmed.
        confirmed: BTreeSet<TrusteeIndex>,
    },
    /// It ended without keys and must be held again on a new board.
    Failed {
        /// Who must be left out of the next, if it is known.
        culprit: Option<TrusteeIndex>,
    },
}

impl Ceremony {
    fn failed(error: DkgError) -> Self {
        Self::Failed { culprit: error.culprits().first().copied() }
    }
}

impl Setup {
    /// The definition begins a board.
    pub(crate) fn begin(payload: &[u8]) -> Result<Self, Refusal> {
        let kind = Kind::Definition;
        // The definition names the keys that sign it, so it is read before its signature is
        // checked: signer (1 byte), definition, signature.
        let message = payload.get(1..).unwrap_or_default();
        let mut input = Reader::new(message);
        let definition = Definition::decode(&mut input).map_err(unreadable(kind))?;
        let id = definition.election_id();
        let signed = Signed::open(payload, kind, &id.0, &definition.officials)?;
        Definition::from_bytes(signed.message).map_err(unreadable(kind))?;
        let rolls = definition
            .districts
            .iter()
            .map(|_| definition.registrars.iter().map(|_| Vec::new()).collect())
            .collect();
        let election = Election { id, definition, districts: Vec::new() };
        Ok(Self { election, ceremony: None, rolls })
    }

    /// The definition, with the districts that have come so far.
    #[must_use]
    pub fn election(&self) -> &Election {
        &self.election
    }

    /// Where the key ceremony stands; nothing before all districts are there.
    #[must_use]
    pub fn ceremony(&self) -> Option<&Ceremony> {
        self.ceremony.as_ref()
    }

    /// U_k by position: what a registrar has put on the roll of a district so far; empty for one that the
    /// definition does not have.
    #[must_use]
    pub fn roll(&self, district: u16, registrar: u8) -> &[NonIdentityPoint] {
        let rolls = self.rolls.get(usize::from(district));
        rolls.and_then(|rolls| rolls.get(usize::from(registrar))).map_or(&[], Vec::as_slice)
    }

    /// U by position: the sums of the registrars' parts of a roll.
    ///
    /// # Errors
    /// If there is no such district, the rolls are empty or differ in length, or a sum is the neutral
    /// element.
    pub fn combined_roll(&self, district: u16) -> Result<Vec<NonIdentityPoint>, Refusal> {
        let unknown = Refusal::UnknownDistrict { district };
        combine_rolls(district, self.rolls.get(usize::from(district)).ok_or(unknown)?)
    }

    /// Takes an entry of any kind but the opening.
    pub(crate) fn apply(&mut self, kind: Kind, entry: &Entry) -> Result<(), Refusal> {
        match kind {
            Kind::Deal => self.deal(entry),
            Kind::Complaint => self.complain(entry.payload()),
            Kind::Confirmation => self.confirm(entry.payload()),
            Kind::Roll => self.add_roll(entry.payload()),
            _ => self.apply_public(kind, entry),
        }
    }

    /// The same, of the kinds on which ballots depend and no other: a device that seals them does not hold the code for the
    /// rest, which is long to load.
    pub(crate) fn apply_public(&mut self, kind: Kind, entry: &Entry) -> Result<(), Refusal> {
        match kind {
            Kind::District => self.add_district(entry.payload()),
            Kind::DealingCommitment => self.commit(entry),
            Kind::DealingOpening => self.open_dealing(entry),
            _ => Err(Refusal::OutOfPhase { kind, now: "the vote is not open yet" }),
        }
    }

    fn add_district(&mut self, payload: &[u8]) -> Result<(), Refusal> {
        let index = self.election.districts.len();
        let number = index as u16;
        let expected = self.election.definition.districts.get(index);
        let expected = expected.ok_or(Refusal::UnknownDistrict { district: number })?;
        let district = District::from_bytes(payload).map_err(unreadable(Kind::District))?;
        if district.digest() != *expected {
            return Err(Refusal::WrongDistrict { district: number });
        }
        if district.paper_floor > 0 && self.election.definition.officials.len() < PAPER_SIGNATURES {
            return Err(Refusal::Definition(DefinitionError::PaperNeedsTwoOfficials));
        }
        self.election.districts.push(district);
        if index + 1 == self.election.definition.districts.len() {
            let parameters = self.election.ceremony_parameters().map_err(|error| {
                self.election.districts.pop();
                Refusal::Definition(DefinitionError::Ceremony(error))
            })?;
            self.ceremony = Some(Ceremony::Commit(CommitRound::new(parameters)));
        }
        Ok(())
    }

    fn commit(&mut self, entry: &Entry) -> Result<(), Refusal> {
        let kind = Kind::DealingCommitment;
        let signed = self.signed_by_trustee(kind, entry.payload())?;
        let Some(Ceremony::Commit(round)) = &mut self.ceremony else {
            return Err(self.not_this_round(kind));
        };
        let commitment = Commitment::from_bytes(signed.message).map_err(unreadable(kind))?;
        is_own(&signed, commitment.trustee)?;
        round.accept(commitment)?;
        self.advance(entry);
        Ok(())
    }

    fn open_dealing(&mut self, entry: &Entry) -> Result<(), Refusal> {
        let kind = Kind::DealingOpening;
        let signed = self.signed_by_trustee(kind, entry.payload())?;
        let Some(Ceremony::Open(round)) = &mut self.ceremony else {
            return Err(self.not_this_round(kind));
        };
        let read = |input: &mut Reader<'_>| OpeningPart::read(input, round.parameters());
        let part = read_all(signed.message, read).map_err(unreadable(kind))?;
        is_own(&signed, part.trustee)?;
        round.accept(part)?;
        self.advance(entry);
        Ok(())
    }

    fn deal(&mut self, entry: &Entry) -> Result<(), Refusal> {
        let kind = Kind::Deal;
        let signed = self.signed_by_trustee(kind, entry.payload())?;
        let Some(Ceremony::Deal(round)) = &mut self.ceremony else {
            return Err(self.not_this_round(kind));
        };
        let read = |input: &mut Reader<'_>| Deal::read(input, round.parameters());
        let deal = read_all(signed.message, read).map_err(unreadable(kind))?;
        is_own(&signed, deal.dealer)?;
        round.accept(deal)?;
        self.advance(entry);
        Ok(())
    }

    /// Goes to the next round if `entry` completed one. A trustee alone has nobody to deal to:
    /// its round 2 is complete as it begins.
    fn advance(&mut self, entry: &Entry) {
        let mut ceremony = self.ceremony.take();
        loop {
            ceremony = match ceremony {
                Some(Ceremony::Commit(round)) if round.is_complete() => {
                    Some(round.finish().map_or_else(Ceremony::failed, Ceremony::Open))
                }
                Some(Ceremony::Open(round)) if round.is_complete() => {
                    Some(round.finish().map_or_else(Ceremony::failed, Ceremony::Deal))
                }
                Some(Ceremony::Deal(round)) if round.is_complete() => {
                    let confirmed = BTreeSet::new();
                    Some(Ceremony::Confirm { round, head: entry.chain_hash(), confirmed })
                }
                settled => {
                    self.ceremony = settled;
                    return;
                }
            }
        }
    }

    fn complain(&mut self, payload: &[u8]) -> Result<(), Refusal> {
        let kind = Kind::Complaint;
        let signed = self.signed_by_trustee(kind, payload)?;
        let Some(Ceremony::Confirm { round, .. }) = &self.ceremony else {
            return Err(self.not_this_round(kind));
        };
        let complaint = Complaint::from_bytes(signed.message).map_err(unreadable(kind))?;
        is_own(&signed, complaint.accuser)?;
        let culprit = match complaint.judge(round)? {
            Verdict::DealerIsGuilty(culprit) | Verdict::AccuserIsGuilty(culprit) => culprit,
        };
        self.ceremony = Some(Ceremony::Failed { culprit: Some(culprit) });
        Ok(())
    }

    fn confirm(&mut self, payload: &[u8]) -> Result<(), Refusal> {
        let kind = Kind::Confirmation;
        let signed = self.signed_by_trustee(kind, payload)?;
        let trustee = trustee_of(&signed)?;
        let Some(Ceremony::Confirm { head, confirmed, .. }) = &mut self.ceremony else {
            return Err(self.not_this_round(kind));
        };
        let confirmation = Confirmation::from_bytes(signed.message).map_err(unreadable(kind))?;
        if confirmation.head != *head {
            return Err(Refusal::AnotherBoard { trustee });
        }
        if confirmed.insert(trustee) { Ok(()) } else { Err(Refusal::Repeated { trustee }) }
    }

    fn add_roll(&mut self, payload: &[u8]) -> Result<(), Refusal> {
        let kind = Kind::Roll;
        let definition = &self.election.definition;
        let signed = Signed::open(payload, kind, &self.election.id.0, &definition.registrars)?;
        let chunk = RollChunk::from_bytes(signed.message).map_err(unreadable(kind))?;
        let roll = self
            .rolls
            .get_mut(usize::from(chunk.district))
            .ok_or(Refusal::UnknownDistrict { district: chunk.district })?;
        // Signed::open has found the signer among the registrars, for each of whom there is a list.
        let roll = &mut roll[usize::from(signed.signer)];
        let expected = roll.len() as u32;
        if chunk.first != expected || chunk.credentials.is_empty() {
            return Err(Refusal::RollOutOfPlace { district: chunk.district, expected });
        }
        if chunk.credentials.len() > (MAX_ROLL - expected) as usize {
            return Err(Refusal::RollTooLong { district: chunk.district });
        }
        let position = RollPosition {
            election_id: self.election.id.0,
            district: chunk.district,
            registrar: signed.signer,
            first: chunk.first,
        };
        position
            .verify(&chunk.credentials, &chunk.possession)
            .map_err(|_| Refusal::NoPossession { registrar: signed.signer })?;
        roll.extend(chunk.credentials);
        Ok(())
    }

    /// Checks that the vote can open with this entry, and prepares it.
    pub(super) fn open(&self, entry: &Entry) -> Result<Voting, Refusal> {
        let fingerprint = self.check_open(entry)?;
        let keys = self.keys().ok_or_else(|| self.not_this_round(Kind::Open))?;
        let parameters = self.election.ballot_parameters(fingerprint, keys)?;
        let districts = (0..)
            .zip(parameters)
            .zip(&self.rolls)
            .map(|((index, parameters), rolls)| {
                DistrictBallots::new(parameters, combine_rolls(index, rolls)?)
                    .ok_or(Refusal::RepeatedCredential { district: index })
            })
            .collect::<Result<Vec<_>, Refusal>>()?;
        Ok(Voting::new(self.election.clone(), fingerprint, keys.clone(), districts))
    }

    /// Checks that this opening is an official's, and stands where it says that it stands.
    pub(crate) fn check_open(&self, entry: &Entry) -> Result<Fingerprint, Refusal> {
        let (kind, officials) = (Kind::Open, &self.election.definition.officials);
        let signed = Signed::open(entry.payload(), kind, &self.election.id.0, officials)?;
        let open = Open::from_bytes(signed.message).map_err(unreadable(kind))?;
        if open.head != entry.previous() {
            return Err(Refusal::OpenedElsewhere);
        }
        Ok(Fingerprint(*entry.chain_hash().as_bytes()))
    }

    /// The keys, once every trustee has confirmed them.
    #[must_use]
    pub fn keys(&self) -> Option<&ElectionKeys> {
        match &self.ceremony {
            Some(Ceremony::Confirm { round, confirmed, .. })
                if confirmed.len() == self.election.definition.trustees.len() =>
            {
                Some(round.keys())
            }
            _ => None,
        }
    }

    /// The keys, once every trustee has opened them: whether the trustees have their shares is still to be seen.
    pub(crate) fn opened_keys(&self) -> Option<&ElectionKeys> {
        match &self.ceremony {
            Some(Ceremony::Deal(round) | Ceremony::Confirm { round, .. }) => Some(round.keys()),
            _ => None,
        }
    }

    fn signed_by_trustee<'a>(&self, kind: Kind, payload: &'a [u8]) -> Result<Signed<'a>, Refusal> {
        let trustees = &self.election.definition.trustees;
        Ok(Signed::open(payload, kind, &self.election.id.0, trustees)?)
    }

    fn not_this_round(&self, kind: Kind) -> Refusal {
        let now = match &self.ceremony {
            None => "the definition is not complete",
            Some(Ceremony::Commit(_)) => "trustees are still to commit (round 0)",
            Some(Ceremony::Open(_)) => "trustees are still to open (round 1)",
            Some(Ceremony::Deal(_)) => "trustees are still to deal (round 2)",
            Some(Ceremony::Confirm { .. }) => "trustees are still to confirm (round 3)",
            Some(Ceremony::Failed { .. }) => "the ceremony failed and must be held again",
        };
        Refusal::OutOfPhase { kind, now }
    }
}

/// U by position: the sum of the registrars' parts.
fn combine_rolls(
    district: u16,
    rolls: &[Vec<NonIdentityPoint>],
) -> Result<Vec<NonIdentityPoint>, Refusal> {
    let incomplete = || Refusal::IncompleteRoll { district };
    let length = rolls.first().map_or(0, Vec::len);
    if length == 0 || rolls.iter().any(|roll| roll.len() != length) {
        return Err(incomplete());
    }
    (0..length)
        .map(|position| {
            let parts: Vec<_> = rolls.iter().map(|roll| roll[position]).collect();
            combine_credentials(&parts).ok_or(Refusal::RepeatedCredential { district })
        })
        .collect()
}

/// The trustee that signed: signer 0 is trustee 1.
pub(super) fn trustee_of(signed: &Signed<'_>) -> Result<TrusteeIndex, Refusal> {
    let index = TrusteeIndex::new(signed.signer.saturating_add(1));
    index.map_err(|_| {
        SignedError::UnknownSigner { kind: Kind::Confirmation, signer: signed.signer }.into()
    })
}

/// Checks that a trustee's message bears its signer's index.
pub(super) fn is_own(signed: &Signed<'_>, named: TrusteeIndex) -> Result<(), Refusal> {
    if usize::from(named.get()) == usize::from(signed.signer) + 1 {
        Ok(())
    } else {
        Err(Refusal::SignedForAnother { signer: signed.signer.saturating_add(1), named })
    }
}

/// Reads a message that takes up all of `bytes`.
pub(super) fn read_all<T>(
    bytes: &[u8],
    read: impl FnOnce(&mut Reader<'_>) -> Result<T, DecodeError>,
) -> Result<T, DecodeError> {
    let mut input = Reader::new(bytes);
    let value = read(&mut input)?;
    input.finish()?;
    Ok(value)
}

pub(crate) fn unreadable(kind: Kind) -> impl FnOnce(DecodeError) -> Refusal {
    move |source| Refusal::Unreadable { kind, source }
}
