//! The public key of a party as a line of text, to be copied from one person to another.

use std::fmt;
use std::str::FromStr;

use base64ct::{Base64UrlUnpadded, Encoding};
use ed25519_dalek::VerifyingKey;
use isoloir_board::keys::verifying_key;
use sha2::{Digest, Sha256};
use thiserror::Error;

/// The longest line, in bytes: role, plus, 8 hexadecimal digits, plus, base64 of 32 bytes.
const MAX_PARTY_KEY_BYTES: usize = 9 + 1 + 8 + 1 + 43;

/// What a party of an election does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// Opens and closes the vote.
    Official,
    /// Keeps the rolls.
    Registrar,
    /// Holds a share of the keys.
    Trustee,
}

impl Role {
    pub(crate) const ALL: [Self; 3] = [Self::Official, Self::Registrar, Self::Trustee];

    /// As it is written in a key line, and as a table of `election.toml`.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Official => "official",
            Self::Registrar => "registrar",
            Self::Trustee => "trustee",
        }
    }
}

/// The public key of a party: `<role>+<check>+<key>`. The key is base64url without padding of its 32
/// bytes (Ed25519), the check the first 4 bytes, in hexadecimal digits, of
///
/// ```text
/// SHA-256("isoloir/v1 party key" || role || 0x0A || key)
/// ```
///
/// so that a slip in copying is noticed, and a key in the wrong role too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PartyKey {
    pub(crate) role: Role,
    pub(crate) key: VerifyingKey,
}

/// Why a text is no key of a party.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub(crate) enum PartyKeyError {
    /// Not the three parts.
    #[error(
        "this is not a key line, which looks like {role}+1a2b3c4d+... on one line; copy the whole \
         line that `isoloir {role} init` printed"
    )]
    BadForm {
        /// The role that is needed.
        role: &'static str,
    },
    /// The key of a party of another role.
    #[error(
        "this key line is for the role {found}, and one for the role {role} is needed here; ask for \
         the line that `isoloir {role} init` printed"
    )]
    WrongRole {
        /// The role that is needed.
        role: &'static str,
        /// The role of the key.
        found: &'static str,
    },
    /// The check does not fit the rest.
    #[error("the key line was copied wrongly: its parts do not fit together; copy it once more")]
    WrongCheck,
    /// Not a point, or one for which anybody can sign.
    #[error("the key can't be used: it is weak, or no key at all; have another one made")]
    Unusable,
}

impl PartyKey {
    /// Reads a line and takes no other role.
    pub(crate) fn of_role(role: Role, line: &str) -> Result<VerifyingKey, PartyKeyError> {
        let bad_form = || PartyKeyError::BadForm { role: role.name() };
        if line.len() > MAX_PARTY_KEY_BYTES {
            return Err(bad_form());
        }
        let mut parts = line.split('+');
        let (Some(name), Some(check), Some(base64), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(bad_form());
        };
        let found = Role::ALL.into_iter().find(|role| role.name() == name).ok_or_else(bad_form)?;
        if found != role {
            return Err(PartyKeyError::WrongRole { role: role.name(), found: found.name() });
        }
        let mut bytes = [0; 32];
        match Base64UrlUnpadded::decode(base64, &mut bytes) {
            Ok(decoded) if decoded.len() == 32 => {}
            _ => return Err(bad_form()),
        }
        if check != check_of(role, &bytes) {
            return Err(PartyKeyError::WrongCheck);
        }
        verifying_key(&bytes).ok_or(PartyKeyError::Unusable)
    }
}

fn check_of(role: Role, key: &[u8; 32]) -> String {
    let hash = Sha256::new()
        .chain_update("isoloir/v1 party key")
        .chain_update(role.name())
        .chain_update([b'\n'])
        .chain_update(key)
        .finalize();
    hex::encode(&hash[..4])
}

impl fmt::Display for PartyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = Base64UrlUnpadded::encode_string(self.key.as_bytes());
        write!(f, "{}+{}+{key}", self.role.name(), check_of(self.role, self.key.as_bytes()))
    }
}

impl FromStr for PartyKey {
    type Err = PartyKeyError;

    /// Reads a line of whatever role.
    fn from_str(line: &str) -> Result<Self, PartyKeyError> {
        let name = line.split('+').next().unwrap_or_default();
        let role = Role::ALL.into_iter().find(|role| role.name() == name);
        let role = role.unwrap_or(Role::Official);
        Ok(Self { role, key: Self::of_role(role, line)? })
    }
}

#[cfg(test)]
mod tests;
