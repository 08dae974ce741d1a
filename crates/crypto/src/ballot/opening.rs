use alloc::vec::Vec;

use curve25519_dalek::ristretto::RistrettoPoint;
use curve25519_dalek::scalar::Scalar;
use isoloir_encoding::{Decode, DecodeError, Encode, Problem, Reader, Writer};
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::ballot::proof::{Ciphertext, tracker};
use crate::ballot::{BallotParameters, BallotTracker, Choices, MAX_SLOTS};
use crate::group::{NonIdentityPoint, Point, SecretScalar};

/// What a device reveals when its voter challenges a sealed ballot (Benaloh, EVT 2006;
/// `spec/protocol.md`, section 6.6): r, the choices, and the hash of the proof.
///
/// It gives the choices away, so a challenged ballot is thrown away and sealed anew. It is secret
/// until the voter asks for it: zeroized when dropped, without `Debug`.
///
/// Encoding: r (32 bytes), the proof's hash (32), the number of slots (`u16`), then the choices,
/// eight to a byte, the first slot in the highest bit, unused bits zero.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Opening {
    r: Scalar,
    proof_digest: [u8; 32],
    chosen: Vec<bool>,
}

impl Opening {
    pub(super) fn new(r: &SecretScalar, choices: &Choices, proof_digest: [u8; 32]) -> Self {
        let chosen = choices.bits().iter().map(|&bit| bit == 1).collect();
        Self { r: *r.expose(), proof_digest, chosen }
    }

    /// What is opened, one flag a slot, and T of a ballot that holds it: seals the choices again with r. This is what a second
    /// device does, which has not seen the first.
    ///
    /// The ballot that was sealed held them if its tracker is this one, which only the voter knows who copied it before.
    ///
    /// # Errors
    /// If this opening is of no ballot with these parameters.
    pub fn seal_again(
        &self,
        parameters: &BallotParameters,
        credential: &NonIdentityPoint,
    ) -> Result<(&[bool], BallotTracker), OpeningError> {
        if self.chosen.len() != parameters.keys().len() {
            return Err(OpeningError::Slots {
                found: self.chosen.len(),
                expected: parameters.keys().len(),
            });
        }
        let a = Point::new(RistrettoPoint::mul_base(&self.r));
        let a = NonIdentityPoint::new(a).ok_or(OpeningError::Mismatch)?;
        let message = |&chosen: &bool| if chosen { Scalar::ONE } else { Scalar::ZERO };
        let slots = parameters.keys().iter().zip(&self.chosen);
        let y = slots.map(|(key, chosen)| {
            Point::new(self.r * key.element() + parameters.commitment.message(&message(chosen)))
        });
        let ciphertext = Ciphertext { a, y: y.collect() };
        let tracker = tracker(parameters, credential, &ciphertext, &self.proof_digest);
        Ok((&self.chosen, tracker))
    }

    /// What the ballot with this tracker holds, one flag a slot.
    ///
    /// # Errors
    /// If this opening is not that of the ballot with this tracker.
    pub fn check(
        &self,
        parameters: &BallotParameters,
        credential: &NonIdentityPoint,
        expected: &BallotTracker,
    ) -> Result<&[bool], OpeningError> {
        let (chosen, tracker) = self.seal_again(parameters, credential)?;
        if tracker == *expected { Ok(chosen) } else { Err(OpeningError::Mismatch) }
    }
}

/// Why an opening does not open a ballot.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpeningError {
    /// The opening is for a ballot with another number of slots.
    #[error("the opening has {found} slots, a ballot of this district has {expected}")]
    Slots {
        /// Slots in the opening.
        found: usize,
        /// Slots of the district's style.
        expected: usize,
    },
    /// The choices sealed again give another tracker: the device did not seal what it shows.
    #[error(
        "sealing these choices again gives another tracker: the device sealed something else, or \
         the tracker belongs to another ballot"
    )]
    Mismatch,
}

impl Encode for Opening {
    fn encode(&self, out: &mut Writer) {
        out.raw(self.r.as_bytes());
        out.raw(&self.proof_digest);
        out.u16(self.chosen.len() as u16);
        for eight in self.chosen.chunks(8) {
            let bits = eight.iter().enumerate();
            out.u8(bits.fold(0, |byte, (position, &bit)| byte | u8::from(bit) << (7 - position)));
        }
    }
}

impl Decode for Opening {
    fn decode(input: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let r = crate::group::decode_scalar(input, "r")?;
        let proof_digest = input.array("hash of the proof")?;
        let start = input.clone();
        let slots = usize::from(input.u16("slots")?);
        if slots > MAX_SLOTS {
            let problem = Problem::TooLong { length: slots, limit: MAX_SLOTS };
            return Err(start.error("slots", problem));
        }
        let start = input.clone();
        let bytes = input.raw("choices", slots.div_ceil(8))?;
        let bit = |slot: usize| bytes[slot / 8] & (0x80 >> (slot % 8)) != 0;
        if (slots..bytes.len() * 8).any(bit) {
            return Err(start.error("choices", Problem::NotCanonical("an unused bit is set")));
        }
        Ok(Self { r, proof_digest, chosen: (0..slots).map(bit).collect() })
    }
}
