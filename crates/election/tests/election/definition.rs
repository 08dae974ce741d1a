//! The general part of a definition.

use ed25519_dalek::VerifyingKey;
use isoloir_board::entry::MAX_PAYLOAD_BYTES;
use isoloir_board::keys::{LogSigner, WitnessKey, WitnessSigner};
use isoloir_board::policy::PolicyError;
use isoloir_crypto::dkg::ParametersError;
use isoloir_election::definition::{
    Definition, DefinitionError, DefinitionParts, MAX_DISTRICTS, MAX_OFFICIALS, MAX_REGISTRARS,
    PageDigest, Party,
};
use isoloir_election::message::Kind;
use isoloir_election::phase::Refusal;
use isoloir_encoding::{Decode, Encode, Problem};
use proptest::prelude::*;

use crate::support::{Plan, Town, party, signing_key};

fn parts() -> DefinitionParts {
    Plan::default().definition_parts()
}

#[track_caller]
fn refusal(change: impl FnOnce(&mut DefinitionParts)) -> DefinitionError {
    let mut parts = parts();
    change(&mut parts);
    Definition::new(parts).unwrap_err()
}

fn witness(number: u8) -> WitnessKey {
    let name = format!("witness-{number}.example").parse().unwrap();
    WitnessSigner::new(name, signing_key(4, number)).unwrap().key().clone()
}

fn many(count: usize, role: u8) -> Vec<Party> {
    (0..count).map(|number| party(&format!("Party {number}"), role, number as u8)).collect()
}

#[test]
fn no_party_of_a_role_or_too_many_is_refused() {
    type Role = fn(&mut DefinitionParts) -> &mut Vec<Party>;
    let roles: [(Role, &str, usize); 3] = [
        (|parts| &mut parts.officials, "officials", MAX_OFFICIALS),
        (|parts| &mut parts.registrars, "registrars", MAX_REGISTRARS),
        (|parts| &mut parts.trustees, "trustees", 32),
    ];
    for (of, role, most) in roles {
        for parties in [0, most + 1] {
            let refused = refusal(|parts| *of(parts) = many(parties, 5));
            assert_eq!(refused, DefinitionError::Parties { role, parties, most });
        }
        let mut parts = parts();
        *of(&mut parts) = many(most, 5);
        assert!(Definition::new(parts).is_ok());
        let refused = refusal(|parts| {
            *of(parts) = vec![party("A", 5, 0), party("B", 5, 1), party("C", 5, 0)];
        });
        assert_eq!(refused, DefinitionError::RepeatedKey { role, name: "C".into() });
        let nameless = refusal(|parts| of(parts)[0].name = "a\tb".into());
        assert_eq!(nameless, DefinitionError::ControlCharacter { what: "name of a party" });
    }
}

#[test]
fn texts_dates_and_decimals_that_make_no_sense_are_refused() {
    let title = refusal(|parts| parts.title = String::new());
    assert_eq!(title, DefinitionError::EmptyText { what: "title" });
    let title = refusal(|parts| parts.title = "x".repeat(256));
    assert_eq!(title, DefinitionError::LongText { what: "title", bytes: 256, most: 255 });
    let currency = refusal(|parts| parts.currency = "€\u{202}\u{1}".into());
    assert_eq!(currency, DefinitionError::ControlCharacter { what: "currency" });
    // Would break the line, or turn what follows it around.
    for character in ['\u{2028}', '\u{2029}', '\u{202e}', '\u{2066}', '\u{7f}', '\u{85}'] {
        let title = refusal(|parts| parts.title = format!("Budget {character} 2026"));
        assert_eq!(title, DefinitionError::ControlCharacter { what: "title" });
    }
    let currency = refusal(|parts| parts.currency = "x".repeat(17));
    assert_eq!(currency, DefinitionError::LongText { what: "currency", bytes: 17, most: 16 });
    let decimals = refusal(|parts| parts.decimals = 7);
    assert_eq!(decimals, DefinitionError::TooManyDecimals { decimals: 7 });
    for closes in [0, 999, 1_000] {
        assert_eq!(refusal(|parts| parts.closes = closes), DefinitionError::ClosesBeforeItOpens);
    }
    let early = refusal(|parts| parts.complaints = 1_999);
    assert_eq!(early, DefinitionError::ComplaintsEndBeforeTheClose);
    assert!(Definition::new(DefinitionParts { complaints: 2_000, ..parts() }).is_ok());
}

#[test]
fn a_threshold_that_no_trustees_can_meet_is_refused() {
    for threshold in [0, 4, 255] {
        let error = ParametersError::Threshold { threshold, trustees: 3 };
        let refused = refusal(|parts| parts.threshold = threshold);
        assert_eq!(refused, DefinitionError::Ceremony(error));
    }
}

#[test]
fn no_district_or_too_many_are_refused() {
    for districts in [0, MAX_DISTRICTS + 1] {
        let refused = refusal(|parts| parts.districts = vec![[1; 32]; districts]);
        assert_eq!(refused, DefinitionError::Districts { districts });
    }
}

#[test]
fn witnesses_that_can_not_serve_are_refused() {
    let quorum = refusal(|parts| parts.witness_quorum = 1);
    let error = PolicyError::QuorumTooLarge { quorum: 1, witnesses: 0 };
    assert_eq!(quorum, DefinitionError::Witnesses(error));
    let many = refusal(|parts| parts.witnesses = (0..33).map(witness).collect());
    assert_eq!(many, DefinitionError::Witnesses(PolicyError::TooManyWitnesses(33)));
    let twice = refusal(|parts| parts.witnesses = vec![witness(1), witness(1)]);
    assert!(matches!(twice, DefinitionError::Witnesses(PolicyError::SharedWitness(_))));
}

/// The neutral element, a point of order 4 (y = 0), and the neutral element with y = p + 1.
fn weak_keys() -> [[u8; 32]; 3] {
    let (mut neutral, order_4) = ([0; 32], [0; 32]);
    neutral[0] = 1;
    let mut not_canonical = [0xff; 32];
    (not_canonical[0], not_canonical[31]) = (0xee, 0x7f);
    [neutral, order_4, not_canonical]
}

#[test]
fn a_party_with_a_weak_key_is_refused_as_parts() {
    for bytes in weak_keys() {
        let Ok(key) = VerifyingKey::from_bytes(&bytes) else { continue };
        let refused = refusal(|parts| parts.registrars[1].key = key);
        let (role, name) = ("registrars", "Registrar 1".into());
        assert_eq!(refused, DefinitionError::WeakKey { role, name });
    }
    assert!(VerifyingKey::from_bytes(&weak_keys()[0]).is_ok());
}

#[test]
fn a_party_with_a_weak_key_is_refused_as_bytes() {
    let definition = Definition::new(parts()).unwrap();
    let bytes = definition.to_bytes();
    for party in definition.officials.iter().chain(&definition.trustees) {
        let key = party.key.as_bytes();
        let at = bytes.windows(32).position(|window| window == key).unwrap();
        for weak in weak_keys() {
            let mut forged = bytes.clone();
            forged[at..at + 32].copy_from_slice(&weak);
            let error = Definition::from_bytes(&forged).unwrap_err();
            assert_eq!(error.what, "key of a party");
            assert!(matches!(error.problem, Problem::NotCanonical(_)));
        }
    }
}

#[test]
fn what_new_refuses_is_refused_in_bytes_too() {
    let good = Definition::new(parts()).unwrap().to_bytes();
    // Version (2), title "Budget 2026" (2 + 11), currency "EUR" (2 + 3), decimals (1), opens (8), closes (8),
    // complaints (8).
    let spots: [(usize, &[u8]); 5] =
        [(4, b"\n"), (20, &[7]), (29, &[0; 8]), (37, &[0; 8]), (good.len() - 69, &[4])];
    for (spot, bytes) in spots {
        let mut forged = good.clone();
        forged[spot..spot + bytes.len()].copy_from_slice(bytes);
        let error = Definition::from_bytes(&forged).unwrap_err();
        assert_eq!(error.what, "definition", "{spot}: {error:?}");
    }
    let mut version = good.clone();
    version[1] = 2;
    assert_eq!(Definition::from_bytes(&version).unwrap_err().problem, Problem::Unknown(2));
    let longer = [good.as_slice(), &[0]].concat();
    assert_eq!(Definition::from_bytes(&longer).unwrap_err().problem, Problem::TrailingBytes(1));
    for length in 0..good.len() {
        assert!(Definition::from_bytes(&good[..length]).is_err());
    }
}

#[test]
fn the_largest_definition_fits_an_entry() {
    let mut parts = parts();
    let long = |prefix: &str| format!("{prefix}{}", "x".repeat(255 - prefix.len()));
    parts.title = long("t");
    parts.currency = "x".repeat(16);
    let board = LogSigner::new(long("b").parse().unwrap(), signing_key(9, 0)).unwrap();
    parts.board = board.key().clone();
    let witness = |number: u8| {
        let name = long(&number.to_string()).parse().unwrap();
        WitnessSigner::new(name, signing_key(4, number)).unwrap().key().clone()
    };
    parts.witnesses = (100..132).map(witness).collect();
    parts.officials = many(MAX_OFFICIALS, 1);
    parts.registrars = many(MAX_REGISTRARS, 2);
    parts.trustees = many(32, 3);
    for role in [&mut parts.officials, &mut parts.registrars, &mut parts.trustees] {
        role.iter_mut().for_each(|party| party.name = long(""));
    }
    parts.districts = vec![[1; 32]; MAX_DISTRICTS];
    let definition = Definition::new(parts).unwrap();
    let bytes = definition.to_bytes();
    // A signer and a signature come on top.
    assert!(bytes.len() + 65 <= MAX_PAYLOAD_BYTES, "{} bytes", bytes.len());
    assert_eq!(Definition::from_bytes(&bytes), Ok(definition));
}

#[test]
fn the_id_changes_with_every_field() {
    let changes: [fn(&mut DefinitionParts); 18] = [
        |_| (),
        |parts| parts.title.push('x'),
        |parts| parts.currency.push('x'),
        |parts| parts.decimals = 2,
        |parts| parts.opens -= 1,
        |parts| parts.closes += 1,
        |parts| parts.complaints += 1,
        |parts| {
            let board = LogSigner::new("example.org/other".parse().unwrap(), signing_key(9, 0));
            parts.board = board.unwrap().key().clone();
        },
        |parts| parts.witnesses.push(witness(0)),
        |parts| {
            parts.witnesses.push(witness(0));
            parts.witness_quorum = 1;
        },
        |parts| parts.officials[0].name.push('x'),
        |parts| parts.officials.swap(0, 1),
        |parts| parts.registrars.swap(0, 1),
        |parts| parts.trustees.swap(0, 1),
        |parts| parts.trustees[0].key = signing_key(8, 8).verifying_key(),
        |parts| parts.threshold = 3,
        |parts| parts.districts[0][0] ^= 1,
        |parts| parts.districts.swap(0, 1),
    ];
    let mut ids: Vec<_> = changes
        .iter()
        .map(|change| {
            let mut parts = parts();
            change(&mut parts);
            Definition::new(parts).unwrap().election_id()
        })
        .collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), changes.len());
}

#[test]
fn a_district_that_the_definition_does_not_name_is_refused() {
    let mut town = Town::new(&Plan::default());
    let definition = town.by_official(Kind::Definition, &town.definition.to_bytes());
    town.post(Kind::Definition, definition);
    let [first, second] = [0, 1].map(|index| town.districts[index].to_bytes());
    let refused = town.refused(Kind::District, second.clone());
    assert_eq!(refused, Refusal::WrongDistrict { district: 0 });
    town.post(Kind::District, first.clone());
    // No trustee commits before all districts are there.
    let commitment = town.start_dealers()[0].1.to_bytes();
    let payload = town.by_trustee(Kind::DealingCommitment, 0, &commitment);
    assert!(matches!(town.refused(Kind::DealingCommitment, payload), Refusal::OutOfPhase { .. }));
    town.refused(Kind::District, first.clone());
    town.post(Kind::District, second);
    assert_eq!(town.refused(Kind::District, first), Refusal::UnknownDistrict { district: 2 });
    town.hold_ceremony();
    town.enrol();
    town.open_vote();
}

proptest! {
    #[test]
    fn a_definition_reads_back(
        title in "[a-zà-ü]{1,20}",
        decimals in 0..=6_u8,
        times in any::<[u64; 3]>(),
        counts in (1..=3_u8, 1..=3_u8, 1..=5_u8, 0..=3_u8),
        threshold in any::<prop::sample::Index>(),
        quorum in any::<prop::sample::Index>(),
        districts in prop::collection::vec(any::<[u8; 32]>(), 1..5),
        page in any::<Option<[u8; 32]>>(),
    ) {
        let times = { let mut times = times; times.sort_unstable(); times };
        prop_assume!(times[0] != times[1]);
        let (officials, registrars, trustees, witnesses) = counts;
        let parts = DefinitionParts {
            title,
            decimals,
            opens: times[0],
            closes: times[1],
            complaints: times[2],
            witnesses: (0..witnesses).map(witness).collect(),
            witness_quorum: quorum.index(usize::from(witnesses) + 1) as u8,
            officials: many(officials.into(), 1),
            registrars: many(registrars.into(), 2),
            trustees: many(trustees.into(), 3),
            threshold: threshold.index(trustees.into()) as u8 + 1,
            districts,
            page: page.map(PageDigest),
            ..parts()
        };
        let definition = Definition::new(parts.clone()).unwrap();
        prop_assert_eq!(&*definition, &parts);
        prop_assert_eq!(Definition::from_bytes(&definition.to_bytes()), Ok(definition));
    }

    #[test]
    fn changed_bytes_are_another_definition_or_none(
        at in any::<prop::sample::Index>(),
        to in any::<u8>(),
    ) {
        let mut bytes = Definition::new(parts()).unwrap().to_bytes();
        let at = at.index(bytes.len());
        bytes[at] = to;
        if let Ok(definition) = Definition::from_bytes(&bytes) {
            prop_assert_eq!(definition.to_bytes(), bytes);
        }
    }
}
