//! The cryptography of `spec/protocol.md`, as far as a verifier needs it.
//!
//! Everything here is public data, so all arithmetic is in variable time.

pub mod ballot;
pub mod batch;
pub mod ceremony;
pub mod credential;
pub mod equality;
pub mod generators;
pub mod group;
pub mod knowledge;
pub mod msm;
pub mod points;
pub mod style;
pub mod tally;
pub mod transcript;

mod range;

#[cfg(test)]
pub(crate) mod tests;
