use std::marker::PhantomData;
use std::path::PathBuf;

use crate::failure::Failure;
use crate::identity::{Identity, table};
use crate::party::PartyFile;
use crate::party_key::PartyKey;
use crate::place::PostArguments;
use crate::say::say;
use crate::sealed::{PassphraseArguments, Sealed};

/// A party's file and its passphrase.
#[derive(clap::Args)]
pub(crate) struct KeyArguments<F: PartyFile> {
    #[arg(long, value_name = "FILE", help = F::HELP)]
    pub(crate) key: PathBuf,
    #[command(flatten)]
    pub(crate) passphrase: PassphraseArguments,
    #[arg(skip)]
    role: PhantomData<F>,
}

/// The arguments of a step: a party's file, and the board.
#[derive(clap::Args)]
pub(crate) struct StepArguments<F: PartyFile> {
    #[command(flatten)]
    pub(crate) key: KeyArguments<F>,
    #[command(flatten)]
    pub(crate) post: PostArguments,
}

/// The arguments of `init`.
#[derive(clap::Args)]
pub(crate) struct InitArguments<F: PartyFile> {
    /// Your name, as the definition is to show it.
    #[arg(long)]
    name: String,
    #[command(flatten)]
    key: KeyArguments<F>,
}

impl<F: PartyFile> KeyArguments<F> {
    pub(crate) fn open(&self) -> Result<Sealed<F>, Failure> {
        Sealed::open(&self.key, self.passphrase.ask(&self.key.display().to_string())?)
    }
}

impl<F: PartyFile> InitArguments<F> {
    /// Makes the file, and prints its owner's line for `election.toml`.
    pub(crate) fn run(&self) -> Result<(), Failure> {
        let identity = Identity::new(&self.name)?;
        let line = PartyKey { role: F::PARTY, key: identity.public() };
        let file = &self.key.key;
        let passphrase = self.key.passphrase.choose(&file.display().to_string())?;
        drop(Sealed::create(file, passphrase, F::new(identity))?);
        say!("Your file is {}. {}\n", file.display(), F::LINE);
        say!("{}", table(&self.name, &line));
        Ok(())
    }
}
