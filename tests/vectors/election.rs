//! Whole elections: `spec/election.md`, sections 6 to 9.

mod attacks;

use std::sync::LazyLock;

use isoloir_board::chain::ChainError;
use isoloir_board::entry::Entry;
use isoloir_crypto::dkg::KeyShare;
use isoloir_election::message::{DistrictResult, PaperResult};
use isoloir_election::phase::{Phase, Refusal};
use isoloir_encoding::{Decode, Encode};
use serde::{Deserialize, Serialize};

use crate::file::{Area, Hex, Invalid, Valid, valid};
use crate::samples::read_all;
use crate::town::{Town, held};
use crate::{ceremony, message};

pub(crate) struct Elections;

/// A board, to be read from its first entry.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Input {
    /// How many entries of the case "tiny_election" come first.
    after: usize,
    /// The entries that follow.
    entries: Vec<Hex>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Output {
    /// The root of the log over all entries.
    root: Hex,
    phase: String,
    fingerprint: Option<Hex>,
    /// PK_1 .. PK_w.
    keys: Vec<Hex>,
    /// The entries of the ballots that count, each with its district.
    counted: Vec<(u64, u16)>,
    results: Vec<Outcome>,
}

/// What came out in a district.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Outcome {
    credentials: u64,
    recorded: u64,
    ballots: u64,
    counts: Option<Vec<u64>>,
    paper_ballots: u64,
    paper_counts: Vec<u64>,
    /// Project and amount.
    awards: Vec<(u16, u64)>,
}

/// The tiny election and its trustees' shares.
pub(crate) static HELD: LazyLock<(Town, Vec<KeyShare>)> = LazyLock::new(held);

impl Area for Elections {
    const NAME: &'static str = "elections";
    const SPEC: &'static str = "election.md, sections 5 to 9; board.md, section 3";
    type Input = Input;
    type Output = Output;

    fn valid() -> Vec<Valid<Input>> {
        let entries = HELD.0.entries.iter().map(|entry| entry.to_bytes().into()).collect();
        let mut cases = vec![valid("tiny_election", Input { after: 0, entries })];
        let beginning = |name: &str, after| valid(name, Input { after, entries: Vec::new() });
        let opened = attacks::before(isoloir_election::message::Kind::Ballot, 0);
        cases.push(beginning("setup", opened - 1));
        cases.push(beginning("opened", opened));
        cases.push(beginning("closed", attacks::after(isoloir_election::message::Kind::Close)));
        cases.extend(attacks::other_boards());
        cases
    }

    fn invalid() -> Vec<Invalid<Input>> {
        attacks::all()
    }

    fn judge(input: &Input) -> Result<Output, String> {
        let mut town = Town::after(&HELD.0.entries[..input.after]);
        for bytes in &input.entries {
            let entry = read_all(&bytes.0, Entry::decode)?;
            let (size, head) = (town.record.chain().size(), town.record.head());
            if let Err(refusal) = town.take(entry) {
                assert_eq!((town.record.chain().size(), town.record.head()), (size, head));
                return Err(category(&refusal));
            }
        }
        Ok(Output::of(&town))
    }
}

impl Input {
    pub(crate) fn new(after: usize, entries: &[Entry]) -> Self {
        Self { after, entries: entries.iter().map(|entry| entry.to_bytes().into()).collect() }
    }
}

impl Output {
    fn of(town: &Town) -> Self {
        let (phase, decrypting) = match town.record.phase() {
            Phase::Empty => ("empty", None),
            Phase::Setup(_) => ("setup", None),
            Phase::Voting(_) => ("voting", None),
            Phase::Closed(_) => ("closed", None),
            Phase::Decrypting(decrypting) => ("decrypting", Some(decrypting)),
            Phase::Decided(decrypting) => ("decided", Some(decrypting)),
        };
        let keys = match town.record.phase() {
            Phase::Setup(setup) => setup.keys(),
            Phase::Voting(voting) => Some(voting.keys()),
            _ => decrypting.map(|decrypting| decrypting.keys()),
        };
        let fingerprint = match town.record.phase() {
            Phase::Voting(voting) => Some(voting.fingerprint()),
            _ => decrypting.map(|decrypting| decrypting.closed().fingerprint()),
        };
        let counted = decrypting.map(|decrypting| decrypting.closed().counted());
        let outcomes = decrypting.into_iter().flat_map(|decrypting| {
            let districts = 0..decrypting.closed().election().districts().len() as u16;
            districts.filter_map(|district| decrypting.outcome(district).ok())
        });
        Self {
            root: town.record.head().root.as_bytes().into(),
            phase: phase.into(),
            fingerprint: fingerprint.map(|fingerprint| fingerprint.0.into()),
            keys: keys.map_or_else(Vec::new, |keys| {
                keys.public().iter().map(|key| key.as_bytes().into()).collect()
            }),
            counted: counted.into_iter().flatten().collect(),
            results: outcomes.map(Outcome::from).collect(),
        }
    }
}

impl From<isoloir_election::phase::Outcome> for Outcome {
    fn from(outcome: isoloir_election::phase::Outcome) -> Self {
        let DistrictResult { ballots, counts, paper, awards, .. } = outcome.result;
        let awards = awards.iter().map(|award| (award.project, award.amount)).collect();
        let PaperResult { ballots: paper_ballots, counts: paper_counts } = paper;
        let (credentials, recorded) = (outcome.credentials, outcome.recorded);
        Self { credentials, recorded, ballots, counts, paper_ballots, paper_counts, awards }
    }
}

/// The stable category of a refusal: `spec/vectors/README.md` lists them.
fn category(refusal: &Refusal) -> String {
    match refusal {
        Refusal::Chain(ChainError::WrongIndex { .. }) => "chain:index",
        Refusal::Chain(_) => "chain:previous",
        Refusal::LogFull => "chain:full",
        Refusal::UnknownKind { .. } => "kind",
        Refusal::OutOfPhase { .. } => "phase",
        Refusal::Unreadable { .. } | Refusal::Definition(_) => "decode",
        Refusal::Unsigned(error) => return message::category(error),
        Refusal::WrongDistrict { .. } | Refusal::UnknownDistrict { .. } => "district",
        Refusal::Ceremony(error) => return ceremony::category(error.clone()),
        Refusal::SignedForAnother { .. } => "signer",
        Refusal::AnotherBoard { .. } | Refusal::OpenedElsewhere => "head",
        Refusal::Repeated { .. } => "repeated",
        Refusal::RollOutOfPlace { .. } => "roll:place",
        Refusal::IncompleteRoll { .. } => "roll:incomplete",
        Refusal::RollTooLong { .. } => "roll:long",
        Refusal::RepeatedCredential { .. } => "roll:repeated",
        Refusal::NoPossession { .. } => "possession",
        Refusal::NotOnRoll => "credential:unknown",
        Refusal::Revoked => "credential:revoked",
        Refusal::VotedOnPaper => "credential:paper",
        Refusal::NotInTheRunning { .. } => "withdrawal",
        Refusal::NotToReplace => "reissue",
        Refusal::PaperBatch { .. } => "paper",
        Refusal::NotCast => "cast",
        Refusal::InvalidBallot(error) => return format!("equation:{}", error.equation),
        Refusal::StalePrevious { .. } => "previous",
        Refusal::Copied => "copy",
        Refusal::NoQuorum { .. } => "quorum",
        Refusal::BelowFloor { .. } => "floor",
        Refusal::TooFewContributions { .. } => "threshold",
        Refusal::WrongResult { .. } => "result",
        // What a program does wrong, not a board.
        Refusal::BallotMissing { .. }
        | Refusal::Missing { .. }
        | Refusal::OtherBallot
        | Refusal::OtherClose => "program",
    }
    .into()
}
