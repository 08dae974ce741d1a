//! `isoloir rules`: the winners of a Pabulib file from its totals, and why.

mod case;
mod report;

use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context, anyhow};
use isoloir_election::rules::decide;

use self::case::Case;
use self::report::Report;
use crate::failure::Failure;

/// What `--help` says.
pub(crate) const ABOUT: &str = "\
Decide a Pabulib .pb file again: the winners from its totals, round by round.

The score of a project is the file's column `score`, else `votes`. Ordinal ballots without a score \
are counted by Borda: max_length points for the first place, one less for each further place. Where \
the ballots in the file give other totals, a warning says so. Of equal scores the project that comes \
first in the file is considered first. A project whose cost is 999999999 was withdrawn, by the \
convention of the format, and can't win. The file's least score to win (min_project_score_threshold) \
holds for its own rule and for greedy-threshold; --threshold sets one for any rule.

Rules:
  greedy            by score, descending; what does not fit is skipped
  greedy-threshold  the same, among projects whose score is at least the threshold
  greedy-no-skip    by score; the first project that does not fit ends it
  greedy-custom     the same, but the first that does not fit is funded if 80 % of its cost is left
  greedy-exclusive  greedy; of projects that exclude each other only the better one
  optimal           the set with the greatest sum of scores within the budget
  per-unit          every unit of money is a candidate; the last project may get a part

With --json: an object with `rule`, `threshold`, `decimals`, `budget`, `spent`, `winners` (ids in the \
order funded), `awards` (id and amount), `rounds` (for each project in the order considered: project, \
name, score, cost, left, funded, verdict, and `by` if another excludes it), `selected` (the winners \
that the file names, or null), `as_selected` and `warnings`. Amounts are whole numbers of \
10^-decimals of the currency.";

/// The arguments of `isoloir rules`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// A Pabulib .pb file.
    file: PathBuf,

    /// Decide by this rule instead of the file's own.
    #[arg(long, value_name = "NAME")]
    rule: Option<String>,

    /// The least score that can win, instead of the file's own.
    #[arg(long, value_name = "SCORE")]
    threshold: Option<u64>,

    /// Projects that exclude each other (greedy-exclusive), or the amounts of one undertaking (per-unit).
    /// May be given several times.
    #[arg(long, value_name = "ID,ID")]
    exclusive: Vec<String>,

    /// Draw the order of equal scores by lot from this seed of 64 hexadecimal digits.
    #[arg(long, value_name = "SEED")]
    lot: Option<String>,

    /// Print one JSON object instead of the text.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let file = &arguments.file;
    let bytes = std::fs::read(file)
        .with_context(|| format!("{} can't be read", file.display()))
        .map_err(Failure::input)?;
    let totals = isoloir_pabulib::parse_totals(&bytes)
        .map_err(|error| anyhow!("{}:{}: {}", file.display(), error.line, error.kind))
        .map_err(Failure::input)?;
    let case = Case::new(&totals, arguments)
        .with_context(|| file.display().to_string())
        .map_err(Failure::input)?;
    for warning in &case.warnings {
        eprintln!("isoloir: warning: {}: {warning}", file.display());
    }
    let decision = decide(case.rule, &case.standings);
    let report = Report::new(&totals.instance, &case, &decision);
    let text = if arguments.json {
        report.json().map_err(Failure::system)? + "\n"
    } else {
        report.to_string()
    };
    let mut output = std::io::stdout();
    output
        .write_all(text.as_bytes())
        .and_then(|()| output.flush())
        .context("the winners can't be written")
        .map_err(Failure::system)
}
