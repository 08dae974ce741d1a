use std::io::IsTerminal;
use std::path::PathBuf;

use age::secrecy::{ExposeSecret, SecretString};
use anyhow::{Context, anyhow};
use zeroize::Zeroizing;

use crate::failure::Failure;
use crate::safe_file;

/// The shortest passphrase for a new file, in characters.
const MIN_CHARACTERS: usize = 12;

/// The largest file with a passphrase, in bytes.
const MAX_BYTES: u64 = 4_096;

/// Where a passphrase comes from.
#[derive(clap::Args)]
pub(crate) struct PassphraseArguments {
    /// Take the passphrase from the first line of FILE; without it, it is asked for.
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
}

/// A passphrase. Zeroized when dropped, without `Debug`.
#[derive(Clone)]
pub(crate) struct Passphrase(SecretString);

impl PassphraseArguments {
    /// The passphrase of a file that is there.
    pub(crate) fn ask(&self, whose: &str) -> Result<Passphrase, Failure> {
        match &self.passphrase_file {
            Some(file) => from_file(file),
            None => prompt(&format!("Passphrase of {whose}: ")),
        }
    }

    /// A passphrase for a new file, asked for twice, and long enough.
    pub(crate) fn choose(&self, whose: &str) -> Result<Passphrase, Failure> {
        let passphrase = match &self.passphrase_file {
            Some(file) => from_file(file)?,
            None => prompt_twice(whose)?,
        };
        if passphrase.0.expose_secret().chars().count() < MIN_CHARACTERS {
            return Err(Failure::input(anyhow!(
                "the passphrase is too short: take {MIN_CHARACTERS} characters or more, such as four words \
                 that have nothing to do with one another"
            )));
        }
        Ok(passphrase)
    }
}

fn from_file(file: &std::path::Path) -> Result<Passphrase, Failure> {
    let bytes = safe_file::read(file, MAX_BYTES).map(Zeroizing::new)?;
    let text = std::str::from_utf8(&bytes)
        .with_context(|| format!("{} is not a text in UTF-8", file.display()))
        .map_err(Failure::input)?;
    let line = text.lines().next().unwrap_or_default();
    if line.is_empty() {
        let error =
            anyhow!("the first line of {} is empty: write the passphrase there", file.display());
        return Err(Failure::input(error));
    }
    Ok(Passphrase(SecretString::from(line.to_owned())))
}

fn prompt_twice(whose: &str) -> Result<Passphrase, Failure> {
    let first = prompt(&format!("New passphrase for {whose}: "))?;
    let second = prompt("The same once more: ")?;
    if first.0.expose_secret() != second.0.expose_secret() {
        return Err(Failure::input(anyhow!("the two passphrases differ; start again")));
    }
    Ok(first)
}

fn prompt(question: &str) -> Result<Passphrase, Failure> {
    if !std::io::stdin().is_terminal() {
        return Err(Failure::input(anyhow!(
            "nobody can be asked for the passphrase: there is no terminal; give --passphrase-file FILE"
        )));
    }
    let answer = rpassword::prompt_password(question);
    let answer = answer.context("the passphrase can't be read").map_err(Failure::system)?;
    Ok(Passphrase(SecretString::from(answer)))
}

impl Passphrase {
    pub(super) fn secret(&self) -> SecretString {
        self.0.clone()
    }

    #[cfg(test)]
    pub(crate) fn of(text: &str) -> Self {
        Self(SecretString::from(text.to_owned()))
    }
}
