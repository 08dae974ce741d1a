//! Sealed ballots (`spec/protocol.md`, section 6).

mod encodings;
mod opening;
mod parameters;
mod sealed;

pub(crate) use encodings::Encodings;
pub use opening::{OpeningError, Unsealed};
pub use parameters::{Parameters, ParametersError, tracker};
pub(crate) use sealed::{ConstrainedResponses, Responses, read_ciphertext, read_sealed};
