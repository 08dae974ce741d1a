//! Key ceremonies: `spec/protocol.md`, section 5.

mod held;

use curve25519_dalek::scalar::Scalar;
use isoloir_crypto::dkg::{
    CeremonyParameters, CommitRound, Commitment, Complaint, Deal, DealRound, DkgError,
    ElectionKeys, OpeningPart, Verdict,
};
use isoloir_crypto::group::SecretScalar;
use isoloir_encoding::{Decode, Reader};
use serde::{Deserialize, Serialize};

pub(crate) use self::held::{Held, hold};
use self::held::{complaint_without_proof, false_complaint, shared_key, true_complaint};
use crate::file::{Area, Hex, Invalid, Valid, invalid, valid};
use crate::samples::{
    FIELD_PRIME, flipped, incremented, one_byte_long, one_byte_short, order, patched, public,
    read_all,
};
use crate::sha3::sha3_256;

pub(crate) struct Ceremonies;

/// A ceremony, its messages in the order in which they come.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Input {
    pub(crate) election_id: Hex,
    pub(crate) trustees: u8,
    pub(crate) threshold: u8,
    pub(crate) slots: u16,
    pub(crate) commitments: Vec<Hex>,
    pub(crate) openings: Vec<Hex>,
    pub(crate) deals: Vec<Hex>,
    /// A complaint about them, if there is one.
    complaint: Option<Hex>,
    /// The secrets e_i, by which the deals can be opened. A real ceremony tells nobody.
    encryption_secrets: Vec<Hex>,
    /// The shares s_i1 .. s_iw of each trustee that confirms. A real ceremony tells nobody.
    shares: Vec<Vec<Hex>>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Output {
    opening_hashes: Vec<Hex>,
    round_hash: Hex,
    /// PK_1 .. PK_w.
    keys: Vec<Hex>,
    /// For each trustee, PK_i1 .. PK_iw.
    verification_keys: Vec<Vec<Hex>>,
    /// Who is at fault after the complaint: the accuser or the accused.
    guilty: Option<u8>,
}

impl Area for Ceremonies {
    const NAME: &'static str = "ceremonies";
    const SPEC: &'static str = "protocol.md, section 5";
    type Input = Input;
    type Output = Output;

    fn valid() -> Vec<Valid<Input>> {
        vec![
            valid("one_trustee", hold(1, 1, 1).input),
            valid("two_of_three", hold(3, 2, 2).input),
            valid("three_of_three", hold(3, 3, 1).input),
            valid("an_opening_in_two_parts", hold(2, 2, 951).input.without_deals()),
            valid("true_complaint", true_complaint()),
            valid("false_complaint", false_complaint()),
            valid("complaint_without_proof", complaint_without_proof()),
        ]
    }

    fn invalid() -> Vec<Invalid<Input>> {
        let good = hold(3, 2, 2).input;
        let change = |name: &str, category: &str, change: &dyn Fn(&mut Input)| {
            let mut changed = good.clone();
            change(&mut changed);
            invalid(name, category, changed)
        };
        let one = good.commitments[1].0.clone();
        let commitment = |name: &str, category: &str, bytes: Vec<u8>| {
            change(name, category, &|input| input.commitments[1] = Hex(bytes.clone()))
        };
        let two = good.openings[1].0.clone();
        let opening = |name: &str, category: &str, bytes: Vec<u8>| {
            change(name, category, &|input| input.openings[1] = Hex(bytes.clone()))
        };
        let three = good.deals[1].0.clone();
        let deal = |name: &str, category: &str, bytes: Vec<u8>| {
            change(name, category, &|input| input.deals[1] = Hex(bytes.clone()))
        };
        vec![
            change("no_trustee", "parameters", &|input| input.trustees = 0),
            change("33_trustees", "parameters", &|input| input.trustees = 33),
            change("threshold_zero", "parameters", &|input| input.threshold = 0),
            change("threshold_above_the_trustees", "parameters", &|input| input.threshold = 4),
            change("no_slot", "parameters", &|input| input.slots = 0),
            commitment("trustee_index_zero", "decode", patched(&one, 0, &[0])),
            commitment("trustee_index_33", "decode", patched(&one, 0, &[33])),
            commitment(
                "trustee_index_above_the_trustees",
                "ceremony:unknown",
                patched(&one, 0, &[4]),
            ),
            commitment("trustee_index_repeated", "ceremony:repeated", patched(&one, 0, &[1])),
            commitment(
                "encryption_key_is_the_neutral_element",
                "decode",
                patched(&one, 33, &[0; 32]),
            ),
            commitment("encryption_key_not_canonical", "decode", patched(&one, 33, &FIELD_PRIME)),
            commitment("encryption_key_copied", "ceremony:possession", {
                patched(&one, 33, &good.commitments[0].0[33..65])
            }),
            commitment("encryption_key_and_proof_copied", "ceremony:possession", {
                patched(&one, 33, &good.commitments[0].0[33..])
            }),
            commitment("encryption_key_shared", "ceremony:shared_key", shared_key()),
            commitment("encryption_key_unproved", "ceremony:possession", incremented(&one, 97)),
            commitment("encryption_key_proof_not_canonical", "decode", patched(&one, 97, &order())),
            commitment("commitment_one_byte_short", "decode", one_byte_short(&one)),
            commitment("commitment_one_byte_long", "decode", one_byte_long(&one)),
            change("commitment_missing", "ceremony:missing", &|input| {
                input.commitments.truncate(2);
            }),
            commitment("commitment_to_something_else", "ceremony:opening", flipped(&one, 5)),
            opening("opening_of_another_trustee", "ceremony:possession", patched(&two, 0, &[3])),
            opening("opening_repeated", "ceremony:repeated", good.openings[0].0.clone()),
            opening(
                "opening_does_not_begin_at_slot_zero",
                "ceremony:place",
                patched(&two, 2, &[1]),
            ),
            opening("opening_without_slots", "decode", {
                [&two[..3], &[0, 0], &two[two.len() - 64..]].concat()
            }),
            opening("opening_of_one_slot_of_two", "ceremony:place", {
                [&two[..3], &[0, 1], &two[5..69], &two[two.len() - 64..]].concat()
            }),
            opening("degree_too_high", "decode", [&two[..5], &two[37..69], &two[5..]].concat()),
            opening("degree_too_low", "decode", [&two[..37], &two[69..]].concat()),
            opening("constant_term_is_the_neutral_element", "decode", patched(&two, 5, &[0; 32])),
            opening("coefficient_not_canonical", "decode", patched(&two, 37, &FIELD_PRIME)),
            opening("constant_terms_swapped", "ceremony:possession", {
                patched(&patched(&two, 5, &two[69..101]), 69, &two[5..37])
            }),
            opening("coefficient_changed", "ceremony:opening", {
                patched(&two, 37, isoloir_crypto::group::Point::basepoint().as_bytes())
            }),
            opening("possession_response_plus_one", "ceremony:possession", {
                incremented(&two, two.len() - 32)
            }),
            opening(
                "possession_response_is_the_order",
                "decode",
                patched(&two, two.len() - 32, &order()),
            ),
            opening("opening_one_byte_long", "decode", one_byte_long(&two)),
            change("in_another_election", "ceremony:possession", &|input| {
                input.election_id.0[0] ^= 1;
            }),
            change("opening_missing", "ceremony:missing", &|input| input.openings.truncate(2)),
            change("threshold_lowered", "decode", &|input| input.threshold = 1),
            change("threshold_raised", "decode", &|input| input.threshold = 3),
            deal("deal_of_trustee_index_zero", "decode", patched(&three, 0, &[0])),
            deal("deal_to_trustee_index_zero", "decode", patched(&three, 1, &[0])),
            deal("deal_to_nobody", "ceremony:unknown", patched(&three, 1, &[4])),
            deal("deal_to_itself", "ceremony:self", patched(&three, 1, &three[..1])),
            deal("deal_of_another_round", "ceremony:round", flipped(&three, 2)),
            deal("deal_repeated", "ceremony:repeated", good.deals[0].0.clone()),
            deal("deal_one_byte_short", "decode", one_byte_short(&three)),
            deal("deal_one_byte_long", "decode", one_byte_long(&three)),
            change("deal_missing", "ceremony:missing", &|input| input.deals.truncate(5)),
            change("encryption_secret_of_another", "secret", &|input| {
                input.encryption_secrets.swap(0, 1);
            }),
            change("shares_of_another", "share", &|input| input.shares.swap(0, 1)),
            complaint("complaint_of_nobody", "ceremony:unknown", &|bytes| bytes[0] = 4),
            complaint("complaint_about_nobody", "ceremony:unknown", &|bytes| bytes[1] = 4),
            complaint("complaint_about_oneself", "ceremony:no_deal", &|bytes| bytes[1] = bytes[0]),
            complaint("complaint_in_another_round", "ceremony:round", &|bytes| bytes[2] ^= 1),
            complaint("complaint_of_trustee_index_zero", "decode", &|bytes| bytes[0] = 0),
            complaint("complaint_proof_not_canonical", "decode", &|bytes| {
                bytes[130..].copy_from_slice(&order());
            }),
            complaint("complaint_one_byte_short", "decode", &|bytes| bytes.truncate(161)),
        ]
    }

    fn judge(input: &Input) -> Result<Output, String> {
        let round = input.replay()?;
        let keys = round.keys();
        for (trustee, secret) in input.encryption_secrets.iter().enumerate() {
            let secret = secret_scalar(secret);
            let key = &input.commitments[trustee].0[33..65];
            if public(&secret).as_bytes() != key {
                return Err("secret".into());
            }
        }
        check_shares(input, keys)?;
        let guilty = input.complaint.as_ref().map(|bytes| judge_complaint(&bytes.0, &round));
        let parts = |trustee: u8| input.openings.iter().filter(move |part| part.0[0] == trustee);
        let opening_hash = |trustee: u8| {
            let head: [&[u8]; 3] =
                [b"isoloir/v1 dealing opening", &input.election_id.0, &[trustee]];
            sha3_256(&[
                &head.concat(),
                &parts(trustee).map(|part| &part.0[..]).collect::<Vec<_>>().concat(),
            ])
        };
        let messages = input.commitments.iter().map(|message| &message.0[..]);
        let head: [&[u8]; 2] = [b"isoloir/v1 dealing round", &input.election_id.0];
        let round_hash = sha3_256(&[&head.concat(), &messages.collect::<Vec<_>>().concat()]);
        let hexes = |points: &[isoloir_crypto::group::Point]| {
            points.iter().map(|point| point.as_bytes().into()).collect()
        };
        Ok(Output {
            opening_hashes: (1..=input.trustees).map(|i| opening_hash(i).into()).collect(),
            round_hash: round_hash.into(),
            keys: keys.public().iter().map(|key| key.as_bytes().into()).collect(),
            verification_keys: keys
                .parameters()
                .indices()
                .map(|trustee| hexes(keys.verification_keys(trustee)))
                .collect(),
            guilty: guilty.transpose()?,
        })
    }
}

impl Input {
    /// The ceremony from its messages alone. Without any deals it ends after round 1.
    pub(crate) fn replay(&self) -> Result<DealRound, String> {
        let id = self.election_id.array();
        let parameters = CeremonyParameters::new(id, self.trustees, self.threshold, self.slots);
        let mut round = CommitRound::new(parameters.map_err(|_| "parameters")?);
        for message in &self.commitments {
            round.accept(read_all(&message.0, Commitment::decode)?).map_err(category)?;
        }
        let mut round = round.finish().map_err(category)?;
        for message in &self.openings {
            let read = |input: &mut Reader<'_>| OpeningPart::read(input, round.parameters());
            let part = read_all(&message.0, read)?;
            round.accept(part).map_err(category)?;
        }
        let mut round = round.finish().map_err(category)?;
        for message in &self.deals {
            let read = |input: &mut Reader<'_>| Deal::read(input, round.parameters());
            let deal = read_all(&message.0, read)?;
            round.accept(deal).map_err(category)?;
        }
        if self.deals.is_empty() || round.is_complete() {
            Ok(round)
        } else {
            Err("ceremony:missing".into())
        }
    }

    fn without_deals(self) -> Self {
        Self { deals: Vec::new(), encryption_secrets: Vec::new(), shares: Vec::new(), ..self }
    }
}

/// s_ij G = PK_ij.
fn check_shares(input: &Input, keys: &ElectionKeys) -> Result<(), String> {
    for (trustee, shares) in keys.parameters().indices().zip(&input.shares) {
        let points = shares.iter().map(|share| *public(&secret_scalar(share)));
        if !points.eq(keys.verification_keys(trustee).iter().copied()) {
            return Err("share".into());
        }
    }
    Ok(())
}

fn judge_complaint(bytes: &[u8], round: &DealRound) -> Result<u8, String> {
    let complaint = read_all(bytes, Complaint::decode)?;
    Ok(match complaint.judge(round).map_err(category)? {
        Verdict::DealerIsGuilty(trustee) | Verdict::AccuserIsGuilty(trustee) => trustee.get(),
    })
}

pub(crate) fn category(error: DkgError) -> String {
    match error {
        DkgError::UnknownTrustee { .. } => "ceremony:unknown",
        DkgError::Repeated { .. } => "ceremony:repeated",
        DkgError::Missing { .. } => "ceremony:missing",
        DkgError::SharedKey { .. } => "ceremony:shared_key",
        DkgError::WrongDegree { .. } => "ceremony:degree",
        DkgError::AnotherRound { .. } => "ceremony:round",
        DkgError::NoSuchDeal { .. } => "ceremony:no_deal",
        DkgError::PartOutOfPlace { .. } => "ceremony:place",
        DkgError::WrongOpening { .. } => "ceremony:opening",
        DkgError::NoPossession { .. } => "ceremony:possession",
        DkgError::DealtToItself { .. } => "ceremony:self",
        DkgError::DegenerateKey { .. } => "ceremony:degenerate",
        DkgError::NotOurs { .. } => "ceremony:not_ours",
    }
    .into()
}

fn secret_scalar(bytes: &Hex) -> SecretScalar {
    SecretScalar::new(Scalar::from_canonical_bytes(bytes.array()).unwrap())
}

fn complaint(name: &str, category: &str, change: &dyn Fn(&mut Vec<u8>)) -> Invalid<Input> {
    let mut input = true_complaint();
    change(&mut input.complaint.as_mut().unwrap().0);
    invalid(name, category, input)
}
