//! The officials' pages, asked as a browser asks: who gets in, what is shown in each phase, and what never is.
#![allow(clippy::unwrap_used, clippy::panic)]

mod log_in;
mod openid;
mod pages;
mod shown;
mod site;

/// The small election of the tests of `isoloir-election`.
#[allow(dead_code, unused_imports)]
#[path = "../../../election/tests/election/support/mod.rs"]
mod election;
