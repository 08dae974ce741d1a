//! The encrypted tally and its decryption by t of n trustees (`spec/protocol.md`, section 10).

use alloc::vec::Vec;

use curve25519_dalek::ristretto::RistrettoPoint;
use curve25519_dalek::scalar::Scalar;
use curve25519_dalek::traits::{Identity, VartimeMultiscalarMul};
use isoloir_encoding::{Decode, DecodeError, Encode, Reader, Writer};
use rand_core::CryptoRngCore;
use sha3::{Digest, Sha3_256};

use crate::ballot::Ciphertext;
use crate::discrete_log::DiscreteLog;
use crate::dkg::{ElectionKeys, KeyShare, TrusteeIndex};
use crate::equality::{EqualityProof, EqualityStatement, NotEqual};
use crate::group::{Point, SecretScalar};
use crate::transcript::Domain;

/// The sums A* and Y*_1 .. Y*_w over the ballots that count in one district.
#[derive(Clone, Debug)]
pub struct EncryptedTally {
    a: RistrettoPoint,
    y: Vec<RistrettoPoint>,
    ballots: u64,
}

impl EncryptedTally {
    /// The tally of no ballots of `slots` slots.
    #[must_use]
    pub fn empty(slots: u16) -> Self {
        let y = (0..slots).map(|_| RistrettoPoint::identity()).collect();
        Self { a: RistrettoPoint::identity(), y, ballots: 0 }
    }

    /// Adds a ballot. One of another number of slots is a defect of the caller: it is not added.
    pub fn add(&mut self, ballot: &Ciphertext) {
        debug_assert_eq!(self.y.len(), ballot.y.len());
        if self.y.len() == ballot.y.len() {
            self.a += ballot.a.element();
            self.y.iter_mut().zip(&ballot.y).for_each(|(sum, y)| *sum += y.element());
            self.ballots += 1;
        }
    }

    /// How many ballots were added.
    #[must_use]
    pub fn ballots(&self) -> u64 {
        self.ballots
    }

    /// The sums, encoded, ready to be decrypted.
    #[must_use]
    pub fn seal(&self) -> ClosedTally {
        ClosedTally {
            a: Point::new(self.a),
            y: self.y.iter().copied().map(Point::new).collect(),
            ballots: self.ballots,
        }
    }
}

/// A tally to which nothing can be added any more: what trustees decrypt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClosedTally {
    a: Point,
    y: Vec<Point>,
    ballots: u64,
}

impl ClosedTally {
    /// A*. The neutral element if nobody voted.
    #[must_use]
    pub fn a(&self) -> &Point {
        &self.a
    }

    /// Y*_1 .. Y*_w.
    #[must_use]
    pub fn y(&self) -> &[Point] {
        &self.y
    }

    /// How many ballots the sums hold.
    #[must_use]
    pub fn ballots(&self) -> u64 {
        self.ballots
    }

    /// Puts the contributions of t trustees together: count_j H = Y*_j - sum lambda_i D_ij, the
    /// lambda_i being Lagrange's coefficients at 0.
    ///
    /// The contributions were verified; the first t of distinct trustees that were verified against
    /// this tally are used.
    ///
    /// # Errors
    /// If there are fewer than t, or a count is not a number from 0 to the number of ballots, which
    /// with valid ballots and valid contributions can't be.
    pub fn combine(
        &self,
        keys: &ElectionKeys,
        contributions: &[VerifiedDecryption],
    ) -> Result<Vec<u64>, CombineError> {
        let threshold = keys.parameters().threshold().into();
        let mut chosen: Vec<&VerifiedDecryption> = Vec::new();
        let tally = self.digest();
        for contribution in contributions.iter().filter(|contribution| contribution.tally == tally)
        {
            let index = contribution.trustee();
            if chosen.len() < threshold && chosen.iter().all(|other| other.trustee() != index) {
                chosen.push(contribution);
            }
        }
        if chosen.len() < threshold {
            return Err(CombineError::TooFew { valid: chosen.len(), threshold });
        }
        let indices: Vec<_> = chosen.iter().map(|contribution| contribution.trustee()).collect();
        let coefficients = lagrange_at_zero(&indices);
        let table = DiscreteLog::new(self.ballots);
        self.y
            .iter()
            .enumerate()
            .map(|(slot, y)| {
                let shares = chosen
                    .iter()
                    .map(|contribution| contribution.contribution.shares[slot].element());
                let mask = RistrettoPoint::vartime_multiscalar_mul(&coefficients, shares);
                table.solve(&(y.element() - mask)).ok_or(CombineError::NoCount { slot })
            })
            .collect()
    }
}

impl ClosedTally {
    /// What a verified contribution remembers of the tally that it was verified against.
    fn digest(&self) -> [u8; 32] {
        let mut hash = Sha3_256::new_with_prefix(self.a.as_bytes());
        self.y.iter().for_each(|y| hash.update(y.as_bytes()));
        hash.finalize().into()
    }
}

/// Why contributions do not give counts.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CombineError {
    /// Fewer than t valid contributions.
    #[error("{valid} valid partial decryptions; {threshold} trustees are needed")]
    TooFew {
        /// Distinct trustees with a valid contribution.
        valid: usize,
        /// t.
        threshold: usize,
    },
    /// A slot's sum is not a count.
    #[error("slot {slot} holds no number between 0 and the number of ballots")]
    NoCount {
        /// Which slot, from 0.
        slot: usize,
    },
}

/// lambda_i = prod over k != i of k / (k - i).
fn lagrange_at_zero(indices: &[TrusteeIndex]) -> Vec<Scalar> {
    let scalar = |index: &TrusteeIndex| Scalar::from(index.get());
    indices
        .iter()
        .map(|i| {
            let others = || indices.iter().filter(|k| *k != i);
            let numerator: Scalar = others().map(scalar).product();
            let denominator: Scalar = others().map(|k| scalar(k) - scalar(i)).product();
            numerator * denominator.invert()
        })
        .collect()
}

/// What a partial decryption belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecryptionContext {
    /// The election's fingerprint.
    pub fingerprint: [u8; 32],
    /// The district.
    pub district: u16,
    /// The root of the board's log at the close, which the trustees' close statements name.
    pub close_root: [u8; 32],
}

impl DecryptionContext {
    fn bytes(&self, trustee: TrusteeIndex, tally: &ClosedTally) -> Vec<u8> {
        let mut out = Writer::new();
        out.raw(&self.fingerprint);
        out.u16(self.district);
        out.raw(&self.close_root);
        trustee.encode(&mut out);
        for point in &tally.y {
            point.encode(&mut out);
        }
        out.into_bytes()
    }
}

/// Trustee i's part of a decryption: D_ij = s_ij A* for each slot, and one proof for all of them;
/// 32 w + 96 bytes and the trustee's index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartialDecryption {
    trustee: TrusteeIndex,
    shares: Vec<Point>,
    proof: EqualityProof,
}

/// A partial decryption whose proof holds for one tally.
#[derive(Clone, Debug)]
pub struct VerifiedDecryption {
    contribution: PartialDecryption,
    /// The digest of that tally.
    tally: [u8; 32],
}

impl KeyShare {
    /// Decrypts `tally` as far as one trustee can.
    ///
    /// It is for the caller to make sure that `tally` is the sum over all that counts in the
    /// district, that it holds enough ballots, and that it is decrypted once only; and that `keys`
    /// are those of this share's ceremony, or the proof will not hold.
    pub fn decrypt(
        &self,
        context: &DecryptionContext,
        keys: &ElectionKeys,
        tally: &ClosedTally,
        rng: &mut impl CryptoRngCore,
    ) -> PartialDecryption {
        let secrets: Vec<SecretScalar> = self.secrets().take(tally.y.len()).cloned().collect();
        let shares: Vec<Point> =
            secrets.iter().map(|s| Point::new(s.expose() * tally.a.element())).collect();
        let bytes = context.bytes(self.index(), tally);
        let first = keys.verification_keys(self.index());
        let statement = EqualityStatement {
            domain: Domain::DECRYPTION,
            context: &bytes,
            base: &tally.a,
            first: first.get(..shares.len()).unwrap_or(first),
            second: &shares,
        };
        let proof = EqualityProof::prove(&statement, &secrets, rng);
        PartialDecryption { trustee: self.index(), shares, proof }
    }
}

impl PartialDecryption {
    /// i.
    #[must_use]
    pub fn trustee(&self) -> TrusteeIndex {
        self.trustee
    }

    /// Checks that D_ij = s_ij A* for every slot, s_ij being the logarithm of PK_ij.
    ///
    /// # Errors
    /// [`NotEqual`] if the proof does not hold for this context and tally.
    pub fn verify(
        self,
        context: &DecryptionContext,
        keys: &ElectionKeys,
        tally: &ClosedTally,
    ) -> Result<VerifiedDecryption, NotEqual> {
        let first = keys.verification_keys(self.trustee);
        let statement = EqualityStatement {
            domain: Domain::DECRYPTION,
            context: &context.bytes(self.trustee, tally),
            base: &tally.a,
            first: first.get(..tally.y.len()).ok_or(NotEqual)?,
            second: &self.shares,
        };
        self.proof.verify(&statement)?;
        Ok(VerifiedDecryption { contribution: self, tally: tally.digest() })
    }

    /// Reads the contribution of a trustee to a tally of `slots` slots.
    ///
    /// # Errors
    /// If the index is not one of 1 .. 32, or a point or scalar is not canonical.
    pub fn read(input: &mut Reader<'_>, slots: u16) -> Result<Self, DecodeError> {
        Ok(Self {
            trustee: TrusteeIndex::decode(input)?,
            shares: input.items(slots.into(), Point::decode)?,
            proof: EqualityProof::decode(input)?,
        })
    }
}

impl VerifiedDecryption {
    /// i.
    #[must_use]
    pub fn trustee(&self) -> TrusteeIndex {
        self.contribution.trustee
    }
}

impl Encode for PartialDecryption {
    fn encode(&self, out: &mut Writer) {
        self.trustee.encode(out);
        for share in &self.shares {
            share.encode(out);
        }
        self.proof.encode(out);
    }
}
