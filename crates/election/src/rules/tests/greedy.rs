//! The four rules that take projects by score, and what their thresholds, ties and withdrawals do.

use super::*;

fn greedy(budget: u64, costs: &[u64], scores: &[u64]) -> Vec<u16> {
    winners(Rule::Greedy, &standings(budget, costs, scores))
}

#[test]
fn the_project_with_more_votes_comes_first() {
    assert_eq!(greedy(100, &[60, 60], &[1, 2]), [1]);
    assert_eq!(greedy(120, &[60, 60], &[1, 2]), [1, 0]);
}

#[test]
fn a_project_that_does_not_fit_is_skipped_and_a_cheaper_one_after_it_is_funded() {
    let case = standings(100, &[60, 50, 40], &[3, 2, 1]);
    let expected = [(0, Verdict::Funded), (1, Verdict::DoesNotFit), (2, Verdict::Funded)];
    assert_eq!(verdicts(Rule::Greedy, &case), expected);
}

#[test]
fn a_project_that_costs_all_that_is_left_is_funded() {
    assert_eq!(greedy(100, &[60, 41, 40], &[3, 2, 1]), [0, 2]);
    assert_eq!(greedy(100, &[100, 1], &[3, 2]), [0]);
}

#[test]
fn projects_that_cost_nothing_are_funded_and_those_above_the_budget_are_not() {
    assert_eq!(greedy(100, &[101, 100, 0], &[3, 2, 1]), [1, 2]);
    assert_eq!(greedy(0, &[1, 0, MAX_AMOUNT], &[3, 0, 9]), [1]);
}

#[test]
fn projects_with_one_score_come_in_the_order_of_ties() {
    let mut case = standings(60, &[60, 60, 60], &[5, 5, 5]);
    case.ties = vec![2, 0, 1];
    assert_eq!(winners(Rule::Greedy, &case), [2]);
    case.budget = 180;
    assert_eq!(winners(Rule::Greedy, &case), [2, 0, 1]);
    case.projects[1].score = 6;
    assert_eq!(winners(Rule::Greedy, &case), [1, 2, 0]);
}

#[test]
fn a_withdrawn_project_takes_no_money() {
    let mut case = standings(100, &[60, 60, 40], &[3, 2, 1]);
    case.projects[0].is_withdrawn = true;
    let expected = [(1, Verdict::Funded), (2, Verdict::Funded), (0, Verdict::Withdrawn)];
    assert_eq!(verdicts(Rule::Greedy, &case), expected);
    case.projects.iter_mut().for_each(|project| project.is_withdrawn = true);
    assert_eq!(winners(Rule::Greedy, &case), []);
}

#[test]
fn a_score_at_the_threshold_can_win_and_one_below_it_can_not() {
    let mut case = standings(100, &[10, 10, 10], &[4, 5, 6]);
    case.threshold = 5;
    let expected = [(2, Verdict::Funded), (1, Verdict::Funded), (0, Verdict::BelowThreshold)];
    assert_eq!(verdicts(Rule::Greedy, &case), expected);
    assert_eq!(winners(Rule::GreedyNoSkip, &case), [2, 1]);
    assert_eq!(winners(Rule::Optimal, &case), [2, 1]);
}

#[test]
fn scores_and_costs_at_the_top_of_their_range_do_not_overflow() {
    let costs = vec![MAX_AMOUNT; 960];
    assert_eq!(greedy(MAX_AMOUNT, &costs, &[u64::MAX; 960]), [0]);
    let scores: Vec<u64> = (0..960).map(|number| u64::MAX - 959 + number).collect();
    assert_eq!(greedy(MAX_AMOUNT, &costs, &scores), [959]);
    let case = standings(MAX_AMOUNT, &[MAX_AMOUNT - 1, 1, 1], &[u64::MAX, u64::MAX - 1, 0]);
    for rule in [Rule::Greedy, Rule::GreedyNoSkip, Rule::GreedyCustom, Rule::Optimal] {
        assert_eq!(winners(rule, &case)[..2], [0, 1], "{rule:?}");
    }
}

#[test]
fn without_skips_the_first_that_does_not_fit_ends_it() {
    let case = standings(100, &[60, 50, 40], &[3, 2, 1]);
    let expected = [(0, Verdict::Funded), (1, Verdict::DoesNotFit), (2, Verdict::AfterTheEnd)];
    assert_eq!(verdicts(Rule::GreedyNoSkip, &case), expected);
}

#[test]
fn the_first_that_does_not_fit_is_funded_if_80_percent_of_its_cost_are_left() {
    let with = |cost| {
        let case = standings(100, &[60, cost, 1], &[3, 2, 1]);
        (verdicts(Rule::GreedyCustom, &case), decide(Rule::GreedyCustom, &case).awards)
    };
    let (verdicts, awards) = with(50);
    let exception =
        [(0, Verdict::Funded), (1, Verdict::FundedByException), (2, Verdict::AfterTheEnd)];
    assert_eq!(verdicts, exception);
    assert_eq!(awards[1], Award { project: 1, amount: 50 }, "its whole cost, 10 above the budget");
    let (verdicts, _) = with(51);
    let none = [(0, Verdict::Funded), (1, Verdict::DoesNotFit), (2, Verdict::AfterTheEnd)];
    assert_eq!(verdicts, none);
}

/// The rule once more, as a city's regulations say it: as long as a project is left, take the best one;
/// if the money lasts, fund it.
fn by_the_book(case: &Standings, skips: bool) -> Vec<u16> {
    let mut left: Vec<usize> = (0..case.projects.len()).collect();
    let stands = |project: &Candidate| !project.is_withdrawn && project.score >= case.threshold;
    left.retain(|&project| stands(&case.projects[project]));
    let rank = |project: usize| case.ties.iter().position(|&tied| usize::from(tied) == project);
    let (mut funded, mut spent) = (Vec::new(), 0_u128);
    while !left.is_empty() {
        let mut best = 0;
        for candidate in 1..left.len() {
            let (a, b) = (left[candidate], left[best]);
            let (score_a, score_b) = (case.projects[a].score, case.projects[b].score);
            if score_a > score_b || (score_a == score_b && rank(a) < rank(b)) {
                best = candidate;
            }
        }
        let project = left.remove(best);
        let cost = u128::from(case.projects[project].cost);
        if spent + cost <= u128::from(case.budget) {
            spent += cost;
            funded.push(project as u16);
        } else if !skips {
            break;
        }
    }
    funded
}

proptest! {
    #[test]
    fn greedy_funds_what_the_regulations_say(case in cases()) {
        prop_assert_eq!(winners(Rule::Greedy, &case), by_the_book(&case, true));
        prop_assert_eq!(winners(Rule::GreedyNoSkip, &case), by_the_book(&case, false));
    }

    #[test]
    fn the_exception_adds_at_most_one_project_to_greedy_without_skips(case in cases()) {
        let plain = winners(Rule::GreedyNoSkip, &case);
        let custom = winners(Rule::GreedyCustom, &case);
        prop_assert!(custom.starts_with(&plain) && custom.len() <= plain.len() + 1);
    }

    #[test]
    fn without_exclusive_groups_the_exclusive_rule_is_greedy(mut case in cases()) {
        case.groups.clear();
        prop_assert_eq!(decide(Rule::GreedyExclusive, &case), decide(Rule::Greedy, &case));
    }
}
