//! Rule 6, per-unit (`spec/election.md`, section 9.3; A. Goel, A. K. Krishnaswamy, S. Sakshuwong,
//! T. Aitamurto, "Knapsack Voting for Participatory Budgeting", ACM TEAC 2019).

use std::cmp::Reverse;

use super::{Award, Candidate, Decision};

/// Every unit of money is a candidate. The steps of all undertakings are considered by score, the
/// highest first; each is given its size, or what is left of the budget if that is less. Each
/// undertaking is awarded the sum over its steps.
pub(super) fn awards(decision: &Decision<'_>) -> Vec<Award> {
    let undertakings = undertakings(decision);
    let mut left = decision.district.budget;
    // What each undertaking is given; nothing before a step of it is, if only a size of 0.
    let mut given: Vec<Option<u64>> = vec![None; undertakings.len()];
    let mut order = Vec::new();
    for step in considered(&undertakings, decision.district.threshold) {
        let amount = step.size.min(left);
        if amount == 0 && step.size > 0 {
            continue;
        }
        left -= amount;
        if given[step.undertaking].is_none() {
            order.push(step.undertaking);
        }
        given[step.undertaking] = Some(given[step.undertaking].unwrap_or(0) + amount);
    }
    let award = |undertaking: usize| {
        let amount = given[undertaking]?;
        let projects = &undertakings[undertaking].projects;
        let project = projects.iter().find(|project| project.cost >= amount)?.project;
        Some(Award { project, amount })
    };
    order.into_iter().filter_map(award).collect()
}

/// The projects of an exclusive group, or one that is in none: one undertaking at several amounts.
#[derive(Default)]
struct Undertaking {
    /// Those that are not withdrawn, by ascending cost c_1 < .. < c_m. There is at least one.
    projects: Vec<Candidate>,
}

/// The units of an undertaking above c_(r-1) up to c_r.
struct Step {
    undertaking: usize,
    size: u64,
    /// The sum of the scores of the projects r .. m.
    score: u64,
}

/// The undertakings by the first, in the order of ties, of their projects.
fn undertakings(decision: &Decision<'_>) -> Vec<Undertaking> {
    let groups = &decision.district.groups;
    let mut of_group: Vec<Option<usize>> = vec![None; groups.len()];
    let mut undertakings: Vec<Undertaking> = Vec::new();
    for candidate in &decision.candidates {
        let group = groups.iter().position(|group| group.contains(&candidate.project));
        let place = group.and_then(|group| of_group[group]).unwrap_or(undertakings.len());
        if place == undertakings.len() {
            undertakings.push(Undertaking::default());
        }
        if let Some(group) = group {
            of_group[group] = Some(place);
        }
        undertakings[place].projects.push(*candidate);
    }
    for undertaking in &mut undertakings {
        undertaking.projects.sort_by_key(|project| project.cost);
    }
    undertakings
}

/// The steps that are not left out by the threshold, as they are considered: by score, the highest
/// first; of equal scores the one whose undertaking comes first, and of one undertaking the lower
/// one.
fn considered(undertakings: &[Undertaking], threshold: u64) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for (undertaking, Undertaking { projects }) in undertakings.iter().enumerate() {
        let mut below = 0;
        for (r, project) in projects.iter().enumerate() {
            let score = projects[r..].iter().map(|project| project.score).sum();
            steps.push(Step { undertaking, size: project.cost - below, score });
            below = project.cost;
        }
    }
    steps.retain(|step| step.score >= threshold);
    // The sort is stable: undertakings stay in their order, and their steps too.
    steps.sort_by_key(|step| Reverse(step.score));
    steps
}
