//! How long the steps of a large key ceremony take, and how large its messages are: 7 trustees, 4 of whom
//! decrypt, 250 slots, each step a process of its own on a trustee's machine with a board in a folder.
//!
//! A step that has to wait for the passphrase's work, reads the board and checks it, does its part, keeps it
//! and posts it. The bounds that it must keep to are 10 s and 2 MB.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what can't be measured must fail")]

use std::path::Path;
use std::time::Instant;

use isoloir_election::message::Kind;

#[path = "../tests/common/kept.rs"]
#[allow(dead_code, reason = "the tests use the rest")]
mod kept;
#[path = "../tests/common/process.rs"]
#[allow(dead_code, reason = "the tests use the rest")]
mod process;
#[path = "../tests/roles/town.rs"]
#[allow(dead_code, reason = "the tests use the rest")]
mod town;

use town::{Plan, Town};

const TRUSTEES: usize = 7;
const THRESHOLD: usize = 4;
const SLOTS: usize = 250;

fn main() {
    let mut plan = Plan::small(TRUSTEES, THRESHOLD);
    plan.projects = "id,name,cost,district\n".into();
    for slot in 0..SLOTS {
        plan.projects += &format!("{slot},Project {slot},1,Whole town\n");
    }
    let town = Town::new(plan);
    town.publish();
    for step in ["commit", "share (open)", "share (deal)", "confirm"] {
        let command = step.split(' ').next().unwrap_or_default();
        let mut slowest = 0.0_f64;
        // The last to open deals at once; for the measure that is one step more.
        for number in 1..=TRUSTEES {
            let begun = Instant::now();
            town.trustee(number, command);
            slowest = slowest.max(begun.elapsed().as_secs_f64());
        }
        println!("{step:14} slowest of {TRUSTEES}: {slowest:.2} s");
    }
    print_sizes(&town.board());
}

/// All that one trustee sends in a step, at most.
fn print_sizes(board: &Path) {
    let mut sums = std::collections::BTreeMap::new();
    for entry in kept::entries(board) {
        let signer = entry.payload().first().copied();
        *sums.entry((entry.kind(), signer)).or_insert(0) += entry.payload().len();
    }
    for kind in [Kind::DealingCommitment, Kind::DealingOpening, Kind::Deal, Kind::Confirmation] {
        let of_kind = sums.iter().filter(|((found, _), _)| *found == kind as u8);
        let most = of_kind.map(|(_, bytes)| *bytes).max().unwrap_or_default();
        println!("{kind}: {most} bytes of one trustee, at most");
    }
}
