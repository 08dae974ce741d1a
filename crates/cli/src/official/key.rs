use anyhow::anyhow;
use isoloir_election::definition::Party;
use serde::{Deserialize, Serialize};

use crate::failure::Failure;
use crate::identity::Identity;
use crate::official::log_in;
use crate::party::{InitArguments, PartyFile};
use crate::party_key::Role;
use crate::sealed::Content;

/// What `isoloir official --help` says.
pub(crate) const ABOUT: &str = "\
Make the key file of an official, and log in with it.

What an official holds: one file, under a passphrase, with the key that signs the definition, the opening, the \
close and the result. What officials never see: a vote. What they can do alone: nothing that an observer does not \
notice.";

/// What an official keeps: the key that signs.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OfficialFile {
    pub(crate) identity: Identity,
}

impl Content for OfficialFile {
    const ROLE: &'static str = Role::Official.name();
    const VERSION: u32 = 1;
}

impl PartyFile for OfficialFile {
    const PARTY: Role = Role::Official;
    const HELP: &'static str = "Your file, from isoloir official init";
    const LINE: &'static str = "For election.toml:";

    fn new(identity: Identity) -> Self {
        Self { identity }
    }

    fn identity(&self) -> &Identity {
        &self.identity
    }
}

impl OfficialFile {
    /// Which of the officials of an election this is, counting from 0.
    pub(crate) fn position(&self, officials: &[Party]) -> Result<u8, Failure> {
        self.identity.position(officials).ok_or_else(|| {
            let names: Vec<&str> = officials.iter().map(|party| party.name.as_str()).collect();
            Failure::input(anyhow!(
                "the key of {} is not that of an official of this election, who are: {}",
                self.identity.name,
                names.join(", ")
            ))
        })
    }
}

/// The arguments of `isoloir official`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Make your file, and print the lines for election.toml.
    Init(InitArguments<OfficialFile>),
    /// Answer the challenge of the officials' pages, to log in there.
    #[command(long_about = log_in::ABOUT)]
    Login(log_in::Arguments),
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    match &arguments.command {
        Command::Init(arguments) => arguments.run(),
        Command::Login(arguments) => log_in::run(arguments),
    }
}
