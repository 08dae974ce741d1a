use std::io::Read;
use std::path::Path;

use anyhow::{Context, anyhow};
use isoloir_crypto::credential::VoterCredential;
use isoloir_election::code::{CredentialRoot, VotingCode};
use isoloir_election::phase::Election;
use zeroize::Zeroizing;

use crate::failure::Failure;
use crate::safe_file;
use crate::vote::{Dialogue, texts};

/// The largest file with voting codes, in bytes: eight registrars, and room for white space.
const MAX_FILE_BYTES: u64 = 4_096;

/// The file name that means the standard input.
const STDIN: &str = "-";

/// What the voting codes of a person give, one of each registrar: the roots of the credentials.
pub(crate) struct Codes(Vec<CredentialRoot>);

impl Codes {
    /// Asks for them; a code that was mistyped is asked for again.
    pub(crate) fn ask(dialogue: &mut dyn Dialogue, election: &Election) -> Result<Self, Failure> {
        let registrars = &election.definition().registrars;
        let mut roots = Vec::with_capacity(registrars.len());
        for registrar in registrars {
            let code = loop {
                let typed = dialogue.ask_secret(&texts::ask_code(&registrar.name))?;
                match typed.parse::<VotingCode>() {
                    Ok(code) => break code,
                    Err(error) => dialogue.say(&texts::mistyped(&error))?,
                }
            };
            roots.push(code.stretch(&election.id()));
        }
        Ok(Self(roots))
    }

    /// Reads them from a file, a line each.
    pub(crate) fn from_file(file: &Path, election: &Election) -> Result<Self, Failure> {
        let bytes = if file == Path::new(STDIN) { read_stdin()? } else { read_file(file)? };
        let name =
            if file == Path::new(STDIN) { "the standard input" } else { &*file.to_string_lossy() };
        let text = std::str::from_utf8(&bytes)
            .with_context(|| format!("{name} is not a text in UTF-8"))
            .map_err(Failure::input)?;
        let lines: Vec<(usize, &str)> =
            (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()).collect();
        let registrars = &election.definition().registrars;
        if lines.len() != registrars.len() {
            let names: Vec<&str> = registrars.iter().map(|party| party.name.as_str()).collect();
            return Err(Failure::input(anyhow!(
                "{name} has {} voting codes, and this election asks for {}: one on each line, of {}, in this \
                 order",
                lines.len(),
                registrars.len(),
                names.join(", ")
            )));
        }
        let stretch = |(number, line): (usize, &str)| {
            let code = line.parse::<VotingCode>();
            code.map(|code| code.stretch(&election.id()))
                .with_context(|| format!("{name}, line {number}"))
                .map_err(Failure::input)
        };
        lines.into_iter().map(stretch).collect::<Result<_, _>>().map(Self)
    }

    /// The credential in a district that these codes give.
    pub(crate) fn credential(&self, district: u16) -> Option<VoterCredential> {
        let shares = (0..).zip(&self.0).map(|(registrar, root)| root.share(registrar, district));
        VoterCredential::from_shares(&shares.collect::<Vec<_>>())
    }
}

fn read_file(file: &Path) -> Result<Zeroizing<Vec<u8>>, Failure> {
    safe_file::read(file, MAX_FILE_BYTES).map(Zeroizing::new)
}

fn read_stdin() -> Result<Zeroizing<Vec<u8>>, Failure> {
    // Reserved at once: a list that grows leaves copies behind that nobody erases.
    let mut bytes = Zeroizing::new(Vec::with_capacity(MAX_FILE_BYTES as usize));
    let read = std::io::stdin().take(MAX_FILE_BYTES).read_to_end(&mut bytes);
    read.context("the standard input can't be read").map_err(Failure::input)?;
    Ok(bytes)
}
