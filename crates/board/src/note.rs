//! Signed notes: c2sp.org/signed-note (`spec/board.md`, 6).

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;
use core::str::FromStr;

use base64ct::{Base64, Encoding};
use thiserror::Error;

/// Size of the largest note, in bytes. Room for 16 post-quantum signatures of 5 kB each.
pub const MAX_NOTE_BYTES: usize = 131_072;

/// Signature lines in a note. The format asks for at least 16.
pub const MAX_SIGNATURES: usize = 64;

/// Size of the longest name of a key, in bytes.
pub const MAX_KEY_NAME_BYTES: usize = 255;

/// Size of the identifier of a key, in bytes.
pub const KEY_ID_BYTES: usize = 4;

/// What a signature line begins with: em dash (U+2014), space.
const LINE_START: &str = "\u{2014} ";

/// The name of a key: 1 to [`MAX_KEY_NAME_BYTES`] bytes, without space, plus or control
/// character. The name of a log's key is the origin of its checkpoints.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct KeyName(String);

/// The identifier of a key: the first four bytes of SHA-256(name || 0x0A || type || public key).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct KeyId(pub [u8; KEY_ID_BYTES]);

/// One signature line: `— <name> <base64 of key id || signature>`. Nothing says yet that the
/// signature is good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignatureLine {
    name: KeyName,
    id: KeyId,
    signature: Vec<u8>,
}

/// A text with signature lines. It is read strictly, and prints as exactly the bytes that it was
/// read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    text: String,
    signatures: Vec<SignatureLine>,
}

/// Why some bytes are not a signed note.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NoteError {
    /// Above [`MAX_NOTE_BYTES`].
    #[error("a note of {bytes} bytes is above the limit of {MAX_NOTE_BYTES}")]
    TooLong {
        /// Its size, in bytes.
        bytes: usize,
    },
    /// Not UTF-8.
    #[error("a note must be UTF-8")]
    NotUtf8,
    /// A control character other than newline.
    #[error("a note must not contain the control character {0:?}")]
    ControlCharacter(char),
    /// The text does not end in a newline.
    #[error("the text of a note must end in a newline")]
    UnfinishedText,
    /// No blank line, or no signature line after it.
    #[error("a note must have a blank line and signature lines at its end")]
    Unsigned,
    /// A line after the blank line is not a signature line.
    #[error(
        "line {0} after the blank line of a note is not a signature line: \
         an em dash, a space, the name of a key, a space, base64"
    )]
    BadSignatureLine(usize),
    /// More than [`MAX_SIGNATURES`].
    #[error("a note of {0} signature lines is above the limit of {MAX_SIGNATURES}")]
    TooManySignatures(usize),
    /// Not a name that a key can have.
    #[error(
        "{0:?} can't be the name of a key: 1 to {MAX_KEY_NAME_BYTES} bytes, \
         no space, plus or control character"
    )]
    BadKeyName(String),
}

impl KeyName {
    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for KeyName {
    type Err = NoteError;

    fn from_str(name: &str) -> Result<Self, NoteError> {
        let forbidden = |c: char| c.is_whitespace() || c.is_control() || c == '+';
        if name.is_empty() || name.len() > MAX_KEY_NAME_BYTES || name.contains(forbidden) {
            let start = name.chars().take(MAX_KEY_NAME_BYTES).collect();
            return Err(NoteError::BadKeyName(start));
        }
        Ok(Self(name.to_string()))
    }
}

impl fmt::Display for KeyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl SignatureLine {
    /// The line with these fields. What the signature must be depends on the key.
    #[must_use]
    pub fn new(name: KeyName, id: KeyId, signature: Vec<u8>) -> Self {
        Self { name, id, signature }
    }

    /// The name of the key.
    #[must_use]
    pub fn name(&self) -> &KeyName {
        &self.name
    }

    /// The identifier of the key.
    #[must_use]
    pub fn id(&self) -> KeyId {
        self.id
    }

    /// What follows the key's identifier: its form depends on the key.
    #[must_use]
    pub fn signature(&self) -> &[u8] {
        &self.signature
    }

    fn parse(line: &str) -> Option<Self> {
        let (name, base64) = line.strip_prefix(LINE_START)?.split_once(' ')?;
        let bytes = Base64::decode_vec(base64).ok()?;
        let (id, signature) = bytes.split_first_chunk()?;
        if signature.is_empty() {
            return None;
        }
        Some(Self::new(name.parse().ok()?, KeyId(*id), signature.to_vec()))
    }
}

/// The line without its newline.
impl fmt::Display for SignatureLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = [&self.id.0, self.signature.as_slice()].concat();
        write!(f, "{LINE_START}{} {}", self.name, Base64::encode_string(&bytes))
    }
}

impl Note {
    /// The note of this text and these signature lines.
    ///
    /// # Errors
    /// If the text has a control character or does not end in a newline, or a bound is
    /// exceeded.
    pub fn new(text: String, signatures: Vec<SignatureLine>) -> Result<Self, NoteError> {
        check_characters(&text)?;
        if !text.ends_with('\n') {
            return Err(NoteError::UnfinishedText);
        }
        match signatures.len() {
            0 => return Err(NoteError::Unsigned),
            count if count > MAX_SIGNATURES => return Err(NoteError::TooManySignatures(count)),
            _ => {}
        }
        let note = Self { text, signatures };
        check_length(note.to_string().len())?;
        Ok(note)
    }

    /// Reads a note that takes up all of `bytes`. Whether to believe it is for the caller to find
    /// out, by the signatures.
    ///
    /// # Errors
    /// Says what is not as the format wants it.
    pub fn parse(bytes: &[u8]) -> Result<Self, NoteError> {
        check_length(bytes.len())?;
        let note = core::str::from_utf8(bytes).map_err(|_| NoteError::NotUtf8)?;
        check_characters(note)?;
        let blank = note.rfind("\n\n").ok_or(NoteError::Unsigned)?;
        let (text, rest) = note.split_at(blank + 1);
        let lines = rest.strip_prefix('\n').unwrap_or(rest);
        Self::new(text.to_string(), parse_lines(lines)?)
    }

    /// What is signed, with its final newline.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The signature lines, in order.
    #[must_use]
    pub fn signatures(&self) -> &[SignatureLine] {
        &self.signatures
    }

    /// The note with one more signature line.
    ///
    /// # Errors
    /// If a bound is exceeded.
    pub fn with_signature(&self, line: SignatureLine) -> Result<Self, NoteError> {
        let mut signatures = self.signatures.clone();
        signatures.push(line);
        Self::new(self.text.clone(), signatures)
    }
}

/// The note as it is stored and sent.
impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        self.signatures.iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}

fn parse_lines(lines: &str) -> Result<Vec<SignatureLine>, NoteError> {
    let lines = lines.strip_suffix('\n').ok_or(NoteError::Unsigned)?;
    let count = lines.split('\n').count();
    if count > MAX_SIGNATURES {
        return Err(NoteError::TooManySignatures(count));
    }
    let parse =
        |(number, line)| SignatureLine::parse(line).ok_or(NoteError::BadSignatureLine(number + 1));
    lines.split('\n').enumerate().map(parse).collect()
}

fn check_characters(text: &str) -> Result<(), NoteError> {
    match text.chars().find(|c| *c < ' ' && *c != '\n') {
        Some(control) => Err(NoteError::ControlCharacter(control)),
        None => Ok(()),
    }
}

fn check_length(bytes: usize) -> Result<(), NoteError> {
    if bytes > MAX_NOTE_BYTES { Err(NoteError::TooLong { bytes }) } else { Ok(()) }
}
