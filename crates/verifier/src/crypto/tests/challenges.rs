//! A voter challenges a ballot, and a second device opens it.

use super::vectors::{array, bytes, parameters, run};
use crate::crypto::ballot::OpeningError;

#[test]
fn an_opening_shows_the_choices_under_the_tracker_that_was_copied() {
    run("challenges", [3, 16], |input| {
        let parameters = parameters(input)?;
        let (credential, tracker) = (array(&input["credential"]), array(&input["tracker"]));
        let choices = parameters.open(&credential, &tracker, &bytes(&input["opening"]));
        let choices = choices.map_err(|error| match error {
            OpeningError::Wire(_) => "decode",
            OpeningError::Slots { .. } => "opening:slots",
            OpeningError::Tracker => "opening",
        })?;
        Ok(choices.into())
    });
}
