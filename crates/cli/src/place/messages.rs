use std::path::Path;

use anyhow::{Context, anyhow};
use isoloir_election::message::{MAX_MESSAGES_BYTES, Messages};
use isoloir_encoding::{Decode, Encode};

use crate::failure::Failure;
use crate::safe_file::{self, Access};

/// Writes messages to a file that is not there yet.
pub(crate) fn write_messages(messages: &Messages, path: &Path) -> Result<(), Failure> {
    messages.check_bounds().map_err(Failure::input)?;
    safe_file::create(path, &messages.to_bytes(), Access::Usual)
}

/// Reads a file of messages.
pub(crate) fn read_messages(path: &Path) -> Result<Messages, Failure> {
    let bytes = safe_file::read(path, MAX_MESSAGES_BYTES as u64)?;
    if !Messages::is_label_of(&bytes) {
        return Err(Failure::input(anyhow!(
            "{} holds no messages for a board: take the file that `--out` wrote",
            path.display()
        )));
    }
    Messages::from_bytes(&bytes)
        .with_context(|| format!("{} is damaged: have it written again", path.display()))
        .map_err(Failure::input)
}

#[cfg(test)]
mod tests;
