//! Deals and complaints of two rounds (`spec/protocol.md`, sections 5.4 and 5.5): trustee 3 is an
//! accomplice of the server and commits twice, and not everyone is shown the same commitment.

use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{ChaCha20Poly1305, KeyInit as _, Nonce};
use curve25519_dalek::{RistrettoPoint, Scalar};
use hkdf::Hkdf;
use serde_json::Value;
use sha2::Sha512;

use super::ceremonies::opened;
use super::prover::Prover;
use super::vectors::{array, bytes, hexed, list, read};
use crate::crypto::ceremony::{Ceremony, CeremonyError, Round, Verdict};
use crate::crypto::equality::{EqualityProof, EqualityStatement};
use crate::crypto::group::Point;
use crate::crypto::transcript::Domain;
use crate::wire::Reader;

/// Who opens deals, and complains.
const RECIPIENT: u8 = 2;

/// The ceremony of the vectors, three trustees with threshold 2.
fn here() -> Value {
    read("valid", "ceremonies").swap_remove(1).input
}

/// The same for whoever is shown another encryption key of trustee 3. All open the same parts.
fn elsewhere() -> Value {
    let mut input = here();
    let secret = Scalar::from(5_u64);
    let context = [&bytes(&input["election_id"])[..], &[3]].concat();
    let proof = Prover::new(5).know(Domain::EncryptionPossession, &context, &[secret]);
    let key = RistrettoPoint::mul_base(&secret).compress().to_bytes();
    let own = &mut input["commitments"][2];
    *own = hexed([&bytes(own)[..33], &key, &proof].concat());
    input
}

/// E_d, multiplied with the recipient's secret.
fn shared(input: &Value, ceremony: &Ceremony, dealer: u8) -> Point {
    Point::new(ceremony.encryption_key(dealer).unwrap().group() * secret(input))
}

fn secret(input: &Value) -> Scalar {
    Scalar::from_canonical_bytes(array(&input["encryption_secrets"][1])).unwrap()
}

/// What a deal to the recipient is sealed with in this round: the cipher and its data.
fn cipher(input: &Value, ceremony: &Ceremony, dealer: u8) -> (ChaCha20Poly1305, Vec<u8>) {
    let id = bytes(&input["election_id"]);
    let data = [&id[..], &[dealer, RECIPIENT], &ceremony.round_hash()].concat();
    let mut key = [0; 32];
    Hkdf::<Sha512>::new(None, shared(input, ceremony, dealer).bytes())
        .expand_multi_info(&[b"isoloir/v1 dealing key", &data], &mut key)
        .unwrap();
    (ChaCha20Poly1305::new(&key.into()), data)
}

/// The right shares of a dealer for the recipient, which are the same in both rounds.
fn shares(dealer: u8) -> Vec<u8> {
    let input = here();
    let (cipher, data) = cipher(&input, &opened(&input).unwrap(), dealer);
    let mut deals = list(&input["deals"]).iter().map(bytes);
    let deal = deals.find(|deal| deal[..2] == [dealer, RECIPIENT]).unwrap();
    cipher.decrypt(&Nonce::default(), Payload { msg: &deal[34..], aad: &data }).unwrap()
}

/// A deal that states one round and is sealed in the round of `input` and `ceremony`.
fn deal(
    stated: [u8; 32],
    (input, ceremony): (&Value, &Ceremony),
    dealer: u8,
    shares: &[u8],
) -> Vec<u8> {
    let (cipher, data) = cipher(input, ceremony, dealer);
    let sealed = cipher.encrypt(&Nonce::default(), Payload { msg: shares, aad: &data }).unwrap();
    [&[dealer, RECIPIENT], &stated[..], &sealed].concat()
}

/// Completes round 2 with this deal, and with others that nobody opens.
fn complete_round_2(input: &Value, ceremony: &mut Ceremony, own: &[u8]) {
    let round_hash = ceremony.round_hash();
    for mut deal in list(&input["deals"]).iter().map(bytes) {
        deal[2..34].copy_from_slice(&round_hash);
        let deal = if deal[..2] == own[..2] { own } else { &deal };
        ceremony.deal(deal).unwrap();
    }
    assert_eq!(ceremony.round(), Round::Confirm);
}

/// The complaint of the recipient, with a proof that holds in this round.
fn complaint(input: &Value, ceremony: &Ceremony, accused: u8) -> Vec<u8> {
    let round_hash = ceremony.round_hash();
    let context = [&bytes(&input["election_id"])[..], &[RECIPIENT, accused], &round_hash].concat();
    let base = ceremony.encryption_key(accused).unwrap();
    let shared = shared(input, ceremony, accused);
    let statement = EqualityStatement {
        domain: Domain::Complaint,
        context: &context,
        base: &base,
        first: &[ceremony.encryption_key(RECIPIENT).unwrap()],
        second: &[shared],
    };
    let nonce = Scalar::from(9_u64);
    let nonces = [RistrettoPoint::mul_base(&nonce), base.group() * nonce];
    let nonces = nonces.map(|nonce| nonce.compress().to_bytes()).concat();
    let without_response = [&nonces[..], &[0; 32]].concat();
    let proof = EqualityProof::read(&mut Reader::new(&without_response)).unwrap();
    let (y, c) = proof.challenges(statement);
    let response = (nonce + c * y * secret(input)).to_bytes();
    [&[RECIPIENT, accused], &round_hash[..], shared.bytes(), &nonces, &response].concat()
}

fn verdict(accused: u8, guilty: u8) -> Result<Verdict, CeremonyError> {
    Ok(Verdict { accuser: RECIPIENT, accused, guilty })
}

#[test]
fn a_deal_of_another_round_is_refused_and_its_dealer_can_send_the_right_one() {
    let (input, other) = (here(), elsewhere());
    let (mut ceremony, mut another) = (opened(&input).unwrap(), opened(&other).unwrap());
    assert_ne!(ceremony.round_hash(), another.round_hash());
    let made_elsewhere = deal(another.round_hash(), (&other, &another), 1, &shares(1));
    assert_eq!(ceremony.deal(&made_elsewhere), Err(CeremonyError::AnotherRound(1)));
    let right = deal(ceremony.round_hash(), (&input, &ceremony), 1, &shares(1));
    for at in [2, 33] {
        let mut changed = right.clone();
        changed[at] ^= 1;
        assert_eq!(ceremony.deal(&changed), Err(CeremonyError::AnotherRound(1)));
    }
    complete_round_2(&input, &mut ceremony, &right);
    assert_eq!(ceremony.complain(&complaint(&input, &ceremony, 1)), verdict(1, RECIPIENT));
    // Where it was made, nothing is wrong with it.
    complete_round_2(&other, &mut another, &made_elsewhere);
    assert_eq!(another.complain(&complaint(&other, &another, 1)), verdict(1, RECIPIENT));
}

#[test]
fn a_complaint_of_another_round_is_refused_and_nobody_is_at_fault() {
    let (input, other) = (here(), elsewhere());
    let (mut ceremony, mut another) = (opened(&input).unwrap(), opened(&other).unwrap());
    let wrong = deal(another.round_hash(), (&other, &another), 3, &[0; 64]);
    complete_round_2(&other, &mut another, &wrong);
    let made_elsewhere = complaint(&other, &another, 3);
    assert_eq!(another.complain(&made_elsewhere), verdict(3, 3));

    let right = deal(ceremony.round_hash(), (&input, &ceremony), 3, &shares(3));
    complete_round_2(&input, &mut ceremony, &right);
    let refused = Err(CeremonyError::AnotherRound(RECIPIENT));
    assert_eq!(ceremony.complain(&made_elsewhere), refused);
    let of_this_round = complaint(&input, &ceremony, 3);
    for at in [2, 33] {
        let mut changed = of_this_round.clone();
        changed[at] ^= 1;
        assert_eq!(ceremony.complain(&changed), refused);
    }
    assert_eq!(ceremony.round(), Round::Confirm);
    // With this round's hash in the place of its own it is a complaint, whose proof does not hold.
    let relabelled = [&made_elsewhere[..2], &of_this_round[2..34], &made_elsewhere[34..]].concat();
    assert_eq!(ceremony.complain(&relabelled), verdict(3, RECIPIENT));
}

#[test]
fn a_deal_that_states_this_round_and_is_sealed_in_another_is_its_dealers_fault() {
    let (input, other) = (here(), elsewhere());
    let (mut ceremony, another) = (opened(&input).unwrap(), opened(&other).unwrap());
    let unopenable = deal(ceremony.round_hash(), (&other, &another), 1, &shares(1));
    complete_round_2(&input, &mut ceremony, &unopenable);
    assert_eq!(ceremony.complain(&complaint(&input, &ceremony, 1)), verdict(1, 1));
}
