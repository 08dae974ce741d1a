//! What a person gives in a file, so that it stands on no command line: voting codes, and choices.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use anyhow::{Context, anyhow};
use zeroize::{Zeroize, Zeroizing};

use crate::failure::Failure;

/// The file name that means the standard input.
const STDIN: &str = "-";

/// Whether this means the standard input.
pub(super) fn is_stdin(file: &Path) -> bool {
    file == Path::new(STDIN)
}

/// A text that a person gave. Zeroized when dropped, without `Debug`.
pub(super) struct Given {
    /// The file, as messages call it.
    pub(super) name: String,
    text: Zeroizing<String>,
}

impl Given {
    /// Reads a file of at most `limit` bytes, or the standard input.
    pub(super) fn read(file: &Path, limit: usize) -> Result<Self, Failure> {
        let (name, read) = if is_stdin(file) {
            ("the standard input".to_owned(), read_up_to(io::stdin(), limit))
        } else {
            let read = File::open(file).and_then(|opened| read_up_to(opened, limit));
            (file.display().to_string(), read)
        };
        let bytes =
            read.with_context(|| format!("{name} can't be read")).map_err(Failure::input)?;
        if bytes.len() > limit {
            return Err(Failure::input(anyhow!(
                "{name} has more than {limit} bytes: it is not the file that is meant"
            )));
        }
        // Not what the bytes are: they may be of a secret.
        let Ok(text) = std::str::from_utf8(&bytes) else {
            return Err(Failure::input(anyhow!("{name} is not a text in UTF-8")));
        };
        Ok(Self { name, text: Zeroizing::new(text.to_owned()) })
    }

    /// The lines that hold something, without white space at their ends, and their numbers.
    pub(super) fn lines(&self) -> Vec<(usize, &str)> {
        let lines = (1..).zip(self.text.lines().map(str::trim));
        lines.filter(|(_, line)| !line.is_empty()).collect()
    }
}

/// One byte more than `limit` stands for all that is longer.
fn read_up_to(mut source: impl Read, limit: usize) -> io::Result<Zeroizing<Vec<u8>>> {
    // Reserved at once, and never grown: a list that grows leaves copies behind that nobody erases.
    let mut bytes = Zeroizing::new(vec![0; limit + 1]);
    let mut filled = 0;
    while filled < bytes.len() {
        match source.read(&mut bytes[filled..]) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    bytes[filled..].zeroize();
    bytes.truncate(filled);
    Ok(bytes)
}
