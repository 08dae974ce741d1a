//! Keeps a board: takes what is put on it, by the rules, and makes it last before anyone sees it.
//!
//! The board's folder holds the key of its log and the log itself:
//!
//! ```text
//! board.key    signs checkpoints; it stays on this machine
//! log/         the files that are served
//! ```

mod answer;
mod commands;
mod folder;
mod serve;

pub(crate) use answer::{PostAnswer, ProblemAnswer, StandingName, VoterStanding};
pub(crate) use commands::{
    ABOUT, BoardArguments, FileArguments, POST_ABOUT, SERVE_ABOUT, ServeArguments, run_board,
    run_post, run_serve,
};
pub(crate) use folder::BoardFolder;
use serve::serve;

use std::collections::HashMap;
use std::path::Path;

use anyhow::anyhow;
use isoloir_archive::{Reader as ArchiveReader, Writer};
use isoloir_board::entry::Entry;
use isoloir_board::keys::LogSigner;
use isoloir_board::receipt::Receipt;
use isoloir_crypto::group::NonIdentityPoint;
use isoloir_election::definition::Definition;
use isoloir_election::message::{Kind, Message, Messages};
use isoloir_election::phase::{Phase, Record, Refusal};
use isoloir_encoding::{Decode, Encode, Reader};
use rand_core::OsRng;
use sha3::{Digest, Sha3_256};
use thiserror::Error;

use crate::clock;
use crate::failure::Failure;
use crate::replay::{election_of, replay, sum_ballots};

/// A board that is kept here, open for writing.
pub(crate) struct Host {
    folder: BoardFolder,
    signer: LogSigner,
    writer: Writer,
    record: Record,
    /// The entry of each message on the board, by the hash of kind and payload: what is sent again finds it.
    recorded: HashMap<[u8; 32], u64>,
}

impl Host {
    /// Opens the board in a folder and checks all of it.
    pub(crate) fn open(folder: &Path) -> Result<Self, Failure> {
        let shown = folder.display();
        let folder = BoardFolder::new(folder);
        if !folder.key_file().exists() {
            return Err(Failure::input(anyhow!(
                "no board is kept in {shown}, for its key, board.key, is not there: correct the path, or make a board \
                 with isoloir board init. A copy of a board has no key"
            )));
        }
        let signer = folder.signer()?;
        let writer = Writer::resume(&folder.log(), signer.key()).map_err(Failure::input)?;
        let archive = ArchiveReader::open(&folder.log()).map_err(Failure::system)?;
        let record = replay(&archive, "Opening the board").map_err(Failure::mismatch)?;
        let mut recorded = HashMap::new();
        for entry in archive.entries() {
            let entry = entry.map_err(Failure::system)?;
            // The parts of the districts follow the definition.
            let number = entry.index().saturating_sub(1);
            recorded.insert(digest(entry.kind(), number, entry.payload()), entry.index());
        }
        Ok(Self { folder, signer, writer, record, recorded })
    }

    /// Puts messages on the board, in their order, and returns the indices of their entries. What is on the
    /// board already is found there. All is on the disk when this returns.
    ///
    /// If one is refused, those before it are on the board.
    pub(crate) fn submit(&mut self, messages: &Messages) -> Result<Vec<u64>, Rejected> {
        let mut entries = Vec::with_capacity(messages.list.len());
        let mut refused = None;
        let mut districts = 0;
        for (position, message) in messages.list.iter().enumerate() {
            let digest = digest(message.kind as u8, districts, &message.payload);
            districts += u64::from(message.kind == Kind::District);
            let fits = self.check_election(messages, message);
            let taken = fits.and_then(|()| self.take(message, digest));
            match taken {
                Ok(entry) => entries.push(entry),
                Err(reason) => {
                    let (of, kind) = (messages.list.len(), message.kind);
                    refused = Some(Rejected::Refused {
                        position: position + 1,
                        of,
                        kind,
                        source: reason,
                    });
                    break;
                }
            }
        }
        self.writer.commit(&self.signer).map_err(|error| Rejected::Broken(error.into()))?;
        refused.map_or(Ok(entries), Err)
    }

    /// Casts a ballot, or finds that it is cast, and gives the receipt.
    pub(crate) fn cast(&mut self, payload: &[u8]) -> Result<Receipt, Rejected> {
        let Some(election) = election_of(&self.record).map(|election| election.id()) else {
            let reason = Reason::Rule(Refusal::OutOfPhase {
                kind: Kind::Ballot,
                now: "there is no election on this board yet",
            });
            return Err(Rejected::Refused {
                position: 1,
                of: 1,
                kind: Kind::Ballot,
                source: reason,
            });
        };
        let message = Message { kind: Kind::Ballot, payload: payload.to_vec() };
        let entries = self.submit(&Messages { election, list: vec![message] })?;
        let entry = entries.first().copied().unwrap_or_default();
        self.receipt(entry).map_err(Rejected::Broken)
    }

    /// How a credential stands; nothing, if it is not on the roll of the district.
    pub(crate) fn standing(
        &self,
        district: u16,
        credential: &NonIdentityPoint,
    ) -> Result<Option<VoterStanding>, Failure> {
        let voting = self.record.phase().voting();
        let voting = voting.ok_or_else(|| Failure::input(anyhow!("the vote is not open yet")))?;
        match voting.voter(district, credential) {
            Ok(voter) => Ok(Some(VoterStanding::of(voter))),
            Err(Refusal::NotOnRoll) => Ok(None),
            Err(refusal) => Err(Failure::input(refusal)),
        }
    }

    fn receipt(&self, index: u64) -> anyhow::Result<Receipt> {
        let archive = ArchiveReader::open(&self.folder.log())?;
        let entry = archive.entry(index)?;
        let proof = archive.inclusion_proof(index, archive.size())?;
        Ok(Receipt::new(index, proof, archive.note().clone()).with_extra(entry.to_bytes())?)
    }

    fn check_election(&self, messages: &Messages, message: &Message) -> Result<(), Reason> {
        match election_of(&self.record) {
            Some(election) if election.id() != messages.election => Err(Reason::OtherElection {
                found: messages.election.to_string(),
                here: election.id().to_string(),
            }),
            None if message.kind != Kind::Definition => Err(Reason::Empty),
            _ => Ok(()),
        }
    }

    /// Appends one message, if it is not there.
    fn take(&mut self, message: &Message, digest: [u8; 32]) -> Result<u64, Reason> {
        if let Some(&entry) = self.recorded.get(&digest) {
            return Ok(entry);
        }
        if message.kind == Kind::Definition {
            self.check_definition(&message.payload)?;
        }
        self.check_time(message.kind)?;
        let chain = self.writer.chain();
        let (index, head) = (chain.size(), chain.head());
        let entry = Entry::new(index, head, message.kind as u8, message.payload.clone())
            .map_err(|error| Reason::System(error.into()))?;
        self.record.apply(&entry, &mut OsRng)?;
        self.writer.append_entry(&entry).map_err(|error| Reason::System(error.into()))?;
        self.recorded.insert(digest, index);
        if matches!(self.record.phase(), Phase::Closed(_)) {
            self.tally().map_err(Reason::System)?;
        }
        Ok(index)
    }

    /// A definition that names another log, or asks for cosignatures that this program does not take in, would
    /// leave a board that nobody can read.
    fn check_definition(&self, payload: &[u8]) -> Result<(), Reason> {
        // What can't be read, the rules refuse.
        let message = payload.get(1..).unwrap_or_default();
        let Ok(definition) = Definition::decode(&mut Reader::new(message)) else { return Ok(()) };
        if definition.board != *self.signer.key() {
            return Err(Reason::OtherBoard {
                found: definition.board.to_string(),
                here: self.signer.key().to_string(),
            });
        }
        if definition.witness_quorum > 0 {
            return Err(Reason::Witnesses { quorum: definition.witness_quorum });
        }
        Ok(())
    }

    /// The vote does not open before its time, nor close; and no ballot comes after it.
    fn check_time(&self, kind: Kind) -> Result<(), Reason> {
        let Some(election) = election_of(&self.record) else { return Ok(()) };
        let now = clock::now().map_err(|failure| Reason::System(anyhow!("{failure}")))?;
        let now = clock::seconds(now);
        let (opens, closes) = (election.definition().opens, election.definition().closes);
        match kind {
            Kind::Open if now < opens => {
                Err(Reason::Early { what: "opens", when: clock::moment(opens) })
            }
            Kind::Close if now < closes => {
                Err(Reason::Early { what: "closes", when: clock::moment(closes) })
            }
            Kind::Ballot if now >= closes => Err(Reason::Late { when: clock::moment(closes) }),
            _ => Ok(()),
        }
    }

    /// After the close: the sums, from what is on the disk.
    fn tally(&mut self) -> anyhow::Result<()> {
        self.writer.commit(&self.signer)?;
        let archive = ArchiveReader::open(&self.folder.log())?;
        let sums = sum_ballots(&archive, &self.record)?;
        self.record.tally(sums)?;
        Ok(())
    }
}

/// What a message is found again by. Two districts may have equal parts, so theirs has their number in it.
fn digest(kind: u8, district: u64, payload: &[u8]) -> [u8; 32] {
    let number = if kind == Kind::District as u8 { district } else { 0 };
    let hash = Sha3_256::new_with_prefix([kind]).chain_update(number.to_be_bytes());
    hash.chain_update(payload).finalize().into()
}

/// Messages were not taken.
#[derive(Debug, Error)]
pub(crate) enum Rejected {
    /// One of them can't be; those before it are on the board.
    #[error("message {position} of {of}, a {kind}, is refused")]
    Refused { position: usize, of: usize, kind: Kind, source: Reason },
    /// A question that has no answer.
    #[error("{0}")]
    Unknown(String),
    /// The board can't be written; it must be opened again.
    #[error("the board can't be written")]
    Broken(#[source] anyhow::Error),
}

/// Why a message is refused.
#[derive(Debug, Error)]
pub(crate) enum Reason {
    /// By the rules of the election.
    #[error(transparent)]
    Rule(#[from] Refusal),
    /// Messages of another election.
    #[error(
        "it is of election {found}, and this board holds election {here}: check the address of the board"
    )]
    OtherElection { found: String, here: String },
    /// A definition for another board.
    #[error(
        "the definition names the board {found}, and this is {here}: check the address, or put the line that \
         isoloir board init printed into election.toml"
    )]
    OtherBoard { found: String, here: String },
    /// A definition that asks for cosignatures.
    #[error(
        "the definition asks for the signatures of {quorum} witnesses on every checkpoint, and this program can't \
         collect them yet: set the quorum to 0"
    )]
    Witnesses { quorum: u8 },
    /// Nothing is on the board.
    #[error("the board is empty: an official publishes the election first")]
    Empty,
    /// It is not time yet.
    #[error("the vote {what} at {when}, not before")]
    Early { what: &'static str, when: String },
    /// Voting is over.
    #[error("the vote ended at {when}")]
    Late { when: String },
    /// The system failed.
    #[error("the system failed")]
    System(#[source] anyhow::Error),
}

impl Rejected {
    /// Whether the disk or the like is to blame: what is in memory may then be ahead of it.
    fn is_of_the_system(&self) -> bool {
        matches!(self, Self::Broken(_) | Self::Refused { source: Reason::System(_), .. })
    }
}

impl From<Rejected> for Failure {
    fn from(rejected: Rejected) -> Self {
        if rejected.is_of_the_system() { Self::system(rejected) } else { Self::input(rejected) }
    }
}
