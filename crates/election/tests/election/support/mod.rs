//! A small election, built through the library as honest parties would.
//!
//! [`Town`] keeps the board and plays everybody. A test posts what it stages; whatever is refused
//! goes through [`Town::refused`], which checks that nothing has changed, and [`Town::finish`] checks
//! that the election still comes to the result that it must have.

mod after;
mod board;
mod during;
mod plan;
mod setup;

pub(crate) use board::{Town, phase_name};
pub(crate) use plan::{Plan, north, party, projects, signing_key};
