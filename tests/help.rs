//! What `--help` says of every command, as people read it: pinned word by word.
//!
//! `ISOLOIR_WRITE_EXAMPLES=1 cargo test --test help` writes `tests/help` anew; read what changed.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what can't be staged must fail its test")]

#[path = "common/process.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod process;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use process::{Running, isoloir};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/help")
}

/// The help of a command and of all commands below it, by their names.
fn collect(command: &[String], found: &mut BTreeMap<String, String>) {
    let mut process = isoloir();
    process.args(command).arg("--help");
    let done = Running::start(process).wait();
    assert_eq!(done.code, Some(0), "{command:?}: {}", done.stderr);
    for name in subcommands(&done.stdout) {
        collect(&[command, &[name]].concat(), found);
    }
    let name = [&["isoloir".to_owned()], command].concat().join("-");
    found.insert(format!("{name}.txt"), done.stdout);
}

/// The names in the list below "Commands:".
fn subcommands(help: &str) -> Vec<String> {
    let list = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let list = list.take_while(|line| !line.is_empty());
    // The names stand two spaces in; what is said of them, further in.
    let names = list.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let names = names.filter_map(|line| line.split_whitespace().next());
    names.filter(|name| *name != "help").map(str::to_owned).collect()
}

#[test]
fn every_command_says_what_it_is_for_who_holds_what_and_how_it_ends() {
    let mut found = BTreeMap::new();
    collect(&[], &mut found);
    assert!(found.len() > 30, "all roles have their commands: {:?}", found.keys());
    if std::env::var_os("ISOLOIR_WRITE_EXAMPLES").is_some() {
        fs::create_dir_all(folder()).unwrap();
        for (name, help) in &found {
            fs::write(folder().join(name), help).unwrap();
        }
    }
    for (name, help) in &found {
        let pinned = fs::read_to_string(folder().join(name));
        assert_eq!(pinned.unwrap_or_default(), *help, "{name}");
    }
    let pinned = fs::read_dir(folder()).unwrap().count();
    assert_eq!(pinned, found.len(), "a pinned help is of no command");
}

#[test]
fn every_role_is_told_what_it_holds_and_what_it_never_sees() {
    for role in ["official", "trustee", "registrar", "board", "vote", "desk"] {
        let help = fs::read_to_string(folder().join(format!("isoloir-{role}.txt"))).unwrap();
        let says = |word: &str| help.contains(word);
        assert!(says("hold") || says("keeps") || says("stays"), "{role}: what is held");
        assert!(says("never") || says("no vote"), "{role}: what is never seen");
    }
}
