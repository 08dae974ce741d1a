//! An independent verifier of Isoloir elections, written from `spec/` alone.
//!
//! It reads the public record of an election, a transparency log of signed entries, and checks
//! everything that the specification says of it. It shares no code with the programs that hold
//! elections, so a mistake in those is not repeated here.

pub mod commands;
pub mod crypto;
pub mod election;
pub mod engine;
pub mod log;
pub mod page;
pub mod report;
pub mod source;
pub mod wire;
