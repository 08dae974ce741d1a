//! Keeps the board of an election in a database, and serves it.
//!
//! | module | what |
//! |---|---|
//! | [`store`] | the database: SQLite or PostgreSQL |
//! | [`board`] | ballots and messages are checked, get their place, last, and are shown |
//! | [`http`] | the same over HTTP |
//! | [`officials`] | pages for the town's officials |
//! | [`server`] | connections, and how many |
//! | [`clock`] | what time it is |
//! | [`config`] | how it is set up |
//! | [`logs`] | what it says to those who run it |

mod address;
pub mod board;
pub mod clock;
pub mod config;
pub mod http;
pub mod logs;
mod metrics;
pub mod officials;
mod rejected;
pub mod server;
pub mod store;

pub use rejected::{Reason, Rejected};
