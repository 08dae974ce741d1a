//! What tests of several modules share, and commands that are run in this very process, so that a disk can fail them at
//! each single operation.
#![allow(clippy::unwrap_used)]

mod crash;
mod town;

use std::fs;
use std::path::Path;

/// The names of what a folder holds.
pub(crate) fn names(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).unwrap().map(|it| it.unwrap().file_name());
    let mut names: Vec<String> = names.map(|name| name.into_string().unwrap()).collect();
    names.sort();
    names
}
