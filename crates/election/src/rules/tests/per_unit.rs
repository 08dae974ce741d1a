//! Every unit of money as a candidate.

use super::*;

fn awards(case: &Standings) -> Vec<(u16, u64)> {
    decide(Rule::PerUnit, case).awards.iter().map(|award| (award.project, award.amount)).collect()
}

#[test]
fn projects_of_one_amount_are_funded_by_score_and_the_last_gets_what_is_left() {
    let case = standings(100, &[60, 50, 40], &[3, 2, 1]);
    assert_eq!(awards(&case), [(0, 60), (1, 40)]);
    let expected = [(0, Verdict::Funded), (1, Verdict::FundedInPart), (2, Verdict::DoesNotFit)];
    assert_eq!(verdicts(Rule::PerUnit, &case), expected);
}

/// An undertaking at 10, 30 and 60, backed by 4, 3 and 2 ballots, and a project of 40 with 4.
fn adjustable(budget: u64) -> Standings {
    let mut case = standings(budget, &[30, 60, 10, 40], &[3, 2, 4, 4]);
    case.groups = vec![vec![0, 1, 2]];
    case
}

#[test]
fn a_ballot_for_an_amount_backs_every_unit_of_it() {
    // Units 1 to 10 have 9 ballots, 11 to 30 have 5, 31 to 60 have 2; the project of 40 has 4.
    let rounds = decide(Rule::PerUnit, &adjustable(1_000)).rounds;
    let seen: Vec<_> =
        rounds.iter().map(|round| (round.project, round.cost, round.score)).collect();
    assert_eq!(seen, [(2, 10, 9), (0, 20, 5), (3, 40, 4), (1, 30, 2)]);
}

#[test]
fn an_undertaking_gets_the_units_that_enough_ballots_back() {
    assert_eq!(awards(&adjustable(5)), [(2, 5)]);
    assert_eq!(awards(&adjustable(10)), [(2, 10)]);
    assert_eq!(awards(&adjustable(25)), [(0, 25)]);
    assert_eq!(awards(&adjustable(30)), [(0, 30)]);
    assert_eq!(awards(&adjustable(50)), [(0, 30), (3, 20)]);
    assert_eq!(awards(&adjustable(85)), [(1, 45), (3, 40)]);
    assert_eq!(awards(&adjustable(100)), [(1, 60), (3, 40)]);
}

#[test]
fn units_below_the_threshold_are_not_bought() {
    let mut case = adjustable(1_000);
    case.threshold = 5;
    assert_eq!(awards(&case), [(0, 30)]);
}

#[test]
fn a_withdrawn_amount_is_not_one_of_the_undertaking() {
    let mut case = adjustable(1_000);
    case.projects[0].is_withdrawn = true;
    assert_eq!(
        awards(&case),
        [(2, 10), (3, 40)]
            .map(|_| (1, 60))
            .into_iter()
            .take(1)
            .chain([(3, 40)])
            .collect::<Vec<_>>()
    );
}

#[test]
fn a_project_that_costs_nothing_is_funded_though_no_money_is_left() {
    assert_eq!(awards(&standings(10, &[20, 0], &[2, 1])), [(0, 10), (1, 0)]);
}

#[test]
fn equal_scores_are_decided_by_the_order_of_ties() {
    let mut case = standings(10, &[10, 10], &[2, 2]);
    assert_eq!(awards(&case), [(0, 10)]);
    case.ties = vec![1, 0];
    assert_eq!(awards(&case), [(1, 10)]);
}

/// Unit by unit: each is bought if it is among the best that the budget pays for.
fn unit_by_unit(case: &Standings) -> Vec<u64> {
    let mut units = Vec::new();
    for (rank, &project) in case.ties.iter().enumerate() {
        let Candidate { cost, score, is_withdrawn } = case.projects[usize::from(project)];
        if !is_withdrawn && score >= case.threshold {
            units.extend((0..cost).map(|unit| (Reverse(score), rank, unit, project)));
        }
    }
    units.sort_unstable();
    let mut amounts = vec![0; case.projects.len()];
    for (.., project) in units.iter().take(case.budget as usize) {
        amounts[usize::from(*project)] += 1;
    }
    amounts
}

proptest! {
    #[test]
    fn the_units_bought_are_the_best_that_the_budget_pays_for(
        budget in 0..80_u64,
        projects in prop::collection::vec((0..20_u64, 0..4_u64), 1..8),
        threshold in 0..3_u64,
    ) {
        let (costs, scores): (Vec<u64>, Vec<u64>) = projects.into_iter().unzip();
        let mut case = standings(budget, &costs, &scores);
        case.threshold = threshold;
        let mut amounts = vec![0; costs.len()];
        for (project, amount) in awards(&case) {
            amounts[usize::from(project)] = amount;
        }
        prop_assert_eq!(amounts, unit_by_unit(&case));
    }
}
