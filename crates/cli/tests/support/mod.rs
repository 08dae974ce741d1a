//! What the tests of `isoloir vote` and `isoloir desk` share: a small election whose vote is open, the
//! programs as processes, and a server that loses answers.
#![allow(clippy::unwrap_used, clippy::panic)]
#![allow(dead_code, reason = "every test file uses a part of this")]

pub(crate) mod process;
pub(crate) mod proxy;
pub(crate) mod town;
