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

/// u8 i || D_i0 .. D_i(P-1) || proof, 32 P + 97 bytes: what trustee i decrypts of a tally.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contribution {
    trustee: u8,
    shares: Vec<Point>,
    proof: EqualityProof,
}

impl Contribution {
    /// Reads a contribution to a tally of `projects` projects; what follows it is the caller's.
    ///
    /// # Errors
    ///
    /// The index is not 1 .. 32, a point or a scalar is not one, or the input ends.
    pub fn read(reader: &mut Reader<'_>, projects: usize) -> Result<Self, WireError> {
        Ok(Self {
            trustee: read_trustee(reader, "trustee of a contribution")?,
            shares: reader.points("D_ip of a contribution", projects)?,
            proof: EqualityProof::read(reader)?,
        })
    }

    /// i, 1 to 32.
    pub fn trustee(&self) -> u8 {
        self.trustee
    }

    /// D_i0 .. D_i(P-1)
    pub fn shares(&self) -> &[Point] {
        &self.shares
    }

    /// Checks that D_ip = s_ip A* with the s_ip of PK_ip = sum_e g_e PK_i(p k + e).
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
        let first = self.keys_by_project(tally, keys)?;
        self.proof.verify(self.statement(&self.context(context, tally), tally, &first))
    }

    /// y and c of the proof.
    #[cfg(test)]
    pub(crate) fn challenges(
        &self,
        context: &TallyContext,
        tally: &Tally,
        keys: &Keys,
    ) -> Result<(curve25519_dalek::Scalar, curve25519_dalek::Scalar), Unproven> {
        let first = self.keys_by_project(tally, keys)?;
        let context = self.context(context, tally);
        Ok(self.proof.challenges(self.statement(&context, tally, &first)))
    }

    fn statement<'a>(
        &'a self,
        context: &'a [u8],
        tally: &'a Tally,
        first: &'a [Point],
    ) -> EqualityStatement<'a> {
        let (base, second) = (tally.a(), &self.shares);
        EqualityStatement { domain: Domain::Decryption, context, base, first, second }
    }

    /// PK_ip for each project. A district takes the first of the election's slots.
    fn keys_by_project(&self, tally: &Tally, keys: &Keys) -> Result<Vec<Point>, Unproven> {
        let slots = tally.y().len() * tally.points().slots();
        let verification = keys.verification_keys(self.trustee).ok_or(Unproven)?;
        Ok(tally.points().by_project(verification.get(..slots).ok_or(Unproven)?))
    }

    /// fingerprint || u16 district || close_root || u8 i || Y*_0 || .. || Y*_(P-1)
    fn context(&self, context: &TallyContext, tally: &Tally) -> Vec<u8> {
        let mut bytes = context.fingerprint.to_vec();
        bytes.extend(context.district.to_be_bytes());
        bytes.extend(context.close_root);
        bytes.push(self.trustee);
        bytes.extend(tally.y().iter().flat_map(Point::bytes));
        bytes
    }
}
