use core::fmt;
use core::num::NonZeroU8;

use isoloir_encoding::{Decode, DecodeError, Encode, Problem, Reader, Writer};

use crate::ballot::MAX_SLOTS;

/// The most trustees that an election can have.
pub const MAX_TRUSTEES: u8 = 32;

/// The index of a trustee: 1 .. [`MAX_TRUSTEES`], never 0, where the polynomials hold the secret.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TrusteeIndex(NonZeroU8);

impl TrusteeIndex {
    /// An index from 1 to [`MAX_TRUSTEES`].
    ///
    /// # Errors
    /// If `index` is not in that range.
    pub fn new(index: u8) -> Result<Self, TrusteeIndexError> {
        NonZeroU8::new(index)
            .filter(|index| index.get() <= MAX_TRUSTEES)
            .map(Self)
            .ok_or(TrusteeIndexError { index })
    }

    /// The number.
    #[must_use]
    pub fn get(self) -> u8 {
        self.0.get()
    }

    /// Where this trustee stands in a list of all of them.
    pub(super) fn position(self) -> usize {
        usize::from(self.get()) - 1
    }
}

/// An index that no trustee can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("trustees are numbered from 1 to {MAX_TRUSTEES}, not {index}")]
pub struct TrusteeIndexError {
    /// The number given.
    pub index: u8,
}

impl fmt::Display for TrusteeIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.get().fmt(f)
    }
}

impl fmt::Debug for TrusteeIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.get().fmt(f)
    }
}

impl Encode for TrusteeIndex {
    fn encode(&self, out: &mut Writer) {
        out.u8(self.get());
    }
}

impl Decode for TrusteeIndex {
    fn decode(input: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let start = input.clone();
        let index = input.u8("trustee's index")?;
        Self::new(index).map_err(|_| start.error("trustee's index", Problem::Unknown(index.into())))
    }
}

/// What a ceremony is about: the election, n trustees, t of whom decrypt, and w slots.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CeremonyParameters {
    election_id: [u8; 32],
    trustees: u8,
    threshold: u8,
    slots: u16,
}

impl CeremonyParameters {
    /// A ceremony of `trustees` trustees with threshold `threshold` over `slots` slots.
    ///
    /// # Errors
    /// If there is no trustee or too many, the threshold is not in 1 ..= n, or there is no slot or too many.
    pub fn new(
        election_id: [u8; 32],
        trustees: u8,
        threshold: u8,
        slots: u16,
    ) -> Result<Self, ParametersError> {
        if !(1..=MAX_TRUSTEES).contains(&trustees) {
            return Err(ParametersError::Trustees { trustees });
        }
        if !(1..=trustees).contains(&threshold) {
            return Err(ParametersError::Threshold { threshold, trustees });
        }
        if !(1..=MAX_SLOTS).contains(&usize::from(slots)) {
            return Err(ParametersError::Slots { slots });
        }
        Ok(Self { election_id, trustees, threshold, slots })
    }

    /// SHA3-256 of the election's definition.
    #[must_use]
    pub fn election_id(&self) -> &[u8; 32] {
        &self.election_id
    }

    /// n.
    #[must_use]
    pub fn trustees(&self) -> u8 {
        self.trustees
    }

    /// t: how many trustees a decryption takes.
    #[must_use]
    pub fn threshold(&self) -> u8 {
        self.threshold
    }

    /// w.
    #[must_use]
    pub fn slots(&self) -> u16 {
        self.slots
    }

    /// 1 .. n.
    pub fn indices(&self) -> impl Iterator<Item = TrusteeIndex> + use<> {
        (1..=self.trustees).filter_map(|index| TrusteeIndex::new(index).ok())
    }

    /// Whether the index is one of 1 .. n.
    pub(super) fn knows(&self, trustee: TrusteeIndex) -> bool {
        trustee.get() <= self.trustees
    }
}

/// Why a ceremony can't be held.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParametersError {
    /// No trustee, or too many.
    #[error("{trustees} trustees: a ceremony has between 1 and {MAX_TRUSTEES}")]
    Trustees {
        /// n.
        trustees: u8,
    },
    /// A threshold of 0 or above n.
    #[error("a threshold of {threshold} for {trustees} trustees: it must be from 1 to {trustees}")]
    Threshold {
        /// t.
        threshold: u8,
        /// n.
        trustees: u8,
    },
    /// No slot, or too many.
    #[error("{slots} slots: an election has between 1 and {MAX_SLOTS}")]
    Slots {
        /// w.
        slots: u16,
    },
}
