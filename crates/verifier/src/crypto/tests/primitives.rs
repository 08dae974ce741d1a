//! Elements, generators, transcripts and styles.

use serde_json::{Value, json};

use super::vectors::{bytes, decode, hexed, hexed_points, list, number, run, style, text_of};
use crate::crypto::generators::{bases, range_bases, slot_bases};
use crate::crypto::group::{Point, ReadGroup};
use crate::crypto::msm::{Affine, Extended};
use crate::crypto::style::StyleError;
use crate::crypto::transcript::{Domain, Transcript, label};
use crate::wire::Reader;

#[test]
fn elements_are_read_in_their_one_form() {
    run("elements", [9, 19], |input| {
        let bytes = bytes(&input["bytes"]);
        let mut reader = Reader::new(&bytes);
        let zero = match text_of(&input["as"]) {
            "point" => reader.point("point").map(|point| point.is_neutral()),
            "key" => reader.key("key").map(|point| point.is_neutral()),
            _ => reader.scalar("scalar").map(|scalar| scalar == Default::default()),
        };
        let zero = zero.map_err(decode)?;
        reader.finish("element").map_err(decode)?;
        Ok(zero.into())
    });
}

#[test]
fn generators_are_the_hashes_of_their_labels() {
    run("generators", [2, 0], |input| {
        let slots: usize = number(&input["slots"]);
        let values: usize = number(&input["range_values"]);
        let bits: usize = number(&input["range_bits"]);
        let hex = |points: &[Affine]| -> Vec<Value> {
            points[..bits].iter().map(|point| hexed(encode(point))).collect()
        };
        Ok(json!({
            "h": hexed(bases().h.bytes()),
            "k": hexed(bases().k.bytes()),
            "g": hexed_points(&slot_bases()[..slots]),
            "range_g": (0..values).map(|p| hex(&range_bases(p).g)).collect::<Vec<_>>(),
        }))
    });
}

fn encode(point: &Affine) -> [u8; 32] {
    Extended::from(*point).encode()
}

#[test]
fn the_other_vector_of_the_range_proof_begins_as_the_specification_says() {
    let encoding = "ba698f6dd08c501e32b55d2ee7259f6019d629fa2ba4d7039c5de157cba4df73";
    assert_eq!(hex::encode(encode(&range_bases(0).h[0])), encoding);
}

#[test]
fn the_basepoint_is_that_of_rfc_9496() {
    let encoding = "e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76";
    assert_eq!(hex::encode(bases().g.bytes()), encoding);
    assert_eq!(Point::decode(bases().g.bytes()), Some(bases().g));
}

#[test]
fn transcripts_give_their_challenges() {
    run("transcripts", [5, 0], |input| {
        let mut transcript = Transcript::new(domain(text_of(&input["domain"])));
        let mut challenges = Vec::new();
        for step in list(&input["steps"]) {
            if let Some(append) = step.get("append") {
                transcript.append(label_of(&append["label"]), &bytes(&append["bytes"]));
            } else if let Some(append) = step.get("append_u64") {
                let number = append["number"].as_u64().unwrap();
                transcript.append_u64(label_of(&append["label"]), number);
            } else {
                let challenge = transcript.challenge(label_of(&step["challenge"]["label"]));
                challenges.push(hexed(challenge.to_bytes()));
            }
        }
        Ok(challenges.into())
    });
}

fn domain(label: &str) -> Domain {
    let all = [
        Domain::Ballot,
        Domain::Cast,
        Domain::RollPossession,
        Domain::ReissuePossession,
        Domain::EncryptionPossession,
        Domain::DealingPossession,
        Domain::Complaint,
        Domain::Decryption,
    ];
    all.into_iter().find(|domain| domain.label() == label.as_bytes()).unwrap()
}

/// merlin takes labels that live as long as the program.
fn label_of(value: &Value) -> &'static [u8] {
    let label = value.as_str().unwrap();
    let known = [label::CONTEXT, label::FINGERPRINT, label::DISTRICT, label::COMBINE];
    known
        .into_iter()
        .find(|known| *known == label.as_bytes())
        .unwrap_or_else(|| label.to_owned().leak().as_bytes())
}

#[test]
fn styles_are_encoded_or_refused() {
    run("styles", [12, 9], |input| {
        let style = style(input).map_err(|error| match error {
            StyleError::Slots(_) => "style:slots",
            StyleError::Constraints(_) => "style:constraints",
            StyleError::Coefficients { .. } => "style:coefficients",
            StyleError::Unsatisfiable(_) => "style:unsatisfiable",
            StyleError::Width(_) => "style:width",
        })?;
        Ok(json!({
            "encoding": hexed(style.encode()),
            "range_bits": style.range_bits(),
            "range_values": style.range_values(),
            "sealed_ballot_bytes": style.sealed_len(),
        }))
    });
}
