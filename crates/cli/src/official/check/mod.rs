//! `isoloir check`: whether an election can be published, and what it is.

mod json;
mod summary;

use std::io::Write;
use std::path::PathBuf;

use anyhow::Context;

use crate::failure::Failure;
use crate::official::files;

/// What `--help` says.
pub(crate) const ABOUT: &str = "\
An official holds the files election.toml and projects.csv and, later, a key that opens and closes \
the vote. An official never sees a vote, a voting code, or a trustee's share of the keys.

Checks an election before it is published, and says in plain words what it is.

Reads both files in DIR and says everything that must be mended, each as FILE:LINE: what is wrong; \
what to do. Keys that have not come yet (key = \"?\") are named, and everything else is checked all \
the same. Warnings name what is allowed and seldom meant. Nothing is written, and nothing is sent.

The election_id is printed once nothing is missing. It changes with every word and number of the \
files that decides something: compare it with what the other officials see before you publish.

With --json: an object with `ok`, `election_id` (or null), `title`, `currency`, `decimals`, `opens`, \
`closes`, `complaints_until` (seconds since 1970), `board`, `witnesses`, `witness_quorum`, \
`officials`, `registrars`, `trustees`, `threshold`, `districts` (name, budget, projects, rule, \
threshold, ties, points, limits in words, exclusive_groups, floor, paper_floor), and `problems`, \
`missing_keys` and `warnings` (file, line, text). Amounts are whole numbers of 10^-decimals of the \
currency. What could not be read is null. Of an election.toml that is not TOML only `ok`, \
`election_id`, `districts` and the last three are there.";

/// The arguments of `isoloir check`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The folder with election.toml and projects.csv.
    dir: PathBuf,

    /// Print one JSON object instead of the text.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let examined = files::examine(&arguments.dir)?;
    let text = if arguments.json {
        json::json(&examined).map_err(Failure::system)? + "\n"
    } else {
        summary::summary(&examined)
    };
    let mut output = std::io::stdout();
    output
        .write_all(text.as_bytes())
        .and_then(|()| output.flush())
        .context("the summary can't be written")
        .map_err(Failure::system)?;
    for finding in &examined.findings.advice {
        eprintln!("isoloir: warning: {}", finding.told(examined.folder()));
    }
    examined.failure().map_or(Ok(()), Err)
}
