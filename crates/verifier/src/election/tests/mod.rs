//! Definitions, messages, rules and whole elections against `spec/vectors`.

mod board;
mod definitions;
mod elections;
mod messages;
mod pieces;
mod rules;
mod setup;
mod vectors;
mod voting;
mod world;
