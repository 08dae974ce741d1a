//! Messages have one encoding; none is read from a second.

use isoloir_encoding::{Decode, Encode, Reader};

use super::*;
use crate::dkg::{Commitment, Complaint, Unconfirmed};
use crate::tests::{Element, refuses_bad_elements};

#[test]
fn a_commitment_with_a_bad_key_is_refused() {
    let bytes = committed(&parameters(2, 2, 1)).0[0].commitment.to_bytes();
    let layout = [Element::Key, Element::Point, Element::Scalar];
    refuses_bad_elements(&bytes, 33, &layout, |bytes| Commitment::from_bytes(bytes).is_ok());
}

#[test]
fn an_opening_with_a_bad_point_or_scalar_is_refused() {
    let parameters = parameters(3, 3, 2);
    let (dealers, round) = committed(&parameters);
    let (_, parts) = opened(dealers, &round.finish().unwrap());
    let slot = [Element::Key, Element::Point, Element::Point];
    let layout = [&slot[..], &slot, &[Element::Point, Element::Scalar]].concat();
    refuses_bad_elements(&parts[0].to_bytes(), 5, &layout, |bytes| {
        let mut input = Reader::new(bytes);
        OpeningPart::read(&mut input, &parameters).is_ok() && input.finish().is_ok()
    });
}

#[test]
fn an_opening_whose_count_is_wrong_is_refused_before_it_costs_anything() {
    let parameters = parameters(3, 2, 2);
    let (dealers, round) = committed(&parameters);
    let (_, parts) = opened(dealers, &round.finish().unwrap());
    let bytes = parts[0].to_bytes();
    for count in [0_u16, 1, 3, 950, 951, u16::MAX] {
        let mut changed = bytes.clone();
        changed[3..5].copy_from_slice(&count.to_be_bytes());
        let mut input = Reader::new(&changed);
        let read = OpeningPart::read(&mut input, &parameters);
        assert!(read.is_err() || input.finish().is_err(), "{count} slots");
    }
}

#[test]
fn a_deal_of_another_length_or_with_a_bad_index_is_refused() {
    let parameters = parameters(2, 2, 2);
    let (dealers, round) = committed(&parameters);
    let mut round = round.finish().unwrap();
    let (dealers, parts) = opened(dealers, &round);
    parts.into_iter().for_each(|part| round.accept(part).unwrap());
    let (_, deals) = dealt(dealers, &round.finish().unwrap());
    let bytes = deals[0].to_bytes();
    let read = |bytes: &[u8]| {
        let mut input = Reader::new(bytes);
        Deal::read(&mut input, &parameters).is_ok() && input.finish().is_ok()
    };
    assert!(read(&bytes));
    assert!(!read(&bytes[..bytes.len() - 1]));
    assert!(!read(&[&bytes[..], &[0]].concat()));
    for (place, index) in [(0, 0), (0, 33), (1, 0), (1, 255)] {
        let mut changed = bytes.clone();
        changed[place] = index;
        assert!(!read(&changed));
    }
}

#[test]
fn a_complaint_with_a_bad_point_or_scalar_is_refused() {
    let (mut recipients, mut round) = complete(&parameters(2, 2, 1));
    let others = round.deals.iter().find(|deal| deal.recipient == index(2)).unwrap().clone();
    round.deals = [others.clone(), relabelled(&others, 2, 1)].to_vec();
    let Err(Unconfirmed::Complaint(complaint)) = recipients.remove(0).confirm(&round, &mut rng())
    else {
        panic!("a deal of another pair was taken");
    };
    let layout = [Element::Point, Element::Point, Element::Point, Element::Scalar];
    refuses_bad_elements(&complaint.to_bytes(), 34, &layout, |bytes| {
        Complaint::from_bytes(bytes).is_ok()
    });
}

#[test]
fn a_partial_decryption_with_a_bad_point_or_scalar_is_refused() {
    use crate::points::PointScale;
    use crate::tally::{DecryptionContext, EncryptedTally, PartialDecryption};
    let (mut recipients, round) = complete(&parameters(1, 1, 2));
    let share = recipients.remove(0).confirm(&round, &mut rng()).unwrap();
    let context = DecryptionContext { fingerprint: [2; 32], district: 0, close_root: [3; 32] };
    let tally = EncryptedTally::empty(2, PointScale::CHOICE).seal();
    let bytes = share.decrypt(&context, round.keys(), &tally, &mut rng()).to_bytes();
    let layout = [&[Element::Point; 4][..], &[Element::Scalar]].concat();
    refuses_bad_elements(&bytes, 1, &layout, |bytes| {
        let mut input = Reader::new(bytes);
        PartialDecryption::read(&mut input, 2).is_ok() && input.finish().is_ok()
    });
}
