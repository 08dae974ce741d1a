//! An Isoloir election, on top of its cryptography and its board (`spec/election.md`).
//!
//! | module | what it holds | `spec/election.md` |
//! |---|---|---|
//! | [`definition`] | what is fixed before the vote | 2, 3 |
//! | [`booth`] | what a voter's device does | 12, 14 |
//! | [`code`] | voting codes, and the credentials they give | 4 |
//! | [`message`] | what entries of the board carry | 5 |
//! | [`phase`] | which entries are accepted when | 6, 7, 8 |
//! | [`rules`] | how the winners are chosen | 9 |
//! | [`log_in`] | how an official shows who they are to a server | 13 |
//!
//! No I/O, no clock, no generator of its own: time and randomness are arguments.

#![no_std]

extern crate alloc;

pub mod booth;
pub mod code;
pub mod definition;
pub mod log_in;
pub mod message;
pub mod phase;
pub mod rules;
