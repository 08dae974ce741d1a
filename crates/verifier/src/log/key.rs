//! The keys of the log and its witnesses (`spec/board.md`, section 6).

use std::fmt;

use base64ct::{Base64, Encoding};
use ed25519_dalek::{Signature, VerifyingKey};
use sha2::{Digest, Sha256};
use thiserror::Error;

use super::text;

/// Bytes of the name of a key, at most.
pub const MAX_KEY_NAME_BYTES: usize = 255;
/// Bytes of a verifier key, at most.
pub const MAX_VKEY_BYTES: usize = 309;
/// Bytes of an Ed25519 signature.
pub const SIGNATURE_BYTES: usize = 64;

/// Whether `name` can be the name of a key: 1 to [`MAX_KEY_NAME_BYTES`] bytes, no white space, no
/// plus, no control character (`spec/board.md`, section 6).
pub fn is_key_name(name: &str) -> bool {
    let stray = |c: char| c.is_whitespace() || c.is_control() || c == '+';
    (1..=MAX_KEY_NAME_BYTES).contains(&name.len()) && !name.contains(stray)
}

/// An Ed25519 public key (RFC 8032), 32 bytes: a canonical encoding of a point that is not of small
/// order (`spec/board.md`, section 6).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

impl PublicKey {
    /// The key with these bytes, if there is one.
    pub fn from_bytes(bytes: &[u8; 32]) -> Option<Self> {
        let key = VerifyingKey::from_bytes(bytes).ok()?;
        let canonical = key.to_edwards().compress().as_bytes() == bytes;
        (canonical && !key.is_weak()).then_some(Self(key))
    }

    /// The 32 bytes of the key.
    pub fn to_bytes(&self) -> [u8; 32] {
        self.0.to_bytes()
    }

    /// Whether `signature` is one of this key on `message`: S below the order of the group, R
    /// canonical and not of small order, and the equation without the cofactor (`spec/board.md`,
    /// section 6).
    pub fn verifies(&self, message: &[u8], signature: &[u8; SIGNATURE_BYTES]) -> bool {
        // R is compared as bytes with an encoding that is canonical, so another one never holds.
        self.0.verify_strict(message, &Signature::from_bytes(signature)).is_ok()
    }
}

/// Whose key it is; the number is the type of the signatures that it makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum KeyType {
    /// A log: 64 bytes of Ed25519 over the text of the note.
    Log = 1,
    /// A witness: `cosignature/v1`, 8 bytes of time and 64 bytes of Ed25519.
    Witness = 4,
}

impl fmt::Display for KeyType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Log => "log",
            Self::Witness => "witness",
        })
    }
}

/// The first four bytes of SHA-256(name || 0x0A || type || public key).
pub type KeyId = [u8; 4];

/// A key with its name, as it checks signature lines (`spec/board.md`, section 6).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifierKey {
    kind: KeyType,
    name: String,
    id: KeyId,
    public: PublicKey,
}

/// Why something is no verifier key.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum KeyError {
    /// Not `<name>+<key id>+<base64>`, or too long.
    #[error("a verifier key is <name>+<8 hexadecimal digits>+<base64>, of at most 309 bytes")]
    Form,
    /// The name of a key can't be so.
    #[error("the name of a key has 1 to 255 bytes, no white space, no plus, no control character")]
    Name,
    /// The key of something else.
    #[error("it is not a key of a {0}")]
    Type(KeyType),
    /// Not a public key.
    #[error("it holds no Ed25519 public key in its one form and of large order")]
    Public,
    /// The key id is not that of the rest.
    #[error("its key id is {found}, but that of its name and key is {expected}")]
    Id {
        /// The key id in the text.
        found: String,
        /// The key id of the rest.
        expected: String,
    },
}

impl VerifierKey {
    /// The key of a log or witness from its name and the 32 bytes of its public key.
    pub fn new(kind: KeyType, name: &str, public: &[u8; 32]) -> Result<Self, KeyError> {
        if !is_key_name(name) {
            return Err(KeyError::Name);
        }
        let public = PublicKey::from_bytes(public).ok_or(KeyError::Public)?;
        let hash = Sha256::new()
            .chain_update(name)
            .chain_update([b'\n', kind as u8])
            .chain_update(public.to_bytes());
        let [a, b, c, d, ..] = <[u8; 32]>::from(hash.finalize());
        Ok(Self { kind, name: name.to_owned(), id: [a, b, c, d], public })
    }

    /// Reads `<name>+<key id>+<base64 of type || public key>`, which must be a key of a `kind`.
    pub fn parse(kind: KeyType, vkey: &str) -> Result<Self, KeyError> {
        if vkey.len() > MAX_VKEY_BYTES {
            return Err(KeyError::Form);
        }
        let (name, rest) = vkey.split_once('+').ok_or(KeyError::Form)?;
        let (id, encoded) = rest.split_once('+').ok_or(KeyError::Form)?;
        let bytes = text::base64(encoded).ok_or(KeyError::Form)?;
        let [found_kind, public @ ..] = <[u8; 33]>::try_from(bytes).map_err(|_| KeyError::Form)?;
        if found_kind != kind as u8 {
            return Err(KeyError::Type(kind));
        }
        let key = Self::new(kind, name, &public)?;
        let expected = hex::encode(key.id);
        if id != expected {
            return Err(KeyError::Id { found: id.escape_debug().to_string(), expected });
        }
        Ok(key)
    }

    /// Whose key it is.
    pub fn kind(&self) -> KeyType {
        self.kind
    }

    /// The name of the key.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The key id, which signature lines carry.
    pub fn id(&self) -> KeyId {
        self.id
    }

    /// The public key.
    pub fn public(&self) -> &PublicKey {
        &self.public
    }
}

impl fmt::Display for VerifierKey {
    /// As a verifier key is written.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let typed = [&[self.kind as u8], self.public.to_bytes().as_slice()].concat();
        write!(f, "{}+{}+{}", self.name, hex::encode(self.id), Base64::encode_string(&typed))
    }
}
