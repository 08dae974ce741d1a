use std::path::Path;

use anyhow::{Context, anyhow};

use crate::failure::Failure;
use crate::vote::ballot::{Cast, seal};
use crate::vote::choice::Choice;
use crate::vote::codes::Codes;
use crate::vote::entitlement::Entitlement;
use crate::vote::sending::{Unsent, keep, send, write_challenge};
use crate::vote::{Dialogue, Naming, Poll, Selection, broken_limits, find_district, texts};

/// What becomes of the ballots, said before they are sealed.
#[derive(Clone, Copy)]
pub(super) enum Decision {
    Cast,
    Challenge,
}

/// A vote in which nobody is asked.
pub(super) struct Unattended<'a> {
    pub(super) dialogue: &'a mut dyn Dialogue,
    pub(super) poll: &'a Poll,
    /// Where files go.
    pub(super) folder: &'a Path,
    pub(super) decision: Decision,
}

impl Unattended<'_> {
    /// Seals a ballot for each of `choices`; what can't be read stops all of them.
    pub(super) fn run(&mut self, codes: &Codes, choices: &[Choice]) -> Result<(), Failure> {
        let entitlements = Entitlement::find(self.poll, codes)?;
        self.dialogue.say(&texts::entitlements(self.poll, &entitlements)?)?;
        let mut ballots: Vec<(&Entitlement, Selection)> = Vec::with_capacity(choices.len());
        for choice in choices {
            let (entitlement, selection) = self.read(&entitlements, choice)?;
            if ballots.iter().any(|(other, _)| other.district == entitlement.district) {
                let district = &self.poll.district(entitlement.district)?.name;
                return Err(Failure::input(anyhow!(
                    "{}: there is another choice for {district}: a vote is one ballot on each district",
                    choice.place
                )));
            }
            ballots.push((entitlement, selection));
        }
        for (entitlement, selection) in &ballots {
            self.vote(entitlement, selection)?;
        }
        Ok(())
    }

    fn read<'e>(
        &self,
        entitlements: &'e [Entitlement],
        choice: &Choice,
    ) -> Result<(&'e Entitlement, Selection), Failure> {
        let (index, items) = self.split(choice)?;
        let district = self.poll.district(index)?;
        let entitlement = entitlements.iter().find(|entitlement| entitlement.district == index);
        let entitlement = entitlement.ok_or_else(|| {
            Failure::input(anyhow!("your voting codes are not on the roll of {}", district.name))
        })?;
        if !entitlement.is_active() {
            return Err(Failure::input(anyhow!(
                "you can't vote on {}: {}",
                district.name,
                texts::standing(&entitlement.standing)
            )));
        }
        let ballot = || format!("{}: the ballot on {}", choice.place, district.name);
        let items = items.split(',').map(str::trim).filter(|item| !item.is_empty());
        let selection = Selection::read(district, Naming::Ids, items)
            .with_context(ballot)
            .map_err(Failure::input)?;
        let broken = broken_limits(district, selection.points(), self.poll.money()?);
        match broken.into_iter().next() {
            None => Ok((entitlement, selection)),
            Some(broken) => Err(broken)
                .with_context(|| format!("{} does not keep to its limits", ballot()))
                .map_err(Failure::input),
        }
    }

    /// The district, which ends at an equals sign, and the rest. Names may hold such a sign, too.
    fn split<'c>(&self, choice: &'c Choice) -> Result<(u16, &'c str), Failure> {
        let election = self.poll.election()?;
        let (place, choice) = (&choice.place, &*choice.text);
        let signs: Vec<usize> = choice.match_indices('=').map(|(position, _)| position).collect();
        let name_ends = |end: &usize| {
            election.districts().iter().any(|district| district.name == choice[..*end].trim())
        };
        let Some(&end) = signs.iter().rev().find(|end| name_ends(end)).or(signs.first()) else {
            return Err(Failure::input(anyhow!(
                "{place}: this must be the name of a district, an equals sign, and ids of projects with commas \
                 between them"
            )));
        };
        let (name, items) = (choice[..end].trim(), &choice[end + 1..]);
        let all = 0..election.districts().len() as u16;
        let index = find_district(election, name, all).map_err(|failure| failure.at(place))?;
        Ok((index, items))
    }

    fn vote(&mut self, entitlement: &Entitlement, selection: &Selection) -> Result<(), Failure> {
        let (poll, district) = (self.poll, entitlement.district);
        let withdrawn = poll.withdrawn(district);
        self.dialogue.say(&texts::withdrawals(poll.district(district)?, withdrawn.as_ref()))?;
        let sealed = seal(poll, district, &entitlement.credential, selection)?;
        let tracker = sealed.tracker();
        self.dialogue.say(&texts::tracker(&poll.district(district)?.name, &tracker))?;
        match self.decision {
            Decision::Challenge => {
                let line = sealed.challenge().to_text();
                let path = write_challenge(self.folder, district, &tracker, &line)?;
                self.dialogue.say(&texts::challenged(poll, &tracker, &path))
            }
            Decision::Cast => {
                let cast = Cast::new(sealed, entitlement.standing.current());
                match send(poll, &cast, self.folder) {
                    Ok(proven) => {
                        let path = proven.write(self.folder, &cast)?;
                        self.dialogue.say(&texts::recorded(poll, &cast, proven.entry, Some(&path))?)
                    }
                    Err(Unsent::Stale(current)) => Err(Failure::input(anyhow!(
                        "{} Run the command again to vote anew",
                        texts::stale(&current)
                    ))),
                    Err(Unsent::Refused(failure) | Unsent::Forked(failure)) => Err(failure),
                    Err(Unsent::Unanswered(because)) => {
                        Err(keep(poll, self.folder, &cast, because)?)
                    }
                }
            }
        }
    }
}
