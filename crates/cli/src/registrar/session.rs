use anyhow::anyhow;
use isoloir_election::message::{Kind, MAX_MESSAGES_BYTES, Message, Messages, Revocation};
use isoloir_election::phase::{Phase, Setup, Standing, Voting};
use isoloir_encoding::{Decode, Encode, Reader};

use crate::failure::Failure;
use crate::party;
use crate::place::PostArguments;
use crate::registrar::file::{Held, RegistrarFile, Renewal, RenewalPart};
use crate::registrar::person::{Person, damaged, point};
use crate::say::say;

/// How many bytes are posted at once: what a slow line carries in a minute or two.
const MAX_POSTED_BYTES: usize = 4 << 20;

/// A registrar's file and the board.
pub(super) type Session = party::Session<RegistrarFile>;

impl Session {
    pub(super) fn is_issued(&self) -> bool {
        self.sealed.content.election.is_some()
    }

    /// What the registrar holds; an error before codes are issued.
    pub(super) fn held(&self) -> Result<&Held, Failure> {
        self.sealed.content.election.as_ref().ok_or_else(not_issued)
    }

    /// Changes what is held, and makes it last.
    pub(super) fn change(&mut self, change: impl FnOnce(&mut Held)) -> Result<(), Failure> {
        let head = self.board.head();
        let held = self.sealed.content.election.as_mut().ok_or_else(not_issued)?;
        change(held);
        held.has_seen(head);
        self.sealed.save()
    }

    /// From here on the file belongs to this election.
    pub(super) fn keep_issued(&mut self, held: Held) -> Result<(), Failure> {
        self.sealed.content.election = Some(held);
        self.sealed.save()
    }

    /// A resident, by the id of the town's register.
    pub(super) fn person(&self, id: &str) -> Result<&Person, Failure> {
        self.held()?.persons.iter().find(|person| person.id == id).ok_or_else(|| {
            Failure::input(anyhow!(
                "nobody on the roll has the id {id:?}: write it as the table of residents does"
            ))
        })
    }

    /// The setup; an error once the vote has opened.
    pub(super) fn setup(&self) -> Result<&Setup, Failure> {
        match self.board.record.phase() {
            Phase::Setup(setup) => Ok(setup),
            _ => Err(Failure::input(anyhow!(
                "the vote was opened: the rolls stand, and no codes are issued any more"
            ))),
        }
    }

    /// The vote; an error while it is not open.
    pub(super) fn voting(&self) -> Result<&Voting, Failure> {
        match self.board.record.phase() {
            Phase::Voting(voting) => Ok(voting),
            Phase::Empty | Phase::Setup(_) => Err(not_open()),
            _ => Err(Failure::input(anyhow!(
                "the vote is closed: the rolls can't be changed any more"
            ))),
        }
    }

    /// The vote, open or closed.
    pub(super) fn vote(&self) -> Result<&Voting, Failure> {
        self.board.record.phase().voting().ok_or_else(not_open)
    }

    /// The name of a district; empty if there is none.
    pub(super) fn district_name(&self, district: u16) -> Result<&str, Failure> {
        let part = self.board.election()?.districts().get(usize::from(district));
        Ok(part.map_or("", |part| part.name.as_str()))
    }

    /// Posts messages, or writes them to the file that was asked for. It tells no numbers of entries: with the
    /// name of a resident above them they would show whose entry is whose.
    pub(super) fn send(&self, post: &PostArguments, messages: Messages) -> Result<(), Failure> {
        if post.out.is_some() {
            check_file(&messages)?;
            return post.send(&messages);
        }
        let count = messages.list.len();
        for part in messages.into_parts(MAX_POSTED_BYTES) {
            post.board.post(&part)?;
        }
        match count {
            0 => say!("Nothing had to be put on the board."),
            _ => say!("It is on the board."),
        }
        Ok(())
    }
}

impl Held {
    /// Takes over what the vote shows of this registrar's own doings.
    pub(super) fn learn(&mut self, voting: &Voting) -> Result<(), Failure> {
        self.forget_roll();
        self.forget_changes(|message| is_past(voting, message));
        let Self { persons, renewals, .. } = self;
        for renewal in renewals.iter_mut() {
            let person = persons.iter_mut().find(|person| person.id == renewal.person);
            let person = person.ok_or_else(|| no_renewal(renewal))?;
            let mut waiting = Vec::new();
            for part in std::mem::take(&mut renewal.parts) {
                if !person.learn(&part, voting)? {
                    waiting.push(part);
                }
            }
            renewal.parts = waiting;
        }
        renewals.retain(|renewal| !renewal.parts.is_empty());
        Ok(())
    }
}

impl Person {
    /// Whether the board has the new credential of a part; it is then the current one.
    fn learn(&mut self, part: &RenewalPart, voting: &Voting) -> Result<bool, Failure> {
        let damaged = || damaged(part.district);
        let Some(new) = part.signed else { return Ok(false) };
        let stands = |bytes: &[u8; 32]| -> Result<Option<Standing>, Failure> {
            let voter = voting.voter(part.district, &point(bytes).ok_or_else(damaged)?);
            Ok(voter.ok().map(|voter| voter.standing))
        };
        if stands(&part.revoked.0)? != Some(Standing::Replaced) || stands(&new.0)?.is_none() {
            return Ok(false);
        }
        let place = self.places.iter_mut().find(|place| place.district == part.district);
        let place = place.ok_or_else(damaged)?;
        if !place.reissued.contains(&new) {
            place.reissued.push(new);
        }
        Ok(true)
    }
}

/// Whether a message has nothing to do any more: the credential that it names does not stand as it must for it.
fn is_past(voting: &Voting, message: &Message) -> bool {
    // A revocation begins with its signer; both go on with district and credential.
    let (start, needed) = match message.kind {
        Kind::Revocation => (1, Standing::Active),
        Kind::Reissue => (0, Standing::Revoked),
        _ => return false,
    };
    let mut input = Reader::new(message.payload.get(start..).unwrap_or_default());
    let Ok(Revocation { district, credential }) = Revocation::decode(&mut input) else {
        return false;
    };
    voting.voter(district, &credential).is_ok_and(|voter| voter.standing != needed)
}

/// What goes onto a stick is one file.
fn check_file(messages: &Messages) -> Result<(), Failure> {
    let bytes = messages.to_bytes().len();
    if bytes > MAX_MESSAGES_BYTES || messages.check_bounds().is_err() {
        return Err(Failure::input(anyhow!(
            "{} messages of {bytes} bytes are too many for one file: post them from a machine with a network, with \
             isoloir registrar post",
            messages.list.len()
        )));
    }
    Ok(())
}

fn not_issued() -> Failure {
    Failure::input(anyhow!(
        "no codes were issued with this file: take the file with which you issued, or begin with isoloir registrar \
         issue"
    ))
}

/// A new code of nobody.
fn no_renewal(renewal: &Renewal) -> Failure {
    Failure::mismatch(anyhow!(
        "your file has a new code for {:?}, who is not on its roll: it is damaged; take your backup",
        renewal.person
    ))
}

fn not_open() -> Failure {
    Failure::input(anyhow!("the vote is not open yet: see isoloir status"))
}
