//! Attacks on the public record of an election, and the step of the independent verifier that tells
//! of each.
//!
//! Every test takes the record of a tiny election that was held, commits one attack, and makes
//! everything after it anew, as somebody could who holds the keys of the server, of the witnesses,
//! of the officials, of the registrars and of all trustees: the chain, the tree and the checkpoint
//! fit, close statements, decryptions and results are those of the changed board. The verifier must
//! name the step that does not hold, and the entry.
//!
//! | file | attacks |
//! |---|---|
//! | `ballots.rs` | ballots that are no votes: points, scalars, copies, dishonest devices |
//! | `voting.rs` | ballots out of their order, revocations, replacements, batches on paper |
//! | `setup.rs` | definitions, the trustees' ceremony, the rolls, the opening |
//! | `closing.rs` | closes, decryptions, counts, winners |
//! | `log.rs` | the files, the chain, the tree and the checkpoint |
//! | `engine.rs` | boards that are not over, parts that others checked, servers that change their answers |
//! | `program.rs` | some of them, as a user meets them: exit codes and the JSON report |
//! | `range.rs` | the range proof, against the crate `bulletproofs` |
#![allow(clippy::unwrap_used, clippy::panic, reason = "what can't be staged must fail its test")]

mod ballots;
mod board;
mod closing;
mod count;
mod engine;
mod files;
mod log;
#[path = "../common/process.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod process;
mod program;
mod range;
mod setup;
mod voting;

/// The tiny election of the test vectors, and the second prover of ballots.
#[path = "../vectors"]
#[allow(dead_code, reason = "the test vectors use the rest")]
mod vectors {
    pub(crate) mod definition;
    pub(crate) mod file;
    pub(crate) mod forge;
    pub(crate) mod replay;
    pub(crate) mod samples;
    pub(crate) mod sha3;
    pub(crate) mod town;
}

use vectors::{definition, file, forge, replay, samples, sha3, town};
