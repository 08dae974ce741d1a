//! The programs as separate processes.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

use super::town::{DURING, Town};

/// What a process said, and how it ended.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) error: String,
}

impl Ran {
    #[track_caller]
    pub(crate) fn says(&self, code: i32, texts: &[&str]) -> &Self {
        assert_eq!(self.code, Some(code), "{self:?}");
        for text in texts {
            let is_there = self.out.contains(text) || self.error.contains(text);
            assert!(is_there, "{text:?} is not said: {self:?}");
        }
        self
    }

    /// Its last line to standard error, which is the reason why it failed.
    #[track_caller]
    pub(crate) fn fails(&self, code: i32, reason: &str) -> &Self {
        assert_eq!(self.code, Some(code), "{self:?}");
        assert_eq!(self.error.lines().last(), Some(&*format!("isoloir: {reason}")), "{self:?}");
        self
    }

    /// What follows this on its line of the output.
    #[track_caller]
    pub(crate) fn after(&self, label: &str) -> String {
        let line = self.out.lines().find_map(|line| line.trim().strip_prefix(label));
        line.unwrap_or_else(|| panic!("no {label:?}: {self:?}")).trim().to_owned()
    }
}

/// Runs `isoloir` while the vote is open.
pub(crate) fn isoloir(town: &Town, arguments: &[&str]) -> Ran {
    isoloir_at(town, DURING, arguments)
}

pub(crate) fn isoloir_at(town: &Town, now: &str, arguments: &[&str]) -> Ran {
    run(program(town, now).args(arguments), "")
}

/// With a standard input.
pub(crate) fn isoloir_given(town: &Town, input: &str, arguments: &[&str]) -> Ran {
    run(program(town, DURING).args(arguments), input)
}

pub(crate) fn verify(town: &Town, arguments: &[&str]) -> Ran {
    let mut command = Command::new(verifier());
    run(command.current_dir(town.folder.path()).args(arguments), "")
}

/// Checks a ballot with the commands that `isoloir` printed: a copy of the board first, if one is needed.
pub(crate) fn verify_as_told(town: &Town, ran: &Ran) -> Ran {
    let told = |program: &str| {
        let line = ran.out.lines().find_map(|line| Some(&line[line.find(program)?..]));
        line.map(|line| line.split_whitespace().skip(1).collect::<Vec<_>>())
    };
    if let Some(copy) = told("isoloir board copy ") {
        isoloir(town, &copy).says(0, &[]);
    }
    verify(town, &told("isoloir-verify ").unwrap())
}

fn program(town: &Town, now: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_isoloir"));
    command.current_dir(town.folder.path()).env("ISOLOIR_NOW", now);
    command
}

fn run(command: &mut Command, input: &str) -> Ran {
    let command = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // It may end before it has read everything.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let ended = child.wait_with_output().unwrap();
    Ran {
        code: ended.status.code(),
        out: String::from_utf8(ended.stdout).unwrap(),
        error: String::from_utf8(ended.stderr).unwrap(),
    }
}

/// The verifier, built once, in the target folder of the tests.
fn verifier() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let test = std::env::current_exe().unwrap();
        let target = test.ancestors().nth(3).unwrap();
        let mut build = Command::new(env!("CARGO"));
        build.current_dir(env!("CARGO_MANIFEST_DIR"));
        build.args(["build", "--package", "isoloir-verify", "--locked", "--quiet", "--target-dir"]);
        build.arg(target).env_remove("CARGO_BUILD_TARGET");
        // What cargo tells a test about its package would have dependencies built anew: ring looks at it.
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("CARGO_")) {
            let is_of_package =
                ["CARGO_PKG_", "CARGO_MANIFEST_"].iter().any(|of| name.starts_with(of));
            if is_of_package {
                build.env_remove(name);
            }
        }
        let built = build.status();
        assert!(built.unwrap().success(), "isoloir-verify can't be built");
        target.join("debug").join("isoloir-verify").with_extension(std::env::consts::EXE_EXTENSION)
    })
}

/// `isoloir serve` on a free port. It is ended when this is dropped.
pub(crate) struct Serving {
    child: Child,
    pub(crate) url: String,
}

impl Serving {
    pub(crate) fn start(town: &Town) -> Self {
        Self::start_board(town, "board")
    }

    /// Serves a folder beside that of the town's board.
    pub(crate) fn start_board(town: &Town, board: &str) -> Self {
        let mut command = program(town, DURING);
        command.args(["serve", board, "--listen", "127.0.0.1:0"]);
        let command = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let url = line.trim().strip_prefix("The board is at ").unwrap().to_owned();
        Self { child, url }
    }

    /// Host and port.
    pub(crate) fn address(&self) -> &str {
        self.url.strip_prefix("http://").unwrap()
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // Nothing to end if the process has ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
