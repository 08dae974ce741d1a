//! The transcripts of `spec/protocol.md`, sections 3, 4 and 6, written from the text: a second
//! opinion on the challenges and on the two small proofs.

use curve25519_dalek::ristretto::{CompressedRistretto, RistrettoPoint};
use curve25519_dalek::scalar::Scalar;
use curve25519_dalek::traits::Identity;
use isoloir_crypto::ballot::BallotStyle;

/// A transcript whose labels are not known beforehand.
#[derive(Clone)]
pub(crate) struct Replay(merlin::Transcript);

impl Replay {
    pub(crate) fn new(domain: &str) -> Self {
        Self(merlin::Transcript::new(forever(domain)))
    }

    pub(crate) fn append(&mut self, label: &str, bytes: &[u8]) {
        self.0.append_message(forever(label), bytes);
    }

    pub(crate) fn append_u64(&mut self, label: &str, number: u64) {
        self.append(label, &number.to_le_bytes());
    }

    pub(crate) fn challenge(&mut self, label: &str) -> Scalar {
        let mut bytes = [0; 64];
        self.0.challenge_bytes(forever(label), &mut bytes);
        let challenge = Scalar::from_bytes_mod_order_wide(&bytes);
        assert_ne!(challenge, Scalar::ZERO, "a challenge of zero is drawn again");
        challenge
    }

    pub(crate) fn inner(&mut self) -> &mut merlin::Transcript {
        &mut self.0
    }
}

/// merlin takes labels that live for ever; there are few.
fn forever(label: &str) -> &'static [u8] {
    label.to_owned().leak().as_bytes()
}

/// Section 4.1: whether R || z proves knowledge of the logarithms of `points`, and c.
pub(crate) fn knowledge(
    domain: &str,
    context: &[u8],
    points: &[RistrettoPoint],
    proof: &[u8],
) -> Option<(bool, Scalar)> {
    let (nonce, response) = (point(&proof[..32])?, scalar(&proof[32..])?);
    let mut transcript = Replay::new(domain);
    transcript.append("context", context);
    transcript.append_u64("n", points.len() as u64);
    for point in points {
        transcript.append("X", point.compress().as_bytes());
    }
    transcript.append("R", &proof[..32]);
    let c = transcript.challenge("c");
    Some((response * base() == nonce + combined(c, points), c))
}

/// Section 4.2: whether T1 || T2 || z proves equal logarithms, and y and c.
pub(crate) fn equality(
    domain: &str,
    context: &[u8],
    second_base: RistrettoPoint,
    first: &[RistrettoPoint],
    second: &[RistrettoPoint],
    proof: &[u8],
) -> Option<(bool, Scalar, Scalar)> {
    let (t1, t2, z) = (point(&proof[..32])?, point(&proof[32..64])?, scalar(&proof[64..])?);
    let mut transcript = Replay::new(domain);
    transcript.append("context", context);
    transcript.append("B", second_base.compress().as_bytes());
    transcript.append_u64("n", first.len() as u64);
    for point in first {
        transcript.append("P", point.compress().as_bytes());
    }
    for point in second {
        transcript.append("D", point.compress().as_bytes());
    }
    let y = transcript.challenge("y");
    transcript.append("T1", &proof[..32]);
    transcript.append("T2", &proof[32..64]);
    let c = transcript.challenge("c");
    let holds = z * base() == t1 + c * combined(y, first)
        && z * second_base == t2 + c * combined(y, second);
    Some((holds, y, c))
}

/// Section 6.3: the transcript of a ballot up to "bases".
pub(crate) fn ballot_context(
    fingerprint: &[u8; 32],
    district: u16,
    style: &[u8],
    credential: &[u8],
    bases_hash: &[u8],
) -> Replay {
    let mut transcript = Replay::new("isoloir/v1 ballot");
    transcript.append("fingerprint", fingerprint);
    transcript.append_u64("district", district.into());
    transcript.append("style", style);
    transcript.append("U", credential);
    transcript.append("bases", bases_hash);
    transcript
}

/// Section 6.3: y and c of a sealed ballot, from its bytes.
pub(crate) fn ballot_challenges(
    mut transcript: Replay,
    style: &BallotStyle,
    sealed: &[u8],
) -> (Scalar, Scalar) {
    let (w, q) = (usize::from(style.slots()), style.constraints().len());
    let before_y = ["A"].into_iter().chain(vec!["Y"; w]).chain(["Cx", "Cm"]).chain(vec!["V"; q]);
    let before_y: Vec<&str> = before_y.collect();
    let mut before_c = vec!["TA", "TY", "P1", "P0"];
    if q > 0 {
        before_c.push("E");
    }
    let mut elements = sealed.chunks_exact(32);
    for (label, element) in before_y.into_iter().zip(&mut elements) {
        transcript.append(label, element);
    }
    let y = transcript.challenge("y");
    // `zip` asks the labels first, so no element is lost where they end.
    for (label, element) in before_c.into_iter().zip(&mut elements) {
        transcript.append(label, element);
    }
    (y, transcript.challenge("c"))
}

/// sum_i y^i X_i, the powers from 1 on.
pub(crate) fn combined(y: Scalar, points: &[RistrettoPoint]) -> RistrettoPoint {
    let mut power = Scalar::ONE;
    points.iter().fold(RistrettoPoint::identity(), |sum, point| {
        power *= y;
        sum + power * point
    })
}

pub(crate) fn point(bytes: &[u8]) -> Option<RistrettoPoint> {
    CompressedRistretto::from_slice(bytes).ok()?.decompress()
}

pub(crate) fn scalar(bytes: &[u8]) -> Option<Scalar> {
    Scalar::from_canonical_bytes(bytes.try_into().ok()?).into()
}

fn base() -> RistrettoPoint {
    curve25519_dalek::constants::RISTRETTO_BASEPOINT_POINT
}
