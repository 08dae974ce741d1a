//! Greedy where projects exclude each other.

use super::*;

/// Three projects with room for all.
fn three(groups: &[&[u16]]) -> Standings {
    let mut case = standings(100, &[10, 10, 10], &[3, 2, 1]);
    case.groups = groups.iter().map(|group| group.to_vec()).collect();
    case
}

#[test]
fn of_two_that_exclude_each_other_the_better_one_is_funded() {
    let expected = [(0, Verdict::Funded), (1, Verdict::Excluded { by: 0 }), (2, Verdict::Funded)];
    assert_eq!(verdicts(Rule::GreedyExclusive, &three(&[&[0, 1]])), expected);
}

#[test]
fn one_that_was_excluded_excludes_nothing_itself() {
    let case = three(&[&[0, 1], &[1, 2]]);
    assert_eq!(winners(Rule::GreedyExclusive, &case), [0, 2]);
}

#[test]
fn one_that_does_not_fit_excludes_nothing() {
    let mut case = three(&[&[0, 1]]);
    case.projects[0].cost = 101;
    assert_eq!(winners(Rule::GreedyExclusive, &case), [1, 2]);
}

#[test]
fn one_that_was_withdrawn_excludes_nothing() {
    let mut case = three(&[&[0, 1]]);
    case.projects[0].is_withdrawn = true;
    assert_eq!(winners(Rule::GreedyExclusive, &case), [1, 2]);
}

#[test]
fn other_rules_do_not_look_at_the_groups() {
    assert_eq!(winners(Rule::Greedy, &three(&[&[0, 1]])), [0, 1, 2]);
}

proptest! {
    #[test]
    fn no_two_projects_of_a_group_are_funded(case in cases()) {
        let funded = winners(Rule::GreedyExclusive, &case);
        for group in &case.groups {
            prop_assert!(group.iter().filter(|project| funded.contains(project)).count() <= 1);
        }
    }
}
