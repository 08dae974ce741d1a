//! The voting page.
//!
//! Its *documents* are HTML that is made of the definition, for a language, and can be read without scripts ([`document`]).
//! Its *files* are the same for every election: scripts, style, words, and the module that seals ballots ([`files`]). What a
//! voter's choices depend on, the scripts take from the signed definition, and not from a document.

pub mod content;
pub mod document;
pub mod files;
pub mod language;
mod limits;
pub mod policy;
mod script_words;
#[cfg(test)]
mod tests;
