//! Ceremonies that are held: the trustees' side.

use curve25519_dalek::scalar::Scalar;
use isoloir_crypto::dkg::{
    CeremonyParameters, CommitRound, DealRound, Dealer, ElectionKeys, KeyShare, OpenRound,
    OpenedDealer, Recipient, TrusteeIndex, Unconfirmed,
};
use isoloir_encoding::Encode;
use rand_chacha::ChaCha20Rng;

use super::Input;
use crate::file::Hex;
use crate::samples::{flipped, incremented, rng};

/// A ceremony that was held, with what it gives.
pub(crate) struct Held {
    pub(crate) input: Input,
    pub(crate) keys: ElectionKeys,
    pub(crate) shares: Vec<KeyShare>,
}

/// Holds a ceremony of honest trustees.
pub(crate) fn hold(trustees: u8, threshold: u8, slots: u16) -> Held {
    let (dealt, mut input) = deal(trustees, threshold, slots);
    let confirm = |recipient: Recipient| recipient.confirm(&dealt.round, &mut rng("confirm"));
    let shares: Vec<KeyShare> =
        dealt.recipients.into_iter().map(confirm).map(Result::unwrap).collect();
    input.shares = shares
        .iter()
        .map(|share| share.secrets().map(|s| s.expose().as_bytes().into()).collect())
        .collect();
    Held { input, keys: dealt.round.keys().clone(), shares }
}

/// After round 2.
struct Dealt {
    round: DealRound,
    recipients: Vec<Recipient>,
}

fn deal(trustees: u8, threshold: u8, slots: u16) -> (Dealt, Input) {
    let election_id = [0xce; 32];
    let parameters = CeremonyParameters::new(election_id, trustees, threshold, slots).unwrap();
    let (mut dealers, mut commitments, mut secrets) = (Vec::new(), Vec::new(), Vec::new());
    let mut round = CommitRound::new(parameters.clone());
    for index in parameters.indices() {
        let mut generator = rng(&format!("dealer {index}"));
        secrets.push(encryption_secret(generator.clone()));
        let (dealer, commitment) = Dealer::start(&parameters, index, &mut generator).unwrap();
        commitments.push(commitment.to_bytes().into());
        round.accept(commitment).unwrap();
        dealers.push(dealer);
    }
    let (opened, openings, round) = open(dealers, round.finish().unwrap());
    let (mut recipients, mut deals) = (Vec::new(), Vec::new());
    let mut after = round.clone();
    for dealer in opened {
        let (recipient, sent) = dealer.deal(&round).unwrap();
        recipients.push(recipient);
        for deal in sent {
            deals.push(deal.to_bytes().into());
            after.accept(deal).unwrap();
        }
    }
    let input = Input {
        election_id: election_id.into(),
        trustees,
        threshold,
        slots,
        commitments,
        openings,
        deals,
        complaint: None,
        encryption_secrets: secrets,
        shares: Vec::new(),
    };
    (Dealt { round: after, recipients }, input)
}

fn open(dealers: Vec<Dealer>, round: OpenRound) -> (Vec<OpenedDealer>, Vec<Hex>, DealRound) {
    let (mut opened, mut openings) = (Vec::new(), Vec::new());
    let mut after = round.clone();
    for dealer in dealers {
        let (dealer, parts) = dealer.open(&round).unwrap();
        opened.push(dealer);
        for part in parts {
            openings.push(part.to_bytes().into());
            after.accept(part).unwrap();
        }
    }
    (opened, openings, after.finish().unwrap())
}

/// e_i: the first scalar that a dealer draws.
fn encryption_secret(mut generator: ChaCha20Rng) -> Hex {
    Scalar::random(&mut generator).as_bytes().into()
}

/// Trustee 1 sent trustee 2 shares that it had not committed to: the deal does not even open.
pub(super) fn true_complaint() -> Input {
    let (dealt, input) = deal(3, 2, 2);
    let spoilt = flipped(&input.deals[0].0, 50);
    let deals = [vec![Hex(spoilt)], input.deals[1..].to_vec()].concat();
    let input = Input { deals, ..input };
    let round = input.replay().unwrap();
    let accuser = dealt.recipients.into_iter().nth(1).unwrap();
    let Err(Unconfirmed::Complaint(complaint)) = accuser.confirm(&round, &mut rng("complaint"))
    else {
        panic!("trustee 2 must complain");
    };
    Input { complaint: Some(complaint.to_bytes().into()), ..input }
}

/// The same complaint, held against a board on which the deal is right.
pub(super) fn false_complaint() -> Input {
    Input { deals: deal(3, 2, 2).1.deals, ..true_complaint() }
}

pub(super) fn complaint_without_proof() -> Input {
    let input = true_complaint();
    let bytes = input.complaint.as_ref().map(|bytes| incremented(&bytes.0, 130));
    Input { complaint: bytes.map(Hex), ..input }
}

/// The commitment of trustee 2, made with the secrets of trustee 1.
pub(super) fn shared_key() -> Vec<u8> {
    let parameters = CeremonyParameters::new([0xce; 32], 3, 2, 2).unwrap();
    let second = TrusteeIndex::new(2).unwrap();
    let started = Dealer::start(&parameters, second, &mut rng("dealer 1"));
    started.unwrap_or_else(|error| panic!("{error}")).1.to_bytes()
}
