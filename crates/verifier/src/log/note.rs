//! Signed notes (`spec/board.md`, section 6; c2sp.org/signed-note).

use std::fmt;

use base64ct::{Base64, Encoding as _};
use thiserror::Error;

use super::key::{KeyId, VerifierKey, is_key_name};
use super::text;

/// Bytes of a signed note, at most.
pub const MAX_NOTE_BYTES: usize = 131_072;
/// Signature lines of a note, at most.
pub const MAX_SIGNATURES: usize = 64;

/// What each signature line begins with: an em dash (U+2014) and a space.
const LINE_START: &str = "\u{2014} ";

/// A text with signature lines that are in their form; no signature is checked yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note<'a> {
    text: &'a str,
    signatures: Vec<SignatureLine<'a>>,
}

/// A line `— <name> <base64 of key id || signature>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignatureLine<'a> {
    /// The name of the key.
    pub name: &'a str,
    /// The key id.
    pub id: KeyId,
    /// The signature, not empty.
    pub signature: Vec<u8>,
}

impl fmt::Display for SignatureLine<'_> {
    /// As it stands in a note, with its newline.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = [&self.id, self.signature.as_slice()].concat();
        writeln!(f, "{LINE_START}{} {}", self.name, Base64::encode_string(&bytes))
    }
}

/// Why bytes are not a signed note.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NoteError {
    /// Longer than [`MAX_NOTE_BYTES`].
    #[error("a signed note has at most {MAX_NOTE_BYTES} bytes, this one has {0}")]
    TooLong(usize),
    /// Not UTF-8.
    #[error("a signed note is UTF-8, this one is not from byte {0} on")]
    NotUtf8(usize),
    /// A control character.
    #[error("a signed note has no control character but newlines, this one has one at byte {0}")]
    Control(usize),
    /// There is no empty line after the text.
    #[error("a signed note has an empty line between its text and its signatures")]
    NoEmptyLine,
    /// There is no signature line.
    #[error("a signed note has at least one signature line")]
    NoSignature,
    /// The last newline is missing.
    #[error("the last line of a signed note ends in a newline")]
    NoLastNewline,
    /// Not the form of a signature line.
    #[error("line {0} after the empty one is no signature line: em dash, name, base64")]
    Line(usize),
    /// More than [`MAX_SIGNATURES`] signature lines.
    #[error("a signed note has at most {MAX_SIGNATURES} signature lines")]
    TooManySignatures,
}

impl<'a> Note<'a> {
    /// Reads a note that takes up all of `bytes`.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, NoteError> {
        if bytes.len() > MAX_NOTE_BYTES {
            return Err(NoteError::TooLong(bytes.len()));
        }
        let note =
            std::str::from_utf8(bytes).map_err(|error| NoteError::NotUtf8(error.valid_up_to()))?;
        if let Some(at) = note.find(|c| c < ' ' && c != '\n') {
            return Err(NoteError::Control(at));
        }
        let (text, lines) =
            note.rfind("\n\n").map(|at| note.split_at(at + 1)).ok_or(NoteError::NoEmptyLine)?;
        let signatures = signature_lines(lines.get(1..).unwrap_or_default())?;
        Ok(Self { text, signatures })
    }

    /// The text, with its last newline: what is signed.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// All signature lines, in their order.
    pub fn signatures(&self) -> &[SignatureLine<'a>] {
        &self.signatures
    }

    /// The signatures on the lines that carry the name and the key id of `key`.
    pub fn signatures_of<'n>(&'n self, key: &'n VerifierKey) -> impl Iterator<Item = &'n [u8]> {
        self.signatures
            .iter()
            .filter(|line| line.name == key.name() && line.id == key.id())
            .map(|line| line.signature.as_slice())
    }
}

fn signature_lines(mut rest: &str) -> Result<Vec<SignatureLine<'_>>, NoteError> {
    if rest.is_empty() {
        return Err(NoteError::NoSignature);
    }
    let mut lines = Vec::new();
    while !rest.is_empty() {
        if lines.len() == MAX_SIGNATURES {
            return Err(NoteError::TooManySignatures);
        }
        let line = text::line(&mut rest).ok_or(NoteError::NoLastNewline)?;
        lines.push(signature_line(line).ok_or(NoteError::Line(lines.len() + 1))?);
    }
    Ok(lines)
}

fn signature_line(line: &str) -> Option<SignatureLine<'_>> {
    let (name, encoded) = line.strip_prefix(LINE_START)?.split_once(' ')?;
    let bytes = text::base64(encoded)?;
    let (id, signature) = bytes.split_first_chunk()?;
    (is_key_name(name) && !signature.is_empty()).then(|| SignatureLine {
        name,
        id: *id,
        signature: signature.to_vec(),
    })
}
