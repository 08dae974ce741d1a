//! Checking a whole election, as a stream.
//!
//! One thread reads the files ahead ([`stream`]). The entries of a few bundles at a time are hashed
//! and decoded on all cores, then applied in order to the chain, the tree and the record
//! ([`reading`]); their ballots are checked in batches, on all cores again ([`ballots`]). What is
//! kept of a ballot afterwards is what the record needs to know of its credential: some 170 bytes.
//!
//! All ciphertexts are summed as they pass. Which ones count is known at the close; those that do
//! not are read again and subtracted. With these sums the decryptions can be checked.

mod ballots;
pub mod board;
mod ledger;
mod opening;
mod part;
pub mod part_file;
mod reading;
mod setup;
mod stream;

use std::time::Instant;

use thiserror::Error;

pub use ballots::Work;
use ledger::{Ledger, overall};
pub use opening::{UnopenedLog, policy};
pub use part::{Part, PartOf, Parts, bundles_of, check_part};
use reading::{End, Reading};
pub use setup::{OpenBoard, read_setup};

use crate::election::record::{CeremonyFailure, Phase, Record};
use crate::log::files::LogFiles;
use crate::report::progress::Progress;
use crate::report::{CANNOT_BE_CHECKED, LogSummary, REPORT_VERSION, Report, Step, Verdict};
use crate::source::{Source, SourceError};

/// What a verification is to do.
#[derive(Debug)]
pub struct Options<'p> {
    /// What is done about the ballots.
    pub work: Work,
    /// Whether an election that has no result yet can be accepted.
    pub in_progress: bool,
    /// The election_id that was published elsewhere.
    pub election_id: Option<[u8; 32]>,
    /// The fingerprint that was published elsewhere.
    pub fingerprint: Option<[u8; 32]>,
    /// Where progress is shown.
    pub progress: &'p Progress,
}

impl<'p> Options<'p> {
    /// Everything is checked, of an election that is decided.
    pub fn new(progress: &'p Progress) -> Self {
        let (election_id, fingerprint) = (None, None);
        Self { work: Work::All, in_progress: false, election_id, fingerprint, progress }
    }
}

/// Why nothing can be said about an election.
#[derive(Debug, Error)]
pub enum ReadError {
    /// The checkpoint can't be read.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// There is no checkpoint.
    #[error(
        "{0} has no file \"checkpoint\": it is not the archive of an election, or not all of it"
    )]
    NoCheckpoint(String),
}

/// The number of the last step without which no board is accepted, in whatever phase it is.
const NEEDED: u32 = Step::Form as u32;

const NOT_LISTED: &str = "Files that earlier, smaller states of the board left behind: the source \
    can't list its files, as over HTTP. They decide nothing.";

/// What was read, and what was found.
pub struct Verified {
    /// The report.
    pub report: Report,
    /// What the entries amount to, up to the first that was refused.
    pub record: Record,
}

/// Checks an election.
///
/// # Errors
///
/// There is no checkpoint to begin with. Whatever is missing or unreadable after that is a step that
/// fails.
pub fn verify(source: &dyn Source, options: Options<'_>) -> Result<Verified, ReadError> {
    let begun = Instant::now();
    let mut ledger = Ledger::new();
    let Some(log) = opening::open(source, &mut ledger)? else {
        let record = Record::new();
        let not_checked = not_checked(&options, None);
        let report = report(source, None, &record, ledger, &options, not_checked, begun);
        return Ok(Verified { report, record });
    };
    let files = files_of(source, &log);
    let mut reading = Reading::new(&files, options.work.clone(), ledger);
    read_all(&mut reading, &files, &options);
    let (record, mut ledger, end) = reading.finish();
    let log = log.check(record.definition(), &mut ledger);
    compare_with_published(&record, &options, &mut ledger);
    conclude(&record, &end, &options, &mut ledger);
    let not_checked = not_checked(&options, Some(&files));
    let report = report(source, log, &record, ledger, &options, not_checked, begun);
    Ok(Verified { report, record })
}

/// The files of the log: all that are there, if they can be listed.
fn files_of<'s>(source: &'s dyn Source, log: &UnopenedLog) -> LogFiles<'s> {
    // Files that have no place are no fault of the log, and neither is a folder that hides them.
    LogFiles::audit(source, log.head).unwrap_or_else(|_| LogFiles::new(source, log.head))
}

/// Reads to the last entry, or to the first file that can't be read.
fn read_all(reading: &mut Reading<'_, '_>, files: &LogFiles<'_>, options: &Options<'_>) {
    let task = options.progress.task("Checking entries", Some(files.head().size()));
    std::thread::scope(|scope| {
        let ahead = stream::read_ahead(scope, files, 0..files.bundles());
        loop {
            let mut group = Vec::new();
            let mut fault = None;
            for bundle in ahead.iter().take(stream::group()) {
                match bundle {
                    Ok(bundle) => group.push(bundle),
                    Err(error) => fault = Some(error),
                }
            }
            if group.is_empty() && fault.is_none() {
                return;
            }
            reading.take(&group);
            task.advance(group.iter().map(|bundle| bundle.entries().len() as u64).sum());
            if let Some(fault) = fault {
                reading.cut_short(&fault);
                return;
            }
        }
    });
}

/// Compares what the board says of itself with what was published elsewhere.
fn compare_with_published(record: &Record, options: &Options<'_>, ledger: &mut Ledger) {
    let election_id = record.definition().map(|definition| definition.election_id);
    let fingerprint = record.opened().map(|opened| *opened.fingerprint());
    for (step, name, expected, found) in [
        (Step::Definition, "election", options.election_id, election_id),
        (Step::Opening, "fingerprint", options.fingerprint, fingerprint),
    ] {
        if expected.is_some() && expected != found {
            let found = found.map_or_else(|| "not known yet".to_owned(), hex::encode);
            let what = format!("not the one expected: the {name} is {found}");
            ledger.fail(step, overall(what));
        }
    }
}

/// Says what is missing at the end of the board, and which steps have ended.
fn conclude(record: &Record, end: &End, options: &Options<'_>, ledger: &mut Ledger) {
    if let Some(failure) = record.ceremony_failure() {
        ledger.fail(Step::Ceremony, overall(in_words(failure)));
    }
    let phase = record.phase();
    let complete = end.all_read && end.all_applied;
    if complete && phase != Phase::Decided && !options.in_progress {
        let what = format!(
            "the board ends {phase}; an election that is not over is checked with --in-progress"
        );
        ledger.fail(missing_step(phase), overall(what));
    }
    for step in Step::ALL {
        ledger.checked(step, record.checked().of(step));
        if has_ended(step, phase, end.all_read, complete) && !left_out(step, &options.work) {
            ledger.end(step);
        }
    }
}

/// The step that a board waits for in a phase.
fn missing_step(phase: Phase) -> Step {
    match phase {
        Phase::Empty | Phase::Defining => Step::Definition,
        Phase::Round(_) | Phase::Failed => Step::Opening,
        Phase::Voting => Step::Close,
        Phase::Closed | Phase::Decided => Step::Winners,
    }
}

/// Whether nothing can be said of a step any more that was not said: by the phase that the record
/// has come to, by whether all files were read, and by whether all entries were applied.
fn has_ended(step: Step, phase: Phase, all_read: bool, complete: bool) -> bool {
    let decided = phase == Phase::Decided;
    let closed = decided || phase == Phase::Closed;
    let opened = closed || phase == Phase::Voting;
    match step {
        Step::Checkpoint => false,
        Step::Files | Step::Chain | Step::Tree => all_read,
        Step::Form | Step::Signatures => complete,
        Step::Definition => opened || matches!(phase, Phase::Round(_) | Phase::Failed),
        Step::Ceremony | Step::Rolls | Step::Opening => opened,
        Step::Eligibility
        | Step::CastSignatures
        | Step::BallotProofs
        | Step::History
        | Step::Changes
        | Step::Paper => closed || (opened && complete),
        Step::Close | Step::Decryptions | Step::Counts | Step::Winners => decided && complete,
    }
}

/// Whether this run does not look at what a step is about.
fn left_out(step: Step, work: &Work) -> bool {
    matches!(step, Step::CastSignatures | Step::BallotProofs) && *work == Work::RecordOnly
}

fn in_words(failure: CeremonyFailure) -> String {
    match failure {
        CeremonyFailure::Keys => "the ceremony has failed: two keys are equal, or one is the \
             neutral element, through nobody's fault that can be named"
            .to_owned(),
        CeremonyFailure::Complaint(verdict) => format!(
            "the ceremony has failed: trustee {} complained of trustee {}, and trustee {} is at \
             fault",
            verdict.accuser, verdict.accused, verdict.guilty
        ),
    }
}

fn report(
    source: &dyn Source,
    log: Option<LogSummary>,
    record: &Record,
    ledger: Ledger,
    options: &Options<'_>,
    not_checked: Vec<String>,
    begun: Instant,
) -> Report {
    let phase = record.phase();
    let accepted = ledger.steps().iter().all(|step| {
        let optional = options.in_progress && phase != Phase::Decided && step.number > NEEDED;
        step.ok == Some(true) || (step.ok.is_none() && optional)
    });
    Report {
        version: REPORT_VERSION,
        program: concat!("isoloir-verify ", env!("CARGO_PKG_VERSION")).to_owned(),
        source: source.location().to_owned(),
        // What leaves the ballots' proofs out accepts nothing.
        verdict: if accepted && options.work != Work::RecordOnly {
            Verdict::Accept
        } else {
            Verdict::Reject
        },
        phase: phase.name().to_owned(),
        ballots: record.recorded(),
        log,
        election: record.summary(),
        steps: ledger.into_steps(),
        set_aside: record.set_aside_in_words(),
        not_checked,
        seconds: begun.elapsed().as_secs_f64(),
    }
}

/// What nobody can check from the board, and what this run had nothing to compare with, or took over
/// from others.
fn not_checked(options: &Options<'_>, files: Option<&LogFiles<'_>>) -> Vec<String> {
    let mut list: Vec<String> = CANNOT_BE_CHECKED.map(str::to_owned).to_vec();
    let compared = [
        (options.election_id, "its identifier (--election-id)"),
        (options.fingerprint, "its fingerprint, which fixes keys and rolls (--fingerprint)"),
    ];
    for (_, what) in compared.iter().filter(|(expected, _)| expected.is_none()) {
        list.push(format!(
            "Whether this is the election that was announced: compare {what} with what officials \
             and trustees have published elsewhere."
        ));
    }
    if let Work::Given(given) = &options.work {
        list.extend(given.parts.iter().map(|(signer, part)| {
            format!(
                "The ballots' signatures, proofs and sums in bundles {} to {}: they are taken from \
                 the part that {signer} signed.",
                part.bundles.start,
                part.bundles.end.saturating_sub(1)
            )
        }));
    }
    match files.map(LogFiles::strays) {
        Some(None) => list.push(NOT_LISTED.to_owned()),
        Some(Some(strays)) if !strays.is_empty() => list.push(format!(
            "{} files that have no place in the archive, such as {}: they were not read.",
            strays.len(),
            strays[0].escape_debug()
        )),
        _ => {}
    }
    list
}
