//! Range proofs: the crate `bulletproofs` and the verifier's own check accept the same ones.
//!
//! The input is n (1 byte: 8, 16, 32 or 64), the number of constraints (1 byte, 1 to 4), a seed (1
//! byte), and changes of the range proof of an honest ballot of that size (`isoloir_fuzz::edits`).

#![no_main]

use std::cell::RefCell;
use std::collections::BTreeMap;

use isoloir_crypto::ballot::{BallotStyle, Choices, LinearConstraint};
use isoloir_encoding::{Encode, Reader};
use isoloir_fuzz::ballots::{District, voter};
use isoloir_fuzz::edits::edit;
use isoloir_fuzz::rng;
use isoloir_verify::crypto::style::{Constraint, Style};
use libfuzzer_sys::fuzz_target;

const ELEMENT: usize = 32;

thread_local! {
    /// Districts with an honest ballot, by n, constraints and seed.
    static HONEST: RefCell<BTreeMap<Size, Sealed>> = const { RefCell::new(BTreeMap::new()) };
}

/// n, the number of constraints, and a seed.
type Size = (u32, usize, u8);

struct Sealed {
    district: District,
    bytes: Vec<u8>,
    /// Where the range proof begins.
    range: usize,
}

fuzz_target!(|bytes: &[u8]| {
    let mut input = Reader::new(bytes);
    let Ok([n, count, seed]) = input.array("size") else { return };
    let n = 8 << (n % 4);
    let (count, seed) = (usize::from(count % 4 + 1), seed % 4);
    HONEST.with_borrow_mut(|honest| {
        let sealed = honest.entry((n, count, seed)).or_insert_with(|| seal(n, count, seed));
        let mut range = sealed.bytes[sealed.range..].to_vec();
        edit(&mut input, &mut range, 0);
        let changed = [&sealed.bytes[..sealed.range], &range].concat();
        let accepted = sealed.district.agree(&changed);
        assert_eq!(accepted, changed == sealed.bytes, "a changed proof was accepted");
    });
});

fn seal(n: u32, count: usize, seed: u8) -> Sealed {
    let constant = if n == 64 { i64::MAX } else { (1 << n) - 1 };
    let crates = vec![LinearConstraint { constant, coefficients: vec![-1] }; count];
    let verifier = vec![Constraint { constant, coefficients: vec![-1] }; count];
    let style = BallotStyle::new(1, crates).expect("a style");
    let rounds = (style.range_bits() * style.range_values()).ilog2() as usize;
    let district = District::new(style, Style::new(1, verifier).expect("a style"));
    let choices = Choices::new(district.crates().style(), &[true]).expect("one of one");
    let mut rng = rng(&format!("range {n} {count} {seed}"));
    let bytes = district.crates().seal(&voter(), &choices, &mut rng).0.to_bytes();
    let range = bytes.len() - ELEMENT * (9 + 2 * rounds);
    assert!(district.agree(&bytes), "an honest ballot was refused");
    Sealed { district, bytes, range }
}
