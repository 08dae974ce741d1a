//! The ballot: encrypted choices with a proof that they are a ballot of the style
//! (`spec/protocol.md`, section 6).
//!
//! ```text
//! Choices --seal--> SealedBallot + Opening          proof.rs, seal.rs
//! SealedBallot --verify--> Ok | which equation      verify.rs
//! cast ballots --verify_batch--> of each, the same  batch/
//! SealedBallot --challenge--> Opening, thrown away  opening.rs
//! ```

mod batch;
mod opening;
mod parameters;
mod proof;
mod range;
mod seal;
mod style;
mod verify;

pub use batch::{CastError, CastVote, verify_batch};
pub use opening::{Opening, OpeningError};
pub use parameters::{BallotParameters, ParametersError};
pub use proof::{BallotProof, Ciphertext, SealedBallot};
pub use style::{
    BallotStyle, ChoiceError, Choices, LinearConstraint, MAX_CONSTRAINTS, MAX_SLOTS, StyleError,
};
pub use verify::{BallotError, Equation};

use core::fmt;

use isoloir_encoding::{Decode, DecodeError, Encode, Reader, Writer};

/// T, the tracker of a sealed ballot: 32 bytes that a voter can copy, and by which they find the
/// ballot again (`spec/protocol.md`, section 6.5).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BallotTracker([u8; 32]);

impl BallotTracker {
    /// What stands in the place of a tracker where no ballot comes before: 32 zero bytes.
    pub const NONE: Self = Self([0; 32]);

    /// The 32 bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for BallotTracker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        crate::group::write_hex(f, &self.0)
    }
}

impl fmt::Debug for BallotTracker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Encode for BallotTracker {
    fn encode(&self, out: &mut Writer) {
        out.raw(&self.0);
    }
}

impl Decode for BallotTracker {
    fn decode(input: &mut Reader<'_>) -> Result<Self, DecodeError> {
        input.array("tracker").map(Self)
    }
}

#[cfg(test)]
mod tests;
