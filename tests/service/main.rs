//! A board that is served to a crowd while everything goes wrong: processes are killed, networks cut, databases restarted,
//! disks full, clocks set back. Every receipt that anybody was given must hold.
//!
//! | file | what it stages |
//! |---|---|
//! | `stage.rs` | an election, its board, and servers of it as processes |
//! | `crowd.rs` | people who cast until they have their receipts |
//! | `told.rs` | what they were told, which must fit together |
//! | `kills.rs` | servers that are killed, again and again |
//! | `network.rs` | networks, and how they are cut |
//! | `replicas.rs` | several servers of one database, in networks of their own |
//! | `witnessed.rs` | witnesses that have to sign, one of which does not |
//! | `backups.rs` | backups as the guide tells to take them, put back in time and too late |
//! | `mended.rs` | databases that are damaged or lost: what is found, and how a board comes back |
//! | `broken.rs` | a full disk, a database that can't be written or is an old copy, a clock that jumps |
#![allow(clippy::unwrap_used, clippy::panic, reason = "what can't be staged must fail its test")]

mod backups;
mod broken;
#[path = "../common/client.rs"]
mod client;
mod crowd;
#[path = "../common/election/mod.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod election;
#[path = "../common/kept.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod kept;
mod kills;
mod mended;
mod network;
#[path = "../../crates/service/tests/support/postgres.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod postgres;
#[path = "../common/process.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod process;
mod replicas;
mod stage;
mod told;
#[path = "../../crates/service/tests/support/witness.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod witness;
mod witnessed;
