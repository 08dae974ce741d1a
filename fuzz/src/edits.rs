//! Changes of good bytes, as an input of a fuzz target says: closer to the defences than random
//! bytes are.

use curve25519_dalek::ristretto::{CompressedRistretto, RistrettoPoint};
use curve25519_dalek::scalar::Scalar;
use isoloir_encoding::{DecodeError, Reader};

const ELEMENT: usize = 32;
/// The most changes of one input.
const MAX_EDITS: usize = 6;

/// Changes `bytes` as the rest of the input says. Each change is a byte that says which, the place
/// (`u16`), and what else it needs. Elements are counted from `start`, 32 bytes each.
pub fn edit(input: &mut Reader<'_>, bytes: &mut Vec<u8>, start: usize) {
    for _ in 0..MAX_EDITS {
        if one(input, bytes, start).is_err() {
            return;
        }
    }
}

fn one(input: &mut Reader<'_>, bytes: &mut Vec<u8>, start: usize) -> Result<(), DecodeError> {
    let change = input.u8("change")? % 11;
    let place = usize::from(input.u16("place")?);
    if bytes.is_empty() {
        return Ok(());
    }
    let at = place % bytes.len();
    let elements = (bytes.len().saturating_sub(start) / ELEMENT).max(1);
    let element = start + place % elements * ELEMENT;
    match change {
        0 => bytes[at] ^= input.u8("difference")?,
        1 => bytes.truncate(at),
        2 => bytes.insert(at, input.u8("byte")?),
        3 => drop(bytes.remove(at)),
        4 => {
            let from = start + usize::from(input.u16("from")?) % elements * ELEMENT;
            if let Some(copy) = get(bytes, from) {
                put(bytes, element, copy);
            }
        }
        5 => put(bytes, element, [0; ELEMENT]),
        6 => put(bytes, element, input.array("element")?),
        7 => map_scalar(bytes, element, |scalar| scalar + Scalar::ONE),
        8 => map_scalar(bytes, element, |scalar| -scalar),
        9 => map_point(bytes, element, |point| point + RistrettoPoint::mul_base(&Scalar::ONE)),
        _ => map_point(bytes, element, |point| -point),
    }
    Ok(())
}

fn get(bytes: &[u8], at: usize) -> Option<[u8; ELEMENT]> {
    bytes.get(at..at + ELEMENT)?.try_into().ok()
}

fn put(bytes: &mut [u8], at: usize, element: [u8; ELEMENT]) {
    if let Some(place) = bytes.get_mut(at..at + ELEMENT) {
        place.copy_from_slice(&element);
    }
}

fn map_scalar(bytes: &mut [u8], at: usize, map: impl FnOnce(Scalar) -> Scalar) {
    let scalar = get(bytes, at).and_then(|bytes| Scalar::from_canonical_bytes(bytes).into());
    if let Some(scalar) = scalar {
        put(bytes, at, map(scalar).to_bytes());
    }
}

fn map_point(bytes: &mut [u8], at: usize, map: impl FnOnce(RistrettoPoint) -> RistrettoPoint) {
    let point = get(bytes, at).and_then(|bytes| CompressedRistretto(bytes).decompress());
    if let Some(point) = point {
        put(bytes, at, map(point).compress().to_bytes());
    }
}
