//! What entries of the board carry (`spec/election.md`, section 5).

mod ballot;
mod close;
mod kind;
mod messages;
mod opening;
mod paper;
mod result;
mod roll;
mod signed;
mod standing;

pub use ballot::CastBallot;
pub use close::CloseStatement;
pub use kind::Kind;
pub use messages::{MAX_MESSAGES, MAX_MESSAGES_BYTES, Message, Messages, MessagesError};
pub use opening::{Confirmation, Open};
pub use paper::{MAX_PAPER_BATCH, PaperBatch};
pub use result::{DistrictResult, PaperResult};
pub use roll::{MAX_ROLL, MAX_ROLL_CHUNK, RollChunk};
pub use signed::{CoSigned, Signed, SignedError};
pub use standing::{Reissue, Revocation, Withdrawal};
