//! `isoloir-verify key`: makes a key.

use super::arguments::Key;
use super::{Ended, files, print};
use crate::log::key::KeyType;
use crate::log::signer::Signer;

/// Makes a key and prints its public part, alone on the standard output.
pub(super) fn run(arguments: &Key) -> anyhow::Result<Ended> {
    let kind = if arguments.witness { KeyType::Witness } else { KeyType::Log };
    let signer = Signer::generate(kind, &arguments.name)?;
    files::write_secret(&arguments.out, signer.secret_text()?.as_bytes())?;
    print(&format!("{}\n", signer.verifier()?))?;
    eprintln!(
        "The secret key is in {}: nobody else may read it. The line above is its public key, to \
         be given to {}.",
        arguments.out.display(),
        match kind {
            KeyType::Witness => "those who define elections and rely on this witness",
            KeyType::Log => "those who merge the parts that this machine checks (--trust)",
        }
    );
    Ok(Ended::Holds)
}
