//! Tallies, partial decryptions and counts: `spec/protocol.md`, section 10.

use curve25519_dalek::ristretto::RistrettoPoint;
use curve25519_dalek::scalar::Scalar;
use isoloir_crypto::ballot::{BallotParameters, BallotStyle, Choices, SealedBallot};
use isoloir_crypto::dkg::ElectionKeys;
use isoloir_crypto::group::Point;
use isoloir_crypto::points::PointScale;
use isoloir_crypto::tally::{
    ClosedTally, CombineError, DecryptionContext, EncryptedTally, PartialDecryption,
};
use isoloir_encoding::{Encode, Reader};
use serde::{Deserialize, Serialize};

use crate::ceremony::{self, Held, hold};
use crate::file::{Area, Hex, Invalid, Valid, invalid, valid};
use crate::replay::{self, point};
use crate::samples::{
    FIELD_PRIME, credential, flipped, incremented, one_byte_long, one_byte_short, order, patched,
    read_all, rng,
};

pub(crate) struct Tallies;

/// Slots of the ceremony: two projects of one, or one project of three.
const CHOICES: (u16, u8) = (2, 1);
const FIVE_POINTS: (u16, u8) = (3, 5);

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Input {
    ceremony: ceremony::Input,
    fingerprint: Hex,
    district: u16,
    close_root: Hex,
    /// p: a project takes the slots of so many points.
    points: u8,
    /// Sealed ballots of as many slots as the ceremony, without constraints. Their proofs are not looked at
    /// here.
    ballots: Vec<Hex>,
    contributions: Vec<Hex>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Output {
    /// A*.
    a: Hex,
    /// Y*_p, one a project.
    y: Vec<Hex>,
    /// The two challenges of each contribution's proof.
    challenges: Vec<[Hex; 2]>,
    counts: Vec<u64>,
}

impl Area for Tallies {
    const NAME: &'static str = "tallies";
    const SPEC: &'static str = "protocol.md, sections 4.2 and 10";
    type Input = Input;
    type Output = Output;

    fn valid() -> Vec<Valid<Input>> {
        let votes: [&[bool]; 3] = [&[true, false], &[true, true], &[true, false]];
        let tally = |votes: &[&[bool]], trustees: &[u8]| tally(CHOICES, votes, trustees);
        // Weights 1, 2, 2: five points, one, two, and two in the other way.
        let points: [&[bool]; 4] = [
            &[true, true, true],
            &[true, false, false],
            &[false, true, false],
            &[false, false, true],
        ];
        vec![
            valid(
                "ballots_of_up_to_five_points",
                super::tally::tally(FIVE_POINTS, &points, &[1, 2]),
            ),
            valid("five_points_of_each_ballot", {
                super::tally::tally(FIVE_POINTS, &[points[0], points[0]], &[3, 2])
            }),
            valid("three_ballots_by_trustees_1_and_2", tally(&votes, &[1, 2])),
            valid("three_ballots_by_trustees_3_and_1", tally(&votes, &[3, 1])),
            valid("one_contribution_more_than_needed", tally(&votes, &[1, 2, 3])),
            valid("contribution_twice_beside_another", tally(&votes, &[1, 1, 3])),
            valid("no_ballot", tally(&[], &[2, 3])),
            valid("one_blank_ballot", tally(&[&[false, false]], &[1, 2])),
        ]
    }

    fn invalid() -> Vec<Invalid<Input>> {
        let votes: [&[bool]; 3] = [&[true, false], &[true, true], &[true, false]];
        let good = tally(CHOICES, &votes, &[1, 2]);
        let points = tally(FIVE_POINTS, &[&[true, true, true], &[true, false, false]], &[1, 2]);
        let change = |name: &str, category: &str, change: &dyn Fn(&mut Input)| {
            let mut changed = good.clone();
            change(&mut changed);
            invalid(name, category, changed)
        };
        let bytes = good.contributions[1].0.clone();
        let contribution = |name: &str, category: &str, bytes: Vec<u8>| {
            change(name, category, &|input| input.contributions[1] = Hex(bytes.clone()))
        };
        let elsewhere = tally(CHOICES, &[&[true, false], &[true, true]], &[1, 2]).contributions;
        vec![
            change("of_another_election", "proof", &|input| input.fingerprint.0[0] ^= 1),
            change("of_another_district", "proof", &|input| input.district += 1),
            change("of_another_close", "proof", &|input| input.close_root.0[0] ^= 1),
            contribution("of_another_tally", "proof", elsewhere[1].0.clone()),
            change("a_ballot_left_out", "proof", &|input| input.ballots.truncate(2)),
            change("a_ballot_twice", "proof", &|input| {
                let ballot = input.ballots[0].clone();
                input.ballots.push(ballot);
            }),
            contribution("of_another_trustee", "proof", patched(&bytes, 0, &[3])),
            contribution("of_nobody", "proof", patched(&bytes, 0, &[4])),
            contribution("trustee_index_zero", "decode", patched(&bytes, 0, &[0])),
            contribution("trustee_index_33", "decode", patched(&bytes, 0, &[33])),
            contribution("shares_swapped", "proof", {
                [&bytes[..1], &bytes[33..65], &bytes[1..33], &bytes[65..]].concat()
            }),
            contribution("share_is_the_neutral_element", "proof", patched(&bytes, 1, &[0; 32])),
            contribution("share_of_another", "proof", {
                patched(&bytes, 1, &good.contributions[0].0[1..33])
            }),
            contribution("share_not_canonical", "decode", patched(&bytes, 1, &FIELD_PRIME)),
            contribution("first_nonce_neutral", "proof", patched(&bytes, 65, &[0; 32])),
            contribution("second_nonce_neutral", "proof", patched(&bytes, 97, &[0; 32])),
            contribution("nonces_swapped", "proof", {
                [&bytes[..65], &bytes[97..129], &bytes[65..97], &bytes[129..]].concat()
            }),
            contribution("response_plus_one", "proof", incremented(&bytes, 129)),
            contribution("response_is_the_order", "decode", patched(&bytes, 129, &order())),
            contribution("proof_of_another", "proof", {
                patched(&bytes, 65, &good.contributions[0].0[65..])
            }),
            invalid("contribution_for_slots_in_place_of_projects", "decode", by_slots(&points)),
            invalid("contribution_for_the_first_slot_in_place_of_its_project", "proof", {
                let mut changed = points.clone();
                for (made, slots) in
                    changed.contributions.iter_mut().zip(by_slots(&points).contributions)
                {
                    *made = Hex([&slots.0[..33], &slots.0[97..]].concat());
                }
                changed
            }),
            invalid("slots_weighed_otherwise", "proof", {
                // Of seven points too a project has three slots, and the last of them weighs 4.
                Input { points: 7, ..points.clone() }
            }),
            contribution("one_slot_too_few", "decode", [&bytes[..33], &bytes[65..]].concat()),
            contribution("one_slot_too_many", "decode", [&bytes[..65], &bytes[33..]].concat()),
            contribution("one_byte_short", "decode", one_byte_short(&bytes)),
            contribution("one_byte_long", "decode", one_byte_long(&bytes)),
            change("one_contribution_of_two", "threshold", &|input| {
                input.contributions.truncate(1);
            }),
            change("no_contribution", "threshold", &|input| input.contributions.clear()),
            change("one_trustee_twice", "threshold", &|input| {
                input.contributions[1] = input.contributions[0].clone();
            }),
            invalid("ballot_that_holds_no_bit", "count", no_bit()),
            change("ballot_with_a_neutral_a", "decode", &|input| {
                input.ballots[0] = Hex(patched(&input.ballots[0].0, 0, &[0; 32]));
            }),
            change("ballot_not_canonical", "decode", &|input| {
                input.ballots[0] = Hex(patched(&input.ballots[0].0, 32, &FIELD_PRIME));
            }),
            change("key_of_another_ceremony", "ceremony:opening", &|input| {
                input.ceremony.commitments[0] = Hex(flipped(&input.ceremony.commitments[0].0, 1));
            }),
        ]
    }

    fn judge(input: &Input) -> Result<Output, String> {
        let round = input.ceremony.replay()?;
        let keys = round.keys();
        let tally = input.sum()?;
        let context = input.context();
        let (mut verified, mut challenges) = (Vec::new(), Vec::new());
        for bytes in &input.contributions {
            let read = |reader: &mut Reader<'_>| PartialDecryption::read(reader, input.projects());
            let contribution = read_all(&bytes.0, read)?;
            let (holds, pair) = second_opinion(input, keys, &tally, &contribution, &bytes.0);
            let verdict = contribution.verify(&context, keys, &tally);
            assert_eq!(holds, verdict.is_ok(), "both opinions agree");
            verified.push(verdict.map_err(|_| "proof")?);
            challenges.push(pair);
        }
        let counts = tally.combine(keys, &verified).map_err(|error| match error {
            CombineError::TooFew { .. } => "threshold",
            CombineError::NoCount { .. } => "count",
        })?;
        Ok(Output {
            a: tally.a().as_bytes().into(),
            y: tally.y().iter().map(|point| point.as_bytes().into()).collect(),
            challenges,
            counts,
        })
    }
}

impl Input {
    fn context(&self) -> DecryptionContext {
        DecryptionContext {
            fingerprint: self.fingerprint.array(),
            district: self.district,
            close_root: self.close_root.array(),
        }
    }

    fn scale(&self) -> PointScale {
        PointScale::new(self.points.try_into().unwrap())
    }

    fn projects(&self) -> u16 {
        self.ceremony.slots / self.scale().slots()
    }

    fn sum(&self) -> Result<ClosedTally, String> {
        let style = style(self.ceremony.slots);
        let mut sums = EncryptedTally::empty(self.projects(), self.scale());
        for bytes in &self.ballots {
            let ballot = read_all(&bytes.0, |reader| SealedBallot::read(reader, &style))?;
            sums.add(ballot.ciphertext());
        }
        Ok(sums.seal())
    }
}

/// Whether the proof of section 4.2 holds, and its challenges.
fn second_opinion(
    input: &Input,
    keys: &ElectionKeys,
    tally: &ClosedTally,
    contribution: &PartialDecryption,
    bytes: &[u8],
) -> (bool, [Hex; 2]) {
    let mut context =
        [&input.fingerprint.0[..], &input.district.to_be_bytes(), &input.close_root.0, &bytes[..1]]
            .concat();
    tally.y().iter().for_each(|point| context.extend(point.as_bytes()));
    let first = keys.verification_keys(contribution.trustee());
    // PK_ip = sum_e g_e PK_i(p k + e).
    let weights: Vec<u8> = input.scale().weights().collect();
    let weigh = |slots: &[Point]| -> RistrettoPoint {
        slots.iter().zip(&weights).map(|(key, &g)| Scalar::from(g) * key.element()).sum()
    };
    let first: Vec<_> = first.chunks(weights.len()).map(weigh).collect();
    let second = bytes[1..].chunks_exact(32).take(input.projects().into());
    let second: Vec<_> = second.map(|bytes| point(bytes).unwrap()).collect();
    let proof = &bytes[1 + 32 * second.len()..];
    let base = *tally.a().element();
    let domain = "isoloir/v1 decryption";
    let (holds, y, c) = replay::equality(domain, &context, base, &first, &second, proof).unwrap();
    (holds && first.len() == second.len(), [y.as_bytes().into(), c.as_bytes().into()])
}

fn style(slots: u16) -> BallotStyle {
    BallotStyle::new(slots.into(), Vec::new()).unwrap()
}

fn tally((slots, points): (u16, u8), votes: &[&[bool]], trustees: &[u8]) -> Input {
    let held = hold(3, 2, slots);
    let fingerprint = [0xf1; 32];
    let parameters =
        BallotParameters::new(fingerprint, 0, style(slots), held.keys.public()).unwrap();
    let seal = |(number, chosen): (usize, &&[bool])| {
        let choices = Choices::new(parameters.style(), chosen).unwrap();
        let voter = credential(&format!("tally voter {number}"));
        let (ballot, _) = parameters.seal(&voter, &choices, &mut rng("tally ballot"));
        ballot.to_bytes().into()
    };
    let ballots: Vec<Hex> = votes.iter().enumerate().map(seal).collect();
    contribute(held, points, ballots, trustees)
}

fn contribute(held: Held, points: u8, ballots: Vec<Hex>, trustees: &[u8]) -> Input {
    let mut input = Input {
        ceremony: held.input,
        fingerprint: [0xf1; 32].into(),
        district: 0,
        close_root: [0xc1; 32].into(),
        points,
        ballots,
        contributions: Vec::new(),
    };
    let (context, tally) = (input.context(), input.sum().unwrap());
    for &index in trustees {
        let share = held.shares.iter().find(|share| share.index().get() == index).unwrap();
        let contribution = share.decrypt(&context, &held.keys, &tally, &mut rng("decryption"));
        input.contributions.push(contribution.to_bytes().into());
    }
    input
}

/// A ballot that no verifier lets through, summed all the same: its first slot holds no bit.
fn no_bit() -> Input {
    let ballots = tally(CHOICES, &[&[true, false]], &[]).ballots;
    let other = Point::basepoint();
    let ballots = vec![Hex(patched(&ballots[0].0, 32, other.as_bytes()))];
    contribute(hold(3, 2, 2), 1, ballots, &[1, 2])
}

/// The contributions that trustees would make if the slots were projects.
fn by_slots(input: &Input) -> Input {
    let slots = Input { points: 1, ..input.clone() };
    let made = contribute(hold(3, 2, 3), 1, slots.ballots, &[1, 2]);
    Input { contributions: made.contributions, ..input.clone() }
}
