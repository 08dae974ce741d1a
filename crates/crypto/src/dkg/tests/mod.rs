//! Ceremonies, honest and not.

mod deals;
mod decryption;
mod encoding;
mod honest;
mod rounds;

use alloc::vec::Vec;

use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;

use crate::dkg::{
    CeremonyParameters, CommitRound, Deal, DealRound, Dealer, OpenRound, OpenedDealer, OpeningPart,
    Recipient, TrusteeIndex,
};

pub(super) fn rng() -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(0xd4)
}

pub(super) fn parameters(trustees: u8, threshold: u8, slots: u16) -> CeremonyParameters {
    CeremonyParameters::new([1; 32], trustees, threshold, slots).unwrap()
}

pub(super) fn index(index: u8) -> TrusteeIndex {
    TrusteeIndex::new(index).unwrap()
}

/// All trustees of a ceremony after round 0.
pub(super) fn committed(parameters: &CeremonyParameters) -> (Vec<Dealer>, CommitRound) {
    let mut round = CommitRound::new(parameters.clone());
    let mut rng = rng();
    let dealers = parameters
        .indices()
        .map(|index| {
            let (dealer, commitment) = Dealer::start(parameters, index, &mut rng).unwrap();
            round.accept(commitment).unwrap();
            dealer
        })
        .collect();
    (dealers, round)
}

/// All trustees opened, and what each sends.
pub(super) fn opened(
    dealers: Vec<Dealer>,
    round: &OpenRound,
) -> (Vec<OpenedDealer>, Vec<OpeningPart>) {
    let mut parts = Vec::new();
    let opened = dealers
        .into_iter()
        .map(|dealer| {
            let (dealer, mut opening) = dealer.open(round).unwrap();
            parts.append(&mut opening);
            dealer
        })
        .collect();
    (opened, parts)
}

/// All trustees dealt, and what each sends.
pub(super) fn dealt(dealers: Vec<OpenedDealer>, round: &DealRound) -> (Vec<Recipient>, Vec<Deal>) {
    let mut deals = Vec::new();
    let recipients = dealers
        .into_iter()
        .map(|dealer| {
            let (recipient, mut own) = dealer.deal(round).unwrap();
            deals.append(&mut own);
            recipient
        })
        .collect();
    (recipients, deals)
}

/// An honest ceremony up to the complete deals.
pub(super) fn complete(parameters: &CeremonyParameters) -> (Vec<Recipient>, DealRound) {
    let (dealers, round) = committed(parameters);
    let mut round = round.finish().unwrap();
    let (dealers, parts) = opened(dealers, &round);
    parts.into_iter().for_each(|part| round.accept(part).unwrap());
    let mut round = round.finish().unwrap();
    let (recipients, deals) = dealt(dealers, &round);
    deals.into_iter().for_each(|deal| round.accept(deal).unwrap());
    (recipients, round)
}

/// The deal, passed off as one between two others.
pub(super) fn relabelled(deal: &Deal, dealer: u8, recipient: u8) -> Deal {
    let mut deal = deal.clone();
    (deal.dealer, deal.recipient) = (index(dealer), index(recipient));
    deal
}
