//! What the commands of the roles say where they refuse, and with which exit code: pinned word by word, so that no
//! error changes unseen.
//!
//! `ISOLOIR_WRITE_EXAMPLES=1 cargo test --test errors` writes `tests/errors/*.txt` anew; read what changed.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what can't be staged must fail its test")]

#[path = "errors/cases.rs"]
mod cases;
#[path = "common/pinned.rs"]
mod pinned;
#[path = "common/process.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod process;
#[path = "roles/residents.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod residents;
#[path = "common/stage.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod stage;
#[path = "roles/town.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod town;
#[path = "errors/wrong.rs"]
mod wrong;

use std::collections::BTreeMap;
use std::fmt::Write;

use rayon::prelude::*;

use cases::{CASES, Case};
use stage::{ALL, Stage};

#[test]
fn each_refusal_says_what_is_wrong_and_what_to_do() {
    let stage = Stage::new();
    wrong::write(&stage);
    let mut found = BTreeMap::new();
    for (case, said) in CASES.iter().zip(run_all(&stage)) {
        let text: &mut String = found.entry(format!("{}.txt", case.command())).or_default();
        write!(text, "{}## {}\n{said}", if text.is_empty() { "" } else { "\n" }, case.name)
            .unwrap();
    }
    pinned::compare("errors", &found);
}

#[test]
fn no_two_cases_have_one_name_and_all_are_of_refusals() {
    let mut names: Vec<(String, &str)> =
        CASES.iter().map(|case| (case.command(), case.name)).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), CASES.len());
    assert!(CASES.len() >= 100, "{}", CASES.len());
}

/// What each case said. At one point of the election one command runs at a time: they lock their files.
fn run_all(stage: &Stage) -> Vec<String> {
    let at_once = ALL.par_iter().map(|at| {
        let cases = (0..).zip(CASES).filter(|(_, case)| case.at == *at);
        cases.map(|(number, case)| (number, run(stage, case))).collect::<Vec<(usize, String)>>()
    });
    let mut said: Vec<(usize, String)> = at_once.flatten().collect();
    said.sort_unstable();
    said.into_iter().map(|(_, said)| said).collect()
}

/// The command, its exit code, and what it said.
fn run(stage: &Stage, case: &Case) -> String {
    let done = stage::run(stage.at(case.at), case.who, case.now, case.line);
    let is_refused = done.code.is_some_and(|code| (1..=3).contains(&code));
    assert!(is_refused, "{}: {done:?}", case.name);
    assert!(!done.stderr.contains("panicked"), "{}: {done:?}", case.name);
    let mut text = format!("# {:?}\n$ isoloir {}\n", case.at, case.line);
    text += &pinned::steady(&done.stdout);
    // Which clock it was is said by the case.
    let errors = done.stderr.lines().filter(|line| !line.starts_with("WARNING: a rehearsal"));
    for line in errors {
        text += "! ";
        text += &pinned::steady(line);
        if line.is_empty() {
            text.push('\n');
        }
    }
    writeln!(text, "exit code {}", done.code.unwrap()).unwrap();
    text
}
