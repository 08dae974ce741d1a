//! Which entry may come when (`spec/election.md`, section 6).

use std::fmt;

use crate::election::message::Kind;

/// The states of a board.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Without an entry.
    Empty,
    /// The districts' parts come.
    Defining,
    /// A round of the key ceremony, 0 to 3.
    Round(u8),
    /// The key ceremony has failed; this board never opens.
    Failed,
    /// The vote is open.
    Voting,
    /// The vote is closed.
    Closed,
    /// Every district has its result.
    Decided,
}

impl Phase {
    /// Whether an entry of this kind may come.
    pub(in crate::election) fn takes(self, kind: Kind) -> bool {
        match self {
            Self::Empty => kind == Kind::Definition,
            Self::Defining => matches!(kind, Kind::District | Kind::Roll),
            Self::Round(0) => matches!(kind, Kind::DealingCommitment | Kind::Roll),
            Self::Round(1) => matches!(kind, Kind::DealingOpening | Kind::Roll),
            Self::Round(2) => matches!(kind, Kind::Deal | Kind::Roll),
            Self::Round(_) => {
                matches!(kind, Kind::Complaint | Kind::Confirmation | Kind::Roll | Kind::Open)
            }
            Self::Failed => kind == Kind::Roll,
            Self::Voting => (Kind::Ballot..=Kind::Close).contains(&kind),
            Self::Closed => (Kind::CloseStatement..=Kind::Result).contains(&kind),
            Self::Decided => false,
        }
    }

    /// Its name in the report: `setup`, `failed`, `voting`, `closed` or `decided`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Empty | Self::Defining | Self::Round(_) => "setup",
            Self::Failed => "failed",
            Self::Voting => "voting",
            Self::Closed => "closed",
            Self::Decided => "decided",
        }
    }
}

/// When it is, as the end of a sentence.
impl fmt::Display for Phase {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => formatter.write_str("before the definition"),
            Self::Defining => formatter.write_str("before all districts are defined"),
            Self::Round(round) => write!(formatter, "in round {round} of the key ceremony"),
            Self::Failed => formatter.write_str("after the key ceremony has failed"),
            Self::Voting => formatter.write_str("while the vote is open"),
            Self::Closed => formatter.write_str("after the close"),
            Self::Decided => formatter.write_str("after the last result"),
        }
    }
}
