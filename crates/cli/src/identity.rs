//! The key with which a party signs on the board, and the name that goes with it.

use ed25519_dalek::{SigningKey, VerifyingKey};
use isoloir_election::definition::{Party, check_name};
use rand_core::{OsRng, RngCore};
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::failure::Failure;
use crate::party_key::PartyKey;

/// 32 bytes that nobody else may see. Zeroized when dropped, without `Debug`; in hexadecimal where it is
/// stored, which is in encrypted files alone.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct SecretBytes(#[serde(with = "hex::serde")] [u8; 32]);

impl SecretBytes {
    /// Fresh ones.
    pub(crate) fn random() -> Self {
        let mut bytes = Self([0; 32]);
        OsRng.fill_bytes(&mut bytes.0);
        bytes
    }

    pub(crate) fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    pub(crate) fn expose(&self) -> &[u8; 32] {
        &self.0
    }
}

/// A party's name and Ed25519 key (32 bytes).
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Identity {
    pub(crate) name: String,
    key: SecretBytes,
}

impl Identity {
    /// With a fresh key, and a name that a definition can have.
    pub(crate) fn new(name: &str) -> Result<Self, Failure> {
        check_name(name).map_err(Failure::input)?;
        Ok(Self { name: name.to_owned(), key: SecretBytes::random() })
    }

    /// What signs.
    pub(crate) fn signing_key(&self) -> SigningKey {
        SigningKey::from_bytes(&Zeroizing::new(*self.key.expose()))
    }

    /// What everybody may know.
    pub(crate) fn public(&self) -> VerifyingKey {
        self.signing_key().verifying_key()
    }

    /// Which of the parties of a role this is, counting from 0.
    pub(crate) fn position(&self, parties: &[Party]) -> Option<u8> {
        let public = self.public();
        let position = parties.iter().position(|party| party.key == public)?;
        u8::try_from(position).ok()
    }
}

/// A party as it stands in `election.toml`.
pub(crate) fn table(name: &str, key: &PartyKey) -> String {
    // A name that a definition can have holds no control character, and JSON escapes the rest as TOML does.
    let name = serde_json::Value::from(name);
    format!("[[{}]]\nname = {name}\nkey = \"{key}\"", key.role.name())
}
