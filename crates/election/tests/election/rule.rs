//! Elections decided by each rule, and by lot.

use isoloir_election::definition::{DistrictParts, Limit, Ties};
use isoloir_election::message::{DistrictResult, Kind};
use isoloir_election::phase::Refusal;
use isoloir_election::rules::{Award, Rule, Verdict};

use crate::support::{Plan, Town, projects};

/// Costs 60, 50, 40 and 45 of 100; four residents give the projects 4, 3, 2 and 2 votes.
fn decided_by(change: impl FnOnce(&mut DistrictParts)) -> Town {
    let mut parts =
        DistrictParts { floor: 1, ..DistrictParts::new("North", 100, projects(&[60, 50, 40, 45])) };
    change(&mut parts);
    let mut town = Town::open(&Plan { districts: vec![parts], ..Plan::default() });
    for (resident, chosen) in
        [&[0_u16, 1, 2][..], &[0, 1, 3], &[0, 1], &[0, 2, 3]].iter().enumerate()
    {
        town.vote(0, resident, chosen);
    }
    town.reach_decryption();
    town.decrypt(0, 0);
    town.decrypt(1, 0);
    town
}

fn awards(town: &Town) -> Vec<(u16, u64)> {
    town.result(0).awards.iter().map(|award| (award.project, award.amount)).collect()
}

#[test]
fn each_rule_decides_an_election_and_any_other_awards_are_refused() {
    let expected: [(Rule, &[(u16, u64)]); 5] = [
        (Rule::Greedy, &[(0, 60), (2, 40)]),
        (Rule::GreedyNoSkip, &[(0, 60)]),
        (Rule::GreedyCustom, &[(0, 60), (1, 50)]),
        (Rule::Optimal, &[(0, 60), (2, 40)]),
        (Rule::PerUnit, &[(0, 60), (1, 40)]),
    ];
    for (rule, expected) in expected {
        let mut town = decided_by(|parts| parts.rule = rule);
        assert_eq!(awards(&town), expected, "{rule:?}");
        let right = town.result(0);
        let mut wrong = right.clone();
        wrong.awards[0].amount -= 1;
        let payload = town.signed_result(&wrong);
        assert_eq!(town.refused(Kind::Result, payload), Refusal::WrongResult { district: 0 });
        town.publish(0);
    }
}

#[test]
fn of_exclusive_projects_the_better_one_wins() {
    let mut town = decided_by(|parts| {
        parts.rule = Rule::GreedyExclusive;
        parts.groups = vec![vec![0, 2]];
    });
    assert_eq!(awards(&town), [(0, 60)], "2 is excluded, 1 and 3 do not fit");
    town.publish(0);
}

#[test]
fn an_undertaking_at_several_amounts_gets_the_units_that_ballots_back() {
    let parts = DistrictParts {
        rule: Rule::PerUnit,
        groups: vec![vec![0, 1, 2]],
        limits: vec![Limit::spend_at_most(100), Limit::at_most_one_of(vec![0, 1, 2])],
        floor: 1,
        ..DistrictParts::new("North", 70, projects(&[10, 30, 60, 50]))
    };
    let mut town = Town::open(&Plan { districts: vec![parts], ..Plan::default() });
    for (resident, chosen) in [&[0_u16, 3][..], &[1, 3], &[2], &[1, 3]].iter().enumerate() {
        town.vote(0, resident, chosen);
    }
    // Units 1 to 10 have 4 ballots, 11 to 30 have 3, as have the 50 of the other; 31 to 60 have 1.
    town.finish(&[Some(&[1, 2, 1, 3])]);
    assert_eq!(awards(&town), [(1, 30), (3, 40)]);
}

#[test]
fn a_threshold_keeps_weak_projects_out() {
    let town = decided_by(|parts| parts.threshold = 3);
    assert_eq!(awards(&town), [(0, 60)]);
    let town = decided_by(|parts| parts.threshold = 2);
    assert_eq!(awards(&town), [(0, 60), (2, 40)]);
}

#[test]
fn the_outcome_says_round_by_round_how_it_came_about() {
    let town = decided_by(|_| ());
    let explained = town.decrypting().outcome(0).unwrap().explained.unwrap();
    assert_eq!(explained.seed, None);
    let rounds: Vec<_> = explained
        .decision
        .rounds
        .iter()
        .map(|round| (round.project, round.score, round.left, round.verdict))
        .collect();
    let expected = [
        (0, 4, 100, Verdict::Funded),
        (1, 3, 40, Verdict::DoesNotFit),
        (2, 2, 40, Verdict::Funded),
        (3, 2, 0, Verdict::DoesNotFit),
    ];
    assert_eq!(rounds, expected);
}

/// Eight projects with one score, of which two can be paid.
fn tied(title: &'static str) -> Town {
    let parts = DistrictParts {
        ties: Ties::Lot,
        floor: 1,
        ..DistrictParts::new("North", 20, projects(&[10; 8]))
    };
    let plan = Plan { districts: vec![parts], title, ..Plan::default() };
    let mut town = Town::open(&plan);
    town.vote(0, 0, &[0, 1, 2, 3, 4, 5, 6, 7]);
    town.reach_decryption();
    town.decrypt(0, 0);
    town.decrypt(2, 0);
    town
}

#[test]
fn equal_scores_are_decided_by_a_lot_that_the_decryption_reveals() {
    let mut town = tied("Budget 2026");
    let explained = town.decrypting().outcome(0).unwrap().explained.unwrap();
    let order = explained.seed.unwrap().order(8);
    assert_eq!(town.result(0).winners(), order[..2]);

    // Another order is another result, and refused.
    let other = |first: u16, second: u16| DistrictResult {
        awards: [first, second].map(|project| Award { project, amount: 10 }).to_vec(),
        ..town.result(0)
    };
    for wrong in [other(order[1], order[0]), other(order[0], order[2])] {
        let payload = town.signed_result(&wrong);
        assert_eq!(town.refused(Kind::Result, payload), Refusal::WrongResult { district: 0 });
    }
    town.publish(0);
}

#[test]
fn any_t_trustees_reveal_the_same_seed() {
    let seed = |trustees: [u8; 2]| {
        let parts = DistrictParts {
            ties: Ties::Lot,
            floor: 1,
            ..DistrictParts::new("North", 20, projects(&[10; 8]))
        };
        let mut town = Town::open(&Plan { districts: vec![parts], ..Plan::default() });
        town.vote(0, 0, &[0, 1]);
        town.reach_decryption();
        trustees.into_iter().for_each(|trustee| town.decrypt(trustee, 0));
        town.decrypting().outcome(0).unwrap().explained.unwrap().seed.unwrap()
    };
    assert_eq!(seed([0, 1]), seed([2, 0]));
}

#[test]
fn two_elections_draw_two_orders() {
    let seed = |title| {
        let explained = tied(title).decrypting().outcome(0).unwrap().explained.unwrap();
        explained.seed.unwrap()
    };
    assert_ne!(seed("Budget 2026"), seed("Budget 2027 of another town"));
}

#[test]
fn one_ballot_more_draws_another_order() {
    let with = |ballots: usize| {
        let parts = DistrictParts {
            ties: Ties::Lot,
            floor: 1,
            ..DistrictParts::new("North", 20, projects(&[10; 8]))
        };
        let mut town = Town::open(&Plan { districts: vec![parts], ..Plan::default() });
        for resident in 0..ballots {
            town.vote(0, resident, &[]);
        }
        town.reach_decryption();
        town.decrypt(0, 0);
        town.decrypt(1, 0);
        town.decrypting().outcome(0).unwrap().explained.unwrap().seed.unwrap()
    };
    assert_ne!(
        with(1),
        with(2),
        "who casts the last ballot changes the seed, and can't know to what"
    );
}
