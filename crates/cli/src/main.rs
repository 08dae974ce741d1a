//! `isoloir`: verifiable e-voting for participatory budgets.

mod archive;
mod clock;
mod desk;
mod failure;
mod fingerprint;
mod host;
mod identity;
mod imported;
mod language;
mod money;
mod official;
mod page;
mod party;
mod party_key;
mod place;
mod progress;
mod registrar;
mod replay;
mod result;
mod rounds;
mod rules;
mod safe_file;
mod say;
mod sealed;
mod simulate;
mod spreadsheet_cell;
mod trustee;
mod vote;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::failure::Failure;

/// Verifiable e-voting for participatory budgets.
///
/// Each role has its commands. Officials write an election down (new, check), put it on the public board and lead
/// it through (publish, open, withdraw, close, publish-result, status, desk). Trustees share the keys and decrypt
/// sums (trustee). Registrars send voting codes (registrar). Residents vote (vote). Somebody keeps the board
/// (board, serve, page, post). Everybody can copy it (archive), read the result (result), and verify all of it with the
/// program isoloir-verify. simulate holds an election on one machine; rules decides a Pabulib file again.
#[derive(Parser)]
#[command(version, after_help = EXIT_CODES)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Write the two files of an election to be edited: an example, or what a Pabulib .pb file says.
    #[command(long_about = official::new::ABOUT, after_help = EXIT_CODES)]
    New(official::new::Arguments),

    /// Check the files of an election, and say in plain words what it is.
    #[command(long_about = official::check::ABOUT, after_help = EXIT_CODES)]
    Check(official::check::Arguments),

    /// Sign a definition, and put it on an empty board.
    #[command(long_about = official::phases::PUBLISH_ABOUT, after_help = EXIT_CODES)]
    Publish(official::phases::PublishArguments),

    /// Open the vote.
    #[command(long_about = official::phases::OPEN_ABOUT, after_help = EXIT_CODES)]
    Open(official::phases::StepArguments),

    /// Withdraw a project.
    #[command(long_about = official::phases::WITHDRAW_ABOUT, after_help = EXIT_CODES)]
    Withdraw(official::phases::WithdrawArguments),

    /// Close the vote.
    #[command(long_about = official::phases::CLOSE_ABOUT, after_help = EXIT_CODES)]
    Close(official::phases::StepArguments),

    /// Publish the results that are decrypted.
    #[command(long_about = official::phases::RESULT_ABOUT, after_help = EXIT_CODES)]
    PublishResult(official::phases::StepArguments),

    /// Say where an election stands, and who must do what next.
    #[command(long_about = official::status::ABOUT, after_help = EXIT_CODES)]
    Status(official::status::Arguments),

    /// Make the key file of an official.
    #[command(long_about = official::key::ABOUT, after_help = EXIT_CODES)]
    Official(official::key::Arguments),

    /// Hold a share of the keys: the key ceremony, the close, the decryption.
    #[command(long_about = trustee::ABOUT, after_help = EXIT_CODES)]
    Trustee(trustee::Arguments),

    /// Keep the roll: voting codes and letters, lost codes, notices to residents.
    #[command(long_about = registrar::ABOUT, after_help = EXIT_CODES)]
    Registrar(registrar::Arguments),

    /// Help people to vote at a desk, and bring ballots on paper to the board.
    #[command(long_about = desk::ABOUT, after_help = EXIT_CODES)]
    Desk(desk::Arguments),

    /// Vote, without a browser.
    #[command(long_about = vote::ABOUT, after_help = EXIT_CODES)]
    Vote(vote::Arguments),

    /// Keep the public board of an election: make an empty one.
    #[command(long_about = host::ABOUT, after_help = EXIT_CODES)]
    Board(host::BoardArguments),

    /// Serve a board over HTTP.
    #[command(long_about = host::SERVE_ABOUT, after_help = EXIT_CODES)]
    Serve(host::ServeArguments),

    /// Write the voting page as files, for a server of its own.
    #[command(long_about = page::ABOUT, after_help = EXIT_CODES)]
    Page(page::Arguments),

    /// Check the database of a board against its own log.
    #[command(long_about = host::FSCK_ABOUT, after_help = EXIT_CODES)]
    Fsck(host::FsckArguments),

    /// Put messages on the board that another command wrote to a file.
    #[command(long_about = host::POST_ABOUT, after_help = EXIT_CODES)]
    Post(host::FileArguments),

    /// Copy a whole election into one file.
    #[command(long_about = archive::ABOUT, after_help = EXIT_CODES)]
    Archive(archive::Arguments),

    /// Tell the result of a decided election, from its archive: a page, a Pabulib file, CSV, JSON.
    #[command(long_about = result::ABOUT, after_help = EXIT_CODES)]
    Result(result::Arguments),

    /// Hold a whole election on this machine from a Pabulib .pb file: keys, ballots, tally, winners.
    #[command(long_about = simulate::ABOUT, after_help = EXIT_CODES)]
    Simulate(simulate::Arguments),

    /// Decide a Pabulib .pb file again: winners from its totals, by any rule, round by round.
    #[command(long_about = rules::ABOUT, after_help = EXIT_CODES)]
    Rules(rules::Arguments),
}

const EXIT_CODES: &str = "\
Exit codes:
  0    done
  1    something does not hold: a board, an election, what somebody signed; the message says what
  2    what was given can't be used, or not now: the message says where and what to do
  3    the system failed: disk, rights, network; try again
  130  interrupted; what was begun can be resumed";

fn main() -> ExitCode {
    match run(Arguments::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("isoloir: {failure}");
            failure.exit_code()
        }
    }
}

fn run(command: Command) -> Result<(), Failure> {
    match command {
        Command::New(arguments) => official::new::run(&arguments),
        Command::Check(arguments) => official::check::run(&arguments),
        Command::Publish(arguments) => official::phases::publish(&arguments),
        Command::Open(arguments) => official::phases::open(&arguments),
        Command::Withdraw(arguments) => official::phases::withdraw(&arguments),
        Command::Close(arguments) => official::phases::close(&arguments),
        Command::PublishResult(arguments) => official::phases::publish_result(&arguments),
        Command::Status(arguments) => official::status::run(&arguments),
        Command::Official(arguments) => official::key::run(&arguments),
        Command::Trustee(arguments) => trustee::run(&arguments),
        Command::Registrar(arguments) => registrar::run(&arguments),
        Command::Desk(arguments) => desk::run(&arguments),
        Command::Vote(arguments) => vote::run(&arguments),
        Command::Board(arguments) => host::run_board(&arguments),
        Command::Serve(arguments) => host::run_serve(&arguments),
        Command::Page(arguments) => page::run(&arguments),
        Command::Fsck(arguments) => host::run_fsck(&arguments),
        Command::Post(arguments) => host::run_post(&arguments),
        Command::Archive(arguments) => archive::run(&arguments),
        Command::Result(arguments) => result::run(&arguments),
        Command::Simulate(arguments) => simulate::run(&arguments),
        Command::Rules(arguments) => rules::run(&arguments),
    }
}

#[cfg(test)]
mod tests;
