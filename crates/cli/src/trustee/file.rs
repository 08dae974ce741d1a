use std::collections::BTreeMap;
use std::path::Path;

use anyhow::anyhow;
use isoloir_board::merkle::TreeHead;
use isoloir_crypto::dkg::TrusteeIndex;
use isoloir_election::definition::{Definition, ElectionId, Party};
use serde::{Deserialize, Serialize};

use isoloir_election::message::Messages;

use crate::failure::Failure;
use crate::identity::{Identity, SecretBytes};
use crate::party::{ElectionFile, Kept, PartyFile};
use crate::party_key::Role;
use crate::place::SeenHead;
use crate::sealed::Content;

/// What a trustee keeps: the key that signs, and all that one election needs.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TrusteeFile {
    pub(super) identity: Identity,
    /// A copy that was put aside. Only `restore` takes it into use: two files in use could sign two
    /// different things.
    pub(super) is_backup: bool,
    /// The one election of this file.
    pub(super) election: Option<Held>,
}

impl Content for TrusteeFile {
    const ROLE: &'static str = Role::Trustee.name();
    const VERSION: u32 = 1;
}

impl PartyFile for TrusteeFile {
    const PARTY: Role = Role::Trustee;
    const HELP: &'static str = "Your file";
    const LINE: &'static str = "Give this to the official, for election.toml:";

    fn new(identity: Identity) -> Self {
        Self { identity, is_backup: false, election: None }
    }

    fn identity(&self) -> &Identity {
        &self.identity
    }
}

impl ElectionFile for TrusteeFile {
    fn parties(definition: &Definition) -> &[Party] {
        &definition.trustees
    }

    fn last_seen(&self) -> Option<(ElectionId, TreeHead)> {
        self.election.as_ref().map(|held| (ElectionId(held.id), held.seen.into()))
    }

    fn check_usable(&self, name: &Path) -> Result<(), Failure> {
        if self.is_backup {
            return Err(Failure::input(anyhow!(
                "{} is a backup: if your own file is lost, take it into use with isoloir trustee restore",
                name.display()
            )));
        }
        Ok(())
    }
}

/// What a trustee holds of an election.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Held {
    #[serde(with = "hex::serde")]
    id: [u8; 32],
    index: u8,
    /// Size and root of the board as it was last seen: it must only grow.
    seen: SeenHead,
    pub(super) secret: Secret,
    /// The one close that this trustee will ever state or decrypt.
    close: Option<SeenHead>,
    /// What was signed, by step: it is sent again as it is, and nothing else is ever signed for that step.
    signed: BTreeMap<String, Kept>,
}

/// The trustee's secret, as it changes in the ceremony.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Secret {
    /// Before the confirmation: what the dealing is drawn from. Erased with the confirmation.
    Dealing(SecretBytes),
    /// After it: s_i1 .. s_iw.
    Share(Vec<SecretBytes>),
}

/// The steps in which a trustee signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Commitment,
    Opening,
    Deals,
    Confirmation,
    Complaint,
    CloseStatement,
    Decryption { district: u16 },
}

impl Step {
    fn name(self) -> String {
        match self {
            Self::Commitment => "commitment".into(),
            Self::Opening => "opening".into(),
            Self::Deals => "deals".into(),
            Self::Confirmation => "confirmation".into(),
            Self::Complaint => "complaint".into(),
            Self::CloseStatement => "close statement".into(),
            Self::Decryption { district } => format!("decryption of district {district}"),
        }
    }
}

impl Held {
    pub(super) fn new(id: ElectionId, index: TrusteeIndex, seen: TreeHead) -> Self {
        Self {
            id: id.0,
            index: index.get(),
            seen: seen.into(),
            secret: Secret::Dealing(SecretBytes::random()),
            close: None,
            signed: BTreeMap::new(),
        }
    }

    /// i; nothing, if the file was tampered with.
    pub(super) fn index(&self) -> Option<TrusteeIndex> {
        TrusteeIndex::new(self.index).ok()
    }

    pub(super) fn has_seen(&mut self, head: TreeHead) {
        self.seen = head.into();
    }

    /// Binds this trustee to one close, for ever; or gives the other that it is bound to.
    pub(super) fn bind_close(&mut self, head: TreeHead) -> Result<(), TreeHead> {
        let bound = *self.close.get_or_insert(head.into());
        if bound == head.into() { Ok(()) } else { Err(bound.into()) }
    }

    /// What was signed in a step.
    pub(super) fn signed(&self, step: Step) -> Option<&Messages> {
        self.signed.get(&step.name()).map(Kept::messages)
    }

    /// Keeps what is signed in a step, unless something is.
    pub(super) fn keep(&mut self, step: Step, messages: Messages) -> Result<(), Failure> {
        let messages = Kept::new(messages)?;
        self.signed.entry(step.name()).or_insert(messages);
        Ok(())
    }
}
