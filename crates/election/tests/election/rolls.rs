//! The registrars' rolls.

use isoloir_crypto::group::SecretScalar;
use isoloir_election::message::{Kind, MAX_ROLL_CHUNK, RollChunk};
use isoloir_election::phase::Refusal;
use isoloir_encoding::{Decode, Encode, Problem};

use crate::standing::difference;
use crate::support::{Plan, Town};

/// An election that lacks nothing but its rolls.
fn town() -> Town {
    let mut town = Town::new(&Plan::default());
    town.define();
    town.hold_ceremony();
    town
}

/// Runs the election, whose rolls are posted.
fn go_on(mut town: Town) {
    town.open_vote();
    town.all_vote(0);
    town.all_vote(1);
    town.finish(&[Some(&[4, 0, 0]), Some(&[4, 0])]);
}

#[track_caller]
fn refuse(town: &mut Town, registrar: u8, chunk: &RollChunk) -> Refusal {
    let payload = town.by_registrar(Kind::Roll, registrar, &chunk.to_bytes());
    town.refused(Kind::Roll, payload)
}

fn post(town: &mut Town, registrar: u8, chunk: &RollChunk) {
    let payload = town.by_registrar(Kind::Roll, registrar, &chunk.to_bytes());
    town.post(Kind::Roll, payload);
}

#[track_caller]
fn not_opened(town: &mut Town) -> Refusal {
    let payload = town.opening(town.record.chain().head());
    town.refused(Kind::Open, payload)
}

#[test]
fn a_chunk_out_of_place_is_refused() {
    let mut town = town();
    let secrets = town.roll_secrets(0, 0);
    let first = town.chunk(0, 0, 0, &secrets[..2]);
    let second = town.chunk(0, 0, 2, &secrets[2..]);
    let place = |expected| Refusal::RollOutOfPlace { district: 0, expected };
    assert_eq!(refuse(&mut town, 0, &second), place(0));
    post(&mut town, 0, &first);
    assert_eq!(refuse(&mut town, 0, &first), place(2));
    let beyond = town.chunk(0, 0, 3, &secrets[3..]);
    assert_eq!(refuse(&mut town, 0, &beyond), place(2));
    post(&mut town, 0, &second);
    // The other rolls in one piece.
    for (district, registrar) in [(0, 1), (1, 0), (1, 1)] {
        let secrets = town.roll_secrets(district, registrar);
        let chunk = town.chunk(district, registrar, 0, &secrets);
        post(&mut town, registrar, &chunk);
    }
    go_on(town);
}

#[test]
fn an_empty_chunk_is_refused() {
    let mut town = town();
    let empty = town.chunk(0, 0, 0, &[]);
    let refusal = Refusal::RollOutOfPlace { district: 0, expected: 0 };
    assert_eq!(refuse(&mut town, 0, &empty), refusal);
    town.enrol();
    go_on(town);
}

#[test]
fn a_chunk_above_its_bound_is_unreadable() {
    let mut town = town();
    let secrets = vec![SecretScalar::random(&mut town.rng)];
    let mut chunk = town.chunk(0, 0, 0, &secrets);
    chunk.credentials = vec![chunk.credentials[0]; MAX_ROLL_CHUNK + 1];
    let Refusal::Unreadable { source, .. } = refuse(&mut town, 0, &chunk) else {
        panic!("another refusal");
    };
    let (length, limit) = (MAX_ROLL_CHUNK + 1, MAX_ROLL_CHUNK);
    assert_eq!(source.problem, Problem::TooLong { length, limit });
    town.enrol();
    go_on(town);
}

#[test]
fn a_proof_of_possession_holds_for_its_place_alone() {
    let mut town = town();
    let secrets = town.roll_secrets(0, 0);
    let honest = town.chunk(0, 0, 0, &secrets);
    let of_other_district = RollChunk { district: 0, ..town.chunk(1, 0, 0, &secrets) };
    let of_other_registrar = town.chunk(0, 1, 0, &secrets);
    let of_other_position = RollChunk { first: 0, ..town.chunk(0, 0, 1, &secrets) };
    let mut reordered = honest.clone();
    reordered.credentials.swap(0, 1);
    let mut shortened = honest.clone();
    shortened.credentials.pop();
    let elsewhere =
        Town::new(&Plan { title: "Elsewhere", ..Plan::default() }).chunk(0, 0, 0, &secrets);
    let forged =
        [of_other_district, of_other_registrar, of_other_position, reordered, shortened, elsewhere];
    for chunk in forged {
        assert_eq!(refuse(&mut town, 0, &chunk), Refusal::NoPossession { registrar: 0 });
    }
    // Another registrar can't pass it off as its own.
    assert_eq!(refuse(&mut town, 1, &honest), Refusal::NoPossession { registrar: 1 });
    town.enrol();
    go_on(town);
}

#[test]
fn a_registrar_that_subtracts_the_others_credential_has_no_possession() {
    let mut town = town();
    let honest_secrets = town.roll_secrets(0, 0);
    let honest = town.chunk(0, 0, 0, &honest_secrets);
    post(&mut town, 0, &honest);
    // U_2 = X - U_1: then U = X, and registrar 2 alone could vote.
    let own = town.roll_secrets(0, 1);
    let mut rogue = town.chunk(0, 1, 0, &own);
    rogue.credentials[0] = difference(&rogue.credentials[0], &honest.credentials[0]);
    assert_eq!(refuse(&mut town, 1, &rogue), Refusal::NoPossession { registrar: 1 });
    let chunk = town.chunk(0, 1, 0, &own);
    post(&mut town, 1, &chunk);
    for registrar in [0, 1] {
        let secrets = town.roll_secrets(1, registrar);
        let chunk = town.chunk(1, registrar, 0, &secrets);
        post(&mut town, registrar, &chunk);
    }
    go_on(town);
}

#[test]
fn rolls_of_different_length_do_not_open_the_vote() {
    let mut town = town();
    assert_eq!(not_opened(&mut town), Refusal::IncompleteRoll { district: 0 });
    let secrets = town.roll_secrets(0, 0);
    let chunk = town.chunk(0, 0, 0, &secrets);
    post(&mut town, 0, &chunk);
    assert_eq!(not_opened(&mut town), Refusal::IncompleteRoll { district: 0 });
    let secrets = town.roll_secrets(0, 1);
    let short = town.chunk(0, 1, 0, &secrets[..3]);
    post(&mut town, 1, &short);
    assert_eq!(not_opened(&mut town), Refusal::IncompleteRoll { district: 0 });
    let rest = town.chunk(0, 1, 3, &secrets[3..]);
    post(&mut town, 1, &rest);
    assert_eq!(not_opened(&mut town), Refusal::IncompleteRoll { district: 1 });
    for registrar in [0, 1] {
        let secrets = town.roll_secrets(1, registrar);
        let chunk = town.chunk(1, registrar, 0, &secrets);
        post(&mut town, registrar, &chunk);
    }
    go_on(town);
}

#[test]
fn a_credential_that_stands_twice_on_a_roll_does_not_open_the_vote() {
    let mut town = Town::new(&Plan::default());
    // Equal sums, from parts that differ.
    let swapped = town.secrets[0][0].iter().rev().cloned().collect();
    town.secrets[0][1] = swapped;
    town.define();
    town.hold_ceremony();
    town.enrol();
    assert_eq!(not_opened(&mut town), Refusal::RepeatedCredential { district: 0 });
}

#[test]
fn a_roll_of_a_district_that_does_not_exist_is_refused() {
    let mut town = town();
    let secrets = town.roll_secrets(0, 0);
    let chunk = town.chunk(2, 0, 0, &secrets);
    assert_eq!(refuse(&mut town, 0, &chunk), Refusal::UnknownDistrict { district: 2 });
    town.enrol();
    go_on(town);
}

#[test]
fn a_vote_opened_on_another_head_is_refused() {
    let mut town = town();
    town.enrol();
    let before = town.entries[town.entries.len() - 2].chain_hash();
    let payload = town.opening(before);
    assert_eq!(town.refused(Kind::Open, payload), Refusal::OpenedElsewhere);
    go_on(town);
}

#[test]
fn a_roll_chunk_reads_back_and_nothing_else_does() {
    let mut town = town();
    let secrets = town.roll_secrets(0, 0);
    let bytes = town.chunk(0, 0, 0, &secrets).to_bytes();
    assert_eq!(RollChunk::from_bytes(&bytes).unwrap().to_bytes(), bytes);
    for length in 0..bytes.len() {
        assert!(RollChunk::from_bytes(&bytes[..length]).is_err());
    }
    // The neutral element is no credential.
    let mut identity = bytes.clone();
    identity[8..40].fill(0);
    assert!(RollChunk::from_bytes(&identity).is_err());
}
