//! Distributed key generation: t-of-n, a secret for each slot (`spec/protocol.md`, section 5).
//!
//! Pedersen's scheme (EUROCRYPT 1991) with a round of hash commitments before it, so that nobody chooses their
//! part after seeing the others' (Gennaro, Jarecki, Krawczyk, Rabin, J. Cryptology 2007).
//!
//! A ceremony has two sides, each a chain of types in which a step consumes the one before:
//!
//! | round | on the board | the trustee's own |
//! |---|---|---|
//! | 0, [`round0`] | [`CommitRound`] takes a [`Commitment`] of each | [`Dealer`] |
//! | 1, [`round1`] | [`OpenRound`] takes the [`OpeningPart`]s of each | [`OpenedDealer`] |
//! | 2, [`round2`] | [`DealRound`] takes a [`Deal`] of each to each other | [`Recipient`] |
//! | 3, [`round3`] | [`ElectionKeys`] | [`KeyShare`], or a [`Complaint`] |
//!
//! Any failure ends the ceremony: it is begun again with fresh secrets, without the culprit that
//! the error names.

mod parameters;
mod polynomial;
pub mod round0;
pub mod round1;
pub mod round2;
pub mod round3;

pub use parameters::{
    CeremonyParameters, MAX_TRUSTEES, ParametersError, TrusteeIndex, TrusteeIndexError,
};
pub use round0::{CommitRound, Commitment, Dealer};
pub use round1::{OpenRound, OpenedDealer, OpeningPart};
pub use round2::{Deal, DealRound, Recipient};
pub use round3::{Complaint, ElectionKeys, KeyShare, NotThisShare, Unconfirmed, Verdict};

use alloc::vec::Vec;

/// What went wrong in a ceremony.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DkgError {
    /// An index above n.
    #[error("trustee {trustee} is not one of this ceremony")]
    UnknownTrustee {
        /// The index.
        trustee: TrusteeIndex,
    },
    /// A second message of one trustee in one round.
    #[error("trustee {trustee} sent a second message in {round}")]
    Repeated {
        /// Who.
        trustee: TrusteeIndex,
        /// In which round.
        round: Round,
    },
    /// A round was ended before everybody had sent their message.
    #[error("trustee {trustee} has not finished {round}")]
    Missing {
        /// Who.
        trustee: TrusteeIndex,
        /// In which round.
        round: Round,
    },
    /// Two trustees published one encryption key, whose secret both have proved to know.
    #[error("trustees {trustee} and {other} share an encryption key")]
    SharedKey {
        /// Who published it last.
        trustee: TrusteeIndex,
        /// Who published it first.
        other: TrusteeIndex,
    },
    /// An opening's part does not begin at the slot after the part before, or is too long.
    #[error("the opening of trustee {trustee} has a part out of place at slot {slot}")]
    PartOutOfPlace {
        /// Who.
        trustee: TrusteeIndex,
        /// The slot that the part begins at, from 0.
        slot: u16,
    },
    /// The polynomials are not of the degree that the threshold asks for.
    #[error("trustee {trustee} opened polynomials of another degree than the threshold's")]
    WrongDegree {
        /// Who.
        trustee: TrusteeIndex,
    },
    /// The opening is not what was committed to.
    #[error("the opening of trustee {trustee} is not the one it committed to")]
    WrongOpening {
        /// Who.
        trustee: TrusteeIndex,
    },
    /// No proof that the dealer knows its constant terms.
    #[error("trustee {trustee} did not prove that it knows its secrets")]
    NoPossession {
        /// Who.
        trustee: TrusteeIndex,
    },
    /// A deal of a trustee to itself.
    #[error("trustee {trustee} dealt to itself on the board")]
    DealtToItself {
        /// Who.
        trustee: TrusteeIndex,
    },
    /// A deal or a complaint made after other commitments than those on this board.
    #[error("trustee {trustee} sent this in another round than the one on this board")]
    AnotherRound {
        /// Who.
        trustee: TrusteeIndex,
    },
    /// A complaint about a deal that is not on the board.
    #[error("trustee {accuser} complains of a deal of trustee {accused} that is not on the board")]
    NoSuchDeal {
        /// Who complains.
        accuser: TrusteeIndex,
        /// About whom.
        accused: TrusteeIndex,
    },
    /// The keys of two slots are equal, or one is the neutral element: with one honest trustee this
    /// has no probability to speak of.
    #[error("the key of slot {slot} is the neutral element or equal to another")]
    DegenerateKey {
        /// Which slot, from 0.
        slot: u16,
    },
    /// What this trustee finds on the board under its index is not what it sent.
    #[error("the board does not hold what trustee {trustee} sent; do not go on")]
    NotOurs {
        /// This trustee.
        trustee: TrusteeIndex,
    },
}

impl DkgError {
    /// Who must be left out when the ceremony is begun again.
    #[must_use]
    pub fn culprits(&self) -> Vec<TrusteeIndex> {
        match self {
            Self::SharedKey { trustee, other } => alloc::vec![*trustee, *other],
            Self::Repeated { trustee, .. }
            | Self::Missing { trustee, .. }
            | Self::WrongDegree { trustee }
            | Self::PartOutOfPlace { trustee, .. }
            | Self::WrongOpening { trustee }
            | Self::NoPossession { trustee }
            | Self::DealtToItself { trustee } => alloc::vec![*trustee],
            // The server may have invented the index, or shown this trustee another board.
            Self::UnknownTrustee { .. }
            | Self::AnotherRound { .. }
            | Self::NoSuchDeal { .. }
            | Self::DegenerateKey { .. }
            | Self::NotOurs { .. } => Vec::new(),
        }
    }
}

/// The rounds of a ceremony.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Round {
    /// Round 0.
    Commit,
    /// Round 1.
    Open,
    /// Round 2.
    Deal,
}

impl core::fmt::Display for Round {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(match self {
            Self::Commit => "round 0 (commit)",
            Self::Open => "round 1 (open)",
            Self::Deal => "round 2 (deal)",
        })
    }
}

#[cfg(test)]
mod tests;
