//! `isoloir`: verifiable e-voting for participatory budgets.

mod clock;
mod failure;
mod host;
mod identity;
mod imported;
mod money;
mod place;
mod progress;
mod replay;
mod result;
mod rounds;
mod rules;
mod safe_file;
mod sealed;
mod simulate;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Verifiable e-voting for participatory budgets.
#[derive(Parser)]
#[command(version, about, after_help = EXIT_CODES)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Hold a whole election on this machine from a Pabulib .pb file: keys, ballots, tally, winners.
    #[command(long_about = simulate::ABOUT, after_help = EXIT_CODES)]
    Simulate(simulate::Arguments),

    /// Decide a Pabulib .pb file again: winners from its totals, by any rule, round by round.
    #[command(long_about = rules::ABOUT, after_help = EXIT_CODES)]
    Rules(rules::Arguments),

    /// Tell the result of a decided election, from its archive: a page, a Pabulib file, CSV, JSON.
    #[command(long_about = result::ABOUT, after_help = EXIT_CODES)]
    Result(result::Arguments),

    /// Keep the public board of an election: make an empty one.
    #[command(long_about = host::ABOUT, after_help = EXIT_CODES)]
    Board(host::BoardArguments),

    /// Serve a board over HTTP.
    #[command(long_about = host::SERVE_ABOUT, after_help = EXIT_CODES)]
    Serve(host::ServeArguments),

    /// Put messages on the board that another command wrote to a file.
    #[command(long_about = host::POST_ABOUT, after_help = EXIT_CODES)]
    Post(host::FileArguments),
}

const EXIT_CODES: &str = "\
Exit codes:
  0    done
  1    an election did not come out as it must
  2    the input can't be used: the message says where and what to do; nothing was written
  3    the system failed: disk, rights
  130  interrupted; what was begun can be resumed";

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let done = match arguments.command {
        Command::Simulate(arguments) => simulate::run(&arguments),
        Command::Rules(arguments) => rules::run(&arguments),
        Command::Result(arguments) => result::run(&arguments),
        Command::Board(arguments) => host::run_board(&arguments),
        Command::Serve(arguments) => host::run_serve(&arguments),
        Command::Post(arguments) => host::run_post(&arguments),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("isoloir: {failure}");
            failure.exit_code()
        }
    }
}
