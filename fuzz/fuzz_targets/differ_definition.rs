//! Definitions, general part and district: the election crates and the verifier read the same ones,
//! and the same in them.

#![no_main]

use isoloir_election::definition::{Definition, District, Ties};
use isoloir_encoding::{Decode, Encode};
use isoloir_fuzz::canonical;
use isoloir_verify::election::district::Ties as VerifierTies;
use isoloir_verify::election::{Definition as VerifierDefinition, District as VerifierDistrict};
use isoloir_verify::engine::policy;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    general(bytes);
    district(bytes);
});

fn general(bytes: &[u8]) {
    let crates = canonical(bytes, Definition::decode);
    let verifier = VerifierDefinition::read(bytes);
    assert_eq!(crates.is_some(), verifier.is_ok(), "{verifier:?}");
    let (Some(crates), Ok(verifier)) = (crates, verifier) else { return };
    assert_eq!(crates.election_id().0, verifier.election_id);
    assert_eq!(crates.close_quorum(), verifier.close_quorum());
    assert_eq!((&crates.title, crates.threshold), (&verifier.title, verifier.threshold));
    let policy = policy(&verifier).expect("the crates have a policy");
    assert_eq!(crates.policy().log().to_string(), policy.log().to_string());
    assert_eq!(crates.policy().quorum(), policy.quorum());
    let witnesses = policy.witnesses().iter().map(ToString::to_string);
    assert!(crates.policy().witnesses().iter().map(ToString::to_string).eq(witnesses));
}

fn district(bytes: &[u8]) {
    let crates = canonical(bytes, District::decode);
    let verifier = VerifierDistrict::read(bytes);
    assert_eq!(crates.is_some(), verifier.is_ok(), "{verifier:?}");
    let (Some(crates), Ok(verifier)) = (crates, verifier) else { return };
    assert_eq!(crates.digest(), verifier.digest);
    let style = verifier.style().expect("it was read");
    assert_eq!(crates.style().to_bytes(), style.encode());
    assert_eq!(crates.style().range_values(), style.range_values());
    assert_eq!((crates.budget, crates.floor), (verifier.budget, verifier.floor));
    assert_eq!(crates.paper_floor, verifier.paper_floor);
    let ties = match &crates.ties {
        Ties::Listed(order) => VerifierTies::Listed(order.clone()),
        Ties::Lot => VerifierTies::ByLot,
    };
    assert_eq!((ties, crates.threshold), (verifier.ties, verifier.threshold));
    assert_eq!((crates.rule as u8, &crates.groups), (verifier.rule as u8 + 1, &verifier.groups));
}
