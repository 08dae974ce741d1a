//! The tally: sums, contributions, counts (`spec/protocol.md`, section 10).

mod contribution;
mod counts;
mod sums;

pub use contribution::{Contribution, TallyContext};
pub use counts::{Counter, MAX_LIMIT, TallyError};
pub use sums::{Sums, Tally};
