use isoloir_crypto::ballot::BallotTracker;
use isoloir_election::phase::{Phase, Record, Recorded, Standing, Voter};
use isoloir_encoding::Decode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::board::election_of;

/// Bytes as they are.
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary)]
pub(super) struct Octets(#[expect(dead_code, reason = "it stands for its type alone")] Vec<u8>);

/// What the service answers to messages that it has taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Posted {
    /// The indices of their entries.
    pub entries: Vec<u64>,
}

/// How a credential stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct VoterStanding {
    /// Whether it can vote.
    pub standing: StandingName,
    /// Its recorded ballots, the last one last.
    pub ballots: Vec<RecordedBallot>,
}

/// Whether a credential can vote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum StandingName {
    /// It can.
    Active,
    /// It was revoked.
    Revoked,
    /// It was revoked, and another put in its place.
    Replaced,
    /// A ballot on paper used it up.
    Paper,
}

/// A ballot on the board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RecordedBallot {
    /// T, in hexadecimal.
    #[serde(with = "hex::serde")]
    #[schema(value_type = String)]
    pub tracker: [u8; 32],
    /// The index of its entry.
    pub entry: u64,
}

/// The election on the board, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ElectionState {
    /// SHA3-256 of the definition, in hexadecimal.
    pub election_id: String,
    /// What people call it.
    pub title: String,
    /// Where it stands.
    pub phase: PhaseName,
    /// How many entries the board has.
    pub entries: u64,
    /// Its districts, in the order of the definition.
    pub districts: Vec<DistrictState>,
}

/// Where an election stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum PhaseName {
    /// Definition, ceremony and rolls come together.
    Setup,
    /// The vote is open.
    Voting,
    /// The vote is closed.
    Closed,
    /// Every district's result is published.
    Decided,
}

/// Where a district stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DistrictState {
    /// Its name.
    pub name: String,
    /// How many credentials ever stood on its roll; 0 before the vote opens.
    pub credentials: u64,
    /// How many ballots are recorded, replaced ones included.
    pub ballots: u64,
    /// The projects that were withdrawn, by position. What this says is not proved: the board's entries are.
    pub withdrawn: Vec<u16>,
}

impl VoterStanding {
    /// Of a voter on the record.
    #[must_use]
    pub fn of(voter: &Voter) -> Self {
        let ballot = |&Recorded { tracker, entry }: &Recorded| RecordedBallot {
            tracker: *tracker.as_bytes(),
            entry,
        };
        Self {
            standing: match voter.standing {
                Standing::Active => StandingName::Active,
                Standing::Revoked => StandingName::Revoked,
                Standing::Replaced => StandingName::Replaced,
                Standing::Paper => StandingName::Paper,
            },
            ballots: voter.recorded.iter().map(ballot).collect(),
        }
    }

    /// prev: what the next ballot names.
    #[must_use]
    pub fn current(&self) -> BallotTracker {
        let last =
            self.ballots.last().and_then(|last| BallotTracker::from_bytes(&last.tracker).ok());
        last.unwrap_or(BallotTracker::NONE)
    }
}

impl ElectionState {
    /// Of a record; none, if its board is empty.
    pub(crate) fn of(record: &Record) -> Option<Self> {
        let election = election_of(record)?;
        let voting = record.phase().voting();
        let district = |(index, district): (u16, &isoloir_election::definition::District)| {
            let voting = voting.as_ref();
            DistrictState {
                name: district.name.to_string(),
                credentials: voting.and_then(|v| v.credentials(index).ok()).unwrap_or(0) as u64,
                ballots: voting.and_then(|v| v.recorded(index).ok()).unwrap_or(0),
                withdrawn: voting
                    .and_then(|v| v.withdrawn(index).ok())
                    .map_or_else(Vec::new, |withdrawn| withdrawn.iter().copied().collect()),
            }
        };
        Some(Self {
            election_id: election.id().to_string(),
            title: election.definition().title.to_string(),
            phase: match record.phase() {
                Phase::Empty | Phase::Setup(_) => PhaseName::Setup,
                Phase::Voting(_) => PhaseName::Voting,
                Phase::Closed(_) | Phase::Decrypting(_) => PhaseName::Closed,
                Phase::Decided(_) => PhaseName::Decided,
            },
            entries: record.chain().size(),
            districts: (0..).zip(election.districts()).map(district).collect(),
        })
    }
}
