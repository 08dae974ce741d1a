//! Key ceremonies, from their messages to the keys or to the one who is at fault.

use curve25519_dalek::{RistrettoPoint, Scalar};
use serde_json::{Value, json};
use sha3::{Digest, Sha3_256};

use super::prover::Prover;
use super::vectors::{array, bytes, hexed, hexed_points, list, number, run};
use crate::crypto::ceremony::{Ceremony, CeremonyError, Round};
use crate::crypto::transcript::Domain;

#[test]
fn a_ceremony_gives_its_keys_or_names_who_broke_it() {
    run("ceremonies", [7, 56], |input| {
        let mut ceremony = opened(input)?;
        if list(&input["deals"]).is_empty() && ceremony.round() == Round::Deal {
            return Ok(outcome(&ceremony, Value::Null));
        }
        for deal in list(&input["deals"]) {
            ceremony.deal(&bytes(deal)).map_err(category)?;
        }
        expect_round(&ceremony, Round::Confirm)?;
        check_secrets(&ceremony, input)?;
        let complaint = &input["complaint"];
        if complaint.is_null() {
            return Ok(outcome(&ceremony, Value::Null));
        }
        let verdict = ceremony.complain(&bytes(complaint)).map_err(category)?;
        Ok(outcome(&ceremony, verdict.guilty.into()))
    });
}

/// A ceremony after round 1.
pub(super) fn opened(input: &Value) -> Result<Ceremony, String> {
    let [trustees, threshold] = ["trustees", "threshold"].map(|name| number(&input[name]));
    let election_id = array(&input["election_id"]);
    let ceremony = Ceremony::new(election_id, trustees, threshold, number(&input["slots"]));
    let mut ceremony = ceremony.map_err(category)?;
    for commitment in list(&input["commitments"]) {
        ceremony.commit(&bytes(commitment)).map_err(category)?;
    }
    expect_round(&ceremony, Round::Open)?;
    for opening in list(&input["openings"]) {
        ceremony.open(&bytes(opening)).map_err(category)?;
    }
    if ceremony.round() == Round::Open {
        return Err("ceremony:missing".into());
    }
    Ok(ceremony)
}

fn expect_round(ceremony: &Ceremony, round: Round) -> Result<(), String> {
    if ceremony.round() == round { Ok(()) } else { Err("ceremony:missing".into()) }
}

fn category(error: CeremonyError) -> String {
    let category = match error {
        CeremonyError::Parameters { .. } => "parameters",
        CeremonyError::Wire(_) => "decode",
        CeremonyError::Round { .. } => "ceremony:missing",
        CeremonyError::Unknown(_) => "ceremony:unknown",
        CeremonyError::Repeated(_) => "ceremony:repeated",
        CeremonyError::Possession(_) => "ceremony:possession",
        CeremonyError::SharedKey { .. } => "ceremony:shared_key",
        CeremonyError::Place { .. } => "ceremony:place",
        CeremonyError::Opening(_) => "ceremony:opening",
        CeremonyError::SelfDeal(_) => "ceremony:self",
        CeremonyError::AnotherRound(_) => "ceremony:round",
        CeremonyError::NoDeal { .. } => "ceremony:no_deal",
    };
    category.into()
}

/// What nobody but the trustees could look at: their encryption secrets and their shares.
fn check_secrets(ceremony: &Ceremony, input: &Value) -> Result<(), String> {
    let scalar = |hex: &Value| Scalar::from_canonical_bytes(array(hex)).unwrap();
    for (i, secret) in (1..).zip(list(&input["encryption_secrets"])) {
        let key = RistrettoPoint::mul_base(&scalar(secret));
        if ceremony.encryption_key(i).map_err(category)?.group() != &key {
            return Err("secret".into());
        }
        let complained = !input["complaint"].is_null();
        assert!(complained || ceremony.all_deals_are_right(i, &scalar(secret)));
    }
    for (i, shares) in (1..).zip(list(&input["shares"])) {
        let keys = ceremony.keys().unwrap().verification_keys(i).unwrap();
        let of_shares = list(shares).iter().map(|share| RistrettoPoint::mul_base(&scalar(share)));
        if !of_shares.eq(keys.iter().map(|key| *key.group())) {
            return Err("share".into());
        }
    }
    Ok(())
}

fn outcome(ceremony: &Ceremony, guilty: Value) -> Value {
    let keys = ceremony.keys().unwrap();
    let verification = (1..=ceremony.trustees()).map(|i| keys.verification_keys(i).unwrap());
    json!({
        "opening_hashes": ceremony.opening_hashes().iter().map(hexed).collect::<Vec<_>>(),
        "round_hash": hexed(ceremony.round_hash()),
        "keys": hexed_points(keys.slots()),
        "verification_keys": verification.map(hexed_points).collect::<Vec<_>>(),
        "guilty": guilty,
    })
}

#[test]
fn messages_of_another_round_are_refused_and_change_nothing() {
    let input = &super::vectors::read("valid", "ceremonies")[1].input;
    let mut ceremony = opened(input).unwrap();
    let commitment = bytes(&input["commitments"][0]);
    let opening = bytes(&input["openings"][0]);
    let round = |message, now| Err(CeremonyError::Round { message, now });
    assert_eq!(ceremony.commit(&commitment), round(Round::Commit, Round::Deal));
    assert_eq!(ceremony.open(&opening), round(Round::Open, Round::Deal));
    for deal in list(&input["deals"]) {
        ceremony.deal(&bytes(deal)).unwrap();
    }
    let deal = bytes(&input["deals"][0]);
    assert_eq!(ceremony.deal(&deal), round(Round::Deal, Round::Confirm));
}

#[test]
fn a_refused_opening_can_be_followed_by_the_right_one() {
    let input = &super::vectors::read("valid", "ceremonies")[1].input;
    let mut ceremony = Ceremony::new(array(&input["election_id"]), 3, 2, 2).unwrap();
    for commitment in list(&input["commitments"]) {
        ceremony.commit(&bytes(commitment)).unwrap();
    }
    let mut opening = bytes(&input["openings"][0]);
    // The second coefficient of slot 1 becomes that of slot 2: no proof covers it.
    let (first, second) = (5 + 32..5 + 64, 5 + 96..5 + 128);
    opening.copy_within(second, first.start);
    assert_eq!(ceremony.open(&opening), Err(CeremonyError::Opening(1)));
    for opening in list(&input["openings"]) {
        ceremony.open(&bytes(opening)).unwrap();
    }
    assert_eq!(ceremony.round(), Round::Deal);
}

#[test]
fn a_ceremony_whose_keys_are_equal_fails_with_its_last_opening() {
    let election_id = [7; 32];
    let mut prover = Prover::new(4);
    let [e, a, b] = [11_u8, 12, 13].map(Scalar::from);
    let encode = |secret: &Scalar| RistrettoPoint::mul_base(secret).compress().to_bytes();
    for (constant_terms, round) in [([a, b], Round::Confirm), ([a, a], Round::Failed)] {
        let context = [&election_id[..], &[1, 0, 0]].concat();
        let proof = prover.know(Domain::DealingPossession, &context, &constant_terms);
        let points = constant_terms.iter().flat_map(encode).collect::<Vec<_>>();
        let opening = [&[1, 0, 0, 0, 2][..], &points, &proof].concat();
        let hash = Sha3_256::new()
            .chain_update(b"isoloir/v1 dealing opening")
            .chain_update(election_id)
            .chain_update([1])
            .chain_update(&opening)
            .finalize();
        let context = [&election_id[..], &[1]].concat();
        let proof = prover.know(Domain::EncryptionPossession, &context, &[e]);
        let commitment = [&[1][..], &hash, &encode(&e), &proof].concat();

        let mut ceremony = Ceremony::new(election_id, 1, 1, 2).unwrap();
        ceremony.commit(&commitment).unwrap();
        ceremony.open(&opening).unwrap();
        assert_eq!(ceremony.round(), round);
        assert_eq!(ceremony.keys().is_some(), round == Round::Confirm);
    }
}
