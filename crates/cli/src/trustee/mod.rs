//! `isoloir trustee`: what a trustee does, on a machine of their own.

mod backup;
mod ceremony;
mod file;
mod session;
mod tally;

use std::path::PathBuf;

use crate::failure::Failure;
use crate::identity::Identity;
use crate::party_key::{PartyKey, Role};
use crate::place::PostArguments;
use crate::say::say;
use crate::sealed::{PassphraseArguments, Sealed};
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
    Init {
        /// Your name, as the definition is to show it.
        #[arg(long)]
        name: String,
        #[command(flatten)]
        key: KeyArguments,
    },
    /// Round 0: draw your secrets and commit to them.
    Commit(StepArguments),
    /// Rounds 1 and 2: open what you committed to, then deal the others their shares.
    Share(StepArguments),
    /// Round 3: check what the others dealt you, and keep your share of the keys.
    Confirm(StepArguments),
    /// Round 3: show everybody that a trustee dealt you wrong shares.
    Complain(StepArguments),
    /// Write a copy of your file, to be kept apart.
    Backup(backup::BackupArguments),
    /// Take a copy into use, because your own file is lost.
    Restore(backup::RestoreArguments),
    /// After the close: verify the board, and state which close you will decrypt.
    CloseStatement(StepArguments),
    /// After the close: verify the board, and decrypt the sums of its districts.
    Decrypt(StepArguments),
}

#[derive(clap::Args)]
struct StepArguments {
    #[command(flatten)]
    key: KeyArguments,
    #[command(flatten)]
    post: PostArguments,
}

/// The trustee's file and its passphrase.
#[derive(clap::Args)]
struct KeyArguments {
    /// Your file.
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    #[command(flatten)]
    passphrase: PassphraseArguments,
}

impl KeyArguments {
    fn open(&self) -> Result<Sealed<TrusteeFile>, Failure> {
        Sealed::open(&self.key, self.passphrase.ask(&self.key.display().to_string())?)
    }
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    match &arguments.command {
        Command::Init { name, key } => init(name, key),
        Command::Commit(step) => ceremony::commit(&step.key, &step.post),
        Command::Share(step) => ceremony::share(&step.key, &step.post),
        Command::Confirm(step) => ceremony::confirm(&step.key, &step.post),
        Command::Complain(step) => ceremony::complain(&step.key, &step.post),
        Command::Backup(arguments) => backup::backup(arguments),
        Command::Restore(arguments) => backup::restore(arguments),
        Command::CloseStatement(step) => tally::state_close(&step.key, &step.post),
        Command::Decrypt(step) => tally::decrypt(&step.key, &step.post),
    }
}

fn init(name: &str, key: &KeyArguments) -> Result<(), Failure> {
    let identity = Identity::new(name)?;
    let line = PartyKey { role: Role::Trustee, key: identity.public() };
    let passphrase = key.passphrase.choose(&key.key.display().to_string())?;
    let content = TrusteeFile { identity, is_backup: false, election: None };
    drop(Sealed::create(&key.key, passphrase, content)?);
    say!("Your file is {}. Give this to the official, for election.toml:\n", key.key.display());
    say!("{}", crate::identity::table(name, &line));
    Ok(())
}
