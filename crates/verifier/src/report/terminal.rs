//! The report as text for a terminal: the steps as they end, then the verdict.
//!
//! Everything here turns values into text and writes nothing. No line is wider than
//! [`COLUMNS`], names from outside come last in their line and can't steer the terminal
//! ([`visible`]), and colour only repeats what a mark and a word say. The verdict is the last that
//! one reads, since the beginning of a long text scrolls away.

use std::io::IsTerminal;

use super::columns::{fit, left, right, width, wrap};
use super::format::{amount, counted, duration, grouped, utc, visible};
use super::words::{self, Result, Winner};
use super::{
    DistrictSummary, ElectionSummary, Failure, LogSummary, Outcome, Report, StepReport, Witness,
};

/// The width of the text.
pub const COLUMNS: usize = 100;

/// How many failures of one step are named on the terminal. The other reports name more.
pub const MAX_SHOWN_FAILURES: usize = 10;

/// How many winners of one district are named on the terminal.
pub const MAX_SHOWN_WINNERS: usize = 50;

const LABEL: usize = 14;

/// Whether text has colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paint {
    /// Text alone.
    Plain,
    /// With escape sequences (ECMA-48, SGR).
    Colour,
}

impl Paint {
    /// Colour if the standard output is a terminal that can show it and `NO_COLOR`
    /// (no-color.org) is not set.
    pub fn of_stdout() -> Self {
        let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        if std::io::stdout().is_terminal() && !set("NO_COLOR") && !dumb {
            Self::Colour
        } else {
            Self::Plain
        }
    }

    fn code(self, code: &str, text: &str) -> String {
        match self {
            Self::Plain => text.to_owned(),
            Self::Colour => format!("\u{1b}[{code}m{text}\u{1b}[0m"),
        }
    }

    fn outcome(self, outcome: Outcome, text: &str) -> String {
        match outcome {
            Outcome::Holds => self.code("32", text),
            Outcome::Fails => self.code("1;31", text),
            Outcome::NotChecked => self.code("33", text),
        }
    }

    fn heading(self, text: &str) -> String {
        self.code("1", text)
    }
}

/// A step that ended, with the failures that it found.
pub fn step(step: &StepReport, paint: Paint) -> String {
    let (mark, word) = words::outcome(step.outcome());
    let mut text = format!(
        "{}  {}  {}  {}  {}\n",
        right(&step.number.to_string(), 2),
        paint.outcome(step.outcome(), &left(&format!("{mark} {word}"), 13)),
        left(step.name, 36),
        left(&right_number(step.checked, step.unit), 26),
        right(&duration(step.seconds), 10),
    );
    let shown = step.failures.len().min(MAX_SHOWN_FAILURES);
    for failure in &step.failures[..shown] {
        text.push_str(&hanging("     ✗ ", &failure_line(failure)));
    }
    let unnamed = step.failed.max(step.failures.len() as u64) - shown as u64;
    if unnamed > 0 {
        text.push_str(&hanging("       ", &words::more_failures(unnamed)));
    }
    text
}

/// Numbers end in one column, and their units begin in one.
fn right_number(number: u64, unit: &str) -> String {
    let text = counted(number, unit);
    let (number, unit) = text.split_once(' ').unwrap_or((&text, ""));
    format!("{} {unit}", right(number, 12))
}

fn failure_line(failure: &Failure) -> String {
    let mut places = Vec::new();
    places.extend(failure.entry.map(|entry| format!("entry {}", grouped(entry))));
    places.extend(failure.file.clone());
    let place = places.join(", ");
    if place.is_empty() { failure.what.clone() } else { format!("{place}: {}", failure.what) }
}

/// All that follows the steps: results, what can't be checked, what to compare, and the verdict.
pub fn conclusion(report: &Report, paint: Paint) -> String {
    let mut text = String::new();
    if let Some(election) = &report.election {
        figures(&mut text, report, election, paint);
        for district in &election.districts {
            self::district(&mut text, election, district, paint);
        }
    }
    if let Some(log) = &report.log {
        self::log(&mut text, log, paint);
    }
    if !report.set_aside.is_empty() {
        section(&mut text, "Set aside", paint);
        text.push_str(&hanging("  ", words::SET_ASIDE));
        list(&mut text, &report.set_aside);
    }
    if !report.not_checked.is_empty() {
        section(&mut text, "What was not checked", paint);
        list(&mut text, &report.not_checked);
    }
    if let Some(election) = &report.election {
        identifiers(&mut text, election, paint);
    }
    verdict(&mut text, report, paint);
    text
}

fn figures(text: &mut String, report: &Report, election: &ElectionSummary, paint: Paint) {
    section(text, "The election", paint);
    if !report.holds() {
        text.push_str(&hanging("  ", words::ONLY_CLAIMED));
    }
    labelled(text, "title", &election.title);
    labelled(text, "source", &report.source);
    labelled(text, "state", &words::phase(report));
    labelled(text, "ballots", &format!("{} recorded", grouped(report.ballots)));
    labelled(text, "turnout", &words::turnout(election.counted, election.paper, election.voters()));
    labelled(
        text,
        "revoked",
        &format!(
            "{}, {} of them replaced",
            counted(election.revoked, "credentials"),
            grouped(election.replaced)
        ),
    );
    labelled(text, "trustees", &words::threshold(election));
    for name in &election.trustees {
        labelled(text, "", name);
    }
}

fn district(
    text: &mut String,
    election: &ElectionSummary,
    district: &DistrictSummary,
    paint: Paint,
) {
    section(text, &format!("District {}: {}", district.index, district.name), paint);
    let turnout = words::turnout(district.counted, district.paper, district.voters());
    text.push_str(&hanging("  ", &format!("{turnout}.")));
    text.push_str(&hanging("  ", &words::rule(district)));
    match words::result(district) {
        Result::BelowFloor => text.push_str(&hanging("  ", words::BELOW_FLOOR)),
        Result::None => text.push_str(&hanging("  ", words::NO_RESULT)),
        Result::Winners(winners) => {
            text.push_str(&hanging("  ", &words::budget(election, district, &winners)));
            self::winners(text, election, district, &winners);
        }
    }
}

fn winners(
    text: &mut String,
    election: &ElectionSummary,
    district: &DistrictSummary,
    winners: &[Winner<'_>],
) {
    if winners.is_empty() {
        return;
    }
    let paper = winners.iter().any(|winner| winner.project.paper > 0);
    let row = |place: &str, votes: &str, on_paper: &str, cost: &str, name: &str| {
        let mut line = format!("  {}  {}", right(place, 5), right(votes, 11));
        if paper {
            line.push_str(&format!("  {}", right(on_paper, 9)));
        }
        line.push_str(&format!("  {}  ", right(cost, 16)));
        let rest = COLUMNS.saturating_sub(width(&line));
        format!("{line}{}\n", fit(name, rest))
    };
    let whole = words::cost_is_given(winners);
    let money = if whole { "cost" } else { "given" };
    let money = fit(&format!("{money}, {}", visible(&election.currency)), 16);
    let votes = if paper { "electronic" } else { words::votes(district) };
    text.push_str(&row("order", votes, "on paper", &money, "project"));
    for (order, winner) in winners.iter().take(MAX_SHOWN_WINNERS).enumerate() {
        let Winner { project, amount: given, .. } = winner;
        let mut name = format!("{} ({})", visible(&project.name), visible(&project.id));
        if !whole {
            name = format!("of {}: {name}", amount(project.cost, election.decimals));
        }
        text.push_str(&row(
            &(order + 1).to_string(),
            &project.count.map_or_else(|| "?".to_owned(), grouped),
            &grouped(project.paper),
            &amount(*given, election.decimals),
            &name,
        ));
    }
    if let Some(more) = winners.len().checked_sub(MAX_SHOWN_WINNERS).filter(|&more| more > 0) {
        text.push_str(&hanging("  ", &format!("and {}", counted(more as u64, "more winners"))));
    }
}

fn log(text: &mut String, log: &LogSummary, paint: Paint) {
    section(text, "The record", paint);
    labelled(text, "name", &log.origin);
    labelled(text, "entries", &grouped(log.size));
    labelled(text, "root", &log.root);
    if log.witnesses.is_empty() {
        labelled(text, "witnesses", "none");
    }
    for Witness { name, time } in &log.witnesses {
        labelled(text, "witnessed", &format!("{} by {name}", utc(*time)));
    }
}

fn identifiers(text: &mut String, election: &ElectionSummary, paint: Paint) {
    section(text, "Compare", paint);
    text.push_str(&hanging("  ", words::COMPARE));
    labelled(text, "election", &election.election_id);
    let fingerprint = election.fingerprint.as_deref();
    labelled(text, "fingerprint", fingerprint.unwrap_or("none before the vote opens"));
}

fn verdict(text: &mut String, report: &Report, paint: Paint) {
    let headline = words::headline(report);
    let outcome = if report.holds() { Outcome::Holds } else { Outcome::Fails };
    let (mark, _) = words::outcome(outcome);
    text.push('\n');
    text.push_str(&paint.outcome(outcome, &format!("{mark} {}", headline.word.to_uppercase())));
    text.push('\n');
    text.push_str(&hanging("  ", &headline.sentence));
    for step in report.failing_steps() {
        let line = format!("{}. {}: {}", step.number, step.name, words::meaning_of_failure(step));
        text.push_str(&hanging("  ✗ ", &line));
    }
    if let Some(why) = words::why_not_checked(report) {
        text.push_str(&hanging("  ", why));
    }
    text.push_str(&hanging(
        "  ",
        &format!("Checked in {} by {}.", duration(report.seconds), report.program),
    ));
}

fn section(text: &mut String, title: &str, paint: Paint) {
    text.push('\n');
    for line in wrap(&visible(title), COLUMNS) {
        text.push_str(&paint.heading(&line));
        text.push('\n');
    }
}

/// A line of a label and its value.
pub(crate) fn labelled(text: &mut String, label: &str, value: &str) {
    text.push_str(&hanging(&format!("  {}", left(label, LABEL)), value));
}

fn list(text: &mut String, items: &[String]) {
    for item in items {
        text.push_str(&hanging("  - ", item));
    }
}

/// A text in lines, the first after `first`, the others below the text of the first. Whatever in
/// it is from outside can't steer the terminal.
pub(crate) fn hanging(first: &str, body: &str) -> String {
    let indent = width(first);
    let mut text = String::new();
    for (number, line) in wrap(&visible(body), COLUMNS - indent).into_iter().enumerate() {
        let start = if number == 0 { first } else { &" ".repeat(indent) };
        text.push_str(&format!("{start}{}\n", line.replace('\u{a0}', " ")));
    }
    text
}
