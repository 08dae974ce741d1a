//! What people read, in several languages. Each is a file of [Fluent](https://projectfluent.org) messages, compiled into
//! the program that says them.
//!
//! Files say by some messages how their language writes numbers ([`NUMBERS`]), money and times ([`AMOUNTS_AND_TIMES`]).

pub mod check;
mod isolate;
mod messages;
mod number;
pub mod time;
mod wanted;

pub use fluent_bundle::FluentValue;

pub use isolate::{END_OF_ISOLATE, ISOLATE, isolated, plain};
pub use messages::{AMOUNTS_AND_TIMES, Argument, Messages};
pub use number::{NUMBERS, Numbers};
pub use wanted::liked_most;
