//! Tests of the cryptography: the vectors of `spec/vectors`, and a prover to make ballots with.

pub(crate) mod prover;
pub(crate) mod vectors;

mod ceremonies;
mod challenges;
mod deals;
mod encodings;
mod points;
mod possession;
mod primitives;
mod tallies;
