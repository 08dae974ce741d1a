use std::path::PathBuf;

use anyhow::anyhow;

use crate::failure::Failure;
use crate::party::KeyArguments;
use crate::say::say;
use crate::sealed::Sealed;
use crate::trustee::file::{Secret, TrusteeFile};

/// The arguments of `isoloir trustee backup`.
#[derive(clap::Args)]
pub(super) struct BackupArguments {
    #[command(flatten)]
    key: KeyArguments<TrusteeFile>,

    /// The copy; it must not be there yet.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

/// The arguments of `isoloir trustee restore`.
#[derive(clap::Args)]
pub(super) struct RestoreArguments {
    #[command(flatten)]
    key: KeyArguments<TrusteeFile>,

    /// Your own file is lost and will not come back: two files in use could sign two different things.
    #[arg(long = "original-is-lost", required = true)]
    _original_is_lost: bool,
}

/// Writes a copy under the same passphrase, and opens it to see that it can be read.
pub(super) fn backup(arguments: &BackupArguments) -> Result<(), Failure> {
    let passphrase = arguments.key.passphrase.ask(&arguments.key.key.display().to_string())?;
    let sealed = Sealed::<TrusteeFile>::open(&arguments.key.key, passphrase.clone())?;
    let held = sealed.content.election.as_ref();
    if !held.is_some_and(|held| matches!(held.secret, Secret::Share(_))) {
        return Err(Failure::input(anyhow!(
            "there is nothing to keep yet: make the backup after isoloir trustee confirm. If your file is lost \
             before, the ceremony is held again"
        )));
    }
    let copy = TrusteeFile {
        identity: sealed.content.identity.clone(),
        is_backup: true,
        election: held.cloned(),
    };
    drop(Sealed::create(&arguments.out, passphrase.clone(), copy)?);
    drop(Sealed::<TrusteeFile>::open(&arguments.out, passphrase)?);
    say!(
        "{} is a copy of your file with the same passphrase. Keep it where a fire or a thief finds only one of \
         the two, and the passphrase with neither.",
        arguments.out.display()
    );
    Ok(())
}

/// Takes a copy into use.
pub(super) fn restore(arguments: &RestoreArguments) -> Result<(), Failure> {
    let mut sealed = arguments.key.open()?;
    if !sealed.content.is_backup {
        return Err(Failure::input(anyhow!(
            "{} is no backup: it is in use already",
            sealed.name().display()
        )));
    }
    sealed.content.is_backup = false;
    sealed.save()?;
    say!("{} is your file now.", sealed.name().display());
    Ok(())
}
