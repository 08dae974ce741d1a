//! Sealed ballots of any small style: the election crates and the verifier accept the same ones,
//! name the same equation, and compute the same tracker and sums.
//!
//! The input is the number of slots (1 byte, 1 to 6), of constraints (1 byte, 0 to 3), for each
//! constraint its constant and coefficients (8 bytes each), and the ballot, sealed for the
//! credential and the keys of the test vectors.

#![no_main]

use isoloir_crypto::ballot::{BallotStyle, LinearConstraint};
use isoloir_encoding::{DecodeError, Reader};
use isoloir_fuzz::ballots::{District, MAX_CONSTRAINTS, MAX_SLOTS};
use isoloir_verify::crypto::style::{Constraint, Style};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut input = Reader::new(bytes);
    let Ok((slots, constraints)) = read_style(&mut input) else { return };
    let rows = constraints
        .iter()
        .map(|row| Constraint { constant: row.constant, coefficients: row.coefficients.clone() });
    let verifier = Style::new(slots, rows.collect());
    let crates = BallotStyle::new(slots, constraints);
    assert_eq!(crates.is_ok(), verifier.is_ok(), "{crates:?}, {verifier:?}");
    let (Ok(crates), Ok(verifier)) = (crates, verifier) else { return };
    let sealed = &bytes[bytes.len() - input.remaining()..];
    District::new(crates, verifier).agree(sealed);
});

fn read_style(input: &mut Reader<'_>) -> Result<(usize, Vec<LinearConstraint>), DecodeError> {
    let slots = usize::from(input.u8("slots")? % MAX_SLOTS + 1);
    let count = usize::from(input.u8("constraints")? % (MAX_CONSTRAINTS + 1));
    let constraints = input.items(count, |input| {
        let constant = input.i64("constant")?;
        let coefficients = input.items(slots, |input| input.i64("coefficient"))?;
        Ok(LinearConstraint { constant, coefficients })
    })?;
    Ok((slots, constraints))
}
