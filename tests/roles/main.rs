//! Elections as people run them: every command a process of its own, every party with a folder of its own.
//!
//! | file | what it stages |
//! |---|---|
//! | `town.rs` | the parties, their folders, and how a command is run for them |
//! | `residents.rs` | the roll, the letters, and those who vote |
//! | `attacker.rs` | a trustee who signs what it likes, and a server that puts on its board what it likes |
//! | `board.rs` | keeping the board, its server, the copy for good |
//! | `ceremony.rs` | the trustees' ceremony, honest and attacked |
//! | `trustee_file.rs` | a trustee's file, and its copy |
//! | `close.rs` | the close, its statements and the decryption, honest and attacked |
//! | `interrupted.rs` | kills and full disks |
//! | `registrar` | rolls, letters, revocations and replacements, honest and attacked |
//! | `whole.rs` | an election from its first file to its archive |
#![allow(clippy::unwrap_used, clippy::panic, reason = "what can't be staged must fail its test")]

mod attacker;
mod board;
mod ceremony;
mod close;
mod interrupted;
#[path = "../common/kept.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod kept;
#[path = "../common/process.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod process;
mod registrar;
mod residents;
mod town;
mod trustee_file;
mod whole;
