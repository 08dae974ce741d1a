//! What all ballots of a district have in common, and their trackers (`spec/protocol.md`,
//! sections 6.2 and 6.5).

use std::collections::HashSet;

use sha3::{Digest, Sha3_256};
use thiserror::Error;

use crate::crypto::generators::{bases, slot_bases};
use crate::crypto::group::{ELEMENT_BYTES, Point};
use crate::crypto::style::Style;
use crate::crypto::transcript::{Domain, Transcript, label};

/// Fingerprint, district, style and the keys PK_1 .. PK_w, with what follows from them alone.
pub struct Parameters {
    fingerprint: [u8; 32],
    district: u16,
    style: Style,
    keys: Vec<Point>,
    bases_hash: [u8; 32],
    prefix: Transcript,
}

/// Why a district can't have ballots.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ParametersError {
    /// The election has fewer keys than the style has slots.
    #[error("{keys} keys for {slots} slots")]
    TooFewKeys {
        /// How many there are.
        keys: usize,
        /// w
        slots: usize,
    },
    /// A PK_j is the neutral element.
    #[error("the key of slot {0} is the neutral element")]
    NeutralKey(usize),
    /// Two slots have one key.
    #[error("the key of slot {0} is that of a slot before it")]
    RepeatedKey(usize),
}

impl Parameters {
    /// The parameters of a district, by its index from 0; `keys` are those of the election, of
    /// which the style takes the first w.
    ///
    /// # Errors
    ///
    /// Too few keys, or among the first w a neutral one or two that are equal.
    pub fn new(
        fingerprint: [u8; 32],
        district: u16,
        style: Style,
        keys: &[Point],
    ) -> Result<Self, ParametersError> {
        let slots = style.slots();
        let too_few = ParametersError::TooFewKeys { keys: keys.len(), slots };
        let keys = keys.get(..slots).ok_or(too_few)?.to_vec();
        let mut seen = HashSet::new();
        for (slot, key) in (1..).zip(&keys) {
            if key.is_neutral() {
                return Err(ParametersError::NeutralKey(slot));
            }
            if !seen.insert(key.bytes()) {
                return Err(ParametersError::RepeatedKey(slot));
            }
        }
        let bases_hash = hash_bases(&keys);
        let mut prefix = Transcript::new(Domain::Ballot);
        prefix.append(label::FINGERPRINT, &fingerprint);
        prefix.append_u64(label::DISTRICT, district.into());
        prefix.append(label::STYLE, &style.encode());
        Ok(Self { fingerprint, district, style, keys, bases_hash, prefix })
    }

    /// The fingerprint of the election, 32 bytes.
    pub fn fingerprint(&self) -> &[u8; 32] {
        &self.fingerprint
    }

    /// The district's index, from 0.
    pub fn district(&self) -> u16 {
        self.district
    }

    /// The ballot style.
    pub fn style(&self) -> &Style {
        &self.style
    }

    /// PK_1 .. PK_w
    pub fn keys(&self) -> &[Point] {
        &self.keys
    }

    /// SHA3-256(G || H || K || G_1 .. G_w || PK_1 .. PK_w), 32 bytes (6.2).
    pub fn bases_hash(&self) -> &[u8; 32] {
        &self.bases_hash
    }

    /// Length of a sealed ballot, in bytes (6.3).
    pub fn sealed_len(&self) -> usize {
        self.style.sealed_len()
    }

    /// T, the tracker of a sealed ballot of [`Self::sealed_len`] bytes; no point is decoded (6.5).
    pub fn tracker(&self, credential: &[u8; 32], sealed: &[u8]) -> [u8; 32] {
        let ciphertext_len = ELEMENT_BYTES * (self.style.slots() + 1);
        let (ciphertext, proof) = sealed.split_at(ciphertext_len.min(sealed.len()));
        self.tracker_of(credential, ciphertext, &Sha3_256::digest(proof).into())
    }

    /// The tracker of a ciphertext A || Y_1 .. Y_w with the hash of its proof (6.5).
    pub(super) fn tracker_of(
        &self,
        credential: &[u8; 32],
        ciphertext: &[u8],
        proof_hash: &[u8; 32],
    ) -> [u8; 32] {
        tracker(&self.fingerprint, self.district, credential, ciphertext, proof_hash)
    }

    /// The transcript of a ballot up to its ciphertext (6.3, step 1).
    pub(crate) fn transcript(&self, credential: &[u8; 32]) -> Transcript {
        let mut transcript = self.prefix.clone();
        transcript.append(label::U, credential);
        transcript.append(label::BASES, &self.bases_hash);
        transcript
    }
}

/// T, the tracker of the ballot for a credential in a district, from its ciphertext A || Y_1 .. Y_w
/// and the SHA3-256 of its proof (6.5). 32 bytes.
pub fn tracker(
    fingerprint: &[u8; 32],
    district: u16,
    credential: &[u8; 32],
    ciphertext: &[u8],
    proof_hash: &[u8; 32],
) -> [u8; 32] {
    Sha3_256::new()
        .chain_update(b"isoloir/v1 tracker")
        .chain_update(fingerprint)
        .chain_update(district.to_be_bytes())
        .chain_update(credential)
        .chain_update(ciphertext)
        .chain_update(proof_hash)
        .finalize()
        .into()
}

fn hash_bases(keys: &[Point]) -> [u8; 32] {
    let fixed = bases();
    let slots = slot_bases().iter().take(keys.len());
    let mut hash = Sha3_256::new();
    for point in [&fixed.g, &fixed.h, &fixed.k].into_iter().chain(slots).chain(keys) {
        hash.update(point.bytes());
    }
    hash.finalize().into()
}
