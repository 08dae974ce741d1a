use std::path::PathBuf;

use anyhow::anyhow;
use isoloir_election::definition::Party;
use serde::{Deserialize, Serialize};

use crate::failure::Failure;
use crate::identity::{Identity, table};
use crate::party_key::{PartyKey, Role};
use crate::say::say;
use crate::sealed::{Content, PassphraseArguments, Sealed};

/// What `isoloir official --help` says.
pub(crate) const ABOUT: &str = "\
Make the key file of an official.

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
    const ROLE: &'static str = "official";
    const VERSION: u32 = 1;
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
    Init {
        /// Your name, as the definition is to show it.
        #[arg(long)]
        name: String,
        #[command(flatten)]
        key: KeyArguments,
    },
}

/// The official's file and its passphrase.
#[derive(clap::Args)]
pub(crate) struct KeyArguments {
    /// Your file, from isoloir official init.
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    #[command(flatten)]
    passphrase: PassphraseArguments,
}

impl KeyArguments {
    pub(crate) fn open(&self) -> Result<Sealed<OfficialFile>, Failure> {
        Sealed::open(&self.key, self.passphrase.ask(&self.key.display().to_string())?)
    }
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let Command::Init { name, key } = &arguments.command;
    let identity = Identity::new(name)?;
    let line = PartyKey { role: Role::Official, key: identity.public() };
    let passphrase = key.passphrase.choose(&key.key.display().to_string())?;
    drop(Sealed::create(&key.key, passphrase, OfficialFile { identity })?);
    say!("Your file is {}. For election.toml:\n\n{}", key.key.display(), table(name, &line));
    Ok(())
}
