//! Definitions, messages, rules and whole elections against `spec/vectors`.

mod board;
mod definitions;
mod elections;
mod messages;
mod part;
mod parts;
mod per_unit;
mod pieces;
mod results;
mod rules;
mod setup;
mod vectors;
mod voting;
mod world;
