//! Definitions, general part and district: what is read is canonical, and gives an id and a style.

#![no_main]

use isoloir_election::definition::{Definition, District};
use isoloir_encoding::{Decode, Encode};
use isoloir_fuzz::canonical;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Some(definition) = canonical(bytes, Definition::decode) {
        let _ = definition.election_id();
        assert!(definition.close_quorum() <= definition.trustees.len());
    }
    if let Some(district) = canonical(bytes, District::decode) {
        let _ = (district.digest(), district.style().to_bytes());
        let all: Vec<u16> = (0..district.style().slots()).collect();
        let _ = district.choose(&all);
        let _ = district.choose(&[]);
    }
});
