//! The result of a decided election, as it is told: which projects are funded and with what, how many votes each has,
//! and how the winners were chosen, round by round.
//!
//! [`decided::Decided`] is all that is known. [`text`] tells it on a terminal, [`html`] on a page, each in every
//! [`language`]. A result for programs is none of this: the program `isoloir` writes that.

pub mod decided;
#[cfg(any(test, feature = "examples"))]
pub mod examples;
pub mod html;
pub mod language;
mod teller;
#[cfg(test)]
mod tests;
pub mod text;
