//! What a command says on standard output.

use std::fmt;
use std::io;
#[cfg(not(test))]
use std::io::Write;

use anyhow::Context;

use crate::failure::Failure;

/// Says a line, as `println!` does; where nobody can hear it, that is an error and no panic. What was signed or
/// posted before stays, and can be done again.
macro_rules! say {
    ($($text:tt)*) => {
        $crate::say::line(format_args!($($text)*))?
    };
}

pub(crate) use say;

/// Writes a line.
pub(crate) fn line(text: fmt::Arguments<'_>) -> Result<(), Failure> {
    write(text).context("standard output can't be written").map_err(Failure::system)
}

#[cfg(not(test))]
fn write(text: fmt::Arguments<'_>) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{text}").and_then(|()| out.flush())
}

/// Where a test's own output goes.
#[cfg(test)]
fn write(text: fmt::Arguments<'_>) -> io::Result<()> {
    println!("{text}");
    Ok(())
}
