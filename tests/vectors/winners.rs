//! The rule that chooses the winners: `spec/election.md`, section 9.

use std::collections::BTreeSet;

use isoloir_election::definition::{District, DistrictParts};
use isoloir_election::rules::winners;
use isoloir_encoding::Decode;
use serde::{Deserialize, Serialize};

use crate::definition::district::{sample, write};
use crate::file::{Area, Hex, Invalid, Valid, valid};
use crate::samples::read_all;

pub(crate) struct Winners;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Input {
    district: Hex,
    /// The score of each project.
    scores: Vec<u64>,
    /// The projects that are withdrawn, by position.
    withdrawn: BTreeSet<u16>,
}

impl Area for Winners {
    const NAME: &'static str = "winners";
    const SPEC: &'static str = "election.md, section 9";
    const REFUSES: bool = false;
    type Input = Input;
    /// The funded projects by position, in the order in which they are funded.
    type Output = Vec<u16>;

    fn valid() -> Vec<Valid<Input>> {
        let case = |name: &str, budget, scores: [u64; 3], withdrawn: &[u16]| {
            let parts = DistrictParts { budget, ..sample() };
            let district = write(&parts).into();
            let withdrawn = withdrawn.iter().copied().collect();
            valid(name, Input { district, scores: scores.into(), withdrawn })
        };
        vec![
            case("costs_40_30_70_of_100", 100, [5, 3, 9], &[]),
            case("a_project_that_does_not_fit_is_skipped", 70, [9, 3, 5], &[]),
            case("ties_go_by_the_order_of_the_definition", 70, [4, 4, 4], &[]),
            case("the_budget_is_spent_to_the_last", 140, [1, 2, 3], &[]),
            case("one_unit_too_little", 139, [1, 2, 3], &[]),
            case("a_withdrawn_project_can_not_win", 100, [5, 3, 9], &[2]),
            case("all_are_withdrawn", 100, [5, 3, 9], &[0, 1, 2]),
            case("projects_without_a_vote_are_funded_last", 140, [0, 0, 7], &[]),
            case("no_budget", 0, [5, 3, 9], &[]),
            case("greatest_scores", 100, [u64::from(u32::MAX) + 1, 0, u64::from(u32::MAX)], &[]),
        ]
    }

    fn invalid() -> Vec<Invalid<Input>> {
        Vec::new()
    }

    fn judge(input: &Input) -> Result<Vec<u16>, String> {
        let district = read_all(&input.district.0, District::decode)?;
        Ok(winners(&district, &input.scores, &input.withdrawn))
    }
}
