use anyhow::anyhow;
use isoloir_crypto::credential::VoterCredential;
use isoloir_service::http::{StandingName, VoterStanding};

use crate::failure::Failure;
use crate::vote::Poll;
use crate::vote::codes::Codes;

/// The right of a person to vote on a district.
pub(crate) struct Entitlement {
    pub(crate) district: u16,
    pub(crate) credential: VoterCredential,
    /// As the board said last.
    pub(crate) standing: VoterStanding,
}

impl Entitlement {
    /// Those that these codes give: on the roll of the opening, or put in the place of others since.
    pub(crate) fn find(poll: &Poll, codes: &Codes) -> Result<Vec<Self>, Failure> {
        let election = poll.election()?;
        let rolls = &poll.board.milestones.rolls;
        let credentials = (0..election.districts().len() as u16)
            .filter_map(|district| Some((district, codes.credential(district)?)));
        let (enrolled, others): (Vec<_>, Vec<_>) =
            credentials.partition(|(district, credential)| {
                let roll = rolls.get(usize::from(*district));
                roll.is_some_and(|roll| roll.contains(credential.public().as_bytes()))
            });
        // A code gives its credential in every district: codes that came later are on no roll of the opening,
        // and of the others the server need not know that they are one person's.
        let is_reissued = enrolled.is_empty();
        let asked = if is_reissued { others } else { enrolled };
        let mut found = Vec::new();
        for (district, credential) in asked {
            match poll.place.standing(district, credential.public())? {
                Some(standing) => found.push(Self { district, credential, standing }),
                None if is_reissued => {}
                None => {
                    return Err(Failure::mismatch(anyhow!(
                        "the roll of this board has your voting codes, and {} denies it: tell the officials",
                        poll.place
                    )));
                }
            }
        }
        if found.is_empty() {
            let registrars = &election.definition().registrars;
            let names: Vec<&str> = registrars.iter().map(|party| party.name.as_str()).collect();
            return Err(Failure::input(anyhow!(
                "these voting codes are on no roll of \"{}\": check that your letters are of this election, and \
                 that you gave the codes in this order: {}",
                election.definition().title,
                names.join(", ")
            )));
        }
        Ok(found)
    }

    /// Asks the board again.
    pub(crate) fn refresh(&mut self, poll: &Poll) -> Result<(), Failure> {
        if let Some(standing) = poll.place.standing(self.district, self.credential.public())? {
            self.standing = standing;
        }
        Ok(())
    }

    /// Whether a ballot can be cast.
    pub(crate) fn is_active(&self) -> bool {
        self.standing.standing == StandingName::Active
    }
}
