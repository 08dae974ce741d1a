//! The keys of logs and of witnesses: Ed25519, c2sp.org/signed-note and
//! c2sp.org/tlog-cosignature (`spec/board.md`, 6).
//!
//! Public keys are written as verifier keys ("vkeys"), `<name>+<key id>+<base64 of type || key>`,
//! and read back from exactly that.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;
use core::str::FromStr;

use base64ct::{Base64, Encoding};
use ed25519_dalek::{
    PUBLIC_KEY_LENGTH, SIGNATURE_LENGTH, Signature, Signer, SigningKey, VerifyingKey,
};
use sha2::{Digest, Sha256};
use thiserror::Error;

use crate::note::{KEY_ID_BYTES, KeyId, KeyName, MAX_KEY_NAME_BYTES, NoteError, SignatureLine};

/// The latest time that a cosignature can state, in seconds since 1970-01-01T00:00:00Z: 2^63 - 1.
pub const MAX_COSIGNATURE_SECONDS: u64 = (1 << 63) - 1;

/// Size of the longest verifier key, in bytes: name, plus, 8 hexadecimal digits, plus, base64 of 33
/// bytes.
pub const MAX_VKEY_BYTES: usize = MAX_KEY_NAME_BYTES + 1 + 2 * KEY_ID_BYTES + 1 + 44;

/// Signature type of a log key: Ed25519 over the text of the note.
const TYPE_LOG: u8 = 0x01;

/// Signature type of a witness key: Ed25519 over a timestamp and the text of the note.
const TYPE_WITNESS: u8 = 0x04;

/// The public key of a log (signature type 0x01). Its name is the origin of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogKey(Key<TYPE_LOG>);

/// The public key of a witness (signature type 0x04).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WitnessKey(Key<TYPE_WITNESS>);

/// The secret key of a log. It is erased when dropped, and does not print.
pub struct LogSigner {
    key: LogKey,
    secret: SigningKey,
}

/// The secret key of a witness. It is erased when dropped, and does not print.
pub struct WitnessSigner {
    key: WitnessKey,
    secret: SigningKey,
}

/// Why some text is not a key, or a signature is not good.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum KeyError {
    /// Not `<name>+<key id>+<base64>`, in the one way to write it.
    #[error("not a verifier key: <name>+<8 hexadecimal digits>+<base64 of 33 bytes>")]
    BadForm,
    /// The name can't be that of a key.
    #[error(transparent)]
    BadName(#[from] NoteError),
    /// The key is for something else.
    #[error("the verifier key of {name} has the type {found:#04x} where {expected:#04x} is needed")]
    WrongType {
        /// The name of the key.
        name: KeyName,
        /// The type needed: 0x01 for a log, 0x04 for a witness.
        expected: u8,
        /// The type in the key.
        found: u8,
    },
    /// The identifier is not that of the name and the key: one of the three was changed.
    #[error("the verifier key of {name} has not the identifier {expected}: it was copied wrongly")]
    WrongId {
        /// The name of the key.
        name: KeyName,
        /// The identifier computed from name and key.
        expected: KeyId,
    },
    /// Not a canonical point, or of small order.
    #[error("the key of {name} is not an Ed25519 key that can be used")]
    BadPoint {
        /// The name of the key.
        name: KeyName,
    },
    /// A signature by this key does not verify.
    #[error("the signature of {name} does not verify: the note was changed, or is a forgery")]
    BadSignature {
        /// The name of the key.
        name: KeyName,
    },
    /// A time above [`MAX_COSIGNATURE_SECONDS`].
    #[error("a cosignature can't state the time {seconds} s: it is after 2^63 - 1")]
    TimeTooLate {
        /// The time, in seconds since 1970.
        seconds: u64,
    },
}

/// Name, identifier and public key, for one signature type.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Key<const TYPE: u8> {
    name: KeyName,
    id: KeyId,
    point: VerifyingKey,
}

impl<const TYPE: u8> Key<TYPE> {
    fn new(name: KeyName, bytes: &[u8; PUBLIC_KEY_LENGTH]) -> Result<Self, KeyError> {
        match verifying_key(bytes) {
            Some(point) => {
                let id = key_id(&name, TYPE, bytes);
                Ok(Self { name, id, point })
            }
            None => Err(KeyError::BadPoint { name }),
        }
    }

    fn parse_vkey(text: &str) -> Result<Self, KeyError> {
        if text.len() > MAX_VKEY_BYTES {
            return Err(KeyError::BadForm);
        }
        let (name, rest) = text.split_once('+').ok_or(KeyError::BadForm)?;
        let (id, base64) = rest.split_once('+').ok_or(KeyError::BadForm)?;
        let name: KeyName = name.parse()?;
        let bytes = Base64::decode_vec(base64).map_err(|_| KeyError::BadForm)?;
        let (found, bytes) = bytes.split_first().ok_or(KeyError::BadForm)?;
        if *found != TYPE {
            return Err(KeyError::WrongType { name, expected: TYPE, found: *found });
        }
        let bytes = bytes.try_into().map_err(|_| KeyError::BadForm)?;
        let key = Self::new(name, bytes)?;
        if key.id.to_string() != id {
            return Err(KeyError::WrongId { name: key.name, expected: key.id });
        }
        Ok(key)
    }

    fn is_of(&self, line: &SignatureLine) -> bool {
        *line.name() == self.name && line.id() == self.id
    }

    fn verify(&self, message: &[u8], signature: &[u8; SIGNATURE_LENGTH]) -> Result<(), KeyError> {
        self.point
            .verify_strict(message, &Signature::from_bytes(signature))
            .map_err(|_| self.bad_signature())
    }

    fn bad_signature(&self) -> KeyError {
        KeyError::BadSignature { name: self.name.clone() }
    }

    fn line(&self, signature: Vec<u8>) -> SignatureLine {
        SignatureLine::new(self.name.clone(), self.id, signature)
    }
}

impl<const TYPE: u8> fmt::Display for Key<TYPE> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = [&[TYPE], self.point.as_bytes().as_slice()].concat();
        write!(f, "{}+{}+{}", self.name, self.id, Base64::encode_string(&bytes))
    }
}

/// What [`LogKey`] and [`WitnessKey`] have in common.
macro_rules! public_key {
    ($name:ident) => {
        impl $name {
            /// The key with this name and these 32 bytes (RFC 8032, 5.1.5).
            ///
            /// # Errors
            /// [`KeyError::BadPoint`] if they are not a canonical point, or of small order.
            pub fn new(name: KeyName, bytes: &[u8; PUBLIC_KEY_LENGTH]) -> Result<Self, KeyError> {
                Key::new(name, bytes).map(Self)
            }

            /// The name of the key.
            #[must_use]
            pub fn name(&self) -> &KeyName {
                &self.0.name
            }

            /// The identifier of the key.
            #[must_use]
            pub fn id(&self) -> KeyId {
                self.0.id
            }

            /// The 32 bytes of the key.
            #[must_use]
            pub fn as_bytes(&self) -> &[u8; PUBLIC_KEY_LENGTH] {
                self.0.point.as_bytes()
            }

            /// Whether a signature line claims to be by this key: same name, same identifier.
            #[must_use]
            pub fn is_of(&self, line: &SignatureLine) -> bool {
                self.0.is_of(line)
            }
        }

        impl FromStr for $name {
            type Err = KeyError;

            fn from_str(vkey: &str) -> Result<Self, KeyError> {
                Key::parse_vkey(vkey).map(Self)
            }
        }

        /// The verifier key.
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

public_key!(LogKey);
public_key!(WitnessKey);

impl LogKey {
    /// Checks a signature line of this key over the text of a note.
    ///
    /// # Errors
    /// [`KeyError::BadSignature`].
    pub fn verify(&self, text: &str, line: &SignatureLine) -> Result<(), KeyError> {
        let signature = line.signature().try_into().map_err(|_| self.0.bad_signature())?;
        self.0.verify(text.as_bytes(), signature)
    }
}

impl WitnessKey {
    /// Checks a signature line of this key over the text of a checkpoint, and returns the time
    /// that it states, in seconds since 1970. Whether that time is plausible is for the caller to
    /// judge.
    ///
    /// # Errors
    /// [`KeyError::BadSignature`], or [`KeyError::TimeTooLate`].
    pub fn verify(&self, text: &str, line: &SignatureLine) -> Result<u64, KeyError> {
        let (time, signature) =
            line.signature().split_first_chunk().ok_or_else(|| self.0.bad_signature())?;
        let signature = signature.try_into().map_err(|_| self.0.bad_signature())?;
        let seconds = u64::from_be_bytes(*time);
        self.0.verify(cosigned_message(text, seconds)?.as_bytes(), signature)?;
        Ok(seconds)
    }
}

impl LogSigner {
    /// The signer of the log with this name.
    ///
    /// # Errors
    /// [`KeyError::BadPoint`], which no secret key of practice gives.
    pub fn new(name: KeyName, secret: SigningKey) -> Result<Self, KeyError> {
        let key = LogKey::new(name, secret.verifying_key().as_bytes())?;
        Ok(Self { key, secret })
    }

    /// Its public key.
    #[must_use]
    pub fn key(&self) -> &LogKey {
        &self.key
    }

    /// Signs a text. Only checkpoints have to be signed by a log: see
    /// [`Checkpoint::sign`](crate::checkpoint::Checkpoint::sign).
    pub(crate) fn sign(&self, text: &str) -> SignatureLine {
        self.key.0.line(self.secret.sign(text.as_bytes()).to_vec())
    }
}

impl WitnessSigner {
    /// The signer of the witness with this name.
    ///
    /// # Errors
    /// [`KeyError::BadPoint`], which no secret key of practice gives.
    pub fn new(name: KeyName, secret: SigningKey) -> Result<Self, KeyError> {
        let key = WitnessKey::new(name, secret.verifying_key().as_bytes())?;
        Ok(Self { key, secret })
    }

    /// Its public key.
    #[must_use]
    pub fn key(&self) -> &WitnessKey {
        &self.key
    }

    pub(crate) fn cosign(&self, text: &str, seconds: u64) -> Result<SignatureLine, KeyError> {
        let signature = self.secret.sign(cosigned_message(text, seconds)?.as_bytes());
        Ok(self.key.0.line([&seconds.to_be_bytes(), signature.to_bytes().as_slice()].concat()))
    }
}

impl fmt::Debug for LogSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LogSigner").field("key", &self.key).finish_non_exhaustive()
    }
}

impl fmt::Debug for WitnessSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WitnessSigner").field("key", &self.key).finish_non_exhaustive()
    }
}

/// What a witness signs: two lines before the text (c2sp.org/tlog-cosignature, Ed25519 signed
/// message).
fn cosigned_message(text: &str, seconds: u64) -> Result<String, KeyError> {
    if seconds > MAX_COSIGNATURE_SECONDS {
        return Err(KeyError::TimeTooLate { seconds });
    }
    Ok(format!("cosignature/v1\ntime {seconds}\n{text}"))
}

fn key_id(name: &KeyName, signature_type: u8, key: &[u8; PUBLIC_KEY_LENGTH]) -> KeyId {
    let hash = Sha256::new()
        .chain_update(name.as_str())
        .chain_update([b'\n', signature_type])
        .chain_update(key)
        .finalize();
    let [a, b, c, d, ..]: [u8; 32] = hash.into();
    KeyId([a, b, c, d])
}

/// The Ed25519 key with these 32 bytes, if they are a canonical point that is not of small order.
#[must_use]
pub fn verifying_key(bytes: &[u8; PUBLIC_KEY_LENGTH]) -> Option<VerifyingKey> {
    VerifyingKey::from_bytes(bytes).ok().filter(|key| is_canonical(bytes) && !key.is_weak())
}

/// Whether the coordinate y is below p = 2^255 - 19, that is 0x7fff..ffed: the decompression of
/// the library does not ask for it.
fn is_canonical(bytes: &[u8; PUBLIC_KEY_LENGTH]) -> bool {
    let [low, middle @ .., high] = bytes;
    *low < 0xed || middle.iter().any(|byte| *byte != 0xff) || high & 0x7f != 0x7f
}
