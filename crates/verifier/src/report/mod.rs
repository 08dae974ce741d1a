//! What a verification found: the numbered steps, the verdict and the figures of the election.
//!
//! [`Report`] is the one value from which the text on a terminal (`terminal`), the JSON report
//! (its serialisation, documented in `docs/verifier.md`) and the page for people (`html`) are
//! made.

pub mod columns;
pub mod format;
pub mod html;
pub mod progress;
mod step;
pub mod terminal;
#[cfg(test)]
mod tests;
mod words;

pub use step::Step;

use serde::Serialize;

/// How many failures of one step a report names; the rest it counts.
pub const MAX_NAMED_FAILURES: usize = 100;

/// The version of the report's form ([`Report::version`]).
pub const REPORT_VERSION: u32 = 2;

/// What nothing on a board can show (`election.md`, section 10), for [`Report::not_checked`].
pub const CANNOT_BE_CHECKED: [&str; 3] = [
    "Whether the rolls hold only residents, each once. The registrars answer for that.",
    "Whether a voter's device sealed what the voter chose. Voters can find out by challenging \
     their device before they cast.",
    "Whether all registrars together, if all were dishonest, voted in the place of people who \
     abstained.",
];

/// Whether the record of an election is what it must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Every step holds.
    Accept,
    /// At least one step does not hold, or could not be reached because an earlier one failed.
    Reject,
}

/// The report of one verification. Its serialisation is the JSON report.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// The version of this form, 2.
    pub version: u32,
    /// `isoloir-verify` and its version.
    pub program: String,
    /// The archive or URL, as it was given.
    pub source: String,
    /// Accept or reject.
    pub verdict: Verdict,
    /// The phase that the board is in: `setup`, `failed`, `voting`, `closed` or `decided`.
    pub phase: String,
    /// Ballots recorded on the board, those that no longer count included.
    pub ballots: u64,
    /// The log that was read, once its checkpoint opened.
    pub log: Option<LogSummary>,
    /// The election, once its definition was read.
    pub election: Option<ElectionSummary>,
    /// All steps, in their order.
    pub steps: Vec<StepReport>,
    /// Trustees whose contribution to a tally was set aside: no reason to reject, but to be known.
    pub set_aside: Vec<String>,
    /// What nobody can check from the board, and what this run did not check, in words.
    pub not_checked: Vec<String>,
    /// Seconds that the whole run took.
    pub seconds: f64,
}

/// What one step found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StepReport {
    /// Its number, from 1.
    pub number: u32,
    /// A stable name for programs, such as `ballot-proofs`.
    pub id: &'static str,
    /// Its name for people.
    pub name: &'static str,
    /// Whether all that it checked holds; absent if an earlier failure kept it from ending.
    pub ok: Option<bool>,
    /// How many things it checked.
    pub checked: u64,
    /// What these things are, in the plural: `ballots`.
    pub unit: &'static str,
    /// Seconds of computing, summed over all cores.
    pub seconds: f64,
    /// What does not hold: at most [`MAX_NAMED_FAILURES`].
    pub failures: Vec<Failure>,
    /// How many failures there are in all.
    pub failed: u64,
}

/// One thing that does not hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Failure {
    /// The index of the entry on the board, if it is about one.
    pub entry: Option<u64>,
    /// The file of the archive, if it is about one.
    pub file: Option<String>,
    /// What does not hold, in words, with the equation or the rule.
    pub what: String,
}

impl Report {
    /// Whether all that this election has come to holds. It is strict: a report that says accept
    /// but has a failure, or a decided election with a step that was not made, does not hold.
    pub fn holds(&self) -> bool {
        let decided = self.phase == "decided";
        let sound = self.steps.iter().all(|step| match step.outcome() {
            Outcome::Holds => true,
            Outcome::Fails => false,
            Outcome::NotChecked => !decided,
        });
        self.verdict == Verdict::Accept && sound && !self.steps.is_empty()
    }

    /// The steps that do not hold.
    pub fn failing_steps(&self) -> impl Iterator<Item = &StepReport> {
        self.steps.iter().filter(|step| step.outcome() == Outcome::Fails)
    }
}

/// How one step ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// All that was checked holds.
    Holds,
    /// Something does not hold.
    Fails,
    /// It did not come to an end: an earlier step failed, or the election is not that far.
    NotChecked,
}

impl StepReport {
    /// A step that has checked nothing yet.
    pub fn new(step: Step) -> Self {
        Self {
            number: step.number(),
            id: step.id(),
            name: step.name(),
            ok: None,
            checked: 0,
            unit: step.unit(),
            seconds: 0.0,
            failures: Vec::new(),
            failed: 0,
        }
    }

    /// How it ended. A step with a failure fails, whatever else it says.
    pub fn outcome(&self) -> Outcome {
        if self.ok == Some(false) || self.failed > 0 || !self.failures.is_empty() {
            return Outcome::Fails;
        }
        if self.ok.is_some() { Outcome::Holds } else { Outcome::NotChecked }
    }

    /// Failures that the report counts but does not name.
    pub fn unnamed(&self) -> u64 {
        self.failed.saturating_sub(self.failures.len() as u64)
    }
}

/// The log as its checkpoint names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LogSummary {
    /// The name of the log.
    pub origin: String,
    /// Entries of the log.
    pub size: u64,
    /// Root of the Merkle tree, hexadecimal.
    pub root: String,
    /// Witnesses whose cosignatures count: name and time, seconds since 1970.
    pub witnesses: Vec<Witness>,
}

/// A witness whose cosignature counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Witness {
    /// The name of its key.
    pub name: String,
    /// When it signed, in seconds since 1970.
    pub time: u64,
}

/// The election as its definition and its board say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ElectionSummary {
    /// Its title.
    pub title: String,
    /// The currency as people write it.
    pub currency: String,
    /// Amounts are whole numbers of 10^-decimals of the currency.
    pub decimals: u8,
    /// Hexadecimal; to be compared with what officials and trustees published.
    pub election_id: String,
    /// Hexadecimal; absent before the vote opened.
    pub fingerprint: Option<String>,
    /// Trustees by name, and how many of them decrypt.
    pub trustees: Vec<String>,
    /// How many trustees decrypt.
    pub threshold: u8,
    /// Credentials that ever stood on a roll.
    pub credentials: u64,
    /// Ballots that count.
    pub counted: u64,
    /// Revoked credentials, the replaced ones included.
    pub revoked: u64,
    /// Credentials that were replaced.
    pub replaced: u64,
    /// Ballots on paper.
    pub paper: u64,
    /// The districts in order.
    pub districts: Vec<DistrictSummary>,
}

impl ElectionSummary {
    /// Those who could vote, each once for each budget: the credentials that were not replaced.
    pub fn voters(&self) -> u64 {
        self.credentials.saturating_sub(self.replaced)
    }
}

impl DistrictSummary {
    /// Those who could vote: the credentials that were not replaced.
    pub fn voters(&self) -> u64 {
        self.credentials.saturating_sub(self.replaced)
    }
}

/// One district and its result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DistrictSummary {
    /// Its index, from 0.
    pub index: u16,
    /// Its name.
    pub name: String,
    /// What winners may cost together.
    pub budget: u64,
    /// The most points that a ballot gives a project; 1: a project is chosen or not.
    pub points: u8,
    /// The rule that finds the winners, by its name of `election.md`, section 9.3.
    pub rule: String,
    /// The least score with which a project can win; 0: none.
    pub threshold: u64,
    /// How equal scores are told apart.
    pub ties: TiesSummary,
    /// Credentials that ever stood on its roll.
    pub credentials: u64,
    /// Credentials that were replaced by others of the same residents.
    pub replaced: u64,
    /// Recorded ballots.
    pub recorded: u64,
    /// Ballots that count.
    pub counted: u64,
    /// Ballots on paper.
    pub paper: u64,
    /// Whether the counts were withheld because fewer ballots count than the floor.
    pub below_floor: bool,
    /// The projects in order.
    pub projects: Vec<ProjectSummary>,
    /// Winners in the order of the awards, by position; absent before the result.
    pub winners: Option<Vec<u16>>,
    /// The same with what they are given; absent before the result.
    pub awards: Option<Vec<AwardSummary>>,
}

/// How equal scores are told apart (`election.md`, section 9.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TiesSummary {
    /// By a list, or by lot.
    pub by: TiesBy,
    /// The seed of the lot, hexadecimal; absent of a list, before the result, or below the floor.
    pub seed: Option<String>,
    /// The projects in the order of ties, by position; absent of a lot without a seed.
    pub order: Option<Vec<u16>>,
}

/// Where the order of ties comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum TiesBy {
    /// The definition lists it.
    List,
    /// A seed that comes with the decryption.
    Lot,
}

/// A project that wins and what it is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct AwardSummary {
    /// The project by position.
    pub project: u16,
    /// The amount, mostly its cost.
    pub amount: u64,
}

/// One project and its score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProjectSummary {
    /// Its identifier in the definition.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its cost.
    pub cost: u64,
    /// Electronic ballots that chose it, or the points that they gave it; absent before the result,
    /// or below the floor.
    pub count: Option<u64>,
    /// Paper ballots that chose it, or the points that they gave it.
    pub paper: u64,
    /// Whether it was withdrawn.
    pub withdrawn: bool,
}
