//! Where the files of a log come from: a folder, a tar archive, or the web (`spec/board.md`,
//! sections 5 and 9).

pub(crate) mod client;
mod folder;
mod header;
mod http;
mod tar;

#[cfg(test)]
mod tests;

use std::io::{self, Read};
use std::path::Path;

use thiserror::Error;

use folder::Folder;
use http::Http;
use tar::Tar;
pub use tar::TarRule;

/// Files that a source lists, at most. A log of 2^63 entries would have more; one that a reader
/// can get through has not.
pub const MAX_FILES: usize = 1 << 20;

/// The files of a log, by their paths (`spec/board.md`, section 5). Several threads may read at
/// once, and a file may be read more than once.
pub trait Source: Send + Sync {
    /// The bytes of the file at `path`, or None if there is none. A file of more than `most` bytes
    /// is an error, and no more of it is read than one byte beyond.
    fn read(&self, path: &str, most: usize) -> Result<Option<Vec<u8>>, SourceError>;

    /// The paths of all files, at most [`MAX_FILES`]; None if the source can't tell.
    fn list(&self) -> Result<Option<Vec<String>>, SourceError>;

    /// The folder, file or URL, for people.
    fn location(&self) -> &str;
}

/// Why a source, or a file of it, can't be read.
#[derive(Debug, Error)]
pub enum SourceError {
    /// Neither a folder nor a file is there.
    #[error("there is no folder or file {0}; name a folder, a tar archive or a URL")]
    NotFound(String),
    /// Something else than a folder or a file is there.
    #[error("{0} is neither a folder nor a file")]
    NotAFile(String),
    /// The system refuses to read it.
    #[error("{place} can't be read: {error}")]
    Io {
        /// The file or folder.
        place: String,
        /// What the system says. Part of the text above, so not its source.
        error: String,
    },
    /// A file exceeds its bound.
    #[error("{place} has more than {most} bytes, the most that this file can have")]
    TooLarge {
        /// The file.
        place: String,
        /// Its bound in bytes.
        most: usize,
    },
    /// Too many files to list.
    #[error(
        "{0} holds more than {MAX_FILES} files, or folders too deep: it is no archive of a log"
    )]
    TooManyFiles(String),
    /// Not a tar archive, or not in the form of `spec/board.md`, section 9.3.
    #[error("{location} is not a tar archive to be read, at byte {offset}: {rule}")]
    Tar {
        /// The file.
        location: String,
        /// Where in the file.
        offset: u64,
        /// What is wrong.
        rule: TarRule,
    },
    /// Not a URL below which files can be.
    #[error("{0} is not http:// or https:// with a host, and without user, query or fragment")]
    Url(String),
    /// The server can't be reached, or breaks off.
    #[error(
        "{url} can't be fetched ({attempts} attempts): {error}; check the address, or try again later"
    )]
    Fetch {
        /// The address of the file.
        url: String,
        /// How often it was tried.
        attempts: u32,
        /// What went wrong.
        error: String,
    },
    /// The server answers with something else than the file.
    #[error("{url}: the server answered {status}, where 200 or 404 was expected")]
    Status {
        /// The address of the file.
        url: String,
        /// The status of HTTP.
        status: u16,
    },
    /// The server sends the client elsewhere.
    #[error("{url}: the server redirects to {to}; name that place if you trust it")]
    Redirect {
        /// The address of the file.
        url: String,
        /// Where to.
        to: String,
    },
    /// The server compresses the file.
    #[error("{0}: the server sent it compressed, though nobody asked for that")]
    Encoded(String),
}

impl SourceError {
    fn io(place: impl ToString, error: &io::Error) -> Self {
        Self::Io { place: place.to_string(), error: error.to_string() }
    }
}

/// Opens the source at `location`: a URL (`http://`, `https://`), a folder, or a file, which is
/// read as a tar archive.
pub fn open(location: &str) -> Result<Box<dyn Source>, SourceError> {
    if location.starts_with("http://") || location.starts_with("https://") {
        return Ok(Box::new(Http::open(location)?));
    }
    let path = Path::new(location);
    let metadata = path.metadata().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => SourceError::NotFound(location.to_owned()),
        _ => SourceError::io(location, &error),
    })?;
    if metadata.is_dir() {
        Ok(Box::new(Folder::open(location)))
    } else if metadata.is_file() {
        Ok(Box::new(Tar::open(location)?))
    } else {
        Err(SourceError::NotAFile(location.to_owned()))
    }
}

/// All bytes that `reader` gives, or None if they are more than `most`.
fn read_at_most(reader: impl Read, most: usize) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    reader.take((most as u64).saturating_add(1)).read_to_end(&mut bytes)?;
    Ok((bytes.len() <= most).then_some(bytes))
}
