//! `isoloir vote`: the voter without a browser.

mod ballot;
mod codes;
mod dialogue;
mod entitlement;
mod evidence;
mod fingerprint;
mod journey;
mod limits;
mod poll;
mod receipt;
mod selection;
mod sending;
mod texts;
mod unattended;

pub(crate) use dialogue::{Dialogue, Terminal, confirm};
pub(crate) use fingerprint::parse_fingerprint;
pub(crate) use journey::{Journey, Keeping};
pub(crate) use limits::{broken_limits, counted};
pub(crate) use poll::{Money, Poll, find_district};
pub(crate) use selection::{Naming, Selection};
pub(crate) use texts::{project_list, welcome};

use std::io::IsTerminal;
use std::path::PathBuf;

use anyhow::anyhow;
use isoloir_election::phase::Fingerprint;

use crate::failure::Failure;
use crate::place::Place;
use crate::vote::codes::Codes;
use crate::vote::sending::resend;
use crate::vote::unattended::{Decision, Unattended};

/// What `isoloir vote --help` says.
pub(crate) const ABOUT: &str = "\
Vote, without a browser.

While it runs, this program holds your voting codes, the secrets that follow from them, and your choices. It \
never sends them, prints no code and writes none to a file. What leaves this machine is the question how your \
voting right stands, and your ballot, encrypted for the trustees together and signed by your codes. The one \
file with choices is the opening of a ballot that you challenge, and such a ballot is never cast.

It checks the board up to the opening of the vote, seals your ballot, shows the tracking code, and only then \
asks whether to cast the ballot or to challenge it: a challenge opens the ballot, so that a second device can \
check that it was sealed as you chose. After casting it checks the receipt and keeps it in a file.

With --choose nobody is asked. The program then knows beforehand whether it will be challenged, so a challenge \
says nothing about it: challenge at a terminal. And what stands on a command line is seen by others who use \
this machine, and perhaps kept by your shell.";

/// The arguments of `isoloir vote`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The board: the URL of its server, or its folder.
    #[arg(value_name = "BOARD")]
    board: Place,

    /// Refuse a board with another fingerprint than this one, which officials and trustees published.
    #[arg(long, value_name = "HEX", value_parser = parse_fingerprint)]
    fingerprint: Option<Fingerprint>,

    /// Take the voting codes from FILE, one on each line, in the order of the registrars; - is the standard
    /// input. Without it they are asked for.
    #[arg(long, value_name = "FILE")]
    code_file: Option<PathBuf>,

    /// Ask nothing: a ballot on this district with these projects, by their ids. With points, ID:POINTS. May
    /// be given once for each district; nothing after = is an empty ballot.
    #[arg(long, value_name = "DISTRICT=ID,ID,...", requires = "decision")]
    choose: Vec<String>,

    #[command(flatten)]
    decision: DecisionArguments,

    /// Where the receipt goes, or the opening of a challenged ballot.
    #[arg(long, value_name = "DIR", default_value = ".")]
    receipts: PathBuf,

    /// Send a ballot again whose answer was lost: the file that this program wrote then.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["choose", "code_file", "decision"])]
    resend: Option<PathBuf>,
}

#[derive(clap::Args)]
#[group(id = "decision", multiple = false)]
struct DecisionArguments {
    /// With --choose: cast what was sealed.
    #[arg(long, requires = "choose")]
    cast: bool,

    /// With --choose: open what was sealed, and cast nothing.
    #[arg(long, requires = "choose")]
    challenge: bool,
}

/// Votes.
pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    if !arguments.receipts.is_dir() {
        return Err(Failure::input(anyhow!(
            "{} is no folder: make it, or choose another with --receipts",
            arguments.receipts.display()
        )));
    }
    let poll = Poll::open(&arguments.board, arguments.fingerprint)?;
    let dialogue = &mut Terminal;
    if let Some(file) = &arguments.resend {
        return resend(dialogue, &poll, file, &arguments.receipts);
    }
    if arguments.choose.is_empty() && !std::io::stdin().is_terminal() {
        return Err(Failure::input(anyhow!(
            "nobody can be asked what to choose: there is no terminal; give --choose, and --cast or --challenge"
        )));
    }
    dialogue.say(&welcome(&poll, arguments.fingerprint.is_some())?)?;
    let codes = match &arguments.code_file {
        Some(file) => Codes::from_file(file, poll.election()?)?,
        None => Codes::ask(dialogue, poll.election()?)?,
    };
    let folder = &arguments.receipts;
    if arguments.choose.is_empty() {
        return Journey { dialogue, poll: &poll, folder, keeping: Keeping::Always }.run(&codes);
    }
    let decision = if arguments.decision.cast { Decision::Cast } else { Decision::Challenge };
    Unattended { dialogue, poll: &poll, folder, decision }.run(&codes, &arguments.choose)
}

#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
