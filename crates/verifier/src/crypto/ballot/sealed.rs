//! Decoding a sealed ballot (`spec/protocol.md`, sections 6.3 and 11.2).

use curve25519_dalek::Scalar;

use super::Encodings;
use crate::crypto::group::ReadGroup;
use crate::crypto::style::Style;
use crate::wire::{Reader, WireError};

/// Takes A || Y_1 .. Y_w off the front, w + 1 points.
pub(crate) fn read_ciphertext(
    style: &Style,
    reader: &mut Reader<'_>,
    points: &mut Encodings,
) -> Result<(), WireError> {
    points.key("A", reader)?;
    read_points(reader, points, "Y", style.slots())
}

/// Reads a sealed ballot. Its points, not decoded yet, and its scalars are put after those in
/// `points` and `scalars`, both in the order of the wire.
pub(crate) fn read_sealed(
    style: &Style,
    reader: &mut Reader<'_>,
    points: &mut Encodings,
    scalars: &mut Vec<Scalar>,
) -> Result<(), WireError> {
    let constrained = !style.constraints().is_empty();
    read_ciphertext(style, reader, points)?;
    read_points(reader, points, "Cx", 1)?;
    read_points(reader, points, "Cm", 1)?;
    read_points(reader, points, "V", style.constraints().len())?;
    for field in ["TA", "TY", "P1", "P0"] {
        read_points(reader, points, field, 1)?;
    }
    if constrained {
        read_points(reader, points, "E", 1)?;
    }
    for _ in 0..style.slots() {
        scalars.push(reader.scalar("f")?);
    }
    for field in ["z_r", "z_x", "z_p"] {
        scalars.push(reader.scalar(field)?);
    }
    if constrained {
        scalars.push(reader.scalar("z_v")?);
        read_range_proof(style, reader, points, scalars)?;
    }
    Ok(())
}

fn read_range_proof(
    style: &Style,
    reader: &mut Reader<'_>,
    points: &mut Encodings,
    scalars: &mut Vec<Scalar>,
) -> Result<(), WireError> {
    for field in ["A'", "S'", "T_1", "T_2"] {
        read_points(reader, points, field, 1)?;
    }
    for field in ["t_x", "t_b", "e_b"] {
        scalars.push(reader.scalar(field)?);
    }
    for _ in 0..style.range_rounds() {
        read_points(reader, points, "L", 1)?;
        read_points(reader, points, "R", 1)?;
    }
    for field in ["a", "b"] {
        scalars.push(reader.scalar(field)?);
    }
    Ok(())
}

fn read_points(
    reader: &mut Reader<'_>,
    points: &mut Encodings,
    field: &'static str,
    count: usize,
) -> Result<(), WireError> {
    for _ in 0..count {
        points.point(field, reader)?;
    }
    Ok(())
}

/// The scalars of a sealed ballot by name, taken from the order of the wire.
pub(crate) struct Responses<'a> {
    /// f_1 .. f_w
    pub(crate) f: &'a [Scalar],
    pub(crate) z_r: Scalar,
    pub(crate) z_x: Scalar,
    pub(crate) z_p: Scalar,
    /// Present if the style has constraints.
    pub(crate) constrained: Option<ConstrainedResponses>,
}

/// z_v and the scalars of the range proof.
pub(crate) struct ConstrainedResponses {
    pub(crate) z_v: Scalar,
    pub(crate) t_x: Scalar,
    pub(crate) t_b: Scalar,
    pub(crate) e_b: Scalar,
    pub(crate) a: Scalar,
    pub(crate) b: Scalar,
}

impl<'a> Responses<'a> {
    /// How many scalars a sealed ballot of the style has.
    pub(crate) fn count(style: &Style) -> usize {
        style.slots() + if style.constraints().is_empty() { 3 } else { 9 }
    }

    /// Names the scalars that [`read_sealed`] has read for one ballot of `slots` slots.
    pub(crate) fn of(slots: usize, scalars: &'a [Scalar]) -> Option<Self> {
        let (f, rest) = scalars.split_at_checked(slots)?;
        let (&[z_r, z_x, z_p], rest) = rest.split_first_chunk()?;
        let constrained = match *rest {
            [z_v, t_x, t_b, e_b, a, b] => Some(ConstrainedResponses { z_v, t_x, t_b, e_b, a, b }),
            _ => None,
        };
        Some(Self { f, z_r, z_x, z_p, constrained })
    }
}
