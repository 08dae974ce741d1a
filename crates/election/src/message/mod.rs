//! What entries of the board carry (`spec/election.md`, section 5).

mod ballot;
mod close;
mod kind;
mod opening;
mod result;
mod roll;
mod signed;

pub use ballot::CastBallot;
pub use close::CloseStatement;
pub use kind::Kind;
pub use opening::{Confirmation, Open};
pub use result::DistrictResult;
pub use roll::{MAX_ROLL_CHUNK, RollChunk};
pub use signed::{Signed, SignedError};
