//! Keys that sign notes: a witness's, or that of a machine that checks a part
//! (c2sp.org/signed-note, `spec/board.md`, section 6).

use std::fmt;

use base64ct::{Base64, Encoding as _};
use ed25519_dalek::{Signer as _, SigningKey};
use rand_core::{OsRng, RngCore as _};
use thiserror::Error;
use zeroize::Zeroizing;

use super::key::{KeyError, KeyType, VerifierKey, is_key_name};
use super::text;

/// What the text of a secret key begins with.
const PREFIX: &str = "PRIVATE+KEY+";
/// Bytes of the text of a secret key, at most.
pub const MAX_SIGNER_BYTES: usize = 512;

/// A secret Ed25519 key with its name. It is wiped when it is dropped, and does not print.
pub struct Signer {
    kind: KeyType,
    name: String,
    key: SigningKey,
}

/// Why a text is no secret key.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SignerError {
    /// Not the one form of a secret key.
    #[error(
        "a secret key is one line, PRIVATE+KEY+<name>+<8 hexadecimal digits>+<base64>, as \
         \"isoloir-verify key\" writes it"
    )]
    Form,
    /// The key id is that of another name or key.
    #[error("its key id is not that of its name and key: it was changed, or is not complete")]
    Id,
    /// Its public part can't be.
    #[error(transparent)]
    Key(#[from] KeyError),
}

impl Signer {
    /// A new key.
    ///
    /// # Errors
    ///
    /// The name can't be that of a key.
    pub fn generate(kind: KeyType, name: &str) -> Result<Self, KeyError> {
        if !is_key_name(name) {
            return Err(KeyError::Name);
        }
        let mut seed = Zeroizing::new([0; 32]);
        OsRng.fill_bytes(&mut *seed);
        Ok(Self { kind, name: name.to_owned(), key: SigningKey::from_bytes(&seed) })
    }

    /// Reads `PRIVATE+KEY+<name>+<key id>+<base64 of type || 32 bytes of seed>` and a newline.
    ///
    /// # Errors
    ///
    /// It is not in this form, or a part of it does not fit the others.
    pub fn parse(kind: KeyType, file: &str) -> Result<Self, SignerError> {
        let line = file.strip_suffix('\n').unwrap_or(file);
        let parts = line.strip_prefix(PREFIX).filter(|_| file.len() <= MAX_SIGNER_BYTES);
        let (name, rest) = parts.and_then(|p| p.split_once('+')).ok_or(SignerError::Form)?;
        let (id, encoded) = rest.split_once('+').ok_or(SignerError::Form)?;
        let bytes = text::base64(encoded).map(Zeroizing::new).ok_or(SignerError::Form)?;
        let (found, seed) = bytes.split_first().ok_or(SignerError::Form)?;
        if *found != kind as u8 {
            return Err(KeyError::Type(kind).into());
        }
        let seed = Zeroizing::new(<[u8; 32]>::try_from(seed).map_err(|_| SignerError::Form)?);
        let signer = Self { kind, name: name.to_owned(), key: SigningKey::from_bytes(&seed) };
        if hex::encode(signer.verifier()?.id()) != id {
            return Err(SignerError::Id);
        }
        Ok(signer)
    }

    /// The text of the key, with its newline: it is secret.
    ///
    /// # Errors
    ///
    /// The name can't be that of a key; [`Self::generate`] and [`Self::parse`] give none such.
    pub fn secret_text(&self) -> Result<Zeroizing<String>, KeyError> {
        let mut typed = Zeroizing::new(vec![self.kind as u8]);
        typed.extend_from_slice(&*Zeroizing::new(self.key.to_bytes()));
        let encoded = Zeroizing::new(Base64::encode_string(&typed));
        let id = hex::encode(self.verifier()?.id());
        Ok(Zeroizing::new(format!("{PREFIX}{}+{id}+{}\n", self.name, *encoded)))
    }

    /// The public key, with which others check what this one signs.
    ///
    /// # Errors
    ///
    /// As of [`Self::secret_text`].
    pub fn verifier(&self) -> Result<VerifierKey, KeyError> {
        VerifierKey::new(self.kind, &self.name, &self.key.verifying_key().to_bytes())
    }

    /// The signature line of a note, with its newline. A log's key signs the text; a witness's key
    /// signs the time, in seconds since 1970, with it.
    ///
    /// # Errors
    ///
    /// As of [`Self::secret_text`].
    pub fn line(&self, text: &str, time: u64) -> Result<String, KeyError> {
        let mut bytes = self.verifier()?.id().to_vec();
        match self.kind {
            KeyType::Log => bytes.extend(self.key.sign(text.as_bytes()).to_bytes()),
            KeyType::Witness => {
                let message = format!("cosignature/v1\ntime {time}\n{text}");
                bytes.extend(time.to_be_bytes());
                bytes.extend(self.key.sign(message.as_bytes()).to_bytes());
            }
        }
        Ok(format!("\u{2014} {} {}\n", self.name, Base64::encode_string(&bytes)))
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Signer({}, {})", self.kind, self.name)
    }
}
