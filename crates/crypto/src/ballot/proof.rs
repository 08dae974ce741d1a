use alloc::vec::Vec;

use curve25519_dalek::scalar::Scalar;
use isoloir_encoding::{Decode, DecodeError, Encode, Reader, Writer};
use sha3::{Digest, Sha3_256};

use crate::ballot::range::{RangeProof, rounds_of};
use crate::ballot::{BallotParameters, BallotStyle, BallotTracker};
use crate::group::{NonIdentityPoint, Point, decode_scalar};
use crate::transcript::{Label, Transcript};

const TRACKER_LABEL: &[u8] = b"isoloir/v1 tracker";

/// The encrypted choices: A = r G and Y_j = r PK_j + x_j H for each slot j; 32 (w + 1) bytes.
///
/// One r serves all slots because each has a key of its own (Kurosawa, PKC 2002).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ciphertext {
    pub(crate) a: NonIdentityPoint,
    pub(crate) y: Vec<Point>,
}

impl Ciphertext {
    /// A = r G. No two valid ballots on a board have the same (`spec/protocol.md`, section 9).
    #[must_use]
    pub fn a(&self) -> &NonIdentityPoint {
        &self.a
    }

    /// Y_1 .. Y_w.
    #[must_use]
    pub fn y(&self) -> &[Point] {
        &self.y
    }

    pub(super) fn absorb(&self, transcript: &mut Transcript) {
        transcript.point(Label::CIPHERTEXT_A, &self.a);
        for point in &self.y {
            transcript.point(Label::CIPHERTEXT_Y, point);
        }
    }

    fn read(input: &mut Reader<'_>, style: &BallotStyle) -> Result<Self, DecodeError> {
        Ok(Self {
            a: NonIdentityPoint::decode(input)?,
            y: input.items(style.slots().into(), Point::decode)?,
        })
    }
}

impl Encode for Ciphertext {
    fn encode(&self, out: &mut Writer) {
        self.a.encode(out);
        for point in &self.y {
            point.encode(out);
        }
    }
}

/// The proof that a ciphertext holds a ballot of the style (`spec/protocol.md`, section 6.3).
#[derive(Clone, Debug)]
pub struct BallotProof {
    pub(super) commitments: Commitments,
    pub(super) nonces: Nonces,
    pub(super) responses: Responses,
    /// Present exactly when the style has constraints.
    pub(super) range: Option<RangeProof>,
}

/// What is absorbed before y: Cx = sum x_j G_j + s K, Cm = sum m_j G_j + s_a K, V_i = v_i H + t_i K.
#[derive(Clone, Debug)]
pub(super) struct Commitments {
    pub(super) cx: Point,
    pub(super) cm: Point,
    pub(super) v: Vec<Point>,
}

/// What is absorbed before c.
#[derive(Clone, Debug)]
pub(super) struct Nonces {
    pub(super) ta: Point,
    pub(super) ty: Point,
    pub(super) p1: Point,
    pub(super) p0: Point,
    /// Present exactly when the style has constraints.
    pub(super) e: Option<Point>,
}

/// The answers to c.
#[derive(Clone, Debug)]
pub(super) struct Responses {
    pub(super) f: Vec<Scalar>,
    pub(super) z_r: Scalar,
    pub(super) z_x: Scalar,
    pub(super) z_p: Scalar,
    /// Present exactly when the style has constraints.
    pub(super) z_v: Option<Scalar>,
}

impl Commitments {
    pub(super) fn absorb(&self, transcript: &mut Transcript) -> Scalar {
        transcript.point(Label::CHOICE_COMMITMENT, &self.cx);
        transcript.point(Label::MASK_COMMITMENT, &self.cm);
        for point in &self.v {
            transcript.point(Label::VALUE_COMMITMENT, point);
        }
        transcript.challenge(Label::COMBINER)
    }
}

impl Nonces {
    pub(super) fn absorb(&self, transcript: &mut Transcript) -> Scalar {
        transcript.point(Label::RANDOMNESS_NONCE, &self.ta);
        transcript.point(Label::MESSAGE_NONCE, &self.ty);
        transcript.point(Label::BIT_LINEAR, &self.p1);
        transcript.point(Label::BIT_CONSTANT, &self.p0);
        if let Some(e) = &self.e {
            transcript.point(Label::CONSTRAINT_NONCE, e);
        }
        transcript.challenge(Label::CHALLENGE)
    }
}

impl Responses {
    pub(super) fn absorb(&self, transcript: &mut Transcript) {
        for f in &self.f {
            transcript.scalar(Label::MASKED_CHOICE, f);
        }
        transcript.scalar(Label::RANDOMNESS_RESPONSE, &self.z_r);
        transcript.scalar(Label::CHOICE_RESPONSE, &self.z_x);
        transcript.scalar(Label::BIT_RESPONSE, &self.z_p);
        if let Some(z_v) = &self.z_v {
            transcript.scalar(Label::CONSTRAINT_RESPONSE, z_v);
        }
    }
}

impl BallotProof {
    /// Reads the proof of a ballot of `style`, whose length the style determines.
    fn read(input: &mut Reader<'_>, style: &BallotStyle) -> Result<Self, DecodeError> {
        let constrained = !style.constraints().is_empty();
        let commitments = Commitments {
            cx: Point::decode(input)?,
            cm: Point::decode(input)?,
            v: input.items(style.constraints().len(), Point::decode)?,
        };
        let nonces = Nonces {
            ta: Point::decode(input)?,
            ty: Point::decode(input)?,
            p1: Point::decode(input)?,
            p0: Point::decode(input)?,
            e: constrained.then(|| Point::decode(input)).transpose()?,
        };
        let responses = Responses {
            f: input.items(style.slots().into(), |input| decode_scalar(input, "f"))?,
            z_r: decode_scalar(input, "z_r")?,
            z_x: decode_scalar(input, "z_x")?,
            z_p: decode_scalar(input, "z_p")?,
            z_v: constrained.then(|| decode_scalar(input, "z_v")).transpose()?,
        };
        let range = constrained.then(|| RangeProof::read(input, rounds_of(style))).transpose()?;
        Ok(Self { commitments, nonces, responses, range })
    }
}

impl Encode for BallotProof {
    fn encode(&self, out: &mut Writer) {
        let Self { commitments, nonces, responses, range } = self;
        let first = [&commitments.cx, &commitments.cm];
        let second = [&nonces.ta, &nonces.ty, &nonces.p1, &nonces.p0];
        for point in first.into_iter().chain(&commitments.v).chain(second).chain(&nonces.e) {
            point.encode(out);
        }
        let scalars = [&responses.z_r, &responses.z_x, &responses.z_p];
        for scalar in responses.f.iter().chain(scalars).chain(&responses.z_v) {
            out.raw(scalar.as_bytes());
        }
        if let Some(range) = range {
            range.encode(out);
        }
    }
}

/// Encrypted choices with the proof that they are a ballot of the style. Not yet a vote: that
/// takes the voter's signature.
#[derive(Clone, Debug)]
pub struct SealedBallot {
    pub(super) ciphertext: Ciphertext,
    pub(super) proof: BallotProof,
}

impl SealedBallot {
    /// The encrypted choices.
    #[must_use]
    pub fn ciphertext(&self) -> &Ciphertext {
        &self.ciphertext
    }

    /// Reads a sealed ballot of `style`, whose length the style determines.
    ///
    /// # Errors
    /// If a point or scalar is not canonical, A is the neutral element, or bytes are missing.
    pub fn read(input: &mut Reader<'_>, style: &BallotStyle) -> Result<Self, DecodeError> {
        Ok(Self {
            ciphertext: Ciphertext::read(input, style)?,
            proof: BallotProof::read(input, style)?,
        })
    }

    /// T, the tracker of this ballot for `credential`.
    #[must_use]
    pub fn tracker(
        &self,
        parameters: &BallotParameters,
        credential: &NonIdentityPoint,
    ) -> BallotTracker {
        tracker(parameters, credential, &self.ciphertext, &self.proof_digest())
    }

    /// SHA3-256 of the proof's encoding.
    pub(super) fn proof_digest(&self) -> [u8; 32] {
        Sha3_256::digest(self.proof.to_bytes()).into()
    }
}

impl Encode for SealedBallot {
    fn encode(&self, out: &mut Writer) {
        self.ciphertext.encode(out);
        self.proof.encode(out);
    }
}

/// T = SHA3-256(label, fingerprint, district, U, A, Y_1 .. Y_w, SHA3-256(proof)).
///
/// The proof goes in by its hash so that a challenge, which reveals r and the choices, fits a QR
/// code and still lets a second device compute T: it need not carry the proof.
pub(super) fn tracker(
    parameters: &BallotParameters,
    credential: &NonIdentityPoint,
    ciphertext: &Ciphertext,
    proof_digest: &[u8; 32],
) -> BallotTracker {
    let mut out = Writer::new();
    out.raw(TRACKER_LABEL);
    out.raw(parameters.fingerprint());
    out.u16(parameters.district());
    credential.encode(&mut out);
    ciphertext.encode(&mut out);
    out.raw(proof_digest);
    BallotTracker(Sha3_256::digest(out.into_bytes()).into())
}
