//! Cast ballots, the payload of their entries: `spec/protocol.md`, section 7.

use isoloir_crypto::ballot::BallotTracker;
use isoloir_election::message::CastBallot;
use isoloir_encoding::{Decode, Encode};
use serde::{Deserialize, Serialize};

use crate::ballot::{District, budget, seal};
use crate::file::{Area, Hex, Invalid, Valid, invalid, valid};
use crate::replay;
use crate::samples::{
    FIELD_PRIME, credential, decode, flipped, incremented, one_byte_long, one_byte_short, order,
    patched, rng,
};

pub(crate) struct Casts;

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Input {
    #[serde(flatten)]
    district: District,
    payload: Hex,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Output {
    /// U.
    credential: Hex,
    /// prev.
    previous: Hex,
    /// T.
    tracker: Hex,
    /// The challenge of the signature.
    c: Hex,
}

impl Area for Casts {
    const NAME: &'static str = "casts";
    const SPEC: &'static str = "protocol.md, section 7; election.md, section 5";
    type Input = Input;
    type Output = Output;

    fn valid() -> Vec<Valid<Input>> {
        vec![
            valid("first_ballot", cast(BallotTracker::NONE)),
            valid("ballot_after_another", cast(earlier())),
        ]
    }

    fn invalid() -> Vec<Invalid<Input>> {
        let good = cast(BallotTracker::NONE);
        let change = |name: &str, category: &str, change: &dyn Fn(&mut Input)| {
            let mut changed = good.clone();
            change(&mut changed);
            invalid(name, category, changed)
        };
        let bytes = good.payload.0.clone();
        let payload = |name: &str, category: &str, payload: Vec<u8>| {
            change(name, category, &|input| input.payload = Hex(payload.clone()))
        };
        let signature = bytes.len() - 64;
        let another = cast(earlier()).payload.0;
        let another_voter = *credential("another voter").public().as_bytes();
        vec![
            change("cast_in_another_election", "cast", &|input| {
                input.district.fingerprint.0[0] ^= 1;
            }),
            change("cast_for_another_district", "cast", &|input| {
                input.district.district = 4;
                input.payload.0[1] = 4;
            }),
            payload("names_another_credential", "cast", patched(&bytes, 2, &another_voter)),
            payload(
                "names_another_previous_ballot",
                "cast",
                patched(&bytes, 34, earlier().as_bytes()),
            ),
            payload(
                "signature_over_another_previous",
                "cast",
                patched(&bytes, signature, &another[signature..]),
            ),
            payload("ballot_replaced_after_signing", "cast", incremented(&bytes, signature - 32)),
            payload("signature_response_plus_one", "cast", incremented(&bytes, signature + 32)),
            payload("signature_nonce_neutral", "cast", patched(&bytes, signature, &[0; 32])),
            payload("signature_all_zero", "cast", patched(&bytes, signature, &[0; 64])),
            payload(
                "signature_response_is_the_order",
                "decode",
                patched(&bytes, signature + 32, &order()),
            ),
            payload(
                "signature_nonce_not_canonical",
                "decode",
                patched(&bytes, signature, &FIELD_PRIME),
            ),
            payload("signature_missing", "decode", bytes[..signature].to_vec()),
            payload("credential_is_the_neutral_element", "decode", patched(&bytes, 2, &[0; 32])),
            payload("credential_not_canonical", "decode", patched(&bytes, 2, &FIELD_PRIME)),
            payload("one_byte_short", "decode", one_byte_short(&bytes)),
            payload("one_byte_long", "decode", one_byte_long(&bytes)),
            payload("district_in_the_payload_is_another", "district", flipped(&bytes, 1)),
            payload("empty", "decode", Vec::new()),
        ]
    }

    fn judge(input: &Input) -> Result<Output, String> {
        let parameters = input.district.parameters()?;
        let ballot = CastBallot::read(&input.payload.0, parameters.style()).map_err(decode)?;
        assert_eq!(ballot.to_bytes(), input.payload.0, "what is read is canonical");
        if ballot.district() != input.district.district {
            return Err("district".into());
        }
        let tracker = ballot.tracker(&parameters);
        let (holds, c) = signature(input, &ballot, tracker);
        assert_eq!(holds, ballot.signature_holds(&parameters, tracker), "both opinions agree");
        if !holds {
            return Err("cast".into());
        }
        parameters
            .verify(ballot.credential(), ballot.sealed(), &mut rng("verify"))
            .map_err(|error| format!("equation:{}", error.equation))?;
        Ok(Output {
            credential: ballot.credential().as_bytes().into(),
            previous: ballot.previous().as_bytes().into(),
            tracker: tracker.as_bytes().into(),
            c,
        })
    }
}

fn signature(input: &Input, ballot: &CastBallot, tracker: BallotTracker) -> (bool, Hex) {
    let context = [
        &input.district.fingerprint.0[..],
        &input.district.district.to_be_bytes(),
        ballot.credential().as_bytes(),
        ballot.previous().as_bytes(),
        tracker.as_bytes(),
    ]
    .concat();
    let points = [*ballot.credential().element()];
    let signature = &input.payload.0[input.payload.0.len() - 64..];
    let (holds, c) = replay::knowledge("isoloir/v1 cast", &context, &points, signature).unwrap();
    (holds, c.as_bytes().into())
}

fn cast(previous: BallotTracker) -> Input {
    let district = District::sample(budget());
    let parameters = district.parameters().unwrap();
    let (sealed, _) = seal("cast", &district, &[true, false, false]);
    let voter = credential("voter");
    let ballot =
        CastBallot::cast(&parameters, &voter, previous, sealed, &mut rng("cast signature"));
    Input { payload: ballot.to_bytes().into(), district }
}

fn earlier() -> BallotTracker {
    BallotTracker::from_bytes(&[0xee; 32]).unwrap()
}
