//! The order of ties by lot: `spec/election.md`, section 9.2.

use curve25519_dalek::scalar::Scalar;
use isoloir_crypto::ballot::{BallotParameters, BallotStyle, Choices};
use isoloir_crypto::generators::message_base;
use isoloir_crypto::points::PointScale;
use isoloir_crypto::tally::{DecryptionContext, EncryptedTally};
use isoloir_election::rules::lot::Seed;
use serde::{Deserialize, Serialize};

use crate::ceremony::hold;
use crate::file::{Area, Hex, Invalid, Valid, valid};
use crate::replay::point;
use crate::samples::{credential, rng};
use crate::sha3::sha3_256;

pub(crate) struct Lots;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Input {
    fingerprint: Hex,
    district: u16,
    close_root: Hex,
    /// Y*_0.
    sum: Hex,
    /// count_0.
    count: u64,
    projects: u16,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Output {
    /// M.
    mask: Hex,
    seed: Hex,
    /// The projects by position.
    order: Vec<u16>,
}

impl Area for Lots {
    const NAME: &'static str = "lots";
    const SPEC: &'static str = "election.md, section 9.2";
    const REFUSES: bool = false;
    type Input = Input;
    type Output = Output;

    fn valid() -> Vec<Valid<Input>> {
        let lot = |name: &str, change: &dyn Fn(&mut Input)| {
            let mut input = sample();
            change(&mut input);
            valid(name, input)
        };
        vec![
            lot("three_projects", &|_| ()),
            lot("one_project", &|input| input.projects = 1),
            lot("300_projects", &|input| input.projects = 300),
            lot("another_district", &|input| input.district = 258),
            lot("another_fingerprint", &|input| input.fingerprint.0[31] ^= 1),
            lot("another_close", &|input| input.close_root.0[0] ^= 1),
            lot("another_count", &|input| input.count += 1),
            lot("nobody_voted", &|input| (input.sum, input.count) = (Hex(vec![0; 32]), 0)),
        ]
    }

    fn invalid() -> Vec<Invalid<Input>> {
        Vec::new()
    }

    /// From the text alone, beside what the code says of a tally with this sum.
    fn judge(input: &Input) -> Result<Output, String> {
        let sum = point(&input.sum.0).ok_or("decode")?;
        let mask = (sum - Scalar::from(input.count) * message_base().element()).compress();
        let district = input.district.to_be_bytes();
        let seed = sha3_256(&[
            b"isoloir/v1 lot seed",
            &input.fingerprint.0,
            &district,
            &input.close_root.0,
            mask.as_bytes(),
        ]);
        let order = Seed(seed).order(input.projects);
        let key =
            |position: u16| sha3_256(&[b"isoloir/v1 lot order", &seed, &position.to_be_bytes()]);
        assert!(order.windows(2).all(|pair| key(pair[0]) < key(pair[1])));
        Ok(Output { mask: mask.as_bytes().into(), seed: seed.into(), order })
    }
}

/// The sum of three ballots, of which two choose the project.
fn sample() -> Input {
    let held = hold(3, 2, 1);
    let style = BallotStyle::new(1, Vec::new()).unwrap();
    let fingerprint = [0xf1; 32];
    let parameters = BallotParameters::new(fingerprint, 0, style, held.keys.public()).unwrap();
    let mut tally = EncryptedTally::empty(1, PointScale::CHOICE);
    for (number, chosen) in [true, false, true].into_iter().enumerate() {
        let choices = Choices::new(parameters.style(), &[chosen]).unwrap();
        let voter = credential(&format!("lot voter {number}"));
        tally.add(parameters.seal(&voter, &choices, &mut rng("lot ballot")).0.ciphertext());
    }
    let tally = tally.seal();
    let input = Input {
        fingerprint: fingerprint.into(),
        district: 3,
        close_root: [0xc1; 32].into(),
        sum: tally.y()[0].as_bytes().into(),
        count: 2,
        projects: 3,
    };
    let context = DecryptionContext { fingerprint, district: 3, close_root: [0xc1; 32] };
    let seed = Seed::of_tally(&context, &tally, &[2]);
    assert_eq!(Lots::judge(&input).unwrap().seed, Hex::from(seed.0));
    input
}
