use alloc::vec::Vec;

use isoloir_crypto::group::NonIdentityPoint;
use isoloir_crypto::knowledge::KnowledgeProof;
use isoloir_encoding::{Decode, DecodeError, Encode, Reader, Writer};

/// A project can't win any more; ballots stay as they are. 4 bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withdrawal {
    /// The district.
    pub district: u16,
    /// The project, by position.
    pub project: u16,
}

/// A credential is void: its ballots do not count, and it casts no more. 34 bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revocation {
    /// The district.
    pub district: u16,
    /// U.
    pub credential: NonIdentityPoint,
}

/// A new credential in the place of a revoked one; 34 bytes and 96 for each registrar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reissue {
    /// The district.
    pub district: u16,
    /// The revoked U.
    pub revoked: NonIdentityPoint,
    /// For each registrar, in order, its share of the new credential and a proof that it knows the
    /// share's secret.
    pub shares: Vec<(NonIdentityPoint, KnowledgeProof)>,
}

impl Encode for Withdrawal {
    fn encode(&self, out: &mut Writer) {
        out.u16(self.district);
        out.u16(self.project);
    }
}

impl Decode for Withdrawal {
    fn decode(input: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self { district: input.u16("district")?, project: input.u16("project")? })
    }
}

impl Encode for Revocation {
    fn encode(&self, out: &mut Writer) {
        out.u16(self.district);
        self.credential.encode(out);
    }
}

impl Decode for Revocation {
    fn decode(input: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let district = input.u16("district")?;
        Ok(Self { district, credential: NonIdentityPoint::decode(input)? })
    }
}

impl Reissue {
    /// Reads a reissue in an election with this many registrars.
    ///
    /// # Errors
    /// If a point or scalar is not canonical, or bytes are missing.
    pub fn read(input: &mut Reader<'_>, registrars: usize) -> Result<Self, DecodeError> {
        Ok(Self {
            district: input.u16("district")?,
            revoked: NonIdentityPoint::decode(input)?,
            shares: input.items(registrars, |input| {
                Ok((NonIdentityPoint::decode(input)?, KnowledgeProof::decode(input)?))
            })?,
        })
    }
}

impl Encode for Reissue {
    fn encode(&self, out: &mut Writer) {
        out.u16(self.district);
        self.revoked.encode(out);
        for (share, possession) in &self.shares {
            share.encode(out);
            possession.encode(out);
        }
    }
}
