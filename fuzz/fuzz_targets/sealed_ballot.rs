//! Sealed ballots of any small style: what is read is canonical, and checking it never panics.
//!
//! The input is the number of slots (1 byte, 1 to 6), of constraints (1 byte, 0 to 3), for each
//! constraint its constant and coefficients (8 bytes each), and the ballot.

#![no_main]

use isoloir_crypto::ballot::{BallotParameters, BallotStyle, LinearConstraint, SealedBallot};
use isoloir_crypto::group::{NonIdentityPoint, SecretScalar};
use isoloir_encoding::{DecodeError, Encode, Reader};
use isoloir_fuzz::{canonical, rng};
use libfuzzer_sys::fuzz_target;

const MAX_SLOTS: u8 = 6;
const MAX_CONSTRAINTS: u8 = 3;

fuzz_target!(|bytes: &[u8]| {
    let mut input = Reader::new(bytes);
    let Ok(Some(style)) = read_style(&mut input) else { return };
    let sealed = &bytes[bytes.len() - input.remaining()..];
    let Some(ballot) = canonical(sealed, |input| SealedBallot::read(input, &style)) else { return };
    let keys: Vec<NonIdentityPoint> = (0..style.slots()).map(key).collect();
    let parameters = BallotParameters::new([0x5f; 32], 3, style, &keys).expect("keys differ");
    let credential = key(u16::from(MAX_SLOTS));
    let _ = ballot.tracker(&parameters, &credential);
    let _ = parameters.verify(&credential, &ballot, &mut rng("verify"));
});

fn read_style(input: &mut Reader<'_>) -> Result<Option<BallotStyle>, DecodeError> {
    let slots = usize::from(input.u8("slots")? % MAX_SLOTS + 1);
    let count = usize::from(input.u8("constraints")? % (MAX_CONSTRAINTS + 1));
    let constraints = input.items(count, |input| {
        let constant = input.i64("constant")?;
        let coefficients = input.items(slots, |input| input.i64("coefficient"))?;
        Ok(LinearConstraint { constant, coefficients })
    })?;
    let style = BallotStyle::new(slots, constraints).ok();
    if let Some(style) = &style {
        let _ = style.to_bytes();
    }
    Ok(style)
}

fn key(number: u16) -> NonIdentityPoint {
    let secret = SecretScalar::random(&mut rng(&format!("slot key {number}")));
    NonIdentityPoint::from_secret(&secret).expect("the secret is not zero")
}
