//! What is handed to browsers, and known again when it comes back.

use hkdf::Hkdf;
use hmac::digest::KeyInit;
use hmac::{Hmac, Mac};
use rand_core::{OsRng, RngCore};
use sha2::Sha256;
use zeroize::Zeroizing;

/// What something is handed out for: nothing passes for something else.
#[derive(Clone, Copy)]
pub(super) enum Purpose {
    /// An official is logged in.
    Session = 1,
    /// An official is to sign.
    Challenge = 2,
    /// The provider is to give it back.
    State = 3,
    /// The provider is to sign it.
    Nonce = 4,
    /// The secret that the provider is given a hash of before (RFC 7636).
    Verifier = 5,
}

/// A key of HMAC-SHA256 (RFC 2104): a whole block, so that none is too long or too short.
pub(super) struct Key(Zeroizing<[u8; 64]>);

impl Key {
    /// A fresh one.
    pub(super) fn random() -> Self {
        let mut key = Zeroizing::new([0; 64]);
        OsRng.fill_bytes(&mut *key);
        Self(key)
    }

    /// What makes tags.
    pub(super) fn mac(&self) -> Hmac<Sha256> {
        KeyInit::new((&*self.0).into())
    }
}

/// The key of everything that is handed out: the same on every server of a board, so that none of them has to
/// remember anything.
pub(super) struct Seals(Key);

impl Seals {
    /// HKDF-SHA256 (RFC 5869) of the board's key, for these pages and for those who may see them.
    ///
    /// # Errors
    /// Never: it gives up to 8,160 bytes.
    pub(super) fn derive(board_key: &[u8; 32], access: &[u8]) -> Result<Self, hkdf::InvalidLength> {
        let mut key = Zeroizing::new([0; 64]);
        let info: [&[u8]; 2] = [b"isoloir/v1 officials' pages", access];
        Hkdf::<Sha256>::new(None, board_key).expand_multi_info(&info, &mut *key)?;
        Ok(Self(Key(key)))
    }

    /// The tag of bytes that are handed out. All parts are of a fixed length.
    pub(super) fn tag(&self, purpose: Purpose, parts: &[&[u8]]) -> [u8; 32] {
        self.mac(purpose, parts).finalize().into_bytes().into()
    }

    /// Whether the beginning of the tag is this. Takes the same time wherever it differs.
    pub(super) fn is_tag(&self, purpose: Purpose, parts: &[&[u8]], tag: &[u8]) -> bool {
        self.mac(purpose, parts).verify_truncated_left(tag).is_ok()
    }

    fn mac(&self, purpose: Purpose, parts: &[&[u8]]) -> Hmac<Sha256> {
        let mac = self.0.mac().chain_update([purpose as u8]);
        parts.iter().fold(mac, |mac, part| mac.chain_update(part))
    }
}
