use anyhow::anyhow;
use isoloir_election::message::{Kind, Messages, Revocation};
use isoloir_election::phase::Standing;
use isoloir_encoding::Encode;

use crate::failure::Failure;
use crate::official::district;
use crate::party::Kept;
use crate::registrar::StepArguments;
use crate::registrar::session::Session;
use crate::say::say;

/// The arguments of `isoloir registrar revoke`.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The resident, by the id of the table of residents.
    #[arg(long, value_name = "ID")]
    person: String,

    /// In this district alone; else in all.
    #[arg(long, value_name = "NAME")]
    district: Option<String>,

    #[command(flatten)]
    step: StepArguments,
}

pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let mut session = Session::begin(&arguments.step.key, &arguments.step.post.board)?;
    let messages = revocations(&session, arguments)?;
    if messages.list.is_empty() {
        say!("Nothing was done: there is no voting code to revoke.");
        return Ok(());
    }
    let kept = Kept::new(messages.clone())?;
    session.change(|held| held.keep(kept))?;
    session.send(&arguments.step.post, messages)?;
    say!("Next: isoloir registrar reissue, if the resident is to have a new code.");
    Ok(())
}

/// A revocation for each district in which the resident's code is good.
fn revocations(session: &Session, arguments: &Arguments) -> Result<Messages, Failure> {
    let (voting, election) = (session.voting()?, session.board.election()?);
    let person = session.person(&arguments.person)?;
    let only = match &arguments.district {
        Some(name) => Some(district(election, name)?.0),
        None => None,
    };
    let places = person.places.iter().filter(|place| only.is_none_or(|it| it == place.district));
    let mut list = Vec::new();
    let mut found = false;
    for place in places {
        found = true;
        let credential = place.credential(&session.board)?;
        let voter = voting.voter(place.district, &credential).map_err(Failure::mismatch)?;
        let name = session.district_name(place.district)?;
        match voter.standing {
            Standing::Active => {
                let message = Revocation { district: place.district, credential }.to_bytes();
                list.push(session.signer()?.message(Kind::Revocation, &message));
                say!(
                    "{name}: revoking the code{}",
                    match voter.recorded.len() {
                        0 => "; no ballot was cast with it.",
                        _ => "; the ballot that was recorded with it becomes void.",
                    }
                );
            }
            Standing::Revoked => say!("{name}: the code was revoked before."),
            Standing::Replaced => return Err(replaced(name)),
            Standing::Paper => {
                say!("{name}: a ballot on paper was cast; the code is good for nothing any more.");
            }
        }
    }
    if !found {
        return Err(Failure::input(anyhow!("this resident does not vote in that district")));
    }
    Ok(Messages { election: election.id(), list })
}

/// Another copy of the file took part in a reissue.
pub(super) fn replaced(district: &str) -> Failure {
    Failure::mismatch(anyhow!(
        "in {district} another code has come in the place of the one in your file: this is an old copy of your \
         file; take the one with which you signed"
    ))
}
