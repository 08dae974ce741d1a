//! Opening a ballot that was challenged (`spec/protocol.md`, section 6.6).

use curve25519_dalek::traits::IsIdentity;
use curve25519_dalek::{RistrettoPoint, Scalar};
use thiserror::Error;

use super::Parameters;
use crate::crypto::generators::bases;
use crate::crypto::group::{ELEMENT_BYTES, ReadGroup};
use crate::crypto::style::MAX_SLOTS;
use crate::wire::{Reader, WireError};

/// Why an opening does not open the ballot that was challenged.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum OpeningError {
    /// Not the canonical encoding of an opening.
    #[error(transparent)]
    Wire(#[from] WireError),
    /// It opens another number of slots.
    #[error("the opening is one of {opened} slots, the ballots of the district have {slots}")]
    Slots {
        /// Slots of the opening.
        opened: usize,
        /// w
        slots: usize,
    },
    /// The ballot that it opens has another tracker, or r = 0.
    #[error("the opening is not that of the ballot with this tracker")]
    Tracker,
}

/// The ballot that an opening gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsealed {
    /// T, to be compared with the tracker that the voter copied.
    pub tracker: [u8; 32],
    /// x_1 .. x_w
    pub choices: Vec<bool>,
}

/// r || proof_hash || u16 w || bit list of x_1 .. x_w, 66 + ceil(w / 8) bytes.
struct Opening {
    randomness: Scalar,
    proof_hash: [u8; 32],
    choices: Vec<bool>,
}

impl Opening {
    fn read(bytes: &[u8]) -> Result<Self, WireError> {
        let mut reader = Reader::new(bytes);
        let randomness = reader.scalar("r of the opening")?;
        let proof_hash = reader.array("proof_hash of the opening")?;
        let slots = reader.count("w of the opening", 0, MAX_SLOTS)?;
        let choices = reader.bits("choices of the opening", slots)?;
        reader.finish("opening")?;
        Ok(Self { randomness, proof_hash, choices })
    }
}

impl Parameters {
    /// The choices x_1 .. x_w of the ballot for `credential` whose tracker the voter copied.
    ///
    /// # Errors
    ///
    /// The opening is not canonical, has another number of slots, or does not give the tracker.
    pub fn open(
        &self,
        credential: &[u8; 32],
        tracker: &[u8; 32],
        opening: &[u8],
    ) -> Result<Vec<bool>, OpeningError> {
        let unsealed = self.unseal(credential, opening)?;
        if unsealed.tracker == *tracker { Ok(unsealed.choices) } else { Err(OpeningError::Tracker) }
    }

    /// The ballot for `credential` that an opening gives, with a tracker that is still to be
    /// compared with the one that the voter copied.
    ///
    /// # Errors
    ///
    /// The opening is not canonical, has another number of slots, or r = 0.
    pub fn unseal(&self, credential: &[u8; 32], opening: &[u8]) -> Result<Unsealed, OpeningError> {
        let opening = Opening::read(opening)?;
        let (opened, slots) = (opening.choices.len(), self.style().slots());
        if opened != slots {
            return Err(OpeningError::Slots { opened, slots });
        }
        let a = RistrettoPoint::mul_base(&opening.randomness);
        let ciphertext = self.encrypt(&a, &opening);
        if a.is_identity() {
            return Err(OpeningError::Tracker);
        }
        let tracker = self.tracker_of(credential, &ciphertext, &opening.proof_hash);
        Ok(Unsealed { tracker, choices: opening.choices })
    }

    /// A || Y_1 .. Y_w with Y_j = r PK_j + x_j H.
    fn encrypt(&self, a: &RistrettoPoint, opening: &Opening) -> Vec<u8> {
        let mut ciphertext = Vec::with_capacity(ELEMENT_BYTES * (opening.choices.len() + 1));
        ciphertext.extend(a.compress().to_bytes());
        for (key, &chosen) in self.keys().iter().zip(&opening.choices) {
            let blinded = key.group() * opening.randomness;
            let y = if chosen { blinded + bases().h.group() } else { blinded };
            ciphertext.extend(y.compress().to_bytes());
        }
        ciphertext
    }
}
