//! Tests of an election: each module stages the ways in which one part can go wrong or be abused.
#![allow(clippy::unwrap_used, clippy::panic)]

mod booth;
mod casting;
mod ceremony;
mod closing;
mod codes;
mod decryption;
mod definition;
mod districts;
mod limits;
mod log_in;
mod paper;
mod phases;
mod points;
mod results;
mod rolls;
mod rule;
mod sense;
mod signatures;
mod standing;
mod support;
mod tallies;
mod together;
