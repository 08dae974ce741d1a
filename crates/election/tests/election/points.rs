//! Elections in which ballots give points.

use isoloir_crypto::ballot::ChoiceError;
use isoloir_crypto::points::PointScale;
use isoloir_election::code::VotingCode;
use isoloir_election::definition::{Bound, District, DistrictParts, Limit, Measure};
use isoloir_election::message::Kind;
use isoloir_election::phase::Refusal;
use proptest::prelude::*;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;

use crate::support::{Plan, Town, projects};

/// Three projects that take up to `most` points each and `all` together.
fn district(most: u8, all: u64) -> DistrictParts {
    DistrictParts {
        scale: PointScale::new(most.try_into().unwrap()),
        limits: vec![Limit::give_at_most(all)],
        floor: 1,
        paper_floor: 2,
        ..DistrictParts::new("Points", 100, projects(&[60, 50, 40]))
    }
}

fn town(parts: DistrictParts) -> Town {
    Town::open(&Plan { districts: vec![parts], ..Plan::default() })
}

#[test]
fn points_are_summed_and_decide() {
    let mut town = town(district(3, 7));
    for (resident, points) in [[3, 3, 1], [0, 2, 3], [1, 0, 3], [0, 0, 0]].iter().enumerate() {
        town.give(0, resident, points);
    }
    town.finish(&[Some(&[4, 5, 7])]);
    assert_eq!(town.result(0).winners(), [2, 1]);
}

#[test]
fn a_cap_that_is_no_power_of_two_is_reached_and_not_passed() {
    let mut town = town(district(10, 20));
    for (resident, points) in [[10, 10, 0], [7, 6, 7], [8, 9, 3], [0, 1, 2]].iter().enumerate() {
        town.give(0, resident, points);
    }
    town.finish(&[Some(&[25, 26, 12])]);
    assert_eq!(town.districts[0].give(&[11, 0, 0]).err(), Some(slots(8)));
}

/// Eight slots of twelve: one project has no digits.
fn slots(found: usize) -> ChoiceError {
    ChoiceError::Slots { found, expected: 12 }
}

#[test]
fn points_above_the_total_or_below_the_least_are_no_ballot() {
    let mut parts = district(3, 7);
    parts.limits.push(Limit::new(Measure::Points, Bound::AtLeast, 2));
    let district = District::new(parts).unwrap();
    assert!(district.give(&[3, 3, 1]).is_ok());
    assert_eq!(district.give(&[3, 3, 2]).err(), Some(ChoiceError::Constraint { index: 0 }));
    assert!(district.give(&[0, 2, 0]).is_ok());
    assert_eq!(district.give(&[0, 1, 0]).err(), Some(ChoiceError::Constraint { index: 1 }));
}

#[test]
fn a_ballot_for_a_category_keeps_to_the_points_of_the_category() {
    let mut parts = district(3, 7);
    parts.limits.push(Limit::give_at_most(3).within(vec![1, 2]));
    let district = District::new(parts).unwrap();
    assert!(district.give(&[3, 1, 2]).is_ok());
    assert_eq!(district.give(&[3, 2, 2]).err(), Some(ChoiceError::Constraint { index: 1 }));
}

#[test]
fn ballots_on_paper_have_at_most_their_points_and_keep_to_the_limits_together() {
    let mut town = town(district(3, 7));
    town.give(0, 0, &[1, 0, 0]);
    let refused = |town: &mut Town, counts: &[u32]| {
        let payload = town.signed_batch(&town.batch(0, &[2, 3], counts));
        town.refused(Kind::PaperBatch, payload)
    };
    let problem = "a project has more than its ballots can give";
    assert_eq!(refused(&mut town, &[7, 0, 0]), Refusal::PaperBatch { problem });
    let problem = "its sums break a limit that every ballot must keep";
    assert_eq!(refused(&mut town, &[6, 6, 3]), Refusal::PaperBatch { problem });
    let payload = town.signed_batch(&town.batch(0, &[2, 3], &[6, 6, 2]));
    town.post(Kind::PaperBatch, payload);
    town.finish(&[Some(&[1, 0, 0])]);
    assert_eq!(town.result(0).paper.counts, [6, 6, 2]);
    assert_eq!(town.result(0).winners(), [0, 2], "7 and 6 points, but the second does not fit");
}

#[test]
fn one_voting_code_gives_a_credential_in_each_of_several_budgets() {
    let plan = Plan {
        districts: vec![
            DistrictParts { floor: 1, ..DistrictParts::new("City", 10, projects(&[5, 5])) },
            district(3, 7),
        ],
        ..Plan::default()
    };
    let mut town = Town::open(&plan);
    let root = VotingCode::random(&mut ChaCha20Rng::seed_from_u64(7))
        .stretch(&plan.definition().election_id());
    let [city, quarter] = [0, 1].map(|district| *root.share(0, district).expose());
    assert_ne!(city, quarter, "nobody links the two who does not know the code");
    // Each budget is a ballot of its own style, and a tally of its own.
    town.vote(0, 0, &[1]);
    town.give(1, 0, &[0, 3, 3]);
    town.vote(0, 1, &[0, 1]);
    town.finish(&[Some(&[1, 2]), Some(&[0, 3, 3])]);
}

proptest! {
    #[test]
    fn any_points_up_to_the_cap_are_slots_that_say_them(
        most in 1..=255_u8,
        shares in prop::collection::vec(0..=255_u8, 3),
    ) {
        let mut parts = district(most, 765);
        if most == 1 {
            parts.limits = Vec::new();
        }
        let district = District::new(parts).unwrap();
        let points: Vec<u8> =
            shares.iter().map(|&share| (u16::from(share) * u16::from(most) / 255) as u8).collect();
        let choices = district.give(&points).unwrap();
        let each = usize::from(district.scale.slots());
        for (project, &points) in points.iter().enumerate() {
            let slots = (project * each..).take(each).map(|slot| choices.is_chosen(slot));
            prop_assert_eq!(district.scale.sum(slots), points);
        }
    }
}
