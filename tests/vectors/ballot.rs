//! Sealed ballots: `spec/protocol.md`, sections 6 and 11.

mod attacks;

use curve25519_dalek::ristretto::RistrettoPoint;
use curve25519_dalek::scalar::Scalar;
use isoloir_crypto::ballot::{
    BallotParameters, BallotStyle, Choices, Opening, ParametersError, SealedBallot,
};
use isoloir_crypto::group::{NonIdentityPoint, Point};
use isoloir_encoding::{Decode, Encode};
use serde::{Deserialize, Serialize};

use crate::file::{Area, Hex, Invalid, Valid, valid};
use crate::forge::{Sealing, scalars};
use crate::replay::{self, Replay, combined, point, scalar};
use crate::samples::{credential, decode, public, read_all, rng, secret};
use crate::sha3::sha3_256;
use crate::style::{Style, sealed_ballot_bytes};

pub(crate) struct Ballots;

/// All that the ballots of one district have in common.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct District {
    pub(crate) fingerprint: Hex,
    pub(crate) district: u16,
    pub(crate) style: Style,
    /// PK_1 .. PK_w.
    pub(crate) keys: Vec<Hex>,
}

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Input {
    #[serde(flatten)]
    district: District,
    /// U.
    credential: Hex,
    sealed: Hex,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Output {
    bases_hash: Hex,
    y: Hex,
    c: Hex,
    tracker: Hex,
}

impl District {
    /// The sample district with this style; its key j is that of the secret "slot key j".
    pub(crate) fn sample(style: Style) -> Self {
        let key = |slot| public(&secret(&format!("slot key {slot}"))).as_bytes().into();
        let keys = (0..style.slots).map(key).collect();
        Self { fingerprint: [0x5f; 32].into(), district: 3, style, keys }
    }

    pub(crate) fn parameters(&self) -> Result<BallotParameters, String> {
        let key = |bytes: &Hex| NonIdentityPoint::from_bytes(&bytes.0).map_err(decode);
        let keys = self.keys.iter().map(key).collect::<Result<Vec<_>, _>>()?;
        let style = self.style.build()?;
        let parameters =
            BallotParameters::new(self.fingerprint.array(), self.district, style, &keys);
        parameters.map_err(|error| match error {
            ParametersError::TooFewKeys { .. } => "keys:too_few".into(),
            ParametersError::RepeatedKey => "keys:repeated".into(),
        })
    }

    fn points(&self) -> Vec<RistrettoPoint> {
        self.keys.iter().map(|key| point(&key.0).unwrap()).collect()
    }

    /// SHA3-256(G || H || K || G_1 .. G_w || PK_1 .. PK_w).
    fn bases_hash(&self) -> [u8; 32] {
        use isoloir_crypto::generators::{blinding_base, message_base, vector_bases};
        let mut bases = vec![Point::basepoint(), message_base(), blinding_base()];
        bases.extend(vector_bases(self.style.slots as u16));
        let mut parts: Vec<&[u8]> = bases.iter().map(|base| &base.as_bytes()[..]).collect();
        parts.extend(self.keys.iter().map(|key| &key.0[..]));
        sha3_256(&parts)
    }

    fn transcript(&self, style: &BallotStyle, credential: &[u8]) -> Replay {
        let (fingerprint, bases) = (self.fingerprint.array(), self.bases_hash());
        replay::ballot_context(&fingerprint, self.district, &style.to_bytes(), credential, &bases)
    }
}

/// A ballot of the sample district with its opening.
pub(crate) fn seal(label: &str, district: &District, chosen: &[bool]) -> (SealedBallot, Opening) {
    let parameters = district.parameters().unwrap();
    let choices = Choices::new(parameters.style(), chosen).unwrap();
    parameters.seal(&credential("voter"), &choices, &mut rng(label))
}

impl Area for Ballots {
    const NAME: &'static str = "ballots";
    const SPEC: &'static str = "protocol.md, sections 6.2 to 6.5 and 11";
    type Input = Input;
    type Output = Output;

    fn valid() -> Vec<Valid<Input>> {
        let sealed = |name: &str, style: Style, chosen: &[bool]| {
            let district = District::sample(style);
            let bytes = seal(name, &district, chosen).0.to_bytes();
            valid(name, input(district, bytes))
        };
        vec![
            sealed("no_constraint", Style::new(3, &[]), &[true, false, true]),
            sealed("one_slot_no_constraint", Style::new(1, &[]), &[false]),
            sealed("budget_8_bits", budget(), &[true, true, false]),
            sealed("budget_8_bits_spent_to_the_last", budget(), &[false, true, true]),
            sealed("blank_ballot", budget(), &[false, false, false]),
            sealed(
                "budget_16_bits",
                Style::new(2, &[(60_000, &[-30_000, -40_000])]),
                &[true, false],
            ),
            sealed(
                "budget_32_bits",
                Style::new(2, &[(1 << 30, &[-7, -(1 << 30)])]),
                &[false, true],
            ),
            sealed(
                "budget_64_bits",
                Style::new(2, &[(1 << 52, &[-1, -(1 << 52)])]),
                &[false, true],
            ),
            sealed("value_of_64_bits", Style::new(2, &[(1, &[i64::MAX, i64::MAX])]), &[true, true]),
            sealed("at_least_one", Style::new(2, &[(-1, &[1, 1])]), &[false, true]),
            sealed("two_constraints", two(), &[true, false, true]),
            sealed("three_constraints", three(), &[true, false]),
            valid("made_by_a_second_prover", forged("second prover", &budget(), |_| {})),
            valid(
                "made_by_a_second_prover_three_constraints",
                forged("second prover", &three(), |_| {}),
            ),
            valid(
                "made_by_a_second_prover_no_constraint",
                forged("second prover", &Style::new(2, &[]), |_| {}),
            ),
        ]
    }

    fn invalid() -> Vec<Invalid<Input>> {
        [attacks::of_bytes(), attacks::of_context(), attacks::of_provers()]
            .into_iter()
            .flatten()
            .collect()
    }

    fn judge(input: &Input) -> Result<Output, String> {
        let parameters = input.district.parameters()?;
        let style = parameters.style();
        let credential = NonIdentityPoint::from_bytes(&input.credential.0).map_err(decode)?;
        let ballot = read_all(&input.sealed.0, |bytes| SealedBallot::read(bytes, style))?;
        assert_eq!(input.sealed.0.len(), sealed_ballot_bytes(style));
        parameters
            .verify(&credential, &ballot, &mut rng("verify"))
            .map_err(|error| format!("equation:{}", error.equation))?;
        let transcript = input.district.transcript(style, &input.credential.0);
        let (y, c) = replay::ballot_challenges(transcript, style, &input.sealed.0);
        assert!(first_equations_hold(&input.district, style, &input.sealed.0, y, c));
        let tracker = ballot.tracker(&parameters, &credential);
        assert_eq!(*tracker.as_bytes(), tracker_of(input));
        Ok(Output {
            bases_hash: input.district.bases_hash().into(),
            y: y.as_bytes().into(),
            c: c.as_bytes().into(),
            tracker: tracker.as_bytes().into(),
        })
    }
}

/// Section 6.4, randomness and message, from the bytes: they hold for the right y and c only.
fn first_equations_hold(
    district: &District,
    style: &BallotStyle,
    sealed: &[u8],
    y: Scalar,
    c: Scalar,
) -> bool {
    let layout = Layout::of(style);
    let element = |place: usize| point(&sealed[place..place + 32]).unwrap();
    let number = |place: usize| scalar(&sealed[place..place + 32]).unwrap();
    let (z_r, h) = (number(layout.z_r), *isoloir_crypto::generators::message_base().element());
    let slots: Vec<_> = (0..layout.slots).map(|j| element(32 + 32 * j)).collect();
    let messages: Vec<_> = (0..layout.slots).map(|j| number(layout.f + 32 * j) * h).collect();
    let randomness = RistrettoPoint::mul_base(&z_r) == element(layout.ta) + c * element(0);
    let left = z_r * combined(y, &district.points()) + combined(y, &messages);
    randomness && left == element(layout.ta + 32) + c * combined(y, &slots)
}

/// Section 6.5.
fn tracker_of(input: &Input) -> [u8; 32] {
    let (ciphertext, proof) = input.sealed.0.split_at(32 * (input.district.style.slots + 1));
    sha3_256(&[
        b"isoloir/v1 tracker",
        &input.district.fingerprint.0,
        &input.district.district.to_be_bytes(),
        &input.credential.0,
        ciphertext,
        &sha3_256(&[proof]),
    ])
}

/// Where the elements of a sealed ballot are, in bytes.
struct Layout {
    slots: usize,
    cx: usize,
    v: usize,
    ta: usize,
    f: usize,
    z_r: usize,
    range: usize,
}

impl Layout {
    fn of(style: &BallotStyle) -> Self {
        let (slots, q) = (usize::from(style.slots()), style.constraints().len());
        let cx = 32 * (slots + 1);
        let v = cx + 64;
        let ta = v + 32 * q;
        let f = ta + 32 * if q > 0 { 5 } else { 4 };
        let z_r = f + 32 * slots;
        Self { slots, cx, v, ta, f, z_r, range: z_r + 32 * 4 }
    }
}

/// Costs 40, 30, 70 and a budget of 100.
pub(crate) fn budget() -> Style {
    Style::new(3, &[(100, &[-40, -30, -70])])
}

fn two() -> Style {
    Style::new(3, &[(100, &[-40, -30, -50]), (2, &[-1, -1, -1])])
}

fn three() -> Style {
    Style::new(2, &[(100, &[-40, -70]), (1, &[-1, -1]), (-1, &[1, 1])])
}

fn input(district: District, sealed: Vec<u8>) -> Input {
    let credential = credential("voter").public().as_bytes().into();
    Input { district, credential, sealed: sealed.into() }
}

/// A ballot by the second prover. Honest, it chooses the first slot alone.
fn forged(label: &str, style: &Style, lie: impl Fn(&mut Sealing<'_>)) -> Input {
    let district = District::sample(style.clone());
    let built = style.build().unwrap();
    let mut first_alone = vec![0; style.slots];
    first_alone[0] = 1;
    let value = |row: &isoloir_crypto::ballot::LinearConstraint| row.constant + row.coefficients[0];
    let values: Vec<i64> = built.constraints().iter().map(value).collect();
    let mut sealing = Sealing {
        transcript: district.transcript(&built, credential("voter").public().as_bytes()),
        style: &built,
        keys: &district.points(),
        encrypted: scalars(&first_alone),
        committed: scalars(&first_alone),
        ranged: values.iter().map(|&value| value.unsigned_abs()).collect(),
        values: scalars(&values),
        other_randomness: Scalar::ZERO,
    };
    lie(&mut sealing);
    let label = &label[..label.len().min(32)];
    let sealed = sealing.seal(&mut rng(label));
    input(district, sealed)
}
