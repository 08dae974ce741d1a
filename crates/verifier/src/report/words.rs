//! The sentences that the terminal and the page share.

use super::format::{counted, grouped, money, percent, singular};
use super::{
    AwardSummary, DistrictSummary, ElectionSummary, Outcome, ProjectSummary, Report, Step,
    StepReport, TiesBy,
};

/// The verdict in a word and a sentence.
pub(super) struct Headline {
    pub(super) word: &'static str,
    pub(super) sentence: String,
}

pub(super) fn headline(report: &Report) -> Headline {
    if report.holds() {
        return Headline { word: "Accepted", sentence: what_holds(&report.phase).to_owned() };
    }
    let failing = report.failing_steps().count() as u64;
    let total = report.steps.len() as u64;
    let sentence = if failing == 0 {
        "Not everything could be checked, so nobody should rely on this record or on its result."
            .to_owned()
    } else {
        let verb = if failing == 1 { "does" } else { "do" };
        format!(
            "{} of {} {verb} not hold. Nobody should rely on this record or on its result until \
             that is explained.",
            grouped(failing),
            counted(total, "checks")
        )
    };
    Headline { word: "Rejected", sentence }
}

fn what_holds(phase: &str) -> &'static str {
    match phase {
        "decided" => {
            "Everything that this program checks on the public record holds, and the result is \
             what the recorded ballots give."
        }
        "setup" => {
            "Everything on the public record holds so far. The vote has not opened, and there is \
             no result."
        }
        "failed" => {
            "Everything on the public record holds, and it says that the key ceremony failed: \
             this election will never open."
        }
        "voting" => {
            "Everything on the public record holds so far. The vote is open, and there is no \
             result."
        }
        "closed" => {
            "Everything on the public record holds so far. The vote is closed, and not every \
             result is there."
        }
        _ => "Everything on the public record holds so far. There is no result that is final.",
    }
}

/// The phase of the board in words.
pub(super) fn phase(report: &Report) -> String {
    match report.phase.as_str() {
        "setup" => "being set up".to_owned(),
        "failed" => "failed in the key ceremony".to_owned(),
        "voting" => "the vote is open".to_owned(),
        "closed" => "the vote is closed, results are to come".to_owned(),
        "decided" => "decided".to_owned(),
        other => other.to_owned(),
    }
}

/// A mark and a word for how a step ended, so that neither colour nor a symbol is alone.
pub(super) fn outcome(outcome: Outcome) -> (&'static str, &'static str) {
    match outcome {
        Outcome::Holds => ("✓", "holds"),
        Outcome::Fails => ("✗", "fails"),
        Outcome::NotChecked => ("–", "not checked"),
    }
}

/// Why some steps were not made, if there are any.
pub(super) fn why_not_checked(report: &Report) -> Option<&'static str> {
    let not_made = |step: &StepReport| step.outcome() == Outcome::NotChecked;
    if !report.steps.iter().any(not_made) {
        return None;
    }
    Some(if report.holds() {
        "Checks that are marked \"not checked\" concern what the election has not come to yet."
    } else {
        "Checks that are marked \"not checked\" did not come to an end, because what they stand on \
         does not hold."
    })
}

pub(super) fn meaning_of_failure(step: &StepReport) -> &'static str {
    Step::of_number(step.number).map_or("", Step::meaning_of_failure)
}

pub(super) fn explanation(step: &StepReport) -> &'static str {
    Step::of_number(step.number).map_or("", Step::explanation)
}

/// What a step checked and how long it computed: `1,398 ballots in 12.3 s`.
pub(super) fn effort(step: &StepReport) -> String {
    format!("{} in {}", counted(step.checked, step.unit), super::format::duration(step.seconds))
}

/// Failures that no list names.
pub(super) fn more_failures(unnamed: u64) -> String {
    format!("and {} more like these", grouped(unnamed))
}

/// The ballots that count, of what, and the turnout.
pub(super) fn turnout(electronic: u64, paper: u64, credentials: u64) -> String {
    let counting = electronic.saturating_add(paper);
    let mut text = counted(counting, "ballots");
    text.push_str(if counting == 1 { " counts" } else { " count" });
    if paper > 0 {
        text.push_str(&format!(
            " ({} electronic and {} on paper)",
            grouped(electronic),
            grouped(paper)
        ));
    }
    text.push_str(&format!(", of {}", counted(credentials, "credentials")));
    if let Some(share) = percent(counting, credentials) {
        text.push_str(&format!(": {share}"));
    }
    text
}

/// How many of the trustees it takes to decrypt.
pub(super) fn threshold(election: &ElectionSummary) -> String {
    let number = election.trustees.len();
    if number == 1 {
        return "one, who decrypts alone".to_owned();
    }
    format!("{number}, any {} of whom can decrypt", election.threshold)
}

/// What became of a district.
pub(super) enum Result<'a> {
    /// The counts were withheld.
    BelowFloor,
    /// There is none yet.
    None,
    /// The winners in the order of the awards.
    Winners(Vec<Winner<'a>>),
}

/// A project that wins.
pub(super) struct Winner<'a> {
    /// Its position.
    pub(super) position: u16,
    pub(super) project: &'a ProjectSummary,
    /// What it is given.
    pub(super) amount: u64,
}

pub(super) fn result(district: &DistrictSummary) -> Result<'_> {
    if district.below_floor {
        return Result::BelowFloor;
    }
    let Some(awards) = &district.awards else { return Result::None };
    let winner = |&AwardSummary { project: position, amount }: &AwardSummary| {
        Some(Winner { position, project: district.projects.get(usize::from(position))?, amount })
    };
    Result::Winners(awards.iter().filter_map(winner).collect())
}

/// Whether every winner is given what it costs.
pub(super) fn cost_is_given(winners: &[Winner<'_>]) -> bool {
    winners.iter().all(|winner| winner.amount == winner.project.cost)
}

/// What ballots give a project, in the plural.
pub(super) fn votes(district: &DistrictSummary) -> &'static str {
    if district.points > 1 { "points" } else { "votes" }
}

/// The rule, and what tells equal scores apart.
pub(super) fn rule(district: &DistrictSummary) -> String {
    let mut text = format!("Rule for winners: {}", district.rule);
    if district.threshold > 0 {
        let votes = counted(district.threshold, votes(district));
        text.push_str(&format!(", with at least {votes}"));
    }
    match (district.ties.by, &district.ties.seed) {
        (TiesBy::List, _) => text.push_str(". Ties: in the order that the definition lists."),
        (TiesBy::Lot, None) => {
            text.push_str(". Ties: by lot, with a seed that comes with the decryption.");
        }
        (TiesBy::Lot, Some(seed)) => {
            text.push_str(&format!(". Ties: by lot, with the seed {seed}."));
        }
    }
    text
}

/// Why a project with a higher score than a winner may not win.
pub(super) fn why_not(district: &DistrictSummary) -> String {
    let votes = votes(district);
    if district.rule == "greedy" {
        format!(
            "Where a project with more {votes} does not win, it did not fit what was left of the \
             budget, or was withdrawn."
        )
    } else {
        format!(
            "Where a project with more {votes} does not win, the rule has passed it over, or it was \
             withdrawn."
        )
    }
}

pub(super) const BELOW_FLOOR: &str = "Fewer ballots count than this district's floor, so they \
    were not decrypted: a total over so few could give votes away. There are no counts and no \
    winners.";

pub(super) const NO_RESULT: &str = "There is no result yet.";

/// What all of the winners are given.
pub(super) fn spent(winners: &[Winner<'_>]) -> u64 {
    winners.iter().fold(0, |sum, winner| sum.saturating_add(winner.amount))
}

/// How many projects win and what is left of the budget.
pub(super) fn budget(
    election: &ElectionSummary,
    district: &DistrictSummary,
    winners: &[Winner<'_>],
) -> String {
    let projects = district.projects.len() as u64;
    let verb = match (winners.len() == 1, cost_is_given(winners)) {
        (true, true) => "wins and costs",
        (false, true) => "win and cost",
        (true, false) => "wins and is given",
        (false, false) => "win and are given",
    };
    let spent = spent(winners);
    let (decimals, currency) = (election.decimals, &election.currency);
    let left = match district.budget.checked_sub(spent) {
        Some(left) => format!("{} is left", money(left, decimals, currency)),
        None if district.rule == "greedy-custom" => {
            let added = spent.saturating_sub(district.budget);
            format!("{} more than the budget is added", money(added, decimals, currency))
        }
        None => "this is above the budget".to_owned(),
    };
    if winners.is_empty() {
        let name = if projects == 1 { singular("projects") } else { "projects".into() };
        return format!(
            "None of {} {name} wins; the budget was {}.",
            grouped(projects),
            money(district.budget, decimals, currency)
        );
    }
    format!(
        "{} of {} {verb} {} of {}; {left}.",
        grouped(winners.len() as u64),
        counted(projects, "projects"),
        money(spent, decimals, currency),
        money(district.budget, decimals, currency),
    )
}

/// How to compare the identifiers.
pub(super) const COMPARE: &str = "Compare these with what the officials and the trustees have \
    published elsewhere: in print, on a notice board, in the letter to residents, on their own \
    pages. A copy on the server that this record came from proves nothing. If one character \
    differs, this is the record of another election.";

/// What to say before results of a record that does not hold.
pub(super) const ONLY_CLAIMED: &str =
    "These are the claims of a record that does not hold: do not publish them as a result.";

/// What a contribution that was set aside means.
pub(super) const SET_ASIDE: &str = "Decryptions of these trustees did not hold and were set \
    aside: they count for nothing.";
