//! The manifest of a voting page: its files and their hashes (`spec/election.md`, section 15).

use base64ct::{Base64, Encoding as _};
use sha2::{Digest as _, Sha384};
use sha3::Sha3_256;
use thiserror::Error;

use crate::log::Hash;

/// Where the manifest is, below the root.
pub const MANIFEST: &str = "page/manifest";
/// Files of a page, at most.
pub const MAX_FILES: usize = 64;
/// Bytes of the name of a file, at most.
pub const MAX_FILE_NAME_BYTES: usize = 64;
/// Bytes of a file, at most.
pub const MAX_FILE_BYTES: usize = 4 << 20;

const FIRST_LINE: &str = "isoloir page v1";
/// Characters of a SHA-384 in base64.
const HASH_CHARACTERS: usize = 64;
/// Bytes of a manifest, at most: all lines as long as they can be.
pub const MAX_MANIFEST_BYTES: usize =
    FIRST_LINE.len() + 1 + MAX_FILES * (HASH_CHARACTERS + MAX_FILE_NAME_BYTES + 2);

/// The files of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    files: Vec<File>,
}

/// A file of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its name: it is at `page/` and this.
    pub name: String,
    /// Its SHA-384 in base64.
    hash: String,
}

/// Why a text is no manifest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ManifestError {
    /// Not text, another first line, or an unfinished last one.
    #[error("it does not begin with the line \"{FIRST_LINE}\", or its last line does not end")]
    Form,
    /// No file or too many.
    #[error("it names {0} files; 1 to {MAX_FILES} are possible")]
    Number(usize),
    /// A line is not of a hash and a name.
    #[error("line {0} is not a SHA-384 in base64, a space, and the name of a file")]
    Line(usize),
    /// A name does not come after the one before it.
    #[error("line {0}: the names are not in ascending order, each once")]
    Order(usize),
}

/// What a page's manifest must hash to.
pub fn digest(manifest: &[u8]) -> Hash {
    Sha3_256::digest(manifest).into()
}

impl Manifest {
    /// Reads a manifest, the whole of `bytes`.
    pub fn parse(bytes: &[u8]) -> Result<Self, ManifestError> {
        let text = std::str::from_utf8(bytes).map_err(|_| ManifestError::Form)?;
        let lines = text.strip_suffix('\n').ok_or(ManifestError::Form)?;
        let (first, lines) = lines.split_once('\n').unwrap_or((lines, ""));
        if first != FIRST_LINE {
            return Err(ManifestError::Form);
        }
        let number = if lines.is_empty() { 0 } else { lines.split('\n').count() };
        if !(1..=MAX_FILES).contains(&number) {
            return Err(ManifestError::Number(number));
        }
        let mut files: Vec<File> = Vec::with_capacity(number);
        for (number, line) in (2..).zip(lines.split('\n')) {
            let file = File::parse(line).ok_or(ManifestError::Line(number))?;
            if files.last().is_some_and(|before| before.name >= file.name) {
                return Err(ManifestError::Order(number));
            }
            files.push(file);
        }
        Ok(Self { files })
    }

    /// All files, in ascending order of their names.
    pub fn files(&self) -> &[File] {
        &self.files
    }

    /// The file of this name.
    pub fn file(&self, name: &str) -> Option<&File> {
        self.files.iter().find(|file| file.name == name)
    }
}

impl File {
    fn parse(line: &str) -> Option<Self> {
        let (hash, name) = line.split_once(' ')?;
        let mut bytes = [0; 48];
        let is_hash = hash.len() == HASH_CHARACTERS
            && Base64::decode(hash, &mut bytes).is_ok_and(|decoded| decoded.len() == 48);
        (is_hash && is_name(name)).then(|| Self { name: name.to_owned(), hash: hash.to_owned() })
    }

    /// What documents state as its integrity (W3C Subresource Integrity).
    pub fn integrity(&self) -> String {
        format!("sha384-{}", self.hash)
    }

    /// Where it is, below the root.
    pub fn path(&self) -> String {
        format!("page/{}", self.name)
    }

    /// Whether these are its bytes.
    pub fn is(&self, bytes: &[u8]) -> bool {
        Base64::encode_string(&Sha384::digest(bytes)) == self.hash
    }
}

fn is_name(name: &str) -> bool {
    let is_in_names =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-.".contains(&byte);
    (1..=MAX_FILE_NAME_BYTES).contains(&name.len())
        && name.bytes().all(is_in_names)
        && !name.starts_with('.')
        && name != "manifest"
}
