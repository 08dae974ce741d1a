use isoloir_crypto::ballot::BallotTracker;
use isoloir_election::phase::{Recorded, Standing, Voter};
use isoloir_encoding::Decode;
use serde::{Deserialize, Serialize};

use crate::failure::Failure;
use crate::host::Rejected;

/// What the server answers to messages that it has taken, as JSON.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct PostAnswer {
    /// The indices of their entries.
    pub(crate) entries: Vec<u64>,
}

/// What it answers where it refuses, as `application/problem+json` (RFC 9457).
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct ProblemAnswer {
    pub(crate) title: String,
    pub(crate) status: u16,
    pub(crate) detail: String,
}

/// How a credential stands, as JSON.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct VoterStanding {
    pub(crate) standing: StandingName,
    /// Its recorded ballots, the last one last.
    pub(crate) ballots: Vec<RecordedBallot>,
}

/// Whether a credential can vote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum StandingName {
    Active,
    Revoked,
    Replaced,
    Paper,
}

/// A ballot on the board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct RecordedBallot {
    /// T, in hexadecimal.
    #[serde(with = "hex::serde")]
    pub(crate) tracker: [u8; 32],
    pub(crate) entry: u64,
}

impl VoterStanding {
    pub(super) fn of(voter: &Voter) -> Self {
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
    pub(crate) fn current(&self) -> BallotTracker {
        let last =
            self.ballots.last().and_then(|last| BallotTracker::from_bytes(&last.tracker).ok());
        last.unwrap_or(BallotTracker::NONE)
    }
}

impl ProblemAnswer {
    pub(super) fn of(rejected: Rejected) -> Self {
        if rejected.is_of_the_system() {
            // What the system said is for those who run the server.
            eprintln!("isoloir: {}", Failure::from(rejected));
            return Self::unavailable();
        }
        Self { title: "refused".into(), status: 409, detail: Failure::from(rejected).to_string() }
    }

    pub(super) fn unavailable() -> Self {
        let detail = "the board can't be written now; try again in a minute".to_owned();
        Self { title: "unavailable".into(), status: 503, detail }
    }
}
