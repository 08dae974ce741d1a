//! From the definition to the opening (`spec/election.md`, section 6).

use std::sync::Arc;

use sha3::{Digest as _, Sha3_256};

use super::Phase;
use super::checked::Checked;
use super::closing::set_bit;
use super::opened::Opened;
use super::refusal::{At as _, Fault, Refusal, refuse};
use super::rolls::GatheredRoll;
use super::voting::Voting;
use crate::crypto::ballot::Parameters;
use crate::crypto::ceremony::{Ceremony, CeremonyError, Keys, Round, Verdict};
use crate::crypto::credential::roll_context;
use crate::crypto::transcript::Domain;
use crate::election::message::{self, Kind, RollList};
use crate::election::{Definition, District};
use crate::report::Step;

/// A board that has its definition and has not opened.
pub(super) struct Setup {
    pub(super) definition: Arc<Definition>,
    pub(super) districts: Vec<District>,
    rolls: Vec<GatheredRoll>,
    stage: Stage,
}

/// Where the definition and the ceremony are.
enum Stage {
    /// District by district.
    Defining,
    /// Rounds 0 to 2.
    Dealing(Box<Ceremony>),
    /// Round 3.
    Confirming(Box<Confirming>),
    /// For ever.
    Failed(CeremonyFailure),
}

/// Round 3: trustees confirm or complain.
struct Confirming {
    ceremony: Ceremony,
    keys: Keys,
    /// The chain hash of the entry that completed round 2.
    head: [u8; 32],
    /// The trustees that have confirmed; bit 0 is trustee 1.
    confirmed: u32,
}

/// Why the key ceremony has failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CeremonyFailure {
    /// Two PK_j are equal or one is neutral, through nobody's fault that can be named.
    Keys,
    /// A trustee complained.
    Complaint(Verdict),
}

/// A list of a roll whose signature, form and proof were checked, not yet its place.
pub struct CheckedList {
    registrar: usize,
    list: RollList,
}

impl Setup {
    /// Reads entry 0. It is signed by a key that it names itself, so it is read first.
    pub(super) fn begin(payload: &[u8], checked: &mut Checked) -> Result<Self, Refusal> {
        let message = payload.get(1..payload.len().saturating_sub(64)).unwrap_or_default();
        let definition = Definition::read(message).at(Step::Definition)?;
        let signers = definition.signers(Kind::Definition, &definition.election_id);
        signers.one(payload).at(Step::Signatures)?;
        checked.add(Step::Signatures, 1);
        checked.add(Step::Definition, 1);
        let registrars = definition.registrars.len();
        let rolls = definition.districts.iter().map(|_| GatheredRoll::new(registrars)).collect();
        let definition = Arc::new(definition);
        Ok(Self { definition, districts: Vec::new(), rolls, stage: Stage::Defining })
    }

    pub(super) fn phase(&self) -> Phase {
        match &self.stage {
            Stage::Defining => Phase::Defining,
            Stage::Dealing(ceremony) => match ceremony.round() {
                Round::Commit => Phase::Round(0),
                Round::Open => Phase::Round(1),
                Round::Deal => Phase::Round(2),
                Round::Confirm => Phase::Round(3),
                Round::Failed => Phase::Failed,
            },
            Stage::Confirming(_) => Phase::Round(3),
            Stage::Failed(_) => Phase::Failed,
        }
    }

    pub(super) fn failure(&self) -> Option<CeremonyFailure> {
        match self.stage {
            Stage::Failed(failure) => Some(failure),
            _ => None,
        }
    }

    /// PK_1 .. PK_w, once round 1 is complete.
    pub(super) fn keys(&self) -> Option<&Keys> {
        match &self.stage {
            Stage::Dealing(ceremony) => ceremony.keys(),
            Stage::Confirming(confirming) => Some(&confirming.keys),
            Stage::Defining | Stage::Failed(_) => None,
        }
    }

    /// Kind 2: the next district's part (section 2).
    pub(super) fn district(&mut self, part: &[u8], checked: &mut Checked) -> Result<(), Refusal> {
        let index = self.districts.len();
        let named = self.definition.districts.get(index);
        if named.is_none_or(|named| named[..] != Sha3_256::digest(part)[..]) {
            return refuse(Step::Definition, Fault::AnotherDistrict(index));
        }
        let district = District::read(part).at(Step::Definition)?;
        if district.paper_floor != 0 && self.definition.officials.len() < 2 {
            return refuse(Step::Definition, Fault::PaperSigners);
        }
        if index + 1 == self.definition.districts.len() {
            let widest = self.districts.iter().map(District::slots).max().unwrap_or(0);
            let ceremony = self.begin_ceremony(widest.max(district.slots())).at(Step::Ceremony)?;
            self.stage = Stage::Dealing(Box::new(ceremony));
        }
        self.districts.push(district);
        checked.add(Step::Definition, 1);
        Ok(())
    }

    fn begin_ceremony(&self, slots: usize) -> Result<Ceremony, CeremonyError> {
        // A definition has at most 32 trustees.
        let trustees = self.definition.trustees.len() as u8;
        Ceremony::new(self.definition.election_id, trustees, self.definition.threshold, slots)
    }

    /// Kinds 3 to 7: the key ceremony.
    pub(super) fn ceremony(
        &mut self,
        kind: Kind,
        payload: &[u8],
        chain_hash: &[u8; 32],
        checked: &mut Checked,
    ) -> Result<(), Refusal> {
        let (signer, message) = self.signed(kind, payload, checked)?;
        match &mut self.stage {
            Stage::Dealing(ceremony) => {
                names_its_signer(signer, message).at(Step::Ceremony)?;
                match kind {
                    Kind::DealingCommitment => ceremony.commit(message),
                    Kind::DealingOpening => ceremony.open(message),
                    _ => ceremony.deal(message),
                }
                .at(Step::Ceremony)?;
                self.end_of_round(chain_hash);
            }
            Stage::Confirming(confirming) if kind == Kind::Complaint => {
                names_its_signer(signer, message).at(Step::Ceremony)?;
                let verdict = confirming.ceremony.complain(message).at(Step::Ceremony)?;
                self.stage = Stage::Failed(CeremonyFailure::Complaint(verdict));
            }
            Stage::Confirming(confirming) => confirming.confirm(signer, message)?,
            Stage::Defining | Stage::Failed(_) => {
                let phase = self.phase();
                return refuse(Step::Form, Fault::Phase { kind, phase });
            }
        }
        checked.add(Step::Ceremony, 1);
        Ok(())
    }

    /// Goes on after the message that completed round 1 or round 2.
    fn end_of_round(&mut self, chain_hash: &[u8; 32]) {
        self.stage = match std::mem::replace(&mut self.stage, Stage::Defining) {
            Stage::Dealing(ceremony) => match (ceremony.round(), ceremony.keys().cloned()) {
                (Round::Failed, _) => Stage::Failed(CeremonyFailure::Keys),
                (Round::Confirm, Some(keys)) => Stage::Confirming(Box::new(Confirming {
                    ceremony: *ceremony,
                    keys,
                    head: *chain_hash,
                    confirmed: 0,
                })),
                _ => Stage::Dealing(ceremony),
            },
            stage => stage,
        };
    }

    /// Kind 8, all that does not depend on the lists before it. Several threads may call it.
    pub(super) fn read_roll(&self, payload: &[u8]) -> Result<CheckedList, Refusal> {
        let election_id = &self.definition.election_id;
        let signers = self.definition.signers(Kind::Roll, election_id);
        let (registrar, message) = signers.one(payload).at(Step::Signatures)?;
        let list = RollList::read(message).at(Step::Rolls)?;
        if usize::from(list.district) >= self.rolls.len() {
            return refuse(Step::Rolls, Fault::NoDistrict(list.district));
        }
        let context = roll_context(election_id, list.district, registrar, list.first);
        list.proof
            .verify(Domain::RollPossession, &context, &list.credentials)
            .map_err(|_| Fault::Possession(registrar.into()))
            .at(Step::Rolls)?;
        Ok(CheckedList { registrar: registrar.into(), list })
    }

    /// Kind 8, the rest.
    pub(super) fn apply_roll(
        &mut self,
        CheckedList { registrar, list }: &CheckedList,
        checked: &mut Checked,
    ) -> Result<(), Refusal> {
        let Some(roll) = self.rolls.get_mut(usize::from(list.district)) else {
            return refuse(Step::Rolls, Fault::NoDistrict(list.district));
        };
        roll.add(*registrar, list.first, &list.credentials)?;
        checked.add(Step::Signatures, 1);
        checked.add(Step::Rolls, list.credentials.len());
        Ok(())
    }

    /// Kind 9: the vote that begins with this entry.
    pub(super) fn open(
        &self,
        payload: &[u8],
        previous: &[u8; 32],
        chain_hash: &[u8; 32],
        checked: &mut Checked,
    ) -> Result<Voting, Refusal> {
        let (_, message) = self.signed(Kind::Open, payload, checked)?;
        if message::head(message).at(Step::Form)? != *previous {
            return refuse(Step::Opening, Fault::AnotherBoard);
        }
        let keys = self.confirmed_keys()?;
        let rolls = self.rolls.iter().enumerate().map(|(district, roll)| roll.complete(district));
        let rolls = rolls.collect::<Result<_, _>>()?;
        let parameters = (0_u16..).zip(&self.districts).map(|(index, district)| {
            let style = district.style().at(Step::Definition)?;
            Parameters::new(*chain_hash, index, style, keys.slots()).at(Step::Opening)
        });
        let opened = Opened {
            definition: Arc::clone(&self.definition),
            parameters: parameters.collect::<Result<_, _>>()?,
            districts: self.districts.clone(),
            fingerprint: *chain_hash,
            keys: keys.clone(),
        };
        checked.add(Step::Opening, self.districts.len());
        Ok(Voting::new(opened, rolls))
    }

    fn confirmed_keys(&self) -> Result<&Keys, Refusal> {
        let trustees = self.definition.trustees.len();
        match &self.stage {
            Stage::Confirming(confirming)
                if confirming.confirmed.count_ones() as usize == trustees =>
            {
                Ok(&confirming.keys)
            }
            Stage::Confirming(confirming) => {
                let confirmed = confirming.confirmed.count_ones();
                refuse(Step::Opening, Fault::Unconfirmed { confirmed, trustees })
            }
            _ => refuse(Step::Opening, Fault::Unconfirmed { confirmed: 0, trustees }),
        }
    }

    /// The signer and the message of an entry that one party signed under election_id.
    fn signed<'p>(
        &self,
        kind: Kind,
        payload: &'p [u8],
        checked: &mut Checked,
    ) -> Result<(u8, &'p [u8]), Refusal> {
        let signers = self.definition.signers(kind, &self.definition.election_id);
        let signed = signers.one(payload).at(Step::Signatures)?;
        checked.add(Step::Signatures, 1);
        Ok(signed)
    }
}

impl Confirming {
    /// Kind 7 (section 6): the head is that after round 2, and everyone confirms once.
    fn confirm(&mut self, signer: u8, message: &[u8]) -> Result<(), Refusal> {
        if message::head(message).at(Step::Form)? != self.head {
            return refuse(Step::Ceremony, Fault::AnotherRound);
        }
        if !set_bit(&mut self.confirmed, signer) {
            return refuse(Step::Ceremony, Fault::ConfirmedBefore(signer.saturating_add(1)));
        }
        Ok(())
    }
}

/// Where a trustee's message names the trustee, it does so in its first byte, and that is
/// signer + 1 (section 5.1).
pub(super) fn names_its_signer(signer: u8, message: &[u8]) -> Result<(), Fault> {
    match message.first() {
        Some(&named) if usize::from(named) != usize::from(signer) + 1 => {
            Err(Fault::NamesAnother { signer: signer.saturating_add(1), named })
        }
        // An empty message has no form, which its reader says.
        _ => Ok(()),
    }
}
