use std::path::Path;

use isoloir_crypto::ballot::BallotTracker;

use crate::failure::Failure;
use crate::vote::ballot::{Cast, seal};
use crate::vote::codes::Codes;
use crate::vote::entitlement::Entitlement;
use crate::vote::receipt::Proven;
use crate::vote::sending::{Unsent, keep, send, write_challenge};
use crate::vote::{Dialogue, Naming, Poll, Selection, broken_limits, confirm, project_list, texts};

/// Which files are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keeping {
    /// The receipt, the opening of a challenged ballot, a ballot whose answer was lost.
    Always,
    /// Those that the person asks for; and evidence against the board, which shows nobody's choice.
    IfWished,
}

/// A person votes, and is asked step by step.
pub(crate) struct Journey<'a> {
    pub(crate) dialogue: &'a mut dyn Dialogue,
    pub(crate) poll: &'a Poll,
    /// Where files go.
    pub(crate) folder: &'a Path,
    pub(crate) keeping: Keeping,
}

/// What became of a ballot.
enum Outcome {
    /// This district is done.
    Done,
    /// The person chooses again.
    Again,
}

/// What a person says of a sealed ballot.
enum Word {
    Cast,
    Challenge,
    Stop,
}

impl Journey<'_> {
    /// Asks for the codes and votes with them.
    pub(crate) fn run_with_own_codes(&mut self) -> Result<(), Failure> {
        let codes = Codes::ask(self.dialogue, self.poll.election()?)?;
        self.run(&codes)
    }

    /// Votes on the districts whose rolls have these codes.
    pub(crate) fn run(&mut self, codes: &Codes) -> Result<(), Failure> {
        let mut found = Entitlement::find(self.poll, codes)?;
        self.dialogue.say(&texts::entitlements(self.poll, &found)?)?;
        for entitlement in found.iter_mut().filter(|entitlement| entitlement.is_active()) {
            let question = texts::vote_on(self.poll.district(entitlement.district)?);
            let is_new = entitlement.standing.ballots.is_empty();
            if confirm(self.dialogue, &question, is_new)? {
                self.vote_on(entitlement)?;
            }
        }
        self.dialogue.say(texts::DONE)
    }

    fn vote_on(&mut self, entitlement: &mut Entitlement) -> Result<(), Failure> {
        let poll = self.poll;
        let district = poll.district(entitlement.district)?;
        let mut selection = Selection::empty(district);
        loop {
            self.choose(entitlement.district, &mut selection)?;
            self.dialogue.say(&texts::review(district, &selection, poll.money()?))?;
            if !confirm(self.dialogue, texts::SEAL, true)? {
                continue;
            }
            match self.seal_and_decide(entitlement, &selection)? {
                Outcome::Done => return Ok(()),
                Outcome::Again => entitlement.refresh(poll)?,
            }
        }
    }

    /// Until the person is done, and the ballot keeps to the limits.
    fn choose(&mut self, index: u16, selection: &mut Selection) -> Result<(), Failure> {
        let district = self.poll.district(index)?;
        let withdrawn = self.poll.withdrawn(index);
        let (naming, money) = (Naming::of(district), self.poll.money()?);
        let question = if district.scale.most() == 1 { texts::CHOOSE } else { texts::GIVE };
        self.dialogue.say(&texts::district(district, withdrawn.as_ref(), money))?;
        let withdrawn = withdrawn.unwrap_or_default();
        loop {
            let points = selection.points();
            let list = project_list(district, naming, points, &withdrawn, money);
            self.dialogue.say(&format!("{list}{}", texts::so_far(district, points, money)))?;
            let typed = self.dialogue.ask(question)?;
            if typed.is_empty() {
                if broken_limits(district, points, money).is_empty() {
                    return Ok(());
                }
                self.dialogue.say(texts::LIMITS_NOT_KEPT)?;
            }
            // All of a line, or nothing of it.
            let mut changed = selection.clone();
            let mut items = typed.split_whitespace();
            match items.try_for_each(|item| changed.change(district, naming, item)) {
                Ok(()) => *selection = changed,
                Err(error) => self.dialogue.say(&format!("{error}.\n"))?,
            }
        }
    }

    fn seal_and_decide(
        &mut self,
        entitlement: &Entitlement,
        selection: &Selection,
    ) -> Result<Outcome, Failure> {
        let (poll, index) = (self.poll, entitlement.district);
        let district = poll.district(index)?;
        loop {
            let sealed = seal(poll, index, &entitlement.credential, selection)?;
            let tracker = sealed.tracker();
            self.dialogue.say(&texts::tracker(&district.name, &tracker))?;
            match self.hear_word()? {
                Word::Cast => return self.cast(Cast::new(sealed, entitlement.standing.current())),
                Word::Challenge => {
                    self.show_opening(index, &tracker, &sealed.challenge().to_text())?
                }
                Word::Stop => {
                    self.dialogue.say(texts::THROWN_AWAY)?;
                    return Ok(Outcome::Done);
                }
            }
            if !confirm(self.dialogue, texts::SEAL_ANEW, true)? {
                return Ok(Outcome::Done);
            }
        }
    }

    fn hear_word(&mut self) -> Result<Word, Failure> {
        loop {
            match self.dialogue.ask(texts::DECIDE)?.to_ascii_lowercase().as_str() {
                "cast" => return Ok(Word::Cast),
                "challenge" => return Ok(Word::Challenge),
                "stop" => return Ok(Word::Stop),
                _ => self.dialogue.say(texts::DECIDE_AGAIN)?,
            }
        }
    }

    fn show_opening(
        &mut self,
        district: u16,
        tracker: &BallotTracker,
        opening: &str,
    ) -> Result<(), Failure> {
        let text = if self.keeps(texts::WANT_CHALLENGE)? {
            let path = write_challenge(self.folder, district, tracker, opening)?;
            texts::challenged(self.poll, tracker, &path)
        } else {
            texts::challenged_on_screen(self.poll, tracker, opening)
        };
        self.dialogue.say(&text)
    }

    fn cast(&mut self, cast: Cast) -> Result<Outcome, Failure> {
        loop {
            match send(self.poll, &cast, self.folder) {
                Ok(proven) => return self.finish(&cast, &proven),
                Err(Unsent::Stale(current)) => {
                    self.dialogue.say(&format!("{}\n", texts::stale(&current)))?;
                    let again = confirm(self.dialogue, texts::START_OVER, true)?;
                    return Ok(if again { Outcome::Again } else { Outcome::Done });
                }
                Err(Unsent::Refused(failure) | Unsent::Forked(failure)) => return Err(failure),
                Err(Unsent::Unanswered(because)) => {
                    self.dialogue.say(&texts::failed(&because))?;
                    if !confirm(self.dialogue, texts::SEND_AGAIN, true)? {
                        return Err(self.keep(&cast, because)?);
                    }
                }
            }
        }
    }

    fn keep(&mut self, cast: &Cast, because: Failure) -> Result<Failure, Failure> {
        if self.keeps(texts::WANT_BALLOT)? {
            keep(self.poll, self.folder, cast, because)
        } else {
            Ok(because)
        }
    }

    fn finish(&mut self, cast: &Cast, proven: &Proven) -> Result<Outcome, Failure> {
        let kept = self.keeps(texts::WANT_RECEIPT)?;
        let path = kept.then(|| proven.write(self.folder, cast)).transpose()?;
        let text = texts::recorded(self.poll, cast, proven.entry, path.as_deref())?;
        self.dialogue.say(&text)?;
        Ok(Outcome::Done)
    }

    /// Whether a file is written.
    fn keeps(&mut self, question: &str) -> Result<bool, Failure> {
        match self.keeping {
            Keeping::Always => Ok(true),
            Keeping::IfWished => confirm(self.dialogue, question, false),
        }
    }
}
