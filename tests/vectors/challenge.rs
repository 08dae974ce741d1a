//! Openings of challenged ballots: `spec/protocol.md`, section 6.6.

use isoloir_crypto::ballot::{BallotTracker, Opening, OpeningError};
use isoloir_crypto::group::NonIdentityPoint;
use isoloir_encoding::{Decode, Encode};
use serde::{Deserialize, Serialize};

use crate::ballot::{District, seal};
use crate::file::{Area, Hex, Invalid, Valid, invalid, valid};
use crate::samples::{
    credential, decode, flipped, incremented, one_byte_long, one_byte_short, patched, plus_order,
    read_all,
};
use crate::style::Style;

pub(crate) struct Challenges;

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Input {
    #[serde(flatten)]
    district: District,
    /// U.
    credential: Hex,
    /// What the voter copied.
    tracker: Hex,
    opening: Hex,
}

impl Area for Challenges {
    const NAME: &'static str = "challenges";
    const SPEC: &'static str = "protocol.md, section 6.6";
    type Input = Input;
    /// x_1 .. x_w.
    type Output = Vec<bool>;

    fn valid() -> Vec<Valid<Input>> {
        let nine = [true, false, false, true, true, false, true, false, true];
        vec![
            valid(
                "three_slots",
                challenge(Style::new(3, &[(2, &[-1, -1, -1])]), &[true, false, true]),
            ),
            valid("nine_slots_take_two_bytes", challenge(Style::new(9, &[]), &nine)),
            valid("eight_slots_blank", challenge(Style::new(8, &[]), &[false; 8])),
        ]
    }

    fn invalid() -> Vec<Invalid<Input>> {
        let good = challenge(Style::new(3, &[(2, &[-1, -1, -1])]), &[true, false, true]);
        let change = |name: &str, category: &str, change: &dyn Fn(&mut Input)| {
            let mut changed = good.clone();
            change(&mut changed);
            invalid(name, category, changed)
        };
        let bytes = good.opening.0.clone();
        let opening = |name: &str, category: &str, opening: Vec<u8>| {
            change(name, category, &|input| input.opening = Hex(opening.clone()))
        };
        vec![
            opening("shows_another_choice", "opening", patched(&bytes, 66, &[0b0110_0000])),
            opening("another_r", "opening", incremented(&bytes, 0)),
            opening("r_is_zero", "opening", patched(&bytes, 0, &[0; 32])),
            opening("another_proof_hash", "opening", flipped(&bytes, 40)),
            opening("of_another_number_of_slots", "opening:slots", patched(&bytes, 65, &[2, 0x80])),
            opening("without_slots", "opening:slots", patched(&bytes, 65, &[0])[..66].to_vec()),
            opening("r_not_canonical", "decode", patched(&bytes, 0, &plus_order(&bytes[..32]))),
            opening("unused_bit_set", "decode", patched(&bytes, 66, &[bytes[66] | 1])),
            opening("961_slots", "decode", [&bytes[..64], &[3, 193], &[0; 121]].concat()),
            opening("one_byte_short", "decode", one_byte_short(&bytes)),
            opening("one_byte_long", "decode", one_byte_long(&bytes)),
            change("tracker_of_another_ballot", "opening", &|input| input.tracker.0[31] ^= 1),
            change("of_another_election", "opening", &|input| input.district.fingerprint.0[0] ^= 1),
            change("of_another_district", "opening", &|input| input.district.district += 1),
            change("of_another_voter", "opening", &|input| {
                input.credential = credential("another voter").public().as_bytes().into();
            }),
            change("keys_swapped", "opening", &|input| input.district.keys.swap(0, 1)),
        ]
    }

    fn judge(input: &Input) -> Result<Vec<bool>, String> {
        let parameters = input.district.parameters()?;
        let credential = NonIdentityPoint::from_bytes(&input.credential.0).map_err(decode)?;
        let tracker = BallotTracker::from_bytes(&input.tracker.0).map_err(decode)?;
        let opening = read_all(&input.opening.0, Opening::decode)?;
        match opening.check(&parameters, &credential, &tracker) {
            Ok(chosen) => Ok(chosen.to_vec()),
            Err(OpeningError::Slots { .. }) => Err("opening:slots".into()),
            Err(OpeningError::Mismatch) => Err("opening".into()),
        }
    }
}

fn challenge(style: Style, chosen: &[bool]) -> Input {
    let district = District::sample(style);
    let parameters = district.parameters().unwrap();
    let (sealed, opening) = seal("challenge", &district, chosen);
    let credential = *credential("voter").public();
    Input {
        tracker: sealed.tracker(&parameters, &credential).as_bytes().into(),
        credential: credential.as_bytes().into(),
        opening: opening.to_bytes().into(),
        district,
    }
}
