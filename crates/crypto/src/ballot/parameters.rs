use alloc::vec::Vec;

use bulletproofs::PedersenGens;
use curve25519_dalek::ristretto::CompressedRistretto;
use isoloir_encoding::Encode;
use sha3::{Digest, Sha3_256};

use crate::ballot::BallotStyle;
use crate::ballot::range::RangeBases;
use crate::generators::{CommitmentBases, blinding_base, message_base, vector_bases};
use crate::group::{NonIdentityPoint, Point};
use crate::transcript::{Domain, Label, Transcript};

/// All that the ballots of one district of one election have in common: what the proof is bound to
/// and the bases it is made on (`spec/protocol.md`, section 6.2).
///
/// Building it costs some milliseconds; it is built once and serves every ballot.
pub struct BallotParameters {
    fingerprint: [u8; 32],
    district: u16,
    style: BallotStyle,
    keys: Vec<NonIdentityPoint>,
    vector_bases: Vec<Point>,
    bases_digest: [u8; 32],
    pub(super) commitment: CommitmentBases,
    pub(super) pedersen: PedersenGens,
    pub(super) range: RangeBases,
    /// The transcript of a ballot's proof up to "style", the same for all ballots.
    context: Transcript,
}

impl BallotParameters {
    /// Parameters for ballots of `style` in `district` of the election with `fingerprint`.
    ///
    /// `keys` are the election's keys PK_1, PK_2, ...; the first w of them are used.
    ///
    /// # Errors
    /// If there are fewer keys than slots, or two of them are equal.
    pub fn new(
        fingerprint: [u8; 32],
        district: u16,
        style: BallotStyle,
        keys: &[NonIdentityPoint],
    ) -> Result<Self, ParametersError> {
        let slots = usize::from(style.slots());
        let keys = keys
            .get(..slots)
            .ok_or(ParametersError::TooFewKeys { keys: keys.len(), slots })?
            .to_vec();
        let mut sorted = keys.clone();
        sorted.sort_unstable();
        if sorted.windows(2).any(|pair| pair[0] == pair[1]) {
            return Err(ParametersError::RepeatedKey);
        }
        let vector_bases = vector_bases(style.slots());
        let range = RangeBases::new(&style);
        let pedersen =
            PedersenGens { B: *message_base().element(), B_blinding: *blinding_base().element() };
        let bases_digest = digest_bases(&vector_bases, &keys);
        let commitment = CommitmentBases::new();
        let context = context(&fingerprint, district, &style);
        Ok(Self {
            fingerprint,
            district,
            style,
            keys,
            vector_bases,
            bases_digest,
            commitment,
            pedersen,
            range,
            context,
        })
    }

    /// The election's fingerprint: the hash of the entry that opened the vote.
    #[must_use]
    pub fn fingerprint(&self) -> &[u8; 32] {
        &self.fingerprint
    }

    /// The district, as an index into the election's definition.
    #[must_use]
    pub fn district(&self) -> u16 {
        self.district
    }

    /// The style of the ballots.
    #[must_use]
    pub fn style(&self) -> &BallotStyle {
        &self.style
    }

    /// PK_1 .. PK_w.
    #[must_use]
    pub fn keys(&self) -> &[NonIdentityPoint] {
        &self.keys
    }

    /// G_1 .. G_w.
    pub(super) fn vector_bases(&self) -> &[Point] {
        &self.vector_bases
    }

    /// A transcript that has absorbed the context of a ballot of `credential`: step 1 of the proof
    /// up to the ciphertext.
    pub(super) fn transcript(&self, credential: &NonIdentityPoint) -> Transcript {
        let mut transcript = self.context.clone();
        transcript.point(Label::CREDENTIAL, credential);
        transcript.bytes(Label::BASES, &self.bases_digest);
        transcript
    }

    /// V_1 .. V_q followed by the identity points that pad them to a power of two.
    pub(super) fn pad(&self, commitments: &[Point]) -> Vec<CompressedRistretto> {
        let mut padded: Vec<_> = commitments.iter().map(Point::compressed).collect();
        padded.resize(self.style.range_values(), Point::identity().compressed());
        padded
    }
}

/// Step 1 up to "style".
fn context(fingerprint: &[u8; 32], district: u16, style: &BallotStyle) -> Transcript {
    let mut transcript = Transcript::new(Domain::BALLOT);
    transcript.bytes(Label::FINGERPRINT, fingerprint);
    transcript.number(Label::DISTRICT, district.into());
    transcript.bytes(Label::STYLE, &style.to_bytes());
    transcript
}

/// SHA3-256 over G, H, K, G_1 .. G_w, PK_1 .. PK_w.
///
/// The vectors of the range proof are functions of n and m, which the style fixes.
fn digest_bases(vector_bases: &[Point], keys: &[NonIdentityPoint]) -> [u8; 32] {
    let mut hash = Sha3_256::new();
    for base in [Point::basepoint(), message_base(), blinding_base()].iter().chain(vector_bases) {
        hash.update(base.as_bytes());
    }
    for key in keys {
        hash.update(key.as_bytes());
    }
    hash.finalize().into()
}

/// Why parameters can't be built.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParametersError {
    /// Fewer keys than slots.
    #[error("{keys} election keys for {slots} slots")]
    TooFewKeys {
        /// Keys given.
        keys: usize,
        /// Slots of the style.
        slots: usize,
    },
    /// Two slots have one key; reusing r across them would no longer hide the choices.
    #[error("two slots have the same election key")]
    RepeatedKey,
}
