//! The general part of a definition.

use isoloir_election::definition::{Definition, DefinitionParts, Party};
use isoloir_encoding::{Decode, Writer};
use serde::{Deserialize, Serialize};

use crate::file::{Area, Hex, Invalid, Valid, invalid, valid};
use crate::samples::{one_byte_long, one_byte_short, patched, read_all};
use crate::sha3::sha3_256;
use crate::town::sample_parts;

pub(crate) struct Definitions;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Input {
    definition: Hex,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Output {
    election_id: Hex,
    title: String,
    /// Seconds since 1970.
    opens: u64,
    closes: u64,
    complaints: u64,
    /// The verifier key of the board's log.
    board: String,
    witnesses: Vec<String>,
    officials: Vec<(String, Hex)>,
    registrars: Vec<(String, Hex)>,
    trustees: Vec<(String, Hex)>,
    threshold: u8,
    /// Q, the identical close statements that it takes.
    close_quorum: usize,
    districts: Vec<Hex>,
    /// The digest of the voting page, if the election vouches for one.
    page: Option<Hex>,
}

impl Area for Definitions {
    const NAME: &'static str = "definitions";
    const SPEC: &'static str = "election.md, section 2";
    type Input = Input;
    type Output = Output;

    fn valid() -> Vec<Valid<Input>> {
        let one_of_each = |mut parts: DefinitionParts| {
            parts.officials.truncate(1);
            parts.registrars.truncate(1);
            parts.trustees.truncate(1);
            parts.threshold = 1;
            parts.witnesses.clear();
            parts.witness_quorum = 0;
            parts
        };
        vec![
            valid("two_districts", input(&sample_parts())),
            valid("one_party_of_each_role", input(&one_of_each(sample_parts()))),
            valid("complaints_end_as_it_closes", {
                input(&DefinitionParts { complaints: sample_parts().closes, ..sample_parts() })
            }),
            valid("no_voting_page", input(&DefinitionParts { page: None, ..sample_parts() })),
            valid("amounts_with_six_decimals", {
                input(&DefinitionParts { decimals: 6, ..sample_parts() })
            }),
        ]
    }

    fn invalid() -> Vec<Invalid<Input>> {
        let change = |name: &str, change: &dyn Fn(&mut DefinitionParts)| {
            let mut parts = sample_parts();
            change(&mut parts);
            invalid(name, "decode", input(&parts))
        };
        let bytes = write(&sample_parts());
        let raw =
            |name: &str, bytes: Vec<u8>| invalid(name, "decode", Input { definition: Hex(bytes) });
        let page = bytes.len() - 2 - 32;
        // The last trustee's key ends where threshold, count and hashes of the districts begin.
        let key = page - 1 - 2 - 64 - 32;
        let two_pages = [&patched(&bytes, page, &[0, 2]), &[0x9a; 32][..]].concat();
        let twice = |parties: &mut Vec<Party>| parties[1].key = parties[0].key;
        vec![
            raw("version_2", patched(&bytes, 0, &[0, 2])),
            raw("version_0", patched(&bytes, 0, &[0, 0])),
            change("title_empty", &|parts| parts.title.clear()),
            change("title_of_256_bytes", &|parts| parts.title = "t".repeat(256)),
            change("title_with_a_control_character", &|parts| parts.title.push('\u{7f}')),
            change("title_with_a_bidirectional_isolate", &|parts| {
                parts.title.insert(2, '\u{2067}')
            }),
            change("currency_of_17_bytes", &|parts| parts.currency = "c".repeat(17)),
            change("seven_decimals", &|parts| parts.decimals = 7),
            change("closes_when_it_opens", &|parts| parts.closes = parts.opens),
            change("closes_before_it_opens", &|parts| parts.closes = parts.opens - 1),
            change("complaints_end_before_it_closes", &|parts| parts.complaints = parts.closes - 1),
            change("no_official", &|parts| parts.officials.clear()),
            change("no_registrar", &|parts| parts.registrars.clear()),
            change("no_trustee", &|parts| {
                parts.trustees.clear();
                parts.threshold = 0;
            }),
            change("two_officials_with_one_key", &|parts| twice(&mut parts.officials)),
            change("two_registrars_with_one_key", &|parts| twice(&mut parts.registrars)),
            change("two_trustees_with_one_key", &|parts| twice(&mut parts.trustees)),
            change("party_without_a_name", &|parts| parts.trustees[1].name.clear()),
            change("threshold_zero", &|parts| parts.threshold = 0),
            change("threshold_above_the_trustees", &|parts| parts.threshold = 4),
            change("quorum_above_the_witnesses", &|parts| parts.witness_quorum = 3),
            change("a_witness_twice", &|parts| {
                parts.witnesses[1] = parts.witnesses[0].clone();
            }),
            change("no_district", &|parts| parts.districts.clear()),
            change("1025_districts", &|parts| parts.districts = vec![[0xd1; 32]; 1_025]),
            raw("two_voting_pages", two_pages),
            raw("voting_page_missing", bytes[..page].to_vec()),
            raw("key_of_small_order", patched(&bytes, key, &small_order())),
            raw("key_not_canonical", patched(&bytes, key, &[0xff; 32])),
            raw("one_byte_short", one_byte_short(&bytes)),
            raw("one_byte_long", one_byte_long(&bytes)),
            raw("empty", Vec::new()),
        ]
    }

    fn judge(input: &Input) -> Result<Output, String> {
        let definition = read_all(&input.definition.0, Definition::decode)?;
        assert_eq!(definition.election_id().0, sha3_256(&[&input.definition.0]));
        Ok(Output {
            election_id: definition.election_id().0.into(),
            title: definition.title.clone(),
            opens: definition.opens,
            closes: definition.closes,
            complaints: definition.complaints,
            board: definition.board.to_string(),
            witnesses: definition.witnesses.iter().map(ToString::to_string).collect(),
            officials: parties(&definition.officials),
            registrars: parties(&definition.registrars),
            trustees: parties(&definition.trustees),
            threshold: definition.threshold,
            close_quorum: definition.close_quorum(),
            districts: definition.districts.iter().map(Hex::from).collect(),
            page: definition.page.map(|page| page.0.into()),
        })
    }
}

fn parties(parties: &[Party]) -> Vec<(String, Hex)> {
    parties.iter().map(|party| (party.name.clone(), party.key.as_bytes().into())).collect()
}

/// The encoding of the neutral element of Ed25519.
fn small_order() -> [u8; 32] {
    let mut bytes = [0; 32];
    bytes[0] = 1;
    bytes
}

/// The encoding of parts, whether they make sense or not.
fn write(parts: &DefinitionParts) -> Vec<u8> {
    let mut out = Writer::new();
    out.u16(1);
    out.string(&parts.title);
    out.string(&parts.currency);
    out.u8(parts.decimals);
    out.u64(parts.opens);
    out.u64(parts.closes);
    out.u64(parts.complaints);
    out.string(parts.board.name().as_str());
    out.raw(parts.board.as_bytes());
    out.u16(parts.witnesses.len() as u16);
    for witness in &parts.witnesses {
        out.string(witness.name().as_str());
        out.raw(witness.as_bytes());
    }
    out.u8(parts.witness_quorum);
    for parties in [&parts.officials, &parts.registrars, &parts.trustees] {
        out.list(parties);
    }
    out.u8(parts.threshold);
    out.u16(parts.districts.len() as u16);
    parts.districts.iter().for_each(|digest| out.raw(digest));
    out.u16(parts.page.iter().len() as u16);
    parts.page.iter().for_each(|digest| out.raw(&digest.0));
    out.into_bytes()
}

fn input(parts: &DefinitionParts) -> Input {
    Input { definition: write(parts).into() }
}
