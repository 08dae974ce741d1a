//! The vectors of `spec/vectors`, and logs that are made here and then damaged.

mod archive;
mod chains;
mod checkpoints;
mod files;
mod keys;
mod proofs;
mod prover;
mod receipts;
mod tile_checker;
mod tiles;
mod vectors;
