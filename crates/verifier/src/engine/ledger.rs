//! What the steps have found so far.

use std::time::Duration;

use crate::report::{Failure, MAX_NAMED_FAILURES, Step, StepReport};

/// The steps of a verification that is under way.
///
/// A step *ends* when nothing that is still to be read can change its verdict. One that has neither
/// ended nor failed has no verdict in the report.
#[derive(Debug)]
pub(super) struct Ledger {
    steps: Vec<StepReport>,
}

impl Ledger {
    /// Nothing was checked yet.
    pub(super) fn new() -> Self {
        Self { steps: Step::ALL.map(StepReport::new).to_vec() }
    }

    /// Something does not hold.
    pub(super) fn fail(&mut self, step: Step, failure: Failure) {
        let report = self.report(step);
        report.ok = Some(false);
        report.failed += 1;
        if report.failures.len() < MAX_NAMED_FAILURES {
            report.failures.push(failure);
        }
    }

    /// So many things of a step were looked at.
    pub(super) fn checked(&mut self, step: Step, number: u64) {
        let checked = &mut self.report(step).checked;
        *checked = checked.saturating_add(number);
    }

    /// A step took this long on one core.
    pub(super) fn spent(&mut self, step: Step, time: Duration) {
        self.report(step).seconds += time.as_secs_f64();
    }

    /// A step has ended: it holds unless something of it failed.
    pub(super) fn end(&mut self, step: Step) {
        self.report(step).ok.get_or_insert(true);
    }

    /// The reports so far, in order.
    pub(super) fn steps(&self) -> &[StepReport] {
        &self.steps
    }

    /// Whether a ballot was found that is none.
    pub(super) fn has_invalid_ballots(&self) -> bool {
        let steps = [Step::Form, Step::CastSignatures, Step::BallotProofs];
        steps.into_iter().any(|step| self.steps[step as usize - 1].failed > 0)
    }

    /// Whether something does not hold.
    pub(super) fn has_failed(&self) -> bool {
        self.steps.iter().any(|step| step.failed > 0)
    }

    /// The reports of the steps that do not hold.
    pub(super) fn into_failed(self) -> Vec<StepReport> {
        self.steps.into_iter().filter(|step| step.failed > 0).collect()
    }

    /// What does not hold, with its step.
    pub(super) fn into_failures(self) -> Vec<(Step, Failure)> {
        let with_step = |(step, report): (Step, StepReport)| {
            report.failures.into_iter().map(move |failure| (step, failure))
        };
        Step::ALL.into_iter().zip(self.steps).flat_map(with_step).collect()
    }

    /// All reports, in order.
    pub(super) fn into_steps(self) -> Vec<StepReport> {
        self.steps
    }

    fn report(&mut self, step: Step) -> &mut StepReport {
        &mut self.steps[step as usize - 1]
    }
}

/// A failure of an entry of the board.
pub(super) fn at_entry(entry: u64, what: impl ToString) -> Failure {
    Failure { entry: Some(entry), file: None, what: what.to_string() }
}

/// A failure of a file of the archive.
pub(super) fn at_file(file: impl Into<String>, what: impl ToString) -> Failure {
    Failure { entry: None, file: Some(file.into()), what: what.to_string() }
}

/// A failure of the election as a whole.
pub(super) fn overall(what: impl ToString) -> Failure {
    Failure { entry: None, file: None, what: what.to_string() }
}
