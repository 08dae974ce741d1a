//! `isoloir simulate`: a whole election on one machine, from a Pabulib file.

mod casting;
mod counting;
mod open;
mod parties;
mod plan;
mod report;
mod seed;
mod setup;
mod state;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context, anyhow};
use isoloir_archive::{ArchiveError, Reader, Writer};
use isoloir_board::entry::Entry;
use isoloir_election::message::Kind;
use isoloir_election::phase::{CheckedBallot, Phase, Record};
use rand_core::OsRng;

use crate::failure::Failure;
use crate::replay::replay;
use crate::simulate::casting::Voters;
use crate::simulate::parties::Parties;
use crate::simulate::plan::Plan;
use crate::simulate::report::{Report, Throughput};
use crate::simulate::seed::Seed;
use crate::simulate::state::State;

/// What `--help` says.
pub(crate) const ABOUT: &str = "\
Hold a whole election on this machine from a Pabulib .pb file.

Makes an election of the file, runs a 3-of-5 key ceremony, encrypts every recorded ballot with a \
credential of its own, appends each to a board through the checks that a server makes, closes, has \
3 of the 5 trustees decrypt the sums, and decides by the rule of the file. With several files each is a \
district of its own, and a voter_id is the same person in all of them: one voting code, a ballot in each. DIR then holds the archive: the very files that \
a server would serve. The decrypted counts must equal those of the file, else the exit code is 1. \
Recorded ballots that break the limits of their own election are named and left out.

One program plays all roles and could know every vote: this shows that an election works, it does \
not hold one. What it needs to be resumed after Ctrl-C, secrets included, lies in DIR.simulation \
until the end.";

/// The arguments of `isoloir simulate`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The election: a Pabulib .pb file with approval, choose-1, cumulative or scoring ballots. With several, each is a district.
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,

    /// The folder for the archive; absent or empty.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,

    /// Go on with a simulation that was interrupted.
    #[arg(long)]
    resume: bool,

    /// Take only the first N recorded ballots of each file.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,

    /// Make the run reproducible, for tests: anyone who knows SEED knows every secret.
    #[arg(long, value_name = "SEED", conflicts_with = "resume")]
    seed: Option<String>,

    /// Leave the vote open, and make of DIR the folder of a board for `isoloir serve`; print N voting codes of residents who have
    /// not voted. The keys of the trustees are thrown away: nobody can count it.
    #[arg(long, value_name = "N", conflicts_with_all = ["resume", "json"])]
    open: Option<u8>,

    /// Print one JSON object instead of the tables.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    if let Some(visitors) = arguments.open {
        return open::run(arguments, visitors.into());
    }
    let bytes =
        arguments.files.iter().map(|file| read_file(file)).collect::<Result<Vec<_>, _>>()?;
    let state = begin_or_resume(arguments, &bytes)?;
    let plan = Plan::read(&arguments.files, &bytes, state.limit)?;
    let parties = Parties::new(&state.seed, plan.origin()).map_err(Failure::system)?;
    let election = plan.election(&arguments.files[0], &parties)?;
    watch_for_interrupts()?;

    let mut board = open_board(arguments, &state, &parties)?;
    let issued = if board.record.chain().size() == 0 {
        Some(setup::hold(&mut board, &state.seed, &parties, &election, &plan)?)
    } else {
        None
    };
    let throughput = if matches!(board.record.phase(), Phase::Voting(_)) {
        Some(casting::cast_all(&mut board, &Voters { seed: &state.seed, plan: &plan, issued })?)
    } else {
        None
    };
    counting::close(&mut board, &parties, &plan)?;
    let archive = Reader::open(&arguments.out).map_err(Failure::system)?;
    let record = replay(&archive, "Verifying the board").map_err(Failure::mismatch)?;
    board.record = record;
    counting::decide(&mut board, &state.seed, &parties)?;
    finish(arguments, &plan, &board, throughput)
}

fn read_file(file: &Path) -> Result<Vec<u8>, Failure> {
    std::fs::read(file)
        .with_context(|| format!("{} can't be read", file.display()))
        .map_err(Failure::input)
}

/// The archive with what it amounts to.
pub(crate) struct Board<'a> {
    writer: Writer,
    record: Record,
    parties: &'a Parties,
    resume_hint: String,
}

/// Whether the user asked to stop.
static INTERRUPTED: AtomicBool = AtomicBool::new(false);

fn watch_for_interrupts() -> Result<(), Failure> {
    ctrlc::set_handler(|| {
        if INTERRUPTED.swap(true, Ordering::SeqCst) {
            // Asked twice. What is committed is safe, whenever the program ends.
            std::process::exit(130);
        }
        eprintln!("\nStopping after the ballots at hand; once more to stop at once.");
    })
    .context("Ctrl-C can't be watched for")
    .map_err(Failure::system)
}

fn begin_or_resume(arguments: &Arguments, files: &[Vec<u8>]) -> Result<State, Failure> {
    if arguments.resume {
        return State::load(&arguments.out, files, arguments.limit);
    }
    Ok(State::new(seed_of(arguments), arguments.limit, files))
}

fn seed_of(arguments: &Arguments) -> Seed {
    let Some(text) = &arguments.seed else { return Seed::random() };
    eprintln!(
        "WARNING: --seed: whoever knows the seed knows every key and every vote of this run."
    );
    Seed::from_text(text)
}

fn open_board<'a>(
    arguments: &Arguments,
    state: &State,
    parties: &'a Parties,
) -> Result<Board<'a>, Failure> {
    let signer = parties.board();
    let resume_hint = resume_hint(arguments);
    if arguments.resume {
        let writer = match Writer::resume(&arguments.out, signer.key()) {
            // The interruption came after the state and before the first checkpoint.
            Err(ArchiveError::NoCheckpoint(_)) => Writer::create(&arguments.out, signer),
            resumed => resumed,
        };
        let writer = writer.map_err(Failure::input)?;
        let archive = Reader::open(&arguments.out).map_err(Failure::input)?;
        let record = replay(&archive, "Reading the board").map_err(Failure::input)?;
        return Ok(Board { writer, record, parties, resume_hint });
    }
    state.save_for(&arguments.out)?;
    let writer = Writer::create(&arguments.out, signer).map_err(Failure::system)?;
    Ok(Board { writer, record: Record::new(), parties, resume_hint })
}

fn resume_hint(arguments: &Arguments) -> String {
    let files = arguments.files.iter().map(|file| file.display().to_string());
    format!(
        "interrupted; go on with: isoloir simulate {} --out {} --resume",
        files.collect::<Vec<_>>().join(" "),
        arguments.out.display()
    )
}

fn finish(
    arguments: &Arguments,
    plan: &Plan,
    board: &Board<'_>,
    throughput: Option<Throughput>,
) -> Result<(), Failure> {
    let archive = Reader::open(&arguments.out).map_err(Failure::system)?;
    archive.audit().map_err(Failure::mismatch)?;
    let outcomes = counting::outcomes(&board.record)?;
    let report = Report::new(plan, &outcomes, throughput);
    let text = if arguments.json {
        report.json().map_err(Failure::system)? + "\n"
    } else {
        report.to_string()
    };
    // If nobody could read it, the state stays, and --resume says it again.
    let mut output = std::io::stdout();
    output
        .write_all(text.as_bytes())
        .and_then(|()| output.flush())
        .context("the report can't be written; see it with --resume")
        .map_err(Failure::system)?;
    State::remove(&arguments.out)?;
    if report.counts_are_equal() {
        Ok(())
    } else {
        Err(Failure::mismatch(anyhow!("the decrypted counts are not those of the file")))
    }
}

impl Board<'_> {
    /// Appends an entry through the checks of the phase.
    fn append(&mut self, kind: Kind, payload: Vec<u8>) -> Result<Entry, Failure> {
        let entry = self.next_entry(kind, payload)?;
        self.record.apply(&entry, &mut OsRng).map_err(Failure::mismatch)?;
        self.writer.append_entry(&entry).map_err(Failure::system)?;
        Ok(entry)
    }

    /// Appends a ballot whose signature and proof were checked before.
    fn append_ballot(&mut self, payload: Vec<u8>, checked: CheckedBallot) -> Result<(), Failure> {
        let entry = self.next_entry(Kind::Ballot, payload)?;
        self.record.apply_ballot(&entry, checked).map_err(Failure::mismatch)?;
        self.writer.append_entry(&entry).map_err(Failure::system)
    }

    fn next_entry(&self, kind: Kind, payload: Vec<u8>) -> Result<Entry, Failure> {
        let chain = self.writer.chain();
        Entry::new(chain.size(), chain.head(), kind as u8, payload).map_err(Failure::system)
    }

    /// Makes what was appended durable and visible; then stops, if the user asked to.
    fn commit(&mut self) -> Result<(), Failure> {
        self.writer.commit(self.parties.board()).map_err(Failure::system)?;
        if INTERRUPTED.load(Ordering::SeqCst) {
            return Err(Failure::Interrupted(self.resume_hint.clone()));
        }
        Ok(())
    }
}
