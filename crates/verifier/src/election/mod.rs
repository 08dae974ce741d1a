//! What the entries of a board amount to (`spec/election.md`).
//!
//! - [`definition`]: what is fixed before the vote: parties, projects, limits
//! - [`party`]: the keys of those in charge, and their signatures
//! - [`message`]: what each kind of entry holds
//! - [`record`]: which entry may come when, and what it changes
//! - [`rules`]: how winners follow from scores

pub mod definition;
pub mod district;
pub mod message;
pub mod party;
pub mod record;
pub mod rules;
mod text;

#[cfg(test)]
mod tests;

pub use definition::Definition;
pub use district::District;
