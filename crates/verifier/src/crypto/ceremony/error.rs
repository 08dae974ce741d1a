//! Why a ceremony refuses a message.

use thiserror::Error;

use super::Round;
use crate::wire::WireError;

/// Why a ceremony can't be, or refuses a message (`spec/protocol.md`, section 5). A refused message
/// changes nothing.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CeremonyError {
    /// N, t or w is out of range.
    #[error(
        "no ceremony of {trustees} trustees, threshold {threshold} and {slots} slots: \
         1 <= N <= 32, 1 <= t <= N, 1 <= w <= 960"
    )]
    Parameters {
        /// N
        trustees: u8,
        /// t
        threshold: u8,
        /// w
        slots: usize,
    },
    /// The message is not canonical.
    #[error(transparent)]
    Wire(#[from] WireError),
    /// The message belongs to another round than the one that is on.
    #[error("this message is of {message}, and the ceremony is in {now}")]
    Round {
        /// The round of the message.
        message: Round,
        /// The round that is on.
        now: Round,
    },
    /// An index above N.
    #[error("there is no trustee {0}")]
    Unknown(u8),
    /// A second message of a trustee in one round, or to one recipient.
    #[error("trustee {0} has sent this message before")]
    Repeated(u8),
    /// The proof of a commitment or of an opening does not hold.
    #[error("trustee {0} does not prove that it knows its secrets")]
    Possession(u8),
    /// Two trustees with one encryption key.
    #[error("trustees {first} and {second} have one encryption key; both are at fault")]
    SharedKey {
        /// Who came first.
        first: u8,
        /// Who came second.
        second: u8,
    },
    /// A part does not begin where the one before ended, or is not of full size.
    #[error(
        "the part of trustee {trustee} holds {count} slots from {first}, \
         and should hold {expected_count} from {expected_first}"
    )]
    Place {
        /// Whose part.
        trustee: u8,
        /// Its first slot, from 0.
        first: usize,
        /// Its slots.
        count: usize,
        /// Where it should begin.
        expected_first: usize,
        /// How many slots it should hold.
        expected_count: usize,
    },
    /// The parts are not what the trustee had committed to.
    #[error("trustee {0} opens something else than it had committed to")]
    Opening(u8),
    /// A deal of a trustee to itself.
    #[error("trustee {0} deals to itself")]
    SelfDeal(u8),
    /// A deal or a complaint that was made for other commitments than those of this board.
    #[error(
        "trustee {0} made this message in another round, for other commitments than the board's; \
         nobody is at fault"
    )]
    AnotherRound(u8),
    /// A complaint about a deal that is not there.
    #[error("trustee {accuser} complains about a deal of trustee {accused} that there is not")]
    NoDeal {
        /// Who complains.
        accuser: u8,
        /// About whom.
        accused: u8,
    },
}
