//! `isoloir registrar`: what a registrar does, on a machine of their own. The roll that the town hands over, the
//! letters with the voting codes, lost codes, and the notices that a ballot was recorded.
//!
//! `roll_file`, `letters`, `codes_table` and `notices` are functions of their arguments and write no file; the
//! commands store what they are given.

mod codes_table;
mod file;
mod folder;
mod issue;
mod letters;
mod mailing;
mod notices;
mod notify;
mod order;
mod page_url;
mod paper_list;
mod person;
mod reissue;
mod request;
mod revoke;
mod roll;
mod roll_count;
mod roll_file;
mod session;

#[cfg(test)]
mod examples;

use crate::failure::Failure;
use crate::party;
use crate::registrar::file::RegistrarFile;
use crate::registrar::folder::Folder;
use crate::registrar::session::Session;

/// What `--help` says.
pub(crate) const ABOUT: &str = "\
Keep the roll of an election: send voting codes, replace lost ones, tell residents of their ballots.

What you hold: one file, under your passphrase, with the key that signs for you and who stands where on the roll. \
It holds no voting code, so that nobody can vote with it: codes are in the letters alone. Destroy the letters' \
files once they are in the post. What you never see: a vote. Your file links residents to their ballots, which \
stay sealed, so give it to nobody.

Before the vote: init, then issue. With several registrars a resident needs the codes of all of them, and no \
registrar alone can vote for anybody; the first to issue makes a small file for the others (--shuffle). During \
the vote: revoke, then reissue, for a code that was lost; notify, every day; paper-list, for those who voted on \
paper. A command can be repeated without harm: what was signed once is sent again as it was.";

/// The arguments of `isoloir registrar`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Make your file, and print the line that the official needs.
    Init(party::InitArguments<RegistrarFile>),
    /// Make a voting code for everybody on the roll, write the letters, and put your part of the roll on the board.
    Issue(issue::Arguments),
    /// Send what you signed once more, after the board could not be reached.
    Post(StepArguments),
    /// Void a voting code that was lost or stolen, with the ballots cast with it.
    Revoke(revoke::Arguments),
    /// Give a resident whose voting code was revoked a new one; with several registrars, all take part.
    Reissue(reissue::Arguments),
    /// Write a table of notices to the residents for whom a ballot was recorded.
    Notify(notify::Arguments),
    /// Write the credentials of those who voted on paper, for the officials' batch.
    PaperList(paper_list::Arguments),
}

type KeyArguments = party::KeyArguments<RegistrarFile>;
type StepArguments = party::StepArguments<RegistrarFile>;

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    match &arguments.command {
        Command::Init(arguments) => arguments.run(),
        Command::Issue(arguments) => issue::run(arguments),
        Command::Post(arguments) => send_again(arguments),
        Command::Revoke(arguments) => revoke::run(arguments),
        Command::Reissue(arguments) => reissue::run(arguments),
        Command::Notify(arguments) => notify::run(arguments),
        Command::PaperList(arguments) => paper_list::run(arguments),
    }
}

fn send_again(arguments: &StepArguments) -> Result<(), Failure> {
    let session = Session::begin(&arguments.key, &arguments.post.board)?;
    let held = session.held()?;
    held.first_letters().map_or(Ok(()), Folder::publish)?;
    session.send(&arguments.post, held.kept())
}
