//! The commands as people run them: separate processes on small archives.

#![expect(clippy::unwrap_used, reason = "a test that can't set its stage ends so")]

mod challenge;
mod diff;
mod key;
mod page;
mod receipt;
mod site;
mod watch;
mod world;

use std::path::Path;
use std::process::{Command, Output};

/// How a run ended and what it said.
struct Ran {
    code: i32,
    out: String,
    err: String,
}

impl Ran {
    fn of(output: &Output) -> Self {
        Self {
            code: output.status.code().expect("the program ended by itself"),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// Checks the exit code and that all of these words were said, whatever the line breaks.
    #[track_caller]
    fn says(&self, code: i32, words: &[&str]) -> &Self {
        let said = format!("{} {}", self.out, self.err);
        let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(self.code, code, "{said}");
        for word in words {
            assert!(said.contains(word), "{word:?} is not in: {said}");
        }
        self
    }
}

fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_isoloir-verify"))
}

fn run(arguments: &[&str]) -> Ran {
    Ran::of(&program().args(arguments).output().expect("the program runs"))
}

fn path(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}
