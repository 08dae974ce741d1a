//! The example elections of `crates/cli/demo` say what their ballots say.

use isoloir_pabulib::{Instance, Selected, VoteType, parse};
use std::cmp::Reverse;

fn courvelle() -> Instance {
    parse(include_bytes!("../../cli/demo/Courvelle_2026.pb")).expect("the example is valid")
}

fn tiny() -> Instance {
    parse(include_bytes!("../../cli/demo/tiny.pb")).expect("the small example is valid")
}

/// How many ballots name each project.
fn totals(election: &Instance) -> Vec<u64> {
    let mut totals = vec![0; election.projects.len()];
    for &project in election.votes.iter().flat_map(|vote| &vote.projects) {
        totals[project] += 1;
    }
    totals
}

/// The rule `greedy`: from the most votes down, each project that still fits.
fn greedy(election: &Instance, totals: &[u64]) -> Vec<Selected> {
    let mut order: Vec<usize> = (0..totals.len()).collect();
    order.sort_by_key(|&project| Reverse(totals[project]));
    let mut left = election.meta.budget;
    let mut selected = vec![Selected::No; totals.len()];
    for project in order {
        let cost = election.projects[project].cost;
        if cost <= left {
            left -= cost;
            selected[project] = Selected::Yes;
        }
    }
    selected
}

#[test]
fn they_have_the_size_and_the_limits_that_their_readme_tells() {
    for (election, projects, votes, budget) in
        [(courvelle(), 24, 1500, 300_000), (tiny(), 5, 12, 1000)]
    {
        assert_eq!((election.projects.len(), election.votes.len()), (projects, votes));
        assert_eq!((election.meta.budget, election.decimals), (budget, 0));
        assert_eq!(election.meta.vote_type, VoteType::Approval);
        assert_eq!(election.meta.rule, "greedy");
        assert_eq!(election.meta.min_length, Some(1));
        assert_eq!(election.meta.max_sum_cost, Some(budget));
        assert_eq!(election.meta.currency.as_deref(), Some("EUR"));
        assert_eq!(election.meta.language.as_deref(), Some("fr"));
    }
}

#[test]
fn the_votes_of_every_project_are_the_ballots_that_name_it() {
    for election in [courvelle(), tiny()] {
        let published: Option<Vec<u64>> = election.projects.iter().map(|p| p.votes).collect();
        assert_eq!(published, Some(totals(&election)));
    }
}

#[test]
fn the_selected_projects_are_those_that_the_greedy_rule_selects() {
    for election in [courvelle(), tiny()] {
        let published: Option<Vec<Selected>> =
            election.projects.iter().map(|project| project.selected).collect();
        assert_eq!(published, Some(greedy(&election, &totals(&election))));
    }
}

#[test]
fn no_two_projects_have_the_same_number_of_votes() {
    for election in [courvelle(), tiny()] {
        let mut totals = totals(&election);
        totals.sort_unstable();
        totals.dedup();
        assert_eq!(totals.len(), election.projects.len());
    }
}

#[test]
fn every_ballot_is_a_set_of_projects_within_the_budget() {
    for election in [courvelle(), tiny()] {
        for vote in &election.votes {
            let mut projects = vote.projects.clone();
            projects.sort_unstable();
            projects.dedup();
            assert_eq!(projects.len(), vote.projects.len(), "voter {}", vote.voter_id);
            let cost: i64 = projects.iter().map(|&project| election.projects[project].cost).sum();
            assert!(
                !projects.is_empty() && cost <= election.meta.budget,
                "voter {}",
                vote.voter_id
            );
        }
    }
}
