//! The guides of `docs/guide`, run as they are written: their console blocks are typed by the people whom they are
//! for, in the order in which an election happens, and what a guide shows below a command must be said.
//!
//! | file | what it does |
//! |---|---|
//! | `guide.rs` | takes the console blocks out of the guides |
//! | `stage.rs` | the people, their folders, and what is put in the place of what differs |
//! | `terminal.rs` | a person at a terminal |
//! | `walk.rs` | the election, step by step, and what people do besides commands |
#![allow(clippy::unwrap_used, clippy::panic, reason = "what can't be staged must fail its test")]

mod guide;
#[path = "../common/process.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod process;
mod stage;
mod terminal;
mod walk;
