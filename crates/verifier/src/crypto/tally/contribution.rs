//! Partial decryptions (`spec/protocol.md`, section 10.2).

use super::Tally;
use crate::crypto::ceremony::{Keys, read_trustee};
use crate::crypto::equality::{EqualityProof, EqualityStatement};
use crate::crypto::group::{Point, ReadGroup};
use crate::crypto::knowledge::Unproven;
use crate::crypto::transcript::Domain;
use crate::wire::{Reader, WireError};

/// Which tally a contribution is bound to, beside the sums.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TallyContext {
    /// The fingerprint of the election.
    pub fingerprint: [u8; 32],
    /// The district's index, from 0.
    pub district: u16,
    /// The root of the log at the close.
    pub close_root: [u8; 32],
}

/// u8 i || D_i1 .. D_iw || proof, 32 w + 97 bytes: what trustee i decrypts of a tally.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contribution {
    trustee: u8,
    shares: Vec<Point>,
    proof: EqualityProof,
}

impl Contribution {
    /// Reads a contribution to a tally of `slots` slots; what follows it is the caller's.
    ///
    /// # Errors
    ///
    /// The index is not 1 .. 32, a point or a scalar is not one, or the input ends.
    pub fn read(reader: &mut Reader<'_>, slots: usize) -> Result<Self, WireError> {
        Ok(Self {
            trustee: read_trustee(reader, "trustee of a contribution")?,
            shares: reader.points("D_ij of a contribution", slots)?,
            proof: EqualityProof::read(reader)?,
        })
    }

    /// i, 1 to 32.
    pub fn trustee(&self) -> u8 {
        self.trustee
    }

    /// D_i1 .. D_iw
    pub fn shares(&self) -> &[Point] {
        &self.shares
    }

    /// Checks that D_ij = s_ij A* with the s_ij of PK_ij.
    ///
    /// # Errors
    ///
    /// The proof does not hold for this tally; also if there is no trustee i.
    pub fn verify(
        &self,
        context: &TallyContext,
        tally: &Tally,
        keys: &Keys,
    ) -> Result<(), Unproven> {
        self.proof.verify(self.statement(&self.context(context, tally), tally, keys)?)
    }

    /// y and c of the proof.
    #[cfg(test)]
    pub(crate) fn challenges(
        &self,
        context: &TallyContext,
        tally: &Tally,
        keys: &Keys,
    ) -> Result<(curve25519_dalek::Scalar, curve25519_dalek::Scalar), Unproven> {
        let context = self.context(context, tally);
        Ok(self.proof.challenges(self.statement(&context, tally, keys)?))
    }

    fn statement<'a>(
        &'a self,
        context: &'a [u8],
        tally: &'a Tally,
        keys: &'a Keys,
    ) -> Result<EqualityStatement<'a>, Unproven> {
        let verification = keys.verification_keys(self.trustee).ok_or(Unproven)?;
        Ok(EqualityStatement {
            domain: Domain::Decryption,
            context,
            base: tally.a(),
            // A district takes the first of the election's slots.
            first: verification.get(..tally.y().len()).ok_or(Unproven)?,
            second: &self.shares,
        })
    }

    /// fingerprint || u16 district || close_root || u8 i || Y*_1 || .. || Y*_w
    fn context(&self, context: &TallyContext, tally: &Tally) -> Vec<u8> {
        let mut bytes = context.fingerprint.to_vec();
        bytes.extend(context.district.to_be_bytes());
        bytes.extend(context.close_root);
        bytes.push(self.trustee);
        bytes.extend(tally.y().iter().flat_map(Point::bytes));
        bytes
    }
}
