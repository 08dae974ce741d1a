//! What people read, in several languages. Each is a file of [Fluent](https://projectfluent.org) messages, compiled into
//! the program that says them.
//!
//! Files say by some messages how their language writes numbers ([`NUMBERS`]), money and times ([`AMOUNTS_AND_TIMES`]).
//! What is said becomes HTML by [`markup`], which names can't break out of.

pub mod check;
mod isolate;
pub mod markup;
mod messages;
mod names;
mod number;
pub mod secret_text;
pub mod time;
mod wanted;

pub use fluent_bundle::FluentValue;

pub use isolate::{END_OF_ISOLATE, ISOLATE, isolated, plain};
pub use messages::{AMOUNTS_AND_TIMES, Argument, Messages};
pub use number::{NUMBERS, Numbers};
pub use wanted::liked_most;
