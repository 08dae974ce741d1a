//! The encrypted tally and its decryption by t of n trustees (`spec/protocol.md`, section 10).
//!
//! Ballots are added slot by slot; what is decrypted are the sums of projects, the slots of each weighted
//! and added up ([`PointScale`]).

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
use crate::generators::message_base;
use crate::group::{Point, SecretScalar};
use crate::points::PointScale;
use crate::transcript::Domain;

/// The sums A* and Y*_1 .. Y*_w over the ballots that count in one district.
#[derive(Clone, Debug)]
pub struct EncryptedTally {
    scale: PointScale,
    a: RistrettoPoint,
    y: Vec<RistrettoPoint>,
    ballots: u64,
}

impl EncryptedTally {
    /// The tally of no ballots, on `projects` projects that each take the slots of `scale`.
    #[must_use]
    pub fn empty(projects: u16, scale: PointScale) -> Self {
        let slots = usize::from(projects) * usize::from(scale.slots());
        let y = (0..slots).map(|_| RistrettoPoint::identity()).collect();
        Self { scale, a: RistrettoPoint::identity(), y, ballots: 0 }
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

    /// The sums of the projects, encoded, ready to be decrypted.
    #[must_use]
    pub fn seal(&self) -> ClosedTally {
        ClosedTally {
            scale: self.scale,
            a: Point::new(self.a),
            y: weigh(self.scale, &self.y, |y| *y).into_iter().map(Point::new).collect(),
            ballots: self.ballots,
        }
    }
}

/// Z_p = sum_e g_e Z_(p k + e) for each project p: the points of its slots, weighted and added up.
fn weigh<T>(
    scale: PointScale,
    slots: &[T],
    point: impl Fn(&T) -> RistrettoPoint,
) -> Vec<RistrettoPoint> {
    let project = |slots: &[T]| -> RistrettoPoint {
        slots.iter().zip(scale.weights()).map(|(slot, weight)| times(weight, point(slot))).sum()
    };
    slots.chunks(scale.slots().into()).map(project).collect()
}

/// `weight * point`, for a point that everybody knows.
fn times(weight: u8, point: RistrettoPoint) -> RistrettoPoint {
    if weight == 1 { point } else { Scalar::from(weight) * point }
}

/// A tally to which nothing can be added any more: what trustees decrypt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClosedTally {
    scale: PointScale,
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

    /// Y*_p, one for each project.
    #[must_use]
    pub fn y(&self) -> &[Point] {
        &self.y
    }

    /// How many ballots the sums hold.
    #[must_use]
    pub fn ballots(&self) -> u64 {
        self.ballots
    }

    /// Y*_p - count H for a project, from 0: the mask of its sum, sk_p A*. With the right count only t
    /// trustees can compute it before the decryption, and everybody afterwards.
    #[must_use]
    pub fn mask(&self, project: usize, count: u64) -> Option<Point> {
        let sum = self.y.get(project)?.element();
        Some(Point::new(sum - Scalar::from(count) * message_base().element()))
    }

    /// The largest count that a project can have: p points of each ballot.
    fn most(&self) -> u64 {
        self.ballots.saturating_mul(self.scale.most().into())
    }

    /// Puts the contributions of t trustees together: count_p H = Y*_p - sum lambda_i D_ip, the
    /// lambda_i being Lagrange's coefficients at 0.
    ///
    /// The contributions were verified; the first t of distinct trustees that were verified against
    /// this tally are used.
    ///
    /// # Errors
    /// If there are fewer than t, or a count is not a number from 0 to the points that the ballots can give, which
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
        let table = DiscreteLog::new(self.most());
        self.y
            .iter()
            .enumerate()
            .map(|(project, y)| {
                let shares = chosen
                    .iter()
                    .map(|contribution| contribution.contribution.shares[project].element());
                let mask = RistrettoPoint::vartime_multiscalar_mul(&coefficients, shares);
                table.solve(&(y.element() - mask)).ok_or(CombineError::NoCount { project })
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
    /// A project's sum is not a count.
    #[error("project {project} has no number of points that the ballots can give")]
    NoCount {
        /// Which project, from 0.
        project: usize,
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

/// Trustee i's part of a decryption: D_ip = s_ip A* for each project, and one proof for all of them;
/// 32 P + 96 bytes and the trustee's index.
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
        let secrets = self.weighed_secrets(tally);
        let shares: Vec<Point> =
            secrets.iter().map(|s| Point::new(s.expose() * tally.a.element())).collect();
        let bytes = context.bytes(self.index(), tally);
        let first = verification_keys(keys, self.index(), tally);
        let statement = EqualityStatement {
            domain: Domain::DECRYPTION,
            context: &bytes,
            base: &tally.a,
            first: &first,
            second: &shares,
        };
        let proof = EqualityProof::prove(&statement, &secrets, rng);
        PartialDecryption { trustee: self.index(), shares, proof }
    }

    /// s_ip = sum_e g_e s_i(p k + e) for each project of the tally.
    fn weighed_secrets(&self, tally: &ClosedTally) -> Vec<SecretScalar> {
        let mut slots = self.secrets();
        let project = |_: &Point| {
            let weighed = tally.scale.weights().zip(slots.by_ref());
            SecretScalar::new(weighed.map(|(g, s)| Scalar::from(g) * s.expose()).sum())
        };
        tally.y.iter().map(project).collect()
    }
}

/// PK_ip for each project of the tally; fewer if the election has not that many slots.
fn verification_keys(
    keys: &ElectionKeys,
    trustee: TrusteeIndex,
    tally: &ClosedTally,
) -> Vec<Point> {
    let slots = keys.verification_keys(trustee);
    let used = tally.y.len() * usize::from(tally.scale.slots());
    let weighed = weigh(tally.scale, slots.get(..used).unwrap_or_default(), |key| *key.element());
    weighed.into_iter().map(Point::new).collect()
}

impl PartialDecryption {
    /// i.
    #[must_use]
    pub fn trustee(&self) -> TrusteeIndex {
        self.trustee
    }

    /// Checks that D_ip = s_ip A* for every project, s_ip being the logarithm of PK_ip.
    ///
    /// # Errors
    /// [`NotEqual`] if the proof does not hold for this context and tally.
    pub fn verify(
        self,
        context: &DecryptionContext,
        keys: &ElectionKeys,
        tally: &ClosedTally,
    ) -> Result<VerifiedDecryption, NotEqual> {
        let first = verification_keys(keys, self.trustee, tally);
        let statement = EqualityStatement {
            domain: Domain::DECRYPTION,
            context: &context.bytes(self.trustee, tally),
            base: &tally.a,
            first: &first,
            second: &self.shares,
        };
        self.proof.verify(&statement)?;
        Ok(VerifiedDecryption { contribution: self, tally: tally.digest() })
    }

    /// Reads the contribution of a trustee to a tally of `projects` projects.
    ///
    /// # Errors
    /// If the index is not one of 1 .. 32, or a point or scalar is not canonical.
    pub fn read(input: &mut Reader<'_>, projects: u16) -> Result<Self, DecodeError> {
        Ok(Self {
            trustee: TrusteeIndex::decode(input)?,
            shares: input.items(projects.into(), Point::decode)?,
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
