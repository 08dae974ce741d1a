use anyhow::anyhow;
use ed25519_dalek::SigningKey;
use isoloir_crypto::dkg::TrusteeIndex;
use isoloir_election::message::{Kind, Signed};
use isoloir_election::phase::{Phase, Setup};

use crate::failure::Failure;
use crate::place::{Board, Message, Messages, PostArguments};
use crate::sealed::Sealed;
use crate::trustee::KeyArguments;
use crate::trustee::file::{Held, Step, TrusteeFile};

/// A trustee's file and the board, both open, and known to belong together.
pub(super) struct Session<'a> {
    sealed: Sealed<TrusteeFile>,
    pub(super) board: Board,
    post: &'a PostArguments,
}

impl<'a> Session<'a> {
    /// Opens the file, reads the board and checks all of it: the rules, that it has only grown since it was
    /// last seen, and that it is the board of the election that the file belongs to.
    pub(super) fn begin(key: &KeyArguments, post: &'a PostArguments) -> Result<Self, Failure> {
        let sealed = open_in_use(key)?;
        let board = Board::read(&post.board)?;
        let election = board.election_id()?;
        if let Some(held) = &sealed.content.election {
            if held.id() != election {
                return Err(Failure::input(anyhow!(
                    "{} belongs to election {}, and this is the board of election {election}: check the \
                     address; for another election make a new file with isoloir trustee init",
                    sealed.name().display(),
                    held.id()
                )));
            }
            board.check_grown_from(&held.seen())?;
        }
        Ok(Self { sealed, board, post })
    }

    /// What the trustee holds; an error before the first step.
    pub(super) fn held(&self) -> Result<&Held, Failure> {
        self.sealed.content.election.as_ref().ok_or_else(|| {
            Failure::input(anyhow!(
                "this trustee has taken no part in the ceremony yet: begin with isoloir trustee commit"
            ))
        })
    }

    pub(super) fn held_mut(&mut self) -> Result<&mut Held, Failure> {
        self.held()?;
        let held = self.sealed.content.election.as_mut();
        held.ok_or_else(|| {
            Failure::input(anyhow!("this trustee has taken no part in the ceremony yet"))
        })
    }

    /// Joins the election of the board: from here on the file belongs to it. It lasts with the first step.
    pub(super) fn join(&mut self) -> Result<(), Failure> {
        if self.sealed.content.election.is_none() {
            let election = self.board.election()?;
            let trustees = &election.definition().trustees;
            let position = self.sealed.content.identity.position(trustees).ok_or_else(|| {
                Failure::input(anyhow!(
                    "the definition of this election does not name the key of {}: check the address of the \
                     board, or have the official take up the line that isoloir trustee init printed",
                    self.sealed.name().display()
                ))
            })?;
            let index = TrusteeIndex::new(position.saturating_add(1)).map_err(Failure::mismatch)?;
            let held = Held::new(election.id(), index, self.board.head());
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
        let signer = self.signer()?;
        let messages = Messages { election: self.board.election_id()?, list: make(&signer)? };
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

    /// Posts messages, or writes them to the file that was asked for.
    pub(super) fn send(&self, messages: &Messages) -> Result<(), Failure> {
        self.post.send(messages)
    }

    /// Reads the board again, after something was posted; nothing, if it went to a file.
    pub(super) fn read_again(&mut self) -> Result<bool, Failure> {
        if self.post.out.is_some() {
            return Ok(false);
        }
        let board = Board::read(&self.post.board)?;
        board.check_grown_from(&self.board.head())?;
        self.board = board;
        Ok(true)
    }

    fn signer(&self) -> Result<Signer, Failure> {
        let context = self.board.signing_context()?;
        let signer = self.index()?.get() - 1;
        Ok(Signer { context, signer, key: self.sealed.content.identity.signing_key() })
    }
}

/// Signs a trustee's messages.
pub(super) struct Signer {
    context: [u8; 32],
    signer: u8,
    key: SigningKey,
}

impl Signer {
    pub(super) fn message(&self, kind: Kind, message: &[u8]) -> Message {
        let payload = Signed::sign(kind, &self.context, self.signer, &self.key, message);
        Message { kind, payload }
    }
}

/// Opens a trustee's file that is in use.
fn open_in_use(key: &KeyArguments) -> Result<Sealed<TrusteeFile>, Failure> {
    let sealed = key.open()?;
    if sealed.content.is_backup {
        return Err(Failure::input(anyhow!(
            "{} is a backup: if your own file is lost, take it into use with isoloir trustee restore",
            sealed.name().display()
        )));
    }
    Ok(sealed)
}
