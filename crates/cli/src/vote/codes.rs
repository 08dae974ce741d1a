use std::path::Path;

use anyhow::{Context, anyhow};
use isoloir_crypto::credential::VoterCredential;
use isoloir_election::code::{CredentialRoot, VotingCode};
use isoloir_election::phase::Election;

use crate::failure::Failure;
use crate::vote::given::Given;
use crate::vote::{Dialogue, texts};

/// The largest file with voting codes, in bytes: eight registrars, and room for white space.
const MAX_FILE_BYTES: usize = 4_096;

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
        let given = Given::read(file, MAX_FILE_BYTES)?;
        let (name, lines) = (&given.name, given.lines());
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
