//! `isoloir desk`: officials at a desk help people to vote, and bring ballots on paper to the board.

mod assist;
mod batch;
mod batch_file;
mod count;
mod counts_file;
mod twice;
mod voters;

use std::path::PathBuf;

use isoloir_election::phase::Fingerprint;

use crate::failure::Failure;
use crate::place::{Place, PostArguments};
use crate::sealed::PassphraseArguments;
use crate::vote::{Terminal, parse_fingerprint};

/// What `isoloir desk --help` says.
pub(crate) const ABOUT: &str = "\
Help people to vote at a desk, and bring ballots on paper to the board.

What officials at a desk hold: their key files, and the ballots on paper until they are counted. What they never \
see: what a person chooses whom they help, nor whose a ballot on paper is.

Ballots on paper come to the board as sums and as the voting rights that they use up, never as single \
ballots. One official counts and signs, a second one looks and signs, and only then a batch is taken. If \
somebody voted on paper and electronically, the ballot on paper counts.";

/// The arguments of `isoloir desk`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: DeskCommand,
}

#[derive(clap::Subcommand)]
enum DeskCommand {
    /// Let one person after the other vote at this machine.
    #[command(long_about = assist::ABOUT)]
    Assist {
        /// The board: the URL of its server, or its folder.
        #[arg(value_name = "BOARD")]
        board: Place,

        /// Refuse a board with another fingerprint than this one.
        #[arg(long, value_name = "HEX", value_parser = parse_fingerprint)]
        fingerprint: Option<Fingerprint>,

        /// Where files go that a person asks for: a stick of theirs.
        #[arg(long, value_name = "DIR", default_value = ".")]
        receipts: PathBuf,
    },

    /// Enter ballots on paper, and write their sums.
    #[command(long_about = count::ABOUT)]
    Count(count::Arguments),

    /// Make a batch of ballots on paper from their sums and their voters, and sign it first.
    #[command(long_about = batch::ABOUT)]
    Batch(batch::Arguments),

    /// Look at a batch, sign it as the second official, and put it on the board.
    Sign {
        #[command(flatten)]
        post: PostArguments,

        /// The batch that `desk batch` wrote.
        #[arg(long, value_name = "FILE")]
        batch: PathBuf,

        /// The key of the second official.
        #[arg(long, value_name = "FILE")]
        key: PathBuf,

        #[command(flatten)]
        passphrase: PassphraseArguments,
    },
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    match &arguments.command {
        DeskCommand::Assist { board, fingerprint, receipts } => {
            assist::run(&mut Terminal, board, *fingerprint, receipts)
        }
        DeskCommand::Count(arguments) => count::run(&mut Terminal, arguments),
        DeskCommand::Batch(arguments) => batch::run(arguments),
        DeskCommand::Sign { post, batch, key, passphrase } => {
            batch::sign(post, batch, key, passphrase)
        }
    }
}

#[cfg(test)]
mod tests;
