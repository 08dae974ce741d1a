//! The trustees' contributions.

use isoloir_crypto::dkg::TrusteeIndex;
use isoloir_election::message::Kind;
use isoloir_election::phase::Refusal;

use crate::support::{Plan, Town};

fn trustee(index: u8) -> TrusteeIndex {
    TrusteeIndex::new(index).unwrap()
}

fn closed_town() -> Town {
    let mut town = Town::open(&Plan::default());
    town.vote(0, 0, &[0, 1]);
    town.vote(0, 1, &[1]);
    town.all_vote(1);
    town.reach_decryption();
    town
}

/// Has trustees 2 and 3 decrypt both districts, and checks what comes out.
fn go_on(mut town: Town) {
    for (district, counts) in [(0, vec![1, 2, 0]), (1, vec![4, 0])] {
        town.decrypt(1, district);
        town.decrypt(2, district);
        assert_eq!(town.result(district).counts, Some(counts));
        town.publish(district);
    }
}

#[test]
fn any_t_trustees_give_the_counts() {
    for pair in [[0, 1], [0, 2], [2, 1]] {
        let mut town = closed_town();
        town.decrypt(pair[0], 0);
        let too_few = Refusal::TooFewContributions { district: 0, valid: 1, threshold: 2 };
        assert_eq!(town.decrypting().outcome(0), Err(too_few));
        town.decrypt(pair[1], 0);
        assert_eq!(town.result(0).counts, Some(vec![1, 2, 0]));
    }
}

#[test]
fn a_contribution_beyond_the_threshold_changes_nothing() {
    let mut town = closed_town();
    (0..3).for_each(|number| town.decrypt(number, 0));
    assert_eq!(town.result(0).counts, Some(vec![1, 2, 0]));
}

#[test]
fn a_wrong_contribution_is_set_aside_and_named_and_the_others_suffice() {
    let mut town = closed_town();
    let mut message = town.decryption(0, 0);
    // Another valid point as D_1: the first of trustee 2.
    let other = town.decryption(1, 0);
    message[3..35].copy_from_slice(&other[3..35]);
    town.post_as_trustee(Kind::Decryption, 0, &message);
    assert_eq!(town.decrypting().set_aside(0), Ok(&[trustee(1)][..]));
    assert_eq!(town.decrypting().set_aside(1), Ok(&[][..]));
    let too_few = Refusal::TooFewContributions { district: 0, valid: 0, threshold: 2 };
    assert_eq!(town.decrypting().outcome(0), Err(too_few));
    // It had its say: the right one does not come after.
    let right = town.decryption(0, 0);
    let payload = town.by_trustee(Kind::Decryption, 0, &right);
    let refusal = Refusal::Repeated { trustee: trustee(1) };
    assert_eq!(town.refused(Kind::Decryption, payload), refusal);
    go_on(town);
}

#[test]
fn a_contribution_for_one_district_is_wrong_in_another() {
    let mut plan = Plan::default();
    plan.districts[0] = plan.districts[1].clone();
    let mut town = Town::open(&plan);
    town.all_vote(0);
    town.all_vote(1);
    town.reach_decryption();
    let mut message = town.decryption(0, 0);
    message[..2].copy_from_slice(&1_u16.to_be_bytes());
    town.post_as_trustee(Kind::Decryption, 0, &message);
    assert_eq!(town.decrypting().set_aside(1), Ok(&[trustee(1)][..]));
    for district in 0..2 {
        town.decrypt(1, district);
        town.decrypt(2, district);
        assert_eq!(town.result(district).counts, Some(vec![4, 0]));
    }
}

#[test]
fn a_trustee_contributes_once_to_a_district() {
    let mut town = closed_town();
    let first = town.decryption(0, 0);
    let again = town.decryption(0, 0);
    assert_ne!(first, again);
    town.post_as_trustee(Kind::Decryption, 0, &first);
    for message in [first, again] {
        let payload = town.by_trustee(Kind::Decryption, 0, &message);
        let refusal = Refusal::Repeated { trustee: trustee(1) };
        assert_eq!(town.refused(Kind::Decryption, payload), refusal);
    }
    go_on(town);
}

#[test]
fn a_trustee_can_not_contribute_for_another() {
    let mut town = closed_town();
    let message = town.decryption(1, 0);
    let payload = town.by_trustee(Kind::Decryption, 0, &message);
    let refusal = Refusal::SignedForAnother { signer: 1, named: trustee(2) };
    assert_eq!(town.refused(Kind::Decryption, payload), refusal);
    go_on(town);
}

#[test]
fn a_contribution_with_bytes_missing_or_following_is_unreadable() {
    let mut town = closed_town();
    let message = town.decryption(0, 0);
    let longer = [message.as_slice(), &[0]].concat();
    for wrong in [&message[..1], &message[..2], &message[..40], &message[..130], &longer] {
        let payload = town.by_trustee(Kind::Decryption, 0, wrong);
        assert!(matches!(town.refused(Kind::Decryption, payload), Refusal::Unreadable { .. }));
    }
    // Index 0, an index above 32, a point that is none, and a scalar that is not reduced.
    for (spot, bytes) in
        [(2, &[0][..]), (2, &[33]), (3, &[0xff; 32]), (message.len() - 32, &[0xff; 32])]
    {
        let mut wrong = message.clone();
        wrong[spot..spot + bytes.len()].copy_from_slice(bytes);
        let payload = town.by_trustee(Kind::Decryption, 0, &wrong);
        assert!(matches!(town.refused(Kind::Decryption, payload), Refusal::Unreadable { .. }));
    }
    go_on(town);
}

#[test]
fn a_contribution_to_a_district_that_does_not_exist_is_refused() {
    let mut town = closed_town();
    let mut message = town.decryption(0, 0);
    message[..2].copy_from_slice(&2_u16.to_be_bytes());
    let payload = town.by_trustee(Kind::Decryption, 0, &message);
    let refusal = Refusal::UnknownDistrict { district: 2 };
    assert_eq!(town.refused(Kind::Decryption, payload), refusal);
    assert_eq!(town.decrypting().tally(2), Err(refusal.clone()));
    assert_eq!(town.decrypting().set_aside(2), Err(refusal));
    go_on(town);
}

/// A town in which one ballot counts in the north, where the floor is 2.
#[test]
fn a_district_below_its_floor_is_never_decrypted() {
    let mut town = Town::open(&Plan::default());
    town.vote(0, 0, &[0]);
    town.all_vote(1);
    below_floor(town, 1);
}

#[test]
fn a_district_where_all_voters_but_one_were_revoked_is_never_decrypted() {
    let mut town = Town::open(&Plan::default());
    town.all_vote(0);
    town.all_vote(1);
    (1..4).for_each(|resident| town.revoke(0, resident));
    below_floor(town, 1);
}

#[test]
fn revotes_do_not_lift_a_district_over_its_floor() {
    let mut town = Town::open(&Plan::default());
    (0..3).for_each(|_| drop(town.vote(0, 0, &[0])));
    town.all_vote(1);
    below_floor(town, 1);
}

#[test]
fn a_district_where_nobody_voted_is_below_its_floor() {
    let mut town = Town::open(&Plan::default());
    town.all_vote(1);
    below_floor(town, 0);
}

#[track_caller]
fn below_floor(mut town: Town, ballots: u64) {
    town.reach_decryption();
    let refusal = Refusal::BelowFloor { district: "North".into(), ballots, floor: 2 };
    assert_eq!(town.decrypting().tally(0), Err(refusal.clone()));
    // A contribution for the other district, offered for this one.
    let mut message = town.decryption(0, 1);
    message[..2].copy_from_slice(&0_u16.to_be_bytes());
    let payload = town.by_trustee(Kind::Decryption, 0, &message);
    assert_eq!(town.refused(Kind::Decryption, payload), refusal);
    let result = town.result(0);
    assert_eq!((result.ballots, &result.counts, result.winners()), (ballots, &None, vec![]));
    town.publish(0);
    town.decrypt(0, 1);
    town.decrypt(1, 1);
    town.publish(1);
    assert_eq!(crate::support::phase_name(&town.record), "decided");
}

#[test]
fn a_district_without_a_floor_counts_no_ballots_to_zero() {
    let mut plan = Plan::default();
    plan.districts[0].floor = 0;
    let mut town = Town::open(&plan);
    town.all_vote(1);
    town.finish(&[Some(&[0, 0, 0]), Some(&[4, 0])]);
}
