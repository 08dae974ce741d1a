//! Voters' credentials and the signature that casts a ballot (`spec/protocol.md`, sections 7, 8).

use alloc::vec::Vec;

use curve25519_dalek::scalar::Scalar;
use isoloir_encoding::{Encode, Writer};
use rand_core::CryptoRngCore;

use crate::ballot::BallotTracker;
use crate::group::{NonIdentityPoint, Point, SecretScalar};
use crate::knowledge::{KnowledgeProof, NotKnown};
use crate::transcript::{Domain, Transcript};

/// A voter's credential for one district: the secret u and the public U = u G that is on the roll.
///
/// u = sum u_k over the registrars: one registrar alone can't vote in a resident's place when there
/// are two.
#[derive(Clone)]
pub struct VoterCredential {
    secret: SecretScalar,
    public: NonIdentityPoint,
}

impl VoterCredential {
    /// The credential whose secret is the sum of the registrars' shares u_k.
    ///
    /// Nothing, if the sum is zero, which happens to nobody by chance.
    #[must_use]
    pub fn from_shares(shares: &[SecretScalar]) -> Option<Self> {
        let sum: Scalar = shares.iter().map(SecretScalar::expose).sum();
        let secret = SecretScalar::new(sum);
        let public = NonIdentityPoint::from_secret(&secret)?;
        Some(Self { secret, public })
    }

    /// U.
    #[must_use]
    pub fn public(&self) -> &NonIdentityPoint {
        &self.public
    }

    pub(crate) fn secret(&self) -> &SecretScalar {
        &self.secret
    }

    /// Signs `vote`: turns a sealed ballot into a vote.
    pub fn cast(&self, vote: &CastStatement, rng: &mut impl CryptoRngCore) -> CastSignature {
        let context = vote.context(&self.public);
        let secrets = core::slice::from_ref(&self.secret);
        CastSignature(KnowledgeProof::prove(Domain::CAST, &context, &[self.public], secrets, rng))
    }
}

/// U = sum U_k over the registrars' parts of one roll position; nothing if that is the neutral
/// element.
#[must_use]
pub fn combine_credentials(parts: &[NonIdentityPoint]) -> Option<NonIdentityPoint> {
    match parts {
        [only] => Some(*only),
        parts => NonIdentityPoint::new(Point::new(parts.iter().map(|part| part.element()).sum())),
    }
}

/// What a voter signs to cast: (fingerprint, district, U, prev, T).
///
/// `previous` is the tracker of the last ballot recorded for U, or [`BallotTracker::NONE`]. The board takes a
/// ballot only if it is current, so a ballot that was withheld and then replaced can't come back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CastStatement {
    /// The election's fingerprint, 32 bytes.
    pub fingerprint: [u8; 32],
    /// The district.
    pub district: u16,
    /// prev.
    pub previous: BallotTracker,
    /// T.
    pub tracker: BallotTracker,
}

impl CastStatement {
    fn context(&self, credential: &NonIdentityPoint) -> Vec<u8> {
        let mut out = Writer::new();
        out.raw(&self.fingerprint);
        out.u16(self.district);
        credential.encode(&mut out);
        self.previous.encode(&mut out);
        self.tracker.encode(&mut out);
        out.into_bytes()
    }
}

/// Schnorr signature of a [`CastStatement`] by a credential; 64 bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CastSignature(KnowledgeProof);

impl CastSignature {
    /// Checks the signature.
    ///
    /// # Errors
    /// [`NotKnown`] if `credential` did not sign `vote`.
    pub fn verify(
        &self,
        credential: &NonIdentityPoint,
        vote: &CastStatement,
    ) -> Result<(), NotKnown> {
        self.0.verify(Domain::CAST, &vote.context(credential), &[*credential])
    }

    /// The transcript from which c is drawn next.
    pub(crate) fn transcript(
        &self,
        credential: &NonIdentityPoint,
        vote: &CastStatement,
    ) -> Transcript {
        self.0.transcript(Domain::CAST, &vote.context(credential), &[*credential])
    }

    /// R and z.
    pub(crate) fn proof(&self) -> &KnowledgeProof {
        &self.0
    }
}

impl Encode for CastSignature {
    fn encode(&self, out: &mut Writer) {
        self.0.encode(out);
    }
}

impl isoloir_encoding::Decode for CastSignature {
    fn decode(
        input: &mut isoloir_encoding::Reader<'_>,
    ) -> Result<Self, isoloir_encoding::DecodeError> {
        KnowledgeProof::decode(input).map(Self)
    }
}

/// Where on the rolls a registrar's list of U_k belongs: what its proof of possession is bound to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RollPosition {
    /// SHA3-256 of the election's definition.
    pub election_id: [u8; 32],
    /// The district.
    pub district: u16,
    /// The registrar, as an index into the definition.
    pub registrar: u8,
    /// The position of the list's first credential on the district's roll.
    pub first: u32,
}

impl RollPosition {
    fn context(&self) -> Vec<u8> {
        let mut out = Writer::new();
        out.raw(&self.election_id);
        out.u16(self.district);
        out.u8(self.registrar);
        out.u32(self.first);
        out.into_bytes()
    }

    /// Proves that the registrar knows the secrets u_k of all of `credentials`.
    ///
    /// Without it the last of two registrars could publish X - U_1 for a key X of its own and vote alone.
    pub fn prove(
        &self,
        credentials: &[NonIdentityPoint],
        secrets: &[SecretScalar],
        rng: &mut impl CryptoRngCore,
    ) -> KnowledgeProof {
        let domain = Domain::ROLL_POSSESSION;
        KnowledgeProof::prove(domain, &self.context(), credentials, secrets, rng)
    }

    /// Checks a registrar's proof of possession.
    ///
    /// # Errors
    /// [`NotKnown`] if it does not hold.
    pub fn verify(
        &self,
        credentials: &[NonIdentityPoint],
        proof: &KnowledgeProof,
    ) -> Result<(), NotKnown> {
        proof.verify(Domain::ROLL_POSSESSION, &self.context(), credentials)
    }
}

/// Which credential a registrar replaces: what the proof of possession of its new share is bound to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReissuePosition {
    /// The election's fingerprint.
    pub fingerprint: [u8; 32],
    /// The district.
    pub district: u16,
    /// The registrar, as an index into the definition.
    pub registrar: u8,
    /// The revoked U.
    pub revoked: NonIdentityPoint,
}

impl ReissuePosition {
    fn context(&self) -> Vec<u8> {
        let mut out = Writer::new();
        out.raw(&self.fingerprint);
        out.u16(self.district);
        out.u8(self.registrar);
        self.revoked.encode(&mut out);
        out.into_bytes()
    }

    /// Proves that the registrar knows the secret of its share of the new credential.
    pub fn prove(
        &self,
        credential: &NonIdentityPoint,
        secret: &SecretScalar,
        rng: &mut impl CryptoRngCore,
    ) -> KnowledgeProof {
        let secrets = core::slice::from_ref(secret);
        let domain = Domain::REISSUE_POSSESSION;
        KnowledgeProof::prove(domain, &self.context(), &[*credential], secrets, rng)
    }

    /// Checks a registrar's proof of possession.
    ///
    /// # Errors
    /// [`NotKnown`] if it does not hold.
    pub fn verify(
        &self,
        credential: &NonIdentityPoint,
        proof: &KnowledgeProof,
    ) -> Result<(), NotKnown> {
        proof.verify(Domain::REISSUE_POSSESSION, &self.context(), &[*credential])
    }
}
