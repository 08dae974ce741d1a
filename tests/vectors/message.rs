//! Signed payloads of every kind: `spec/election.md`, section 5.

use std::sync::LazyLock;

use ed25519_dalek::VerifyingKey;
use isoloir_crypto::dkg::{CeremonyParameters, Commitment, Complaint, Deal, OpeningPart};
use isoloir_crypto::tally::PartialDecryption;
use isoloir_election::definition::{Definition, Party};
use isoloir_election::message::{
    CloseStatement, CoSigned, Confirmation, DistrictResult, Kind, Open, PaperBatch, Reissue,
    Revocation, RollChunk, Signed, SignedError, Withdrawal,
};
use isoloir_encoding::{Decode, DecodeError, Encode, Reader};
use serde::{Deserialize, Serialize};

use crate::file::{Area, Hex, Invalid, Valid, invalid, valid};
use crate::samples::{
    decode, flipped, one_byte_long, one_byte_short, order, patched, plus_order, read_all,
};
use crate::town::{Town, held, key};

pub(crate) struct Messages;

/// The payload of a signed entry. Threshold, slots and the number of signatures are those of the
/// tiny election: 2, 3 (2 in district 1), 2.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Input {
    kind: u8,
    /// election_id up to the opening, the fingerprint after.
    context: Hex,
    /// The keys of the role that signs this kind.
    keys: Vec<Hex>,
    payload: Hex,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Output {
    kind: String,
    message: Hex,
}

static TOWN: LazyLock<Town> = LazyLock::new(|| held().0);

impl Area for Messages {
    const NAME: &'static str = "messages";
    const SPEC: &'static str = "election.md, section 5";
    type Input = Input;
    type Output = Output;

    fn valid() -> Vec<Valid<Input>> {
        let mut cases: Vec<Valid<Input>> = signed_kinds()
            .map(|kind| valid(&kind.to_string().replace(' ', "_"), of_town(kind)))
            .collect();
        cases.push(valid("complaint", complaint()));
        cases
    }

    fn invalid() -> Vec<Invalid<Input>> {
        let mut cases = of_signatures();
        for kind in signed_kinds() {
            let name = kind.to_string().replace(' ', "_");
            let good = of_town(kind);
            let payload = Hex(resigned(kind, &good, one_byte_long));
            cases.push(invalid(
                &format!("{name}_message_one_byte_long"),
                "decode",
                Input { payload, ..good.clone() },
            ));
            // A close has no message to shorten.
            if kind != Kind::Close {
                let payload = Hex(resigned(kind, &good, one_byte_short));
                cases.push(invalid(
                    &format!("{name}_message_one_byte_short"),
                    "decode",
                    Input { payload, ..good.clone() },
                ));
            }
            let payload = Hex(flipped(&good.payload.0, good.payload.0.len() - 40));
            cases.push(invalid(
                &format!("{name}_signature_changed"),
                "signature",
                Input { payload, ..good },
            ));
        }
        cases
    }

    fn judge(input: &Input) -> Result<Output, String> {
        let kind = Kind::from_byte(input.kind).ok_or("kind")?;
        let party = |key: &Hex| Party {
            name: "party".into(),
            key: VerifyingKey::from_bytes(&key.array()).unwrap(),
        };
        let parties: Vec<Party> = input.keys.iter().map(party).collect();
        let (payload, context) = (&input.payload.0, input.context.array());
        let message = match kind {
            Kind::District | Kind::Ballot => return Err("kind".into()),
            Kind::Reissue | Kind::PaperBatch => {
                CoSigned::open(payload, kind, &context, &parties, 2).map(|signed| signed.message)
            }
            _ => Signed::open(payload, kind, &context, &parties).map(|signed| signed.message),
        };
        let message = message.map_err(|error| category(&error))?;
        read_message(kind, message)?;
        Ok(Output { kind: kind.to_string(), message: message.into() })
    }
}

/// The category of a payload that is not signed as it must be.
pub(crate) fn category(error: &SignedError) -> String {
    match error {
        SignedError::Unreadable(_) => "decode",
        SignedError::UnknownSigner { .. } | SignedError::SignersOutOfOrder { .. } => "signer",
        SignedError::WrongSignature { .. } => "signature",
    }
    .into()
}

fn check<T: Encode>(
    message: &[u8],
    read: impl FnOnce(&mut Reader<'_>) -> Result<T, DecodeError>,
) -> Result<(), String> {
    read_all(message, read).map(|_| ())
}

/// Reads a message of this kind, strictly.
fn read_message(kind: Kind, message: &[u8]) -> Result<(), String> {
    let parameters = CeremonyParameters::new([0; 32], 3, 2, 4).unwrap();
    match kind {
        Kind::Definition => check(message, Definition::decode),
        Kind::DealingCommitment => check(message, Commitment::decode),
        Kind::DealingOpening => check(message, |input| OpeningPart::read(input, &parameters)),
        Kind::Deal => check(message, |input| Deal::read(input, &parameters)),
        Kind::Complaint => check(message, Complaint::decode),
        Kind::Confirmation => check(message, Confirmation::decode),
        Kind::Roll => check(message, RollChunk::decode),
        Kind::Open => check(message, Open::decode),
        Kind::Withdrawal => check(message, Withdrawal::decode),
        Kind::Revocation => check(message, Revocation::decode),
        Kind::Reissue => check(message, |input| Reissue::read(input, 2)),
        Kind::PaperBatch => check(message, |input| PaperBatch::read(input, 3)),
        Kind::Close => Reader::new(message).finish().map_err(decode),
        Kind::CloseStatement => check(message, CloseStatement::decode),
        Kind::Decryption => {
            let (district, rest) = message.split_at_checked(2).ok_or("decode")?;
            let projects = if district == [0, 0] { 3 } else { 2 };
            check(rest, |input| PartialDecryption::read(input, projects))
        }
        Kind::Result => check(message, DistrictResult::decode),
        Kind::District | Kind::Ballot => Err("kind".into()),
    }
}

/// The kinds that parties sign and the tiny election has.
fn signed_kinds() -> impl Iterator<Item = Kind> {
    let unsigned = [Kind::District, Kind::Ballot, Kind::Complaint];
    (0..=u8::MAX).filter_map(Kind::from_byte).filter(move |kind| !unsigned.contains(kind))
}

fn role(kind: Kind) -> (&'static str, u8) {
    match kind {
        Kind::Roll | Kind::Revocation | Kind::Reissue => ("registrar", 2),
        Kind::Definition
        | Kind::Open
        | Kind::Withdrawal
        | Kind::PaperBatch
        | Kind::Close
        | Kind::Result => ("official", 2),
        _ => ("trustee", 3),
    }
}

/// The first entry of this kind in the tiny election.
fn of_town(kind: Kind) -> Input {
    let entry = TOWN.entries.iter().find(|entry| entry.kind() == kind as u8).unwrap();
    input(kind, entry.payload().to_vec())
}

fn input(kind: Kind, payload: Vec<u8>) -> Input {
    let (role, count) = role(kind);
    Input {
        kind: kind as u8,
        context: context(kind).into(),
        keys: (0..count).map(|n| key(role, n).verifying_key().as_bytes().into()).collect(),
        payload: payload.into(),
    }
}

fn context(kind: Kind) -> [u8; 32] {
    let closed = TOWN.decrypting().closed();
    if kind.is_after_open() { closed.fingerprint().0 } else { closed.election().id().0 }
}

/// The message of a payload, changed and signed again.
fn resigned(kind: Kind, good: &Input, change: impl Fn(&[u8]) -> Vec<u8>) -> Vec<u8> {
    let (role, _) = role(kind);
    let payload = &good.payload.0;
    if matches!(kind, Kind::Reissue | Kind::PaperBatch) {
        let message = change(&payload[..payload.len() - 130]);
        let keys = [key(role, 0), key(role, 1)];
        return CoSigned::sign(kind, &context(kind), &[(0, &keys[0]), (1, &keys[1])], &message);
    }
    let message = change(&payload[1..payload.len() - 64]);
    Signed::sign(kind, &context(kind), payload[0], &key(role, payload[0]), &message)
}

/// 162 bytes with canonical elements.
fn complaint() -> Input {
    let element = isoloir_crypto::group::Point::basepoint();
    let message =
        [&[2, 1], &[9; 32][..], &element.as_bytes().repeat(3)[..], &[7; 31], &[0]].concat();
    let kind = Kind::Complaint;
    input(kind, Signed::sign(kind, &context(kind), 1, &key("trustee", 1), &message))
}

fn of_signatures() -> Vec<Invalid<Input>> {
    let good = of_town(Kind::Withdrawal);
    let change = |name: &str, category: &str, change: &dyn Fn(&mut Input)| {
        let mut changed = good.clone();
        change(&mut changed);
        invalid(name, category, changed)
    };
    let bytes = good.payload.0.clone();
    let payload = |name: &str, category: &str, bytes: Vec<u8>| {
        change(name, category, &|input| input.payload = Hex(bytes.clone()))
    };
    let s = bytes.len() - 32;
    let paper = of_town(Kind::PaperBatch);
    let paper_bytes = paper.payload.0.clone();
    let co_signed = |name: &str, category: &str, bytes: Vec<u8>| {
        invalid(name, category, Input { payload: Hex(bytes), ..paper.clone() })
    };
    let (message, signatures) = paper_bytes.split_at(paper_bytes.len() - 130);
    let (first, second) = signatures.split_at(65);
    vec![
        change("signature_of_another_election", "signature", &|input| input.context.0[0] ^= 1),
        change("signature_bound_to_the_election_id_after_the_opening", "signature", &|input| {
            let id = context(Kind::Open);
            let official = key("official", 0);
            let message = &bytes[1..bytes.len() - 64];
            input.payload = Signed::sign(Kind::Withdrawal, &id, 0, &official, message).into();
        }),
        change("signature_of_another_kind", "signature", &|input| {
            let kind = Kind::Result;
            let official = key("official", 0);
            let message = &bytes[1..bytes.len() - 64];
            input.payload = Signed::sign(kind, &context(kind), 0, &official, message).into();
        }),
        change("signature_of_another_role", "signature", &|input| {
            let kind = Kind::Withdrawal;
            let message = &bytes[1..bytes.len() - 64];
            let registrar = key("registrar", 0);
            input.payload = Signed::sign(kind, &context(kind), 0, &registrar, message).into();
        }),
        payload("signer_changed", "signature", patched(&bytes, 0, &[1])),
        payload("signer_unknown", "signer", patched(&bytes, 0, &[2])),
        payload("signer_255", "signer", patched(&bytes, 0, &[255])),
        payload("message_changed", "signature", flipped(&bytes, 2)),
        payload("signature_all_zero", "signature", patched(&bytes, s - 32, &[0; 64])),
        payload(
            "signature_s_plus_the_order",
            "signature",
            patched(&bytes, s, &plus_order(&bytes[s..])),
        ),
        payload("signature_s_is_the_order", "signature", patched(&bytes, s, &order())),
        payload("signature_r_of_small_order", "signature", {
            let mut neutral = [0; 32];
            neutral[0] = 1;
            patched(&bytes, s - 32, &neutral)
        }),
        payload("unsigned", "decode", bytes[..5].to_vec()),
        payload("empty", "decode", Vec::new()),
        change("kind_zero", "kind", &|input| input.kind = 0),
        change("kind_19", "kind", &|input| input.kind = 19),
        change("district_is_not_signed", "kind", &|input| input.kind = Kind::District as u8),
        co_signed("one_signature_of_two", "signer", [message, first].concat()),
        co_signed("signers_out_of_order", "signer", [message, second, first].concat()),
        co_signed("one_signer_twice", "signer", [message, first, first].concat()),
        co_signed(
            "second_signer_unknown",
            "signer",
            patched(&paper_bytes, message.len() + 65, &[2]),
        ),
        co_signed("second_signature_of_another", "signature", {
            patched(&paper_bytes, message.len() + 66, &first[1..])
        }),
    ]
}
