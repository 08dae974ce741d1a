//! How an official shows who they are to the server of a board (`spec/election.md`, section 13).

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::str::FromStr;

use base64ct::{Base64UrlUnpadded, Encoding};
use ed25519_dalek::{SIGNATURE_LENGTH, Signature, Signer, SigningKey};
use isoloir_encoding::Writer;
use thiserror::Error;

use crate::definition::Party;

/// What no other message of a party begins with.
const LABEL: &[u8] = b"isoloir/v1 official log-in";

/// Bytes of a challenge.
pub const CHALLENGE_BYTES: usize = 40;

/// What a server asks an official to sign. To everybody but that server these are random bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Challenge(pub [u8; CHALLENGE_BYTES]);

/// An official's answer: 64 bytes of Ed25519 signature over (label, address, challenge). It does not say whose it is:
/// the definition has at most 16 keys to try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogIn([u8; SIGNATURE_LENGTH]);

/// A text is no challenge, or no answer to one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("it must have {characters} letters, digits, - and _, and nothing else: copy it once more")]
pub struct LogInTextError {
    /// How long the text is to be.
    characters: usize,
}

impl LogIn {
    /// Answers a challenge of the server of the board at this address.
    #[must_use]
    pub fn sign(challenge: &Challenge, address: &str, key: &SigningKey) -> Self {
        Self(key.sign(&signed_bytes(challenge, address)).to_bytes())
    }

    /// Which of these officials has answered this challenge, from 0; none, if nobody has.
    #[must_use]
    pub fn signer(
        &self,
        challenge: &Challenge,
        address: &str,
        officials: &[Party],
    ) -> Option<usize> {
        let signed = signed_bytes(challenge, address);
        let signature = Signature::from_bytes(&self.0);
        officials.iter().position(|party| party.key.verify_strict(&signed, &signature).is_ok())
    }
}

fn signed_bytes(challenge: &Challenge, address: &str) -> Vec<u8> {
    let mut out = Writer::new();
    out.raw(LABEL);
    out.string(address.trim_end_matches('/'));
    out.raw(&challenge.0);
    out.into_bytes()
}

/// As base64url without padding.
impl fmt::Display for Challenge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&text_of(&self.0))
    }
}

/// As base64url without padding.
impl fmt::Display for LogIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&text_of(&self.0))
    }
}

impl FromStr for Challenge {
    type Err = LogInTextError;

    /// White space around it is not looked at.
    fn from_str(text: &str) -> Result<Self, LogInTextError> {
        bytes_of(text).map(Self)
    }
}

impl FromStr for LogIn {
    type Err = LogInTextError;

    /// White space around it is not looked at.
    fn from_str(text: &str) -> Result<Self, LogInTextError> {
        bytes_of(text).map(Self)
    }
}

fn text_of(bytes: &[u8]) -> String {
    Base64UrlUnpadded::encode_string(bytes)
}

fn bytes_of<const BYTES: usize>(text: &str) -> Result<[u8; BYTES], LogInTextError> {
    let mut bytes = [0; BYTES];
    match Base64UrlUnpadded::decode(text.trim(), &mut bytes) {
        Ok(decoded) if decoded.len() == BYTES => Ok(bytes),
        _ => Err(LogInTextError { characters: (BYTES * 4).div_ceil(3) }),
    }
}
