//! The published result: everybody computes the same.

use isoloir_election::message::{DistrictResult, Kind};
use isoloir_election::phase::Refusal;
use isoloir_election::rules::Award;
use isoloir_encoding::{Decode, Encode};
use proptest::prelude::*;

use crate::support::{Plan, Town, phase_name};

/// Decrypted, with winners 1 and 0 in the north.
fn decrypted_town() -> Town {
    let mut town = Town::open(&Plan::default());
    town.vote(0, 0, &[0, 1]);
    town.vote(0, 1, &[1]);
    town.all_vote(1);
    town.reach_decryption();
    for district in 0..2 {
        town.decrypt(0, district);
        town.decrypt(2, district);
    }
    town
}

#[test]
fn a_result_that_is_wrong_in_any_part_is_refused() {
    let mut town = decrypted_town();
    let right = town.result(0);
    assert_eq!((right.ballots, &right.counts), (2, &Some(vec![1, 2, 0])));
    let awards = |awards: &[(u16, u64)]| -> Vec<Award> {
        awards.iter().map(|&(project, amount)| Award { project, amount }).collect()
    };
    assert_eq!(right.awards, awards(&[(1, 200), (0, 100)]));
    let change = |change: fn(&mut DistrictResult)| {
        let mut wrong = right.clone();
        change(&mut wrong);
        wrong
    };
    let award = |said: &[(u16, u64)]| DistrictResult { awards: awards(said), ..right.clone() };
    let wrong = [
        change(|result| result.ballots = 3),
        change(|result| result.counts = None),
        change(|result| result.counts = Some(vec![2, 2, 0])),
        change(|result| result.counts = Some(vec![1, 2])),
        change(|result| result.counts = Some(vec![1, 2, 0, 0])),
        change(|result| result.counts = Some(vec![])),
        change(|result| result.paper.ballots = 1),
        change(|result| result.paper.counts = vec![0, 0, 0]),
        award(&[(0, 100), (1, 200)]),
        award(&[(1, 200)]),
        award(&[(1, 200), (0, 100), (2, 300)]),
        award(&[]),
        award(&[(1, 200), (1, 200)]),
        award(&[(1, 200), (0, 99)]),
        award(&[(1, 201), (0, 100)]),
        change(|result| result.district = 1),
    ];
    for wrong in wrong {
        let payload = town.signed_result(&wrong);
        let refusal = Refusal::WrongResult { district: wrong.district };
        assert_eq!(town.refused(Kind::Result, payload), refusal);
    }
    town.publish(0);
    town.publish(1);
    assert_eq!(phase_name(&town.record), "decided");
}

#[test]
fn a_result_is_published_once_and_the_last_one_ends_the_election() {
    let mut town = decrypted_town();
    town.publish(1);
    let payload = town.signed_result(&town.result(1));
    assert!(matches!(town.refused(Kind::Result, payload), Refusal::OutOfPhase { .. }));
    assert_eq!(phase_name(&town.record), "decrypting");
    town.publish(0);
    assert_eq!(phase_name(&town.record), "decided");
    let payload = town.signed_result(&town.result(0));
    assert!(matches!(town.refused(Kind::Result, payload), Refusal::OutOfPhase { .. }));
    assert_eq!(town.decrypting().outcome(0).unwrap().credentials, 4);
}

#[test]
fn a_result_before_t_contributions_is_refused() {
    let mut town = decrypted_town();
    let result = town.signed_result(&town.result(0));
    let mut early = Town::open(&Plan::default());
    early.vote(0, 0, &[0, 1]);
    early.vote(0, 1, &[1]);
    early.all_vote(1);
    early.reach_decryption();
    early.decrypt(0, 0);
    let refusal = Refusal::TooFewContributions { district: 0, valid: 1, threshold: 2 };
    assert_eq!(early.refused(Kind::Result, result), refusal);
    early.decrypt(2, 0);
    early.publish(0);
    town.publish(0);
}

#[test]
fn a_result_of_a_district_that_does_not_exist_is_refused() {
    let mut town = decrypted_town();
    let result = DistrictResult { district: 2, ..town.result(0) };
    let payload = town.signed_result(&result);
    assert_eq!(town.refused(Kind::Result, payload), Refusal::UnknownDistrict { district: 2 });
    let mut cut = town.result(0).to_bytes();
    cut.pop();
    let payload = town.by_official(Kind::Result, &cut);
    assert!(matches!(town.refused(Kind::Result, payload), Refusal::Unreadable { .. }));
    town.publish(0);
}

proptest! {
    #[test]
    fn bytes_are_a_result_only_if_they_are_the_encoding_of_it(
        bytes in prop::collection::vec(prop_oneof![Just(0), Just(1), Just(2), any::<u8>()], 0..80)
    ) {
        if let Ok(result) = DistrictResult::from_bytes(&bytes) {
            prop_assert_eq!(result.to_bytes(), bytes);
        }
    }
}
