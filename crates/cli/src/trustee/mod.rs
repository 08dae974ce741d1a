//! `isoloir trustee`: what a trustee does, on a machine of their own.

mod backup;
mod ceremony;
mod file;
mod session;
mod tally;

use crate::failure::Failure;
use crate::party::{InitArguments, StepArguments};
use crate::trustee::file::TrusteeFile;

/// What `--help` says.
pub(crate) const ABOUT: &str = "\
Hold a share of the keys of an election, and decrypt its sums with the other trustees.

What you hold: one file, under your passphrase, with the key that signs for you and, after the ceremony, your \
share of the election's keys. What you never see: a vote, or a part of a vote. Any t trustees together could \
decrypt single ballots, so none of them gives their file to anybody.

The ceremony, in which all trustees take part: init, then commit, share (twice, unless you are the last), \
confirm, backup. After the vote has closed: close-statement, then decrypt. Each step reads the whole board \
and checks it, and shows a fingerprint that all trustees read aloud and compare. A step can be repeated \
without harm: what was signed once is sent again as it was. isoloir status says whose turn it is.";

/// The arguments of `isoloir trustee`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Make your file, and print the line that the official needs.
    Init(InitArguments<TrusteeFile>),
    /// Round 0: draw your secrets and commit to them.
    Commit(StepArguments<TrusteeFile>),
    /// Rounds 1 and 2: open what you committed to, then deal the others their shares.
    Share(StepArguments<TrusteeFile>),
    /// Round 3: check what the others dealt you, and keep your share of the keys.
    Confirm(StepArguments<TrusteeFile>),
    /// Round 3: show everybody that a trustee dealt you wrong shares.
    Complain(StepArguments<TrusteeFile>),
    /// Write a copy of your file, to be kept apart.
    Backup(backup::BackupArguments),
    /// Take a copy into use, because your own file is lost.
    Restore(backup::RestoreArguments),
    /// After the close: verify the board, and state which close you will decrypt.
    CloseStatement(StepArguments<TrusteeFile>),
    /// After the close: verify the board, and decrypt the sums of its districts.
    Decrypt(StepArguments<TrusteeFile>),
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    match &arguments.command {
        Command::Init(arguments) => arguments.run(),
        Command::Commit(step) => ceremony::commit(step),
        Command::Share(step) => ceremony::share(step),
        Command::Confirm(step) => ceremony::confirm(step),
        Command::Complain(step) => ceremony::complain(step),
        Command::Backup(arguments) => backup::backup(arguments),
        Command::Restore(arguments) => backup::restore(arguments),
        Command::CloseStatement(step) => tally::state_close(step),
        Command::Decrypt(step) => tally::decrypt(step),
    }
}
