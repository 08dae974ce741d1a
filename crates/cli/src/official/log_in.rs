//! `isoloir official login`: the key file opens the officials' pages of a board's server.

use anyhow::anyhow;
use isoloir_election::log_in::{Challenge, LogIn};

use crate::failure::Failure;
use crate::official::OfficialFile;
use crate::party::KeyArguments;
use crate::place::Place;
use crate::say::say;

/// What `isoloir official login --help` says.
pub(super) const ABOUT: &str = "\
Answer the challenge of the officials' pages, to log in there.

The page of the board's server shows a challenge and this command. Copy what the command prints into the page. It is \
good for that one challenge, and can't be used for anything on the board. Nothing is sent from here.";

/// The arguments of `isoloir official login`.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The board: the URL of its server, as you know it and not only as the page says.
    #[arg(long, value_name = "URL")]
    board: Place,

    /// What the page shows.
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    challenge: Challenge,

    #[command(flatten)]
    key: KeyArguments<OfficialFile>,
}

pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let Place::Server(server) = &arguments.board else {
        return Err(Failure::input(anyhow!(
            "{} is a folder, and the officials' pages are on a server: give its URL",
            arguments.board
        )));
    };
    let address = server.to_string();
    let official = arguments.key.open()?;
    let key = official.content.identity.signing_key();
    let answer = LogIn::sign(&arguments.challenge, &address, &key);
    say!("Copy this line into the page at {address}/officials/, and nowhere else:\n{answer}");
    Ok(())
}
