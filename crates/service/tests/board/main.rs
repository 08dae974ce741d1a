//! A board and its database, with ballots that voters cast.
//!
//! | file | what it stages |
//! |---|---|
//! | `stage.rs` | a vote that is open, its ballots, and boards of it |
//! | `staged_store.rs` | a database that fails when it is told to |
//! | `empty.rs` | a board that nothing is on yet: its checkpoint, what it refuses, and who may open it |
//! | `casting.rs` | what a voter is told, until the vote is over |
//! | `together.rs` | many ballots at once: shared checks and commits, and too many |
//! | `replicas.rs` | several boards on one database |
//! | `failures.rs` | a database that fails in each way |
//! | `exchanged.rs` | a database that another one takes the place of, under a board that is open |
//! | `garbage.rs` | bytes that are no ballot |
#![allow(clippy::unwrap_used)]

mod casting;
#[path = "../../../../tests/common/election/mod.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod election;
mod empty;
mod exchanged;
mod failures;
mod garbage;
#[path = "../../../../tests/common/kept.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod kept;
#[path = "../support/postgres.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod postgres;
mod replicas;
mod stage;
mod staged_store;
mod together;
#[path = "../../../../tests/service/told.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod told;
