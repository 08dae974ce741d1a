//! The program `isoloir-verify`.

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    isoloir_verify::commands::run(isoloir_verify::commands::Arguments::parse())
}
