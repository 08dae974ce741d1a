use alloc::vec::Vec;

use ed25519_dalek::{SIGNATURE_LENGTH, Signature, Signer, SigningKey};
use isoloir_encoding::{DecodeError, Reader, Writer};
use thiserror::Error;

use crate::definition::Party;
use crate::message::Kind;

const LABEL: &[u8] = b"isoloir/v1 entry";

/// The payload of an entry that a party signed: the signer as an index into the definition's list
/// of its role (`u8`), the message, and 64 bytes of Ed25519 signature over
/// (label, context, kind, signer, message).
///
/// The context is the election's id up to the opening and its fingerprint after, so nothing that was
/// signed for one election can be played into another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed<'a> {
    /// Who signed.
    pub signer: u8,
    /// What was signed.
    pub message: &'a [u8],
}

impl<'a> Signed<'a> {
    /// The payload of a message signed by `key`.
    #[must_use]
    pub fn sign(
        kind: Kind,
        context: &[u8; 32],
        signer: u8,
        key: &SigningKey,
        message: &[u8],
    ) -> Vec<u8> {
        let signature = key.sign(&signed_bytes(kind, context, signer, message));
        let mut out = Writer::new();
        out.u8(signer);
        out.raw(message);
        out.raw(&signature.to_bytes());
        out.into_bytes()
    }

    /// Reads a payload and checks the signature by the key of one of `parties`.
    ///
    /// # Errors
    /// If the payload is too short, its signer unknown, or the signature wrong.
    pub fn open(
        payload: &'a [u8],
        kind: Kind,
        context: &[u8; 32],
        parties: &[Party],
    ) -> Result<Self, SignedError> {
        let mut input = Reader::new(payload);
        let signer = input.u8("signer")?;
        let message_bytes = input.remaining().saturating_sub(SIGNATURE_LENGTH);
        let message = input.raw("message", message_bytes)?;
        let signature = Signature::from_bytes(&input.array("signature")?);
        verify(kind, context, parties, signer, message, &signature)?;
        Ok(Self { signer, message })
    }
}

/// The payload of an entry that several parties of one role signed: the message, then for each of
/// them its index (`u8`, ascending) and its signature, made as in [`Signed`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoSigned<'a> {
    /// What was signed.
    pub message: &'a [u8],
}

impl<'a> CoSigned<'a> {
    /// The payload of a message signed by these keys, in ascending order of their indices.
    #[must_use]
    pub fn sign(
        kind: Kind,
        context: &[u8; 32],
        signers: &[(u8, &SigningKey)],
        message: &[u8],
    ) -> Vec<u8> {
        let mut out = Writer::new();
        out.raw(message);
        for (signer, key) in signers {
            let signature = key.sign(&signed_bytes(kind, context, *signer, message));
            out.u8(*signer);
            out.raw(&signature.to_bytes());
        }
        out.into_bytes()
    }

    /// Reads a payload and checks the signatures of `count` of `parties`.
    ///
    /// # Errors
    /// If the payload is too short, the signers are unknown or not in ascending order, or a
    /// signature is wrong.
    pub fn open(
        payload: &'a [u8],
        kind: Kind,
        context: &[u8; 32],
        parties: &[Party],
        count: usize,
    ) -> Result<Self, SignedError> {
        let mut input = Reader::new(payload);
        let signatures_bytes = count * (1 + SIGNATURE_LENGTH);
        let message_bytes = input.remaining().saturating_sub(signatures_bytes);
        let message = input.raw("message", message_bytes)?;
        let mut before = None;
        for _ in 0..count {
            let signer = input.u8("signer")?;
            if before.is_some_and(|before| signer <= before) {
                return Err(SignedError::SignersOutOfOrder { kind });
            }
            before = Some(signer);
            let signature = Signature::from_bytes(&input.array("signature")?);
            verify(kind, context, parties, signer, message, &signature)?;
        }
        Ok(Self { message })
    }
}

fn verify(
    kind: Kind,
    context: &[u8; 32],
    parties: &[Party],
    signer: u8,
    message: &[u8],
    signature: &Signature,
) -> Result<(), SignedError> {
    let party =
        parties.get(usize::from(signer)).ok_or(SignedError::UnknownSigner { kind, signer })?;
    let signed = signed_bytes(kind, context, signer, message);
    let verified = party.key.verify_strict(&signed, signature);
    verified.map_err(|_| SignedError::WrongSignature { kind, signer })
}

fn signed_bytes(kind: Kind, context: &[u8; 32], signer: u8, message: &[u8]) -> Vec<u8> {
    let mut out = Writer::new();
    out.raw(LABEL);
    out.raw(context);
    out.u8(kind as u8);
    out.u8(signer);
    out.raw(message);
    out.into_bytes()
}

/// Why a signed payload is refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SignedError {
    /// Too short to hold a signature.
    #[error("the payload can't be read")]
    Unreadable(#[from] DecodeError),
    /// An index beyond the parties of the role.
    #[error("the {kind} names signer {signer}, who is not in the definition")]
    UnknownSigner {
        /// What was signed.
        kind: Kind,
        /// The index.
        signer: u8,
    },
    /// A party signed twice, or the signatures are not in the order of the definition.
    #[error("the signers of the {kind} must be different parties in ascending order")]
    SignersOutOfOrder {
        /// What was signed.
        kind: Kind,
    },
    /// The signature does not verify.
    #[error("the signature of signer {signer} under the {kind} is wrong")]
    WrongSignature {
        /// What was signed.
        kind: Kind,
        /// The index.
        signer: u8,
    },
}
