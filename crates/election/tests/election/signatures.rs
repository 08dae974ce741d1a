//! Who must sign what.

use isoloir_election::message::{CoSigned, Kind, Signed, SignedError};
use isoloir_election::phase::{Phase, Refusal};
use isoloir_encoding::Encode;
use proptest::prelude::*;

use crate::support::{Plan, Town, party, signing_key};

/// A message that an official, a registrar, a trustee and another election's parties sign in turn.
#[track_caller]
fn only_by(town: &mut Town, kind: Kind, role: u8, signer: u8, message: &[u8]) {
    let context = town.context(kind);
    for other in (1..=3).filter(|&other| other != role) {
        let payload = Signed::sign(kind, &context, signer, &signing_key(other, signer), message);
        let refusal = SignedError::WrongSignature { kind, signer };
        assert_eq!(town.refused(kind, payload), Refusal::Unsigned(refusal));
    }
    // By a colleague, in the name of the signer.
    let payload = Signed::sign(kind, &context, signer, &signing_key(role, signer + 1), message);
    let wrong = Refusal::Unsigned(SignedError::WrongSignature { kind, signer });
    assert_eq!(town.refused(kind, payload), wrong);
    // For another election, or before and after the opening.
    let other_context = Signed::sign(kind, &[7; 32], signer, &signing_key(role, signer), message);
    assert_eq!(town.refused(kind, other_context), wrong);
    // As another kind of entry.
    let other_kind = if kind == Kind::Close { Kind::Withdrawal } else { Kind::Close };
    let payload = Signed::sign(other_kind, &context, signer, &signing_key(role, signer), message);
    assert_eq!(town.refused(kind, payload), wrong);
    // By somebody who is not in the definition.
    let payload = Signed::sign(kind, &context, 200, &signing_key(role, 200), message);
    let unknown = Refusal::Unsigned(SignedError::UnknownSigner { kind, signer: 200 });
    assert_eq!(town.refused(kind, payload), unknown);
    // By nobody.
    for length in [0, 1, 64] {
        let payload = vec![0; length];
        let refusal = town.refused(kind, payload);
        assert!(matches!(refusal, Refusal::Unsigned(_) | Refusal::Unreadable { .. }));
    }
}

#[test]
fn every_entry_before_the_vote_is_signed_by_the_party_whose_it_is() {
    let mut town = Town::new(&Plan::default());
    let definition = town.definition.to_bytes();
    only_by(&mut town, Kind::Definition, 1, 0, &definition);
    town.define();
    let dealers = town.start_dealers();
    only_by(&mut town, Kind::DealingCommitment, 3, 0, &dealers[0].1.to_bytes());
    town.commit(&dealers);
    only_by(&mut town, Kind::DealingOpening, 3, 0, &[0; 100]);
    let recipients = town.open_and_deal(dealers);
    only_by(&mut town, Kind::Complaint, 3, 0, &[0; 130]);
    only_by(&mut town, Kind::Confirmation, 3, 0, &[0; 32]);
    town.confirm(recipients);
    let secrets = town.roll_secrets(0, 0);
    let chunk = town.chunk(0, 0, 0, &secrets).to_bytes();
    only_by(&mut town, Kind::Roll, 2, 0, &chunk);
    town.enrol();
    let head = town.record.chain().head();
    only_by(&mut town, Kind::Open, 1, 0, head.as_bytes());
    town.open_vote();
}

#[test]
fn every_entry_from_the_opening_on_is_signed_by_the_party_whose_it_is() {
    let mut town = Town::open(&Plan::default());
    town.all_vote(0);
    town.all_vote(1);
    let credential = *town.credential(0, 0).public();
    let revocation = [&[0, 0], credential.as_bytes().as_slice()].concat();
    only_by(&mut town, Kind::Revocation, 2, 0, &revocation);
    only_by(&mut town, Kind::Withdrawal, 1, 0, &[0, 0, 0, 0]);
    only_by(&mut town, Kind::Close, 1, 0, &[]);
    town.close();
    only_by(&mut town, Kind::CloseStatement, 3, 0, &[0; 40]);
    (0..3).for_each(|trustee| town.state_close(trustee));
    town.tally();
    let decryption = town.decryption(0, 0);
    only_by(&mut town, Kind::Decryption, 3, 0, &decryption);
    town.decrypt(0, 0);
    town.decrypt(1, 0);
    let result = town.result(0).to_bytes();
    only_by(&mut town, Kind::Result, 1, 0, &result);
    town.publish(0);
}

#[test]
fn what_was_signed_in_another_election_of_the_same_parties_is_refused() {
    let mut town = Town::open(&Plan::default());
    let other = Town::open(&Plan { title: "Budget 2027", ..Plan::default() });
    let credential = *other.credential(0, 0).public();
    assert_eq!(town.credential(0, 0).public(), &credential);
    let kinds = [
        (Kind::Withdrawal, other.withdrawal(0, 0)),
        (Kind::Revocation, other.revocation(0, &credential)),
        (Kind::PaperBatch, other.signed_batch(&other.batch(0, &[0, 1], &[1, 1, 1]))),
        (Kind::Close, other.by_official(Kind::Close, &[])),
    ];
    for (kind, payload) in kinds {
        let refusal = town.refused(kind, payload);
        assert!(
            matches!(refusal, Refusal::Unsigned(SignedError::WrongSignature { .. })),
            "{refusal:?}"
        );
    }
    town.all_vote(0);
    town.all_vote(1);
    town.finish(&[Some(&[4, 0, 0]), Some(&[4, 0])]);
}

#[test]
fn entries_of_setup_signed_for_another_election_are_refused() {
    let mut town = Town::new(&Plan::default());
    town.define();
    town.hold_ceremony();
    let mut other = Town::new(&Plan { title: "Budget 2027", ..Plan::default() });
    let secrets = other.roll_secrets(0, 0);
    let chunk = other.chunk(0, 0, 0, &secrets);
    let roll = other.by_registrar(Kind::Roll, 0, &chunk.to_bytes());
    assert!(matches!(town.refused(Kind::Roll, roll), Refusal::Unsigned(_)));
    town.enrol();
    let opening = other.opening(town.record.chain().head());
    assert!(matches!(town.refused(Kind::Open, opening), Refusal::Unsigned(_)));
    town.open_vote();
}

#[test]
fn the_context_changes_with_the_opening() {
    let town = Town::open(&Plan::default());
    let Phase::Voting(voting) = town.record.phase() else { panic!("the vote is not open") };
    assert_ne!(voting.fingerprint().0, voting.election().id().0);
    let open = town.entries.last().unwrap();
    assert_eq!(voting.fingerprint().0, *open.chain_hash().as_bytes());
}

#[test]
fn a_signature_with_a_scalar_that_is_not_reduced_is_refused() {
    let mut town = Town::open(&Plan::default());
    let mut payload = town.withdrawal(0, 0);
    // S + l, little-endian, in the last 32 bytes (RFC 8032, 5.1.7).
    let order: [u8; 32] = [
        0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde,
        0x14, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
    ];
    let start = payload.len() - 32;
    let mut carry = 0;
    for (byte, add) in payload[start..].iter_mut().zip(order) {
        let sum = u16::from(*byte) + u16::from(add) + carry;
        *byte = sum as u8;
        carry = sum >> 8;
    }
    assert!(matches!(town.refused(Kind::Withdrawal, payload), Refusal::Unsigned(_)));
}

proptest! {
    #[test]
    fn no_bytes_make_a_signed_payload_panic(
        payload in prop::collection::vec(any::<u8>(), 0..200),
        count in 0..9_usize,
    ) {
        let parties = [party("A", 1, 0), party("B", 1, 1)];
        let kind = Kind::Close;
        prop_assert!(Signed::open(&payload, kind, &[0; 32], &parties).is_err());
        let cosigned = CoSigned::open(&payload, kind, &[0; 32], &parties, count);
        prop_assert_eq!(cosigned.is_ok(), count == 0);
    }

    #[test]
    fn a_signed_message_opens_and_with_one_bit_changed_does_not(
        message in prop::collection::vec(any::<u8>(), 0..50),
        bit in any::<prop::sample::Index>(),
    ) {
        let parties = [party("A", 1, 0), party("B", 1, 1)];
        let key = signing_key(1, 1);
        let mut payload = Signed::sign(Kind::Close, &[3; 32], 1, &key, &message);
        let opened = Signed::open(&payload, Kind::Close, &[3; 32], &parties).unwrap();
        prop_assert_eq!((opened.signer, opened.message), (1, message.as_slice()));
        let bit = bit.index(payload.len() * 8);
        payload[bit / 8] ^= 1 << (bit % 8);
        prop_assert!(Signed::open(&payload, Kind::Close, &[3; 32], &parties).is_err());
    }
}
