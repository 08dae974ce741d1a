//! Whether a server's answer to a ballot proves that it is recorded (`spec/election.md`, section 12).

use isoloir_board::entry::Entry;
use isoloir_board::merkle::TreeHead;
use isoloir_board::policy::Policy;
use isoloir_board::receipt::{Receipt, ReceiptError};
use isoloir_crypto::ballot::BallotTracker;
use isoloir_encoding::{Decode, DecodeError};
use thiserror::Error;

use crate::booth::Booth;
use crate::message::{CastBallot, Kind};

/// Why a receipt proves nothing.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Unproven {
    /// It has no extra data.
    #[error("the receipt holds no ballot")]
    NoEntry,
    /// Its extra data are something else.
    #[error("the receipt holds something that is no entry of a board")]
    Unreadable(#[from] DecodeError),
    /// It proves something else.
    #[error("it is the receipt of another ballot, not of the one that was sent")]
    OtherBallot,
    /// Its proof does not hold, or its checkpoint is not signed by those who must.
    #[error("the receipt does not prove that the ballot is on the board")]
    Receipt(#[from] ReceiptError),
}

/// Checks a receipt for the ballot whose payload was `sent`; returns the size and the root of the board that it vouches for.
///
/// # Errors
/// If it is of something else, or does not hold by the policy of the definition.
pub fn check(receipt: &Receipt, sent: &[u8], policy: &Policy) -> Result<TreeHead, Unproven> {
    let (entry, head) = read(receipt, policy)?;
    if entry.payload() == sent { Ok(head) } else { Err(Unproven::OtherBallot) }
}

/// A ballot that a receipt proves to be on the board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// The index of its entry.
    pub entry: u64,
    /// The size of the board that the receipt vouches for.
    pub size: u64,
    /// The district, as an index into the definition.
    pub district: u16,
    /// U.
    pub credential: [u8; 32],
    /// T, which the voter compares with the one that was copied.
    pub tracker: BallotTracker,
}

/// What a receipt proves, to somebody who has not sent the ballot.
///
/// # Errors
/// If it does not hold, or the entry is no ballot of this vote.
pub fn open(receipt: &Receipt, booth: &Booth) -> Result<Recorded, Unproven> {
    let (entry, head) = read(receipt, booth.election().definition().policy())?;
    let (district, credential) = CastBallot::voter_of(entry.payload())?;
    let parameters = booth.parameters(district).map_err(|_| Unproven::OtherBallot)?;
    let ballot = CastBallot::read(entry.payload(), parameters.style())?;
    let tracker = ballot.tracker(parameters);
    Ok(Recorded { entry: entry.index(), size: head.size, district, credential, tracker })
}

/// The ballot's entry in a receipt, and the board that the receipt vouches for: for somebody who has not sent the ballot.
///
/// # Errors
/// If it is not of a ballot, or does not hold by the policy of the definition.
pub fn read(receipt: &Receipt, policy: &Policy) -> Result<(Entry, TreeHead), Unproven> {
    let entry = Entry::from_bytes(receipt.extra().ok_or(Unproven::NoEntry)?)?;
    if entry.kind() != Kind::Ballot as u8 || entry.index() != receipt.index() {
        return Err(Unproven::OtherBallot);
    }
    let head = *receipt.verify(&entry.leaf_hash(), policy)?.head();
    Ok((entry, head))
}
