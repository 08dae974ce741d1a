//! What goes into a batch and what comes out.

use thiserror::Error;

use crate::crypto::ballot::Parameters;
use crate::crypto::tally::Sums;
use crate::wire::WireError;

/// A ballot as it stands on the board (`spec/election.md`, section 5.2).
#[derive(Clone, Copy)]
pub struct CastBallot<'a> {
    /// The index of its entry.
    pub entry: u64,
    /// The parameters of its district.
    pub parameters: &'a Parameters,
    /// U, encoded.
    pub credential: &'a [u8; 32],
    /// prev, a tracker.
    pub previous: &'a [u8; 32],
    /// T, as [`Parameters::tracker`] gives it.
    pub tracker: [u8; 32],
    /// The sealed ballot.
    pub sealed: &'a [u8],
    /// The cast signature, R || z.
    pub signature: &'a [u8; 64],
}

/// What a ballot must satisfy, in the order in which it is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Error)]
pub enum Equation {
    /// z G = R + c U (sections 4.1 and 7).
    #[error("the signature that casts")]
    Cast,
    /// z_r G = TA + c A
    #[error("the equation \"randomness\"")]
    Randomness,
    /// z_r (sum_j y^j PK_j) + (sum_j y^j f_j) H = TY + c sum_j y^j Y_j
    #[error("the equation \"message\"")]
    Message,
    /// sum_j f_j G_j + z_x K = Cm + c Cx
    #[error("the equation \"commitment\"")]
    Commitment,
    /// (sum_j y^j f_j (c - f_j)) H + z_p K = c P1 + P0
    #[error("the equation \"bits\"")]
    Bits,
    /// (sum_i y^i (c b_i + sum_j a_ij f_j)) H + z_v K = E + c sum_i y^i V_i
    #[error("the equation \"constraints\"")]
    Constraints,
    /// (R1) of the range proof, section 11.4.
    #[error("the range proof, equation (R1)")]
    RangeValue,
    /// (R2) of the range proof, section 11.4.
    #[error("the range proof, equation (R2)")]
    RangeProduct,
}

impl Equation {
    /// How many there are.
    pub const COUNT: usize = 8;

    /// All of them, in order.
    pub const ALL: [Self; Self::COUNT] = [
        Self::Cast,
        Self::Randomness,
        Self::Message,
        Self::Commitment,
        Self::Bits,
        Self::Constraints,
        Self::RangeValue,
        Self::RangeProduct,
    ];
}

/// What is wrong with a ballot: the first of its faults.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Fault {
    /// It is not canonical. Offsets are those in the payload of its entry.
    #[error(transparent)]
    Wire(#[from] WireError),
    /// An equation does not hold.
    #[error("{0} does not hold")]
    Equation(Equation),
    /// A point of the range proof is the neutral element.
    #[error("{0} of the range proof is the neutral element")]
    NeutralRangePoint(&'static str),
    /// A challenge of the range proof is 0.
    #[error("a challenge of the range proof is 0")]
    ZeroRangeChallenge,
}

/// A ballot that is not valid.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("the ballot of entry {entry} is not valid: {fault}")]
pub struct Guilty {
    /// The index of its entry.
    pub entry: u64,
    /// What is wrong.
    pub fault: Fault,
}

/// What a batch amounts to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BatchOutcome {
    /// The ballots that are not valid, in the order of the batch. All others are.
    pub guilty: Vec<Guilty>,
    /// By district, in the order of their first ballots: the sums over all ballots of the batch
    /// that are canonical, guilty ones included.
    pub sums: Vec<(u16, Sums)>,
}
