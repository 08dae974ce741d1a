//! The rounds of a rule as data that programs read: words that stay as they are.

use isoloir_election::rules::{Round, Verdict};
use serde::Serialize;

/// One round. Amounts are whole numbers of the smallest unit that the decimals tell.
#[derive(Serialize)]
pub(crate) struct RoundJson<'a> {
    /// The id of the project.
    project: &'a str,
    name: &'a str,
    /// Its votes or points; by unit, those of these units.
    score: u64,
    cost: u64,
    /// What remained of the budget before.
    left: u64,
    funded: bool,
    verdict: &'static str,
    /// With the verdict "excluded": the id of the project that excludes this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<&'a str>,
}

impl<'a> RoundJson<'a> {
    /// `project` gives id and name of a position.
    pub(crate) fn new(round: &Round, project: impl Fn(u16) -> (&'a str, &'a str)) -> Self {
        let (id, name) = project(round.project);
        let by = match round.verdict {
            Verdict::Excluded { by } => Some(project(by).0),
            _ => None,
        };
        Self {
            project: id,
            name,
            score: round.score,
            cost: round.cost,
            left: round.left,
            funded: round.verdict.is_funded(),
            verdict: word(round.verdict),
            by,
        }
    }
}

/// What programs call a verdict.
pub(crate) fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Funded => "funded",
        Verdict::FundedByException => "funded-by-exception",
        Verdict::FundedInPart => "funded-in-part",
        Verdict::InBestSet => "in-best-set",
        Verdict::DoesNotFit => "does-not-fit",
        Verdict::AfterTheEnd => "after-the-end",
        Verdict::Excluded { .. } => "excluded",
        Verdict::NotInBestSet => "not-in-best-set",
        Verdict::BelowThreshold => "below-threshold",
        Verdict::Withdrawn => "withdrawn",
    }
}
