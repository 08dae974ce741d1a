//! Setups that no vector has: ceremonies that fail, rolls of several registrars.

use curve25519_dalek::Scalar;

use super::world::{Role, World, public, refusal};
use crate::crypto::ceremony::{CeremonyError, Verdict};
use crate::election::record::{CeremonyFailure, Fault, Phase, Refusal};
use crate::report::Step;

fn scalars(secrets: &[u64]) -> Vec<Scalar> {
    secrets.iter().map(|&secret| Scalar::from(secret)).collect()
}

/// An election in round 3 with one trustee and a district of one slot.
fn in_round_3() -> World {
    let mut world = World::defined(1, 1, &[1], 0);
    world.post_districts(&[1], 0).unwrap();
    world.deal(&[7]).unwrap();
    world
}

/// A complaint of one trustee about another: neutral points and z = 0 are canonical, and no proof.
fn unproved([accuser, accused]: [u8; 2], round_hash: &[u8; 32]) -> Vec<u8> {
    [&[accuser, accused], &round_hash[..], &[0; 128]].concat()
}

#[test]
fn a_single_trustee_deals_to_nobody_and_the_vote_opens() {
    let mut world = in_round_3();
    assert_eq!(world.phase(), Phase::Round(3));
    world.confirm();
    world.roll(0, 0, 0, &scalars(&[1])).unwrap();
    world.roll(0, 1, 0, &scalars(&[2])).unwrap();
    world.open().unwrap();
    assert_eq!(world.phase(), Phase::Voting);
}

#[test]
fn equal_keys_end_the_ceremony_and_the_entry_stands() {
    let mut world = World::defined(1, 2, &[2], 0);
    world.post_districts(&[2], 0).unwrap();
    let first_deal = refusal(world.deal(&[7, 7])).what;
    assert!(matches!(first_deal, Fault::Phase { phase: Phase::Failed, .. }));
    assert_eq!(world.phase(), Phase::Failed);
    assert_eq!(world.board.len(), 6, "both commitments and both openings are there");
    assert_eq!(world.board.record.ceremony_failure(), Some(CeremonyFailure::Keys));
    world.roll(0, 0, 0, &scalars(&[1])).unwrap();
    assert_eq!(refusal(world.open()).step, Step::Form);
}

#[test]
fn a_complaint_ends_the_ceremony_and_names_who_is_at_fault() {
    let mut world = World::defined(1, 2, &[1], 0);
    world.post_districts(&[1], 0).unwrap();
    world.deal(&[7]).unwrap();
    let complaint = unproved([2, 1], &world.round_hash());
    let of_another = refusal(world.sign(6, Role::Trustee, 0, &complaint));
    assert!(matches!(of_another.what, Fault::NamesAnother { signer: 1, named: 2 }));
    let about_oneself = unproved([2, 2], &world.round_hash());
    assert_eq!(refusal(world.sign(6, Role::Trustee, 1, &about_oneself)).step, Step::Ceremony);
    assert_eq!(world.phase(), Phase::Round(3));

    world.sign(6, Role::Trustee, 1, &complaint).unwrap();
    assert_eq!(world.phase(), Phase::Failed);
    let verdict = Verdict { accuser: 2, accused: 1, guilty: 2 };
    let failure = world.board.record.ceremony_failure();
    assert_eq!(failure, Some(CeremonyFailure::Complaint(verdict)));
    let head = world.board.head();
    let confirmation = refusal(world.sign(7, Role::Trustee, 0, &head));
    assert!(matches!(confirmation.what, Fault::Phase { phase: Phase::Failed, .. }));
}

#[test]
fn a_trustee_may_complain_after_it_has_confirmed() {
    let mut world = World::defined(1, 2, &[1], 0);
    world.post_districts(&[1], 0).unwrap();
    world.deal(&[7]).unwrap();
    let head = world.board.head();
    world.sign(7, Role::Trustee, 1, &head).unwrap();
    let complaint = unproved([2, 1], &world.round_hash());
    world.sign(6, Role::Trustee, 1, &complaint).unwrap();
    assert_eq!(world.phase(), Phase::Failed);
}

#[test]
fn what_was_made_in_another_round_is_refused_and_the_vote_opens_all_the_same() {
    let mut world = World::defined(1, 2, &[1], 0);
    world.post_districts(&[1], 0).unwrap();
    world.open_dealings(&[7]).unwrap();
    let (round_hash, another) = (world.round_hash(), [9; 32]);
    let of_another_round = |trustee| Refusal {
        step: Step::Ceremony,
        what: Fault::Ceremony(CeremonyError::AnotherRound(trustee)),
    };
    assert_eq!(refusal(world.send_deal([1, 2], &another)), of_another_round(1));
    assert_eq!(world.phase(), Phase::Round(2));
    world.send_deal([1, 2], &round_hash).unwrap();
    world.send_deal([2, 1], &round_hash).unwrap();

    let complaint = unproved([2, 1], &another);
    assert_eq!(refusal(world.sign(6, Role::Trustee, 1, &complaint)), of_another_round(2));
    assert_eq!(world.phase(), Phase::Round(3));
    assert_eq!(world.board.record.ceremony_failure(), None);
    world.confirm();
    for registrar in 0..2 {
        world.roll(0, registrar, 0, &scalars(&[1])).unwrap();
    }
    world.open().unwrap();
    assert_eq!(world.phase(), Phase::Voting);
}

#[test]
fn rolls_come_in_any_interleaving_even_before_their_district() {
    let mut world = World::defined(1, 1, &[1, 1], 0);
    world.roll(1, 1, 0, &scalars(&[10, 20])).unwrap();
    world.post_districts(&[1, 1], 0).unwrap();
    world.roll(1, 0, 0, &scalars(&[1])).unwrap();
    world.roll(1, 1, 2, &scalars(&[30])).unwrap();
    world.deal(&[7]).unwrap();
    world.confirm();
    world.roll(1, 0, 1, &scalars(&[2, 3])).unwrap();
    world.roll(0, 0, 0, &scalars(&[5])).unwrap();
    world.roll(0, 1, 0, &scalars(&[6])).unwrap();
    world.open().unwrap();
    assert_eq!(world.board.record.figures()[1].credentials, 3);
    for (district, secret) in [(1_u16, 11), (1, 22), (1, 33), (0, 11)] {
        let credential = public(Scalar::from(secret as u64));
        let message = [&district.to_be_bytes()[..], credential.bytes()].concat();
        world.sign(12, Role::Registrar, 1, &message).unwrap();
    }
}

#[test]
fn a_registrar_that_cancels_another_one_is_found_at_the_opening() {
    let mut world = in_round_3();
    world.confirm();
    world.roll(0, 0, 0, &[Scalar::from(4_u64), Scalar::from(5_u64)]).unwrap();
    world.roll(0, 1, 0, &[Scalar::from(9_u64), -Scalar::from(5_u64)]).unwrap();
    let fault = refusal(world.open()).what;
    assert_eq!(fault, Fault::RollNeutral { district: 0, position: 1 });
    assert_eq!(world.phase(), Phase::Round(3));
}

#[test]
fn two_positions_with_one_sum_are_found_at_the_opening() {
    let mut world = in_round_3();
    world.confirm();
    world.roll(0, 0, 0, &scalars(&[1, 2])).unwrap();
    world.roll(0, 1, 0, &scalars(&[2, 1])).unwrap();
    let fault = refusal(world.open()).what;
    assert_eq!(fault, Fault::RollRepeated { district: 0, position: 1 });
}

#[test]
fn an_opening_without_any_roll_is_refused() {
    let mut world = in_round_3();
    world.confirm();
    let fault = refusal(world.open()).what;
    assert_eq!(fault, Fault::RollIncomplete { district: 0, lengths: vec![0, 0] });
}

#[test]
fn ballots_on_paper_need_two_officials_to_sign_them() {
    let mut world = World::defined(1, 1, &[1], 5);
    let fault = refusal(world.post_districts(&[1], 5)).what;
    assert_eq!(fault, Fault::PaperSigners);
    World::defined(2, 1, &[1], 5).post_districts(&[1], 5).unwrap();
}
