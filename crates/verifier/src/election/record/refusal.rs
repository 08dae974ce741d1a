//! Why an entry is not part of the election.

use thiserror::Error;

use super::Phase;
use super::roll::Standing;
use crate::crypto::ballot::ParametersError;
use crate::crypto::ceremony::CeremonyError;
use crate::crypto::style::StyleError;
use crate::crypto::tally::TallyError;
use crate::election::message::Kind;
use crate::election::party::SignatureError;
use crate::election::rules::TooHard;
use crate::report::Step;
use crate::wire::WireError;

/// An entry is refused: the step of the report that it belongs to, and why. The record is as it
/// was before the entry.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{what}")]
pub struct Refusal {
    /// The step that does not hold.
    pub step: Step,
    /// What does not hold.
    pub what: Fault,
}

/// What is wrong with an entry. The sections are those of `spec/election.md` if no other text is
/// named.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[expect(missing_docs, reason = "the fields are what the text of the variant says")]
pub enum Fault {
    /// Not canonical.
    #[error(transparent)]
    Form(#[from] WireError),
    /// No such kind.
    #[error("kind {0} does not exist; there are kinds 1 to 18")]
    Kind(u8),
    /// The entry does not come in this phase (section 6).
    #[error("an entry of kind {} ({}) is not accepted {phase} (election.md, section 6)",
        kind.number(), kind.name())]
    Phase { kind: Kind, phase: Phase },
    /// A signature of a party (section 5.1).
    #[error(transparent)]
    Signature(#[from] SignatureError),
    /// A trustee's message names another trustee (section 5.1).
    #[error("trustee {signer} signed a message that names trustee {named}")]
    NamesAnother { signer: u8, named: u8 },
    /// A district that the definition does not have.
    #[error("there is no district {0}")]
    NoDistrict(u16),
    /// A district's part that is not the next one of the definition (section 2).
    #[error("the part has not the hash that the definition names for district {0}")]
    AnotherDistrict(usize),
    /// Limits that make no ballot style (section 3).
    #[error(transparent)]
    Style(#[from] StyleError),
    /// A paper floor, and nobody to sign batches on paper (section 2).
    #[error("the district takes ballots on paper, which needs at least two officials")]
    PaperSigners,

    /// A message of the key ceremony (`protocol.md`, section 5).
    #[error(transparent)]
    Ceremony(#[from] CeremonyError),
    /// A confirmation of another board (section 6).
    #[error("it confirms another entry than the one that completed round 2 of the ceremony")]
    AnotherRound,
    /// A second confirmation.
    #[error("trustee {0} has confirmed before")]
    ConfirmedBefore(u8),

    /// A list that does not begin where the one before ended (section 6).
    #[error("the list begins at position {first}, but the registrar's roll has {length} so far")]
    RollPlace { first: u32, length: usize },
    /// More than `MAX_ROLL` credentials (section 11).
    #[error("the roll would have {0} credentials; 16,777,216 are allowed")]
    RollLong(usize),
    /// A proof of knowledge of credentials (`protocol.md`, section 8).
    #[error(
        "the proof that registrar {0} knows the secrets does not hold (protocol.md, section 8)"
    )]
    Possession(usize),

    /// The open names another entry than the one before it (section 6).
    #[error("the vote was opened on another entry than the one before")]
    AnotherBoard,
    /// Not all trustees have confirmed (section 6, open, 1).
    #[error("{confirmed} of {trustees} trustees have confirmed")]
    Unconfirmed { confirmed: u32, trustees: usize },
    /// Rolls of different lengths, or empty ones (section 6, open, 2).
    #[error(
        "in district {district} the registrars' rolls have lengths {lengths:?}; they must be \
             equal and at least 1"
    )]
    RollIncomplete { district: usize, lengths: Vec<usize> },
    /// A sum is neutral (section 6, open, 3).
    #[error("credential {position} of district {district} is the neutral element")]
    RollNeutral { district: usize, position: usize },
    /// Two sums are equal (section 6, open, 3).
    #[error("credential {position} of district {district} is one before it again")]
    RollRepeated { district: usize, position: usize },
    /// The keys do not serve a district's ballots (`protocol.md`, section 6.2).
    #[error(transparent)]
    Parameters(#[from] ParametersError),

    /// A credential that never stood on the roll.
    #[error("credential {} is not on the roll of district {district}", hex::encode(credential))]
    Stranger { district: u16, credential: [u8; 32] },
    /// A credential that may not vote any more.
    #[error("credential {} of district {district} is {standing}", hex::encode(credential))]
    NotActive { district: u16, credential: [u8; 32], standing: Standing },
    /// prev is not current (section 7, ballot, 6).
    #[error(
        "it follows ballot {}, but the last one of its credential is {}",
        hex::encode(named),
        hex::encode(last)
    )]
    Previous { named: [u8; 32], last: [u8; 32] },
    /// A copy (section 7, ballot, 7).
    #[error("its A, {}, is that of a ballot before it", hex::encode(.0))]
    Copy([u8; 32]),

    /// A project that does not exist.
    #[error("district {district} has no project {project}")]
    NoProject { district: u16, project: u16 },
    /// A second withdrawal.
    #[error("project {project} of district {district} was withdrawn before")]
    WithdrawnBefore { district: u16, project: u16 },
    /// The credential to be replaced is not revoked.
    #[error(
        "credential {} of district {district} is {standing}; a revoked one can be replaced",
        hex::encode(credential)
    )]
    NotRevoked { district: u16, credential: [u8; 32], standing: Standing },
    /// The new credential is neutral.
    #[error("the new credential is the neutral element")]
    ReissueNeutral,
    /// The new credential is there already.
    #[error(
        "the new credential {} is on the roll of district {district} already",
        hex::encode(credential)
    )]
    ReissueKnown { district: u16, credential: [u8; 32] },

    /// The district takes no paper.
    #[error("district {0} takes no ballots on paper")]
    PaperNone(u16),
    /// Too few ballots on paper.
    #[error("a batch of {ballots} ballots; at least {floor} are needed")]
    PaperFew { ballots: usize, floor: u32 },
    /// Credentials of a batch out of order.
    #[error("the credentials of the batch are not in strictly ascending order")]
    PaperOrder,
    /// More votes or points than ballots can give.
    #[error("project {project} has {count} votes or points on {ballots} ballots of {points} each")]
    PaperCount { project: usize, count: u32, ballots: usize, points: u8 },
    /// Counts that ballots within the limits can't add up to.
    #[error("ballots that keep to the limits can't add up to these counts")]
    PaperLimits,

    /// A close statement about another log (section 8).
    #[error("trustee {trustee} saw another close: {size} entries with root {}", hex::encode(root))]
    AnotherClose { trustee: u8, size: u64, root: [u8; 32] },
    /// A second close statement.
    #[error("trustee {0} has signed a close statement before")]
    StatedBefore(u8),
    /// Too few close statements (section 8).
    #[error("{statements} of the {quorum} close statements that are needed are there")]
    Quorum { statements: u32, quorum: usize },

    /// A decryption where too few ballots count (section 8).
    #[error("{counted} ballots count in district {district}; fewer than {floor} are not decrypted")]
    Floor { district: u16, counted: u64, floor: u32 },
    /// A second contribution of a trustee.
    #[error("trustee {trustee} has contributed to the tally of district {district} before")]
    ContributedBefore { district: u16, trustee: u8 },
    /// The caller could not sum the ballots.
    #[error("the sums of the ballots are not known")]
    NoSums,
    /// Too few contributions for a result.
    #[error("{valid} of the {threshold} contributions that are needed hold")]
    Threshold { valid: usize, threshold: u8 },
    /// The contributions give no counts (`protocol.md`, section 10.3).
    #[error(transparent)]
    Tally(#[from] TallyError),

    /// A second result.
    #[error("district {0} has a result already")]
    ResultBefore(u16),
    /// The result's number of ballots.
    #[error("the result says that {said} ballots count, but {counted} do")]
    ResultBallots { said: u64, counted: u64 },
    /// Counts where there should be none, or none where there should be.
    #[error("{counted} ballots count and the floor is {floor}: the result {} counts",
        if counted < &u64::from(*floor) { "must not have" } else { "must have" })]
    ResultFloor { counted: u64, floor: u32 },
    /// Counts for another number of projects.
    #[error("the result has {said} counts, and the district has {projects} projects")]
    ResultLength { said: usize, projects: usize },
    /// Another count.
    #[error(
        "the result says that project {project} has {said} votes or points, but they decrypt to \
         {count}"
    )]
    ResultCount { project: usize, said: u64, count: u64 },
    /// Other figures of paper.
    #[error("the result's figures of ballots on paper are not the sums over the batches")]
    ResultPaper,
    /// Another winner (section 9).
    #[error("in place {place} of the winners, from 1, the result has {}, but by the rule there is {}",
        project(*said), project(*winner))]
    ResultWinner { place: usize, said: Option<u16>, winner: Option<u16> },
    /// Another amount for the right winner (section 9).
    #[error(
        "in place {place} of the awards, from 1, the result gives project {project} {said}, but \
             by the rule it is given {amount}"
    )]
    ResultAmount { place: usize, project: u16, said: u64, amount: u64 },
    /// The rule is optimal, and this program can't tell what it gives.
    #[error("awards: {0}")]
    TooHard(#[from] TooHard),
}

fn project(position: Option<u16>) -> String {
    position.map_or("nothing".to_owned(), |position| format!("project {position}"))
}

/// Puts what can go wrong in a step under that step.
pub(super) trait At<T> {
    /// The same result with its error as a refusal of `step`.
    fn at(self, step: Step) -> Result<T, Refusal>;
}

impl<T, E: Into<Fault>> At<T> for Result<T, E> {
    fn at(self, step: Step) -> Result<T, Refusal> {
        self.map_err(|error| Refusal { step, what: error.into() })
    }
}

/// A refusal.
pub(super) fn refuse<T>(step: Step, what: Fault) -> Result<T, Refusal> {
    Err(Refusal { step, what })
}
