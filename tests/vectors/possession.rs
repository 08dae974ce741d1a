//! Batched knowledge: `spec/protocol.md`, sections 4.1 and 8.

use isoloir_crypto::credential::{ReissuePosition, RollPosition};
use isoloir_crypto::group::{NonIdentityPoint, SecretScalar};
use isoloir_crypto::knowledge::KnowledgeProof;
use isoloir_encoding::{Decode, Encode};
use serde::{Deserialize, Serialize};

use crate::file::{Area, Hex, Invalid, Valid, invalid, valid};
use crate::replay;
use crate::samples::{
    FIELD_PRIME, decode, incremented, one_byte_long, one_byte_short, order, patched, public,
    read_all, rng, secret,
};

pub(crate) struct Possession;

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Input {
    of: Of,
    /// election_id for a roll, the fingerprint for a reissue.
    election: Hex,
    district: u16,
    registrar: u8,
    /// For a roll: the position of the first credential.
    first: u32,
    /// For a reissue: the revoked U.
    revoked: Option<Hex>,
    /// U_k, one for a reissue.
    credentials: Vec<Hex>,
    proof: Hex,
}

/// What the proof belongs to.
#[derive(Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Of {
    Roll,
    Reissue,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Output {
    context: Hex,
    c: Hex,
}

impl Area for Possession {
    const NAME: &'static str = "possession";
    const SPEC: &'static str = "protocol.md, sections 4.1 and 8";
    type Input = Input;
    type Output = Output;

    fn valid() -> Vec<Valid<Input>> {
        vec![
            valid("roll_of_one", roll(1)),
            valid("roll_of_three", roll(3)),
            valid("reissue", reissue()),
        ]
    }

    fn invalid() -> Vec<Invalid<Input>> {
        let good = roll(3);
        let change = |name: &str, category: &str, change: &dyn Fn(&mut Input)| {
            let mut changed = good.clone();
            change(&mut changed);
            invalid(name, category, changed)
        };
        let proof = |name: &str, category: &str, bytes: Vec<u8>| {
            change(name, category, &|input| input.proof = Hex(bytes.clone()))
        };
        let bytes = good.proof.0.clone();
        let mut cases = vec![
            change("roll_of_another_election", "proof", &|input| input.election.0[0] ^= 1),
            change("roll_of_another_district", "proof", &|input| input.district += 1),
            change("roll_of_another_registrar", "proof", &|input| input.registrar += 1),
            change("roll_at_another_position", "proof", &|input| input.first += 1),
            change("roll_proof_as_a_reissue", "proof", &|input| {
                input.of = Of::Reissue;
                input.revoked = Some(input.credentials[2].clone());
                input.credentials.truncate(1);
            }),
            change("credentials_swapped", "proof", &|input| input.credentials.swap(0, 1)),
            change("credential_missing", "proof", &|input| input.credentials.truncate(2)),
            change("credential_repeated_at_the_end", "proof", &|input| {
                let last = input.credentials[2].clone();
                input.credentials.push(last);
            }),
            change("credential_of_unknown_secret", "proof", &|input| {
                input.credentials[1] = rogue()
            }),
            change("credential_is_the_neutral_element", "decode", &|input| {
                input.credentials[1] = [0; 32].into();
            }),
            change("credential_not_canonical", "decode", &|input| {
                input.credentials[1] = FIELD_PRIME.into();
            }),
            proof("response_plus_one", "proof", incremented(&bytes, 32)),
            proof("response_zero", "proof", patched(&bytes, 32, &[0; 32])),
            proof("nonce_neutral", "proof", patched(&bytes, 0, &[0; 32])),
            proof("proof_all_zero", "proof", vec![0; 64]),
            proof("response_is_the_order", "decode", patched(&bytes, 32, &order())),
            proof("nonce_not_canonical", "decode", patched(&bytes, 0, &FIELD_PRIME)),
            proof("proof_one_byte_short", "decode", one_byte_short(&bytes)),
            proof("proof_one_byte_long", "decode", one_byte_long(&bytes)),
        ];
        let mut another_revoked = reissue();
        another_revoked.revoked = Some(rogue());
        cases.push(invalid("reissue_of_another_credential", "proof", another_revoked));
        let mut another_fingerprint = reissue();
        another_fingerprint.election.0[31] ^= 1;
        cases.push(invalid("reissue_of_another_election", "proof", another_fingerprint));
        cases
    }

    fn judge(input: &Input) -> Result<Output, String> {
        let key = |bytes: &Hex| NonIdentityPoint::from_bytes(&bytes.0).map_err(decode);
        let credentials = input.credentials.iter().map(key).collect::<Result<Vec<_>, _>>()?;
        let proof = read_all(&input.proof.0, KnowledgeProof::decode)?;
        let (verdict, domain) = match input.of {
            Of::Roll => {
                (roll_position(input).verify(&credentials, &proof), "isoloir/v1 roll possession")
            }
            Of::Reissue => {
                let position = reissue_position(input)?;
                (position.verify(&credentials[0], &proof), "isoloir/v1 reissue possession")
            }
        };
        let context = context(input);
        let points: Vec<_> = credentials.iter().map(|point| *point.element()).collect();
        let (holds, c) = replay::knowledge(domain, &context, &points, &input.proof.0).unwrap();
        assert_eq!(holds, verdict.is_ok(), "both opinions agree");
        verdict.map_err(|_| "proof".to_owned())?;
        Ok(Output { context: context.into(), c: c.as_bytes().into() })
    }
}

fn roll_position(input: &Input) -> RollPosition {
    RollPosition {
        election_id: input.election.array(),
        district: input.district,
        registrar: input.registrar,
        first: input.first,
    }
}

fn reissue_position(input: &Input) -> Result<ReissuePosition, String> {
    let revoked = input.revoked.as_ref().unwrap();
    Ok(ReissuePosition {
        fingerprint: input.election.array(),
        district: input.district,
        registrar: input.registrar,
        revoked: NonIdentityPoint::from_bytes(&revoked.0).map_err(decode)?,
    })
}

fn context(input: &Input) -> Vec<u8> {
    let head = [&input.election.0[..], &input.district.to_be_bytes(), &[input.registrar]].concat();
    match &input.revoked {
        None => [&head[..], &input.first.to_be_bytes()].concat(),
        Some(revoked) => [head, revoked.0.clone()].concat(),
    }
}

fn roll(count: usize) -> Input {
    let secrets: Vec<SecretScalar> = (0..count).map(|n| secret(&format!("roll {n}"))).collect();
    let credentials: Vec<NonIdentityPoint> = secrets.iter().map(public).collect();
    let mut input = Input {
        of: Of::Roll,
        election: [0x11; 32].into(),
        district: 2,
        registrar: 1,
        first: 1_900,
        revoked: None,
        credentials: credentials.iter().map(|point| point.as_bytes().into()).collect(),
        proof: [].into(),
    };
    let position = roll_position(&input);
    input.proof = position.prove(&credentials, &secrets, &mut rng("roll proof")).to_bytes().into();
    input
}

fn reissue() -> Input {
    let secret = secret("reissue");
    let mut input = Input {
        of: Of::Reissue,
        election: [0x22; 32].into(),
        credentials: vec![public(&secret).as_bytes().into()],
        revoked: Some(public(&self::secret("roll 0")).as_bytes().into()),
        first: 0,
        ..roll(1)
    };
    let proof = reissue_position(&input)
        .map(|position| position.prove(&public(&secret), &secret, &mut rng("reissue proof")));
    input.proof = proof.unwrap().to_bytes().into();
    input
}

/// A point that no proof here is about.
fn rogue() -> Hex {
    public(&secret("rogue")).as_bytes().into()
}
