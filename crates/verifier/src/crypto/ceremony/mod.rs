//! Key generation, as anyone can check it (`spec/protocol.md`, section 5).

mod complaint;
mod error;
mod keys;
mod messages;
mod rounds;

pub use complaint::Verdict;
pub use error::CeremonyError;
pub use keys::Keys;
pub(crate) use messages::read_trustee;
pub use rounds::{Ceremony, Round};

/// The most trustees N; indices are 1 .. N.
pub const MAX_TRUSTEES: u8 = 32;
/// The most points in one part of an opening.
pub const MAX_PART_POINTS: usize = 1_900;
