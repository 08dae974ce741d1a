use isoloir_board::chain::Chain;
use isoloir_board::entry::Entry;
use isoloir_board::merkle::{Frontier, TreeHead};
use rand_core::CryptoRngCore;

use crate::message::Kind;
use crate::phase::{
    CheckedBallot, Closed, ClosedTallies, Decrypting, Placement, Refusal, Setup, Voting,
};

/// What the entries of a board amount to: chain and log of the entries so far, and the phase of the
/// election.
pub struct Record {
    chain: Chain,
    log: Frontier,
    phase: Phase,
}

/// The phase of an election.
pub enum Phase {
    /// Nothing is on the board.
    Empty,
    /// Definition, ceremony and rolls come together.
    Setup(Setup),
    /// The vote is open.
    Voting(Voting),
    /// The vote is closed; the sums are to be computed ([`Record::tally`]).
    Closed(Closed),
    /// The sums are decrypted.
    Decrypting(Decrypting),
    /// Every district's result is published. Nothing follows.
    Decided(Decrypting),
}

impl Phase {
    /// The vote, open or closed; nothing before it has opened.
    #[must_use]
    pub fn voting(&self) -> Option<&Voting> {
        match self {
            Self::Empty | Self::Setup(_) => None,
            Self::Voting(voting) => Some(voting),
            Self::Closed(closed) => Some(closed.voting()),
            Self::Decrypting(decrypting) | Self::Decided(decrypting) => {
                Some(decrypting.closed().voting())
            }
        }
    }
}

impl Default for Record {
    fn default() -> Self {
        Self::new()
    }
}

impl Record {
    /// The record of an empty board.
    #[must_use]
    pub fn new() -> Self {
        Self { chain: Chain::new(), log: Frontier::new(), phase: Phase::Empty }
    }

    /// Where the election stands.
    #[must_use]
    pub fn phase(&self) -> &Phase {
        &self.phase
    }

    /// The chain of the entries so far.
    #[must_use]
    pub fn chain(&self) -> &Chain {
        &self.chain
    }

    /// Size and root of the log so far.
    #[must_use]
    pub fn head(&self) -> TreeHead {
        self.log.head()
    }

    /// Takes the next entry.
    ///
    /// # Errors
    /// Says why it is refused; the record is then as it was.
    pub fn apply(&mut self, entry: &Entry, rng: &mut impl CryptoRngCore) -> Result<(), Refusal> {
        match (&self.phase, kind_of(entry)?) {
            (Phase::Voting(voting), Kind::Ballot) => {
                let checked = voting.check(entry.payload(), rng)?;
                self.apply_ballot(entry, checked)
            }
            (_, kind) => self.apply_other(entry, kind),
        }
    }

    /// Takes the next entry, a ballot that was checked before ([`Voting::check`]) on its payload.
    ///
    /// # Errors
    /// As [`Record::apply`]; and refuses a ballot that is on the board already.
    pub fn apply_ballot(&mut self, entry: &Entry, checked: CheckedBallot) -> Result<(), Refusal> {
        let links = self.link(entry)?;
        let Phase::Voting(voting) = &mut self.phase else {
            return Err(Refusal::OutOfPhase { kind: Kind::Ballot, now: "the vote is not open" });
        };
        if !checked.is_of(entry) {
            return Err(Refusal::OtherBallot);
        }
        match voting.place(&checked)? {
            Placement::New => voting.record(checked, entry.index())?,
            Placement::Recorded { .. } => return Err(voting.why_not_again(&checked)),
        }
        self.follow(links);
        Ok(())
    }

    fn apply_other(&mut self, entry: &Entry, kind: Kind) -> Result<(), Refusal> {
        let links = self.link(entry)?;
        let next = match &mut self.phase {
            Phase::Empty if kind == Kind::Definition => {
                Some(Phase::Setup(Setup::begin(entry.payload())?))
            }
            Phase::Empty => {
                return Err(Refusal::OutOfPhase {
                    kind,
                    now: "the board must begin with a definition",
                });
            }
            Phase::Setup(setup) if kind == Kind::Open => Some(Phase::Voting(setup.open(entry)?)),
            Phase::Setup(setup) => {
                setup.apply(kind, entry)?;
                None
            }
            Phase::Voting(voting) if kind == Kind::Close => {
                voting.check_close(entry)?;
                None
            }
            Phase::Voting(voting) => {
                voting.apply(kind, entry.payload())?;
                None
            }
            Phase::Closed(closed) if kind == Kind::CloseStatement => {
                closed.accept_statement(entry.payload())?;
                None
            }
            Phase::Closed(_) => {
                return Err(Refusal::OutOfPhase { kind, now: "the vote is closed" });
            }
            Phase::Decrypting(decrypting) => {
                decrypting.apply(kind, entry.payload())?;
                None
            }
            Phase::Decided(_) => {
                return Err(Refusal::OutOfPhase { kind, now: "the election is decided" });
            }
        };
        self.follow(links);
        if let Some(next) = next {
            self.phase = next;
        }
        self.advance(kind);
        Ok(())
    }

    /// Goes on to the phase that an accepted entry of this kind begins.
    fn advance(&mut self, kind: Kind) {
        let head = self.log.head();
        let phase = core::mem::replace(&mut self.phase, Phase::Empty);
        self.phase = match phase {
            Phase::Voting(voting) if kind == Kind::Close => Phase::Closed(voting.close(head)),
            Phase::Decrypting(decrypting) if decrypting.is_decided() => Phase::Decided(decrypting),
            other => other,
        };
    }

    /// Goes on from the close to decryption, with the sums over the ballots that count
    /// ([`crate::phase::Tallies`]).
    ///
    /// # Errors
    /// If the vote is not closed, or the sums are those of another close; nothing has changed then.
    pub fn tally(&mut self, tallies: ClosedTallies) -> Result<(), Refusal> {
        match core::mem::replace(&mut self.phase, Phase::Empty) {
            Phase::Closed(closed) if closed.head() == tallies.head() => {
                self.phase = Phase::Decrypting(closed.decrypt(tallies));
                Ok(())
            }
            other => {
                self.phase = other;
                Err(Refusal::OtherClose)
            }
        }
    }

    /// Chain and log with this entry, if it continues them.
    fn link(&self, entry: &Entry) -> Result<(Chain, Frontier), Refusal> {
        let mut chain = self.chain.clone();
        chain.follow(entry)?;
        let mut log = self.log.clone();
        log.append(entry.leaf_hash()).map_err(|_| Refusal::LogFull)?;
        Ok((chain, log))
    }

    fn follow(&mut self, (chain, log): (Chain, Frontier)) {
        self.chain = chain;
        self.log = log;
    }
}

fn kind_of(entry: &Entry) -> Result<Kind, Refusal> {
    Kind::from_byte(entry.kind()).ok_or(Refusal::UnknownKind { kind: entry.kind() })
}
