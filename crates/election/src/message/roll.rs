use alloc::vec::Vec;

use isoloir_crypto::group::NonIdentityPoint;
use isoloir_crypto::knowledge::KnowledgeProof;
use isoloir_encoding::{Decode, DecodeError, Encode, Reader, Writer};

/// The most credentials in one entry: 32 bytes each.
pub const MAX_ROLL_CHUNK: usize = 1_900;

/// The most credentials on the roll of a district: 2^24.
pub const MAX_ROLL: u32 = 1 << 24;

/// A run of one registrar's credentials U_k in a district, in the shuffled order that all
/// registrars share, with a proof that the registrar knows their secrets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RollChunk {
    /// The district.
    pub district: u16,
    /// The position of the first on the district's roll.
    pub first: u32,
    /// U_k for each position; at least one, at most [`MAX_ROLL_CHUNK`].
    pub credentials: Vec<NonIdentityPoint>,
    /// Knowledge of every secret u_k.
    pub possession: KnowledgeProof,
}

impl Encode for RollChunk {
    fn encode(&self, out: &mut Writer) {
        out.u16(self.district);
        out.u32(self.first);
        out.list(&self.credentials);
        self.possession.encode(out);
    }
}

impl Decode for RollChunk {
    fn decode(input: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            district: input.u16("district")?,
            first: input.u32("first position")?,
            credentials: input.list("credentials", MAX_ROLL_CHUNK)?,
            possession: KnowledgeProof::decode(input)?,
        })
    }
}
