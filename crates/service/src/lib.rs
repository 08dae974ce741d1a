//! Keeps the board of an election in a database, and serves it.
//!
//! | module | what |
//! |---|---|
//! | [`store`] | the database: SQLite or PostgreSQL |
//! | [`board`] | ballots and messages are checked, get their place, last, and are shown |
//! | [`http`] | the same over HTTP |
//! | [`config`] | what whoever keeps a board decides |
//! | [`clock`] | what time it is |

pub mod board;
pub mod clock;
pub mod config;
pub mod http;
mod messages;
mod rejected;
pub mod store;

pub use messages::{MAX_MESSAGES, MAX_MESSAGES_BYTES, Message, Messages};
pub use rejected::{Reason, Rejected};
