//! Definitions that are well formed and can't be what their authors meant.

use isoloir_crypto::points::PointScale;
use isoloir_election::definition::{
    Bound, District, DistrictError, DistrictParts, Limit, Measure, Scope, Ties,
};
use isoloir_election::rules::Rule;
use isoloir_encoding::{Decode, Encode};
use proptest::prelude::*;

use crate::support::projects;

/// Four projects that cost 10, 20, 30 and 40 of 100.
fn four() -> DistrictParts {
    DistrictParts::new("North", 100, projects(&[10, 20, 30, 40]))
}

fn refusal(parts: DistrictParts) -> Option<DistrictError> {
    District::new(parts).err()
}

fn with_limits(limits: Vec<Limit>) -> Option<DistrictError> {
    refusal(DistrictParts { limits, ..four() })
}

/// Three points at most for a project, with these limits.
fn with_points(limits: Vec<Limit>) -> Option<DistrictError> {
    refusal(DistrictParts { scale: points(3), limits, ..four() })
}

fn with_groups(rule: Rule, groups: &[&[u16]], limits: Vec<Limit>) -> Option<DistrictError> {
    let groups = groups.iter().map(|group| group.to_vec()).collect();
    refusal(DistrictParts { rule, groups, limits, ..four() })
}

fn points(most: u8) -> PointScale {
    PointScale::new(most.try_into().unwrap())
}

#[test]
fn a_project_above_the_budget_can_never_win_and_is_refused() {
    for rule in Rule::ALL {
        let budget = |budget| refusal(DistrictParts { rule, budget, ..four() });
        let refused = |budget| DistrictError::NeverFunded { id: "P3".into(), cost: 40, budget };
        if rule == Rule::GreedyCustom {
            // With an exception, 80 % of the cost is enough.
            assert_eq!((budget(32), budget(31)), (None, Some(refused(31))));
        } else {
            assert_eq!((budget(40), budget(39)), (None, Some(refused(39))));
        }
    }
}

#[test]
fn a_project_that_a_limit_keeps_off_every_ballot_is_refused() {
    let never = |id: &str, limit| Some(DistrictError::NeverNamed { id: id.into(), limit });
    assert_eq!(with_limits(vec![Limit::spend_at_most(40)]), None);
    assert_eq!(with_limits(vec![Limit::spend_at_most(39)]), never("P3", 0));
    assert_eq!(with_limits(vec![Limit::choose_at_most(0)]), never("P0", 0));
    let category = Limit::spend_at_most(25).within(vec![0, 2]);
    assert_eq!(with_limits(vec![Limit::choose_at_least(1), category]), never("P2", 1));
    assert_eq!(with_limits(vec![Limit::spend_at_most(25).within(vec![0, 1])]), None);
    assert_eq!(with_points(vec![Limit::give_at_most(1)]), None, "one point can be given");
    assert_eq!(with_points(vec![Limit::give_at_most(0)]), never("P0", 0));
}

#[test]
fn a_minimum_above_a_maximum_leaves_no_ballot_and_is_refused() {
    let refused = Some(DistrictError::MinimumAboveMaximum { least: 0, most: 1 });
    let least = Limit::choose_at_least;
    assert_eq!(with_limits(vec![least(2), Limit::choose_at_most(2)]), None);
    assert_eq!(with_limits(vec![least(3), Limit::choose_at_most(2)]), refused);
    assert_eq!(
        with_limits(vec![Limit::spend_at_least_share(51, 100), Limit::spend_at_most(50)]),
        refused
    );
    // Two of the first two, and one at most of all.
    assert_eq!(with_limits(vec![least(2).within(vec![0, 1]), Limit::choose_at_most(1)]), refused);
    // Two of all, and one at most of the first two: the others are free.
    assert_eq!(with_limits(vec![least(2), Limit::at_most_one_of(vec![0, 1])]), None);
    let points = |least| Limit::new(Measure::Points, Bound::AtLeast, least);
    assert_eq!(with_points(vec![points(8), Limit::give_at_most(7)]), refused);
    assert_eq!(with_points(vec![points(7), Limit::give_at_most(7)]), None);
}

#[test]
fn a_limit_that_no_ballot_at_all_can_reach_is_refused() {
    let refused = |parts| matches!(parts, Some(DistrictError::Style(_)));
    assert!(with_limits(vec![Limit::choose_at_least(4)]).is_none());
    assert!(refused(with_limits(vec![Limit::choose_at_least(5)])));
    let points = |least| Limit::new(Measure::Points, Bound::AtLeast, least);
    assert!(with_points(vec![points(12)]).is_none(), "three for each of four");
    assert!(refused(with_points(vec![points(13)])));
}

#[test]
fn the_same_limit_twice_is_refused() {
    let twice = vec![Limit::spend_at_most(50), Limit::choose_at_most(3), Limit::spend_at_most(50)];
    assert_eq!(with_limits(twice), Some(DistrictError::SaysNothing { limit: 0, other: 2 }));
}

#[test]
fn projects_that_exclude_each_other_within_a_larger_set_that_does_are_refused() {
    let sets = |a: &[u16], b: &[u16]| {
        with_limits(vec![Limit::at_most_one_of(a.to_vec()), Limit::at_most_one_of(b.to_vec())])
    };
    let nothing = |limit, other| Some(DistrictError::SaysNothing { limit, other });
    assert_eq!(sets(&[0, 1], &[0, 1, 2]), nothing(0, 1));
    assert_eq!(sets(&[1, 2, 3], &[1, 3]), nothing(1, 0));
    assert_eq!(sets(&[0, 1], &[1, 2]), None, "1 excludes both, and they not each other");
    assert_eq!(sets(&[0, 1], &[2, 3]), None);
}

#[test]
fn a_limit_that_sums_what_its_ballots_do_not_have_is_refused() {
    let wrong = Some(DistrictError::Measure { limit: 0 });
    assert_eq!(with_limits(vec![Limit::give_at_most(7)]), wrong);
    assert_eq!(with_points(vec![Limit::choose_at_most(2)]), wrong);
    assert_eq!(with_points(vec![Limit::spend_at_most(50)]), wrong);
}

#[test]
fn more_points_than_the_slots_of_a_ballot_hold_are_refused() {
    let with = |count: usize, most: u8| {
        let costs = vec![1; count];
        let parts = DistrictParts::new("North", 1, projects(&costs));
        refusal(DistrictParts { scale: points(most), ..parts })
    };
    assert_eq!(with(120, 255), None, "eight slots each");
    assert_eq!(with(121, 255), Some(DistrictError::Slots { projects: 121, each: 8 }));
    assert_eq!(with(480, 3), None);
    assert_eq!(with(481, 2), Some(DistrictError::Slots { projects: 481, each: 2 }));
}

#[test]
fn a_group_that_is_not_two_projects_in_order_is_refused() {
    for bad in [&[0_u16][..], &[], &[1, 0], &[2, 2], &[0, 4], &[u16::MAX]] {
        let refused = with_groups(Rule::GreedyExclusive, &[&[0, 1], bad], Vec::new());
        assert_eq!(refused, Some(DistrictError::Group { group: 1 }), "{bad:?}");
    }
}

#[test]
fn groups_for_a_rule_that_knows_none_are_refused() {
    for rule in [Rule::Greedy, Rule::GreedyNoSkip, Rule::GreedyCustom, Rule::Optimal] {
        let refused = with_groups(rule, &[&[0, 1]], Vec::new());
        assert_eq!(refused, Some(DistrictError::GroupsWithoutUse));
    }
}

#[test]
fn groups_may_overlap_but_none_may_hold_another() {
    let overlap = |groups: &[&[u16]]| with_groups(Rule::GreedyExclusive, groups, Vec::new());
    let wrong = |group, other| Some(DistrictError::GroupsOverlap { group, other });
    assert_eq!(overlap(&[&[0, 1], &[1, 2]]), None);
    assert_eq!(overlap(&[&[0, 1], &[0, 1]]), wrong(0, 1));
    assert_eq!(overlap(&[&[0, 1, 3], &[1, 3]]), wrong(1, 0));
}

#[test]
fn more_groups_than_a_district_can_have_are_refused() {
    let pairs = |count: u16| {
        let parts = DistrictParts::new("North", 1, projects(&[1; 600]));
        let groups = (0..count).map(|first| vec![first, first + 1]).collect();
        refusal(DistrictParts { rule: Rule::GreedyExclusive, groups, ..parts })
    };
    assert_eq!(pairs(480), None);
    assert_eq!(pairs(481), Some(DistrictError::TooManyGroups { groups: 481 }));
}

#[test]
fn by_unit_a_group_is_one_undertaking_at_several_amounts() {
    let one_of = |projects: &[u16]| vec![Limit::at_most_one_of(projects.to_vec())];
    let by_unit = |groups: &[&[u16]], limits| with_groups(Rule::PerUnit, groups, limits);
    assert_eq!(by_unit(&[&[0, 1, 2]], one_of(&[0, 1, 2])), None);
    assert_eq!(by_unit(&[&[0, 1]], one_of(&[0, 1, 2])), None, "a wider limit is one too");
    let not_exclusive = Some(DistrictError::GroupNotExclusive { group: 0 });
    assert_eq!(by_unit(&[&[0, 1, 2]], one_of(&[0, 1])), not_exclusive);
    assert_eq!(by_unit(&[&[0, 1, 2]], vec![Limit::choose_at_most(2)]), not_exclusive);
    assert_eq!(by_unit(&[&[0, 1, 2]], vec![Limit::choose_at_most(1)]), None);
    let wrong = Some(DistrictError::GroupsOverlap { group: 1, other: 0 });
    assert_eq!(by_unit(&[&[0, 1], &[1, 2]], vec![Limit::choose_at_most(1)]), wrong);
}

#[test]
fn by_unit_two_amounts_of_an_undertaking_differ() {
    let mut parts = four();
    parts.projects = projects(&[10, 20, 20, 40]);
    parts.rule = Rule::PerUnit;
    parts.groups = vec![vec![0, 1, 2]];
    parts.limits = vec![Limit::at_most_one_of(vec![0, 1, 2])];
    assert_eq!(refusal(parts), Some(DistrictError::EqualAmounts { group: 0 }));
}

#[test]
fn by_unit_ballots_choose_and_give_no_points() {
    let parts = DistrictParts { rule: Rule::PerUnit, scale: points(2), ..four() };
    assert_eq!(refusal(parts), Some(DistrictError::PointsPerUnit));
}

#[test]
fn a_threshold_above_the_greatest_amount_is_refused() {
    let threshold = |threshold| refusal(DistrictParts { threshold, ..four() });
    assert_eq!(threshold((1 << 53) - 1), None);
    let (what, amount) = ("the threshold", 1 << 53);
    assert_eq!(threshold(1 << 53), Some(DistrictError::Amount { what, amount }));
}

#[test]
fn what_makes_no_sense_is_refused_in_bytes_too() {
    let good = District::new(four()).unwrap().to_bytes();
    // The name "North" takes 7 bytes, the budget 8: 39 is below the dearest project.
    let mut poor = good.clone();
    poor[14] = 39;
    assert!(District::from_bytes(&poor).is_err());
    // After the projects comes the scale: 1, then no limits and no groups.
    let at = good.len() - (1 + 8 + 1 + 4 * 2 + 4 + 4) - 5;
    assert_eq!(good[at..at + 5], [1, 0, 0, 0, 0]);
    for (points, is_read) in [(0, false), (1, true), (255, true)] {
        let mut bytes = good.clone();
        bytes[at] = points;
        assert_eq!(District::from_bytes(&bytes).is_ok(), is_read, "{points}");
    }
}

#[test]
fn a_share_of_the_budget_is_rounded_up() {
    assert_eq!(Limit::spend_at_least_share(50, 101).amount, 51);
    assert_eq!(Limit::spend_at_least_share(100, 7).amount, 7);
    assert_eq!(Limit::spend_at_least_share(0, 7).amount, 0);
}

#[test]
fn the_order_of_ties_by_lot_is_known_to_nobody_who_reads_the_definition() {
    let by_lot = District::new(DistrictParts { ties: Ties::Lot, ..four() }).unwrap();
    let listed = District::new(four()).unwrap();
    assert_eq!(by_lot.to_bytes().len() + 4 * 2, listed.to_bytes().len());
}

proptest! {
    /// What `new` accepts has a ballot, wherever the limits are those of one measure on all projects.
    #[test]
    fn between_a_minimum_and_a_maximum_that_are_accepted_there_is_a_ballot(
        least in 0..6_u64,
        most in 0..6_u64,
    ) {
        let limits = vec![Limit::choose_at_least(least), Limit::choose_at_most(most)];
        if let Ok(district) = District::new(DistrictParts { limits, ..four() }) {
            let has_ballot = (0..16_u16).any(|set| {
                let chosen: Vec<u16> = (0..4).filter(|at| set & (1 << at) != 0).collect();
                district.choose(&chosen).is_ok()
            });
            prop_assert!(has_ballot);
        } else {
            prop_assert!(least > most || least > 4 || most == 0);
        }
    }

    #[test]
    fn a_scope_of_any_projects_reads_back(listed in prop::collection::btree_set(0..4_u16, 1..4)) {
        let limit = Limit::choose_at_least(1).within(listed.into_iter().collect());
        prop_assert!(matches!(limit.scope, Scope::Projects(_)));
        let district = District::new(DistrictParts { limits: vec![limit], ..four() }).unwrap();
        prop_assert_eq!(District::from_bytes(&district.to_bytes()), Ok(district));
    }
}
