//! Commands run in this very process, so that a disk can fail them at each single operation.
#![allow(clippy::unwrap_used)]

mod crash;
mod town;
