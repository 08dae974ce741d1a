//! The rounds of a ceremony (`spec/protocol.md`, sections 5.1 to 5.4).

use std::collections::HashMap;
use std::fmt;

use curve25519_dalek::RistrettoPoint;
use curve25519_dalek::traits::Identity;
use sha3::{Digest, Sha3_256};

use super::messages::{Commitment, Deal, Part};
use super::{CeremonyError, Keys, MAX_PART_POINTS, MAX_TRUSTEES};
use crate::crypto::credential::join;
use crate::crypto::group::Point;
use crate::crypto::style::MAX_SLOTS;
use crate::crypto::transcript::Domain;

/// Which messages a ceremony takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Round {
    /// Round 0: commitments.
    Commit,
    /// Round 1: openings.
    Open,
    /// Round 2: deals.
    Deal,
    /// Round 3: confirmations, which are not this module's, and complaints.
    Confirm,
    /// Two keys are equal or one is neutral: the ceremony has failed, and takes nothing.
    Failed,
}

impl fmt::Display for Round {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Commit => "round 0",
            Self::Open => "round 1",
            Self::Deal => "round 2",
            Self::Confirm => "round 3",
            Self::Failed => "no round: it has failed",
        })
    }
}

/// A key ceremony, fed with its messages in the order of the board.
pub struct Ceremony {
    pub(super) election_id: [u8; 32],
    trustees: u8,
    pub(super) threshold: u8,
    pub(super) slots: usize,
    /// By trustee; complete after round 0.
    pub(super) dealers: Vec<Option<Dealer>>,
    /// sum_d C_djk by slot, then by k.
    sums: Vec<Vec<RistrettoPoint>>,
    /// The sealed shares by dealer and recipient.
    pub(super) deals: HashMap<(u8, u8), Vec<u8>>,
    keys: Option<Keys>,
    round: Round,
}

/// What one trustee has committed to and opened.
pub(super) struct Dealer {
    /// The message of round 0, 129 bytes.
    message: Vec<u8>,
    opening_hash: [u8; 32],
    pub(super) encryption_key: Point,
    /// The hash of the opening, as far as it has come.
    hash: Sha3_256,
    /// C_jk by slot, then by k, as bytes: complaints want them again.
    pub(super) coefficients: Vec<[u8; 32]>,
    /// How many slots are open.
    opened: usize,
}

impl Ceremony {
    /// The ceremony of an election: N trustees, of whom t decrypt, and w slots.
    ///
    /// # Errors
    ///
    /// A number is out of range (5.1).
    pub fn new(
        election_id: [u8; 32],
        trustees: u8,
        threshold: u8,
        slots: usize,
    ) -> Result<Self, CeremonyError> {
        if !(1..=MAX_TRUSTEES).contains(&trustees)
            || !(1..=trustees).contains(&threshold)
            || !(1..=MAX_SLOTS).contains(&slots)
        {
            return Err(CeremonyError::Parameters { trustees, threshold, slots });
        }
        let neutral = vec![RistrettoPoint::identity(); usize::from(threshold)];
        Ok(Self {
            election_id,
            trustees,
            threshold,
            slots,
            dealers: (0..trustees).map(|_| None).collect(),
            sums: vec![neutral; slots],
            deals: HashMap::new(),
            keys: None,
            round: Round::Commit,
        })
    }

    /// The round that is on.
    pub fn round(&self) -> Round {
        self.round
    }

    /// The keys, once round 1 is complete, if the ceremony has not failed.
    pub fn keys(&self) -> Option<&Keys> {
        self.keys.as_ref()
    }

    /// N
    pub fn trustees(&self) -> u8 {
        self.trustees
    }

    /// t
    pub fn threshold(&self) -> u8 {
        self.threshold
    }

    /// Takes a message of round 0 (5.2).
    ///
    /// # Errors
    ///
    /// The message is refused.
    pub fn commit(&mut self, message: &[u8]) -> Result<(), CeremonyError> {
        let commitment = Commitment::decode(message)?;
        self.in_round(Round::Commit)?;
        let trustee = commitment.trustee;
        let at = self.position(trustee)?;
        if self.dealers[at].is_some() {
            return Err(CeremonyError::Repeated(trustee));
        }
        let context: [u8; 33] = join([&self.election_id, &[trustee]]);
        let key = commitment.encryption_key;
        commitment
            .proof
            .verify(Domain::EncryptionPossession, &context, &[key])
            .map_err(|_| CeremonyError::Possession(trustee))?;
        if let Some(first) = self.holder_of(&key) {
            return Err(CeremonyError::SharedKey { first, second: trustee });
        }
        self.dealers[at] = Some(Dealer {
            message: message.to_vec(),
            opening_hash: commitment.opening_hash,
            encryption_key: key,
            hash: Sha3_256::new()
                .chain_update(b"isoloir/v1 dealing opening")
                .chain_update(self.election_id)
                .chain_update([trustee]),
            coefficients: Vec::new(),
            opened: 0,
        });
        if self.dealers.iter().all(Option::is_some) {
            self.round = Round::Open;
        }
        Ok(())
    }

    /// Takes a message of round 1: one part of an opening (5.3).
    ///
    /// # Errors
    ///
    /// The part is refused.
    pub fn open(&mut self, message: &[u8]) -> Result<(), CeremonyError> {
        let part = Part::decode(message, self.threshold)?;
        self.in_round(Round::Open)?;
        let trustee = part.trustee;
        let at = self.position(trustee)?;
        let dealer = self.dealers[at].as_mut().ok_or(CeremonyError::Unknown(trustee))?;
        check_place(&part, dealer.opened, self.slots, self.threshold)?;
        // The part is in its place, so its first slot is a u16.
        let first = (part.first as u16).to_be_bytes();
        let context: [u8; 35] = join([&self.election_id, &[trustee], &first]);
        part.proof
            .verify(Domain::DealingPossession, &context, &part.constant_terms())
            .map_err(|_| CeremonyError::Possession(trustee))?;
        let hash = dealer.hash.clone().chain_update(message);
        let opened = part.first + part.slots.len();
        if opened == self.slots && hash.clone().finalize() != dealer.opening_hash.into() {
            return Err(CeremonyError::Opening(trustee));
        }
        dealer.hash = hash;
        dealer.opened = opened;
        dealer.coefficients.extend(part.slots.iter().flatten().map(|point| *point.bytes()));
        for (sums, slot) in self.sums.iter_mut().skip(part.first).zip(&part.slots) {
            for (sum, coefficient) in sums.iter_mut().zip(slot) {
                *sum += coefficient.group();
            }
        }
        if self.dealers.iter().flatten().all(|dealer| dealer.opened == self.slots) {
            self.finish_opening();
        }
        Ok(())
    }

    /// Takes a message of round 2 (5.4).
    ///
    /// # Errors
    ///
    /// The deal is refused.
    pub fn deal(&mut self, message: &[u8]) -> Result<(), CeremonyError> {
        let Deal { dealer, recipient, round_hash, sealed } = Deal::decode(message, self.slots)?;
        self.in_round(Round::Deal)?;
        self.position(dealer)?;
        self.position(recipient)?;
        if dealer == recipient {
            return Err(CeremonyError::SelfDeal(dealer));
        }
        self.same_round(dealer, &round_hash)?;
        if self.deals.contains_key(&(dealer, recipient)) {
            return Err(CeremonyError::Repeated(dealer));
        }
        self.deals.insert((dealer, recipient), sealed.to_vec());
        self.finish_dealing();
        Ok(())
    }

    /// SHA3-256("isoloir/v1 dealing round" || election_id || message_1 || .. || message_N), once
    /// round 0 is complete (5.4).
    pub(crate) fn round_hash(&self) -> [u8; 32] {
        let mut hash = Sha3_256::new()
            .chain_update(b"isoloir/v1 dealing round")
            .chain_update(self.election_id);
        for dealer in self.dealers.iter().flatten() {
            hash.update(&dealer.message);
        }
        hash.finalize().into()
    }

    /// The hash of the round, if it is the one that a message of this trustee states. A server may
    /// have shown the trustee another round: then nobody else could open what it sealed, nor find
    /// true what it complains of, and it must not be blamed (5.4).
    pub(super) fn same_round(
        &self,
        trustee: u8,
        stated: &[u8; 32],
    ) -> Result<[u8; 32], CeremonyError> {
        let round_hash = self.round_hash();
        if *stated == round_hash {
            Ok(round_hash)
        } else {
            Err(CeremonyError::AnotherRound(trustee))
        }
    }

    /// What a trustee has committed to; nothing if there is no such trustee.
    pub(super) fn dealer(&self, trustee: u8) -> Option<&Dealer> {
        self.dealers.get(usize::from(trustee).checked_sub(1)?)?.as_ref()
    }

    pub(super) fn in_round(&self, message: Round) -> Result<(), CeremonyError> {
        if self.round == message {
            Ok(())
        } else {
            Err(CeremonyError::Round { message, now: self.round })
        }
    }

    /// Where the trustee of this index, which is not 0, stands in lists.
    fn position(&self, trustee: u8) -> Result<usize, CeremonyError> {
        if (1..=self.trustees).contains(&trustee) {
            Ok(usize::from(trustee) - 1)
        } else {
            Err(CeremonyError::Unknown(trustee))
        }
    }

    fn holder_of(&self, key: &Point) -> Option<u8> {
        let holds = |dealer: &Dealer| dealer.encryption_key == *key;
        let holder =
            |(i, dealer): (u8, &Option<Dealer>)| dealer.as_ref().is_some_and(holds).then_some(i);
        (1..).zip(&self.dealers).find_map(holder)
    }

    fn finish_opening(&mut self) {
        self.keys = Keys::from_sums(&self.sums, self.trustees);
        self.sums = Vec::new();
        self.round = if self.keys.is_some() { Round::Deal } else { Round::Failed };
        if self.round == Round::Deal {
            self.finish_dealing();
        }
    }

    fn finish_dealing(&mut self) {
        let trustees = usize::from(self.trustees);
        if self.deals.len() == trustees * (trustees - 1) {
            self.round = Round::Confirm;
        }
    }
}

/// A part comes where the one before ended, and every part but the last is of full size.
fn check_place(
    part: &Part,
    opened: usize,
    slots: usize,
    threshold: u8,
) -> Result<(), CeremonyError> {
    let trustee = part.trustee;
    let rest = slots - opened;
    if rest == 0 {
        return Err(CeremonyError::Repeated(trustee));
    }
    let expected_count = rest.min(MAX_PART_POINTS / usize::from(threshold));
    let (first, count) = (part.first, part.slots.len());
    if (first, count) != (opened, expected_count) {
        let expected_first = opened;
        return Err(CeremonyError::Place { trustee, first, count, expected_first, expected_count });
    }
    Ok(())
}

#[cfg(test)]
impl Ceremony {
    pub(crate) fn opening_hashes(&self) -> Vec<[u8; 32]> {
        self.dealers.iter().flatten().map(|dealer| dealer.opening_hash).collect()
    }
}
