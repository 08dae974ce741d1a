//! What the program does, command by command.

mod arguments;
mod challenge;
mod diff;
mod expected;
mod files;
mod key;
mod merge;
mod page;
mod policy_file;
mod receipt;
mod shard;
mod stop;
mod tracker;
mod verify;
mod watch;

use std::io::Write as _;
use std::process::ExitCode;

use anyhow::Context as _;

pub use arguments::{Arguments, Command};

/// How a command ended. The numbers are the exit codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// All that was checked holds.
    Holds = 0,
    /// Something does not hold.
    Fails = 1,
}

/// The exit code when something could not be read.
const UNREADABLE: u8 = 2;

/// Runs the command; says on the standard error what could not be read.
pub fn run(arguments: Arguments) -> ExitCode {
    let ended = match arguments.command {
        Some(Command::Shard(arguments)) => shard::run(&arguments),
        Some(Command::Merge(arguments)) => merge::run(&arguments),
        Some(Command::Receipt(arguments)) => receipt::run(&arguments),
        Some(Command::Challenge(arguments)) => challenge::run(&arguments),
        Some(Command::Diff(arguments)) => diff::run(&arguments),
        Some(Command::Watch(arguments)) => watch::run(&arguments),
        Some(Command::Page(arguments)) => page::run(&arguments),
        Some(Command::Key(arguments)) => key::run(&arguments),
        None => verify::run(&arguments.verify),
    };
    match ended {
        Ok(ended) => ExitCode::from(ended as u8),
        Err(error) => {
            eprintln!("isoloir-verify: {error:#}");
            ExitCode::from(UNREADABLE)
        }
    }
}

/// Writes to the standard output.
fn print(text: &str) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        // Who reads a part of the text and goes, as `head` does, is no trouble.
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(error).context("the standard output can't be written to")
        }
        _ => Ok(()),
    }
}
