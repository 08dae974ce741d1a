//! Definitions: `spec/election.md`, sections 2 and 3.

pub(crate) mod district;
pub(crate) mod general;
