//! Points of a ballot that are read first and decoded later, all at once.

use crate::crypto::group::ELEMENT_BYTES;
use crate::crypto::msm::Affine;
use crate::wire::{Reader, Rule, WireError};

/// The encodings of points, with the places where they were read.
///
/// Points that are decoded together cost less. Where a reading fails, decode what it has read, too:
/// a point that is refused stands before that fault.
#[derive(Default)]
pub(crate) struct Encodings {
    bytes: Vec<[u8; ELEMENT_BYTES]>,
    /// The field and the offset of each.
    places: Vec<(&'static str, usize)>,
    /// Where the part that is read begins: readers count from there.
    start: usize,
}

impl Encodings {
    /// Forgets all encodings.
    pub(crate) fn clear(&mut self) {
        self.bytes.clear();
        self.places.clear();
    }

    /// What is read from now on is in a part that begins at `start`.
    pub(crate) fn begin(&mut self, start: usize) {
        self.start = start;
    }

    /// Takes a point, not decoded yet, off the front.
    pub(crate) fn point(
        &mut self,
        field: &'static str,
        reader: &mut Reader<'_>,
    ) -> Result<(), WireError> {
        let offset = self.start + reader.offset();
        self.bytes.push(reader.array(field)?);
        self.places.push((field, offset));
        Ok(())
    }

    /// A point that is not the neutral element (*point\**).
    pub(crate) fn key(
        &mut self,
        field: &'static str,
        reader: &mut Reader<'_>,
    ) -> Result<(), WireError> {
        let offset = reader.offset();
        self.point(field, reader)?;
        if self.bytes.last() == Some(&[0; ELEMENT_BYTES]) {
            return Reader::refuse(field, offset, Rule::Neutral);
        }
        Ok(())
    }

    /// Decodes the points and puts them behind those in `points`.
    ///
    /// # Errors
    ///
    /// The first that is not the encoding of a point; `points` is as before.
    pub(crate) fn decode(&self, points: &mut Vec<Affine>) -> Result<(), WireError> {
        Affine::decode_all(&self.bytes, points).map_err(|index| {
            let (field, offset) = self.places[index];
            WireError { field, offset, rule: Rule::Point }
        })
    }
}
