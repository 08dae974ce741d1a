use anyhow::anyhow;
use isoloir_crypto::dkg::TrusteeIndex;
use isoloir_election::message::{Kind, Message, Messages};
use isoloir_election::phase::{Phase, Setup};

use crate::failure::Failure;
use crate::party::{self, Signer};
use crate::trustee::file::{Held, Step, TrusteeFile};

/// A trustee's file and the board.
pub(super) type Session = party::Session<TrusteeFile>;

impl Session {
    /// What the trustee holds; an error before the first step.
    pub(super) fn held(&self) -> Result<&Held, Failure> {
        self.sealed.content.election.as_ref().ok_or_else(not_begun)
    }

    pub(super) fn held_mut(&mut self) -> Result<&mut Held, Failure> {
        self.sealed.content.election.as_mut().ok_or_else(not_begun)
    }

    /// Joins the election of the board: from here on the file belongs to it. It lasts with the first step.
    pub(super) fn join(&mut self) -> Result<(), Failure> {
        if self.sealed.content.election.is_none() {
            let index = TrusteeIndex::new(self.position()?.saturating_add(1));
            let index = index.map_err(Failure::mismatch)?;
            let held = Held::new(self.board.election_id()?, index, self.board.head());
            self.sealed.content.election = Some(held);
        }
        Ok(())
    }

    /// i.
    pub(super) fn index(&self) -> Result<TrusteeIndex, Failure> {
        self.held()?.index().ok_or_else(|| {
            Failure::input(anyhow!("{} is damaged; take your backup", self.sealed.name().display()))
        })
    }

    /// The name of a trustee, with its index.
    pub(super) fn name(&self, trustee: TrusteeIndex) -> String {
        let election = self.board.election().ok();
        let parties = election.map(|election| &election.definition().trustees);
        match parties.and_then(|parties| parties.get(usize::from(trustee.get()) - 1)) {
            Some(party) => format!("{} (trustee {trustee})", party.name),
            None => format!("trustee {trustee}"),
        }
    }

    /// The setup; an error once the vote has opened.
    pub(super) fn setup(&self) -> Result<&Setup, Failure> {
        match self.board.record.phase() {
            Phase::Setup(setup) => Ok(setup),
            _ => Err(Failure::input(anyhow!(
                "the key ceremony of this election is over: the vote was opened"
            ))),
        }
    }

    /// Signs the messages of a step, once for ever: what was signed before is given again, and what is signed
    /// now is on the disk before it leaves this machine.
    ///
    /// `change` is what changes in the file together with it.
    pub(super) fn sign_once(
        &mut self,
        step: Step,
        make: impl FnOnce(&Signer) -> Result<Vec<Message>, Failure>,
        change: impl FnOnce(&mut Held),
    ) -> Result<Messages, Failure> {
        if let Some(messages) = self.held()?.signed(step) {
            return Ok(messages.clone());
        }
        let list = make(&self.signer()?)?;
        let messages = Messages { election: self.board.election_id()?, list };
        let head = self.board.head();
        let held = self.held_mut()?;
        held.keep(step, messages.clone())?;
        held.has_seen(head);
        change(held);
        self.sealed.save()?;
        Ok(messages)
    }

    /// The same for several steps of one message each, with one visit to the disk.
    pub(super) fn sign_each(&mut self, made: Vec<(Step, Kind, Vec<u8>)>) -> Result<(), Failure> {
        let signer = self.signer()?;
        let election = self.board.election_id()?;
        let head = self.board.head();
        let held = self.held_mut()?;
        for (step, kind, message) in made {
            held.keep(step, Messages { election, list: vec![signer.message(kind, &message)] })?;
        }
        held.has_seen(head);
        self.sealed.save()
    }
}

fn not_begun() -> Failure {
    Failure::input(anyhow!(
        "this trustee has taken no part in the ceremony yet: begin with isoloir trustee commit"
    ))
}
