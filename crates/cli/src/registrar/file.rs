use isoloir_board::merkle::TreeHead;
use isoloir_election::definition::{Definition, ElectionId, Party};
use serde::{Deserialize, Serialize};

use isoloir_election::message::{Message, Messages};

use crate::failure::Failure;
use crate::identity::{Identity, SecretBytes};
use crate::party::{ElectionFile, Kept, PartyFile};
use crate::party_key::Role;
use crate::place::{Board, SeenHead};
use crate::registrar::folder::Folder;
use crate::registrar::person::Person;
use crate::sealed::Content;

/// How many bytes of a roll are kept in one part. It bounds nothing but what is read at once.
const MAX_KEPT_BYTES: usize = 16 << 20;

/// What a registrar keeps: the key that signs, and who stands where on the roll of one election. No voting code,
/// nor anything that is made of one and secret.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RegistrarFile {
    pub(super) identity: Identity,
    /// The one election of this file, once codes are issued.
    pub(super) election: Option<Held>,
}

impl Content for RegistrarFile {
    const ROLE: &'static str = Role::Registrar.name();
    const VERSION: u32 = 2;
}

impl PartyFile for RegistrarFile {
    const PARTY: Role = Role::Registrar;
    const HELP: &'static str = "Your file";
    const LINE: &'static str = "Give this to the official, for election.toml:";

    fn new(identity: Identity) -> Self {
        Self { identity, election: None }
    }

    fn identity(&self) -> &Identity {
        &self.identity
    }
}

impl ElectionFile for RegistrarFile {
    fn parties(definition: &Definition) -> &[Party] {
        &definition.registrars
    }

    fn last_seen(&self) -> Option<(ElectionId, TreeHead)> {
        self.election.as_ref().map(|held| (held.id(), held.seen.into()))
    }

    fn learn(&mut self, board: &Board) -> Result<(), Failure> {
        match (&mut self.election, board.record.phase().voting()) {
            (Some(held), Some(voting)) => held.learn(voting),
            _ => Ok(()),
        }
    }
}

/// What a registrar holds of an election.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Held {
    #[serde(with = "hex::serde")]
    id: [u8; 32],
    /// Of this registrar, from 0.
    pub(super) index: u8,
    /// Size and root of the board as it was last seen: it must only grow.
    seen: SeenHead,
    /// What all registrars order their rolls by.
    pub(super) order_key: SecretBytes,
    /// Where the letters are, or were.
    pub(super) letters: Folder,
    pub(super) persons: Vec<Person>,
    /// The roll as it was signed, in as many parts as it takes; nothing once the vote is open.
    roll: Vec<Kept>,
    /// What was signed since, in its order.
    changes: Vec<Kept>,
    /// New codes that are not on the board yet.
    pub(super) renewals: Vec<Renewal>,
    /// The ballots in entries below this were notified.
    pub(super) notified: u64,
}

/// The encoding of a point: 32 bytes, in hexadecimal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Encoded(#[serde(with = "hex::serde")] pub(super) [u8; 32]);

/// A new code of a resident: what is public of it. It is made once, and given again as it was.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Renewal {
    /// The id of the resident.
    pub(super) person: String,
    /// Where the letter is, or was.
    pub(super) letters: Folder,
    /// For each district that the code is for, in ascending order.
    pub(super) parts: Vec<RenewalPart>,
}

/// This registrar's part of a new credential.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RenewalPart {
    pub(super) district: u16,
    pub(super) revoked: Encoded,
    /// U_k.
    pub(super) share: Encoded,
    /// That this registrar knows its secret.
    #[serde(with = "hex::serde")]
    pub(super) possession: [u8; 64],
    /// The new U, once this registrar has signed that it replaces the revoked one.
    pub(super) signed: Option<Encoded>,
}

/// What [`Held`] begins with.
pub(super) struct Issued {
    pub(super) id: ElectionId,
    pub(super) index: u8,
    pub(super) seen: TreeHead,
    pub(super) order_key: SecretBytes,
    pub(super) letters: Folder,
    pub(super) persons: Vec<Person>,
    pub(super) roll: Messages,
}

impl Held {
    pub(super) fn new(issued: Issued) -> Result<Self, Failure> {
        let roll = issued.roll.into_parts(MAX_KEPT_BYTES).into_iter().map(Kept::new);
        Ok(Self {
            id: issued.id.0,
            index: issued.index,
            seen: issued.seen.into(),
            order_key: issued.order_key,
            letters: issued.letters,
            persons: issued.persons,
            roll: roll.collect::<Result<_, _>>()?,
            changes: Vec::new(),
            renewals: Vec::new(),
            notified: 0,
        })
    }

    fn id(&self) -> ElectionId {
        ElectionId(self.id)
    }

    pub(super) fn has_seen(&mut self, head: TreeHead) {
        self.seen = head.into();
    }

    /// Where the letters to everybody are, until the vote is open: after it another folder may have that name.
    pub(super) fn first_letters(&self) -> Option<&Folder> {
        (!self.roll.is_empty()).then_some(&self.letters)
    }

    /// The folders of all letters that this file knows of.
    pub(super) fn folders(&self) -> impl Iterator<Item = &Folder> {
        std::iter::once(&self.letters).chain(self.renewals.iter().map(|renewal| &renewal.letters))
    }

    /// The vote is open, which it can't be without the roll.
    pub(super) fn forget_roll(&mut self) {
        self.roll.clear();
    }

    /// What the board has, or can't take any more, need not be sent again.
    pub(super) fn forget_changes(&mut self, is_past: impl Fn(&Message) -> bool) {
        self.changes.retain(|kept| !kept.messages().list.iter().all(&is_past));
    }

    /// Keeps what is signed, unless it is kept already.
    pub(super) fn keep(&mut self, messages: Kept) {
        if !self.changes.contains(&messages) {
            self.changes.push(messages);
        }
    }

    /// All that was signed and may have to be sent again, in its order: more, perhaps, than goes together.
    pub(super) fn kept(&self) -> Messages {
        let kept = self.roll.iter().chain(&self.changes);
        let list = kept.flat_map(|kept| kept.messages().list.iter().cloned()).collect();
        Messages { election: self.id(), list }
    }

    /// The ids of those who vote in a district, in the order of its roll.
    pub(super) fn ordered(&self, district: u16) -> Vec<&str> {
        let mut ordered: Vec<(u32, &str)> = Vec::new();
        for person in &self.persons {
            let place = person.place(district);
            ordered.extend(place.map(|place| (place.position, person.id.as_str())));
        }
        ordered.sort_unstable();
        ordered.into_iter().map(|(_, id)| id).collect()
    }
}

#[cfg(test)]
mod tests;
