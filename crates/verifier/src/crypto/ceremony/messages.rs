//! The messages of a ceremony (`spec/protocol.md`, sections 5.2 to 5.5).

use super::{MAX_PART_POINTS, MAX_TRUSTEES};
use crate::crypto::equality::EqualityProof;
use crate::crypto::group::{ELEMENT_BYTES, Point, ReadGroup};
use crate::crypto::knowledge::KnowledgeProof;
use crate::wire::{Reader, Rule, WireError};

/// A trustee's index, 1 to 32.
pub(crate) fn read_trustee(reader: &mut Reader<'_>, field: &'static str) -> Result<u8, WireError> {
    let offset = reader.offset();
    let index = reader.u8(field)?;
    if !(1..=MAX_TRUSTEES).contains(&index) {
        return Reader::refuse(field, offset, Rule::Meaningless("a trustee's index is 1 to 32"));
    }
    Ok(index)
}

/// Round 0: u8 i || opening_hash || E_i || proof, 129 bytes.
pub(super) struct Commitment {
    pub(super) trustee: u8,
    pub(super) opening_hash: [u8; 32],
    pub(super) encryption_key: Point,
    pub(super) proof: KnowledgeProof,
}

impl Commitment {
    pub(super) fn decode(message: &[u8]) -> Result<Self, WireError> {
        let mut reader = Reader::new(message);
        let commitment = Self {
            trustee: read_trustee(&mut reader, "trustee of a commitment")?,
            opening_hash: reader.array("opening_hash")?,
            encryption_key: reader.key("encryption key E_i")?,
            proof: KnowledgeProof::read(&mut reader)?,
        };
        reader.finish("commitment")?;
        Ok(commitment)
    }
}

/// Round 1: u8 i || u16 first_slot || u16 count || count t points || proof.
pub(super) struct Part {
    pub(super) trustee: u8,
    /// From 0.
    pub(super) first: usize,
    /// C_j0 .. C_j(t-1) for each slot of the part.
    pub(super) slots: Vec<Vec<Point>>,
    pub(super) proof: KnowledgeProof,
}

impl Part {
    pub(super) fn decode(message: &[u8], threshold: u8) -> Result<Self, WireError> {
        let threshold = usize::from(threshold);
        let mut reader = Reader::new(message);
        let trustee = read_trustee(&mut reader, "trustee of an opening")?;
        let first = usize::from(reader.u16("first_slot of an opening")?);
        let count = reader.count("count of an opening", 1, MAX_PART_POINTS / threshold)?;
        let slots = (0..count).map(|_| {
            let mut coefficients = Vec::with_capacity(threshold);
            coefficients.push(reader.key("constant term C_j0 of an opening")?);
            coefficients.extend(reader.points("C_jk of an opening", threshold - 1)?);
            Ok(coefficients)
        });
        let slots = slots.collect::<Result<_, WireError>>()?;
        let proof = KnowledgeProof::read(&mut reader)?;
        reader.finish("part of an opening")?;
        Ok(Self { trustee, first, slots, proof })
    }

    /// C_j0 of each slot.
    pub(super) fn constant_terms(&self) -> Vec<Point> {
        self.slots.iter().filter_map(|slot| slot.first().copied()).collect()
    }
}

/// Round 2: u8 d || u8 r || round_hash || sealed, 32 w + 50 bytes.
pub(super) struct Deal<'a> {
    pub(super) dealer: u8,
    pub(super) recipient: u8,
    /// That of the commitments which the dealer was shown.
    pub(super) round_hash: [u8; 32],
    /// Ciphertext and tag, 32 w + 16 bytes.
    pub(super) sealed: &'a [u8],
}

impl<'a> Deal<'a> {
    pub(super) fn decode(message: &'a [u8], slots: usize) -> Result<Self, WireError> {
        let mut reader = Reader::new(message);
        let deal = Self {
            dealer: read_trustee(&mut reader, "dealer of a deal")?,
            recipient: read_trustee(&mut reader, "recipient of a deal")?,
            round_hash: reader.array("round_hash of a deal")?,
            sealed: reader.bytes("sealed shares of a deal", ELEMENT_BYTES * slots + 16)?,
        };
        reader.finish("deal")?;
        Ok(deal)
    }
}

/// Round 3: u8 accuser || u8 accused || round_hash || shared || proof, 162 bytes.
pub(super) struct Complaint {
    pub(super) accuser: u8,
    pub(super) accused: u8,
    /// That of the commitments which the accuser was shown.
    pub(super) round_hash: [u8; 32],
    pub(super) shared: Point,
    pub(super) proof: EqualityProof,
}

impl Complaint {
    pub(super) fn decode(message: &[u8]) -> Result<Self, WireError> {
        let mut reader = Reader::new(message);
        let complaint = Self {
            accuser: read_trustee(&mut reader, "accuser of a complaint")?,
            accused: read_trustee(&mut reader, "accused of a complaint")?,
            round_hash: reader.array("round_hash of a complaint")?,
            shared: reader.point("shared point of a complaint")?,
            proof: EqualityProof::read(&mut reader)?,
        };
        reader.finish("complaint")?;
        Ok(complaint)
    }
}
