//! The key ceremony of the tiny election.

use isoloir_crypto::dkg::{
    CeremonyParameters, DealRound, Dealer, KeyShare, OpenRound, OpenedDealer, Recipient,
};
use isoloir_election::message::{Confirmation, Kind};
use isoloir_election::phase::Ceremony;
use isoloir_encoding::Encode;

use super::{TRUSTEES, Town, districts};
use crate::samples::rng;

/// Holds it, and gives the trustees' shares.
pub(super) fn hold(town: &mut Town) -> Vec<KeyShare> {
    let parameters = parameters(town.setup().election().id().0);
    let mut dealers = Vec::new();
    for (index, signer) in parameters.indices().zip(0..) {
        let mut rng = rng(&format!("town dealer {index}"));
        let (dealer, commitment) = Dealer::start(&parameters, index, &mut rng).unwrap();
        town.signed(Kind::DealingCommitment, "trustee", signer, &commitment.to_bytes());
        dealers.push(dealer);
    }
    let round = open_round(town);
    let mut opened: Vec<OpenedDealer> = Vec::new();
    for (dealer, signer) in dealers.into_iter().zip(0..) {
        let (dealer, parts) = dealer.open(&round).unwrap();
        for part in parts {
            town.signed(Kind::DealingOpening, "trustee", signer, &part.to_bytes());
        }
        opened.push(dealer);
    }
    let Some(Ceremony::Deal(round)) = town.setup().ceremony() else { panic!("round 2") };
    let round: DealRound = round.clone();
    let mut recipients: Vec<Recipient> = Vec::new();
    for (dealer, signer) in opened.into_iter().zip(0..) {
        let (recipient, deals) = dealer.deal(&round).unwrap();
        for deal in deals {
            town.signed(Kind::Deal, "trustee", signer, &deal.to_bytes());
        }
        recipients.push(recipient);
    }
    let Some(Ceremony::Confirm { round, head, .. }) = town.setup().ceremony() else {
        panic!("round 3")
    };
    let (round, head) = (round.clone(), *head);
    let confirm = |recipient: Recipient| recipient.confirm(&round, &mut rng("confirm")).unwrap();
    let shares: Vec<KeyShare> = recipients.into_iter().map(confirm).collect();
    for signer in 0..TRUSTEES {
        town.signed(Kind::Confirmation, "trustee", signer, &Confirmation { head }.to_bytes());
    }
    shares
}

fn parameters(id: [u8; 32]) -> CeremonyParameters {
    let slots = districts().iter().map(|district| district.style().slots()).max().unwrap();
    CeremonyParameters::new(id, TRUSTEES, 2, slots).unwrap()
}

fn open_round(town: &Town) -> OpenRound {
    let Some(Ceremony::Open(round)) = town.setup().ceremony() else { panic!("round 1") };
    round.clone()
}
