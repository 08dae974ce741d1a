//! Replaying the transcripts of a ballot (`spec/protocol.md`, sections 6.3, 7 and 11.3).

use std::slice::Iter;

use curve25519_dalek::Scalar;

use super::{CastBallot, Fault};
use crate::crypto::credential::cast_context;
use crate::crypto::range::RangeChallenges;
use crate::crypto::style::Style;
use crate::crypto::transcript::{Domain, Transcript, label};

/// The challenges of a cast ballot.
pub(super) struct Challenges {
    /// Combines slots and constraints.
    pub(super) y: Scalar,
    /// That of the proof.
    pub(super) c: Scalar,
    /// That of the signature.
    pub(super) cast: Scalar,
    /// Those of the range proof, if there is one.
    pub(super) range: Option<RangeChallenges>,
}

/// Replays both transcripts of a ballot whose encoding is canonical; and says what of its range
/// proof is refused before equations are looked at.
pub(super) fn replay(ballot: &CastBallot<'_>) -> (Challenges, Option<Fault>) {
    let style = ballot.parameters.style();
    let (elements, _) = ballot.sealed.as_chunks::<32>();
    let mut sealed = Sealed {
        elements: elements.iter(),
        transcript: ballot.parameters.transcript(ballot.credential),
        neutral: None,
    };
    let (y, c, values) = sealed.replay_ballot(style);
    let range = (!style.constraints().is_empty()).then(|| sealed.replay_range(style, values));
    let zero = range.as_ref().is_some_and(RangeChallenges::has_zero);
    let fault = match sealed.neutral {
        Some(name) => Some(Fault::NeutralRangePoint(name)),
        None => zero.then_some(Fault::ZeroRangeChallenge),
    };
    (Challenges { y, c, cast: replay_cast(ballot), range }, fault)
}

/// c of the signature: the transcript of section 4.1 for the one point U.
fn replay_cast(ballot: &CastBallot<'_>) -> Scalar {
    let parameters = ballot.parameters;
    let context = cast_context(
        parameters.fingerprint(),
        parameters.district(),
        ballot.credential,
        ballot.previous,
        &ballot.tracker,
    );
    let (nonce, _) = ballot.signature.split_at(32);
    let mut transcript = Transcript::new(Domain::Cast);
    transcript.append(label::CONTEXT, &context);
    transcript.append_u64(label::COUNT, 1);
    transcript.append(label::X, ballot.credential);
    transcript.append(label::R, nonce);
    transcript.challenge(label::CHALLENGE)
}

/// The elements of a sealed ballot that are still to be absorbed, in the order of the wire.
struct Sealed<'a> {
    elements: Iter<'a, [u8; 32]>,
    transcript: Transcript,
    /// The first point of the range proof that is neutral.
    neutral: Option<&'static str>,
}

impl<'a> Sealed<'a> {
    fn absorb(&mut self, label: &'static [u8], count: usize) {
        for element in self.elements.by_ref().take(count) {
            self.transcript.append(label, element);
        }
    }

    /// Absorbs a point of the range proof.
    fn absorb_range(&mut self, label: &'static [u8], name: &'static str) {
        if let Some(element) = self.elements.next() {
            if *element == [0; 32] {
                self.neutral.get_or_insert(name);
            }
            self.transcript.append(label, element);
        }
    }

    /// y, c and the encodings of V_1 .. V_q.
    fn replay_ballot(&mut self, style: &Style) -> (Scalar, Scalar, &'a [[u8; 32]]) {
        let (slots, constraints) = (style.slots(), style.constraints().len());
        self.absorb(label::A, 1);
        self.absorb(label::Y, slots);
        self.absorb(label::CX, 1);
        self.absorb(label::CM, 1);
        let values = self.elements.as_slice().get(..constraints).unwrap_or_default();
        self.absorb(label::V, constraints);
        let y = self.transcript.challenge(label::COMBINE);
        for nonce in [label::TA, label::TY, label::P1, label::P0] {
            self.absorb(nonce, 1);
        }
        if constraints > 0 {
            self.absorb(label::E, 1);
        }
        let c = self.transcript.challenge(label::CHALLENGE);
        self.absorb(label::F, slots);
        for response in [label::Z_R, label::Z_X, label::Z_P] {
            self.absorb(response, 1);
        }
        if constraints > 0 {
            self.absorb(label::Z_V, 1);
        }
        (y, c, values)
    }

    fn replay_range(&mut self, style: &Style, values: &[[u8; 32]]) -> RangeChallenges {
        use label::range::{
            A, E_B, L, M, N, PRODUCT, R, RANGE, S, SEPARATOR, T_1, T_2, T_B, T_X, U, V, W, X, Y, Z,
        };
        let (bits, count) = (style.range_bits(), style.range_values());
        self.transcript.append(SEPARATOR, RANGE);
        self.transcript.append_u64(N, bits as u64);
        self.transcript.append_u64(M, count as u64);
        let padding = [0; 32];
        for value in values.iter().chain(std::iter::repeat(&padding)).take(count) {
            self.transcript.append(V, value);
        }
        self.absorb_range(A, "A'");
        self.absorb_range(S, "S'");
        let y = self.transcript.draw(Y);
        let z = self.transcript.draw(Z);
        self.absorb_range(T_1, "T_1");
        self.absorb_range(T_2, "T_2");
        let x = self.transcript.draw(X);
        for scalar in [T_X, T_B, E_B] {
            self.absorb(scalar, 1);
        }
        let w = self.transcript.draw(W);
        self.transcript.append(SEPARATOR, PRODUCT);
        self.transcript.append_u64(N, (bits * count) as u64);
        let mut challenges = RangeChallenges::new(y, z, x, w);
        for _ in 0..style.range_rounds() {
            self.absorb_range(L, "an L_k");
            self.absorb_range(R, "an R_k");
            challenges.push(self.transcript.draw(U));
        }
        challenges
    }
}
