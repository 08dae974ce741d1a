//! `isoloir vote`: the voter without a browser.

mod ballot;
mod choice;
mod codes;
mod dialogue;
mod entitlement;
mod evidence;
mod fingerprint;
mod given;
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
pub(crate) use texts::{WITHDRAWN, project_list, welcome};

use std::io::IsTerminal;
use std::path::PathBuf;

use anyhow::anyhow;
use isoloir_election::phase::Fingerprint;

use crate::clock;
use crate::failure::Failure;
use crate::place::Place;
use crate::vote::choice::Choice;
use crate::vote::codes::Codes;
use crate::vote::given::is_stdin;
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

With --choose-file nobody is asked. The program then knows beforehand whether it will be challenged, so a \
challenge says nothing about it: challenge at a terminal. The file shows what you choose: destroy it afterwards, \
or write it to the standard input and to no disk.";

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

    /// Ask nothing, and take the choices from FILE: a line for each district, with its name, an equals sign, and
    /// the ids of projects with commas between them; where there are points, ID:POINTS. Nothing after the sign is
    /// an empty ballot; - is the standard input.
    #[arg(long, value_name = "FILE", requires = "decision")]
    choose_file: Option<PathBuf>,

    /// The same on the command line, once for each district. EVERYBODY WHO USES THIS MACHINE CAN SEE IT while the
    /// program runs, and your shell may keep it: for rehearsals, and machines that you share with nobody.
    #[arg(
        long,
        value_name = "DISTRICT=ID,ID,...",
        requires = "decision",
        conflicts_with = "choose_file"
    )]
    choose: Vec<String>,

    #[command(flatten)]
    decision: DecisionArguments,

    /// Where the receipt goes, or the opening of a challenged ballot.
    #[arg(long, value_name = "DIR", default_value = ".")]
    receipts: PathBuf,

    /// Send a ballot again whose answer was lost: the file that this program wrote then.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["choose", "choose_file", "code_file", "decision"])]
    resend: Option<PathBuf>,
}

#[derive(clap::Args)]
#[group(id = "decision", multiple = false)]
struct DecisionArguments {
    /// With --choose-file: cast what was sealed.
    #[arg(long)]
    cast: bool,

    /// With --choose-file: open what was sealed, and cast nothing.
    #[arg(long)]
    challenge: bool,
}

/// Votes.
pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    arguments.check()?;
    let poll = Poll::open(&arguments.board, arguments.fingerprint)?;
    let dialogue = &mut Terminal;
    if let Some(file) = &arguments.resend {
        return resend(dialogue, &poll, file, &arguments.receipts);
    }
    poll.check_open()?;
    let choices = arguments.choices()?;
    if choices.is_none() && !std::io::stdin().is_terminal() {
        return Err(Failure::input(anyhow!(
            "nobody can be asked what to choose: there is no terminal; give --choose-file FILE, and --cast or \
             --challenge"
        )));
    }
    dialogue.say(&welcome(&poll, arguments.fingerprint.is_some())?)?;
    dialogue.say(&late(&poll)?)?;
    let codes = match &arguments.code_file {
        Some(file) => Codes::from_file(file, poll.election()?)?,
        None => Codes::ask(dialogue, poll.election()?)?,
    };
    let folder = &arguments.receipts;
    match choices {
        None => Journey { dialogue, poll: &poll, folder, keeping: Keeping::Always }.run(&codes),
        Some(choices) => {
            let decision = arguments.decision.decided();
            Unattended { dialogue, poll: &poll, folder, decision }.run(&codes, &choices)
        }
    }
}

/// A word, if it is after the closing time by the clock of this machine. It is no more than a word: the clock may be
/// wrong, and the board goes by its own.
fn late(poll: &Poll) -> Result<String, Failure> {
    let closes = poll.election()?.definition().closes;
    Ok(if clock::seconds(clock::now()?) < closes { String::new() } else { texts::late(closes) })
}

impl Arguments {
    /// What was chosen beforehand; nothing, if the person is asked.
    fn choices(&self) -> Result<Option<Vec<Choice>>, Failure> {
        if let Some(file) = &self.choose_file {
            if is_stdin(file) && self.code_file.as_deref().is_some_and(is_stdin) {
                return Err(Failure::input(anyhow!(
                    "voting codes and choices can't both come from the standard input: write one of them to a file"
                )));
            }
            return Choice::from_file(file).map(Some);
        }
        Ok((!self.choose.is_empty()).then(|| Choice::of_options(&self.choose)))
    }

    /// Without choices there is nothing to decide beforehand.
    fn check(&self) -> Result<(), Failure> {
        let is_decided = self.decision.cast || self.decision.challenge;
        if is_decided && self.choose.is_empty() && self.choose_file.is_none() {
            return Err(Failure::input(anyhow!(
                "--cast and --challenge say what becomes of the ballots of --choose-file: without it you are asked"
            )));
        }
        if !self.receipts.is_dir() {
            return Err(Failure::input(anyhow!(
                "{} is no folder: make it, or choose another with --receipts",
                self.receipts.display()
            )));
        }
        Ok(())
    }
}

impl DecisionArguments {
    fn decided(&self) -> Decision {
        if self.cast { Decision::Cast } else { Decision::Challenge }
    }
}

#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
