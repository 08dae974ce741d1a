//! The keys of those in charge, and what they sign (`spec/election.md`, section 5.1).

use thiserror::Error;

use crate::log::key::{PublicKey, SIGNATURE_BYTES};
use crate::wire::{Reader, Rule, WireError};

/// What every signed entry begins with, under the signature.
const LABEL: &[u8] = b"isoloir/v1 entry";

/// Reads an Ed25519 public key that is canonical and not of small order (`spec/board.md`, section
/// 6; RFC 8032). 32 bytes.
pub(super) fn read_key(
    reader: &mut Reader<'_>,
    field: &'static str,
) -> Result<PublicKey, WireError> {
    let offset = reader.offset();
    let bytes = reader.array(field)?;
    PublicKey::from_bytes(&bytes).ok_or(WireError {
        field,
        offset,
        rule: Rule::Meaningless("not an Ed25519 key in its one form and of large order"),
    })
}

/// One of the officials, registrars or trustees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// Its name for people.
    pub name: String,
    /// The key that it signs with.
    pub key: PublicKey,
}

/// Those who may sign an entry, and what for.
#[derive(Debug, Clone, Copy)]
pub struct Signers<'a> {
    /// The role, in the plural: `trustees`.
    pub role: &'static str,
    /// The parties of the role, by index from 0.
    pub parties: &'a [Party],
    /// The election_id for kinds 1 to 9, the fingerprint for kinds 11 to 18.
    pub context: &'a [u8; 32],
    /// The kind of the entry.
    pub kind: u8,
}

/// Why an entry's signatures do not hold.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SignatureError {
    /// The payload has no room for a signature.
    #[error("the payload of {0} bytes has no room for its signatures")]
    Short(usize),
    /// There is no such party.
    #[error("it names signer {signer}, and there are {parties} {role}")]
    Unknown {
        /// The index, from 0.
        signer: u8,
        /// How many there are.
        parties: usize,
        /// The role, in the plural.
        role: &'static str,
    },
    /// The signers are not in strictly ascending order.
    #[error("signer {0} comes again or out of order")]
    Order(u8),
    /// The signature does not hold.
    #[error("the signature of {name} (number {signer} of the {role}, from 0) does not hold")]
    Wrong {
        /// The index, from 0.
        signer: u8,
        /// Its name.
        name: String,
        /// The role, in the plural.
        role: &'static str,
    },
}

impl Signers<'_> {
    /// Splits `u8 signer || message || signature`, the payload of an entry of one party, and
    /// checks the signature. Gives the signer and the message.
    pub fn one<'p>(&self, payload: &'p [u8]) -> Result<(u8, &'p [u8]), SignatureError> {
        let short = SignatureError::Short(payload.len());
        let Some((&signer, rest)) = payload.split_first() else { return Err(short) };
        let Some((message, signature)) = rest.split_last_chunk() else { return Err(short) };
        self.check(signer, message, signature)?;
        Ok((signer, message))
    }

    /// Splits `message || (u8 signer || signature) ..`, the payload of an entry of `number`
    /// parties, and checks the signatures. Gives the message.
    pub fn several<'p>(
        &self,
        number: usize,
        payload: &'p [u8],
    ) -> Result<&'p [u8], SignatureError> {
        let message_bytes = payload.len().checked_sub(number * (1 + SIGNATURE_BYTES));
        let Some((message, signed)) = message_bytes.and_then(|n| payload.split_at_checked(n))
        else {
            return Err(SignatureError::Short(payload.len()));
        };
        let mut last = None;
        for signed in signed.chunks_exact(1 + SIGNATURE_BYTES) {
            let Some((&[signer], signature)) =
                signed.split_first_chunk().and_then(|(signer, rest)| {
                    Some((signer, <&[u8; SIGNATURE_BYTES]>::try_from(rest).ok()?))
                })
            else {
                return Err(SignatureError::Short(payload.len()));
            };
            if last.is_some_and(|last| signer <= last) {
                return Err(SignatureError::Order(signer));
            }
            last = Some(signer);
            self.check(signer, message, signature)?;
        }
        Ok(message)
    }

    fn check(
        &self,
        signer: u8,
        message: &[u8],
        signature: &[u8; SIGNATURE_BYTES],
    ) -> Result<(), SignatureError> {
        let role = self.role;
        let Some(party) = self.parties.get(usize::from(signer)) else {
            return Err(SignatureError::Unknown { signer, parties: self.parties.len(), role });
        };
        let signed = [LABEL, self.context, &[self.kind, signer], message].concat();
        if !party.key.verifies(&signed, signature) {
            return Err(SignatureError::Wrong { signer, name: party.name.clone(), role });
        }
        Ok(())
    }
}
